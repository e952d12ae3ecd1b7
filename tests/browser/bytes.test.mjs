// Bytes survive: pastes, dropped files and every form of writing, up to the canonical string.
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { randomBytes, createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { at, run } from '../../pkg-template/tools.mjs'
import { afterLook, canonicalBytes, drop, paste, text, typed, useBrowser, value, visit, write } from './page.mjs'

const { explain } = await import(pathToFileURL(built('npm', 'dist', 'index.js')))
const bytesOf = (given) => (typeof given === 'string' ? Buffer.from(given) : Buffer.from(given))

/** What text fields lose. */
const TEXTS = {
  'CR LF': '{\r\n  "a": 1\r\n}\r\n',
  'CR alone': 'a\rb',
  'a byte order mark': '\ufeff{"a":1}',
  NUL: 'a\0b\0',
  'line ends in a scheme': '\n\r\n\n',
  'NBSP, ZWSP and a letter of four bytes': 'a\u00a0b\u200bc\u{1f600}',
  'backslashes beside CR': '\\r\r\\n\n\\',
}
const FILES = {
  'no UTF-8': Buffer.of(0, 255, 254, 0x61),
  'half a letter': Buffer.of(0x61, 0xc3),
  'every byte': Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  'a surrogate in UTF-8': Buffer.of(0xed, 0xa0, 0x80),
}

useBrowser()

/** A page at a scheme that signs the body alone, with a secret. */
async function ready() {
  const page = await visit()
  await afterLook(page.tab, () => page.tab.click('.clear'))
  await page.tab.select('#scheme', 'github.webhook')
  await write(page.tab, '#ring', 'k')
  return page
}

/** What the page signs is what the package signs. */
async function same(tab, bytes, what) {
  deepEqual(Buffer.from(await canonicalBytes(tab)), Buffer.from(bytes), what)
  const { canonical, expected } = explain('github.webhook', { secret: 'k' }, { body: bytes }, '0'.repeat(64), {
    budgetBytes: 1,
  })
  deepEqual(Buffer.concat(canonical.map((segment) => segment.bytes)), Buffer.from(bytes), what)
  equal(await text(tab, '#expected-value'), expected, what)
  equal(expected, createHmac('sha256', 'k').update(bytes).digest('hex'), what)
}

test('pasted texts keep what a field would lose', async () => {
  const { tab, close } = await ready()
  for (const [what, given] of Object.entries(TEXTS)) {
    await tab.select('#body-mode', 'text')
    await write(tab, '#body', 'x')
    await tab.$eval('#body', (field) => field.select())
    await afterLook(tab, () => paste(tab, '#body', given))
    await same(tab, bytesOf(given), what)
  }
  await close()
})

test('a paste goes in at the caret, and what stands around it stays', async () => {
  const { tab, close } = await ready()
  await write(tab, '#body', 'ac')
  await tab.$eval('#body', (field) => field.setSelectionRange(1, 1))
  await afterLook(tab, () => paste(tab, '#body', '\r\n'))
  await same(tab, bytesOf('a\r\nc'))
  match(await text(tab, '#body-note'), /Shown escaped: it contains CR, which a text field would lose/)
  await afterLook(tab, () => tab.click('.bytes-field .extra button'))
  await same(tab, bytesOf('a\nc'), 'turned into LF when asked')
  equal(await value(tab, '#body-mode'), 'text')
  await close()
})

test('a paste from the real clipboard keeps CR LF', async () => {
  const { tab, close } = await ready()
  await tab
    .browserContext()
    .overridePermissions(new URL(tab.url()).origin, ['clipboard-read', 'clipboard-sanitized-write'])
  await tab.evaluate((given) => navigator.clipboard.writeText(given), 'a\r\nb')
  await tab.focus('#body')
  await afterLook(tab, async () => {
    await tab.keyboard.down('Control')
    await tab.keyboard.press('KeyV', { commands: ['Paste'] })
    await tab.keyboard.up('Control')
  })
  await same(tab, bytesOf('a\r\nb'))
  await close()
})

test('dropped and opened files keep every byte', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'))
  const { tab, close } = await ready()
  for (const [what, given] of Object.entries({ ...FILES, ...TEXTS })) {
    const bytes = bytesOf(given)
    await afterLook(tab, () => drop(tab, '#body', bytes))
    await same(tab, bytes, `dropped: ${what}`)
    if (what !== 'every byte') continue
    await write(tab, '#body', '')
    writeFileSync(join(folder, 'body.bin'), bytes)
    await afterLook(tab, async () =>
      (await tab.$('.bytes-field input[type=file]')).uploadFile(join(folder, 'body.bin')),
    )
    await same(tab, bytes, `opened: ${what}`)
  }
  rmSync(folder, { recursive: true })
  await close()
})

