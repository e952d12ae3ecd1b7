// signer.fetch: signs a request and sends exactly the signed bytes with the host's fetch.
import { CountersignError, inapplicable, nameOr, refused } from './error.js'
import * as input from './input.js'
import { apart, misnamed } from './message.js'

/** Signs a request with `sign` and sends it; `scheme` returns the scheme, which is rarely needed. */
export async function send(sign, definition, resource, options) {
  const { url, retry, timestamp, now, redirect, ...init } = given(resource, options)
  if (input.tag(init.body) === 'FormData') checkForm(definition(), init)
  const { attempts, maxWaitSeconds } = patience(retry, { timestamp, now })
  if (redirect !== undefined && redirect !== 'manual' && redirect !== 'error') {
    throw refused('ERR_ARGUMENT_INVALID', 'redirect', "'error' or 'manual', since a signature holds for one URL", shown(redirect))
  }
  // Not inside an object literal: Metro's preset for Hermes would emit code that does not parse.
  const parts = await content(resource, init)
  const request = { url, timestamp, now, ...parts }
  let signed = sign(request)
  for (let attempt = 1; ; attempt++) {
    const { method, headers, body, url: target } = signed
    const response = await globalThis.fetch(target, { ...init, method, headers, body, redirect: 'manual' })
    const isBorne = response.status === 429 && attempt < attempts
    const seconds = isBorne ? waitSeconds(response, definition, attempt) : 0
    if (!isBorne || seconds > maxWaitSeconds) return redirect === 'manual' ? response : unredirected(response, target)
    await response.body?.cancel()
    await pause(seconds * 1000, init.signal)
    signed = await signedAnew(sign, request, signed, init.signal)
  }
}

/** The seconds to wait after a 429: those of `Retry-After` unless it says 0, else twice as long each time. */
function waitSeconds(response, definition, attempt) {
  const asked = retryAfter(response) ?? definition().rateLimit?.waitSeconds ?? 0
  return asked >= 1 ? asked : 2 ** (attempt - 1)
}

/** Signs the request again, with a later time than `before` if the scheme signs a time. */
async function signedAnew(sign, request, before, signal) {
  const isSame = ({ timestamp }) => timestamp !== undefined && timestamp === before.timestamp
  const signed = sign(request)
  if (!isSame(signed)) return signed
  // Timers may fire early, and clocks may be set back.
  await pause(1000, signal)
  const later = sign(request)
  if (!isSame(later)) return later
  const got = 'the same again: the request carries its own time, or the clock stands still'
  throw refused('ERR_TIMESTAMP_INVALID', 'timestamp', 'another time for each attempt', got)
}

/** The request from the caller: the members of a Request, overridden by those of `options`, as in fetch. */
function given(resource, options) {
  if (options !== undefined && input.tag(options) !== 'Object') {
    throw refused('ERR_ARGUMENT_INVALID', 'init', 'an object of options', input.kind(options))
  }
  if (input.tag(resource) === 'Object') {
    const expected = 'a string, a URL or a Request, with the rest in a second argument'
    throw refused('ERR_ARGUMENT_INVALID', 'url', expected, 'an object: for one object there is `signer.sign`')
  }
  const members = { ...options }
  // By name, since inherited members count and undefined ones do not.
  for (const name of MEMBERS) members[name] = options?.[name]
  if (input.tag(resource) !== 'Request') return { ...members, url: input.url(resource) }
  for (const name of OF_REQUEST) members[name] ??= resource[name]
  // `follow` is the default of a Request, so the caller may not have chosen it.
  if (resource.redirect === 'manual') members.redirect ??= 'manual'
  return { ...members, url: resource.url }
}

/** The method, the body as a string or bytes, and the headers with the content type that fetch would add. */
async function content(resource, init) {
  apart(init)
  const headers = input.headers(init.headers)
  const isOwn = input.tag(resource) === 'Request' && (init.body ?? undefined) === undefined
  const [body, type] = await sendable(isOwn ? resource : init.body ?? misnamed(init))
  const method = init.method ?? (body === undefined ? 'GET' : 'POST')
  if (!type || isTyped(headers)) return { method, headers, body }
  return { method, headers: [...headers, ['content-type', type]], body }
}

/** A body as a string or bytes, and the content type of its kind. */
async function sendable(body) {
  const read = KINDS[input.tag(body)]
  if (read) return read(body)
  if (typeof body?.getReader === 'function' || typeof body?.[Symbol.asyncIterator] === 'function') {
    const mend = 'all of it is signed before any is sent, so read it first, as with `await new Response(stream).arrayBuffer()`'
    throw refused('ERR_BODY_INVALID', 'body', 'a string or bytes', `a stream: ${mend}`)
  }
  // A copy, since the caller may change the bytes before a retry.
  return [input.bytes(body)?.slice() ?? body]
}

