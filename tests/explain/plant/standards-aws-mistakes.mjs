// What developers do differently when they sign for AWS, as steps of `standards-aws.mjs` replaced.
import { createHash, createHmac } from 'node:crypto'
import { encode, hash, hmac, pathOf, queryOf } from './standards-aws.mjs'

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const at = { region: 'eu-central-1', service: 'execute-api' }
const TIME = '20150830T123600Z'
const BODY = '{ "amount": 10.50, "name": "Zoë", "to": "a/b" }'

/** The requests that mistakes are planted in. */
export const AWS_REQUESTS = {
  get: {
    method: 'GET',
    url: "https://api.example.com/prod/a%20b/./it's(1)/x/../y?b=2&a=x%20y&a=B%2Fc&A=1&empty=&flag&list%5B%5D=1",
    headers: { Accept: 'application/json', 'X-Custom': '  two   spaces ' },
    timestamp: TIME,
    credentials,
    options: at,
  },
  post: {
    method: 'POST',
    url: 'https://api.example.com:8443/orders/',
    headers: { 'Content-Type': 'application/json', 'X-Amz-Target': 'Orders.Put', Accept: '*/*' },
    body: BODY,
    timestamp: TIME,
    credentials: { ...credentials, sessionToken: 'FwoGZXIvYXdzEXAMPLEtoken==' },
    options: at,
  },
  root: { method: 'GET', url: 'https://sts.amazonaws.com/', headers: {}, timestamp: TIME, credentials, options: { region: 'us-east-1', service: 'sts' } },
  s3: {
    method: 'PUT',
    url: 'https://bucket.s3.eu-west-1.amazonaws.com/photos/a%20b//c%2Bd.txt?uploads',
    headers: { 'Content-Type': 'text/plain' },
    body: 'some text\n',
    timestamp: '20240229T235959Z',
    credentials,
    options: { region: 'eu-west-1', service: 's3', payload: 'sent', pathEncoding: 'once', pathForm: 'as-sent' },
  },
}

const without = name => list => list.filter(([own]) => own.toLowerCase() !== name)
const more = (name, value) => list => [...list.filter(([own]) => own.toLowerCase() !== name), [name, value]]
const valueOf = (name, value) => list => list.map(([own, text]) => [own, own.toLowerCase() === name ? value : text])
const bodyAs = print => ({ payload: body => hash(print(body)).toString('hex') })
const lowerHex = text => text.replace(/%../g, escape => escape.toLowerCase())
const chain = (steps, prefix = 'AWS4') => (secret, scope, time) => steps(scope, time).reduce(hmac, prefix + secret)
const hexChain = (secret, scope) => scope.reduce((key, step) => createHmac('sha256', key).update(step).digest('hex'), `AWS4${secret}`)
const byCase = (a, b) => (a[0] < b[0] ? -1 : 1)

