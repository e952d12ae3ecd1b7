// Parses arguments by a table of flags. Not with `parseArgs` of node:util: its errors repeat arguments, which may be secrets, and it
// accepts a repeated flag silently.
import { UsageError, didYouMean, quoted } from './usage-error.js'
import { nearest } from '../dist/did-you-mean.js'

/** A name in the spelling of flags: `apiKey` is `api-key`. */
export const kebab = (name) => name.replace(/[A-Z]/g, (char) => `-${char.toLowerCase()}`)

/** The flag of that name, for messages. */
export const flag = (name) => `\`--${kebab(name)}\``

/** The flags of every command. */
const COMMON = [{ name: 'help', about: 'show this help' }]

/**
 * Parses `args` by `rows` of `{ name, value, many }`; `value` is the placeholder in the help, and a row without one is a switch.
 * Returns the flags by name, and the `rest` of the arguments.
 *
 * @returns {{ given: Record<string, unknown>, rest: string[], help?: boolean }}
 */
export function read(args, rows, command) {
  const known = knownBy(rows)
  const given = {}
  /** @type {string[]} */
  const rest = []
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--') return { given, rest: [...rest, ...args.slice(i + 1)] }
    if (args[i] === '-' || !args[i].startsWith('-')) {
      rest.push(args[i])
      continue
    }
    const { name, value } = halves(args[i])
    const row = known.get(name)
    if (row === undefined) throw unknown(name, i + 1, [...known.keys()], command)
    if (row.name === 'help') return { given, rest, help: true }
    set(given, row, row.value === undefined ? on(row, value) : value ?? following(args, ++i, row, known))
  }
  return { given, rest }
}

/** The first argument that is not a flag; unknown flags are taken to have a value. */
export function firstOf(args, rows) {
  const known = knownBy(rows)
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--') return args[i + 1]
    if (args[i] === '-' || !args[i].startsWith('-')) return args[i]
    const { name, value } = halves(args[i])
    const isSwitch = known.has(name) && known.get(name).value === undefined
    if (value === undefined && !isSwitch) i++
  }
  return undefined
}

/** Refuses more than `most` arguments. */
export function noneBeyond(rest, most, usage) {
  const more = rest.length - most
  if (more > 0) throw new UsageError(`expected \`${usage}\`, got ${more} more argument${more > 1 ? 's' : ''}`)
}

const knownBy = (rows) => new Map([...rows, ...COMMON].map((row) => [`--${kebab(row.name)}`, row]))

/** Splits `--flag=value`; names may be spelled as in JavaScript. */
function halves(arg) {
  if (arg === '-h') return { name: '--help' }
  const at = arg.indexOf('=')
  const name = kebab(at < 0 ? arg : arg.slice(0, at))
  return { name, value: at < 0 ? undefined : arg.slice(at + 1) }
}

function set(given, { name, many }, value) {
  if (many) return (given[name] ??= []).push(value)
  if (given[name] !== undefined) throw new UsageError(`${flag(name)} was given twice: expected it once`)
  given[name] = value
}

function on({ name }, value) {
  if (value === undefined) return true
  throw new UsageError(`${flag(name)} takes no value`)
}

/** The next argument, unless it is a flag itself. */
function following(args, next, { name, value }, known) {
  if (next < args.length && !known.has(halves(args[next]).name)) return args[next]
  const got = next < args.length ? 'another flag; give a value that looks like a flag with `=`' : 'nothing'
  throw new UsageError(`\`--${kebab(name)} ${value}\`: expected a value, got ${got}`)
}

function unknown(name, position, names, command) {
  const near = nearest(name, names)
  const help = `\`countersign ${command} --help\` lists the flags`
  if (near.length > 0) return new UsageError(`unknown flag ${quoted(name)}: ${didYouMean(near)}`)
  return new UsageError(`unknown flag, argument ${position} of \`${command}\`: ${help}`)
}
