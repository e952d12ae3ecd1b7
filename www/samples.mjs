// The samples of the page: a vector for each scheme, signed again with one mistake, as it is planted for the tests.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { at } from '../pkg-template/tools.mjs'
import { sign } from '../tests/explain/plant/schemes.mjs'

/**
 * Each: the scheme, its vector (or that it is planted for the tests as it is), a sentence about what went wrong, and the cause that `explain` has to name. What went
 * wrong is a `mistake`, steps of signing that are taken otherwise, or a `change` of parts of the message, or of the
 * credentials, after it was signed rightly. The first is what a visitor sees first.
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
    change: { body: (body) => body.replace('1700000000123', '2023-11-14T22:13:20.123Z') },
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
    change: { body: printed(2) },
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
  {
    scheme: 'adyen.webhook',
    vector: 'post-refund',
    change: { body: (body) => body.replace('+ViKb68', ' ViKb68') },
    about: 'The message went through a form: decoding made a space of the `+` in its signature.',
    cause: 'received-plus-became-space',
  },
  {
    scheme: 'adyen-banking.webhook',
    vector: 'published',
    change: { body: (body) => body.replaceAll('\n', '\r\n') },
    about: 'The body was saved as a text file on Windows, and each line break became CR LF.',
    cause: 'body-lf',
  },
  {
    scheme: 'azure-cosmos.request',
    vector: 'received',
    change: { headers: (value, name) => (name === 'x-ms-date' ? new Date(value).toISOString() : value) },
    about: 'The date was signed as HTTP writes it, and sent as an ISO time. It is years old, too.',
    cause: 'timestamp-rfc1123',
  },
  {
    scheme: 'box.webhook',
    vector: 'published-with-escapes',
    change: { body: printed() },
    about: 'The body comes with `\\u` escapes; it was parsed and printed again, which writes the letters themselves.',
    cause: 'body-ascii-escaped',
  },
  {
    scheme: 'circleci.webhook',
    vector: 'post',
    change: { body: printed(2) },
    about: 'The body was parsed for a log and printed again over several lines, and that is what was verified.',
    cause: 'body-minified',
  },
  {
    scheme: 'coinbase-commerce.webhook',
    vector: 'published',
    change: { body: printed(2) },
    about: 'The body was copied from a viewer that pretty-prints JSON; the compact one was signed.',
    cause: 'body-minified',
  },
  {
    scheme: 'coinify.webhook',
    vector: 'published',
    change: { credentials: { secret: (secret) => `"${secret}"` } },
    about: 'The secret was copied from the .env file with the quotes around it; the provider signs without them.',
    cause: 'secret-quotes-removed',
  },
  {
    scheme: 'fintoc.webhook',
    vector: 'body-unicode',
    change: { body: (body) => body.replaceAll(',', ', ') },
    about: 'A formatter put spaces between the parts of the body. The message is years old, too.',
    cause: 'body-white-space-removed',
  },
  {
    scheme: 'gateio.request',
    vector: 'published',
    change: { url: (url) => url.replace('&status=finished&limit=50', '&limit=50&status=finished') },
    about: 'The HTTP client sent the parameters in the order of their names; they were signed in another one.',
    cause: 'query-order',
  },
  {
    scheme: 'gocardless.webhook',
    vector: 'published',
    change: { body: (body) => JSON.stringify(body) },
    about: 'The body was copied from a log, where it stands as a JSON string with its quotes escaped.',
    cause: 'body-unescaped',
  },
  {
    scheme: 'hubspot.webhook',
    vector: 'published',
    change: { url: (url) => url.replace('https:', 'http:') },
    about: 'TLS ends at a proxy, so the server sees `http:`; the provider signed the URL that it called.',
    cause: 'url-https-for-http',
  },
  {
    scheme: 'line.webhook',
    vector: 'body-unicode',
    change: { body: (body) => Buffer.from(body).toString('latin1') },
    about: 'The bytes of the body were read as Latin-1, so that each letter outside ASCII became two or more.',
    cause: 'charset-latin1',
  },
  {
    scheme: 'mailgun.webhook',
    vector: 'received-published',
    change: { body: (body) => body.replace('"1403645220"', '"1403645222"') },
    about: 'A queue put the time of its own delivery, two seconds later, in the place of the one that was signed.',
    cause: 'timestamp-read-twice',
  },
  {
    scheme: 'mailgun.route',
    vector: 'received-published',
    change: { body: (body) => body.replace('timestamp=1403645220', 'timestamp=1403645222') },
    about: 'A queue put the time of its own delivery, two seconds later, in the place of the one that was signed.',
    cause: 'timestamp-read-twice',
  },
  {
    scheme: 'meta.webhook',
    vector: 'received-escapes',
    change: { body: printed() },
    about: 'The sender escapes what is not ASCII, and slashes; the body was parsed and printed again without the escapes.',
    cause: 'body-php-json-escapes',
  },
  {
    scheme: 'monnify.webhook',
    vector: 'received-as-the-prose-says',
    change: {},
    about: "A bare SHA-512 over secret and body, as the document's sentence has it; HMAC-SHA512 is due.",
    cause: 'secret+message',
  },
  {
    scheme: 'mux.webhook',
    vector: 'published',
    change: { body: (body) => `${body}\n` },
    about: 'The body was saved by an editor, which put a line break at its end. The message is years old, too.',
    cause: 'body-minified',
  },
  {
    scheme: 'notion.webhook',
    vector: 'post',
    change: { body: (body) => `\ufeff${body}` },
    about: 'A tool put a byte-order mark before the body when it wrote it to a file.',
    cause: 'body-bom-removed',
  },
  {
    scheme: 'onfido.webhook',
    vector: 'published',
    change: { body: (body) => body.replaceAll('/', '\\/') },
    about: 'PHP parsed the body, and `json_encode` printed it again, with a backslash before each slash.',
    cause: 'body-minified',
  },
  {
    scheme: 'paddle.webhook',
    vector: 'post',
    change: { credentials: { secret: (secret) => `${secret} ` } },
    about: 'A space was copied along with the secret. The message is years old, too.',
    cause: 'secret-trimmed',
  },
  {
    scheme: 'pagerduty.webhook',
    vector: 'body-empty',
    change: { body: () => '{}' },
    about: 'The message has no body; the framework hands out `{}` for it, and that was taken for what came.',
    cause: 'body-left-out',
  },
  {
    scheme: 'payu-latam.form',
    vector: 'form',
    change: { body: (body) => body.replace('merchantId=508029', 'merchantId=508030') },
    about: 'The form names another merchant than the one that signs, as in a template copied from another shop.',
    cause: 'credential-other',
  },
  {
    scheme: 'razorpay.webhook',
    vector: 'published',
    change: { body: printed(0, (value) => Object.fromEntries(Object.entries(value).reverse())) },
    about: 'The body was stored as an object that does not keep the order of its members, and printed from there.',
    cause: 'body-keys-sorted',
  },
  {
    scheme: 'razorpay.order',
    vector: 'published',
    change: { body: (body) => body.replace(/^(\w+)=(\w+)&(\w+)=(\w+)/, '$1=$4&$3=$2') },
    about: 'The ids of order and payment were exchanged on the way; the order comes first in what is signed.',
    cause: 'layout-order',
  },
  {
    scheme: 'razorpay.payment-link',
    vector: 'published',
    change: { url: (url) => url.replace(/[^=]*$/, (signature) => signature.toUpperCase()) },
    about: 'The digest is right, but it was written in upper case; lower case is due.',
    cause: 'output-uppercase-hex',
  },
  {
    scheme: 'sanity.webhook',
    vector: 'post',
    change: { body: printed(2) },
    about: 'A framework parsed the body, and it was printed again over several lines.',
    cause: 'body-minified',
  },
  {
    scheme: 'shopify.webhook',
    vector: 'published',
    change: { credentials: { secret: (secret) => `"${secret}"` } },
    about: 'The client secret was read from an `.env` file with the quotes around it.',
    cause: 'secret-quotes-removed',
  },
  {
    scheme: 'shopify.oauth',
    vector: 'published',
    change: { url: (url) => `${url}&embedded=1` },
    about: 'A framework put a parameter of its own into the URL; all but `hmac` are taken for signed.',
    cause: 'query-parameter-left-out',
  },
  {
    scheme: 'square.webhook',
    vector: 'post',
    change: { url: (url) => `${url}/` },
    about: 'The server sees the URL with a slash at its end; it is registered with the provider without one.',
    cause: 'url-trailing-slash-removed',
  },
  {
    scheme: 'svix.webhook',
    vector: 'body-unicode',
    change: { body: printed() },
    about: 'The sender escapes slashes; the body was parsed and printed again, and they are no longer escaped.',
    cause: 'body-slashes-escaped',
  },
  {
    scheme: 'twilio.webhook',
    vector: 'form',
    change: { url: (url) => url.replace('.com/', '.com:443/') },
    about: 'The URL was put together from the host and the port of the server; the provider called it without a port.',
    cause: 'url-port-removed',
  },
  {
    scheme: 'twilio.json',
    vector: 'post',
    change: { url: (url) => url.replace('/events', '/api/events') },
    about: 'A gateway put `/api` before the path on the way; the URL that was called has no such segment.',
    cause: 'url-base-path-dropped',
  },
  {
    scheme: 'veriff.webhook',
    vector: 'published',
    change: { body: (body) => body.replace(/":(?=")|":(?={)|",(?=")|},(?=")/g, '$& ') },
    about: 'A Python service parsed the body and passed it on with `json.dumps`, which puts spaces in.',
    cause: 'body-minified',
  },
  {
    scheme: 'wompi.integrity',
    vector: 'received-secret-first',
    change: {},
    about: 'The secret was put before what is hashed; it is due at the end.',
    cause: 'secret+message',
  },
  {
    scheme: 'worldline.request',
    vector: 'received',
    change: { headers: (value, name) => (name === 'Date' ? value.replace(':20 GMT', ':21 GMT') : value) },
    about: 'The HTTP client set `Date` anew when it sent the request, a second after it was signed.',
    cause: 'timestamp-read-twice',
  },
  {
    scheme: 'aws.request',
    isPlanted: true,
    about: 'The first key was made of the secret alone, without `AWS4` in front of it.',
    cause: 'key-prefix-missing',
  },
  {
    scheme: 'rfc9421.hmac-sha256',
    isPlanted: true,
    about: 'The code signed the components in another order than its `Signature-Input` names them in.',
    cause: 'component-order',
  },
  {
    scheme: 'rfc9421.rsa-pss-sha512',
    isPlanted: true,
    about: 'The library took another salt than the 64 bytes of RFC 9421, as many do where nothing is said.',
    cause: 'pss-salt-length',
  },
  {
    scheme: 'rfc9421.rsa-v1_5-sha256',
    isPlanted: true,
    about: 'The code signed the method in lower case.',
    cause: 'method-lowercase',
  },
]

/** The samples, as the page loads them. */
export const samples = () => SAMPLES.map(sampleOf)

