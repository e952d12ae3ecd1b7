// Checks the caller's arguments: strings and bytes pass, anything else is an error that says what was expected.
import { CountersignError, refused } from './error.js'
import { isWellFormed } from './text.js'
/** @import { CountersignErrorCode } from '../index.js' */

/** The class name of a built-in object, across realms. */
export const tag = (value) => Object.prototype.toString.call(value).slice(8, -1)

/**
 * A string, or an error with `code`.
 *
 * @param {CountersignErrorCode} code
 */
export function text(value, name, code) {
  if (typeof value !== 'string') throw refused(code, name, 'a string', kind(value))
  if (value.length > MOST) throw refused(code, name, `at most ${MOST} characters`, 'more')
  return value
}

/** The bytes of a buffer or view; undefined for anything else, and for detached memory. */
export function bytes(value) {
  try {
    // A DataView only takes a real buffer, of any realm.
    const view = ArrayBuffer.isView(value) ? value : new DataView(value)
    // A typed array with detached memory has length 0, but its methods throw.
    if (view.byteLength === 0 && 'BYTES_PER_ELEMENT' in view) Uint8Array.prototype.keys.call(view)
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  } catch {
    return undefined
  }
}

/** The URL as it is sent: a string or a URL object; empty if absent. */
export function url(value) {
  if (value === undefined) return ''
  return typeof value === 'object' && tag(value) === 'URL' ? value.href : text(value, 'url', 'ERR_REQUEST_INVALID')
}

/** The body as it is sent: a string or bytes; undefined if absent. */
export const body = (value) => rawBody(value, 'the string or bytes that are sent, since they are what is signed', mendSent)

/** The body as it was received: a string or bytes; undefined if absent. */
export const receivedBody = (value) =>
  rawBody(value, 'the string or bytes as received, since they are what was signed', mendReceived)

/** A string or bytes; for anything else, `mend` says what to pass instead. */
function rawBody(value, expected, mend) {
  if (typeof value === 'string') return bounded(value)
  if (value === undefined || value === null) return undefined
  const raw = bytes(value)
  if (raw) return bounded(raw)
  throw refused('ERR_BODY_INVALID', 'body', expected, `${nameOf(value)}: ${remedyOf(value) ?? mend(value)}`)
}

const mendSent = (value) => MENDS[tag(value)] ?? 'pass the string or bytes that it stands for'
function mendReceived(value) {
  if (typeof value.getReader === 'function') return 'read its bytes, or give the whole Request to `verifyRequest`'
  if (tag(value) === 'Object' && Object.keys(value).length === 0) return OF_EXPRESS_4
  return 'take the body before anything parses it, such as `express.raw()` or `await request.arrayBuffer()`'
}

/** Refuses a body that is too large for the core before it is copied. */
function bounded(value) {
  if (value.length <= MOST) return value
  throw tooLarge()
}

