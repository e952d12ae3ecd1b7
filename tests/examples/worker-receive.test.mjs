// The Worker of the examples, from a provider to the backend: what is passed on, what is refused, and what comes twice.
import assert from 'node:assert/strict'
import { constants, createHash, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { HANG_UP, hmac, recorder, send, sha256 } from './support.mjs'
import { BACKEND_URL, SECRETS, deployed } from './worker.mjs'

const key = (name) => readFileSync(at('tests', 'keys', name), 'utf8')
const KEY = key('rsa-2048.pkcs8.pem')
const CERTIFICATE = key('valid.certificate.pem')
const BINDINGS = { ...SECRETS, BACKEND_URL }
const JSON_TYPE = { 'content-type': 'application/json' }
const LIMIT = 1 << 20
const BODY = Buffer.from('{ "event":"paid", "name":"Zoë 😀" }\r\n')

let answer
const worker = await deployed({ after }, { bindings: BINDINGS, answer: (arrived) => answer?.(arrived) ?? {} })
const pinned = await deployed({ after }, { bindings: { ...BINDINGS, TU_CAMBIO_CERTIFICATE: CERTIFICATE } })

/** Sends to a Worker, and gives its answer with what the backend got. */
async function deliver(name, { headers, body, ...rest }, to = worker) {
  to.seen.length = 0
  const request = { path: `/webhooks/${name}`, headers: { ...JSON_TYPE, ...headers }, body, ...rest }
  const response = await send(to.port, request)
  return { ...response, arrived: to.seen[0], times: to.seen.length }
}

const ago = (seconds) => new Date(Date.now() - seconds * 1000)
const joined = (text, body) => Buffer.concat([Buffer.from(text), body])

/** How each provider signs, from its document; gives the headers, and what was signed. */
const SENDERS = {
  moneroo: (body, secret = SECRETS.MONEROO_WEBHOOK_SECRET) => [{ 'x-moneroo-signature': hmac(secret, body) }, body],
  github(body, secret = SECRETS.GITHUB_WEBHOOK_SECRET) {
    return [{ 'x-hub-signature-256': `sha256=${hmac(secret, body)}` }, body]
  },
  'tu-cambio': (body, secret = SECRETS.TU_CAMBIO_SECRET) => [{ authorization: hmac(secret, body) }, body],
  stripe(body, secret = SECRETS.STRIPE_WEBHOOK_SECRET, seconds = 0) {
    const time = Math.floor(ago(seconds) / 1000)
    const signed = joined(`${time}.`, body)
    return [{ 'stripe-signature': `t=${time},v1=${hmac(secret, signed)}` }, signed]
  },
}

/** Tu Cambio with a date. */
function dated(body, seconds = 0, prefix = '') {
  const date = ago(seconds).toISOString()
  const signed = joined(date, body)
  return [{ 'x-date': date, authorization: prefix + hmac(SECRETS.TU_CAMBIO_SECRET, signed) }, signed]
}

const BODIES = {
  'JSON with CR LF and letters outside ASCII': BODY,
  'bytes that are not UTF-8': Buffer.from([0xff, 0x00, 0xfe, 0x7b]),
  'a byte order mark': Buffer.from('\ufeff{}'),
  'nothing': Buffer.alloc(0),
  'as much as is taken': Buffer.alloc(LIMIT, 'x'),
}

for (const [name, signedBy] of Object.entries(SENDERS)) {
  for (const [what, body] of Object.entries(BODIES)) {
    for (const pieces of [undefined, [body.subarray(0, 9), body.subarray(9)].filter(({ length }) => length > 0)]) {
      test(`${name}, ${what}${pieces ? ', in chunks' : ''}: arrives as it was sent`, async () => {
        const [headers, signed] = signedBy(body)
        const { status, text, arrived, times } = await deliver(name, { headers, body, pieces })
        assert.deepEqual([status, text, times], [200, '', 1])
        assertPassed(arrived, { name, body, signed })
      })
    }
    test(`${name}, ${what}: changed, it is refused`, async () => {
      const [headers] = signedBy(body)
      for (const [from, more] of [[0, '\n'], [1, 'y']]) {
        const changed = Buffer.concat([body.subarray(from), Buffer.from(more)])
        if (changed.length <= LIMIT) await assertRefused(name, { headers, body: changed })
      }
    })
  }
  test(`${name}: what nobody signed is refused`, async () => {
    const [headers] = signedBy(BODY, 'another secret')
    await assertRefused(name, { headers, body: BODY })
    await assertRefused(name, { headers: {}, body: BODY })
    for (const header of Object.keys(headers)) await assertRefused(name, { headers: { [header]: '' }, body: BODY })
    for (const [other, send] of Object.entries(SENDERS)) {
      if (other !== name) await assertRefused(name, { headers: send(BODY)[0], body: BODY })
    }
  })
  test(`${name}: what is too large is refused`, async () => {
    const body = Buffer.alloc(LIMIT + 1, 'x')
    const [headers] = signedBy(body)
    for (const pieces of [undefined, [body]]) {
      const { status, text, times } = await deliver(name, { headers, body, pieces })
      assert.deepEqual([status, text, times], [413, '', 0])
    }
  })
}

test('stripe: too old or from the future is refused', async () => {
  for (const seconds of [400, -400]) {
    await assertRefused('stripe', { headers: SENDERS.stripe(BODY, undefined, seconds)[0], body: BODY })
  }
})

test('tu-cambio: with a date, it is signed too', async () => {
  for (const prefix of ['', 'Signature: ', 'token, Signature: ']) {
    const [headers, signed] = dated(BODY, 100, prefix)
    const { status, arrived } = await deliver('tu-cambio', { headers, body: BODY })
    assert.equal(status, 200)
    assertPassed(arrived, { name: 'tu-cambio', body: BODY, signed })
  }
  for (const seconds of [400, -400]) await assertRefused('tu-cambio', { headers: dated(BODY, seconds)[0], body: BODY })
  const [headers] = dated(BODY)
  await assertRefused('tu-cambio', { headers: { ...headers, 'x-date': ago(1).toISOString() }, body: BODY })
})

/** A JWS over `body`, as Tu Cambio makes it. */
function jws(body, { header = { alg: 'PS256' }, privateKey = KEY, isDetached = false } = {}) {
  const encode = (bytes) => Buffer.from(bytes).toString('base64url')
  const [head, payload] = [encode(JSON.stringify(header)), encode(body)]
  const how = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const signature = encode(sign('sha256', Buffer.from(`${head}.${payload}`), how))
  return `${head}.${isDetached ? '' : payload}.${signature}`
}

test('tu-cambio, with the certificate bound: both signatures have to be right', async (t) => {
  const [headers, signed] = SENDERS['tu-cambio'](BODY)
  const unsigned = (header) => `${Buffer.from(header).toString('base64url')}.${BODY.toString('base64url')}`
  const shared = unsigned('{"alg":"HS256"}')
  const cases = [
    ['attached', jws(BODY), 200],
    ['detached', jws(BODY, { isDetached: true }), 200],
    ['none', undefined, 400],
    ['empty', '', 400],
    ['over another body', jws(Buffer.from('{}')), 400],
    ['with another key', jws(BODY, { privateKey: key('other-2048.pkcs8.pem') }), 400],
    ['with a certificate of its own', jws(BODY, {
      privateKey: key('other-2048.pkcs8.pem'),
      header: { alg: 'PS256', x5c: [key('other.certificate.pem').replace(/-----[A-Z ]+-----|\s/g, '')] },
    }), 400],
    ['without an algorithm', `${unsigned('{"alg":"none"}')}.`, 400],
    ['with the certificate as a shared secret', `${shared}.${hmac(CERTIFICATE, shared, 'base64url')}`, 400],
  ]
  for (const [what, value, expected] of cases) {
    await t.test(`a JWS ${what}: ${expected}`, async () => {
      const given = value === undefined ? headers : { ...headers, 'jws-signature': value }
      const { status, text, arrived } = await deliver('tu-cambio', { headers: given, body: BODY }, pinned)
      assert.deepEqual([status, text, arrived !== undefined], [expected, '', expected === 200])
      if (arrived) assertPassed(arrived, { name: 'tu-cambio', body: BODY, signed })
    })
  }
  await t.test('a right JWS beside a wrong signature: 400', async () => {
    const given = { authorization: hmac('wrong', BODY), 'jws-signature': jws(BODY) }
    assert.equal((await deliver('tu-cambio', { headers: given, body: BODY }, pinned)).status, 400)
  })
})

test('headers of the sender do not pass for those of the Worker', async () => {
  const [headers, signed] = SENDERS.github(BODY)
  const stray = {
    authorization: 'Bearer theirs', cookie: 'a=1', 'x-webhook-scheme': 'stripe.webhook', host: 'evil.example',
    'x-webhook-fingerprint': 'theirs', 'x-forwarded-for': '1.2.3.4', connection: 'x-hop', 'x-hop': '1',
  }
  const more = { 'x-github-event': 'push', 'x-github-delivery': 'd-1' }
  const { arrived } = await deliver('github', { headers: { ...headers, ...stray, ...more }, body: BODY })
  assertPassed(arrived, { name: 'github', body: BODY, signed, more })
})

test('other paths and methods are nothing', async () => {
  const [headers] = SENDERS.github(BODY)
  const names = ['', 'nobody', 'github/', 'github/x', 'GitHub', '__proto__', 'constructor', 'git%68ub', '/github']
  for (const name of names) {
    const { status, times } = await deliver(name, { headers, body: BODY })
    assert.deepEqual([status, times], [404, 0], name)
  }
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const body = method === 'GET' ? undefined : BODY
    assert.equal((await deliver('github', { headers, body, method })).status, 404, method)
  }
})

