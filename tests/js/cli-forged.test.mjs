// What must never end with 0: a message that another program reads otherwise than the command line does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countersign, file } from './cli.mjs'
import { createSigner } from './package.mjs'

const KEYS = { apiKey: 'key', secret: 'secret' }
const env = { COUNTERSIGN_API_KEY: 'key', COUNTERSIGN_SECRET: 'secret' }
const TIME = '2026-11-22T12:00:00.000Z'
const NOW = ['--now', TIME]

const linesOf = (headers) => Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`).join('')
const signed = createSigner('tu-cambio.request', KEYS).sign({ method: 'GET', url: 'https://api.example.com/payouts', timestamp: TIME })
const head = `POST /payouts HTTP/1.1\nHost: api.example.com\n${linesOf(signed.headers)}`
const github = createSigner('github.webhook', { secret: 'secret' }).sign({ body: '{"a":1}' })
const delivery = `POST / HTTP/1.1\nHost: a.example\n${linesOf(github.headers)}`

/** Verifies what a file holds; gives the exit code. */
async function verdict(name, scheme, text, ...args) {
  const { code, stdout, stderr } = await countersign(['verify', scheme, '--http', file(name, text), ...args], { env })
  assert.ok(code === 0 || stdout === '' || stdout.startsWith('not valid'), stdout + stderr)
  return code
}

test('what is genuine is valid', async () => {
  assert.equal(await verdict('genuine', 'tu-cambio.request', `${head}\n`, ...NOW), 0)
  assert.equal(await verdict('genuine', 'github.webhook', `${delivery}Content-Length: 7\n\n{"a":1}`), 0)
  assert.equal(await verdict('genuine', 'github.webhook', `${delivery}\n{"a":1}`), 0)
})

test('a line that begins with ### cannot hide the body that follows', async () => {
  const rest = 'Content-Type: application/json\nContent-Length: 30\n\n{"payout":1000000,"to":"evil"}'
  for (const line of ['###: x', '### x', '###', '####', '###x: y']) {
    assert.notEqual(await verdict('hidden', 'tu-cambio.request', `${head}${line}\n${rest}`, ...NOW), 0, line)
  }
  for (const line of ['### x', '###']) {
    assert.equal(await verdict('hidden', 'github.webhook', `${delivery}\n{"a":1}\n${line}\n{"amount":1000000}`), 2, line)
  }
})

test('a Host is a host', async () => {
  const request = { method: 'GET', url: 'https://api.example.com/v1/sessions?next=/admin/delete', timestamp: '1700000000' }
  const { headers } = createSigner('securo.request', KEYS).sign(request)
  const at = ['--now', '@1700000000']
  const text = (target, host) => `GET ${target} HTTP/1.1\nHost: ${host}\n${linesOf(headers)}\n`
  assert.equal(await verdict('host', 'securo.request', text('/v1/sessions?next=/admin/delete', 'api.example.com'), ...at), 0)
  for (const host of ['api.example.com/v1/sessions?next=', 'user@api.example.com', 'a b', 'api.example.com#', '']) {
    assert.equal(await verdict('host', 'securo.request', text('/admin/delete', host), ...at), 2, host)
  }
})

test('heads that no server takes are not read', async () => {
  for (const line of ['Content-Length : 7', 'Transfer-Encoding : chunked', 'X: a\rContent-Length: 30', 'X: a\0', 'é: a', '(x): a']) {
    assert.equal(await verdict('head', 'github.webhook', `${delivery}${line}\n\n{"a":1}`), 2, line)
  }
})

test('where it is not clear which bytes came, nothing is judged', async () => {
  assert.equal(await verdict('ending', 'github.webhook', `${delivery}\n{"a":1}\n`), 2)
  assert.equal(await verdict('ending', 'github.webhook', `${delivery}Content-Length: 7\n\n{"a":1}\n`), 0)
  assert.equal(await verdict('ending', 'github.webhook', `${delivery}Content-Length: 8\n\n{"a":1}\n`), 1)
})

test('what editors write into files, and do not send, is not signed', async () => {
  for (const line of ['<> 2026-11-22T071011.200.json', '>> out.json', '>>! out.json', '> handler.js', '&type=buy']) {
    const http = file('editor', `POST https://a.example/\n\npair=X\n${line}`)
    const { code, stdout, stderr } = await countersign(['sign', 'github.webhook', '--http', http], { env })
    assert.deepEqual([code, stdout], [2, ''], line)
    assert.match(stderr, /`Content-Length` or give `--body @FILE`/)
  }
})

test('no message is no forgery', async () => {
  const { code, stderr } = await countersign(['verify', 'github.webhook'], { env, input: delivery })
  assert.equal(code, 2)
  assert.match(stderr, /expected a message, got none/)
})

test('a scheme that signs no URL needs none', async () => {
  const text = `POST /webhooks\n${linesOf(github.headers)}\n{"a":1}`
  assert.equal(await verdict('no-host', 'github.webhook', text), 0)
  assert.equal(await verdict('no-host', 'securo.request', text), 2)
})

test('long lines and endless files are no trouble', async () => {
  const spaces = ' '.repeat(200_000)
  for (const text of [`GET https://a.example/${spaces}x`, `GET https://a.example/\nX: a${spaces}b\n\n`]) {
    await countersign(['sign', 'github.webhook', '--http', file('long', text)], { env })
  }
  if (process.platform === 'win32') return
  const { code, stderr } = await countersign(['sign', 'github.webhook', '--body', '@/dev/zero'], { env })
  assert.equal(code, 2)
  assert.match(stderr, /expected at most \d+ bytes, got more/)
})

test('an empty secret says where it is empty', async () => {
  const message = ['--body', 'x', '--header', 'X-Hub-Signature-256: sha256=00']
  for (const [args, own, expected] of [
    [[], { COUNTERSIGN_SECRET: '' }, /`COUNTERSIGN_SECRET`: it is empty/],
    [['--secret', 'env:EMPTY'], { EMPTY: '' }, /the variable is empty/],
    [['--secret', `file:${file('empty', '\n')}`], {}, /expected a secret, got an empty file or input/],
    [['--secret', '-'], {}, /expected a secret, got an empty file or input/],
  ]) {
    const { code, stderr } = await countersign(['verify', 'github.webhook', ...args, ...message], { env: own })
    assert.equal(code, 2)
    assert.match(stderr, expected)
  }
})