test('each form of writing reads back what it wrote, and says where it cannot be read', async () => {
  const { tab, close } = await ready()
  const random = randomBytes(200)
  console.log(`# random bytes: ${random.toString('hex')}`)
  for (const bytes of [random, FILES['every byte'], bytesOf(TEXTS['backslashes beside CR'])]) {
    await afterLook(tab, () => drop(tab, '#body', bytes))
    for (const mode of ['base64', 'escaped', 'hex']) {
      await afterLook(tab, () => tab.select('#body-mode', mode))
      equal(await value(tab, '#body-mode'), mode)
      await same(tab, bytes, mode)
    }
    await write(tab, '#body', '')
  }
  await afterLook(tab, () => drop(tab, '#body', FILES['no UTF-8']))
  await tab.select('#body-mode', 'text')
  ok((await value(tab, '#body-mode')) !== 'text', 'text cannot hold it, and is refused')
  match(await text(tab, '#body-note'), /bytes that are not UTF-8/)
  for (const [mode, wrong, told] of [
    ['hex', '6g', /digit 2: expected 0 to 9 or a to f, got g/],
    ['hex', '616', /two digits per byte, got 3/],
    ['base64', 'YQ=*', /character 4: expected/],
    ['escaped', 'a\\q', /got \\q/],
  ]) {
    await write(tab, '#body', '')
    await tab.select('#body-mode', mode)
    await typed(tab, '#body', wrong)
    await tab.waitForFunction(() => document.querySelector('.verdict').dataset.state === 'error')
    match(await text(tab, '#body-note'), told)
    equal(await tab.$eval('#body', (field) => field.getAttribute('aria-invalid')), 'true')
  }
  await close()
})

test('a large file is held as it came, and said to be', async () => {
  const { tab, close } = await ready()
  const bytes = Buffer.alloc(200_000, 'a\r\n\0')
  await afterLook(tab, () => drop(tab, '#body', bytes))
  match(await text(tab, '#body-note'), /200\u202f000 bytes, unchanged; the first 4096 are shown/)
  equal(await text(tab, '#expected-value'), createHmac('sha256', 'k').update(bytes).digest('hex'))
  match(await text(tab, '#canonical caption'), /200\u202f000 bytes/)
  await close()
})

test('the page signs what the command line signs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-page-'))
  const { tab, close } = await ready()
  for (const what of ['every byte', 'CR LF']) {
    const bytes = bytesOf(FILES[what] ?? TEXTS[what])
    writeFileSync(join(folder, 'body.bin'), bytes)
    const printed = await run(
      process.execPath,
      [
        built('npm', 'bin', 'countersign.js'),
        'sign',
        'github.webhook',
        '--secret',
        'env:KEY',
        '--body',
        `@${join(folder, 'body.bin')}`,
        '--json',
      ],
      { env: { KEY: 'k' } },
    )
    await afterLook(tab, () => drop(tab, '#body', bytes))
    equal(JSON.parse(printed).signature, await text(tab, '#expected-value'), what)
  }
  rmSync(folder, { recursive: true })
  await close()
})

test('the secret is bytes, too', async () => {
  const { tab, close } = await ready()
  await write(tab, '#body', '{}')
  const key = Buffer.of(0, 13, 10, 255, 0x20)
  await tab.select('#ring-mode', 'hex')
  await write(tab, '#ring', key.toString('hex'))
  equal(await text(tab, '#expected-value'), createHmac('sha256', key).update('{}').digest('hex'))
  await close()
})
