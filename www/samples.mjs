// The samples of the page: a test vector for each scheme, signed again with one mistake.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { catalogue } from '../pkg-template/catalogue.mjs'
import { vectorOf } from '../pkg-template/samples.mjs'
import { at } from '../pkg-template/tools.mjs'
import { sign } from '../tests/explain/plant/schemes.mjs'

/**
 * The samples whose mistake tells something about their scheme. Each has the scheme, its vector (or `isPlanted` for a case of the
 * tests), a sentence about the mistake, and the cause that `explain` must name. A `mistake` replaces steps of signing; a `change`
 * modifies the message or the credentials after signing. The first sample is shown first.
 */
const SAMPLES = [
  {
    scheme: 'securo.request',
    vector: 'post',
    mistake: { body: (body) => body },
    about: 'The code signed the body as it is; this provider signs it parsed and serialised again.',
    cause: 'body-raw-not-canonical',
  },
  {
    title: 'securo.request, two mistakes at once',
    scheme: 'securo.request',
    vector: 'post',
    mistake: { body: (body) => body, secret: (secret) => `${secret}\n` },
    about: 'The code signed the body as it is, and read the secret from a file with its trailing line feed.',
    cause: 'body-raw-not-canonical',
  },
  {
    scheme: 'securo.websocket',
    vector: 'base',
    mistake: { time: (text) => `${text}000` },
    about: 'The code signed milliseconds, but sent seconds.',
    cause: 'timestamp-milliseconds',
  },
  {
    scheme: 'thirdfi.request',
    vector: 'post',
    mistake: { url: (url) => new URL(url).pathname },
    about: 'The code signed the path, as a sentence in the documentation says; the provider signs the whole URL.',
    cause: 'url-path-only',
  },
  {
    scheme: 'smile-id.sec-key',
    vector: 'received-2048-bits-milliseconds',
    change: { body: (body) => body.replace('1700000000123', '2023-11-14T22:13:20.123Z') },
    about: 'Milliseconds were signed, but the same time was sent as ISO 8601.',
    cause: 'timestamp-milliseconds',
  },
  {
    scheme: 'smile-id.signature',
    vector: 'received-iso',
    mistake: { secret: (secret) => `${secret}\n` },
    about: 'The API key was read from a file with its trailing line feed.',
    cause: 'secret-trailing-newline',
  },
  {
    scheme: 'moneroo.request',
    vector: 'post',
    about: 'This scheme signs nothing: it sends the secret itself. The word `Bearer` before it was left out.',
  },
  {
    scheme: 'moneroo.webhook',
    vector: 'post',
    mistake: { print: (digest) => digest.toString('base64') },
    about: 'The digest is correct, but in base64; the provider expects hexadecimal.',
    cause: 'output-base64',
  },
  {
    scheme: 'tu-cambio.request',
    vector: 'post',
    mistake: { time: (text) => text.replace(/\.\d+Z$/, 'Z') },
    about: 'The time in the header has milliseconds, but the signed time has none.',
    cause: 'timestamp-no-milliseconds',
  },
  {
    scheme: 'tu-cambio.jws',
    vector: 'received-ps256-detached',
    change: { body: printed(2) },
    about:
      'A framework indented the body after it was signed; the JWS covers the compact body.',
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
    about: 'The secret was used as a string; the part after `whsec_` is base64 and must be decoded.',
    cause: 'secret-raw',
  },
  {
    scheme: 'stripe.webhook',
    vector: 'post',
    mistake: { body: (body) => JSON.stringify(JSON.parse(body), null, 2) },
    about: 'A framework parsed the body, and indented it before it was signed.',
    cause: 'body-pretty-2',
  },
  {
    scheme: 'github.webhook',
    vector: 'post',
    mistake: { mac: (algorithm, key, message) => createHmac('sha1', key).update(message).digest() },
    about: 'SHA-1 was used, as in the older header `X-Hub-Signature`; the provider expects SHA-256.',
    cause: 'algorithm-sha1',
  },
  {
    scheme: 'slack.webhook',
    vector: 'post',
    about: 'The signature is correct, but the message was signed years ago, as in a replay.',
    mistake: {},
  },
  {
    scheme: 'binance.request',
    vector: 'published-ascii-query',
    mistake: { url: (query) => query.split('&').sort().join('&') },
    about: 'The parameters were sorted before signing; the provider signs them in the order in which they are sent.',
    cause: 'query-sorted',
  },
  {
    scheme: 'bitmex.request',
    vector: 'published-2',
    mistake: { url: (target) => decodeURIComponent(target) },
    about: 'The query was decoded before signing; the provider signs it as it is sent.',
    cause: 'url-percent-decoded',
  },
  {
    scheme: 'kraken.request',
    vector: 'published',
    mistake: { secret: (secret) => Buffer.from(secret) },
    about: 'The secret was used as a string; it is base64 and must be decoded.',
    cause: 'secret-raw',
  },
  {
    scheme: 'adyen.webhook',
    vector: 'post-refund',
    change: { body: (body) => body.replace('+ViKb68', ' ViKb68') },
    about: 'The message was sent as a form, and decoding turned the `+` in its signature into a space.',
    cause: 'received-plus-became-space',
  },
  {
    scheme: 'adyen-banking.webhook',
    vector: 'published',
    change: { body: (body) => body.replaceAll('\n', '\r\n') },
    about: 'The body was saved as a text file on Windows, which turned each line feed into CR LF.',
    cause: 'body-lf',
  },
  {
    scheme: 'azure-cosmos.request',
    vector: 'received',
    change: { headers: (value, name) => (name === 'x-ms-date' ? new Date(value).toISOString() : value) },
    about: 'The time was signed as an HTTP date, but sent as ISO 8601. It is also years old.',
    cause: 'timestamp-rfc1123',
  },
  {
    scheme: 'box.webhook',
    vector: 'published-with-escapes',
    change: { body: printed() },
    about: 'The body has `\\u` escapes; it was parsed and serialised again, which writes the characters themselves.',
    cause: 'body-ascii-escaped',
  },
  {
    scheme: 'circleci.webhook',
    vector: 'post',
    change: { body: printed(2) },
    about: 'The body was parsed for a log and serialised again with indentation, and then verified.',
    cause: 'body-minified',
  },
  {
    scheme: 'coinbase-commerce.webhook',
    vector: 'published',
    change: { body: printed(2) },
    about: 'The body was copied from a viewer that indents JSON; the compact body was signed.',
    cause: 'body-minified',
  },
  {
    scheme: 'coinify.webhook',
    vector: 'published',
    change: { credentials: { secret: (secret) => `"${secret}"` } },
    about: 'The secret was copied from the .env file with its quotes; the provider signs without them.',
    cause: 'secret-quotes-removed',
  },
  {
    scheme: 'fintoc.webhook',
    vector: 'body-unicode',
    change: { body: (body) => body.replaceAll(',', ', ') },
    about: 'A formatter added spaces after the commas of the body. The message is also years old.',
    cause: 'body-white-space-removed',
  },
  {
    scheme: 'gateio.request',
    vector: 'published',
    change: { url: (url) => url.replace('&status=finished&limit=50', '&limit=50&status=finished') },
    about: 'The HTTP client sorted the parameters by name; they were signed in another order.',
    cause: 'query-order',
  },
  {
    scheme: 'gocardless.webhook',
    vector: 'published',
    change: { body: (body) => JSON.stringify(body) },
    about: 'The body was copied from a log, where it is a JSON string with escaped quotes.',
    cause: 'body-unescaped',
  },
  {
    scheme: 'hubspot.webhook',
    vector: 'published',
    change: { url: (url) => url.replace('https:', 'http:') },
    about: 'A proxy terminates TLS, so the server sees `http:`; the provider signed the `https:` URL that it requested.',
    cause: 'url-https-for-http',
  },
  {
    scheme: 'line.webhook',
    vector: 'body-unicode',
    change: { body: (body) => Buffer.from(body).toString('latin1') },
    about: 'The body was decoded as Latin-1, which turned each non-ASCII character into several.',
    cause: 'charset-latin1',
  },
  {
    scheme: 'mailgun.webhook',
    vector: 'received-published',
    change: { body: (body) => body.replace('"1403645220"', '"1403645222"') },
    about: 'A queue replaced the signed time with the time of its own delivery, two seconds later.',
    cause: 'timestamp-read-twice',
  },
  {
    scheme: 'mailgun.route',
    vector: 'received-published',
    change: { body: (body) => body.replace('timestamp=1403645220', 'timestamp=1403645222') },
    about: 'A queue replaced the signed time with the time of its own delivery, two seconds later.',
    cause: 'timestamp-read-twice',
  },
  {
    scheme: 'meta.webhook',
    vector: 'received-escapes',
    change: { body: printed() },
    about: 'The provider escapes non-ASCII characters and slashes; the body was parsed and serialised again without escapes.',
    cause: 'body-php-json-escapes',
  },
  {
    scheme: 'monnify.webhook',
    vector: 'received-as-the-prose-says',
    change: {},
    about: 'A plain SHA-512 over secret and body was used, as a sentence in the documentation says; the provider uses HMAC-SHA512.',
    cause: 'secret+message',
  },
  {
    scheme: 'mux.webhook',
    vector: 'published',
    change: { body: (body) => `${body}\n` },
    about: 'An editor saved the body with a trailing line feed. The message is also years old.',
    cause: 'body-minified',
  },
  {
    scheme: 'notion.webhook',
    vector: 'post',
    change: { body: (body) => `\ufeff${body}` },
    about: 'A tool wrote a byte order mark before the body when it saved it to a file.',
    cause: 'body-bom-removed',
  },
  {
    scheme: 'onfido.webhook',
    vector: 'published',
    change: { body: (body) => body.replaceAll('/', '\\/') },
    about: 'PHP parsed the body, and `json_encode` serialised it again with a backslash before each slash.',
    cause: 'body-minified',
  },
  {
    scheme: 'paddle.webhook',
    vector: 'post',
    change: { credentials: { secret: (secret) => `${secret} ` } },
    about: 'The secret was copied with a trailing space. The message is also years old.',
    cause: 'secret-trimmed',
  },
  {
    scheme: 'pagerduty.webhook',
    vector: 'body-empty',
    change: { body: () => '{}' },
    about: 'The message has no body; the framework returned `{}`, which was verified instead.',
    cause: 'body-left-out',
  },
  {
    scheme: 'payu-latam.form',
    vector: 'form',
    change: { body: (body) => body.replace('merchantId=508029', 'merchantId=508030') },
    about: 'The form contains another merchant id than the credentials, as in a template copied from another shop.',
    cause: 'credential-other',
  },
  {
    scheme: 'razorpay.webhook',
    vector: 'published',
    change: { body: printed(0, (value) => Object.fromEntries(Object.entries(value).reverse())) },
    about: 'The body was stored as an object that does not keep the order of its members, and serialised again.',
    cause: 'body-keys-sorted',
  },
  {
    scheme: 'razorpay.order',
    vector: 'published',
    change: { body: (body) => body.replace(/^(\w+)=(\w+)&(\w+)=(\w+)/, '$1=$4&$3=$2') },
    about: 'The ids of order and payment were swapped; the provider signs the order id first.',
    cause: 'layout-order',
  },
  {
    scheme: 'razorpay.payment-link',
    vector: 'published',
    change: { url: (url) => url.replace(/[^=]*$/, (signature) => signature.toUpperCase()) },
    about: 'The digest is correct, but in upper case; the provider writes lower case.',
    cause: 'output-uppercase-hex',
  },
  {
    scheme: 'sanity.webhook',
    vector: 'post',
    change: { body: printed(2) },
    about: 'A framework parsed the body and serialised it again with indentation.',
    cause: 'body-minified',
  },
  {
    scheme: 'shopify.webhook',
    vector: 'published',
    change: { credentials: { secret: (secret) => `"${secret}"` } },
    about: 'The client secret was read from an `.env` file with its quotes.',
    cause: 'secret-quotes-removed',
  },
  {
    scheme: 'shopify.oauth',
    vector: 'published',
    change: { url: (url) => `${url}&embedded=1` },
    about: 'A framework added a parameter to the URL; the scheme signs all parameters except `hmac`.',
    cause: 'query-parameter-left-out',
  },
  {
    scheme: 'square.webhook',
    vector: 'post',
    change: { url: (url) => `${url}/` },
    about: 'The server sees the URL with a trailing slash; it is registered with the provider without one.',
    cause: 'url-trailing-slash-removed',
  },
  {
    scheme: 'svix.webhook',
    vector: 'body-unicode',
    change: { body: printed() },
    about: 'The provider escapes slashes; the body was parsed and serialised again without the escapes.',
    cause: 'body-slashes-escaped',
  },
  {
    scheme: 'twilio.webhook',
    vector: 'form',
    change: { url: (url) => url.replace('.com/', '.com:443/') },
    about: 'The URL was built from the host and port of the server; the provider requested it without a port.',
    cause: 'url-port-removed',
  },
  {
    scheme: 'twilio.json',
    vector: 'post',
    change: { url: (url) => url.replace('/events', '/api/events') },
    about: 'A gateway added `/api` before the path; the provider requested the URL without it.',
    cause: 'url-base-path-dropped',
  },
  {
    scheme: 'veriff.webhook',
    vector: 'published',
    change: { body: (body) => body.replace(/":(?=")|":(?={)|",(?=")|},(?=")/g, '$& ') },
    about: 'A Python service parsed the body and serialised it with `json.dumps`, which adds spaces.',
    cause: 'body-minified',
  },
  {
    scheme: 'wompi.integrity',
    vector: 'received-secret-first',
    change: {},
    about: 'The secret was put before the values; the provider expects it at the end.',
    cause: 'secret+message',
  },
  {
    scheme: 'worldline.request',
    vector: 'received',
    change: { headers: (value, name) => (name === 'Date' ? value.replace(':20 GMT', ':21 GMT') : value) },
    about: 'The HTTP client set a new `Date` when it sent the request, one second after signing.',
    cause: 'timestamp-read-twice',
  },
  {
    scheme: 'aws.request',
    isPlanted: true,
    about: 'The first key was derived from the secret alone, without `AWS4` in front of it.',
    cause: 'key-prefix-missing',
  },
  {
    scheme: 'rfc9421.hmac-sha256',
    isPlanted: true,
    about: 'The code signed the components in another order than its `Signature-Input` lists them.',
    cause: 'component-order',
  },
  {
    scheme: 'rfc9421.rsa-pss-sha512',
    isPlanted: true,
    about: 'The library used a salt of another length than the 64 bytes of RFC 9421, as many do by default.',
    cause: 'pss-salt-length',
  },
  {
    scheme: 'messagebird.webhook',
    vector: 'published-14-valid-jwt-with-url-parameters-and-payload-post',
    change: { url: (url) => url.replace('&foo=2', '') },
    about: 'A proxy dropped a parameter of the URL, whose digest is in the token.',
    cause: 'refused-otherwise',
  },
  {
    scheme: 'coinbase-cdp.request',
    vector: 'received-es256',
    change: {},
    about: 'A test vector of this scheme, whose signature is right.',
  },
  {
    scheme: 'rfc9421.rsa-v1_5-sha256',
    isPlanted: true,
    about: 'The code signed the method in lower case.',
    cause: 'method-lowercase',
  },
  {
    scheme: 'rfc9421.ecdsa-p256-sha256',
    isPlanted: true,
    about: 'The signature was sent in DER, as most programs make it; RFC 9421 has r and s.',
    cause: 'output-der',
  },
  {
    scheme: 'rfc9421.ed25519',
    isPlanted: true,
    about: 'The code signed the components in another order than its `Signature-Input` lists them.',
    cause: 'component-order',
  },
  {
    scheme: 'pawapay.request',
    isPlanted: true,
    about: 'The code signed the query with the path.',
    cause: 'url-query-added',
  },
]