export const AWS_MISTAKES = [
  // The path.
  { id: 'path-encoded-once', on: ['get'], change: { uri: path => pathOf(path, { pathEncoding: 'once' }) } },
  { id: 'path-not-normalized', on: ['get'], change: { uri: path => pathOf(path, { pathForm: 'as-sent' }) } },
  { id: 'path-of-another-service', on: ['get', 's3'], change: { uri: (path, _, url) => pathOf(path, url.includes('s3') ? {} : { pathEncoding: 'once', pathForm: 'as-sent' }) } },
  { id: 'path-encoded-twice', on: ['s3'], change: { uri: path => pathOf(path, { pathForm: 'as-sent' }) } },
  { id: 'path-normalized', on: ['s3'], change: { uri: path => pathOf(path, { pathEncoding: 'once' }) } },
  { id: 'path-as-sent', on: ['get'], change: { uri: path => path } },
  { id: 'url-percent-decoded', on: ['get', 's3'], change: { uri: path => decodeURIComponent(path) } },
  { id: 'path-space-as-plus', on: ['s3'], change: { uri: path => pathOf(path, { pathEncoding: 'once', pathForm: 'as-sent' }).replaceAll('%20', '+') } },
  { id: 'path-component-encoded', on: ['get'], change: { uri: path => path.split('/').map(part => encodeURIComponent(decodeURIComponent(part))).join('/') } , also: ['path-as-sent'] },
  { id: 'path-slashes-encoded', on: ['s3'], change: { uri: path => `/${encode(decodeURIComponent(path.slice(1)))}` } },
  { id: 'path-empty', on: ['root'], change: { uri: () => '' } },
  { id: 'path-hex-case', on: ['s3'], change: { uri: path => lowerHex(path) } },
  { id: 'path-encoded-thrice', on: ['get'], change: { uri: path => pathOf(path).replaceAll('%', '%25') } },
  { id: 'url-trailing-slash-removed', on: ['post'], change: { uri: path => path.replace(/\/$/, '') } },
  { id: 'url-trailing-slash-added', on: ['get'], change: { uri: path => `${pathOf(path)}/` } },
  { id: 'url-query-added', on: ['get', 's3'], change: { uri: (path, query, url) => `${pathOf(path, url.includes('s3') ? AWS_REQUESTS.s3.options : {})}?${query}` } },
  { id: 'url-whole', on: ['root'], change: { uri: (_, __, url) => url } },
  { id: 'url-base-path-dropped', on: ['get'], change: { uri: path => pathOf(path.replace('/prod', '')) } },
  // The query.
  { id: 'url-query-left-out', change: { parameters: () => '' } },
  { id: 'query-not-sorted', on: ['get'], change: { parameters: query => queryOf(query, undefined, null) } },
  { id: 'query-as-sent', on: ['get', 's3'], also: ['query-equals-removed', 'query-sorted-as-sent'], change: { parameters: query => query } },
  { id: 'query-sorted-by-name', on: ['get'], change: { parameters: query => queryOf(query, undefined, (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)) } },
  { id: 'query-sorted-regardless-of-case', on: ['get'], change: { parameters: query => queryOf(query, undefined, (a, b) => { const [x, y] = [a, b].map(([name, value]) => `${name.toLowerCase()}=${value}`); return x < y ? -1 : 1 }) } },
  { id: 'query-space-as-plus', on: ['get'], change: { parameters: query => queryOf(query).replaceAll('%20', '+') } },
  { id: 'query-percent-decoded', on: ['get'], change: { parameters: query => decodeURIComponent(queryOf(query)) } },
  { id: 'query-equals-removed', on: ['get'], change: { parameters: query => queryOf(query).replace(/=(?=&|$)/g, '') } },
  { id: 'query-double-encoded', on: ['get'], change: { parameters: query => queryOf(query).replaceAll('%', '%25') } },
  { id: 'query-slashes-kept', on: ['get'], change: { parameters: query => queryOf(query).replaceAll('%2F', '/') } },
  { id: 'query-hex-case', on: ['get'], change: { parameters: query => lowerHex(queryOf(query)) } },
  { id: 'query-question-mark', on: ['get', 's3'], change: { parameters: query => `?${queryOf(query)}` } },
  { id: 'query-parameter-left-out', on: ['get'], change: { parameters: query => queryOf(query.replace('b=2&', '')) } },
  // What is signed of the body.
  { id: 'payload-word', change: { payload: () => 'UNSIGNED-PAYLOAD' } },
  { id: 'body-left-out', on: ['post', 's3'], change: { payload: () => hash('').toString('hex') } },
  { id: 'payload-hash-upper-case', change: { payload: (_, due) => due.toUpperCase() } },
  { id: 'payload-hash-base64', change: { payload: body => hash(body).toString('base64') } },
  { id: 'payload-not-hashed', on: ['post'], change: { payload: body => body } },
  { id: 'payload-hash-other', on: ['post'], change: { payload: body => createHash('sha512').update(body).digest('hex') } },
  { id: 'payload-hashed-twice', on: ['post'], change: { payload: (_, due) => hash(due).toString('hex') } },
  { id: 'payload-hash-left-out', on: ['root', 'post'], also: ['payload-not-hashed'], change: { payload: () => '' } },
  { id: 'body-minified', on: ['post'], change: bodyAs(body => JSON.stringify(JSON.parse(body))) },
  { id: 'body-trailing-newline', on: ['post', 's3'], change: bodyAs(body => `${body}\n`) },
  { id: 'body-empty-object', on: ['root'], change: bodyAs(() => '{}') },
  { id: 'payload-as-sent', only: 'sent', on: ['s3'], change: {}, sent: { body: 'other text' } },
  // The headers.
  { id: 'header-not-signed', only: 'own', on: ['get'], change: { list: without('x-custom') } },
  { id: 'header-not-signed', only: 'own', on: ['post'], change: { list: without('content-type') } },
  { id: 'header-not-signed', only: 'own', on: ['post'], change: { list: without('x-amz-security-token') } },
  { id: 'header-not-signed', only: 'own', on: ['s3'], change: { list: without('x-amz-content-sha256') } },
  { id: 'header-signed-too', only: 'own', on: ['root', 'get'], change: { list: (list, { due }) => more('x-amz-content-sha256', due)(list) } },
  { id: 'header-signed-too', only: 'own', on: ['post'], change: { list: more('content-length', String(Buffer.byteLength(BODY))) } },
  { id: 'headers-fewest', only: 'own', on: ['post'], change: { list: list => list.filter(([name]) => /^(host|x-amz-date)$/i.test(name)) } },
  { id: 'headers-fewest', only: 'own', on: ['post'], change: { list: list => list.filter(([name]) => /^host$/i.test(name)) } },
  { id: 'header-values-not-trimmed', on: ['get'], change: { value: text => text } },
  { id: 'header-spaces-not-collapsed', on: ['get'], change: { value: text => text.trim() } },
  { id: 'header-space-after-colon', change: { colon: ': ' } },
  { id: 'header-names-case', on: ['get', 'post'], change: { name: text => text } },
  { id: 'header-names-case', on: ['post'], only: 'own', change: { name: text => text, signedName: text => text } },
  { id: 'headers-order', on: ['post', 'get'], only: 'own', change: { order: byCase } },
  { id: 'headers-order', on: ['post'], only: 'own', change: { order: false } },
  { id: 'headers-blank-line-missing', change: { request: parts => parts.with(3, parts[3].replace(/\n$/, '')).join('\n') } },
  { id: 'headers-blank-line-twice', change: { request: parts => parts.with(3, `${parts[3]}\n`).join('\n') } },
  { id: 'headers-line-ends-crlf', on: ['post'], change: { request: parts => parts.with(3, parts[3].replaceAll('\n', '\r\n')).join('\n') } },
  { id: 'signed-separator', on: ['post', 'root'], only: 'own', change: { separator: ',' } },
  { id: 'host-without-port', on: ['post'], change: { list: valueOf('host', 'api.example.com') } },
  { id: 'host-with-port', on: ['get', 'root'], change: { list: list => list.map(([name, text]) => [name, name === 'Host' ? `${text}:443` : text]) } },
  { id: 'host-other', only: 'sent', on: ['get'], change: { list: valueOf('host', 'public.example.com') }, sent: { headers: { 'X-Forwarded-Host': 'public.example.com' } } },
  { id: 'header-other-value', on: ['post'], change: { list: valueOf('content-type', 'application/json; charset=utf-8') } },
  { id: 'header-other-value', on: ['get'], change: { list: valueOf('accept', '*/*') } },
  { id: 'header-value-empty', on: ['get'], change: { list: valueOf('x-custom', '') } },
  { id: 'header-line-left-out', on: ['post'], change: { lines: all => all.filter(([name]) => name !== 'Accept').map(([name, text]) => `${name.toLowerCase()}:${text}\n`).join('') } },
  // The scope.
  { id: 'scope-region', change: { region: 'us-west-2' } },
  { id: 'scope-as-sent', only: 'sent', said: true, on: ['get', 's3'], also: ['scope-region'], change: { region: 'us-west-2' } },
  { id: 'scope-service', change: { service: 'lambda' } },
  { id: 'scope-order', change: { scope: ({ day, region, service }) => [day, service, region, 'aws4_request'].join('/') } },
  { id: 'scope-end-left-out', change: { scope: ({ day, region, service }) => [day, region, service].join('/') } },
  { id: 'scope-day', change: { day: '20150829' }, on: ['get'] },
  { id: 'scope-day', change: { day: '20240301' }, on: ['s3'] },
  { id: 'scope-day-with-dashes', change: { day: '2015-08-30' }, on: ['get', 'post'] },
  { id: 'scope-day-with-time', change: { day: TIME }, on: ['get', 'post'] },
  // The key.
  { id: 'key-prefix-missing', change: { key: chain(scope => scope, '') } },
  { id: 'key-prefix-twice', on: ['get'], change: { key: chain(scope => scope, 'AWS4AWS4') } },
  { id: 'key-not-derived', change: { key: secret => secret } },
  { id: 'key-not-derived', on: ['get'], change: { key: secret => `AWS4${secret}` } },
  { id: 'key-step-left-out', on: ['get', 's3'], change: { key: chain(scope => scope.slice(0, 3)) } },
  { id: 'key-order', on: ['get', 's3'], change: { key: chain(([day, region, service, end]) => [day, service, region, end]) } },
  { id: 'key-day-with-time', on: ['get'], change: { key: chain(([, ...rest], time) => [time, ...rest]) } },
  { id: 'key-day-with-dashes', on: ['get'], change: { key: chain(([, ...rest]) => ['2015-08-30', ...rest]) } },
  { id: 'key-hex', change: { key: hexChain } },
  { id: 'key-arguments-swapped', on: ['get'], change: { key: (secret, scope) => scope.reduce((key, step) => hmac(step, key), `AWS4${secret}`) } },
  { id: 'secret-trailing-newline', change: { secret: secret => `${secret}\n` } },
  { id: 'secret-first-character-lost', on: ['get'], change: { secret: secret => secret.slice(1) } },
  { id: 'secret-url-encoded', on: ['get'], change: { secret: secret => encodeURIComponent(secret) } },
  { id: 'secret-base64-encoded', on: ['get'], change: { secret: secret => btoa(secret) } },
  { id: 'secret-undefined', on: ['get'], change: { secret: () => 'undefined' } },
  // The string to sign, and what comes of it.
  { id: 'layout-inner-hash-left-out', change: { hashed: request => request } },
  { id: 'layout-inner-hash-base64', on: ['get'], change: { hashed: request => hash(request).toString('base64') } },
  { id: 'timestamp-iso', on: ['get', 'post'], change: { time: () => '2015-08-30T12:36:00Z' } },
  { id: 'timestamp-read-twice', on: ['get', 'post'], change: { time: () => '20150830T123601Z' } },
  { id: 'timestamp-local-zone', on: ['get'], change: { time: () => '20150830T143600Z' } },
  { id: 'method-lowercase', change: { method: 'get' }, on: ['get', 'root'] },
  { id: 'hmac-arguments-swapped', on: ['get'], change: { mac: (key, text) => hmac(text, key) } },
  { id: 'output-base64', only: 'own', change: { encode: raw => raw.toString('base64') } },
  { id: 'output-uppercase-hex', change: { encode: raw => raw.toString('hex').toUpperCase() } },
  { id: 'output-base64', only: 'sent', on: ['post'], change: { encode: raw => raw.toString('base64') } },
  // Two at once.
  { id: ['query-not-sorted', 'secret-trailing-newline'], on: ['get'], change: { parameters: query => queryOf(query, undefined, null), secret: secret => `${secret}\n` } },
  { id: ['path-encoded-once', 'query-space-as-plus'], on: ['get'], change: { uri: path => pathOf(path, { pathEncoding: 'once' }), parameters: query => queryOf(query).replaceAll('%20', '+') } },
  { id: ['body-minified', 'key-prefix-missing'], on: ['post'], change: { ...bodyAs(body => JSON.stringify(JSON.parse(body))), key: chain(scope => scope, '') } },
  { id: ['scope-region', 'method-lowercase'], on: ['root'], change: { region: 'eu-west-1', method: 'get' } },
]
