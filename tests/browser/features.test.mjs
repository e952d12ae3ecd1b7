// What the page does: a test for each feature of its table.
import { ok, equal, deepEqual, match } from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { glyphs } from '../../pkg-template/bin/glyphs.js'
import { built } from '../../pkg-template/fresh.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { samples } from '../../www/samples.mjs'
import {
  afterLook,
  canonicalBytes,
  choose,
  paste,
  settled,
  state,
  text,
  typed,
  useBrowser,
  value,
  verdict,
  visit,
  write,
} from './page.mjs'

const countersign = await import(pathToFileURL(built('npm', 'dist', 'index.js')))
const { describe } = await import(pathToFileURL(built('npm', 'dist', 'describe.js')))
const hmac = (key, message) => createHmac('sha256', key).update(message).digest('hex')

useBrowser()

/** A visit to an empty page, at a scheme. */
async function empty(scheme) {
  const page = await visit()
  await afterLook(page.tab, () => page.tab.click('.clear'))
  await page.tab.select('#scheme', scheme)
  await page.tab.waitForFunction(() => true)
  return page
}

test('the first visit shows a sample, with its mistake found', async () => {
  const { tab, close, problems } = await visit()
  match(await verdict(tab, 'explained'), /No match[^]*The client signed the body as it is[^]*Fix\s*Sign and send JSON\.stringify/)
  match(await text(tab, '#understood'), /^Sample: The code signed/)
  equal(await tab.title(), 'Why does this signature not match? — countersign')
  deepEqual(problems, [])
  await close()
})

test('1: a curl command fills the fields, and tells the scheme', async () => {
  const { tab, close } = await empty('moneroo.webhook')
  const body = '{"a": "it\'s"}\n'
  const signature = hmac('gh-secret', body)
  const command = `curl -X POST 'https://hooks.example/in?x=1' \\\n  -H 'Content-Type: application/json' -H "X-Hub-Signature-256: sha256=${signature}" \\\n  --data-binary $'{"a": "it\\'s"}\\n'`
  await afterLook(tab, () => paste(tab, '#paste', command))
  match(
    await text(tab, '#understood'),
    /Read a curl command: the method POST, the URL, 2 headers, a body of 14 bytes\. Its headers belong to github\.webhook/,
  )
  equal(await value(tab, '#scheme'), 'github.webhook')
  equal(await value(tab, '#url'), 'https://hooks.example/in?x=1')
  equal(await value(tab, '#method'), 'POST')
  await write(tab, '#ring', 'gh-secret')
  match(await verdict(tab, 'match'), /The signature is correct/)
  await close()
})

