// The Worker of the examples, from a service to a provider: what arrives there, and what attackers try at the door.
import assert from 'node:assert/strict'
import { constants, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { at } from '../../pkg-template/tools.mjs'
import { HANG_UP, hmac, send } from './support.mjs'
import { SECRETS, deployed, home } from './worker.mjs'

const TOKEN = { authorization: `Bearer ${SECRETS.PROXY_TOKEN}` }
const SESSIONS = '/securo/api/v1/sessions'
const JSON_TYPE = { 'content-type': 'application/json' }
const KEY = readFileSync(at('tests', 'keys', 'rsa-2048.pkcs8.pem'), 'utf8')

let answer
const worker = await deployed({ after }, {
  bindings: { ...SECRETS, TU_CAMBIO_PRIVATE_KEY: KEY },
  answer: (arrived) => answer?.(arrived) ?? {},
})

/** Sends to the Worker, and gives its answer with what the provider got. */
async function through(request, given) {
  worker.seen.length = 0
  answer = given
  const { headers, ...rest } = request
  const response = await send(worker.port, { ...rest, headers: { ...TOKEN, ...JSON_TYPE, ...headers } })
  return { ...response, arrived: worker.seen[0], times: worker.seen.length }
}

const securo = (key, secret, origin) => ({ headers, url, method, body }) => {
  const start = `${origin}${url}&method=${method}&timestamp=${headers['x-sec-ts']}${body.length > 0 ? '&body=' : ''}`
  assert.equal(headers['x-sec-key'], key)
  assert.equal(headers['x-sec-sign'], hmac(secret, Buffer.concat([Buffer.from(start), body])))
  return ['x-sec-key', 'x-sec-ts', 'x-sec-sign']
}

/** Each provider: where it is, and what it checks; gives the names of the headers that the scheme adds. */
const CHECKS = {
  securo: ['sandbox.securo.dev', securo('securo-api-key', 'securo-secret', 'https://sandbox.securo.dev')],
  thirdfi: ['sandbox.thirdfi.org', securo('thirdfi-api-key', 'thirdfi-secret', 'https://sandbox.thirdfi.org')],
  'smile-id': ['testapi.smileidentity.com', ({ body }) => {
    const { partner_id, timestamp, signature } = JSON.parse(body)
    assert.equal(partner_id, '085')
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.equal(signature, hmac('smile-id-api-key', `${timestamp}085sid_request`, 'base64'))
    return []
  }],
  moneroo: ['api.moneroo.io', ({ headers }) => {
    assert.deepEqual([headers.authorization, headers.accept], ['Bearer moneroo-secret', 'application/json'])
    return ['authorization', 'accept']
  }],
  'tu-cambio': ['api.tucambio.example', ({ headers, body }) => {
    assert.equal(headers['x-tucambio-api-key'], 'tu-cambio-api-key')
    const signed = Buffer.concat([Buffer.from(headers['x-date']), body])
    assert.equal(headers.authorization, hmac('tu-cambio-secret', signed))
    const [head, payload, signature] = headers['jws-signature'].split('.')
    assert.equal(Buffer.from(head, 'base64url').toString(), '{"alg":"PS256"}')
    assert.deepEqual(Buffer.from(payload, 'base64url'), body)
    const key = { key: createPublicKey(KEY), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    assert(verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
    return ['x-tucambio-api-key', 'x-date', 'authorization', 'jws-signature']
  }],
}

/** Requests that go through, each with the body that has to arrive; of Smile ID, how it has to start. */
const ALLOWED = [
  ['securo', 'POST', '/api/v1/sessions', '{ "name":"Zoë 😀", "a": 1.0 }\r\n', '{"name":"Zoë 😀","a":1}'],
  ['securo', 'GET', '/api/v1/sessions'],
  ['securo', 'GET', "/api/v1/sessions?page=2&q=a%20b&to=https://evil.example/@x&r='"],
  ['securo', 'GET', '/api/v1/sessions/0b7c5d5e-1f1a-4a3e-9a3d-6f2f5f0e8b11'],
  ['thirdfi', 'POST', '/api/v1/sessions', '{"b":1,"2":"x"}', '{"2":"x","b":1}'],
  ['smile-id', 'POST', '/v1/id_verification', '{ "id_number" : "1\\u0041" }', '{ "id_number" : "1\\u0041"'],
  ['moneroo', 'POST', '/v1/payments/initialize', '{ "amount": 1.0 }\r\n', '{ "amount": 1.0 }\r\n'],
  ['moneroo', 'GET', '/v1/payments/py_1/verify'],
  ['tu-cambio', 'POST', '/payouts', '{ "amount": 1.0, "name": "Zoë" }\n', '{ "amount": 1.0, "name": "Zoë" }\n'],
]

for (const [name, method, path, body, expected = ''] of ALLOWED) {
  test(`${name}: ${method} ${path}`, async () => {
    const request = { method, path: `/${name}${path}`, body: body && Buffer.from(body) }
    const { status, text, arrived, times } = await through(request)
    assert.deepEqual([status, text, times], [200, '{"ok":true}', 1], worker.log())
    const [host, check] = CHECKS[name]
    // Whatever the path says, the request goes to the provider's host, by TLS.
    assert.deepEqual([arrived.headers.host, arrived.headers['x-sent-by']], [host, 'https'])
    const target = new URL(`https://${host}${path}`)
    assert.deepEqual([arrived.method, arrived.url], [method, target.pathname + target.search])
    const got = arrived.body.toString()
    assert.equal(name === 'smile-id' ? got.slice(0, expected.length) : got, expected)
    const added = check(arrived)
    const usual = ['cf-worker', 'host', 'x-sent-by', ...(body ? ['content-type', 'content-length'] : ['content-type'])]
    const others = Object.keys(arrived.headers).filter((header) => !added.includes(header) && !usual.includes(header))
    assert.deepEqual(others, [])
  })
}

test('headers that are not meant for the provider stay behind', async () => {
  const stray = {
    cookie: 'a=1', 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example',
    'x-sec-key': 'theirs', 'x-sec-ts': '1', 'x-sec-sign': 'theirs', 'x-http-method-override': 'DELETE', te: 'trailers',
    'proxy-authorization': 'Basic eA==', connection: 'x-hop', 'x-hop': '1', 'user-agent': 'theirs',
    'cf-connecting-ip': '1.2.3.4', 'accept-encoding': 'br', 'idempotency-key': 'order-1', host: 'evil.example',
  }
  const { status, arrived } = await through({ path: SESSIONS, headers: stray, body: Buffer.from('{}') })
  assert.equal(status, 200)
  const usual = ['cf-worker', 'content-length', 'content-type', 'host', 'x-sent-by']
  const names = [...usual, 'idempotency-key', 'x-sec-key', 'x-sec-sign', 'x-sec-ts'].sort()
  assert.deepEqual(Object.keys(arrived.headers).sort(), names)
  assert.deepEqual([arrived.headers.host, arrived.headers['idempotency-key']], ['sandbox.securo.dev', 'order-1'])
  CHECKS.securo[1](arrived)
})

const { PROXY_TOKEN: RIGHT } = SECRETS
const REFUSED_TOKENS = [
  undefined, '', 'Bearer', 'Bearer ', 'Bearer undefined', 'Bearer null', RIGHT, `bearer ${RIGHT}`, `Bearer ${RIGHT}x`,
  `Bearer ${RIGHT.slice(0, -1)}`, `Bearer ${RIGHT.toUpperCase()}`, `Bearer x, Bearer ${RIGHT}`,
  `Basic ${btoa(`:${RIGHT}`)}`, `Bearer ${SECRETS.BACKEND_TOKEN}`,
]

for (const authorization of REFUSED_TOKENS) {
  test(`the token \`${authorization}\` opens nothing, and shows nothing`, async () => {
    worker.seen.length = 0
    for (const path of [SESSIONS, '/nothing', `/webhooks/..${SESSIONS}`, '/webhooks']) {
      const headers = authorization === undefined ? {} : { authorization }
      const { status, text } = await send(worker.port, { method: 'GET', path, headers })
      assert.deepEqual([status, text], [401, ''], path)
    }
    assert.deepEqual(worker.seen, [])
  })
}

for (const PROXY_TOKEN of [undefined, '', 'short']) {
  test(`with the token \`${PROXY_TOKEN}\` bound, nobody comes in`, async (t) => {
    const { PROXY_TOKEN: _, ...others } = SECRETS
    const open = await deployed(t, { bindings: PROXY_TOKEN === undefined ? others : { ...others, PROXY_TOKEN } })
    for (const authorization of ['', 'Bearer', 'Bearer ', `Bearer ${PROXY_TOKEN}`]) {
      const { status, text } = await send(open.port, { method: 'GET', path: SESSIONS, headers: { authorization } })
      assert.deepEqual([status, text], [500, ''])
    }
    assert.deepEqual(open.seen, [])
    assert.match(open.log(), /`PROXY_TOKEN`: expected a secret/)
  })
}

/** Paths that have to lead nowhere. */
const TRICKS = [
  '/', '//', '/securo', '/securo/', '/securo//api/v1/sessions', '//securo/api/v1/sessions',
  '/securo/api/v1/sessions/', '/securo/api/v1//sessions', '/securo//evil.example/api/v1/sessions',
  '/securo/@evil.example/api/v1/sessions', '/securo@evil.example/api/v1/sessions',
  '/securo/https://evil.example/api/v1/sessions', '/securo.evil.example/api/v1/sessions',
  '/securo/:80/api/v1/sessions', '/securo/api/v1/sessions/..%2f..%2fadmin', '/securo/api/v1/sessions/%2e%2e%2fadmin',
  '/securo/api/v1/sessions/a%2fb', '/securo/api/v1/sessions/a%5cb', '/securo/api/v1/sessions/%2e%2e',
  '/securo/api/v1/sessions/..', '/securo/api/v1/sessions/../users', '/securo/api/v1/sessions/a/b',
  '/securo/api/v1/sessions/a;b', '/securo/api/v1/sessions/a%00', '/securo/api/v1/sessions/a%0d%0aHost:evil.example',
  '/securo/api/v1/sessions/é', '/securo/api/v1/sessions%2f1', '/securo/API/v1/sessions', '/securo%2fapi/v1/sessions',
  '/securo\\api\\v1\\users', '/securo/\\evil.example', '/Securo/api/v1/sessions', '/securo/api/v1/users',
  '/securo/api/v1/sessionsx', '/securo/x/api/v1/sessions', '/constructor/api/v1/sessions', '/__proto__/x',
  '/smile-id/api/v1/sessions', '/securo/../moneroo/v1/payouts', '/securo/api/v1/sessions/.',
  '/securo?/api/v1/sessions', '/evil.example/api/v1/sessions',
]

test('tricks with paths lead nowhere', async (t) => {
  for (const path of TRICKS) {
    await t.test(path, async () => {
      const { status, text, times } = await through({ method: 'GET', path: Buffer.from(path).toString('latin1') })
      assert.deepEqual([status, text, times], [404, '', 0])
    })
  }
})

/** What is the same path, as clients and servers read it; what was looked up is what is called. */
const SAME = [`/x/..${SESSIONS}`, '/securo/api/./v1/x/%2e%2e/sessions', `/webhooks/..${SESSIONS}`]

for (const path of SAME) {
  test(`${path}: what was looked up is what is called`, async () => {
    const { status, arrived } = await through({ method: 'GET', path })
    assert.deepEqual([status, arrived.url, arrived.headers.host], [200, '/api/v1/sessions', 'sandbox.securo.dev'])
    CHECKS.securo[1](arrived)
  })
}

test('a whole URL in the request line, and a host in its header, lead nowhere else', async () => {
  const path = 'http://evil.example/securo/api/v1/sessions'
  const { arrived, status } = await through({ method: 'GET', path, headers: { host: 'evil.example' } })
  if (status === 200) assert.equal(arrived.headers.host, 'sandbox.securo.dev')
  else assert.equal(arrived, undefined)
})

test('other methods lead nowhere', async (t) => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND']) {
    await t.test(method, async () => {
      const { status, times } = await through({ method, path: SESSIONS })
      assert.deepEqual([status === 404 || status === 501, times], [true, 0], status)
    })
  }
  const { status, times } = await through({ path: '/moneroo/v1/payments/1', body: Buffer.from('{}') })
  assert.deepEqual([status, times], [404, 0])
})

test('a redirect is not followed, nor shown', async () => {
  for (const location of ['https://evil.example/', '/api/v1/other', '//evil.example']) {
    const request = { path: '/moneroo/v1/payments/initialize', body: Buffer.from('{}') }
    const elsewhere = () => ({ status: 307, headers: { location } })
    const { status, text, headers, times } = await through(request, elsewhere)
    assert.deepEqual([status, text, headers.location, times], [502, '', undefined, 1])
  }
})

test('of what a provider answers, status, type and body come back, and no other header', async () => {
  const echo = ({ headers: { 'content-length': _, ...headers } }) => ({
    status: 429,
    headers: { ...headers, 'set-cookie': 'a=1', 'x-debug': 'on', 'retry-after': '7', 'content-type': 'text/plain' },
    body: 'wait',
  })
  const { status, text, headers, arrived } = await through({ path: SESSIONS, body: Buffer.from('{}') }, echo)
  assert.deepEqual([status, text, headers['retry-after'], headers['content-type']], [429, 'wait', '7', 'text/plain'])
  const usual = ['retry-after', 'content-type', 'content-length', 'transfer-encoding', 'connection', 'date']
  assert.deepEqual(Object.keys(headers).filter((name) => !usual.includes(name)), [])
  assert(!JSON.stringify(headers).includes(arrived.headers['x-sec-sign']))
})

for (const status of [201, 204, 401, 404, 500, 503]) {
  test(`the status ${status} comes back`, async () => {
    const given = { status, body: status === 204 ? undefined : 'as it is' }
    const answered = await through({ method: 'GET', path: SESSIONS }, () => given)
    assert.deepEqual([answered.status, answered.text], [status, status === 204 ? '' : 'as it is'])
  })
}

test('a provider that hangs up is a 502', async () => {
  const { status, text } = await through({ method: 'GET', path: SESSIONS }, () => HANG_UP)
  assert.deepEqual([status, text], [502, ''])
})

test('a body that is too large, or cannot be signed, goes nowhere', async () => {
  const large = Buffer.alloc((1 << 20) + 1, 'x')
  const broken = Buffer.from('{"a":')
  for (const [sent, expected] of [[{ body: large }, 413], [{ pieces: [large] }, 413], [{ body: broken }, 400]]) {
    const { status, text, times } = await through({ path: SESSIONS, ...sent })
    assert.deepEqual([status, text, times], [expected, '', 0])
  }
  const others = await through({ path: '/smile-id/v1/job_status', body: Buffer.from('{"partner_id":"999"}') })
  assert.deepEqual([others.status, others.times], [400, 0])
})

test('a body that is just not too large arrives whole', async () => {
  const body = Buffer.from(JSON.stringify('x'.repeat((1 << 20) - 2)))
  const { status, arrived } = await through({ path: '/moneroo/v1/payments/initialize', body })
  assert.equal(status, 200)
  assert(arrived.body.equals(body))
})

test('a secret that is not bound is a 500 without details, and the others work', async (t) => {
  const { SECURO_SECRET, ...others } = SECRETS
  const lacking = await deployed(t, { bindings: others })
  const ask = (path) => send(lacking.port, { method: 'GET', path, headers: TOKEN })
  for (let times = 0; times < 2; times++) {
    const { status, text } = await ask(SESSIONS)
    assert.deepEqual([status, text], [500, ''])
  }
  assert.equal((await ask('/thirdfi/api/v1/sessions')).status, 200)
  assert.match(lacking.log(), /ERR_CREDENTIAL_MISSING .*`secret`/)
})

test('what is documented is what the table says', async () => {
  const { PROVIDERS, WEBHOOKS } = await import(pathToFileURL(join(home, 'src', 'providers.js')))
  const bindingsOf = ({ credentials, optional }) => Object.values({ ...credentials, ...optional })
  const names = [...PROVIDERS, ...WEBHOOKS].flatMap(bindingsOf)
  const example = readFileSync(join(home, '.dev.vars.example'), 'utf8')
  const listed = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name)
  assert.deepEqual([...listed].sort(), [...new Set([...names, 'PROXY_TOKEN', 'BACKEND_TOKEN', 'BACKEND_URL'])].sort())
  const toml = readFileSync(join(home, 'wrangler.toml'), 'utf8')
  const vars = [...toml.matchAll(/^(\w+_ORIGIN) = /gm)].map(([, name]) => name)
  assert.deepEqual(vars, PROVIDERS.map(({ origin }) => origin))
})

test('no secret, token or signature is in the log', () => {
  const log = worker.log()
  assert.match(log, /ERR_REDIRECT_REFUSED/, 'expected a log')
  for (const [name, secret] of Object.entries(SECRETS)) if (secret.length > 3) assert(!log.includes(secret), name)
  assert.doesNotMatch(log, /[0-9a-f]{64}|PRIVATE KEY/)
})
