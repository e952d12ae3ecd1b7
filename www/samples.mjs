// The samples of the page: a vector for each scheme, signed again with one mistake, as it is planted for the tests.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { at } from '../pkg-template/tools.mjs'
import { sign } from '../tests/explain/plant/rows.mjs'

/**
 * Each: the scheme, its vector, the `mistake` as steps of signing that are taken otherwise (or a `change` of the body), a sentence about it, and the cause that
 * `explain` has to name. The first is what a visitor sees first.
 */
const SAMPLES = [
  {
    scheme: 'securo.request',
    vector: 'post',
    mistake: { body: (body) => body },
    about: 'The code signed the body as it stands; this provider signs it parsed and printed again.',
    cause: 'body-raw-not-canonical',
  },
  {
    title: 'securo.request, two mistakes at once',
    scheme: 'securo.request',
    vector: 'post',
    mistake: { body: (body) => body, secret: (secret) => `${secret}\n` },
    about: 'The code signed the body as it stands, and the secret was read from a file with the line break at its end.',
    cause: 'body-raw-not-canonical',
  },
  {
    scheme: 'securo.websocket',
    vector: 'base',
    mistake: { time: (text) => `${text}000` },
    about: 'The code signed milliseconds and sent seconds.',
    cause: 'timestamp-milliseconds',
  },
  {
    scheme: 'thirdfi.request',
    vector: 'post',
    mistake: { url: (url) => new URL(url).pathname },
    about: 'The code signed the path, as the sentence of the document has it; the whole URL is signed.',
    cause: 'url-path-only',
  },
  {
    scheme: 'smile-id.sec-key',
    vector: 'received-2048-bits-milliseconds',
    change: (body) => body.replace('1700000000123', '2023-11-14T22:13:20.123Z'),
    about: 'The instant is the same, but milliseconds were signed, and an ISO time was sent.',
    cause: 'timestamp-milliseconds',
  },
  {
    scheme: 'smile-id.signature',
    vector: 'received-iso',
    mistake: { secret: (secret) => `${secret}\n` },
    about: 'The API key was read from a file with the line break at its end.',
    cause: 'secret-trailing-newline',
  },
  {
    scheme: 'moneroo.request',
    vector: 'post',
    about: 'Nothing is signed here: the secret itself travels, and the word `Bearer` before it was left out.',
  },
  {
    scheme: 'moneroo.webhook',
    vector: 'post',
    mistake: { print: (digest) => digest.toString('base64') },
    about: 'The digest is right, but it was written in base64, where hexadecimal is due.',
    cause: 'output-base64',
  },
  {
    scheme: 'tu-cambio.request',
    vector: 'post',
    mistake: { time: (text) => text.replace(/\.\d+Z$/, 'Z') },
    about: 'The time was printed twice: with milliseconds in the header, without them in what was signed.',
    cause: 'timestamp-no-milliseconds',
  },
  {
    scheme: 'tu-cambio.jws',
    vector: 'received-ps256-detached',
    change: (body) => JSON.stringify(JSON.parse(body), null, 2),
    about:
      'The body was pretty-printed after it was signed, as by a framework on its way here; the JWS covers the compact one.',
    cause: 'body-minified',
  },
  {
    scheme: 'tu-cambio.webhook',
    vector: 'post',
    mistake: { secret: (secret) => `"${secret}"` },
    about: 'The quotes of the .env file became part of the secret.',
    cause: 'secret-quoted',
  },
  {
    scheme: 'standard-webhooks.webhook',
    vector: 'post',
    mistake: { secret: (secret) => Buffer.from(secret) },
    about: 'The secret was used as text; what stands after `whsec_` is base64, and has to be decoded.',
    cause: 'secret-raw',
  },
  {
    scheme: 'stripe.webhook',
    vector: 'post',
    mistake: { body: (body) => JSON.stringify(JSON.parse(body), null, 2) },
    about: 'A framework parsed the body, and it was pretty-printed before it was signed.',
    cause: 'body-pretty-2',
  },
  {
    scheme: 'github.webhook',
    vector: 'post',
    mistake: { mac: (algorithm, key, message) => createHmac('sha1', key).update(message).digest() },
    about: 'SHA-1 was used, as in the older header `X-Hub-Signature`; SHA-256 is due.',
    cause: 'algorithm-sha1',
  },
  {
    scheme: 'slack.webhook',
    vector: 'post',
    about: 'The signature is right, but the message comes years after it was signed, as when one is replayed.',
    mistake: {},
  },
  {
    scheme: 'binance.request',
    vector: 'published-ascii-query',
    mistake: { url: (query) => query.split('&').sort().join('&') },
    about: 'The parameters were sorted before signing; they are signed in the order that is sent.',
    cause: 'query-sorted',
  },
  {
    scheme: 'bitmex.request',
    vector: 'published-2',
    mistake: { url: (target) => decodeURIComponent(target) },
    about: 'The query was signed decoded; it is signed as it is sent.',
    cause: 'url-percent-decoded',
  },
  {
    scheme: 'kraken.request',
    vector: 'published',
    mistake: { secret: (secret) => Buffer.from(secret) },
    about: 'The secret was used as text; it is base64, and has to be decoded.',
    cause: 'secret-raw',
  },
]

/** The samples, as the page loads them. */
export const samples = () => SAMPLES.map(sampleOf)

function sampleOf({ title, scheme, vector: name, mistake, change, about, cause }) {
  const vector = JSON.parse(readFileSync(at('tests', 'vectors', scheme, `${name}.json`), 'utf8'))
  const credentials = keysOf(vector.credentials)
  const known = { title: title ?? scheme, scheme, about, cause, credentials }
  if (vector.received) return { ...known, ...receivedOf(vector, credentials, mistake, change) }
  const { method, url, body, timestamp = vector.fields?.nonce } = vector.request
  const own = vector.request.headers ?? {}
  const request = { method, url, headers: own, body, timestamp }
  // What carries no signature is sent with the mistake in its header.
  const received = vector.signature && sign(scheme, { credentials, request, isDated: timestamp !== undefined }, mistake)
  const sent = vector.signature
    ? mapped(vector.headers, (value) => value.replace(vector.signature, received))
    : mapped(vector.headers, (value) => value.replace('Bearer ', ''))
  const isWhole = scheme.endsWith('.webhook') || !vector.signature
  const headers = Object.entries(isWhole ? { ...own, ...sent } : own)
  return { ...known, method, url, body, headers, ...(!isWhole && { received, timestamp }) }
}

/** A vector of what arrives: its body may hold the signature. */
function receivedOf({ scheme, received: { method, url, headers, body }, verified }, credentials, mistake, change) {
  if (change) return { method, url, headers, body: change(body) }
  const { timestamp } = verified
  const signature = sign(scheme, { credentials, request: { method, timestamp }, isDated: true }, mistake)
  return { method, url, headers, body: body.replace(JSON.parse(body).signature, signature) }
}

const mapped = (headers, change) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]))

/** Key files by their text. */
function keysOf(credentials) {
  const read = (value) => (value.file ? readFileSync(at('tests', 'keys', value.file), 'utf8') : value)
  return mapped(credentials, read)
}