test('what the backend does not take is a 502 without details, so that it comes again', async () => {
  const [headers] = SENDERS.github(BODY)
  const answers = [
    { status: 500, body: 'secret details' },
    { status: 401 },
    { status: 302, headers: { location: 'https://evil.example/' } },
  ]
  for (const one of answers) {
    answer = () => one
    const { status, text, headers: shown, times } = await deliver('github', { headers, body: BODY })
    assert.deepEqual([status, text, shown.location, times], [502, '', undefined, 1])
  }
  answer = () => HANG_UP
  const { status, text } = await deliver('github', { headers, body: BODY })
  answer = undefined
  assert.deepEqual([status, text], [500, ''])
})

test('without the memory, what comes twice arrives twice, with the same fingerprint', async () => {
  const [headers] = SENDERS.moneroo(BODY)
  const first = await deliver('moneroo', { headers, body: BODY })
  const second = await deliver('moneroo', { headers, body: BODY })
  assert.deepEqual([first.times, second.times], [1, 1])
  assert.equal(second.arrived.headers['x-webhook-fingerprint'], first.arrived.headers['x-webhook-fingerprint'])
})

test('with the memory, what was passed on is not passed on again', async (t) => {
  let status = 500
  const options = { kvNamespaces: ['SEEN'] }
  const remembering = await deployed(t, { bindings: BINDINGS, options, answer: () => ({ status }) })
  const kv = await remembering.miniflare.getKVNamespace('SEEN')
  for (const name of Object.keys(SENDERS)) {
    const body = Buffer.from(`{"of":"${name}"}`)
    const [headers, signed] = SENDERS[name](body)
    const attempt = async (given = headers) => {
      const { status, times } = await deliver(name, { headers: given, body }, remembering)
      return [status, times]
    }
    status = 500
    assert.deepEqual(await attempt(), [502, 1], 'what failed is not remembered')
    status = 200
    assert.deepEqual(await attempt(), [200, 1])
    for (let again = 0; again < 3; again++) assert.deepEqual(await attempt(), [200, 0])
    const { keys } = await kv.list({ prefix: `${name}:${sha256(signed)}` })
    assert.equal(keys.length, 1)
    // As long as the signature would be taken, from the future on; without a time in it, for ever.
    const left = keys[0].expiration && keys[0].expiration - Math.floor(Date.now() / 1000)
    if (name === 'stripe') assert(left > 300 && left <= 601, String(left))
    else assert.equal(left, undefined)
  }
  const body = Buffer.from('{"of":"another"}')
  const { times } = await deliver('moneroo', { headers: SENDERS.moneroo(body)[0], body }, remembering)
  assert.equal(times, 1)
  await t.test('what is refused is not remembered', async () => {
    const before = (await kv.list()).keys.length
    await deliver('github', { headers: SENDERS.github(body, 'wrong')[0], body }, remembering)
    assert.equal((await kv.list()).keys.length, before)
  })
})