/** The samples as the page loads them: those above, and one for each other scheme. */
export const samples = () => {
  const others = catalogue().filter(({ id }) => !SAMPLES.some(({ scheme }) => scheme === id))
  return [...SAMPLES, ...others.map(derived)].map(sampleOf)
}

/** A mistake that follows from the definition: quotes around a secret that is the key as it stands; else a vector without one. */
function derived({ id: scheme, algorithm = 'hmac-sha256', key = '{secret}' }) {
  const [, secret] = (algorithm.startsWith('hmac-') && /^\{(\w+)\}$/.exec(key)) || []
  if (secret === undefined) return { scheme, change: {}, about: 'A test vector of this scheme, whose signature is right.' }
  return {
    scheme,
    change: { credentials: { [secret]: (value) => `"${value}"` } },
    about: 'The secret was copied from the .env file with its quotes; they are no part of it.',
    cause: 'secret-quotes-removed',
  }
}

function same(value) {
  return value
}

function sampleOf({ title, scheme, vector: name, isPlanted, mistake, change, about, cause }) {
  if (isPlanted) return { title: scheme, scheme, about, cause, ...plantedOf(scheme, cause) }
  const vector = name ? JSON.parse(readFileSync(at('tests', 'vectors', scheme, `${name}.json`), 'utf8')) : vectorOf(scheme)
  const credentials = keysOf(vector.credentials)
  const known = { title: title ?? scheme, scheme, about, cause, credentials, options: vector.options }
  if (change) return { ...known, ...changedOf(vector, credentials, change) }
  if (vector.received) return { ...known, ...receivedOf(vector, credentials, mistake) }
  const { method, url, body, timestamp = vector.fields?.nonce } = vector.request
  const own = vector.request.headers ?? {}
  const request = { method, url, headers: own, body, timestamp }
  // A scheme without a signature has the mistake in its header.
  const received = vector.signature && sign(scheme, { credentials, request, isDated: timestamp !== undefined }, mistake)
  const sent = vector.signature
    ? mapped(vector.headers, (value) => value.replace(vector.signature, received))
    : mapped(vector.headers, (value) => value.replace('Bearer ', ''))
  const isWhole = scheme.endsWith('.webhook') || !vector.signature
  const headers = Object.entries(isWhole ? { ...own, ...sent } : own)
  return { ...known, method, url, body, headers, ...(!isWhole && { received, timestamp }) }
}

