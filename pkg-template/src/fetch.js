// signer.fetch: signs a request and sends it with the host's fetch, so that what arrives is what was signed.
import { CountersignError, refused } from './error.js'
import * as input from './input.js'
import { misnamed } from './message.js'

/**
 * Sends what `sign` makes of a request. `waitSeconds` says how long the provider wants to be left alone after a 429; it is
 * asked only where the answer does not say.
 */
export async function send(sign, waitSeconds, resource, options) {
  const { url, retry, timestamp, redirect, ...init } = given(resource, options)
  const { attempts, maxWaitSeconds } = patience(retry, timestamp)
  if (redirect !== undefined && redirect !== 'manual' && redirect !== 'error') {
    throw refused('ERR_REQUEST_INVALID', 'redirect', "'error' or 'manual', since a signature holds for one URL", shown(redirect))
  }
  const request = { url, timestamp, ...(await content(resource, init)) }
  for (let attempt = 1; ; attempt++) {
    const { method, headers, body, url: target } = sign(request)
    const response = await globalThis.fetch(target, { ...init, method, headers, body, redirect: 'manual' })
    const isBorne = response.status === 429 && attempt < attempts
    const seconds = isBorne && (retryAfter(response) ?? waitSeconds() ?? 2 ** (attempt - 1))
    if (!isBorne || seconds > maxWaitSeconds) return redirect === 'manual' ? response : unredirected(response, target)
    await response.body?.cancel()
    await pause(seconds * 1000, init.signal)
  }
}

/** What the caller gives: of a Request its members, which those of `options` replace, as fetch has it. */
function given(resource, options) {
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw refused('ERR_REQUEST_INVALID', 'init', 'an object', input.kind(options))
  }
  if (input.tag(resource) !== 'Request') return { ...options, url: resource }
  const members = {}
  for (const name of OF_REQUEST) if (resource[name] !== undefined) members[name] = resource[name]
  return { ...members, ...options, url: resource.url }
}

/** The method, the body as text or bytes, and the headers, with the content type that fetch would give such a body. */
async function content(resource, init) {
  const headers = input.headers(init.headers)
  const [body, type] = await sendable(isWhole(resource, init) ? resource : init.body ?? misnamed(init))
  const method = init.method ?? (body === undefined ? 'GET' : 'POST')
  if (!type || headers.some(([name]) => name.toLowerCase() === 'content-type')) return { method, headers, body }
  return { method, headers: [...headers, ['content-type', type]], body }
}

/** Whether the body is that of the Request itself. */
const isWhole = (resource, { body, method }) =>
  body === undefined && input.tag(resource) === 'Request' && !/^(?:get|head)$/i.test(method)

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
  Request: async (body) => [await input.received(body)],
  // The host writes the parts, with a boundary that nobody knows before.
  async FormData(body) {
    const whole = new Response(body)
    return [await input.received(whole), whole.headers.get('content-type')]
  },
}

/** How often, and how long, a 429 is borne with. */
function patience(retry, timestamp) {
  if (retry === undefined || retry === false) return { attempts: 1, maxWaitSeconds: 0 }
  if (timestamp !== undefined) {
    throw refused('ERR_REQUEST_INVALID', 'retry', 'no `timestamp` beside it, since each attempt has its own', 'one')
  }
  const { attempts = 3, maxWaitSeconds = 120, ...others } = Object(retry)
  const isOptions = input.tag(retry) === 'Object' && Object.keys(others).length === 0
  if (retry !== true && !isOptions) {
    throw refused('ERR_REQUEST_INVALID', 'retry', '`true`, or `{ attempts, maxWaitSeconds }`', named(others) ?? input.kind(retry))
  }
  for (const [name, value] of Object.entries({ attempts, maxWaitSeconds })) {
    if (!(value >= 1)) throw refused('ERR_REQUEST_INVALID', `retry.${name}`, 'a number from 1 on', shown(value))
  }
  return { attempts, maxWaitSeconds }
}

/** The seconds that `Retry-After` asks for: a number of them, or a date (RFC 9110, section 10.2.3). */
function retryAfter({ headers }) {
  const text = headers.get('retry-after') ?? ''
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text)
  const seconds = (Date.parse(text) - Date.now()) / 1000
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

const named = (members) => Object.keys(members).map((name) => `\`${name}\``)[0]
const shown = (value) => (typeof value === 'string' || typeof value === 'number' ? `\`${value}\`` : input.kind(value))

/** What fetch takes from a Request; not its `redirect`, which nobody chose. */
const OF_REQUEST = [
  'method', 'headers', 'signal', 'cache', 'credentials', 'integrity', 'keepalive', 'mode', 'referrer', 'referrerPolicy', 'cf',
]
const REDIRECTS = [301, 302, 303, 307, 308]
// What setTimeout takes: beyond it, it would not wait at all.
const LONGEST = 2 ** 31 - 1
