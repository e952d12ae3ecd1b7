// How each provider's document says to sign. `how` has the steps in which people go wrong; `RIGHT` takes none of them.
import { createHash, createHmac } from 'node:crypto'
import { derivedRows } from './derived.mjs'
import { WIDE } from './schemes-wide.mjs'

/** The steps, all done rightly. */
export const RIGHT = {
  method: method => method,
  url: part => part,
  time: text => text,
  secret: secret => secret,
  bytes: text => Buffer.from(text, 'utf8'),
  mac: (algorithm, key, message) => createHmac(algorithm, key).update(message).digest(),
  print: (digest, encoding) => digest.toString(encoding),
  received: text => text,
  inputs: values => values,
  // `body` and `join` have no default: a row has its own.
}

/** The signature text of `request` with `credentials`, where `mistakes` replace single steps. */
export function sign(scheme, { credentials, options, request, canonical: known, isDated }, mistakes = {}) {
  const row = ROWS[scheme]
  const how = { ...RIGHT, ...(row.mac && { mac: row.mac }), ...mistakes }
  const given = how.secret(credentials[row.secret ?? 'secret'])
  const bare = Buffer.isBuffer(given) ? given : row.key?.(given) ?? Buffer.from(given, 'utf8')
  const key = Buffer.concat([bare, Buffer.from(row.after ?? '')])
  const body = bodyOf(request)
  // Where the time is a parameter, it goes wrong there.
  const inside = text => (row.time ? text.replace(row.time, (_, name, time) => name + encodeURIComponent(how.time(time, request))) : text)
  const printed = how.body ? how.body(body, request) : body && row.body ? row.body(body) : body
  const parts = {
    method: how.method((row.method ?? upper)(request.method ?? 'GET')),
    url: row.url ? inside(how.url(row.url(request.url), request)) : '',
    timestamp: request.timestamp === undefined ? '' : how.time(request.timestamp, request),
    body: inside(printed),
    isDated,
    id: request.headers?.['webhook-id'],
    partnerId: credentials.partnerId,
    credentials,
    request,
    inputs: how.inputs(row.inputs?.(request, body, options) ?? {}, request),
    bytes: how.bytes,
    canonical: known,
  }
  const canonical = how.join ? how.join(parts, request, row) : row.join(parts)
  if (canonical === undefined) return undefined
  const message = Buffer.isBuffer(canonical) ? canonical : how.bytes(canonical)
  const digest = how.mac(row.algorithm ?? 'sha256', key, message)
  const text = how.print(digest, row.encoding ?? 'hex')
  return how.received(how.print === RIGHT.print && row.printed ? row.printed(text) : text)
}

const upper = method => method.toUpperCase()

export const bodyOf = request =>
  request.bodyBase64 === undefined ? request.body ?? '' : Buffer.from(request.bodyBase64, 'base64').toString('latin1')

export const sha256 = bytes => createHash('sha256').update(bytes).digest()

const SECURO = {
  url: url => url,
  body: body => JSON.stringify(JSON.parse(body)),
  join: ({ url, method, timestamp, body }) => `${url}&method=${method}&timestamp=${timestamp}${body && `&body=${body}`}`,
}

const split = url => /^([^?]*)\??(.*)$/s.exec(url)
const path = url => split(url)[1].replace(/^[a-z]+:\/\/[^/]*/, '')
const query = url => split(url)[2]

/** Of what does not follow from the definition, as far as `derived.mjs` reads it. */
const WRITTEN = {
  'securo.request': SECURO,
  'securo.websocket': {
    url: url => url,
    join: ({ url, timestamp }) => `${url}/ws/&emit=price_feed&timestamp=${timestamp}`,
  },
  'thirdfi.request': SECURO,
  'smile-id.signature': {
    secret: 'apiKey',
    encoding: 'base64',
    join: ({ timestamp, partnerId }) => timestamp + partnerId + 'sid_request',
  },
  'tu-cambio.webhook': { join: ({ timestamp, body, isDated }) => (isDated ? timestamp + body : body) },
  'standard-webhooks.webhook': {
    encoding: 'base64',
    key: secret => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
    join: ({ id, timestamp, body }) => `${id}.${timestamp}.${body}`,
  },
  'binance.request': { time: /(\btimestamp=)(\d*)/, url: query, join: ({ url, body }) => url + body },
  'bitmex.request': {
    url: url => path(url) + url.slice(split(url)[1].length),
    join: ({ method, url, timestamp, body }) => method + url + timestamp + body,
  },
  'kraken.request': {
    algorithm: 'sha512',
    encoding: 'base64',
    key: secret => Buffer.from(secret, 'base64'),
    url: path,
    join: ({ url, timestamp, body, bytes }) => Buffer.concat([bytes(url), sha256(bytes(timestamp + body))]),
  },
  ...WIDE,
}

export const ROWS = { ...WRITTEN, ...derivedRows(WRITTEN) }
