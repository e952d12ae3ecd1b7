// The command line explains whatever the library explains: each input of `explain`, by flags and in a saved case.
import assert from 'node:assert/strict'
import { createHash, createHmac, createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { CANARY } from './cases.mjs'
import { file } from './cli.mjs'
import { ACME, ENV, TIME, answered, hmac, refused, write } from './cli-custom-schemes.mjs'
import { createSigner, explain } from './package.mjs'

const CLOCK = ['--now', `@${TIME}`]
const BODY = '{"a": 1}'
const NOW = new Date(Number(TIME) * 1000)
const pem = (name) => readFileSync(at('tests', 'keys', name), 'utf8')
const RSA = { ...ACME, id: 'acme.rsa', algorithm: 'rsassa-pkcs1-v1_5-sha256', encoding: 'base64', credentials: ['privateKey'], key: '{privateKey}' }
const lines = (headers) => Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
const verdictOf = async (args, options, code = 0) => JSON.parse(await answered(['explain', ...args, '--json'], options, code)).verdict
const named = async (args, options) =>
  JSON.parse(await answered(['explain', ...args, '--json'], options, 1)).findings.map(({ causes }) => causes.map(({ id }) => id).join(' + ')).join()

test('a private key explains as its public half does, by a flag and in a case, as PEM and as a JWK', async () => {
  write('rsa.json', RSA)
  const { headers } = createSigner(RSA, { privateKey: pem('rsa-2048.pkcs8.pem') }).sign({ body: BODY, timestamp: TIME })
  const message = ['rsa.json', '--body', BODY, ...lines(headers), ...CLOCK]
  const [own, other] = ['rsa-2048.pkcs8.pem', 'rsa-2048.spki.pem'].map((name) => `file:${file(name, pem(name))}`)
  assert.equal(await verdictOf([...message, '--private-key', own]), 'match')
  assert.equal(await verdictOf([...message, '--public-keys', other]), 'match')
  assert.equal(await verdictOf(message, { env: { COUNTERSIGN_PRIVATE_KEY: pem('rsa-2048.pkcs8.pem') } }), 'match')
  const jwk = createPrivateKey(pem('rsa-2048.pkcs8.pem')).export({ format: 'jwk' })
  for (const credentials of [{ privateKey: pem('rsa-2048.pkcs8.pem') }, { privateKey: jwk }, { publicKeys: [pem('rsa-2048.spki.pem')] }]) {
    write('case.json', { scheme: RSA, credentials, request: { body: BODY, headers } })
    assert.equal(await verdictOf(['case.json', ...CLOCK]), 'match')
    assert.equal(explain(RSA, credentials, { body: BODY, headers }, undefined, { now: NOW }).verdict, 'match')
  }
  await refused(['explain', ...message], /^countersign: `acme.rsa` needs `publicKeys` or `certificates` or `privateKey`: /, { env: {} })
})

test('a presigned URL is all that is needed besides the secret', async () => {
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260511%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20260511T101500Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host`
  const whole = ['GET', '/file.txt', query, 'host:files.example.com\n', 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const scope = '20260511/eu-west-1/s3/aws4_request'
  const key = scope.split('/').reduce((key, text) => createHmac('sha256', key).update(text).digest(), `AWS4${CANARY}`)
  const signature = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n20260511T101500Z\n${scope}\n${createHash('sha256').update(whole).digest('hex')}`).digest('hex')
  const url = `https://files.example.com/file.txt?${query}&X-Amz-Signature=${signature}`
  const env = { COUNTERSIGN_SECRET_ACCESS_KEY: CANARY }
  const clock = ['--now', '2026-05-11T10:15:01Z']
  assert.equal(await named(['aws.request', '--method', 'GET', '--url', url, '--option', 'payload=unsigned', ...clock], { env }), 'refused-otherwise')
  assert.equal(await named(['aws.request', '--http', '-', '--option', 'payload=unsigned', ...clock], { env, input: `GET ${url} HTTP/1.1\n\n` }), 'refused-otherwise')
  write('case.json', { scheme: 'aws.request', credentials: { secretAccessKey: CANARY }, request: { method: 'GET', url }, options: { payload: 'unsigned' } })
  assert.equal(await named(['case.json', ...clock]), 'refused-otherwise')
  const other = url.replace('/file.txt', '/files.txt')
  assert.equal(await verdictOf(['aws.request', '--method', 'GET', '--url', other, ...clock], { env }, 1), 'unexplained')
})

test('a credential that the message has is not asked for', async () => {
  write('both.json', { ...ACME, credentials: ['apiKey', 'secret'], canonical: '{apiKey}.{timestamp}.{body}', headers: { ...ACME.headers, 'Acme-Key': '{apiKey}' } })
  const headers = { 'Acme-Key': 'key-1', 'Acme-Time': TIME, 'Acme-Signature': `v1=${hmac(`key-1.${TIME}.${BODY}`)}` }
  assert.equal(await verdictOf(['both.json', '--body', BODY, ...lines(headers), ...CLOCK], { env: ENV }), 'match')
  const { 'Acme-Key': _, ...others } = headers
  await refused(['explain', 'both.json', '--body', BODY, ...lines(others)], /`acme.request` needs the credential `apiKey`/)
})

