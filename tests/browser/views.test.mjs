// The catalogue, clearing, serving, and that nothing of the building machine is in what is served.
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { servePage } from '../../www/serve.mjs'
import { afterLook, choose, drop, shared, state, text, useBrowser, value, verdict, visit, write } from './page.mjs'

const { schemes } = await import(pathToFileURL(built('npm', 'dist', 'index.js')))

useBrowser()

test('the catalogue is made from the rows', async () => {
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
  for (const row of schemes()) {
    const { text: told, link } = shown.find(({ id }) => id === row.id)
    equal(link, new URL(row.documentation).href)
    for (const part of [
      row.canonical,
      row.checked,
      row.title,
      ...Object.keys(row.headers),
      ...row.notes.map((note) => note.replaceAll('`', '')),
    ])
      ok(told.replace(/\s+/g, ' ').includes(part.replace(/\s+/g, ' ')), `${row.id}: ${part}`)
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
    { row: { id: 5, canonical: {} } },
    { row: 'text' },
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
  match(await verdict(tab, 'error'), /This browser cannot run it\s*expected WebAssembly with SIMD/)
  await context.close()
})
