// explain where the signature, or what the scheme reads, is not where the scheme expects it: it searches, whatever is there.
import assert from 'node:assert/strict'
import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { createSigner, createVerifier, explain, refusalOf } from './package.mjs'

const SECRET = 'the shared secret key'
const BODY = '{"amount": 12.50}'
const hmac = (text, { hash = 'sha256', encoding = 'hex', key = SECRET } = {}) => createHmac(hash, key).update(text).digest(encoding)
const named = ({ findings }) => findings.map(({ causes }) => causes.map(({ id }) => id).join(' + ')).join()
const github = (headers, more = {}) => explain('github.webhook', { secret: SECRET }, { headers, body: BODY, ...more })
const DUE = 'expected `sha256={signature}` in the header `X-Hub-Signature-256`'

/** What GitHub's signature looks like elsewhere: the headers, what is named, and where it says that the signature stands. */
const PLACES = [
  [{ 'X-Provider-Signature': `sha256=${hmac(BODY)}` }, 'received-elsewhere', 'the header `X-Provider-Signature`'],
  [{ 'X-Signature': hmac(BODY) }, 'received-elsewhere', 'the header `X-Signature`'],
  [{ 'X-Hub-Signature-256': hmac(BODY) }, 'received-elsewhere', 'the header `X-Hub-Signature-256`'],
  [{ 'X-Hub-Signature-256': `sha1=${hmac(BODY)}` }, 'received-prefix-left-on + received-elsewhere', 'the header `X-Hub-Signature-256`'],
  [{ 'X-Hub-Signature-256': hmac(BODY, { encoding: 'base64' }) }, 'output-base64 + received-elsewhere', 'the header `X-Hub-Signature-256`'],
  [{ 'X-Hub-Signature': `sha1=${hmac(BODY, { hash: 'sha1' })}` }, 'algorithm-sha1 + received-prefix-left-on + received-elsewhere', 'the header `X-Hub-Signature`'],
  [{ Authorization: `HMAC ${hmac(BODY)}` }, 'received-prefix-left-on + received-elsewhere', 'the header `Authorization`'],
  [{ 'X-Request-Id': 'f'.repeat(64), 'X-Signature': hmac(BODY) }, 'received-elsewhere', 'the header `X-Signature`'],
]

test('a signature in another header, or written otherwise in its own', () => {
  for (const [headers, wanted, place] of PLACES) {
    const report = github(headers)
    assert.equal(named(report), wanted, JSON.stringify(headers))
    const { detail, fix } = report.findings[0].causes.at(-1)
    assert.equal(detail, `The signature stands in ${place}; ${DUE}.`)
    assert.notEqual(fix, '')
    // As verify, which refuses it.
    assert.equal(createVerifier('github.webhook', { secret: SECRET }).check({ headers, body: BODY }).ok, false)
  }
})

test('a signature in the query or the body, and one in a header where it belongs into these', () => {
  const url = (name, value) => ({ url: `https://example.com/hook?a=1&${name}=${encodeURIComponent(value)}` })
  const inQuery = github({}, url('signature', hmac(BODY, { encoding: 'base64' })))
  assert.equal(named(inQuery), 'output-base64 + received-elsewhere')
  assert.match(inQuery.findings[0].causes[1].detail, /in the query parameter `signature`; expected/)
  const scheme = { id: 'acme.webhook', canonical: '{timestamp}', timestamp: 'seconds', headers: { 'X-Time': '{timestamp}', 'X-Sig': '{signature}' }, encoding: 'base64' }
  const signature = hmac('1747216800', { encoding: 'base64' })
  for (const body of [JSON.stringify({ data: { sign: signature } }), `a=1&sign=${encodeURIComponent(signature)}`, JSON.stringify({ a: 1, sign: signature }).replaceAll('/', '\\/')]) {
    const report = explain(scheme, { secret: SECRET }, { headers: { 'X-Time': '1747216800' }, body })
    assert.equal(named(report), 'received-elsewhere', body)
    assert.match(report.findings[0].causes[0].detail, /in the body member `sign`; expected `\{signature\}` in the header `X-Sig`/)
  }
  const returned = { id: 'acme.return', canonical: '{query}', query: { sign: '{signature}' } }
  const report = explain(returned, { secret: SECRET }, { url: 'https://example.com/?a=1&b=2', headers: { 'X-Sign': hmac('a=1&b=2') } })
  assert.equal(named(report), 'received-elsewhere')
  assert.match(report.findings[0].causes[0].detail, /in the header `X-Sign`; expected `\{signature\}` in the query parameter `sign`/)
})

test('a whole header of another name brings its timestamp along, and another mistake is named too', () => {
  const signed = hmac(`1747216800.${BODY}`)
  const ask = (body) => explain('stripe.webhook', { secret: SECRET }, { headers: { 'X-Signature': `t=1747216800,v1=${signed}` }, body }, undefined, { now: new Date(1747216800_000) })
  assert.equal(named(ask(BODY)), 'received-elsewhere')
  assert.match(named(ask(`${BODY}\n`)), /^body-[\w-]+ \+ received-elsewhere$/)
})

