// What callers pass, checked at the door: texts and bytes go on, everything else gets an error that says what is due.
import { CountersignError, refused } from './error.js'

/** What kind of built-in object `value` is, across realms. */
export const tag = (value) => Object.prototype.toString.call(value).slice(8, -1)

/** A text, or an error of `code`. */
export function text(value, name, code) {
  if (typeof value === 'string') return value
  throw refused(code, name, 'text', kind(value))
}

/** The bytes of a buffer or view; undefined for anything else, and for a buffer that was transferred away. */
export function bytes(value) {
  try {
    // A DataView takes nothing but a real buffer, of any realm.
    const view = ArrayBuffer.isView(value) ? value : new DataView(value)
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  } catch {
    return undefined
  }
}

/** The URL as it is sent: a text, or a URL object; empty for none. */
export function url(value) {
  if (value === undefined) return ''
  return typeof value === 'object' && tag(value) === 'URL' ? value.href : text(value, 'url', 'ERR_REQUEST_INVALID')
}

/** The body as it is sent: a text or bytes; undefined for none. */
export const body = (value) => rawBody(value, 'the text or bytes that are sent, since they are what is signed', mendSent)

/** The body as it was received: a text or bytes; undefined for none. */
export const receivedBody = (value) =>
  rawBody(value, 'the raw text or bytes as received, since they are what was signed', mendReceived)

/** A text or bytes; of anything else, `mend` says what to pass instead. */
function rawBody(value, expected, mend) {
  if (typeof value === 'string') return bounded(value)
  if (value === undefined || value === null) return undefined
  const raw = bytes(value)
  if (raw) return bounded(raw)
  throw refused('ERR_BODY_INVALID', 'body', expected, `${kind(value)}: ${mend(value)}`)
}

const mendSent = (value) => MENDS[tag(value)] ?? 'pass the text or bytes that it stands for'
const mendReceived = (value) =>
  typeof value.getReader === 'function'
    ? 'read its bytes, or give the whole Request to `verifyRequest`'
    : 'take the body before anything parses it, such as `express.raw()` or `await request.arrayBuffer()`'

/** A body that is not larger than the core takes, so that it is not copied in vain. */
function bounded(value) {
  if (value.length <= MAX_BODY) return value
  throw tooLarge()
}

/** The bytes of a fetch Request or Response, read once. */
export async function received(request) {
  const refuse = (expected, got) => {
    throw refused('ERR_BODY_INVALID', 'body', expected, got)
  }
  if (typeof request?.arrayBuffer !== 'function') refuse('a Request or Response', kind(request))
  if (request.bodyUsed || request.body?.locked) refuse('one that nobody has read', 'one that was read already: clone it first')
  if (typeof request.body?.getReader !== 'function') return new Uint8Array(await request.arrayBuffer())
  const chunks = []
  let length = 0
  for (const reader = request.body.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    if (tag(value) !== 'Uint8Array') refuse('a stream of bytes', `one of ${kind(value)}`)
    length += value.length
    if (length > MAX_BODY) {
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

/** Milliseconds of a Date; `name` is what the caller calls it. */
export function instant(value, name = 'timestamp') {
  const other = name === 'timestamp' ? ', or the text to send' : ''
  const refuse = (got) => {
    throw refused('ERR_TIMESTAMP_INVALID', name, `a Date${other}`, got)
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

/** Headers as [name, value] pairs: from a plain object, a Headers, or pairs; repeated ones joined as fetch joins them. */
export function headers(value) {
  const lines = headerLines(value)
  if (lines.length < 2) return lines
  const pairs = new Map()
  for (const [name, line] of lines) {
    const [spelled, before] = pairs.get(name.toLowerCase()) ?? [name]
    pairs.set(name.toLowerCase(), [spelled, before === undefined ? line : `${before}, ${line}`])
  }
  return [...pairs.values()]
}

/** The same, each line by itself. */
export function headerLines(value) {
  if (value === undefined || value === null) return NO_HEADERS
  if (typeof value !== 'object') throw refusedHeader('headers', `expected an object, a Headers or pairs, got ${kind(value)}`)
  const lines = []
  for (const entry of typeof value[Symbol.iterator] === 'function' ? value : Object.entries(value)) {
    const [name, given] = Array.isArray(entry) && entry.length === 2 ? entry : [undefined]
    if (typeof name !== 'string') throw refusedHeader('headers', 'expected pairs of name and value')
    if (given === undefined) continue
    for (const one of Array.isArray(given) ? given : [given]) lines.push([name, headerText(name, one)])
  }
  return lines
}

/** What a value is, for a message; never the value. */
export function kind(value) {
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return typeof value === 'string' ? 'text' : `a ${typeof value}`
  return Array.isArray(value) ? 'an array' : tag(value) === 'Object' ? 'an object' : `a ${tag(value)}`
}

function headerText(name, value) {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw refusedHeader(name, `expected text, got ${kind(value)}`)
}

const refusedHeader = (header, problem) =>
  new CountersignError('ERR_REQUEST_INVALID', `\`${header}\`: ${problem}`, { part: header, header })

const JSON_TEXT = 'pass `JSON.stringify(body)`, and send that text'
const MENDS = { __proto__: null, Object: JSON_TEXT, Array: JSON_TEXT, URLSearchParams: 'pass `String(body)`' }
const tooLarge = () => refused('ERR_BODY_INVALID', 'body', `at most ${MAX_BODY} bytes`, 'more')

const NO_HEADERS = /* @__PURE__ */ Object.freeze([])
// As `src/message.rs` has it.
const MAX_BODY = 32 << 20
