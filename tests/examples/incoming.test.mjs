// The recipes that receive: each runs as its users would run it, and gets the same deliveries over HTTP.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { at } from '../../pkg-template/tools.mjs'
import { SECRET, deliverAll, header } from './deliveries.mjs'
import { bundle, run } from './worker.mjs'
import { ended, gathered, hmac, project, send, sha256, start } from './support.mjs'

const PATH = '/webhooks/stripe'
const [API_KEY, API_SECRET, PUBLIC_ORIGIN] = ['api-key', 'securo-secret', 'https://pay.example.com']
const env = { STRIPE_WEBHOOK_SECRET: SECRET, SECURO_API_KEY: API_KEY, SECURO_SECRET: API_SECRET, PUBLIC_ORIGIN }

test('express.mjs', async (t) => {
  const { port } = await start(t, ['express.mjs'], { env })
  await deliverAll(t, port, PATH)
  await parsesOthers(t, port)
  await signedUrls(t, port)
})

test('fastify.mjs', async (t) => {
  const { port } = await start(t, ['fastify.mjs'], { env })
  await deliverAll(t, port, PATH, { isDeclared: true })
  await parsesOthers(t, port)
})

test('hono.mjs in Node', async (t) => {
  const { port } = await start(t, ['hono-node.mjs'], { env })
  await deliverAll(t, port, PATH, { isDeclared: true })
  await parsesOthers(t, port)
})

/** Other runtimes, which say themselves where they listen. */
const RUNTIMES = {
  Bun: [at('node_modules', 'bun', 'bin', 'bun.exe'), ['hono.mjs']],
  Deno: [deno(), ['serve', '--allow-env', '--no-lock', '--port', '0', 'hono.mjs']],
}

