// The recipes that send: a server of the test's own checks, byte by byte, that what arrives is what was signed.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { hmac, project, recorder } from './support.mjs'

const [API_KEY, SECRET] = ['your-api-key', 'your-securo-secret']
let answer
const server = await recorder({ after }, (arrived) => answer?.(arrived) ?? {})
const origin = `http://127.0.0.1:${server.port}`
Object.assign(process.env, {
  SECURO_API_KEY: API_KEY,
  SECURO_SECRET: SECRET,
  SECURO_ORIGIN: origin,
  MONEROO_SECRET: 'moneroo-secret',
  MONEROO_ORIGIN: origin,
})

const recipe = (name) => import(pathToFileURL(join(project, name)))

/** What arrived while `work` ran: one request, signed for what it is. */
async function arrivedFrom(work, given) {
  server.seen.length = 0
  answer = given
  const result = await work()
  const [arrived, ...others] = server.seen
  assert.equal(others.length, 0)
  return { ...arrived, result }
}

/** Securo's signature, from the document: over the URL, method, time and the very bytes of the body. */
function assertSigned({ method, url, headers, body }) {
  const at = headers['x-sec-ts']
  assert.match(at, /^\d{10}$/)
  const start = `${origin}${url}&method=${method}&timestamp=${at}${body.length > 0 ? '&body=' : ''}`
  assert.equal(headers['x-sec-key'], API_KEY)
  assert.equal(headers['x-sec-sign'], hmac(SECRET, Buffer.concat([Buffer.from(start), body])))
}

/** Bodies that axios, or printing, would change. */
const BODIES = {
  'an object': [{ name: 'Zoë 😀', amount: 1 }, '{"name":"Zoë 😀","amount":1}'],
  'an object that sorts its members': [{ b: 1, 2: 'x', 1: null, d: undefined }, '{"1":null,"2":"x","b":1}'],
  'an array': [[1, 'a'], '[1,"a"]'],
  'text with white space at its ends': [' {"a" : 1.0}\r\n', '{"a":1}'],
  'a text that is JSON': ['"quoted"', '"quoted"'],
  'bytes': [Buffer.from('{"a":"é"}'), '{"a":"é"}'],
  'a part of a buffer': [Buffer.from('xx{"a":1}yy').subarray(2, 9), '{"a":1}'],
  'nothing': [undefined, ''],
}

test('axios.mjs: what arrives is what was signed', async (t) => {
  const { securo } = await recipe('axios.mjs')
  for (const [name, [data, expected]] of Object.entries(BODIES)) {
    await t.test(name, async () => {
      const arrived = await arrivedFrom(() => securo.post('/api/v1/sessions', data))
      assertSigned(arrived)
      assert.equal(arrived.body.toString(), expected)
      assert.deepEqual([arrived.method, arrived.url, arrived.result.data], ['POST', '/api/v1/sessions', { ok: true }])
      if (expected !== '') assert.equal(arrived.headers['content-type'], 'application/json')
    })
  }
  await t.test('a whole URL does not lead to another host', async () => {
    const arrived = await arrivedFrom(() => securo.get('http://127.0.0.1:1/api/v1/sessions'))
    assertSigned(arrived)
    assert.equal(arrived.url, '/http://127.0.0.1:1/api/v1/sessions')
  })
  await t.test('parameters, and letters that clients encode', async () => {
    const params = { q: 'a b&c', list: [1, 2] }
    const arrived = await arrivedFrom(() => securo.get('/api/v1/sessions/Zoë', { params }))
    assertSigned(arrived)
    assert.equal(arrived.url, '/api/v1/sessions/Zo%C3%AB?q=a+b%26c&list%5B%5D=1&list%5B%5D=2')
  })
  await t.test('a content type of the caller', async () => {
    const headers = { 'Content-Type': 'application/vnd.api+json', 'X-Trace': '1' }
    const arrived = await arrivedFrom(() => securo.put('/api/v1/sessions/1', '{}', { headers }))
    assertSigned(arrived)
    assert.deepEqual([arrived.headers['content-type'], arrived.headers['x-trace']], ['application/vnd.api+json', '1'])
  })
  await t.test('what later interceptors change is signed too', async () => {
    const id = securo.interceptors.request.use((config) => ({ ...config, params: { late: 1 } }))
    const arrived = await arrivedFrom(() => securo.post('/api/v1/sessions', {}))
    securo.interceptors.request.eject(id)
    assertSigned(arrived)
    assert.equal(arrived.url, '/api/v1/sessions?late=1')
  })
  await t.test('what was sent can be sent again, signed anew', async () => {
    const first = await arrivedFrom(() => securo.post('/api/v1/sessions?a=1', { b: 1 }, { params: { c: 2 } }))
    const again = await arrivedFrom(() => securo.request(first.result.config))
    for (const arrived of [first, again]) assertSigned(arrived)
    assert.deepEqual([again.url, again.body], [first.url, first.body])
  })
  await t.test('a redirect is not followed', async () => {
    const elsewhere = () => ({ status: 302, headers: { location: '/other' } })
    const work = () => assert.rejects(securo.get('/api/v1/sessions'), ({ response }) => response.status === 302)
    assertSigned(await arrivedFrom(work, elsewhere))
  })
  await t.test('what is neither an object, text nor bytes is refused', async () => {
    for (const data of [new URLSearchParams('a=1'), new FormData()]) {
      await assert.rejects(securo.post('/api/v1/sessions', data), { code: 'ERR_BODY_INVALID' })
    }
  })
})