function same(value) {
  return value
}

function sampleOf({ title, scheme, vector: name, isPlanted, mistake, change, about, cause }) {
  if (isPlanted) return { title: scheme, scheme, about, cause, ...plantedOf(scheme, cause) }
  const vector = JSON.parse(readFileSync(at('tests', 'vectors', scheme, `${name}.json`), 'utf8'))
  const credentials = keysOf(vector.credentials)
  const known = { title: title ?? scheme, scheme, about, cause, credentials, options: vector.options }
  if (change) return { ...known, ...changedOf(vector, credentials, change) }
  if (vector.received) return { ...known, ...receivedOf(vector, credentials, mistake) }
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

/** The case in which that one mistake is planted; one that was received, where all of them are. */
function plantedOf(scheme, cause) {
  const { cases } = JSON.parse(readFileSync(at('tests', 'explain', 'planted-standards.json'), 'utf8'))
  const all = cases.filter((one) => one.scheme === scheme && one.ids.join() === cause)
  const { credentials, options, request, received } = scheme === 'aws.request' ? all[0] : all.find((one) => !one.received)
  return { credentials: keysOf(credentials), options, ...request, received }
}

/** The message of a vector with its signature, some parts of it changed; so, where due, are credentials. */
function changedOf({ received, ...vector }, credentials, { credentials: keys = {}, headers = same, ...parts }) {
  const message = received ?? {
    ...vector.request,
    url: vector.url ?? vector.request.url,
    body: vector.body ?? vector.request.body,
    headers: Object.entries({ ...vector.request.headers, ...vector.headers }),
  }
  const changed = (name) => (parts[name] ?? same)(message[name])
  return {
    method: changed('method'),
    url: changed('url'),
    body: changed('body'),
    headers: (message.headers ?? []).map(([name, value]) => [name, headers(value, name)]),
    credentials: mapped(credentials, (value, name) => (keys[name] ?? same)(value)),
  }
}

/** A vector of what arrives, signed again: its body holds the signature. */
function receivedOf({ scheme, received: { method, url, headers, body }, verified }, credentials, mistake) {
  const { timestamp } = verified
  const signature = sign(scheme, { credentials, request: { method, timestamp }, isDated: true }, mistake)
  return { method, url, headers, body: body.replace(JSON.parse(body).signature, signature) }
}

/** What parses a body and prints it again. */
function printed(spaces, changed = same) {
  return (body) => JSON.stringify(changed(JSON.parse(body)), null, spaces)
}

const mapped = (headers, change) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value, name)]))

/** Key files by their text. */
function keysOf(credentials) {
  const read = (value) => (value.file ? readFileSync(at('tests', 'keys', value.file), 'utf8') : value)
  return mapped(credentials, read)
}
