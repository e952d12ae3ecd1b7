// The catalogue, clearing, serving, and that nothing of the building machine is in what is served.
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { servePage } from '../../www/serve.mjs'
import { afterLook, choose, drop, shared, state, text, useBrowser, value, verdict, visit, write } from './page.mjs'

const { schemes } = await import(pathToFileURL(built('npm', 'dist', 'index.js')))

useBrowser()

test('the catalogue is made from the schemes', async () => {
  const { tab, close } = await visit()
  await tab.click('#to-catalogue')
  await tab.waitForSelector('#view-catalogue:not([hidden])')
  const shown = await tab.$$eval('.scheme', (all) =>
    all.map((one) => ({
      id: one.querySelector('h3').textContent,
      text: one.innerText,
      link: one.querySelector('a').href,
    })),
  )
  for (const definition of schemes()) {
    const { text: told, link } = shown.find(({ id }) => id === definition.id)
    equal(link, new URL(definition.documentation).href)
    for (const part of [
      definition.canonical,
      definition.lastChecked,
      definition.title,
      ...Object.keys(definition.headers),
      ...definition.notes.map((note) => note.replaceAll('`', '')),
    ])
      ok(told.replace(/\s+/g, ' ').includes(part.replace(/\s+/g, ' ')), `${definition.id}: ${part}`)
  }
  await tab.focus('#filter')
  await tab.keyboard.sendCharacter('x-slack')
  equal(await text(tab, '.count'), `1 of ${schemes().length} schemes`)
  await tab.click('.scheme button')
  await tab.waitForSelector('#view-debugger:not([hidden])')
  equal(await value(tab, '#scheme'), 'slack.webhook')
  await close()
})

test('clearing empties every field, and leaving the page does, too', async () => {
  const { tab, close } = await visit()
  await afterLook(tab, () => tab.click('.clear'))
  const filled = () =>
    tab.$$eval('textarea, input[type=text]', (all) => all.filter(({ value }) => value !== '').map(({ id }) => id))
  deepEqual(await filled(), [])
  await choose(tab, 'github.webhook')
  await tab.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
  deepEqual(await filled(), [])
  equal(await state(tab), 'empty')
  await close()
})

