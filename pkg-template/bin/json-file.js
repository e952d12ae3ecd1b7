// Reads JSON files. Errors name the line, but never repeat the text, which may hold a secret.
import { UsageError, quoted } from './usage-error.js'
import { bytesOf } from './read-input.js'
import { utf8 } from './terminal.js'

const read = new Map()

/** The bytes of the file at `path`, or of standard input for the command `by`; cached, since a pipe can be read only once. */
export function fileOnce(path, by, most) {
  if (!read.has(path)) read.set(path, bytesOf(path, by, most))
  return read.get(path)
}

/** The text of `bytes`; in errors, `what` names them, and `fix` says what to do with bytes that are not UTF-8. */
export function textOf(bytes, what, fix = 'save it as UTF-8') {
  const whole = utf8(bytes)
  if (whole === undefined) throw new UsageError(`${what}: expected UTF-8, got other bytes: ${fix}`)
  return whole.replace(/^\ufeff/, '')
}

/** Parses JSON. The error of JSON.parse would repeat the text; this one only names the line. */
export function parsed(json, what, mend) {
  if (json.trim() === '') throw new UsageError(`${what}: expected JSON, got nothing`)
  try {
    return JSON.parse(json)
  } catch (error) {
    const [, position] = / position (\d+)/.exec(error.message) ?? []
    const line = position === undefined ? '' : `, line ${json.slice(0, position).split('\n').length}`
    throw new UsageError(`${what}${line}: expected JSON, got ${found(json, position, error.message)}: ${mend}`)
  }
}

/** What stood where the JSON breaks; only punctuation is shown, since anything else may belong to a secret. */
function found(json, position, message) {
  if (/end of JSON/.test(message) || Number(position) >= json.length) return 'the end'
  if (position === undefined) return 'another character'
  const character = json[position]
  if (/[}\]]/.test(character) && /,\s*$/.test(json.slice(0, position))) return `a comma before ${quoted(character)}`
  return /[{}[\],:"']/.test(character) ? quoted(character) : 'another character'
}

/** The path of a member that occurs twice in valid `json`; JSON.parse would keep only the last. */
export function repeated(json) {
  const open = []
  for (const [token] of json.matchAll(TOKENS)) {
    const inner = open.at(-1)
    if (token === '{' || token === '[') open.push({ names: token === '{' ? new Set() : undefined })
    else if (token === '}' || token === ']') open.pop()
    else if (token === ',') inner.name = undefined
    else if (inner?.names && inner.name === undefined) {
      inner.name = JSON.parse(token)
      if (inner.names.has(inner.name)) return open.flatMap(({ name }) => name ?? []).join('.')
      inner.names.add(inner.name)
    }
  }
  return undefined
}

/** The type of a value, for messages. */
export function kind(value) {
  if (value === null) return 'null'
  if (typeof value !== 'object') return value === undefined ? 'none' : `a ${typeof value}`
  return Array.isArray(value) ? 'an array' : 'an object'
}

export function object(value, what) {
  if (kind(value) === 'an object') return value
  throw new UsageError(`${what}: expected an object, got ${kind(value)}`)
}

/** An optional string member. */
export function text(holder, name, path = '', fix = undefined) {
  const value = holder[name] ?? undefined
  if (value === undefined || typeof value === 'string') return value
  throw new UsageError(`${quoted(path + name)}: expected a string, got ${kind(value)}${fix ? `: ${fix}` : ''}`)
}

/** The bytes of a base64 string. */
export function fromBase64(base64, what) {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') === base64) return bytes
  throw new UsageError(`${quoted(what)}: expected base64 with its padding, got something else`)
}

const TOKENS = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],]/g