test('a secret that is sent as it is, a JWS and an RSA signature in another header', () => {
  const sent = (headers) => explain('moneroo.request', { secret: SECRET }, { headers })
  const token = sent({ 'X-Api-Key': `Key ${SECRET}` })
  assert.match(named(token), /^received-prefix-left-on \+ received-elsewhere/)
  assert.match(token.findings[0].causes[1].detail, /in the header `X-Api-Key`; expected `Bearer \{secret\}` in the header `Authorization`/)
  assert.equal(refusalOf(() => sent({ 'X-Api-Key': 'another' })).code, 'ERR_ARGUMENT_INVALID')
  const pair = { type: 'spki', format: 'pem' }
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: pair, privateKeyEncoding: { ...pair, type: 'pkcs8' } })
  const rsa = { id: 'acme.rsa', credentials: ['privateKey'], key: '{privateKey}', canonical: '{body}', algorithm: 'rsassa-pkcs1-v1_5-sha256', encoding: 'base64', headers: { 'X-Rsa': '{signature}' } }
  const headers = { 'X-Signature': createSign('sha256').update(BODY).sign(privateKey, 'base64') }
  assert.equal(named(explain(rsa, { publicKeys: publicKey }, { headers, body: BODY })), 'received-elsewhere')
  const jws = { id: 'acme.jws', credentials: ['privateKey'], key: '{privateKey}', canonical: '{body}', algorithm: 'jws', options: { 'jws.form': 'detached', 'jws.alg': 'RS256' }, headers: { 'X-Jws': '{signature}' } }
  const signed = createSigner(jws, { privateKey }).sign({ method: 'POST', url: 'https://example.com/', body: BODY })
  const { 'X-Jws': text } = signed.headers
  assert.equal(named(explain(jws, { publicKeys: publicKey }, { headers: { Authorization: text }, body: BODY })), 'received-elsewhere')
})

test('what the scheme reads and the message lacks is said, and the search goes on', () => {
  const scheme = { id: 'acme.webhook', inputs: { id: 'header:x-id' }, canonical: '{id}.{body}', headers: { 'X-Sig': '{signature}' } }
  const ask = (text) => explain(scheme, { secret: SECRET }, { headers: { 'X-Sig': hmac(text) }, body: BODY })
  assert.equal(named(ask(`.${BODY}`)), 'refused-otherwise')
  assert.equal(named(ask(`undefined.${BODY}`)), 'value-word')
  const report = ask(`id-1.${BODY}`)
  assert.equal(report.verdict, 'unexplained')
  assert.match(report.warnings.map(({ detail }) => detail).join(), /`x-id` expected this header, which the scheme signs, got none/)
})

test('a form where JSON is due, and JSON where a form is', () => {
  const fields = { timestamp: '1747216800', token: 'the-token' }
  const signature = hmac('1747216800the-token')
  const now = { now: new Date(1747216800_000) }
  const form = explain('mailgun.webhook', { secret: SECRET }, { body: String(new URLSearchParams({ ...fields, signature })) }, undefined, now)
  assert.equal(named(form), 'body-form-for-json')
  const body = JSON.stringify({ ...fields, signature })
  for (const headers of [{}, { 'Content-Type': 'application/json' }]) {
    const json = explain('mailgun.route', { secret: SECRET }, { headers, body }, undefined, now)
    assert.equal(named(json), 'body-json-for-form')
    assert.equal(createVerifier('mailgun.route', { secret: SECRET }).check({ headers, body }, now).ok, false)
  }
  const other = explain('mailgun.route', { secret: SECRET }, { headers: { 'Content-Type': 'text/plain' }, body: String(new URLSearchParams({ ...fields, signature })) }, undefined, now)
  assert.match(named(other), /^refused-otherwise/)
})

test('it throws only where there is nothing to compare', () => {
  for (const headers of [{}, { 'X-Request-Id': '1234', Authorization: 'Bearer abc', 'Content-Type': 'application/json' }, { 'X-Hub-Signature-256': '' }]) {
    const { code, part } = refusalOf(() => github(headers))
    assert.deepEqual([code, part], ['ERR_ARGUMENT_INVALID', 'received'], JSON.stringify(headers))
  }
  // What stands where the signature belongs is looked at, whatever it is.
  const report = github({ 'X-Hub-Signature-256': '${sha256(secret, body)}' })
  assert.deepEqual([report.verdict, report.warnings.map(({ id }) => id).includes('received-is-code')], ['unexplained', true])
})

