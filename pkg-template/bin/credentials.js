// The credentials that a scheme takes, and where the caller says they are.
import { UsageError, listed, quoted } from './usage-error.js'
import { flag, kebab } from './flags.js'
import { schemeIn } from './custom-scheme.js'
import { isPath, uses } from './find-scheme.js'
import { fromVariable, secret } from './read-input.js'

/**
 * What a scheme is signed, verified or explained with: `needs` holds lists of which one is needed, `takes` is all. What
 * is only sent explains nothing.
 */
export function wanted(definition, use) {
  const halves = (name) => (use !== 'sign' && name === 'privateKey' ? HALVES : [name])
  const isNeeded = (name) => !isOptional(definition, name) && (use !== 'explain' || uses(definition, [name]))
  const needs = definition.credentials.filter(isNeeded).map(halves)
  const companion = definition.companion?.credentials.flatMap(halves) ?? []
  return { needs, takes: [...new Set([...definition.credentials.flatMap(halves), ...companion])] }
}

/** Whether a credential only travels, in a header that is left out where it is empty. */
const isOptional = ({ headers, ...definition }, name) =>
  Object.values(headers).includes(`[{${name}}]`) && !uses({ ...definition, headers: {} }, [name])

/** The flags of all credentials that any scheme takes, to sign or to verify; which of them fit is told later. */
export function credentialFlags(definitions) {
  const names = definitions.flatMap((definition) => [...wanted(definition, 'sign').takes, ...wanted(definition, 'verify').takes])
  return [...new Set(names)].filter(isName).map((name) => ({ name: flagOf(name), value: 'SOURCE', many: true }))
}

/** The flags for the credentials of the scheme that is a file. */
export const ownFlags = async (scheme) => (isPath(scheme ?? '') ? credentialFlags([await schemeIn(scheme)]) : [])

/** The flag of a credential; a scheme may have one with the name of another flag. */
export const flagOf = (name) => (TAKEN.includes(kebab(name)) ? `credential-${name}` : name)

/** Whether a scheme's name for a credential can be a flag, and the end of a variable. */
const isName = (name) => /^[a-z][\w-]*$/i.test(name)

/** The variable that a credential is in where no flag says otherwise. */
export const variable = (name) => `COUNTERSIGN_${kebab(name).toUpperCase().replaceAll('-', '_')}`

/**
 * The credentials as the API takes them, and where each came from: `{ values, from }`, both by name. Those `held`
 * already give way to flags, but not to variables.
 */
export async function credentials(definitions, definition, use, given, held = {}) {
  const { needs, takes } = wanted(definition, use)
  if (!takes.every(isName)) throw new UsageError(`\`${definition.id}\`, \`credentials\`: ${EXPECTED_NAME}, got another name`)
  const flags = takes.map(flagOf)
  const other = credentialFlags(definitions).find(({ name }) => given[name] && !flags.includes(name))
  if (other) {
    const known = flags.map(flag).join(', ') || 'no credential'
    throw new UsageError(`${flag(other.name)}: \`${definition.id}\` is ${VERBS[use]} with ${known}`)
  }
  const [values, from] = [{ ...held }, {}]
  for (const name of takes) {
    const isSet = held[name] === undefined && process.env[variable(name)] !== undefined
    const sources = given[flagOf(name)] ?? (isSet ? [undefined] : [])
    if (sources.length === 0) continue
    if (sources.length > 1 && use === 'sign') throw new UsageError(`${flag(flagOf(name))} was given twice: one key signs`)
    values[name] = []
    for (const source of sources) values[name].push(await valueOf(name, source))
    from[name] = sources.map((source) => source ?? variable(name))
  }
  for (const names of needs) if (!names.some((name) => values[name])) throw missing(definition, names)
  if (use === 'sign') for (const name of Object.keys(values)) [values[name]] = values[name]
  return { values, from }
}

function valueOf(name, source) {
  if (source === undefined) return fromVariable(variable(name), quoted(variable(name)), 'it')
  return secret(source, `--${kebab(flagOf(name))}`)
}

function missing(definition, names) {
  const ways = names.map((name) => {
    const sources = ['env:VARIABLE', 'file:PATH'].map((source) => `--${kebab(flagOf(name))} ${source}`)
    return `${listed(sources)} or the variable \`${variable(name)}\``
  })
  return new UsageError(`\`${definition.id}\` needs ${listed(names, ' or ')}: give ${ways.join('; or ')}`)
}

/** What verifies the signatures of a private key. */
export const HALVES = ['publicKeys', 'certificates']
const EXPECTED_NAME = 'for the command line, expected names of letters, digits, `-` and `_`'
/** What commands mean by other flags. */
export const TAKEN = [
  ...['help', 'json', 'option', 'method', 'url', 'header', 'body', 'http', 'request', 'timestamp', 'headers', 'curl'],
  ...['allow-http', 'tolerance', 'allow-long-tolerance', 'now', 'received', 'signed-by', 'budget', 'export'],
]
const VERBS = { sign: 'signed', verify: 'verified', explain: 'explained' }