/** The other bodies that fetch takes, by their tags. */
const KINDS = {
  __proto__: null,
  URLSearchParams: (body) => [String(body), 'application/x-www-form-urlencoded;charset=UTF-8'],
  Blob: async (body) => [await input.received(body), body.type],
  File: async (body) => [await input.received(body), body.type],
  async Request(request) {
    const bytes = await input.received(request)
    return [bytes.length > 0 ? bytes : undefined]
  },
  // The host writes the parts with a boundary that is not known in advance.
  async FormData(body) {
    const whole = new Response(body)
    return [await input.received(whole), whole.headers.get('content-type')]
  },
}

/** Refuses a form if the scheme signs another body, or if the caller's content type lacks the boundary. */
function checkForm({ id, body, fields = {} }, { headers }) {
  if (body === 'as-signed' || Object.keys(fields).length > 0) {
    const expected = `a string or URLSearchParams, which \`${id}\` adds to or serialises anew`
    throw refused('ERR_BODY_INVALID', 'body', expected, 'a FormData')
  }
  if (isTyped(input.headers(headers))) {
    throw inapplicable('ERR_REQUEST_INVALID', 'content-type', 'the host gives a FormData its own, with the boundary that it chooses')
  }
}

/** The retry limits for 429 responses. */
function patience(retry, times) {
  if (retry === undefined || retry === false) return { attempts: 1, maxWaitSeconds: 0 }
  for (const name of Object.keys(times)) {
    if (times[name] === undefined) continue
    throw inapplicable('ERR_ARGUMENT_INVALID', 'retry', `the request has its own \`${name}\`, and each attempt needs another`)
  }
  const isObject = input.tag(retry) === 'Object'
  const { attempts = 3, maxWaitSeconds = 120, ...others } = isObject ? retry : {}
  const [other] = Object.keys(others)
  if (other !== undefined || (retry !== true && !isObject)) {
    const got = other === undefined ? input.kind(retry) : `\`${nameOr(other, 'another member')}\``
    throw refused('ERR_ARGUMENT_INVALID', 'retry', '`true`, or `{ attempts, maxWaitSeconds }`', got)
  }
  for (const [name, value] of Object.entries({ attempts, maxWaitSeconds })) {
    if (typeof value !== 'number' || !(value >= 1)) throw refused('ERR_ARGUMENT_INVALID', `retry.${name}`, 'a number from 1 on', shown(value))
  }
  return { attempts, maxWaitSeconds }
}

/** The seconds in `Retry-After`, a number or a date (RFC 9110, section 10.2.3); of several values, the largest. */
function retryAfter({ headers }) {
  const text = headers.get('retry-after') ?? ''
  if (/^\d+(?:\.\d+)?(?:, *\d+(?:\.\d+)?)*$/.test(text)) return Math.max(...text.split(',').map(Number))
  // Dates begin with the day of the week; V8 parses almost anything as a date.
  const seconds = /^[A-Z][a-z]+,? .* GMT$/.test(text) ? (Date.parse(text) - Date.now()) / 1000 : NaN
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0)
}

/**
 * Waits, or throws the signal's abort reason.
 *
 * @returns {Promise<void>}
 */
const pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, Math.min(ms, LONGEST))
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })

/** The response, unless it is a redirect. */
async function unredirected(response, url) {
  const location = response.headers.get('location')
  if (response.type !== 'opaqueredirect' && !(REDIRECTS.includes(response.status) && location !== null)) return response
  await response.body?.cancel()
  const message = `expected an answer from ${place(url)}, got a redirect to ${place(location, url)}: the signature holds for ` +
    "the first alone and is not sent on; sign for the other, or pass `redirect: 'manual'` to get this response"
  throw new CountersignError('ERR_REDIRECT_REFUSED', message, { part: 'url' })
}

/** A URL without its query, which may contain a signature. */
function place(url, base) {
  try {
    const { origin, pathname } = new URL(url, base)
    return `\`${origin}${pathname}\``
  } catch {
    return 'somewhere else'
  }
}

const isTyped = (headers) => headers.some(([name]) => name.toLowerCase() === 'content-type')
const shown = (value) => (typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : input.kind(value))

/** The members that are read from a Request, and further ones from options. */
const OF_REQUEST = [
  'method', 'headers', 'signal', 'cache', 'credentials', 'integrity', 'keepalive', 'mode', 'referrer', 'referrerPolicy', 'cf',
]
const MEMBERS = /* @__PURE__ */ OF_REQUEST.concat('body', 'redirect', 'timestamp', 'now', 'retry')
const REDIRECTS = [301, 302, 303, 307, 308]
// The longest delay of setTimeout, which would not wait at all beyond it.
const LONGEST = 2 ** 31 - 1