for (const [name, [program, args]] of Object.entries(RUNTIMES)) {
  test(`hono.mjs in ${name}`, async (t) => {
    const quiet = { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', DENO_DIR: join(project, 'deno') }
    const child = spawn(program, args, { cwd: project, env: { ...process.env, ...quiet, ...env, PORT: '0' } })
    const output = gathered(t, child)
    await Promise.race([saysWhere(child, output), ended(child, output)])
    const port = Number(WHERE.exec(output.text)[1])
    await deliverAll(t, port, PATH, { isDeclared: true })
    await parsesOthers(t, port)
  })
}

test('hono.mjs in workerd', async (t) => {
  const modules = bundle(project, 'hono.mjs', '--name', 'hono', '--compatibility-date', '2026-04-01')
  const options = { compatibilityDate: '2026-04-01', bindings: { STRIPE_WEBHOOK_SECRET: SECRET } }
  const { port } = await run(t, { modules, port: 0, options })
  await deliverAll(t, port, PATH)
  await parsesOthers(t, port)
})

test('node-http.mjs', async (t) => {
  const { port } = await start(t, ['node-http.mjs'], { env })
  await deliverAll(t, port, PATH)
  await t.test('other paths and methods are nothing', async () => {
    assert.equal((await send(port, { path: '/', body: Buffer.from('{}') })).status, 404)
    assert.equal((await send(port, { path: PATH, method: 'GET' })).status, 404)
  })
})

for (const isBase64Encoded of [true, false]) {
  test(`lambda.mjs, ${isBase64Encoded ? 'with base64' : 'with text'}`, async (t) => {
    process.env.STRIPE_WEBHOOK_SECRET = SECRET
    const { handler } = await import(pathToFileURL(join(project, 'lambda.mjs')))
    const port = await gateway(t, handler, isBase64Encoded)
    // As text, a body is UTF-8: the gateway sends anything else as base64.
    const only = (body) => isBase64Encoded || Buffer.from(body.toString()).equals(body)
    await deliverAll(t, port, PATH, { only })
  })
}

test('lambda.mjs, with a header that is called as the prototype is', async (t) => {
  process.env.STRIPE_WEBHOOK_SECRET = SECRET
  const { handler } = await import(pathToFileURL(join(project, 'lambda.mjs')))
  const body = '{"id":"evt_1"}'
  // As Lambda makes events: in JSON, it is a member like any other.
  const answered = (signature, value) =>
    handler(JSON.parse(`{"headers":{"__proto__":${value},"stripe-signature":"${signature}"},"body":${JSON.stringify(body)}}`))
  for (const value of ['"x"', '["x","y"]']) {
    await t.test(`${value}: a genuine event is accepted, a forged one refused`, async () => {
      assert.equal((await answered(header(Buffer.from(body)), value)).statusCode, 200)
      assert.deepEqual(await answered('t=1,v1=00', value), { statusCode: 400 })
    })
  }
  for (const value of ['null', '{}', '{"stripe-signature":"x"}', '[{}]']) {
    await t.test(`${value}, which is no header: is refused`, async () => {
      assert.deepEqual(await answered(header(Buffer.from(body)), value), { statusCode: 400 })
    })
  }
})

/** Deno itself, since what npm installs is a script around it: to end that would leave Deno running. */
function deno() {
  // Puts it where it is looked for, in case its install script did not run.
  execFileSync(process.execPath, [at('node_modules', 'deno', 'bin.cjs'), '--version'])
  return at('node_modules', 'deno', process.platform === 'win32' ? 'deno.exe' : 'deno')
}

/** Other routes get their bodies parsed. */
async function parsesOthers(t, port) {
  await t.test('other routes get parsed JSON', async () => {
    const headers = { 'content-type': 'application/json' }
    const { status, text } = await send(port, { path: '/orders', headers, body: Buffer.from('{"product":"tea"}') })
    assert.deepEqual([status, JSON.parse(text)], [200, { product: 'tea' }])
  })
}

/** What Securo signs has the URL that the sender called in it, and the body in canonical form. */
async function signedUrls(t, port) {
  const headers = (url, method = 'POST', body = '') => {
    const at = Math.floor(Date.now() / 1000)
    const canonical = `${url}&method=${method}&timestamp=${at}${body && `&body=${body}`}`
    return [{ 'x-sec-key': API_KEY, 'x-sec-ts': String(at), 'x-sec-sign': hmac(API_SECRET, canonical) }, canonical]
  }
  const body = '{"name":"Zoë","amount":1}'
  const path = '/api/v1/callbacks?a=1&b=%20'
  const cases = [
    ['the URL that the sender called', `${PUBLIC_ORIGIN}${path}`, 200],
    ['the URL that the server sees', `http://localhost:${port}${path}`, 400],
    ['another query', `${PUBLIC_ORIGIN}${path}&c=1`, 400],
    ['another host', `https://evil.example${path}`, 400],
  ]
  for (const [name, url, status] of cases) {
    await t.test(`${name}: ${status}`, async () => {
      const [signed, canonical] = headers(url, 'POST', body)
      const { host } = new URL(url)
      const forwarded = { host, 'x-forwarded-host': host, 'content-type': 'application/json' }
      const sent = Buffer.from(body.replace('{', '{ ').replace('1', '1.0'))
      const answer = await send(port, { path, headers: { ...forwarded, ...signed }, body: sent })
      assert.equal(answer.status, status)
      if (status === 200) assert.deepEqual(JSON.parse(answer.text), { received: sha256(canonical) })
    })
  }
  await t.test('a GET without a body', async () => {
    const [signed, canonical] = headers(`${PUBLIC_ORIGIN}/api/v1/x`, 'GET')
    const { status, text } = await send(port, { method: 'GET', path: '/api/v1/x', headers: signed })
    assert.deepEqual([status, JSON.parse(text)], [200, { received: sha256(canonical) }])
  })
  await t.test('a path that is a whole URL', async () => {
    const [signed] = headers(`${PUBLIC_ORIGIN}/api/v1/x`, 'GET')
    const { status } = await send(port, { method: 'GET', path: 'http://evil.example/api/v1/x', headers: signed })
    assert.notEqual(status, 200)
  })
}

/** As much of a gateway as matters: HTTP in, an event for the handler, its answer out. */
async function gateway(t, handler, isBase64Encoded) {
  const server = createServer(async (request, response) => {
    const bytes = Buffer.concat(await request.toArray().catch(() => []))
    // Gateways have limits of their own.
    if (bytes.length > 1 << 20) return response.writeHead(413).end()
    const body = bytes.length === 0 ? undefined : bytes.toString(isBase64Encoded ? 'base64' : 'utf8')
    const answer = await handler({ version: '2.0', headers: request.headers, body, isBase64Encoded })
    response.writeHead(answer.statusCode).end(answer.body)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  t.after(() => server.close())
  return server.address().port
}

async function saysWhere(child, output) {
  while (!WHERE.test(output.text)) await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')])
}

const WHERE = /http:\/\/\S+:(\d+)/