test('a service binding gets it without a token', async (t) => {
  const backend = await recorder(t)
  const serviceBindings = { BACKEND: { external: { address: `127.0.0.1:${backend.port}`, http: {} } } }
  const { BACKEND_TOKEN, ...others } = SECRETS
  const bound = await deployed(t, { bindings: others, options: { serviceBindings } })
  const [headers, signed] = SENDERS.github(BODY)
  const { status, times } = await deliver('github', { headers, body: BODY }, bound)
  assert.deepEqual([status, times, backend.seen.length], [200, 0, 1])
  const [{ method, url, body, headers: passed }] = backend.seen
  assert.deepEqual([method, url, body], ['POST', '/webhooks', BODY])
  assert.deepEqual([passed.authorization, passed['x-webhook-fingerprint']], [undefined, sha256(signed)])
})

test('a backend without a token, or without a URL, is a 500, and nothing is passed on', async (t) => {
  for (const missing of ['BACKEND_TOKEN', 'BACKEND_URL', 'GITHUB_WEBHOOK_SECRET']) {
    const { [missing]: _, ...others } = BINDINGS
    const lacking = await deployed(t, { bindings: others })
    const { status, text, times } = await deliver('github', { headers: SENDERS.github(BODY)[0], body: BODY }, lacking)
    assert.deepEqual([status, text, times], [500, '', 0], missing)
  }
})