test('a credential that the message has is not asked for', () => {
  const scheme = {
    id: 'acme.request',
    credentials: ['apiKey', 'secret'],
    canonical: '{apiKey}{body}',
    headers: { 'X-Key': '{apiKey}', 'X-Sig': '{signature}' },
    touchingInputs: true,
  }
  const headers = { 'X-Key': 'key-1', 'X-Sig': hmac(`key-1${BODY}`) }
  assert.equal(explain(scheme, { secret: SECRET }, { headers, body: BODY }).verdict, 'match')
  assert.equal(named(explain(scheme, { secret: SECRET, apiKey: 'key-2' }, { headers, body: BODY })).includes('credential-other'), false)
  const { code, message } = refusalOf(() => explain(scheme, { secret: SECRET }, { headers: { 'X-Sig': headers['X-Sig'] }, body: BODY }))
  assert.equal(code, 'ERR_CREDENTIAL_MISSING')
  assert.match(message, /`apiKey`/)
})

const AWS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const DATE = '20260511T101500Z'
const NOW = { now: new Date('2026-05-11T10:15:01Z') }

test('the region and the service of an AWS request are those that it names', () => {
  const request = { method: 'POST', url: 'https://api.example.com/a?b=2', body: BODY }
  const signed = createSigner('aws.request', AWS, { region: 'eu-central-1', service: 'execute-api' }).sign({ ...request, now: NOW.now })
  const ask = (more, options) => explain('aws.request', { secretAccessKey: AWS.secretAccessKey }, { ...request, ...more }, undefined, { ...NOW, ...options })
  assert.equal(ask({ headers: signed.headers }).verdict, 'match')
  assert.equal(named(ask({ headers: signed.headers }, { region: 'us-east-1' })).includes('scope'), true)
  assert.match(named(ask({ headers: signed.headers, body: `${BODY}\n` })), /^body-[\w-]+$/)
  const { Authorization, ...others } = signed.headers
  assert.equal(refusalOf(() => explain('aws.request', AWS, { ...request, headers: others }, 'a'.repeat(64), NOW)).part, 'region')
  assert.match(named(ask({ headers: { ...others, 'X-Authorization': Authorization } })), /refused-otherwise/)
})

test('everything in a presigned URL is read, and asked of nobody', () => {
  const query = [
    'X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${encodeURIComponent(`AKIDEXAMPLE/20260511/eu-west-1/s3/aws4_request`)}`,
    `X-Amz-Date=${DATE}`,
    'X-Amz-Expires=3600',
    'X-Amz-SignedHeaders=host',
  ].join('&')
  const presigned = (path, payload, host = 'files.example.com') => {
    const whole = ['GET', path, query, `host:${host}\n`, 'host', payload].join('\n')
    const toSign = ['AWS4-HMAC-SHA256', DATE, '20260511/eu-west-1/s3/aws4_request', createHash('sha256').update(whole).digest('hex')].join('\n')
    const key = ['20260511', 'eu-west-1', 's3', 'aws4_request'].reduce((key, text) => createHmac('sha256', key).update(text).digest(), `AWS4${AWS.secretAccessKey}`)
    return `https://files.example.com/bucket/file.txt?${query}&X-Amz-Signature=${hmac(toSign, { key })}`
  }
  const ask = (url, options) => explain('aws.request', AWS, { method: 'GET', url }, undefined, { ...NOW, ...options })
  const right = ask(presigned('/bucket/file.txt', 'UNSIGNED-PAYLOAD'), { payload: 'unsigned' })
  assert.equal(named(right), 'refused-otherwise')
  assert.match(right.findings[0].causes[0].detail, /`authorization` expected the signature in this header, got one in the URL/)
  assert.equal(named(ask(presigned('/bucket/file.txt', 'UNSIGNED-PAYLOAD'))), 'payload-word')
  assert.equal(named(ask(presigned('/bucket/file.txt', createHash('sha256').digest('hex')))), 'refused-otherwise')
  assert.equal(named(ask(presigned('/file.txt', 'UNSIGNED-PAYLOAD'), { payload: 'unsigned' })), 'url-base-path-dropped')
  assert.equal(ask(presigned('/bucket/file.txt', 'UNSIGNED-PAYLOAD', 'inner:9000'), { payload: 'unsigned' }).verdict, 'unexplained')
})

test('a signature by RFC 9421 without its `Signature-Input`', () => {
  const options = { components: ['@method', '@path'] }
  const request = { method: 'POST', url: 'https://example.com/a' }
  const at = new Date(1747216800_000)
  const signed = createSigner('rfc9421.hmac-sha256', { secret: SECRET }, options).sign({ ...request, now: at })
  const { 'Signature-Input': _, ...headers } = signed.headers
  const ask = (headers) => explain('rfc9421.hmac-sha256', { secret: SECRET }, { ...request, headers, timestamp: '1747216800' }, undefined, { ...options, now: at })
  assert.equal(ask(signed.headers).verdict, 'match')
  assert.equal(named(ask(headers)), 'refused-otherwise')
  assert.equal(refusalOf(() => ask({})).part, 'received')
})
