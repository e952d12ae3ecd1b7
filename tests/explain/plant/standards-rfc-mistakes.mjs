// What developers do differently in HTTP Message Signatures, as steps of `standards-rfc.mjs` replaced.
import { createHmac, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { derOf, digest } from './standards-rfc.mjs'

const secret = 'sample secret of RFC 9421, not a real one'
const BODY = '{ "amount": 10.50, "name": "Zoë", "to": "a/b" }'
const request = { method: 'POST', url: 'https://api.example.com/v1/orders?id=7&q=a%20b', body: BODY, timestamp: '1747216800' }
const json = { 'Content-Type': 'application/json' }
const privateKey = { file: 'rsa-2048.pkcs8.pem' }
const rsa = { verifying: { publicKeys: { file: 'rsa-2048.spki.pem' } }, credentials: { privateKey } }

/** A pair of keys: what signs, and what verifies. */
function pair(name) {
  return { verifying: { publicKeys: { file: `${name}.spki.pem` } }, credentials: { privateKey: { file: `${name}.pkcs8.pem` } } }
}

/** The requests that mistakes are planted in. */
export const RFC_REQUESTS = {
  plain: { ...request, scheme: 'rfc9421.hmac-sha256', headers: json, credentials: { secret } },
  full: {
    ...request,
    scheme: 'rfc9421.hmac-sha256',
    url: 'https://api.example.com:443/v1/orders/?id=7&q=a%20b',
    headers: { ...json, 'X-List': '  one,  two  ', Host: 'api.example.com' },
    options: { components: '@method @authority @path @query x-list content-type content-digest', keyid: 'key-1', nonce: 'n-1', tag: 'app' },
    credentials: { secret },
  },
  target: {
    ...request,
    scheme: 'rfc9421.hmac-sha256',
    headers: json,
    options: { components: '@request-target @query-param;name="q" @scheme content-digest', digest: 'sha-512', expiresAfterSeconds: '300' },
    credentials: { secret },
  },
  pkcs1: { ...request, scheme: 'rfc9421.rsa-v1_5-sha256', headers: json, ...rsa },
  pss: { ...request, scheme: 'rfc9421.rsa-pss-sha512', headers: json, options: { keyid: 'key-1' }, ...rsa },
  ecdsa: { ...request, scheme: 'rfc9421.ecdsa-p256-sha256', headers: json, ...pair('ec-p256') },
  ed25519: { ...request, scheme: 'rfc9421.ed25519', headers: json, options: { keyid: 'key-1' }, ...pair('ed25519') },
  pawapay: {
    ...request,
    scheme: 'pawapay.request',
    headers: { ...json, 'Signature-Date': '2025-05-14T10:00:00.000Z', 'Content-Length': '48' },
    options: {
      components: '@method @authority @path signature-date content-digest content-type content-length',
      label: 'sig-pp', digest: 'sha-512', expiresAfterSeconds: '60', keyid: 'key-1', alg: 'ecdsa-p256-sha256',
    },
    ...pair('ec-p256'),
  },
}

const file = name => readFileSync(new URL(`../../keys/${name}`, import.meta.url))
const all = Object.keys(RFC_REQUESTS)
const named = ['full', 'target']
const digestAs = write => ({ values: { 'content-digest': it => write(it.body) } })
const digestOf = print => ({ values: { 'content-digest': ({ body }) => `sha-256=:${digest(print(body), 'sha256')}:` } })
const withParams = change => ({ params: (write, list, pairs) => change(write, list, pairs) })

export const RFC_MISTAKES = [
  // The lines.
  { id: 'component-names-unquoted', on: all, change: { line: (name, value) => `${name.replaceAll('"', '')}: ${value}` } },
  { id: 'component-names-case', on: ['plain', 'full', 'pss'], change: { line: (name, value) => `${/@/.test(name) ? name : name.replace(/(?<=^"|-)[a-z]/g, letter => letter.toUpperCase())}: ${value}` } },
  { id: 'component-names-case', on: ['full'], change: { line: (name, value) => `${/@/.test(name) ? name : name.toUpperCase()}: ${value}` } },
  { id: 'component-space-missing', on: ['plain', 'pkcs1'], change: { base: (lines, params) => `${lines.replaceAll(/": /g, '":')}"@signature-params": ${params}` } },
  { id: 'component-lines-crlf', on: ['plain', 'full'], change: { base: (lines, params) => `${lines.replaceAll('\n', '\r\n')}"@signature-params": ${params}` } },
  { id: 'component-values-only', on: ['plain'], change: { line: (_, value) => value } },
  { id: 'component-order', on: ['plain', 'pkcs1', 'pss', 'ecdsa', 'ed25519'], change: { order: list => [list[1], list[0], list[2]] } },
  { id: 'component-order', on: ['plain', 'full'], only: 'own', change: { order: list => [...list].reverse(), listed: list => [...list].reverse() } },
  { id: 'component-order', on: ['full', 'target'], change: { order: list => [...list].sort() } },
  { id: 'component-line-left-out', on: all, change: { order: list => list.slice(0, -1) } },
  { id: 'component-not-signed', on: ['plain', 'full'], only: 'own', change: { order: list => list.slice(1), listed: list => list.slice(1) } },
  { id: 'header-values-not-trimmed', on: ['full'], change: { trim: text => text } },
  { id: 'host-with-port', on: ['full'], also: ['host-as-called'], change: { values: { '@authority': () => 'api.example.com:443' } } },
  { id: 'url-query-left-out', on: ['plain', 'pss', 'ecdsa'], change: { values: { '@target-uri': ({ url }) => url.split('?')[0] } } },
  { id: 'url-path-only', on: ['plain', 'pkcs1'], change: { values: { '@target-uri': ({ target }) => target } } },
  { id: 'url-query-added', on: ['full', 'pawapay'], change: { values: { '@path': ({ target }) => target } } },
  { id: 'url-trailing-slash-removed', on: ['full'], change: { values: { '@path': ({ path }) => path.replace(/\/$/, '') } } },
  { id: 'component-query-mark-missing', on: ['full'], change: { values: { '@query': ({ query }) => query } } },
  { id: 'url-query-left-out', on: ['full'], change: { values: { '@query': () => '?' } } },
  { id: 'query-space-as-plus', on: ['full'], also: ['component-query-mark-missing'], change: { values: { '@query': ({ query }) => `?${query.replace('%20', '+')}` } } },
  { id: 'method-lowercase', on: ['plain', 'full', 'pkcs1', 'pss', 'ecdsa', 'ed25519', 'pawapay'], change: { values: { '@method': () => 'post' } } },
  { id: 'component-request-target', on: ['target'], change: { values: { '@request-target': ({ target }) => `post ${target}` } } },
  { id: 'component-param-not-encoded', on: ['target'], change: { values: { '@query-param': () => 'a b' } } },
  // The digest of the body.
  { id: 'content-digest-other', on: all, also: ['content-digest-as-sent'], change: digestAs(body => `sha-512=:${digest(body, 'sha512')}:`) },
  { id: 'content-digest-other', on: ['target'], change: digestAs(body => `sha-256=:${digest(body, 'sha256')}:`) },
  { id: 'content-digest-hex', on: ['plain', 'pkcs1'], change: digestAs(body => `sha-256=:${digest(body, 'sha256', 'hex')}:`) },
  { id: 'content-digest-without-colons', on: ['plain'], change: digestAs(body => `sha-256=${digest(body, 'sha256')}`) },
  { id: 'content-digest-legacy', on: ['full'], change: digestAs(body => `SHA-256=${digest(body, 'sha256')}`) },
  { id: 'content-digest-value-only', on: ['plain'], change: digestAs(body => digest(body, 'sha256')) },
  { id: 'body-minified', on: ['plain', 'full', 'pkcs1', 'pss', 'ecdsa', 'ed25519'], change: digestOf(body => JSON.stringify(JSON.parse(body))) },
  { id: 'body-trailing-newline', on: ['plain'], change: digestOf(body => `${body}\n`) },
  { id: 'body-left-out', on: ['plain'], change: digestOf(() => '') },
  { id: 'content-digest-as-sent', on: all, only: 'sent', change: {}, sent: { body: 'other text' } },
  // The parameters.
  { id: 'params-order', on: named, change: withParams((write, list, pairs) => write(list, [...pairs].reverse())) },
  { id: 'params-left-out', on: ['full', 'pss'], change: withParams((write, list, pairs) => write(list, pairs.filter(([name]) => name !== 'keyid'))) },
  { id: 'params-left-out', on: all, also: ['timestamp-left-out'], change: withParams((write, list, pairs) => write(list, pairs.filter(([name]) => name !== 'created'))) },
  { id: 'params-time-quoted', on: ['plain'], change: withParams((write, list, pairs) => write(list, pairs.map(([name, value]) => [name, name === 'created' ? `"${value}"` : value]))) },
  { id: 'params-names-unquoted', on: ['plain', 'full', 'pkcs1'], change: withParams((write, list, pairs) => write(list.map(name => name.replaceAll('"', '')), pairs)) },
  { id: 'params-commas', on: ['plain'], change: withParams((write, list, pairs) => write([list.join(', ')], pairs)) },
  { id: 'params-space', on: ['full'], change: withParams((write, list, pairs) => write(list, pairs).replaceAll(';', '; ')) },
  { id: 'params-with-label', on: ['plain', 'pss'], change: withParams((write, list, pairs) => `sig1=${write(list, pairs)}`) },
  { id: 'params-alg-added', on: ['plain', 'full'], change: withParams((write, list, pairs) => write(list, [...pairs, ['alg', '"hmac-sha256"']])) },
  { id: 'params-expires-added', on: ['plain'], change: withParams((write, list, pairs) => write(list, [...pairs, ['expires', 1747216800 + 300]])) },
  { id: 'params-line-missing', on: all, also: ['layout-only', 'layout-left-out'], change: { base: lines => lines } },
  { id: 'params-line-missing', on: ['plain', 'pkcs1'], change: { base: lines => lines.trimEnd() } },
  { id: 'params-line-unquoted', on: ['plain', 'full'], change: { base: (lines, params) => `${lines}@signature-params: ${params}` } },
  { id: 'params-line-without-name', on: ['plain'], also: ['layout-plain-concat'], change: { base: (lines, params) => lines + params } },
  { id: 'params-line-other-name', on: ['plain'], change: { base: (lines, params) => `${lines}"signature-params": ${params}` } },
  { id: 'params-line-first', on: ['plain'], change: { base: (lines, params) => `"@signature-params": ${params}\n${lines}` } },
  { id: 'layout-trailing-newline', on: all, change: { base: (lines, params) => `${lines}"@signature-params": ${params}\n` } },
  { id: 'timestamp-milliseconds', on: ['plain', 'pkcs1'], change: withParams((write, list, pairs) => write(list, pairs.map(([name, value]) => [name, name === 'created' ? `${value}000` : value]))) },
  { id: 'timestamp-read-twice', on: ['plain', 'pss', 'ecdsa', 'pawapay'], change: withParams((write, list, pairs) => write(list, pairs.map(([name, value]) => [name, name === 'created' ? Number(value) + 1 : value]))) },
  // The key, and what comes of it.
  { id: 'secret-trailing-newline', on: ['plain', 'full'], change: { credentials: () => ({ secret: `${secret}\n` }) } },
  { id: 'secret-base64-encoded', on: ['plain'], change: { credentials: () => ({ secret: btoa(secret) }) } },
  { id: 'algorithm-sha512', on: ['plain'], change: { sign: base => createHmac('sha512', secret).update(base).digest('base64') } },
  { id: 'output-hex', on: ['plain'], only: 'own', change: { encode: text => Buffer.from(text, 'base64').toString('hex') } },
  { id: 'output-hex', on: ['plain'], only: 'sent', change: { encode: text => Buffer.from(text, 'base64').toString('hex') } },
  { id: 'output-other-base64', on: ['plain'], change: { encode: text => Buffer.from(text, 'base64').toString('base64url') } },
  { id: 'output-der', on: ['ecdsa'], change: { encode: text => derOf(Buffer.from(text, 'base64')).toString('base64') } },
  { id: 'key-another', on: ['pkcs1', 'pss'], change: { credentials: () => ({ privateKey: { file: 'other-2048.pkcs8.pem' } }) } },
  { id: 'algorithm-rsa-pkcs1', on: ['pss'], change: { sign: base => sign('sha512', Buffer.from(base), file('rsa-2048.pkcs8.pem')).toString('base64') } },
  { id: 'algorithm-sha512', on: ['pkcs1'], change: { sign: base => sign('sha512', Buffer.from(base), file('rsa-2048.pkcs8.pem')).toString('base64') } },
  { id: 'algorithm-sha256', on: ['pss'], change: { sign: base => sign('sha256', Buffer.from(base), { key: file('rsa-2048.pkcs8.pem'), padding: 6, saltLength: 32 }).toString('base64') } },
  { id: 'pss-salt-length', on: ['pss'], change: { sign: base => sign('sha512', Buffer.from(base), { key: file('rsa-2048.pkcs8.pem'), padding: 6, saltLength: 20 }).toString('base64') } },
  // Two at once.
  { id: ['component-order', 'secret-trailing-newline'], on: ['plain'], change: { order: list => [list[1], list[0], list[2]], credentials: () => ({ secret: `${secret}\n` }) } },
  { id: ['body-minified', 'params-with-label'], on: ['plain'], change: { ...digestOf(body => JSON.stringify(JSON.parse(body))), ...withParams((write, list, pairs) => `sig1=${write(list, pairs)}`) } },
]