test('no secret, token or signature is in the log', () => {
  const log = worker.log() + pinned.log()
  assert.match(log, /ERR_SIGNATURE_MISMATCH/, 'expected a log')
  for (const [name, secret] of Object.entries(SECRETS)) if (secret.length > 3) assert(!log.includes(secret), name)
  assert.doesNotMatch(log, /[0-9a-f]{64}/)
})

/** What the backend gets: the bytes that were signed, and who says so. */
function assertPassed({ method, url, headers, body }, { name, body: sent, signed, more = {} }) {
  assert.deepEqual([method, `https://${headers.host}${url}`, headers['x-sent-by']], ['POST', BACKEND_URL, 'https'])
  assert(body.equals(sent), 'expected the bytes that were sent')
  const { 'cf-worker': _, 'content-length': length, ...others } = headers
  assert.equal(Number(length), sent.length)
  assert.deepEqual(others, {
    host: new URL(BACKEND_URL).host,
    'x-sent-by': 'https',
    ...JSON_TYPE,
    authorization: `Bearer ${SECRETS.BACKEND_TOKEN}`,
    'x-webhook-name': name,
    'x-webhook-scheme': `${name}.webhook`,
    'x-webhook-fingerprint': createHash('sha256').update(signed).digest('hex'),
    ...more,
  })
}

async function assertRefused(name, delivery) {
  const { status, text, times } = await deliver(name, delivery)
  assert.deepEqual([status, text, times], [400, '', 0])
}