/** Reads the bytes of a fetch Request or Response. */
export async function received(request) {
  const refuse = (expected, got) => {
    throw refused('ERR_BODY_INVALID', 'body', expected, got)
  }
  if (typeof request?.arrayBuffer !== 'function') throw refused('ERR_ARGUMENT_INVALID', 'request', 'a Request or Response', kind(request))
  if (request.bodyUsed || request.body?.locked) refuse('one that nobody has read', 'one that was read already: clone it first')
  if (typeof request.body?.getReader !== 'function') return new Uint8Array(await request.arrayBuffer())
  const chunks = []
  let length = 0
  for (const reader = request.body.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    if (tag(value) !== 'Uint8Array') refuse('a stream of bytes', `one of ${kind(value)}`)
    length += value.length
    if (length > MOST) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** The milliseconds of a Date; `name` is the caller's name for it. */
export function milliseconds(value, name = 'timestamp') {
  const isText = name === 'timestamp'
  const other = isText ? ', or the string to send' : ''
  const refuse = (got) => {
    throw refused(isText ? 'ERR_TIMESTAMP_INVALID' : 'ERR_ARGUMENT_INVALID', name, `a Date${other}`, got)
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    refuse(`the number ${value}, which may be seconds or milliseconds: say \`new Date(${value} * 1000)\` for seconds, ` +
      `\`new Date(${value})\` for milliseconds${other && `, or '${value}' to send it as it is`}`)
  }
  let ms
  try {
    ms = Date.prototype.getTime.call(value)
  } catch {
    refuse(kind(value))
  }
  if (Number.isNaN(ms)) refuse('an invalid Date')
  return ms
}

/** Headers as [name, value] pairs, from a plain object, a Headers, or pairs; repeated ones are joined as in fetch. */
export function headers(value) {
  const lines = headerLines(value)
  // The object that `sign` returns could not contain it.
  if (lines.some(([name]) => name === '__proto__')) throw refusedHeader('headers', 'expected the names of headers, got `__proto__`')
  if (lines.length < 2) return lines
  const pairs = new Map()
  for (const [name, line] of lines) {
    const [spelled, before] = pairs.get(name.toLowerCase()) ?? [name]
    pairs.set(name.toLowerCase(), [spelled, before === undefined ? line : `${before}, ${line}`])
  }
  return [...pairs.values()]
}

/**
 * The same, without joining repeated headers. All are checked, and those that are not `wanted` left out.
 *
 * @param {{ has(name: string): boolean }} [wanted]
 * @returns {readonly [string, string][]}
 */
export function headerLines(value, wanted) {
  if (value === undefined || value === null) return NO_HEADERS
  if (typeof value !== 'object' || isPromise(value)) {
    throw refusedHeader('headers', `expected an object, a Headers or pairs, got ${kind(value)}`)
  }
  const lines = []
  let size = 0
  if (typeof value[Symbol.iterator] !== 'function' && typeof value.forEach !== 'function') {
    for (const name of Object.keys(value)) size = add(lines, size, name, value[name], wanted)
    return lines
  }
  for (const entry of pairsOf(value)) {
    const [name, given] = Array.isArray(entry) && entry.length === 2 ? entry : [undefined]
    if (typeof name !== 'string') throw refusedHeader('headers', `expected pairs of name and value, got ${kind(entry)}${ofList(entry)}`)
    size = add(lines, size, name, given, wanted)
  }
  return lines
}

/** Adds the lines of a header to `lines`, which have `size` characters with all that were left out; returns the size with these. */
function add(lines, size, name, given, wanted) {
  if (given === undefined) return size
  if (Array.isArray(given)) {
    for (const one of given) size = addLine(lines, size, name, one, wanted)
    return size
  }
  return addLine(lines, size, name, given, wanted)
}

function addLine(lines, size, name, given, wanted) {
  const line = headerText(name, given)
  size += name.length + line.length
  if (size > MOST) throw refusedHeader('headers', `expected at most ${MOST} characters, got more`)
  // What UTF-8 cannot hold is refused where it is written.
  if (wanted === undefined || wanted.has(name) || !isWellFormed(name) || !isWellFormed(line)) lines.push([name, line])
  return size
}

/** The pairs in headers that can be iterated; some classes only have `get` and `forEach`. */
function pairsOf(value) {
  if (typeof value[Symbol.iterator] === 'function') return value
  const pairs = []
  value.forEach((line, name) => pairs.push([name, line]))
  return pairs
}

/** How to pass a list that is not a list of pairs. */
const ofList = (entry) =>
  typeof entry === 'string' ? ': of a flat list such as `rawHeaders`, pass the object, which is `request.headers`' : ''

/** The type of a value for an error message, and what to do with a type that is never accepted; never the value. */
export function kind(value) {
  const remedy = remedyOf(value)
  return remedy === undefined ? nameOf(value) : `${nameOf(value)}: ${remedy}`
}

function nameOf(value) {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  if (isPromise(value)) return 'a Promise'
  const name = Array.isArray(value) ? 'array' : tag(value) === 'Object' ? 'object' : tag(value)
  return `${/^[AEIO]/i.test(name) ? 'an' : 'a'} ${name}`
}

function remedyOf(value) {
  if (isPromise(value)) return '`await` it'
  const isMemory = ArrayBuffer.isView(value) || BUFFERS.includes(tag(value))
  if (isMemory && bytes(value) === undefined) return 'its memory was transferred or cut off: pass it before that, or a copy'
  return undefined
}

const isPromise = (value) => typeof value === 'object' && typeof value?.then === 'function'

function headerText(name, value) {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  const remedy = typeof value?.value === 'string' ? ': of lists such as those of CloudFront, pass the `value` of each' : ''
  throw refusedHeader(HEADER_NAME.test(name) ? name : 'headers', `expected a string, got ${kind(value)}${remedy}`)
}

const refusedHeader = (header, problem) =>
  new CountersignError('ERR_REQUEST_INVALID', `\`${header}\`: ${problem}`, { part: header, header })

const OF_EXPRESS_4 =
  'Express 4 leaves `{}` where no parser took a body: take all with `express.raw({ type: () => true })`, and pass `undefined` for what is no Buffer'
const JSON_TEXT = 'pass `JSON.stringify(body)`, and send that string'
const MENDS = { __proto__: null, Object: JSON_TEXT, Array: JSON_TEXT, URLSearchParams: 'pass `String(body)`' }
const tooLarge = () => refused('ERR_BODY_INVALID', 'body', `at most ${MOST} bytes`, 'more')

/** @type {readonly [string, string][]} */
const NO_HEADERS = /* @__PURE__ */ Object.freeze([])
const BUFFERS = ['ArrayBuffer', 'SharedArrayBuffer']
/** A header name for an error message; the sender chooses it. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]{1,64}$/
/** The size limit of a body, as in `src/message.rs`; also of every other string and all headers, so that memory is bounded. */
const MOST = 32 << 20
