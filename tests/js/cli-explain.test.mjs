// `countersign explain`: planted mistakes named, shown and mended; and secrets that stay where they are.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { CANARY, github, hmac } from './cases.mjs'
import { countersign, each, file, home } from './cli.mjs'
import { whole } from './package.mjs'

const GITHUB = { COUNTERSIGN_SECRET: CANARY }

/** What the command makes of a case on standard input; a secret is nowhere. */
async function explained(saved, args = [], options = {}) {
  const run = await countersign(['explain', ...args], { ...options, input: JSON.stringify(saved) })
  assert.doesNotMatch(run.stdout + run.stderr, /CANARY|4711/i)
  return run
}

async function refused(args, sentence, options) {
  const { code, stdout, stderr } = await countersign(['explain', ...args], options)
  assert.deepEqual([code, stdout], [2, ''], stderr)
  assert.match(stderr, /^(countersign: .+\n)+$/)
  assert.match(stderr, sentence)
  assert.doesNotMatch(stderr, /CANARY|4711|bug in countersign/)
}

/** Planted cases of every scheme: some of each, spread over its mistakes. */
function planted(each) {
  const folder = at('tests', 'explain', 'planted')
  return readdirSync(folder).flatMap((name) => {
    const { scheme, cases } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const all = cases.flatMap(({ credentials, request, planted }) =>
      planted.map((one) => ({ ...one, saved: { scheme, credentials, request } })),
    )
    return all.filter((_, index) => index % Math.ceil(all.length / each) === 0)
  })
}