test('axios without the recipe: what it warns of is so', async () => {
  const { default: axios } = await import(pathToFileURL(join(project, 'node_modules', 'axios', 'index.js')))
  const headers = { 'content-type': 'application/json' }
  const url = `${origin}/`
  assert.equal((await arrivedFrom(() => axios.post(url, ' {"a":1}\n', { headers }))).body.toString(), '{"a":1}')
  assert.equal((await arrivedFrom(() => axios.post(url, 'a=1', { headers }))).body.toString(), '"a=1"')
})

test('undici.mjs: what arrives is what was signed', async (t) => {
  const { createSession, listSessions } = await recipe('undici.mjs')
  await t.test('request', async () => {
    const arrived = await arrivedFrom(() => createSession({ name: 'Zoë 😀', 2: 1, amount: 1e21 }))
    assertSigned(arrived)
    assert.equal(arrived.body.toString(), '{"2":1,"name":"Zoë 😀","amount":1e+21}')
    assert.deepEqual([arrived.method, arrived.url, arrived.result], ['POST', '/api/v1/sessions', { ok: true }])
    assert.equal(arrived.headers['content-type'], 'application/json')
  })
  await t.test('fetch', async () => {
    const arrived = await arrivedFrom(() => listSessions({ q: "a b&c'é" }))
    assertSigned(arrived)
    assert.deepEqual([arrived.method, arrived.url], ['GET', '/api/v1/sessions?q=a+b%26c%27%C3%A9'])
  })
  await t.test('redirects and errors', async () => {
    const redirect = () => ({ status: 307, headers: { location: '/other' } })
    for (const work of [() => createSession({}), () => listSessions({})]) {
      await arrivedFrom(() => assert.rejects(work), redirect)
      await arrivedFrom(() => assert.rejects(work, /securo answered 401/), () => ({ status: 401 }))
    }
  })
})

test('fetch.mjs: what arrives is what was signed, again after a 429', async () => {
  const { initializePayment } = await recipe('fetch.mjs')
  const statuses = [429, 200]
  server.seen.length = 0
  answer = () => ({ status: statuses.shift(), headers: { 'retry-after': '0' } })
  assert.deepEqual(await initializePayment({ amount: 100, name: 'Zoë' }), { ok: true })
  assert.equal(server.seen.length, 2)
  for (const { method, url, headers, body } of server.seen) {
    assert.deepEqual([method, url], ['POST', '/v1/payments/initialize'])
    assert.equal(body.toString(), '{"amount":100,"name":"Zoë"}')
    assert.deepEqual([headers.authorization, headers.accept], ['Bearer moneroo-secret', 'application/json'])
    assert.equal(headers['content-type'], 'application/json')
  }
  answer = () => ({ status: 303, headers: { location: '/other' } })
  await assert.rejects(initializePayment({}), { code: 'ERR_REDIRECT_REFUSED' })
  answer = () => ({ status: 402 })
  await assert.rejects(initializePayment({}), /moneroo answered 402/)
})