test('the options of a standard, the status of a response, and lists', async () => {
  const options = { components: ['@status', 'content-type'] }
  const signed = createSigner('rfc9421.hmac-sha256', { secret: CANARY }, options).sign({ status: 200, headers: { 'Content-Type': 'text/plain' }, now: NOW })
  const { Signature, 'Signature-Input': input } = signed.headers
  const headers = { Signature, 'Signature-Input': input, 'Content-Type': 'text/plain' }
  const flags = ['rfc9421.hmac-sha256', '--option', 'components=@status', '--option', 'components=content-type', ...CLOCK]
  assert.equal(await verdictOf([...flags, '--status', '200', ...lines(headers)], { env: ENV }), 'match')
  assert.equal(await verdictOf([...flags, '--status', '201', ...lines(headers)], { env: ENV }, 1), 'unexplained')
  const http = `HTTP/1.1 200 OK\n${Object.entries(headers).map((header) => header.join(': ')).join('\n')}\n\n`
  assert.equal(await verdictOf([...flags, '--http', '-'], { env: ENV, input: http }), 'match')
  write('case.json', { scheme: 'rfc9421.hmac-sha256', secret: CANARY, request: { status: 200, headers }, options })
  assert.equal(await verdictOf(['case.json', ...CLOCK]), 'match')
  const { request } = JSON.parse(await answered(['explain', 'case.json', ...CLOCK, '--export', '-']))
  assert.equal(explain('rfc9421.hmac-sha256', { secret: 'a' }, request).verdict, 'unexplained')
  await refused(['explain', ...flags, '--status', 'ok', ...lines(headers)], /`--status`: expected three digits, such as `200`/)
  await refused(['explain', write('bad.json', { scheme: 'rfc9421.hmac-sha256', secret: CANARY, request: { status: 'ok', headers } })], /`status`: expected a number of three digits/)
  // As sign and verify take it.
  const made = JSON.parse(await answered(['sign', 'rfc9421.hmac-sha256', '--option', 'components=@status', '--status', '200', '--timestamp', TIME, '--json'], { env: ENV }))
  const verify = ['verify', 'rfc9421.hmac-sha256', '--status', '200', ...lines(made.headers), ...CLOCK]
  assert.match(await answered([...verify, '--option', 'components=@status'], { env: ENV }), /^valid/)
})

test('options of a custom scheme with a dot in their names, which are not those of a JWS', async () => {
  const scheme = { ...ACME, options: { 'api.version': '1' }, canonical: '{api.version}.{timestamp}.{body}' }
  const headers = { 'Acme-Time': TIME, 'Acme-Signature': `v1=${hmac(`2.${TIME}.${BODY}`)}` }
  write('dotted.json', scheme)
  assert.equal(await verdictOf(['dotted.json', '--option', 'api.version=2', '--body', BODY, ...lines(headers), ...CLOCK], { env: ENV }), 'match')
  write('case.json', { scheme, secret: CANARY, request: { body: BODY, headers }, options: { 'api.version': '2' } })
  assert.equal(await verdictOf(['case.json', ...CLOCK]), 'match')
})

test('the options of a case are those of the API, in JSON', async () => {
  const headers = { 'Acme-Time': TIME, 'Acme-Signature': `v1=${hmac(`${TIME}.${BODY}`)}` }
  const saved = (options) => write('case.json', { scheme: ACME, secret: CANARY, request: { body: BODY, headers }, options })
  const later = ['--now', `@${Number(TIME) + 10_000}`]
  assert.equal(await verdictOf([saved({}), ...later], {}, 1), 'stale')
  assert.equal(await verdictOf([saved({ toleranceSeconds: null }), ...later]), 'match')
  assert.equal(await verdictOf([saved({ toleranceSeconds: 20_000 }), ...later]), 'match')
  const exported = await answered(['explain', saved({ toleranceSeconds: null }), ...later, '--export', '-'])
  assert.equal(await verdictOf([file('exported.json', exported)]), 'match')
  const { findings } = JSON.parse(await answered(['explain', saved({ signedBy: 'provider', now: NOW.toISOString() }), '--json', '--received', 'a'.repeat(64)], {}, 1))
  assert.deepEqual(findings, [])
  headers['Acme-Signature'] = `v1=${hmac(`${TIME}.${BODY}\n`)}`
  for (const [signedBy, who] of [['provider', /The provider/], ['client', /The client/]]) {
    assert.match(await answered(['explain', saved({ signedBy, now: NOW.toISOString() }), '--json'], {}, 1), who)
  }
  const jws = { id: 'acme.jws', canonical: '{body}', algorithm: 'jws-hmac', options: { 'jws.form': 'detached', 'jws.alg': 'HS256' }, headers: { 'Acme-Jws': '{signature}' } }
  const signed = createSigner(jws, { secret: CANARY }, { jws: { form: 'attached', alg: 'HS512' } }).sign({ body: BODY })
  write('case.json', { scheme: jws, secret: CANARY, request: { body: BODY, headers: signed.headers }, options: { jws: { form: 'attached', alg: ['HS256', 'HS512'] } } })
  assert.equal(await verdictOf(['case.json']), 'match')
})

test('a header that the scheme signs is missing: it is said, and nothing is refused', async () => {
  const message = ['standard-webhooks.webhook', '--body', 'a', '--timestamp', '1', '--received', 'a'.repeat(43)]
  const { verdict, warnings } = JSON.parse(await answered(['explain', ...message, '--json'], { env: ENV }, 1))
  assert.equal(verdict, 'unexplained')
  assert.match(warnings.map(({ detail }) => detail).join(), /`webhook-id` expected this header/)
})
