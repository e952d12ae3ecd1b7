// The credentials that a scheme takes, and where their values come from.
import { UsageError, listed, quoted } from './usage-error.js'
import { flag, kebab } from './flags.js'
import { schemeIn } from './custom-scheme.js'
import { described } from './described.js'
import { isPath } from './find-scheme.js'
import { fromVariable, secret } from './read-input.js'

/**
 * The credentials for signing, verifying or explaining: of each list in `needs` one is required; `takes` is all of them. `explain`
 * needs those that make the key; a message has the others.
 */
export function wanted(definition, use) {
  const { credentials, companion } = described(definition)
  const names = ({ name, verifiedWith }) => {
    if (use === 'sign') return [name]
    // The public half of a private key explains, too.
    return use === 'explain' && !verifiedWith.includes(name) ? [...verifiedWith, name] : verifiedWith
  }
  const isNeeded = ({ isOptional, isOfKey }) => !isOptional && (use !== 'explain' || isOfKey)
  const takes = [...credentials, ...(companion?.credentials ?? [])].flatMap(names)
  return { needs: credentials.filter(isNeeded).map(names), takes: [...new Set(takes)] }
}

/** The credentials that verify the signatures of a key pair. */
export function ofPairs(definition) {
  const { credentials, companion } = described(definition)
  return [...credentials, ...(companion?.credentials ?? [])].filter(({ isOfPair }) => isOfPair).flatMap(({ verifiedWith }) => verifiedWith)
}

/** The flags for all credentials of all schemes; whether they fit the chosen scheme is checked later. */
export function credentialFlags(definitions) {
  const names = definitions.flatMap((definition) => [...wanted(definition, 'sign').takes, ...wanted(definition, 'verify').takes])
  return [...new Set(names)].filter(isName).map((name) => ({ name: flagOf(name), value: 'SOURCE', many: true }))
}

/** The flags for the credentials of a custom scheme in a file. */
export const ownFlags = async (scheme) => (isPath(scheme ?? '') ? credentialFlags([await schemeIn(scheme)]) : [])

/** The flag of a credential, which must not have the name of another flag. */
export const flagOf = (name) => (TAKEN.includes(kebab(name)) ? `credential-${name}` : name)

/** Whether the name of a credential can be a flag and part of a variable's name. */
const isName = (name) => /^[a-z][\w-]*$/i.test(name)

/** The environment variable of a credential that no flag gives. */
export const variable = (name) => `COUNTERSIGN_${kebab(name).toUpperCase().replaceAll('-', '_')}`

/**
 * The credentials as the API takes them, and where each came from: `{ values, from }`, both by name. Flags override those that are
 * `held` already; variables do not.
 */
export async function credentials(definitions, definition, use, given, held = {}) {
  const { needs, takes } = wanted(definition, use)
  if (!takes.every(isName)) throw new UsageError(`\`${definition.id}\`, \`credentials\`: ${EXPECTED_NAME}, got another name`)
  const flags = takes.map(flagOf)
  const other = credentialFlags(definitions).find(({ name }) => given[name] && !flags.includes(name))
  if (other) {
    const known = flags.map(flag).join(', ') || 'no credential'
    throw new UsageError(`${flag(other.name)} does not apply: \`${definition.id}\` ${VERBS[use]} with ${known}`)
  }
  const [values, from] = [{ ...held }, {}]
  for (const name of takes) {
    const isSet = held[name] === undefined && process.env[variable(name)] !== undefined
    const sources = given[flagOf(name)] ?? (isSet ? [undefined] : [])
    if (sources.length === 0) continue
    if (sources.length > 1 && use === 'sign') throw new UsageError(`${flag(flagOf(name))} was given twice: expected it once, since one key signs`)
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

const EXPECTED_NAME = 'for the command line, expected names of letters, digits, `-` and `_`'
/** The flags of the commands, which are no credentials. */
export const TAKEN = [
  ...['help', 'json', 'option', 'method', 'url', 'status', 'header', 'body', 'http', 'request', 'timestamp', 'headers', 'curl'],
  ...['allow-http', 'tolerance', 'allow-long-tolerance', 'now', 'received', 'signed-by', 'budget', 'export'],
]
const VERBS = { sign: 'signs', verify: 'verifies', explain: 'verifies' }
