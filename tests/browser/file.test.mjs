// The one file: opened from the disk, without any server.
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { choose, endless, text, useBrowser, value, verdict, visit } from './page.mjs'

const FILE = built('www', 'countersign.html')

useBrowser()

test('one file, copied elsewhere, does it all without a request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'))
  cpSync(FILE, join(folder, 'saved.html'))
  const { tab, requests, problems, close } = await visit({ url: pathToFileURL(join(folder, 'saved.html')).href })
  await verdict(tab, 'explained')
  await choose(tab, 'slack.webhook')
  match(await verdict(tab, 'stale'), /Match, but/)
  await choose(tab, 'kraken.request')
  await verdict(tab, 'explained')
  equal(await tab.$eval('html', (root) => root.dataset.search), 'worker', 'out of a blob')
  await endless(tab)
  await tab.click('#cancel')
  await verdict(tab, 'cancelled')
  match(await value(tab, '#link'), /^file:.*saved\.html#/)
  equal(await text(tab, '#requests'), '0')
  deepEqual(requests, [])
  deepEqual(problems, [])
  await close()
  rmSync(folder, { recursive: true })
})

test('its policy allows this script and this style alone, and blobs for the worker', () => {
  const html = readFileSync(FILE, 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)
  const hash = (one) => `'sha256-${createHash('sha256').update(one).digest('base64')}'`
  const [, style] = /<style>([^]*?)<\/style>/.exec(html)
  const [, script] = /<script>([^]*?)<\/script>/.exec(html)
  deepEqual(policy.split('; '), [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    "img-src 'none'",
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types countersign',
  ])
  ok(html.indexOf('<meta http-equiv') < html.indexOf('<style'), 'the policy stands before what it is about')
  equal(html.match(/<script/g).length, 1)
  equal(/(?:src|href)="(?!#)[^"]*"/.exec(html.replace(script, '')), null, 'nothing is referred to')
})

test('the policy of the file refuses a fetch, an image and another worker', async () => {
  const { tab, close } = await visit({ url: pathToFileURL(FILE).href })
  const refused = await tab.evaluate(async () => {
    const violations = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violations.push(effectiveDirective),
    )
    await fetch('https://localhost/').catch(() => {})
    await new Promise((resolve) => {
      const image = new Image()
      image.onload = image.onerror = resolve
      image.src = 'https://localhost/x.png'
    })
    // A blob that is not this page's own script.
    const blob = URL.createObjectURL(new Blob(['postMessage(1)']))
    let worker = 'made'
    try {
      new Worker(blob)
    } catch (error) {
      worker = error.name
    }
    return { violations, worker }
  })
  for (const directive of ['connect-src', 'img-src']) ok(refused.violations.includes(directive), directive)
  equal(refused.worker, 'TypeError', 'trusted types let no other script become a worker')
  await close()
})

test('a script that got into the file does not run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'))
  const changed = readFileSync(FILE, 'utf8').replace(
    '<main>',
    () => '<main><script>globalThis.injected = 1</script><img src="x" onerror="globalThis.injected = 2">',
  )
  writeFileSync(join(folder, 'changed.html'), changed)
  const { tab, close } = await visit({ url: pathToFileURL(join(folder, 'changed.html')).href })
  equal(await tab.evaluate(() => globalThis.injected), undefined)
  await close()
  rmSync(folder, { recursive: true })
})
