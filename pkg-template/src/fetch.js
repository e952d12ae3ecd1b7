// signer.fetch: signs a request and sends it with the host's fetch, so that what arrives is what was signed.
import { CountersignError, nameOr, refused } from './error.js'
import * as input from './input.js'
import { apart, misnamed } from './message.js'

/** Sends what `sign` makes of a request; `scheme` gives the scheme, which is rarely asked for. */
export async function send(sign, definition, resource, options) {
  const { url, retry, timestamp, now, redirect, ...init } = given(resource, options)
  if (input.tag(init.body) === 'FormData') checkForm(definition(), init)
  const { attempts, maxWaitSeconds } = patience(retry, { timestamp, now })
  if (redirect !== undefined && redirect !== 'manual' && redirect !== 'error') {
    throw refused('ERR_REQUEST_INVALID', 'redirect', "'error' or 'manual', since a signature holds for one URL", shown(redirect))
  }
  // By itself: awaited inside an object, Metro's preset for Hermes makes a script of it that does not parse.
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

/** The seconds to wait after a 429: what is asked for, unless that is no pause at all, or twice as long each time. */
function waitSeconds(response, definition, attempt) {
  const asked = retryAfter(response) ?? definition().rateLimit?.waitSeconds ?? 0
  return asked >= 1 ? asked : 2 ** (attempt - 1)
}

/** The request signed again, at another time than `before` wherever the scheme signs a time. */
async function signedAnew(sign, request, before, signal) {
  const isSame = ({ timestamp }) => timestamp !== undefined && timestamp === before.timestamp
  const signed = sign(request)
  if (!isSame(signed)) return signed
  // Timers may end early, and clocks be set back.
  await pause(1000, signal)
  const later = sign(request)
  if (!isSame(later)) return later
  const got = 'the same again: the request carries its own time, or the clock stands still'
  throw refused('ERR_TIMESTAMP_INVALID', 'timestamp', 'another time for each attempt', got)
}

/** What the caller gives: of a Request its members, which those of `options` replace, as fetch has it. */
function given(resource, options) {
  if (options !== undefined && input.tag(options) !== 'Object') {
    throw refused('ERR_REQUEST_INVALID', 'init', 'an object of options', input.kind(options))
  }
  if (input.tag(resource) === 'Object') {
    const expected = 'text, a URL or a Request, with the rest in a second argument'
    throw refused('ERR_REQUEST_INVALID', 'url', expected, 'an object: for one object there is `signer.sign`')
  }
  const members = { ...options }
  // By name, since what is inherited counts too, and what is undefined does not.
  for (const name of MEMBERS) members[name] = options?.[name]
  if (input.tag(resource) !== 'Request') return { ...members, url: input.url(resource) }
  for (const name of OF_REQUEST) members[name] ??= resource[name]
  // Nobody chose `follow`, which is what a Request has where nothing is said.
  if (resource.redirect === 'manual') members.redirect ??= 'manual'
  return { ...members, url: resource.url }
}

/** The method, the body as text or bytes, and the headers, with the content type that fetch would give such a body. */
async function content(resource, init) {
  apart(init)
  const headers = input.headers(init.headers)
  const isOwn = input.tag(resource) === 'Request' && (init.body ?? undefined) === undefined
  const [body, type] = await sendable(isOwn ? resource : init.body ?? misnamed(init))
  const method = init.method ?? (body === undefined ? 'GET' : 'POST')
  if (!type || isTyped(headers)) return { method, headers, body }
  return { method, headers: [...headers, ['content-type', type]], body }
}

/** A body as text or bytes, and the content type that its kind brings along. */
async function sendable(body) {
  const read = KINDS[input.tag(body)]
  if (read) return read(body)
  if (typeof body?.getReader === 'function' || typeof body?.[Symbol.asyncIterator] === 'function') {
    const mend = 'read it first, as with `await new Response(stream).arrayBuffer()`'
    throw refused('ERR_BODY_INVALID', 'body', 'what is there before it is sent', `a stream, which cannot be signed: ${mend}`)
  }
  // While the answer is waited for, the caller may write into the bytes; what is sent again is what was given.
  return [input.bytes(body)?.slice() ?? body]
}

/** The bodies that fetch takes besides text and bytes, by their tags. */
const KINDS = {
  __proto__: null,
  URLSearchParams: (body) => [String(body), 'application/x-www-form-urlencoded;charset=UTF-8'],
  Blob: async (body) => [await input.received(body), body.type],
  File: async (body) => [await input.received(body), body.type],
  async Request(request) {
    const bytes = await input.received(request)
    return [bytes.length > 0 ? bytes : undefined]
  },
  // The host writes the parts, with a boundary that nobody knows before.
  async FormData(body) {
    const whole = new Response(body)
    return [await input.received(whole), whole.headers.get('content-type')]
  },
}

/** Refuses a form whose bytes are not those that the scheme signs, or that the caller gives a type without its boundary. */
function checkForm({ id, body, fields }, { headers }) {
  if (body === 'as-signed' || Object.keys(fields).length > 0) {
    const expected = `what \`${id}\` signs into or prints again: text or URLSearchParams`
    throw refused('ERR_BODY_INVALID', 'body', expected, 'a FormData')
  }
  if (isTyped(input.headers(headers))) {
    throw refused('ERR_REQUEST_INVALID', 'content-type', 'none beside a FormData, whose boundary the host chooses', 'one')
  }
}

/** How often, and how long, a 429 is borne with. */
function patience(retry, times) {
  if (retry === undefined || retry === false) return { attempts: 1, maxWaitSeconds: 0 }
  for (const name of Object.keys(times)) {
    if (times[name] === undefined) continue
    throw refused('ERR_REQUEST_INVALID', 'retry', `no \`${name}\` beside it, since each attempt has its own`, 'one')
  }
  const isObject = input.tag(retry) === 'Object'
  const { attempts = 3, maxWaitSeconds = 120, ...others } = isObject ? retry : {}
  const [other] = Object.keys(others)
  if (other !== undefined || (retry !== true && !isObject)) {
    const got = other === undefined ? input.kind(retry) : `\`${nameOr(other, 'another member')}\``
    throw refused('ERR_REQUEST_INVALID', 'retry', '`true`, or `{ attempts, maxWaitSeconds }`', got)
  }
  for (const [name, value] of Object.entries({ attempts, maxWaitSeconds })) {
    if (typeof value !== 'number' || !(value >= 1)) throw refused('ERR_REQUEST_INVALID', `retry.${name}`, 'a number from 1 on', shown(value))
  }
  return { attempts, maxWaitSeconds }
}

/** The seconds that `Retry-After` asks for: a number of them, or a date (RFC 9110, section 10.2.3); of several, the most. */
function retryAfter({ headers }) {
  const text = headers.get('retry-after') ?? ''
  if (/^\d+(?:\.\d+)?(?:, *\d+(?:\.\d+)?)*$/.test(text)) return Math.max(...text.split(',').map(Number))
  // Dates begin with the day of the week; V8 reads nearly anything as one.
  const seconds = /^[A-Z][a-z]+,? .* GMT$/.test(text) ? (Date.parse(text) - Date.now()) / 1000 : NaN
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0)
}

/** Waits, or throws what the signal was aborted with. */
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

/** The response, unless it says that the answer is somewhere else. */
async function unredirected(response, url) {
  const location = response.headers.get('location')
  if (response.type !== 'opaqueredirect' && !(REDIRECTS.includes(response.status) && location !== null)) return response
  await response.body?.cancel()
  const message = `expected an answer from ${place(url)}, got a redirect to ${place(location, url)}: the signature holds for ` +
    "the first alone and is not sent on; sign for the other, or pass `redirect: 'manual'` to get this response"
  throw new CountersignError('ERR_REDIRECT_REFUSED', message, { part: 'url' })
}

/** Where a URL leads, without its query, which may hold a signature. */
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

/** What is taken from a Request, and what else is taken from options. */
const OF_REQUEST = [
  'method', 'headers', 'signal', 'cache', 'credentials', 'integrity', 'keepalive', 'mode', 'referrer', 'referrerPolicy', 'cf',
]
const MEMBERS = /* @__PURE__ */ OF_REQUEST.concat('body', 'redirect', 'timestamp', 'now', 'retry')
const REDIRECTS = [301, 302, 303, 307, 308]
// What setTimeout takes: beyond it, it would not wait at all.
const LONGEST = 2 ** 31 - 1
