// Checks a request and writes its strings one after the other into the core.
import { FORM_CLOCK, FORM_TIME, FORM_TEXT } from '#slots'
import { inapplicable, refused } from './error.js'
import * as input from './input.js'
import { isWellFormed, loneSurrogate } from './text.js'

/** Checks a request. */
export function read(request) {
  if (typeof request !== 'object' || request === null) {
    throw refused('ERR_ARGUMENT_INVALID', 'request', 'an object with `method`, `url` and `body`', input.kind(request))
  }
  const { method, url, status, headers, body, timestamp, now } = request
  apart(request)
  const given = {
    method: method === undefined ? '' : input.text(method, 'method', 'ERR_REQUEST_INVALID'),
    url: input.url(url),
    headers: withStatus(input.headers(headers), status),
    body: body === undefined ? misnamed(request) : own(input.body(body)),
    form: FORM_CLOCK,
    atMs: clock(now),
    timestamp: '',
  }
  if (typeof timestamp === 'string') {
    given.form = FORM_TEXT
    given.timestamp = timestamp
  } else if (timestamp !== undefined) {
    given.form = FORM_TIME
    given.atMs = input.milliseconds(timestamp)
  }
  return given
}

/**
 * Checks the arguments of `verify` and `check` that only the caller decides. Received values are not checked here, since the provider can
 * choose their types: Express 4 returns `{}` for a body without a content type.
 */
export function readCall(message) {
  if (typeof message !== 'object' || message === null) {
    throw refused('ERR_ARGUMENT_INVALID', 'message', 'an object with `headers` and `body`', input.kind(message))
  }
  const { method, url, status, headers, body, now } = message
  if (body === undefined) misnamed(message)
  return { method, url, status, headers, body, nowMs: clock(now) }
}

/** Checks a received message; repeated headers stay separate, and those that are not `wanted` stay behind. */
export function readReceived({ method, url, status, headers, body, nowMs }, wanted) {
  return {
    method: method === undefined ? '' : input.text(method, 'method', 'ERR_REQUEST_INVALID'),
    url: input.url(url),
    headers: withStatus(input.headerLines(headers, wanted), status),
    body: input.receivedBody(body),
    nowMs,
    timestamp: '',
  }
}

/** The caller's time in milliseconds, or the clock's. */
export const clock = (now) => (now === undefined ? Date.now() : input.milliseconds(now, 'now'))

/** A copy of bytes, which the caller cannot change after signing. */
export const own = (body) => (typeof body === 'object' ? body.slice() : body)

/** The headers, with the status of a response as `:status`, as in HTTP/2. */
function withStatus(headers, status) {
  if (status === undefined) return headers
  if (Number.isInteger(status) && status >= 100 && status <= 999) return [...headers, [STATUS, String(status)]]
  throw refused('ERR_REQUEST_INVALID', 'status', 'a number of three digits', typeof status === 'number' ? String(status) : input.kind(status))
}

/** Refuses a body under another library's name, which would silently not be signed. */
export const misnamed = (given) => refuse(given, BODIES, 'pass the body as `body`')

/** The same for a query. */
export const apart = (given) => refuse(given, QUERIES, 'pass the query inside `url`')

function refuse(given, names, why) {
  for (let i = 0; i < names.length; i++) {
    if (given[names[i]] !== undefined) throw inapplicable('ERR_ARGUMENT_INVALID', names[i], why)
  }
}

/** Writes the strings of a request, and then its body, for the core; returns where in the buffer a body of bytes begins. */
export function write(core, { method, url, timestamp, headers, body }) {
  let joined = method + url + timestamp
  for (let i = 0; i < headers.length; i++) joined += headers[i][0] + headers[i][1]
  if (typeof body === 'string') joined += body
  const end = joined.length
  core.makeRoom(typeof body === 'object' ? end + body.length : end, 4 + 2 * headers.length)
  const { read, written } = core.encoder.encodeInto(joined, core.area)
  // As many bytes as UTF-16 units, and all units read: everything is ASCII, and lengths in units are lengths in bytes.
  if (read !== end || written !== end) return writeEach(core, method, url, timestamp, headers, body)
  const { slots } = core
  slots[0] = method.length
  slots[1] = url.length
  slots[2] = timestamp.length
  let last = 3
  for (let i = 0; i < headers.length; i++) {
    slots[last++] = headers[i][0].length
    slots[last++] = headers[i][1].length
  }
  slots[last] = body === undefined ? 0 : body.length
  if (typeof body === 'object') core.area.set(body, end)
  return end
}

/** The same for non-ASCII strings: one by one, at most three bytes per UTF-16 unit. */
function writeEach(core, method, url, timestamp, headers, body) {
  const texts = [method, url, timestamp, ...headers.flat()]
  if (typeof body !== 'object') texts.push(body ?? '')
  const raw = typeof body === 'object' ? body.length : 0
  core.makeRoom(raw + 3 * texts.reduce((length, text) => length + text.length, 0), texts.length + 1)
  let at = 0
  for (let i = 0; i < texts.length; i++) {
    if (!isWellFormed(texts[i])) throw loneSurrogate(texts[i], i === 3 + 2 * headers.length ? BODY : TEXTS[i] ?? HEADERS)
    core.slots[i] = core.encoder.encodeInto(texts[i], core.area.subarray(at)).written
    at += core.slots[i]
  }
  if (typeof body === 'object') {
    core.area.set(body, at)
    core.slots[texts.length] = raw
  }
  return at
}

/** Writes the strings of a request again, followed by the raw signature. */
export function writeWith(core, { method, url, timestamp, headers, body }, raw) {
  const encode = (text) => core.encoder.encode(text)
  const texts = [method, url, timestamp, ...headers.flat()].map(encode)
  core.writeBytes([...texts, typeof body === 'object' ? body : encode(body ?? ''), raw])
}

export const STATUS = ':status'
const BODIES = ['data', 'json', 'rawBody', 'payload', 'form']
const QUERIES = ['params', 'query', 'searchParams']
const TEXTS = [
  { part: 'method', code: 'ERR_REQUEST_INVALID' },
  { part: 'url', code: 'ERR_REQUEST_INVALID' },
  { part: 'timestamp', code: 'ERR_TIMESTAMP_INVALID' },
]
const HEADERS = { part: 'headers', code: 'ERR_REQUEST_INVALID' }
const BODY = { part: 'body', code: 'ERR_BODY_INVALID' }
