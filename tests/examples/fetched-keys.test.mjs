// The example that fetches keys, in Node and in workerd: what it fetches, how often, and what it refuses.
import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { keyPair } from '../js/key-pairs.mjs'
import { project, recorder, send, sha256, start } from './support.mjs'
import { bundle, run } from './worker.mjs'

const BODY = Buffer.from('{ "event":"paid" }\r\n')
const PAIRS = Object.fromEntries(['k1', 'k2'].map((id) => [id, keyPair('ec', { namedCurve: 'P-256' })]))
const spki = (id) => PAIRS[id].publicKey.export({ type: 'spki', format: 'pem' })

/** The provider's server of keys. */
const provider = ({ url }) => {
  const id = url.split('/').pop()
  if (id === 'moved') return { status: 302, headers: { location: 'https://keys.acme.example/v1/k1' }, body: spki('k1') }
  return id in PAIRS ? { body: spki(id) } : { status: 404 }
}

test('fetched-keys.mjs in Node', async (t) => {
  const keys = await recorder(t, provider)
  // In the place of the internet.
  const internet = join(project, 'internet.mjs')
  writeFileSync(internet, `const real = fetch
globalThis.fetch = (url, options) => {
  const { protocol, hostname, pathname } = new URL(url)
  return real('http://127.0.0.1:${keys.port}' + pathname, { ...options, headers: { 'x-url': protocol + '//' + hostname } })
}`)
  const { port } = await start(t, ['--import', pathToFileURL(internet), 'fetched-keys-node.mjs'])
  await receives(t, port, keys.seen)
})

test('fetched-keys.mjs in workerd', async (t) => {
  const keys = await recorder(t, provider)
  const modules = bundle(project, 'fetched-keys.mjs', '--name', 'fetched-keys', '--compatibility-date', '2026-04-01')
  const { port } = await run(t, { modules, port: keys.port, options: { compatibilityDate: '2026-04-01' } })
  await receives(t, port, keys.seen)
})

async function receives(t, port, seen) {
  const deliver = async (id, { body = BODY, signedBy = id, headers } = {}) => {
    const signature = sign('sha256', BODY, PAIRS[signedBy]?.privateKey ?? PAIRS.k1.privateKey).toString('base64')
    headers ??= { 'x-acme-key-id': id, 'x-acme-signature': signature }
    const answer = await send(port, { path: '/webhooks/acme', headers, body })
    const urls = seen.splice(0).map(({ url }) => url)
    return [answer.status, answer.status === 200 ? JSON.parse(answer.text).received : '', urls]
  }
  const accepted = sha256(BODY)
  for (const [name, given, expected] of [
    ['the first message fetches its key', ['k1'], [200, accepted, ['/v1/k1']]],
    ['the next one does not', ['k1'], [200, accepted, []]],
    ['another key is fetched, too', ['k2'], [200, accepted, ['/v1/k2']]],
    ['the first one is still there', ['k1'], [200, accepted, []]],
    ['a key verifies no message that names another', ['k2', { signedBy: 'k1' }], [400, '', []]],
    ['a changed body is refused', ['k1', { body: Buffer.from('{}') }], [400, '', []]],
    ['a key that is not there is refused', ['k3'], [400, '', ['/v1/k3']]],
    ['and not fetched again at once', ['k3'], [400, '', []]],
    ['a redirect is not followed', ['moved'], [400, '', ['/v1/moved']]],
    ['an id that would lead elsewhere is not fetched', ['../k1'], [400, '', []]],
    ['nor one with a query', ['k1?a'], [400, '', []]],
    ['a message without an id is refused', ['', { headers: {} }], [400, '', []]],
  ]) {
    await t.test(name, async () => assert.deepEqual(await deliver(...given), expected))
  }
}

test('key-cache.mjs fetches once at a time, for a while, and not too many', async (t) => {
  const { keyCache } = await import(pathToFileURL(join(project, 'key-cache.mjs')))
  const [real, clock] = [globalThis.fetch, Date.now]
  t.after(() => Object.assign(globalThis, { fetch: real }) && (Date.now = clock))
  let [now, asked, answer] = [0, [], async () => new Response('key')]
  Date.now = () => now
  globalThis.fetch = (url) => (asked.push(url), answer())
  const cache = keyCache((need, key) => `${need.keyId} ${key}`, { most: 2, seconds: 10, secondsOfFailure: 2, atOnce: 2 })
  const need = (keyId) => ({ keyId, url: `https://a.example/${keyId}` })
  const get = async (keyId) => [await cache(need(keyId)).catch(() => 'refused'), asked.splice(0).length]
  assert.deepEqual(await Promise.all([cache(need('a')), cache(need('a'))]), ['a key', 'a key'])
  assert.equal(asked.splice(0).length, 1)
  now = 9_999
  assert.deepEqual(await get('a'), ['a key', 0])
  now = 10_000
  assert.deepEqual(await get('a'), ['a key', 1])
  // The third key drops the oldest.
  assert.deepEqual([await get('b'), await get('c'), await get('b'), await get('a')], [['b key', 1], ['c key', 1], ['b key', 0], ['a key', 1]])
  answer = async () => new Response('', { status: 500 })
  assert.deepEqual([await get('d'), await get('d')], [['refused', 1], ['refused', 0]])
  now += 2000
  answer = async () => new Response('key')
  assert.deepEqual(await get('d'), ['d key', 1])
  answer = async () => new Response('k'.repeat((64 << 10) + 1))
  assert.deepEqual(await get('e'), ['refused', 1])
  answer = () => new Promise(() => {})
  void [cache(need('f')), cache(need('g'))]
  assert.deepEqual(await get('h'), ['refused', 2])
})