test('every word of the page is its own: no name of a place or machine is in what is served', () => {
  for (const name of ['page.js', 'page.css', 'index.html', 'countersign.html', '_headers']) {
    doesNotMatch(readFileSync(built('www', name), 'latin1'), /\/(?:home|root|tmp|work|Users)\//, name)
  }
})

test('a raw request in a file fills the fields, with the bytes of its body', async () => {
  const { tab, close } = await visit()
  await afterLook(tab, () => tab.click('.clear'))
  const raw = Buffer.concat([
    Buffer.from('POST /hooks HTTP/1.1\r\nHost: a.example\r\nX-Hub-Signature-256: sha256=00\r\n\r\n'),
    Buffer.of(0, 255, 13, 10),
  ])
  await afterLook(tab, () => drop(tab, '#paste', raw))
  equal(await value(tab, '#scheme'), 'github.webhook')
  equal(await value(tab, '#url'), 'https://a.example/hooks')
  equal(await value(tab, '#body-mode'), 'escaped')
  equal(await value(tab, '#body'), '\\0\\xff\\r\\n\n')
  await close()
})

test('at 320 px the field that one types in stays where it is, though the verdict above it grows', async () => {
  const { tab, close } = await visit({ width: 320, height: 800 })
  await tab.focus('#received')
  const top = () => tab.$eval('#received', (field) => field.getBoundingClientRect().top)
  const before = await top()
  await write(tab, '#received', 'e'.repeat(64))
  await verdict(tab, 'unexplained')
  ok(Math.abs((await top()) - before) < 3, `from ${before} to ${await top()}`)
  await close()
})

test('where the usual port is taken, another one is', async () => {
  const [first, second] = [await servePage(), await servePage()]
  ok(first.url !== second.url)
  for (const { url } of [first, second]) equal((await fetch(url)).status, 200)
  for (const path of ['..%2fpackage.json', '%2e%2e/package.json', 'nothing.js', '_headers', 'page.js/x']) {
    equal((await fetch(new URL(path, first.url))).status, 404, path)
  }
  for (const { server } of [first, second]) {
    server.closeAllConnections()
    server.close()
  }
})

test('links that nobody made here do no harm', async () => {
  const link = (settings) => `#${Buffer.from(JSON.stringify({ v: 1, ...settings })).toString('base64url')}`
  for (const settings of [
    { scheme: 'none.such' },
    { scheme: 'github.webhook', by: 'x', request: { headers: 5, body: { base64: '*' }, url: {}, method: ['a'] } },
    { scheme: 'github.webhook', request: 'text' },
    { definition: { id: 5, canonical: {} } },
    { definition: 'text' },
    {},
  ]) {
    const { tab, problems, close } = await visit({ hash: link(settings) })
    ok(['error', 'empty', 'need', 'bare'].includes(await state(tab)), JSON.stringify(settings))
    deepEqual(problems, [], JSON.stringify(settings))
    await choose(tab, 'github.webhook')
    equal(await state(tab), 'explained', JSON.stringify(settings))
    await close()
  }
})

test('without WebAssembly the page says so', async () => {
  const context = await shared.browser.createBrowserContext()
  const tab = await context.newPage()
  await tab.evaluateOnNewDocument(() => delete globalThis.WebAssembly)
  await tab.goto(shared.url)
  match(await verdict(tab, 'error'), /This browser cannot run the page\s*expected WebAssembly with SIMD/)
  await context.close()
})

test('no request ends the server, whatever it asks for', async () => {
  const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 31))
  console.log(`# COUNTERSIGN_SEED=${seed}`)
  // Each in a process of its own: what it throws outside of a request ends it.
  const child = spawn(process.execPath, ['--input-type=module', '-e', SERVER], { cwd: at(), stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = await once(child.stdout, 'data')
    const url = new URL(String(line))
    const pieces = ['/', '//', '\\', '..', '.', '%', '%00', '%2e', '[', ']', '?', '#', ':', '@', 'http://', 'https:', '*', 'x', 'index.html', 'é']
    const random = mulberry(seed)
    const targets = [
      ...['//', '///', '/\\', 'http://[', 'http://', 'https://[::', '%', '/%', '/%00', '/%ff', '/..', '/../../etc/passwd', '/.', '*', '/.html'],
      ...['/index.html/', '/page.js%00', '/constructor', '/x.constructor', '/__proto__', '?', '#', '/:', 'a:80', `/${'x'.repeat(12000)}`],
      ...Array.from({ length: 300 }, () => Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join('')),
    ]
    for (const target of targets) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
        const status = await statusOf(url, `${method} ${target} HTTP/1.1`)
        // What Node itself does not take for HTTP is 400, or 431 where it is too long.
        const wanted = isPage(target) && ['GET', 'HEAD'].includes(method) ? [200, 400] : [400, 404, 431]
        ok(wanted.includes(status), `seed ${seed}, ${method} ${target}: ${status}`)
      }
    }
    equal(await statusOf(url, 'CONNECT // HTTP/1.1'), undefined)
    equal((await fetch(url)).status, 200)
    equal((await fetch(new URL('page.js?a=1', url), { method: 'HEAD' })).headers.get('content-type'), 'text/javascript; charset=utf-8')
    equal(child.exitCode, null)
  } finally {
    child.kill()
  }
})

/** Whether a target is the page, however it is written. */
const isPage = (target) => /^(?:https?:\/\/[^/?#]*)?(?:\/(?:index\.html)?)?(?:[?#]|$)/i.test(target)

/** The status of the answer to one request line; undefined where the connection was closed without one. */
function statusOf({ hostname, port }, line) {
  return new Promise((resolve) => {
    const socket = connect(port, hostname, () => socket.end(`${line}\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 'latin1'))
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk) => (text += chunk))
    socket.on('error', () => {})
    socket.on('close', () => resolve(/^HTTP\/1\.1 (\d+)/.test(text) ? Number(text.slice(9, 12)) : undefined))
  })
}

/** Numbers below a limit, the same for the same seed (mulberry32). */
function mulberry(state) {
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

const SERVER = "import { servePage } from './www/serve.mjs'\nconsole.log((await servePage(0)).url)"