/** The planted case with exactly this mistake. */
function plantedOf(scheme, cause) {
  const { cases } = JSON.parse(readFileSync(at('tests', 'explain', 'planted-standards.json'), 'utf8'))
  const all = cases.filter((one) => one.scheme === scheme && one.ids.join() === cause)
  const { credentials, options, request, received } = scheme === 'aws.request' ? all[0] : all.find((one) => !one.received)
  return { credentials: keysOf(credentials), options, ...request, received }
}

/** The signed message of a vector, with parts of it or its credentials changed. */
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

/** A received vector whose body contains the signature, signed again. */
function receivedOf({ scheme, received: { method, url, headers, body }, verified }, credentials, mistake) {
  const { timestamp } = verified
  const signature = sign(scheme, { credentials, request: { method, timestamp }, isDated: true }, mistake)
  return { method, url, headers, body: body.replace(JSON.parse(body).signature, signature) }
}

/** A function that parses a body and serialises it again. */
function printed(spaces, changed = same) {
  return (body) => JSON.stringify(changed(JSON.parse(body)), null, spaces)
}

const mapped = (headers, change) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value, name)]))

/** Credentials with key files replaced by their contents. */
function keysOf(credentials) {
  const read = (value) => (value.file ? readFileSync(at('tests', 'keys', value.file), 'utf8') : value)
  return mapped(credentials, read)
}