test('planted mistakes of every scheme are named in the first sentence, and in JSON', async () => {
  const cases = planted(3)
  assert(cases.length > 30, `only ${cases.length}`)
  const named = await each(cases, async ({ id, also = [], received, saved }) => {
    const input = JSON.stringify({ ...saved, receivedSignature: received })
    const { code, stdout, stderr } = await countersign(['explain', '--json'], { input })
    const what = `${saved.scheme}: ${id}: ${stdout}${stderr}`
    assert.deepEqual([code, stderr], [1, ''], what)
    const report = JSON.parse(stdout)
    const people = await countersign(['explain', '-'], { input })
    for (const text of Object.values(saved.credentials)) assert(text.length < 12 || !people.stdout.includes(text), what)
    if (report.verdict === 'unexplained') return false
    assert.deepEqual([report.scheme, report.verdict], [saved.scheme, 'explained'], what)
    const [{ causes, alternatives }] = report.findings
    // What a terminal does not show is escaped.
    const said = causes.map(({ detail }) => detail.replace(/[\u2028\u2029\u{feff}]/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`)).join(' ')
    assert.equal(people.stdout.split('\n')[0], `no match: ${said}`)
    for (const { fix } of causes) assert(people.stdout.includes(`  ${fix}\n`), people.stdout)
    return [id, ...also].some((one) => [causes, ...alternatives].flat().some((cause) => cause.id === one))
  })
  // What of all that is planted the engine names is the matter of other tests.
  const missed = cases.filter((_, index) => !named[index]).map(({ id }) => id)
  assert(missed.length < cases.length / 10, missed.join())
})

test('JSON is the report of the API, with bytes as text or base64', async () => {
  for (const { received, saved } of planted(1)) {
    const options = { now: new Date(1700000000000) }
    const { fault, ...report } = whole.esm.explain(saved.scheme, saved.credentials, saved.request, received, options)
    const input = JSON.stringify({ ...saved, receivedSignature: received })
    const flags = ['--json', '--now=@1700000000']
    const printed = JSON.parse((await countersign(['explain', ...flags], { input })).stdout)
    const plain = JSON.stringify({ scheme: saved.scheme, ...report }, (_, value) => {
      if (value?.label === undefined) return value
      const { label, text, bytes } = value
      return text === undefined ? { label, base64: Buffer.from(bytes).toString('base64') } : { label, text }
    })
    assert.deepEqual(printed, JSON.parse(plain))
  }
})

test('one cause: what was done, how to fix it, what was expected, and where the strings differ', async () => {
  const { code, stdout, stderr } = await explained(github('{"a":1,"b":"é"}', '{"a": 1, "b": "\\u00e9"}'))
  assert.deepEqual([code, stderr], [1, ''])
  const [verdict, , ...lines] = stdout.split('\n')
  assert.match(verdict, /^no match: Your body differs from the signed one at byte 5: .* The provider signed the body as Python serialises it, with spaces after `,` and `:`/)
  assert.match(lines[0], /^fix +Verify the raw bytes/)
  assert(lines.includes(`expected  ${hmac(CANARY, '{"a":1,"b":"é"}')}`), stdout)
  assert(lines.includes('at byte 5: expected `1`, the provider signed `·`'), stdout)
  assert(
    stdout.endsWith(`
            body
  expected  {"a": 1, "b": "é     "}
                 ^  ^    ^ ^^^^^^
  provider  {"a":·1,·"b":·"\\u00e9"}
`),
    stdout,
  )
})

test('the README shows what is printed', async () => {
  const readme = readFileSync(at('pkg-template', 'README.md'), 'utf8')
  const [, saved] = /<<'END'\n(\{\n {2}"scheme"[^]*?)END\n/.exec(readme)
  const [, shown] = /```text\n(no match: [^]*?)```/.exec(readme)
  const { stdout } = await countersign(['explain'], { input: saved })
  const [start, end] = shown.split('…\n')
  assert(stdout.startsWith(start) && stdout.endsWith(end), stdout)
})

test('two causes are two steps, each with its fix', async () => {
  const body = '{ "a" : 1 }'
  const { stdout } = await explained(github(body, '{"a":1}', `${CANARY}\n`))
  assert.match(stdout, /^no match: Your body .* The provider .*\. The provider used the secret with a trailing line feed\.\n/)
  assert.match(stdout, /^1 +Your body .* The provider .*\nfix +\S.*\n2 +The provider used the secret.*\nfix +Use the secret exactly/m)
  assert.match(stdout, /^or +\S/m)
})

test('who signed', async () => {
  const saved = github('a', 'a\n')
  assert.match((await explained(saved)).stdout, /^no match: Your body .* The provider .*\n[^]*\n {2}provider {2}a‹LF›/)
  for (const one of [await explained(saved, ['--signed-by', 'client']), await explained({ ...saved, signedBy: 'client' })]) {
    const AT = 'at byte 1: expected the end, the client signed `‹LF›`'
    assert.match(one.stdout, new RegExp(`^no match: The client [^]*${AT}[^]*\\n {2}client {4}a‹LF›\\n`))
  }
  const args = ['github.webhook', '--received', '00', '--signed-by', CANARY]
  await refused(args, /expected `client` or `provider`, got something else/, { env: GITHUB })
})

test('a match, an old one, and which key of the ring it was', async () => {
  const one = await explained(github('a', 'a'))
  assert.deepEqual([one.code, one.stdout], [0, 'match\n'])
  const ring = await explained(github('a', 'a', CANARY, { secret: ['new', CANARY] }))
  assert.deepEqual([ring.code, ring.stdout], [0, 'match\n\nkey  2 of 2\n'])
  file('new.txt', 'new\n')
  const flags = ['github.webhook', '--secret', 'file:new.txt', '--secret', 'env:OLD', '--body', 'a']
  const named = await countersign(['explain', ...flags, '--received', hmac('old', 'a')], { env: { OLD: 'old' } })
  assert.equal(named.stdout, 'match\n\nkey  2 of 2 (env:OLD)\n')
  const stripe = { 'Stripe-Signature': `t=1700000000,v1=${hmac(CANARY, '1700000000.a')}` }
  const saved = { scheme: 'stripe.webhook', secret: CANARY, request: { headers: stripe, body: 'a' } }
  const old = await explained(saved, ['--now', '@1700000412'])
  assert.match(old.stdout, /^match, but 6 min old\n/)
  assert.equal(old.code, 1)
  assert.match((await explained(saved, ['--now', '@1699999000'])).stdout, /^match, but 16 min in the future\n/)
  const said = await explained({ ...saved, options: { now: '2023-11-14T22:20:12Z' } })
  assert.match(said.stdout, /^match, but 6 min old\n/)
  for (const args of [['--now', '@1700000412', '--tolerance', '500'], ['--tolerance', 'off']]) {
    assert.equal((await explained(saved, args)).code, 0)
  }
  assert.equal((await explained({ ...saved, options: { toleranceSeconds: 500 } }, ['--now', '@1700000412'])).code, 0)
})

test('nothing is found: what was tried, and whether the search was cut short', async () => {
  const saved = github('{"a":1}', '{"a":1}', 'quite another')
  const all = await explained(saved)
  assert.equal(all.code, 1)
  assert.match(all.stdout, /^no match: cause not found after \d{4,} attempts\n\nhint +The most frequent causes are another secret and a changed body/)
  assert.match(all.stdout, /\nthe scheme signs this string\n\n {4}body\n {4}\{"a":1\}\n$/)
  const some = await explained(saved, ['--budget', '64KiB'])
  assert.match(some.stdout, /attempts; the search stopped at its budget of 64KiB: give `--budget 1MiB` to search further\n/)
  const { tried, exhausted, hashedBytes } = JSON.parse((await explained(saved, ['--budget=64KiB', '--json'])).stdout)
  assert.equal(exhausted, false)
  assert(tried > 100 && hashedBytes <= 65536)
  assert.match((await explained(saved, ['--budget', '64'])).stdout, /the search stopped at its budget of 64: /)
  for (const wrong of ['0', '-1', '64MB', '1TiB', 'much', '']) {
    const args = ['github.webhook', '--received', '00', `--budget=${wrong}`]
    await refused(args, /`--budget`: expected a size/, { env: GITHUB })
  }
})

test('from flags: a file, headers alone, and the credentials of a scheme', async () => {
  const body = '{"a":1}'
  const received = `X-Hub-Signature-256: sha256=${hmac(CANARY, '{"a": 1}')}`
  file('explain.http', `POST /hooks HTTP/1.1\nHost: a.example\n${received}\n\n${body}`)
  const http = await countersign(['explain', 'github.webhook', '--http', 'explain.http'], { env: GITHUB })
  assert.match(http.stdout, /^no match: Your body .* The provider signed the body as Python serialises it/)
  // A signature over no body, where a header is all that came.
  const only = ['explain', 'github.webhook', '--header', `X-Hub-Signature-256: sha256=${hmac(CANARY, '')}`]
  assert.equal((await countersign(only, { env: GITHUB })).stdout, 'match\n')
  const smile = ['explain', 'smile-id.signature', '--timestamp', '2025-05-14T10:00:33.418Z', '--tolerance', 'off']
  smile.push('--received', hmac('key', '2025-05-14T10:00:33Z085sid_request', 'base64'))
  const env = { COUNTERSIGN_API_KEY: 'key', COUNTERSIGN_PARTNER_ID: '085' }
  assert.match((await countersign(smile, { env })).stdout, /^no match: The client signed the time without milliseconds/)
  // What is only sent is not asked for.
  const securo = ['explain', 'securo.request', '--secret', 'env:MINE', '--method', 'GET', '--url', 'https://a.example/x']
  const text = 'https://a.example/x&method=get&timestamp=1747216800'
  const lower = [...securo, '--timestamp', '1747216800', '--received', hmac('mine', text)]
  const { stdout } = await countersign(lower, { env: { MINE: 'mine' } })
  assert.match(stdout, /^no match: The client signed the method in lower case/)
})

test('flags replace what the case says, and add to it', async () => {
  const saved = github('a', 'a')
  const { secret, ...without } = saved
  assert.equal((await explained(without, [], { env: GITHUB })).stdout, 'match\n')
  const mine = { env: { MINE: CANARY } }
  assert.equal((await explained({ ...saved, secret: 'x' }, ['--secret', 'env:MINE'], mine)).code, 0)
  // The variable stands for what nobody says.
  assert.equal((await explained(saved, [], { env: { COUNTERSIGN_SECRET: 'other' } })).code, 0)
  assert.equal((await explained(saved, ['--received', hmac(CANARY, 'b')])).code, 1)
  const name = file('case.json', JSON.stringify(saved))
  for (const args of [[name], [`./${name}`], [join(home, name)], ['-']]) {
    const { stdout } = await countersign(['explain', ...args], { input: JSON.stringify(saved) })
    assert.equal(stdout, 'match\n', args.join())
  }
  for (const flag of [['--body', 'a'], ['--http', 'x'], ['--timestamp', '1']]) {
    await refused([name, ...flag], /does not apply: the case contains the request/)
  }
})

test('where only a hash differs, what was hashed is compared', async () => {
  const { cases } = JSON.parse(readFileSync(at('tests', 'explain', 'planted-standards.json'), 'utf8'))
  const isIt = ({ scheme, ids, received }) => scheme === 'aws.request' && ids.join() === 'query-not-sorted' && received
  const { received: receivedSignature, ...one } = cases.find(isIt)
  const input = JSON.stringify({ ...one, ids: undefined, also: undefined, receivedSignature })
  const { stdout } = await countersign(['explain'], { input })
  assert.match(stdout, /\nin `wholeRequest`, whose hash is signed, at byte \d+: expected `.+`, the client signed `.+`\n/)
  assert.match(stdout, /\n  client +GET‹LF›/)
  const lost = JSON.stringify({ ...JSON.parse(input), receivedSignature: '0'.repeat(64) })
  const { stdout: told } = await countersign(['explain', '--budget', '64KiB'], { input: lost })
  assert.match(told, /\nthe scheme signs this string\n[^]*\nit contains the hash of `wholeRequest`\n\n[^]*GET‹LF›/)
})

test('bytes that are no text, and those that nobody sees', async () => {
  const [latin, other] = ['caf\xe9\r\nb', 'caf\xe9\nb'].map((text) => Buffer.from(text, 'latin1'))
  const one = await explained(github(latin, other))
  assert(one.stdout.includes('at byte 4: expected `‹CR›`, the provider signed `‹LF›`\n'), one.stdout)
  const drawn = '  expected  caf‹\\xe9›‹CR›‹LF›b\n                     ^^^^\n  provider  caf‹\\xe9›    ‹LF›b\n'
  assert(one.stdout.endsWith(drawn), one.stdout)
  const { canonical, findings } = JSON.parse((await explained(github(latin, other), ['--json'])).stdout)
  assert.deepEqual(canonical, [{ label: 'body', base64: latin.toString('base64') }])
  assert.deepEqual(findings[0].canonical, [{ label: 'body', base64: other.toString('base64') }])
  const odd = '\ufeff\t\u00a0\u200b\u202e·‹\u0301\x1b漢 "'
  const bare = await explained(github(odd, odd, 'another'))
  const shown = '‹BOM›‹TAB›‹NBSP›‹ZWSP›‹U+202E›‹U+00B7›‹U+2039›‹U+0301›‹ESC›漢·"'
  assert(bare.stdout.endsWith(`    ${shown}\n`), bare.stdout)
  assert.doesNotMatch(bare.stdout.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  const wide = await explained(github('["漢",1]', '["\\u6f22",1]'))
  const columns = '  expected  ["漢     ",1]\n              ^^^^^^^\n  provider  ["\\ u6f22",1]\n'
  assert(wide.stdout.endsWith(columns), wide.stdout)
})

test('of long texts, what is around the differences', async () => {
  const body = JSON.stringify({ a: 'x'.repeat(912), b: 'é', c: 'y'.repeat(3000) })
  const { stdout } = await explained(github(body, body.replace('é', '\\u00e9')))
  const start = Buffer.from(body).indexOf('é')
  assert(stdout.includes(`at byte ${start}: expected \`é\`, the provider signed \`\\\`\n`), stdout)
  assert.match(stdout, new RegExp(`\n {12}… ${start - 24} bytes the same …\n`))
  assert.match(stdout, /\n {2}expected {2}x+","b":"é {5}","c":"y+\n {36}\^{6}\n {2}provider {2}x+","b":"\\u00e9","c":"y+\n/)
  assert.match(stdout, /… \d+ bytes the same …\n$/)
  assert(stdout.length < 4000, `${stdout.length}`)
})

test('a body that cannot be signed is said, and what was signed in its place', async () => {
  const request = { method: 'POST', url: 'https://a.example/', timestamp: '1747216800', body: '{"a":' }
  const text = 'https://a.example/&method=POST&timestamp=1747216800&body={"a":'
  const saved = { scheme: 'securo.request', secret: CANARY, request, receivedSignature: hmac(CANARY, text) }
  const { code, stdout } = await explained(saved)
  assert.equal(code, 1)
  assert.match(stdout, /^error +this request cannot be signed: `body`, byte 5: /m)
  assert(stdout.endsWith(`${text}\n`), stdout)
  const { fault, expected } = JSON.parse((await explained(saved, ['--json'])).stdout)
  assert.deepEqual([fault.code, fault.part, fault.offset, expected], ['ERR_BODY_INVALID', 'body', 5, ''])
})

test('cases that cannot be read: a sentence, and nothing of what they hold', async () => {
  const saved = github('a', 'a')
  const changed = (more) => JSON.stringify({ ...saved, ...more })
  const request = (more) => changed({ request: more })
  const cases = [
    ['', /expected JSON, got nothing/],
    [`{"secret": "${CANARY}"`, /the case.*: expected JSON, got the end/],
    [`{\n"secret": "${CANARY}",\n}`, /the case.*: expected JSON, got a comma before `}`/],
    [CANARY, /expected JSON/],
    [`"${CANARY}"`, /the case: expected an object, got a string/],
    [`["${CANARY}"]`, /the case: expected an object, got an array/],
    ['null', /the case: expected an object, got null/],
    [Buffer.concat([Buffer.from(`"${CANARY}`), Buffer.from([0xff])]), /the case: expected UTF-8/],
    [Buffer.from(changed({}), 'utf16le'), /expected (UTF-8|JSON)/],
    ['['.repeat(100_000), /expected JSON/],
    [' '.repeat((33 << 20) + 1), /expected at most \d+ bytes, got more/],
    [changed({ scheme: 5 }), /`scheme`: expected a string, got a number/],
    [changed({ scheme: CANARY }), /`scheme`: unknown scheme: `countersign schemes` lists the schemes/],
    [changed({ scheme: undefined }), /`scheme`: unknown scheme/],
    [changed({ scheme: 'github.webhok' }), /unknown scheme `github.webhok`: did you mean `github.webhook`\?/],
    [changed({ request: CANARY }), /`request`: expected an object, got a string/],
    [changed({ secret: { a: CANARY } }), /`secret`: expected a string or bytes, got an object/],
    [changed({ secret: [] }), /`secret`: .*got an empty array/],
    [changed({ secret: [CANARY, 4711] }), /`secret`: expected a string or bytes, got a number/],
    [changed({ secret: '' }), /needs `secret`: give `--secret env:VARIABLE`/],
    [changed({ secret: undefined }), /needs `secret`: give `--secret env:VARIABLE`/],
    [changed({ credentials: { secret: CANARY } }), /`secret`: expected one secret, got another one in `credentials`/],
    [changed({ credentials: { [CANARY]: CANARY } }), /`credentials`: expected `secret`, got another name/],
    [changed({ credentials: [CANARY] }), /`credentials`: expected an object, got an array/],
    [changed({ receivedSignature: [CANARY] }), /`receivedSignature`: expected a string, got an array/],
    [changed({ receivedSignature: undefined }), /`received`: expected the signature.*give `--received TEXT`/],
    [changed({ recievedSignature: CANARY }), /unknown member `recievedSignature`: did you mean `receivedSignature`\?/],
    [changed({ signedBy: 'me' }), /signedBy/],
    [changed({ options: { [CANARY]: '1' } }), /`options`: expected .*, got another name/],
    [changed({ options: { budgetBytes: CANARY } }), /`budgetBytes`: expected a number of bytes from 1 on, got a string/],
    [changed({ options: { now: CANARY } }), /`options.now`: expected/],
    [changed({ options: { toleranceSeconds: 5 } }), /signs no time/],
    [request({ body: { a: CANARY } }), /`request.body`: expected a string, got an object: give the body as the string that was sent/],
    [request({ body: 'a', bodyBase64: 'YQ==' }), /`request.body`: expected one body, got `request.bodyBase64` as well/],
    [request({ bodyBase64: 'YQ' }), /`request.bodyBase64`: expected base64/],
    [request({ bodyBase64: CANARY }), /`request.bodyBase64`: expected base64/],
    [request({ timestamp: 1747216800 }), /`request.timestamp`: expected a string, got a number: give the string that was sent, in quotes/],
    [request({ headers: CANARY }), /`headers`: expected an object/],
    [request({ headers: { 'X-A': { a: CANARY } } }), /`X-A`: expected a string, got an object/],
    [request({ body: 'a\ud800' }), /`body`/],
    [request({ [CANARY]: CANARY }), /`request`: expected .*, got another name/],
    [request({ heeders: {} }), /got `heeders`: did you mean `headers`\?/],
  ]
  await each(cases, ([input, sentence]) => refused(['-'], sentence, { input }))
  const note = await explained({ ...saved, why: CANARY, [CANARY]: 1 })
  assert.deepEqual([note.code, note.stdout], [0, 'match\n'])
  assert.match(note.stderr, /^countersign: note: 2 members of the case are ignored; known members: `name`, /)
})

test('arguments that cannot be read', async () => {
  const env = GITHUB
  await refused([], /expected JSON, got nothing/)
  await refused(['--json', '--body', 'a'], /expected a case or a scheme: `countersign explain CASE.json/)
  await refused([CANARY], /unknown scheme/)
  await refused(['github.webhok'], /did you mean `github.webhook`\?/)
  await refused(['none.json'], /cannot read `none.json`: there is no such file/)
  await refused(['./'], /it is a folder/)
  await refused(['-', 'b.json'], /got 1 more argument/)
  await refused(['github.webhook', 'a.json'], /got 1 more argument/, { env })
  await refused(['github.webhook'], /expected a request or message, got none: give `--http FILE`/, { env })
  await refused(['github.webhook', '--body', 'a'], /`received`: .*give `--received TEXT`/, { env })
  await refused(['github.webhook', '--body', 'a', '--received', '00'], /needs `secret`: give `--secret env:VARIABLE`/)
  await refused(['github.webhook', '--secret', CANARY], /expected `env:VARIABLE`, `file:PATH` or `-` for standard input, got something else/)
  await refused(['github.webhook', '--api-key', 'env:X'], /`--api-key` does not apply: `github.webhook` verifies with `--secret`/)
  await refused(['github.webhook', '--option', 'x=y'], /`--option` does not apply: `github.webhook` takes no options here/, { env })
  await refused(['-', '--secret', '-'], /standard input can be read only once/, { input: '{"scheme":"github.webhook"}' })
  await refused(['github.webhook', '--export', '-', '--json'], /expected one output/, { env })
})

test('a secret in the place of the signature is said, and not shown', async () => {
  const { code, stdout } = await explained(github('a', 'a', CANARY, { receivedSignature: CANARY }))
  assert.equal(code, 1)
  assert.match(stdout, /^warning +The received signature is one of the credentials\./m)
  for (const form of [[], ['--json']]) {
    for (const receivedSignature of [`sha256=${CANARY}`, `${CANARY} `, `Bearer ${CANARY}`, CANARY.toUpperCase()]) {
      const one = await explained(github('a', 'b', CANARY, { receivedSignature }), form)
      assert.equal(one.code, 1)
    }
    for (const signed of [`${CANARY}a`, `a${CANARY}`]) {
      // A hash of both joined, and an HMAC with both swapped.
      for (const receivedSignature of [createHash('sha256').update(signed).digest('hex'), hmac('a', CANARY)]) {
        const { stdout } = await explained(github('a', 'a', CANARY, { receivedSignature }), form)
        assert.match(stdout, /hashed the (secret followed by the message|message followed by the secret)|swapped key and message/)
      }
    }
  }
})

test('export: a case that says the same with other secrets', async () => {
  const saved = github('{"a":1}', '{"a": 1}', CANARY, { name: 'mine' })
  const name = file('own.json', JSON.stringify(saved))
  const search = whole.esm.createExplainer('github.webhook', { secret: 'a' }, { body: 'a' }, hmac('b', 'a'))
  if (typeof search.export !== 'function') {
    return refused([name, '--export', 'out.json'], /`--export`: this version cannot/)
  }
  const first = await countersign(['explain', name, '--export', '-'])
  assert.equal(first.code, 1, first.stderr)
  assert.doesNotMatch(first.stdout, /CANARY|4711/)
  assert(!first.stdout.includes(saved.receivedSignature))
  const again = await countersign(['explain'], { input: first.stdout })
  assert.equal(again.stderr, '')
  const without = (text) => text.replace(/^expected .*$/m, '')
  assert.equal(without(again.stdout), without((await explained(saved)).stdout))
  const toFile = await countersign(['explain', name, '--export', 'out.json'])
  assert.equal(toFile.stdout, (await explained(saved)).stdout)
  assert.equal((await countersign(['explain', 'out.json'])).code, 1)
  await refused([name, '--export', name], /the file exists: give the name of a new file/)
  assert.equal(readFileSync(join(home, name), 'utf8'), JSON.stringify(saved))
})

test('export: what would leave a credential is refused, and no file is written', async () => {
  const inRow = {
    scheme: { id: 'acme.request', canonical: '{body}', headers: { 'X-Signature': '{signature}', 'X-Key': CANARY } },
    secret: CANARY,
    request: { body: 'a' },
    receivedSignature: hmac('b', CANARY),
  }
  const short = github('{"a":1}', '{"a": 1}', 'a', { secret: 'a' })
  for (const [saved, sentence] of [
    [inRow, /`scheme`, byte \d+: expected nothing of the credential `secret`, got all of it: take it out of the scheme/],
    [short, /export a case with longer credentials/],
  ]) {
    for (const to of ['-', 'refused.json']) {
      await refused([file('leaves.json', JSON.stringify(saved)), '--export', to], sentence)
      assert.equal(existsSync(join(home, 'refused.json')), false)
    }
  }
})

test('export: other members of a case, and other spellings of the secret, are nowhere', async () => {
  const url = `https://a.example/?k=${CANARY.toLowerCase()}&x=${encodeURIComponent(Buffer.from(`u:${CANARY}`).toString('base64'))}`
  const saved = github('{"a":1}', '{"a": 1}', CANARY, { name: CANARY, comment: CANARY, secret: [CANARY, `${CANARY}-older`] })
  saved.request = { ...saved.request, url, headers: { [`X-${Buffer.from(CANARY).toString('hex')}`]: CANARY.toUpperCase() } }
  const { code, stdout } = await countersign(['explain', file('mine.json', JSON.stringify(saved)), '--export', '-'])
  assert.equal(code, 1)
  const hex = Buffer.from('CANARY4711canary').toString('hex')
  for (const form of ['canary4711', hex, ...['', 'u:', ':u:'].map((before) => Buffer.from(`${before}${CANARY}`).toString('base64').slice(4, 20))]) {
    assert.ok(!stdout.toLowerCase().includes(form.toLowerCase()), `${form} in ${stdout}`)
  }
  const again = await countersign(['explain', '--json'], { input: stdout })
  assert.equal(JSON.parse(again.stdout).findings[0].causes[0].id, 'body-python-separators')
})