test('1: what Chrome copies on Windows is read, or refused with what to do', async () => {
  const { tab, problems, close } = await empty('github.webhook')
  const body = '{"a":"\u{1f600} b & c","d":"e\\nf"}'
  const units = (text) => text.split('').map((unit) => (/[\w:,.= ]/.test(unit) ? unit : /["\\]/.test(unit) ? `^\\^${unit}` : `^${unit}`)).join('')
  const signature = hmac('gh-secret', body)
  const command = [
    'curl ^"https://hooks.example/in?x=^%^20y^"',
    `-H ^"${units(`X-Hub-Signature-256: sha256=${signature}`)}^"`,
    `--data-raw ^"${units(body)}^"`,
  ].join(' ^\r\n  ')
  await write(tab, '#ring', 'gh-secret')
  for (const field of ['#paste', '#url', '#headers']) {
    await write(tab, '#body', 'x')
    await afterLook(tab, () => paste(tab, field, command))
    equal(await value(tab, '#url'), 'https://hooks.example/in?x=%20y')
    equal(await value(tab, '#body'), body)
    equal(await state(tab), 'match')
    match(await text(tab, '#understood'), /this is what the browser sent, not what the command would send/)
  }
  await paste(tab, '#paste', 'Invoke-WebRequest -UseBasicParsing -Uri "https://a.example/" `\n-Method "POST"')
  match(await text(tab, '#understood'), /Paste: expected a curl command from Copy as cURL \(bash\) or \(cmd\), got one for PowerShell/)
  equal(await value(tab, '#body'), body, 'nothing else is changed')
  deepEqual(problems, [])
  await close()
})

test('1: a raw HTTP request, also in the URL field, and a block of headers', async () => {
  const { tab, close } = await empty('slack.webhook')
  const body = '{"id":"evt_1"}'
  const raw = `POST /stripe HTTP/1.1\r\nHost: shop.example\r\nStripe-Signature: t=1700000000,v1=${hmac('whsec', `1700000000.${body}`)}\r\nContent-Length: ${body.length}\r\n\r\n${body}\n`
  await afterLook(tab, () => paste(tab, '#url', raw))
  equal(await value(tab, '#scheme'), 'stripe.webhook')
  equal(await value(tab, '#url'), 'https://shop.example/stripe')
  equal(await value(tab, '#body'), body)
  match(await text(tab, '#understood'), /Line breaks after the 14 bytes of Content-Length were removed/)
  await write(tab, '#ring', 'whsec')
  await verdict(tab, 'stale')
  await afterLook(tab, () => paste(tab, '#paste', 'X-Slack-Signature: v0=00\r\nX-Slack-Request-Timestamp: 1700000001'))
  equal(await value(tab, '#scheme'), 'slack.webhook')
  equal(await value(tab, '#headers'), 'X-Slack-Signature: v0=00\nX-Slack-Request-Timestamp: 1700000001')
  equal(await value(tab, '#body'), body, 'headers alone leave the body')
  await paste(tab, '#paste', "curl 'https://x.example")
  match(await text(tab, '#understood'), /expected a closing ', got none/)
  await close()
})

test('2: the verdict as one sentence: match, stale, explained, not found, and what stops it', async () => {
  const { tab, close } = await empty('github.webhook')
  match(await verdict(tab, 'empty'), /Why does this signature not match\?/)
  await write(tab, '#body', '{}')
  match(await verdict(tab, 'need'), /A secret is missing/)
  await write(tab, '#ring', 'k')
  match(await verdict(tab, 'bare'), /Nothing to compare yet/)
  equal(await text(tab, '#expected-value'), hmac('k', '{}'))
  await write(tab, '#received', hmac('k', '{}'))
  match(await verdict(tab, 'match'), /^✓\s*Match\s*The signature is correct/)
  await write(tab, '#received', 'f'.repeat(64))
  match(
    await verdict(tab, 'unexplained'),
    /No match, cause not found\s*[\d\u202f]+ attempts, which are all known causes/,
  )
  await choose(tab, 'slack.webhook')
  match(
    await verdict(tab, 'stale'),
    /Match, but [\d\u202f]+ s \([\d\u202f]+ days\) old\s*The signature is correct; the scheme accepts 300 s/,
  )
  await choose(tab, 'github.webhook')
  match(await verdict(tab, 'explained'), /No match\s*The provider used (?:HMAC-)?SHA-1/)
  const spoken = tab.waitForFunction(() =>
    /^No match\. The provider used (?:HMAC-)?SHA-1/.test(document.querySelector('#status').textContent),
  )
  await spoken
  await close()
})

test('3: the choice of who signed changes the sentence', async () => {
  const { tab, close } = await visit()
  match(await text(tab, '.sentence'), /The client signed/)
  await afterLook(tab, () => tab.click('input[name=by][value=provider]'))
  match(await text(tab, '.sentence'), /The provider signed/)
  await close()
})

test('3: where only a hash differs, what was hashed is compared, and shown', async () => {
  const { tab, close } = await visit()
  await choose(tab, 'aws.request')
  await verdict(tab, 'explained')
  match(await text(tab, '#diff'), /^What differs\s*The strings are equal/)
  equal(await text(tab, '#canonical div table caption'), 'Canonical string: 145 bytes')
  match(await text(tab, '#canonical div > .bytes-scroll:last-child caption'), /^wholeRequest, whose hash is signed: \d+ bytes$/)
  const planted = JSON.parse(readFileSync(at('tests', 'explain', 'planted-standards.json'), 'utf8')).cases
  const isIt = ({ scheme, ids, received }) => scheme === 'aws.request' && ids.join() === 'query-not-sorted' && received
  const { request, received } = planted.find(isIt)
  await write(tab, '#url', request.url)
  await write(tab, '#received', received)
  match(await text(tab, '#diff'), /^What differs\s*In wholeRequest, whose hash is signed:\s*At byte \d+, the scheme has/)
  await close()
})

test('4: the canonical string byte by byte, under its inputs, with what is not seen', async () => {
  const { tab, close } = await empty('stripe.webhook')
  await tab.select('#body-mode', 'escaped')
  await write(tab, '#ring', 'k')
  await write(tab, '#timestamp', '1700000000')
  await write(tab, '#body', 'a \\t\\r\\n\\u00a0\\u200b\\ufeffé\\x80')
  const expected = Buffer.concat([Buffer.from('1700000000.a \t\r\n\u00a0\u200b\ufeffé'), Buffer.of(0x80)])
  deepEqual(Buffer.from(await canonicalBytes(tab)), expected)
  deepEqual(await tab.$$eval('#canonical .source span', (all) => all.map(({ textContent }) => textContent)), [
    'timestamp',
    'literal of the scheme',
    'body',
  ])
  const glyphs = await tab.$$eval('#canonical tbody:last-of-type td i', (all) =>
    all.map(({ textContent }) => textContent).filter(Boolean),
  )
  deepEqual(glyphs, ['a', '·', 'TAB', 'CR', 'LF', 'NBSP', 'ZWSP', 'BOM', 'é', '??'])
  deepEqual(
    await tab.$$eval('#canonical thead th', (all) =>
      all.map(({ scope, textContent }) => [scope, textContent]).slice(0, 3),
    ),
    [
      ['col', 'offset'],
      ['col', '0'],
      ['col', '1'],
    ],
  )
  equal(await tab.$eval('#canonical tbody:last-of-type th[scope=row]', (cell) => cell.textContent), '000b')
  await close()
})

test('5: a diff that names the first byte, and reads without colour', async () => {
  const { tab, close } = await visit()
  equal(await text(tab, '#diff .first-difference'), 'At byte 78, the scheme has ", the client has space.')
  const lines = await tab.$$eval('#diff .line code', (all) => all.map(({ textContent }) => textContent))
  const at = lines.findIndex((line) => /^\s*\^/.test(line))
  ok(at > 1, 'there is a line of carets')
  const [expected, signed, carets] = lines.slice(at - 2, at + 1)
  for (let place = 0; place < carets.length; place++) {
    if (carets[place] === '^') ok(expected[place] !== signed[place], `place ${place} differs`)
    else equal(expected[place], signed[place], `place ${place} is the same`)
  }
  await choose(tab, 'github.webhook')
  match(await text(tab, '#diff'), /The strings are equal, 62 bytes/)
  await close()
})

test('5: one glyph has one meaning, here and on the command line, and is never shown for itself', async () => {
  const { tab, problems, close } = await empty('github.webhook')
  await write(tab, '#ring', 'k')
  const compared = async (expected, signed) => {
    await tab.select('#body-mode', 'text')
    await write(tab, '#body', expected)
    await tab.evaluate((given) => {
      const field = document.querySelector('#server')
      field.value = given
      field.dispatchEvent(new Event('input'))
    }, signed)
    return tab.$$eval('#compare .line code', (all) => all.map(({ textContent }) => textContent))
  }
  const shown = (text) => glyphs(Buffer.from(text)).map((cell) => cell.shown).join('')
  // A space, what stands for it, and what it once stood for here.
  for (const [expected, signed] of [
    ['a b', 'a·b'],
    ['a␣b', 'a b'],
    ['‹LF›', '⟨LF⟩'],
    ['a\tb', 'a⇥b'],
    ['a\\x80', 'a\u0080'],
    ['é', 'è'],
    ['漢字', '漢子'],
  ]) {
    const [ours, theirs, carets] = await compared(expected, signed)
    deepEqual([ours, theirs].map((line) => line.replaceAll(' ', '')), [shown(expected), shown(signed)], `${expected} and ${signed}`)
    ok(ours.trimEnd() !== theirs.trimEnd(), `${expected} and ${signed}`)
    match(carets, /^[ ^]*\^$/)
  }
  // What one side lacks is blank, and a space never is.
  deepEqual(await compared('a b', 'a    b'), ['a·   b', 'a····b', '  ^^^'])
  deepEqual(await compared(`a${' '.repeat(300)}b`, `a${' '.repeat(300)}c`), [
    `a${'·'.repeat(39)}`,
    `${'·'.repeat(40)}b`.slice(-41),
    `${'·'.repeat(40)}c`.slice(-41),
    `${' '.repeat(40)}^`,
  ])
  equal(await text(tab, '#compare .omitted'), '… 221 equal characters …')
  deepEqual(problems, [])
  await close()
})

test('6: the expected signature is copied; the secret is masked, and shown when asked', async () => {
  const { tab, close } = await visit()
  equal(await tab.$eval('#ring', (field) => getComputedStyle(field).webkitTextSecurity), 'disc')
  await tab.click('button[aria-label="Show secret"]')
  equal(await tab.$eval('#ring', (field) => getComputedStyle(field).webkitTextSecurity), 'none')
  await tab.evaluate(() => {
    navigator.clipboard.writeText = async (given) => void (globalThis.copied = given)
  })
  await tab.click('#expected .copy')
  equal(await tab.evaluate(() => globalThis.copied), await text(tab, '#expected-value'))
  await close()
})

test('7: several keys, of which one signed', async () => {
  const { tab, close } = await empty('github.webhook')
  await write(tab, '#body', '{}')
  await write(tab, '#received', hmac('third', '{}'))
  await write(tab, '#ring', 'first\nsecond\nstaging: third\n')
  match(await verdict(tab, 'match'), /signed with the key in line 3 \(staging\)/)
  equal(await text(tab, '#ring-note'), 'line 1: 5 bytes · line 2: 6 bytes · line 3 (staging): 5 bytes')
  await close()
})

test('8: two causes as two steps; what else fits; what was tried', async () => {
  const { tab, close } = await visit()
  await choose(tab, 'securo.request, two mistakes at once')
  match(await verdict(tab, 'explained'), /No match, for several reasons/)
  const steps = await tab.$$eval('.steps li', (all) => all.map(({ innerText }) => innerText))
  equal(steps.length, 2)
  match(steps[0], /Body not canonical[^]*Fix\s*Sign and send JSON\.stringify/)
  match(steps[1], /Trailing line feed in the secret[^]*Fix\s*Trim it/)
  match(await text(tab, '.more summary'), /^Or: \d+ other causes make the same signature/)
  match(await text(tab, '#tried'), /[\d\u202f]+ attempts, .* hashed, .*s\. The search stopped at the first match/)
  await tab.click('#tried summary')
  match(await text(tab, '#tried dl'), /Body[^]*Spaces of Python's JSON[^]*URL[^]*Secret[^]*Hash and MAC/)
  await close()
})

test("11: the server's own string against ours", async () => {
  const { tab, close } = await visit()
  await typed(tab, '#server', 'https://api.securo.dev/api/v1/session&method=POST')
  equal(await text(tab, '#compare .first-difference'), 'At byte 37, the scheme has s, the server has &.')
  await close()
})

test('12: the fix as code in six languages, without the secret', async () => {
  const { tab, close } = await visit()
  const languages = await tab.$$eval('#code .languages button', (all) => all.map(({ textContent }) => textContent))
  deepEqual(languages, ['Node', 'Python', 'PHP', 'Ruby', 'Go', 'curl'])
  const secret = await value(tab, '#ring')
  for (const [index, own] of [
    'createHmac',
    'hmac.new',
    'hash_hmac',
    'OpenSSL::HMAC',
    'hmac.New',
    '--data-binary @body.bin',
  ].entries()) {
    await tab.click(`#code .languages button:nth-child(${index + 1})`)
    const code = await text(tab, '#code pre')
    ok(code.includes(own), `${languages[index]} uses ${own}`)
    match(code, /SIGNING_SECRET/)
    ok(!code.includes(secret))
  }
  await close()
})

test('13: a sample for every scheme, each with the mistake that its sentence tells', async () => {
  const { tab, close, problems } = await visit()
  const all = samples()
  deepEqual(
    [...new Set(all.map(({ scheme }) => scheme))].sort(),
    countersign
      .schemes()
      .map(({ id }) => id)
      .sort(),
  )
  for (const { title, scheme, about, cause } of all) {
    await choose(tab, title)
    equal(await value(tab, '#scheme'), scheme)
    equal(await text(tab, '#understood'), `Sample: ${about}`.replaceAll('`', ''))
    const report = reported(all.find((one) => one.title === title))
    if (report)
      ok(
        report.findings[0].causes.some(({ id }) => id === cause),
        `${title}: ${cause}`,
      )
    if (cause) equal(await state(tab), report ? 'explained' : 'error', title)
  }
  deepEqual(problems, [])
  await close()
})

/** What the package says of a sample with a cause; undefined where it refuses the algorithm. */
function reported({ scheme, credentials, cause, received, options, title, about, ...request }) {
  if (!cause) return undefined
  try {
    return countersign.explain(scheme, credentials, request, received, options)
  } catch (error) {
    if (error.code === 'ERR_UNSUPPORTED') return undefined
    throw error
  }
}

test('13: a scheme that signs nothing is looked at, too', async () => {
  const { tab, close } = await visit()
  await choose(tab, 'moneroo.request')
  match(await verdict(tab, 'explained'), /The header Authorization does not begin with Bearer and a space/)
  await write(tab, '#headers', 'Authorization: Bearer pvk_sandbox_1')
  await write(tab, '#headers', 'Authorization: Bearer pvk_sandbox_1\nAccept: application/json')
  match(await verdict(tab, 'match'), /as the scheme sends them/)
  await close()
})

test("14: a custom scheme as JSON, and what is wrong with it", async () => {
  const { tab, close } = await empty('github.webhook')
  await write(tab, '#body', '{}')
  await write(tab, '#ring', 'k')
  await afterLook(tab, () => tab.select('#scheme', 'own'))
  equal(JSON.parse(await value(tab, '#own')).canonical, '{body}', 'it starts from the scheme that was chosen')
  await write(tab, '#own', '{ "id": ')
  match(await verdict(tab, 'error'), /JSON/)
  equal(await tab.$eval('#own', (field) => field.getAttribute('aria-invalid')), 'true')
  const definition = {
    ...countersign.schemes().find(({ id }) => id === 'github.webhook'),
    id: 'mine.webhook',
    canonical: 'v9:{body}',
  }
  await write(tab, '#received', hmac('k', 'v9:{}'))
  await write(tab, '#own', JSON.stringify(definition))
  const asked = () => countersign.explain(definition, { secret: 'k' }, { body: '{}' }, hmac('k', 'v9:{}'))
  let verdictDue
  try {
    verdictDue = asked().verdict
  } catch (error) {
    verdictDue = 'error'
    const message = await text(tab, '.sentence')
    ok(error.message.replaceAll('`', '').toLowerCase().startsWith(message.slice(0, -1).toLowerCase()), message)
  }
  equal(await state(tab), verdictDue)
  await close()
})

/** The custom schemes that the READMEs show: JSON as it stands there, in the block that writes it to a file. */
const rowsOfReadme = () =>
  [...readFileSync(at('pkg-template', 'README.md'), 'utf8').matchAll(/^cat > \S+\.json <<'END'\n(\{[^]*?)^END$/gm)]
    .map(([, text]) => text)
    .filter((text) => 'canonical' in JSON.parse(text))

/** What the core makes of a scheme without members. */
const { definition: DEFAULTS } = describe({})

test('14: a scheme of one\'s own may leave out what a scheme may: its verdict, code and export are those of the package', async () => {
  const { tab, problems, close } = await empty('github.webhook')
  await afterLook(tab, () => tab.select('#scheme', 'own'))
  const least = { id: 'a.b', canonical: '{body}', headers: { A: '{signature}' } }
  const said = { ...DEFAULTS, ...least, timestamp: 'seconds', canonical: '{timestamp}.{body}', headers: { T: '{timestamp}', A: '{signature}' } }
  const shortest = [...rowsOfReadme(), JSON.stringify(least)]
  equal(shortest.length, 2, 'one of the README')
  const shorter = Object.keys(DEFAULTS).map((left) => JSON.stringify({ ...said, [left]: undefined }))
  const request = { headers: [['A', 'x'], ['T', '1747216800']], body: '{"a":1}', timestamp: '1747216800' }
  await write(tab, '#headers', 'A: x\nT: 1747216800')
  await write(tab, '#body', request.body)
  await write(tab, '#timestamp', request.timestamp)
  await write(tab, '#ring', 'hush')
  const [right, forged] = [hmac('hush', `${request.timestamp}.${request.body}`), '00'.repeat(32)]
  const states = new Set()
  for (const [json, received] of [...shortest.map((json) => [json, forged]), ...[...shortest, ...shorter].map((json) => [json, right])]) {
    await write(tab, '#received', received)
    await write(tab, '#own', json)
    await settled(tab)
    const asked = () => countersign.explain(JSON.parse(json), { secret: 'hush' }, request, received, { now: new Date() })
    let expected
    try {
      expected = asked()
    } catch (error) {
      expected = { verdict: 'error', message: error.message }
    }
    const [shown, about] = [await state(tab), `${json}: ${await text(tab, '.sentence')}`]
    equal(shown, expected.verdict, about)
    states.add(shown)
    if (expected.message) {
      equal((await text(tab, '.sentence')).toLowerCase(), `${expected.message.replaceAll('`', '')}.`.toLowerCase())
      continue
    }
    equal(await text(tab, '#expected-value'), expected.expected, about)
    match(await text(tab, '#code pre'), /createHmac\('sha256', key\)/, about)
    await tab.click('#export-case')
    deepEqual(JSON.parse(await value(tab, '#export')).scheme, JSON.parse(json), about)
  }
  // `id` and `canonical` are needed.
  for (const one of ['error', 'stale', 'unexplained']) ok(states.has(one), one)
  deepEqual(problems, [])
  await close()
})

test('14: what is wrong with a scheme is said by the core, whatever stands in its members', async () => {
  const { tab, problems, close } = await empty('github.webhook')
  await write(tab, '#body', '{}')
  await write(tab, '#ring', 'k')
  await write(tab, '#received', '00')
  await afterLook(tab, () => tab.select('#scheme', 'own'))
  const least = { id: 'a.b', canonical: '{body}', headers: { A: '{signature}' } }
  for (const name of Object.keys(DEFAULTS)) {
    for (const odd of [null, 7, 'x', [7], [['x']], { x: 7 }, { x: {} }, [], true]) {
      const definition = { ...least, [name]: odd }
      let expected
      try {
        expected = countersign.explain(definition, { secret: 'k' }, { body: '{}' }, '00').verdict
      } catch (error) {
        expected = error.code === 'ERR_CREDENTIAL_MISSING' ? 'need' : error.message.replaceAll('`', '').toLowerCase()
      }
      await write(tab, '#own', JSON.stringify(definition))
      await settled(tab)
      const shown = await state(tab)
      const sentence = (await text(tab, '.sentence')).toLowerCase()
      // A scheme that signs nothing is compared by the page itself.
      if (definition.algorithm === 'none') continue
      equal(shown === 'error' ? sentence.slice(0, -1) : shown, expected, JSON.stringify(definition))
    }
  }
  deepEqual(problems, [])
  await close()
})

test('14: the credentials and options of a scheme have fields, whatever they are called', async () => {
  const { tab, problems, close } = await empty('github.webhook')
  await afterLook(tab, () => tab.select('#scheme', 'own'))
  const definition = {
    id: 'acme.request',
    credentials: ['clientKey', 'constructor', 'k_2'],
    options: { stage: 'test' },
    key: '{clientKey}.{constructor}.{k_2}',
    canonical: '{stage}.{body}',
    headers: { A: '{signature}' },
  }
  await write(tab, '#own', JSON.stringify(definition))
  equal(await text(tab, 'label[for=ring]'), 'clientKey')
  await write(tab, '#ring', 'one')
  await write(tab, '#credential-constructor', 'two')
  await write(tab, '#credential-k_2', 'three')
  await write(tab, '#body', 'x')
  await write(tab, '#received', hmac('one.two.three', 'test.x'))
  equal(await state(tab), 'match')
  await write(tab, '#option-stage', 'live')
  await verdict(tab, 'unexplained')
  await write(tab, '#received', hmac('one.two.three', 'live.x'))
  equal(await state(tab), 'match')
  // A key that is put together is written by the package alone: with the scheme, and without a secret.
  const code = await text(tab, '#code pre')
  match(code, /const scheme = \{\n {2}"id": "acme\.request"[^]*createSigner\(scheme, \{\n {2}clientKey: process\.env\.CLIENT_KEY/)
  await afterLook(tab, () => tab.select('#scheme', 'github.webhook'))
  equal(await tab.$eval('#credential-k_2', (field) => field.checkVisibility()), false)
  await tab.click('.clear')
  equal(await value(tab, '#credential-k_2') + (await value(tab, '#option-stage')), '')
  deepEqual(problems, [])
  await close()
})

test('15: a link carries scheme and settings; the request when chosen; a secret never', async () => {
  const { tab, close } = await visit()
  await choose(tab, 'github.webhook')
  const bare = await value(tab, '#link')
  const decoded = (link) => JSON.parse(Buffer.from(new URL(link).hash.slice(1), 'base64url'))
  deepEqual(decoded(bare), { v: 1, scheme: 'github.webhook', by: 'provider' })
  await tab.click('#with-request')
  const full = await value(tab, '#link')
  equal(decoded(full).request.body, await value(tab, '#body'))
  for (const form of ['gh-webhook-secret', Buffer.from('gh-webhook-secret').toString('base64').slice(0, 20)])
    ok(!JSON.stringify(decoded(full)).includes(form))
  const other = await visit({ hash: new URL(full).hash })
  equal(await value(other.tab, '#scheme'), 'github.webhook')
  equal(await value(other.tab, '#body'), await value(tab, '#body'))
  equal(await value(other.tab, '#ring'), '')
  equal(await state(other.tab), 'need')
  await other.close()
  for (const hidden of [
    'gh-webhook-secret',
    encodeURIComponent('gh-webhook-secret'),
    Buffer.from('gh-webhook-secret').toString('base64'),
    Buffer.from('gh-webhook-secret').toString('hex'),
  ]) {
    await write(tab, '#url', `https://hooks.example/?k=${hidden}`)
    equal(await value(tab, '#link'), '', hidden)
    match(await text(tab, '#link-note'), /contains a secret, so there is no link/)
  }
  equal(new URL(tab.url()).hash, '', 'the page itself writes no fragment')
  await close()
})

test('15: the case is exported with a fresh secret', async () => {
  const { tab, close } = await visit()
  const secret = await value(tab, '#ring')
  const received = await value(tab, '#received')
  await tab.click('#export-case')
  const probe = countersign.createExplainer('github.webhook', { secret: 'k' }, { body: '{}' }, '0'.repeat(64))
  if (typeof probe.export !== 'function') {
    match(await text(tab, '#export-note'), /this build of the package cannot export a case/)
  } else {
    const exported = await value(tab, '#export')
    ok(!exported.includes(secret) && !exported.includes(received))
    await afterLook(tab, () => paste(tab, '#paste', exported))
    match(await verdict(tab, 'explained'), /The client signed the body as it is/)
  }
  await close()
})
