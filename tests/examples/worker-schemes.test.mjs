// Rows that somebody adds to the Worker: several of one scheme have nothing in common.
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { hmac, project, recorder, send, sha256 } from './support.mjs'
import { BACKEND_URL, SECRETS, bundle, home, run } from './worker.mjs'

const folder = join(project, 'worker-with-more')
const ADDED = {
  PROVIDERS: "{ name: 'moneroo-live', scheme: 'moneroo.request', origin: 'LIVE_ORIGIN', credentials: { secret: 'LIVE_SECRET' }, allow: ['GET /v1/payments/*'] },",
  WEBHOOKS: "{ name: 'partner', scheme: 'github.webhook', credentials: { secret: 'PARTNER_SECRET' } },",
}
const bindings = { ...SECRETS, LIVE_ORIGIN: 'https://live.example', LIVE_SECRET: 'live-secret', PARTNER_SECRET: 'partner-secret', BACKEND_URL }

/** The Worker with a row more in each table, the first of all. */
async function withMore(t) {
  cpSync(home, folder, { recursive: true })
  const file = join(folder, 'src', 'providers.js')
  const add = (text, [table, row]) => text.replace(`export const ${table} = [`, (start) => `${start}\n  ${row}`)
  writeFileSync(file, Object.entries(ADDED).reduce(add, readFileSync(file, 'utf8')))
  const { port, seen } = await recorder(t)
  const options = {
    compatibilityDate: '2026-04-01',
    bindings: { MONEROO_ORIGIN: 'https://api.moneroo.io', ...bindings },
    kvNamespaces: ['SEEN'],
  }
  return { seen, ...(await run(t, { modules: bundle(folder), port, options })) }
}

test('each row has its own keys, host and memory', async (t) => {
  const { port, seen } = await withMore(t)
  const ask = (name) => send(port, { method: 'GET', path: `/${name}/v1/payments/1`, headers: { authorization: `Bearer ${SECRETS.PROXY_TOKEN}` } })
  for (const name of ['moneroo-live', 'moneroo', 'moneroo-live']) assert.equal((await ask(name)).status, 200)
  const sent = seen.splice(0).map(({ headers }) => [headers.host, headers.authorization])
  const live = ['live.example', 'Bearer live-secret']
  assert.deepEqual(sent, [live, ['api.moneroo.io', `Bearer ${SECRETS.MONEROO_SECRET}`], live])

  const body = Buffer.from('{"action":"opened"}')
  const deliver = async (name, secret) => {
    const headers = { 'x-hub-signature-256': `sha256=${hmac(secret, body)}` }
    const { status } = await send(port, { path: `/webhooks/${name}`, headers, body })
    return [status, seen.splice(0).map(({ headers }) => [headers['x-webhook-name'], headers['x-webhook-fingerprint']])]
  }
  const passed = (name) => [200, [[name, sha256(body)]]]
  assert.deepEqual(await deliver('partner', 'partner-secret'), passed('partner'))
  assert.deepEqual(await deliver('github', 'partner-secret'), [400, []])
  assert.deepEqual(await deliver('partner', SECRETS.GITHUB_WEBHOOK_SECRET), [400, []])
  // The same bytes of another sender are another delivery.
  assert.deepEqual(await deliver('github', SECRETS.GITHUB_WEBHOOK_SECRET), passed('github'))
  assert.deepEqual(await deliver('github', SECRETS.GITHUB_WEBHOOK_SECRET), [200, []])
})
