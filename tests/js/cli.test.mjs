// `countersign`: commands, what they print, and how they end.
import assert from 'node:assert/strict'
import { accessSync, constants, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { binaries, countersign, each, entry, environment, file, home, key, program } from './cli.mjs'
import { createSigner, schemes } from './package.mjs'

const UNIX = { skip: process.platform === 'win32' && 'the shell of this test is POSIX' }
const SECRET = 'a secret of the tests'
const STRIPE = { STRIPE_SECRET: SECRET }
const SIGN = ['sign', 'stripe.webhook', '--secret', 'env:STRIPE_SECRET', '--timestamp', '1700000000']
const VERIFY = ['verify', 'stripe.webhook', '--secret', 'env:STRIPE_SECRET']
const signed = createSigner('stripe.webhook', { secret: SECRET }).sign({ timestamp: '1700000000', body: '{"a":1}' })
const DELIVERY = ['--header', `Stripe-Signature: ${signed.headers['Stripe-Signature']}`, '--body', '{"a":1}']

before(() => {
  file('secret.txt', "It's a Secret to Everybody\n")
  file('payload.json', '{"a":1}')
  file('request.http', 'POST https://sandbox.securo.dev/api/v1/sessions\n\n{"product":"LCI","amount":1}')
  const delivery = createSigner('stripe.webhook', { secret: SECRET }).sign({
    body: '{"id":"evt_1"}',
    timestamp: '1700000000',
  })
  const head = `POST /hooks HTTP/1.1\r\nHost: a.example\r\nStripe-Signature: ${delivery.headers['Stripe-Signature']}`
  file('delivery.http', `${head}\r\nContent-Length: ${delivery.body.length}\r\n\r\n${delivery.body}`)
})

/** Runs the command and expects an error, with nothing on standard output. */
async function refused(args, sentence, options) {
  const { code, stdout, stderr } = await countersign(args, options)
  assert.deepEqual({ args, code, stdout }, { args, code: 2, stdout: '' }, stderr)
  assert.match(stderr, /^countersign: .+\n$/)
  assert.match(stderr, sentence)
}

test('npm installs it as a program that starts by itself', UNIX, async () => {
  accessSync(entry, constants.X_OK)
  const { version } = JSON.parse(readFileSync(join(home, 'node_modules', 'countersign', 'package.json'), 'utf8'))
  assert.deepEqual(await outcome(join(binaries, 'countersign'), ['--version']), {
    code: 0,
    stdout: `${version}\n`,
    stderr: '',
  })
})

test('help is there for the whole and for each command', async () => {
  const overview = await countersign(['--help'])
  assert.equal(overview.code, 0)
  for (const name of ['sign', 'verify', 'explain', 'schemes']) {
    assert.match(overview.stdout, new RegExp(`^  ${name} +\\w`, 'm'))
    const help = await countersign([name, '--help'])
    assert.deepEqual([help.code, help.stderr], [0, ''])
    assert.match(help.stdout, new RegExp(`^Usage\n  countersign ${name}`, 'm'))
    assert.equal((await countersign([name, '--json', '-h'])).stdout, help.stdout)
  }
  assert.equal((await countersign(['-h'])).stdout, overview.stdout)
})

test('the examples of the help work', UNIX, async () => {
  // Sends nothing: what it would send is shown.
  file('curl', '#!/bin/sh\nprintf "curl %s\\n" "$@"\n')
  await program('chmod', ['+x', join(home, 'curl')])
  const env = { ...STRIPE, STRIPE_NEW: 'another', STRIPE_OLD: SECRET, SECURO_KEY: 'key', SECURO_SECRET: 'secret' }
  env.PATH = [home, binaries, environment.PATH].join(':')
  const commands = [[], ['sign'], ['verify'], ['explain'], ['schemes']]
  const helps = await each(commands.map((command) => [...command, '--help']), countersign)
  const texts = helps.flatMap(({ stdout }) => stdout.split('Examples\n')[1].replace(/\\\n/g, '').trim().split('\n'))
  assert(texts.length >= 15, texts.join('\n'))
  for (const text of texts) {
    const { code, stdout, stderr } = await program('sh', ['-c', text], { env })
    // Signed years ago, and where only the new secret is known by nobody: both are said as such.
    const isOld = /verify stripe/.test(text) && !/--now/.test(text)
    const isOther = /verify stripe/.test(text) && !/STRIPE_(OLD|SECRET)/.test(text)
    const isWrong = /countersign explain/.test(text)
    assert.equal(code, isOld || isOther || isWrong ? 1 : 0, `${text}\n${stdout}${stderr}`)
    assert.notEqual(stdout, '', text)
    assert.doesNotMatch(stderr, /bug in countersign/)
  }
})

test('sign: for people', async () => {
  const { code, stdout, stderr } = await countersign([...SIGN, '--url', 'https://a.example/', '--body', '{"a":1}'], {
    env: STRIPE,
  })
  assert.deepEqual([code, stderr], [0, ''])
  assert.equal(
    stdout,
    `stripe.webhook
canonical  1700000000.{"a":1}
send       POST https://a.example/
headers    Stripe-Signature: ${signed.headers['Stripe-Signature']}
           content-type: application/json
`,
  )
})

test('sign: what is added to the body is shown, and the body with it', async () => {
  const args = ['sign', 'smile-id.signature', '--timestamp', '2026-11-22T12:00:00.000Z', '--body', '{"a":1}']
  const env = { COUNTERSIGN_PARTNER_ID: '085', COUNTERSIGN_API_KEY: 'key' }
  const { stdout } = await countersign([...args, '--url', 'https://testapi.smileidentity.com/v1/services'], { env })
  assert.match(
    stdout,
    /^in the body  partner_id: 085\n +timestamp: 2026-11-22T12:00:00.000Z\n +signature: \S+=\nbody +\{"a":1,"par/m,
  )
})

test('sign: without a signature, it says what travels', async () => {
  const args = ['sign', 'moneroo.request', '--url', 'https://api.moneroo.io/v1/payments/1']
  const { stdout } = await countersign(args, { env: { COUNTERSIGN_SECRET: 'the-key' } })
  assert.match(stdout, /^canonical +nothing is signed: the credential itself is sent\n/m)
  assert.match(stdout, /^headers +Authorization: Bearer the-key\n/m)
})

test('sign: --headers, --json and --curl', async () => {
  const args = [...SIGN, '--url', 'https://a.example/', '--body', '{"a":1}', '--header', 'X-Trace: 1']
  const run = async (form) => (await countersign([...args, form], { env: STRIPE })).stdout
  const line = `Stripe-Signature: ${signed.headers['Stripe-Signature']}`
  assert.equal(await run('--headers'), `X-Trace: 1\n${line}\ncontent-type: application/json\n`)
  assert.deepEqual(JSON.parse(await run('--json')), {
    method: 'POST',
    url: 'https://a.example/',
    headers: { 'X-Trace': '1', 'Stripe-Signature': line.slice(18), 'content-type': 'application/json' },
    body: '{"a":1}',
    signature: signed.signature,
    canonical: '1700000000.{"a":1}',
    timestamp: '1700000000',
  })
  assert.match(await run('--curl'), /^curl --request POST https:\/\/a.example\/ .* --data-binary '\{"a":1\}'\n$/)
  await refused([...args, '--json', '--curl'], /expected one output, got `--json` and `--curl`/, { env: STRIPE })
  await refused([...SIGN, '--curl'], /give `--url URL`/, { env: STRIPE })
})

test('sign: options of schemes', async () => {
  file('key.pem', key('rsa-2048.pkcs8.pem'))
  const args = ['sign', 'tu-cambio.request', '--private-key', 'file:key.pem', '--json', '--body', '{"a":1}']
  const env = { COUNTERSIGN_API_KEY: 'key', COUNTERSIGN_SECRET: 'secret' }
  const options = [
    '--option',
    'authorizationPrefix=Signature: ',
    '--option=jws.form=detached',
    '--option',
    'jws.alg=RS256',
  ]
  const { stdout, stderr } = await countersign([...args, ...options], { env })
  assert.equal(stderr, '')
  const { headers, signature } = JSON.parse(stdout)
  assert.equal(headers.Authorization, `Signature: ${signature}`)
  const [head, payload] = headers['jws-signature'].split('.')
  assert.deepEqual([JSON.parse(Buffer.from(head, 'base64url')).alg, payload], ['RS256', ''])
})

test('verify: one sentence and an exit code', async () => {
  const run = async (args, env = STRIPE) => outcome(process.execPath, [entry, ...VERIFY, ...DELIVERY, ...args], env)
  const late = await run(['--now', '@1700000012'])
  assert.equal(late.code, 0, late.stderr)
  assert.match(
    late.stdout,
    /^valid: signed with the given key, at 2023-11-14T22:13:20.000Z, 12 s ago; fingerprint [0-9a-f]{64}\n$/,
  )
  assert.match((await run(['--now', '2023-11-14T23:13:15+01:00'])).stdout, /, in 5 s; /)
  assert.match((await run(['--tolerance', 'off'])).stdout, /, \d+ days ago; /)
  assert.match((await run(['--tolerance=100', '--now=@1700000100.999'])).stdout, /^valid: .*, 100 s ago/)
  const stale = await run([])
  assert.deepEqual([stale.code, stale.stderr], [1, ''])
  assert.match(stale.stdout, /^not valid: .* \(ERR_SIGNATURE_STALE\)\n$/)
  const other = await run(['--now', '@1700000012'], { STRIPE_SECRET: 'another' })
  assert.equal(other.code, 1)
  assert.match(other.stdout, /^not valid: .* \(ERR_SIGNATURE_MISMATCH\)\n$/)
})

test('verify: which key of the ring it was', async () => {
  const ring = ['--secret', 'env:NEW', '--secret', 'env:STRIPE_SECRET', '--now', '@1700000000']
  const args = ['verify', 'stripe.webhook', ...ring, ...DELIVERY]
  const { stdout } = await countersign(args, { env: { ...STRIPE, NEW: 'new' } })
  assert.match(stdout, /^valid: signed with key 2 of 2 \(env:STRIPE_SECRET\), /)
})

test('verify: a JWS, by itself and beside another signature', async () => {
  for (const name of ['other-2048', 'rsa-2048']) file(`${name}.pem`, key(`${name}.spki.pem`))
  const body = '{"message":"Hi there"}'
  const privateKey = key('rsa-2048.pkcs8.pem').toString()
  const { headers } = createSigner('tu-cambio.webhook', { secret: 'secret', privateKey }).sign({ body })
  const flags = [
    '--body',
    body,
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
  ]
  const keys = ['--public-keys', 'file:other-2048.pem', '--publicKeys=file:rsa-2048.pem']
  const alone = await countersign(['verify', 'tu-cambio.jws', ...keys, ...flags])
  assert.match(
    alone.stdout,
    /^valid: signed with key 2 of 2 \(file:rsa-2048.pem\), without a timestamp, so it may be a replay; /,
  )
  const both = await countersign(['verify', 'tu-cambio.webhook', ...keys, ...flags], {
    env: { COUNTERSIGN_SECRET: 'secret' },
  })
  assert.match(
    both.stdout,
    /^valid: signed with the given key.*; `tu-cambio.jws` too, with key 2 of 2 \(file:rsa-2048.pem\); /,
  )
  const byVariable = await countersign(['verify', 'tu-cambio.jws', ...flags], {
    env: { COUNTERSIGN_PUBLIC_KEYS: key('rsa-2048.spki.pem').toString() },
  })
  assert.equal(byVariable.code, 0, byVariable.stderr)
})

test('verify: an option that is a list is given again', async () => {
  const privateKey = key('rsa-2048.pkcs8.pem').toString()
  const { headers } = createSigner('tu-cambio.jws', { privateKey }, { jws: { alg: 'RS256' } }).sign({ body: '{}' })
  const message = ['--body', '{}', '--header', `jws-signature: ${headers['jws-signature']}`]
  const env = { COUNTERSIGN_PUBLIC_KEYS: key('rsa-2048.spki.pem').toString() }
  const run = (...options) => countersign(['verify', 'tu-cambio.jws', ...message, ...options], { env })
  assert.match((await run()).stdout, /\(ERR_ALGORITHM_REFUSED\)/)
  const both = await run('--option', 'jws.alg=PS256', '--option', 'jws.alg=RS256')
  assert.equal(both.code, 0, both.stdout + both.stderr)
  const twice = await run('--option', 'jws.form=attached', '--option', 'jws.form=detached')
  assert.deepEqual(
    [twice.code, twice.stderr],
    [2, 'countersign: `--option jws.form=…` was given twice: expected it once\n'],
  )
})

test('verify: --json', async () => {
  const run = async (args) =>
    JSON.parse((await countersign([...VERIFY, ...DELIVERY, '--json', ...args], { env: STRIPE })).stdout)
  const { fingerprint, ...valid } = await run(['--now', '@1700000012'])
  assert.match(fingerprint, /^[0-9a-f]{64}$/)
  assert.deepEqual(valid, {
    ok: true,
    scheme: 'stripe.webhook',
    timestamp: '1700000000',
    signedAt: '2023-11-14T22:13:20.000Z',
    keyIndex: 0,
    canonical: '{timestamp}.{body}',
    inputs: {},
    covers: { method: 'none', url: 'none', query: 'none', headers: 'part', body: 'whole' },
    body: '{"a":1}',
  })
  const { message, ...stale } = await run(['--now', '@1700000999'])
  assert.match(message, /999/)
  assert.deepEqual(stale, { ok: false, code: 'ERR_SIGNATURE_STALE', ageSeconds: 999, limitSeconds: 300 })
})

test('verify: whatever is received ends with 1, never with 2', async () => {
  file('large', Buffer.alloc((32 << 20) + 1))
  const received = [
    [['--body', 'x'], 'ERR_HEADER_MISSING'],
    [['--header', 'Stripe-Signature: '], 'ERR_HEADER_MALFORMED'],
    [['--header', 'Stripe-Signature: t=1,v1=\u0001'], 'ERR_HEADER_MALFORMED'],
    [[...DELIVERY, '--body=@large'].filter((one) => one !== '--body' && one !== '{"a":1}'), 'ERR_BODY_INVALID'],
    [[...DELIVERY, '--header', 'Stripe-Signature: t=1,v1=00'], undefined],
  ]
  for (const [args, expected] of received) {
    const { code, stdout, stderr } = await countersign([...VERIFY, ...args], { env: STRIPE })
    assert.equal(code, 1, `${args}: ${stderr}`)
    assert.match(stdout, expected ? new RegExp(`^not valid: .*\\(${expected}\\)\\n$`) : /^not valid: /)
  }
})

test('schemes: a table, a scheme, and the data', async () => {
  const { stdout } = await countersign(['schemes'])
  const lines = stdout.trimEnd().split('\n')
  assert.match(lines[0], /^scheme +credentials +title$/)
  assert.deepEqual(
    lines.slice(1).map((line) => line.split(' ')[0]),
    schemes().map(({ id }) => id),
  )
  assert.deepEqual(JSON.parse((await countersign(['schemes', '--json'])).stdout), schemes())
  await each(schemes(), async (definition) => {
    assert.deepEqual(JSON.parse((await countersign(['schemes', definition.id, '--json'])).stdout), definition)
    const { stdout } = await countersign(['schemes', definition.id])
    const said = [
      definition.title,
      definition.canonical,
      definition.documentation,
      ...definition.notes,
      ...Object.keys(definition.headers),
      ...Object.keys(definition.options),
      ...Object.entries(definition.claims).map(([name, template]) => `${name}: ${template}`),
    ]
    // A line break in a template is made visible.
    const shown = said.map((text) => text.replaceAll('\n', '\\n'))
    for (const text of shown) assert(stdout.includes(text), `${definition.id}: expected ${text} in\n${stdout}`)
  })
})

test('wrong arguments: a sentence, and what was meant', async () => {
  const env = STRIPE
  await refused([], /expected a command: `sign`, `verify`, `explain`, `schemes`/)
  await refused(['sing'], /unknown command `sing`: did you mean `sign`\?/)
  await refused(['frobnicate'], /unknown command: expected one of/)
  await refused(['--json', 'schemes'], /expected a command before the flags/)
  await refused(['sign'], /expected a scheme: `countersign sign SCHEME \[flags\]`/)
  await refused(['sign', 'strpie.webhook'], /unknown scheme `strpie.webhook`: did you mean `stripe.webhook`\?/)
  await refused(['sign', 'tu-cambio'], /did you mean `tu-cambio.jws` or `tu-cambio.request` or `tu-cambio.webhook`\?/)
  await refused(['schemes', 'acme'], /unknown scheme: `countersign schemes` lists the schemes/)
  await refused([...SIGN, 'more'], /got 1 more argument\n/, { env })
  await refused([...SIGN, '--', '--json', 'more'], /got 2 more arguments\n/, { env })
  await refused([...SIGN, '--ulr', 'x'], /unknown flag `--ulr`: did you mean `--url`\?/, { env })
  await refused([...SIGN, '-X', 'POST'], /unknown flag, argument 6 of `sign`: `countersign sign --help` lists/, { env })
  await refused([...SIGN, '--url'], /`--url URL`: expected a value, got nothing/, { env })
  await refused([...SIGN, '--url', '--json'], /`--url URL`: expected a value, got another flag/, { env })
  await refused([...SIGN, '--json=yes'], /`--json` takes no value/, { env })
  await refused([...SIGN, '--url', 'https://a.example/', '--url', 'https://b.example/'], /`--url` was given twice/, {
    env,
  })
  await refused([...SIGN, '--header', 'no colon'], /expected a header as `Name: value`, got no colon after a name/, { env })
  await refused([...SIGN, '--now', '@1'], /unknown flag/, { env })
  await refused([...SIGN, '--request', 'x'], /give `--http FILE`, too/, { env })
  await refused([...SIGN, '--http', 'none.http'], /cannot read `none.http`: there is no such file/, { env })
  await refused([...SIGN, '--body', '@.'], /cannot read `\.`: it is a folder/, { env })
  await refused([...SIGN, '--option', 'x=y'], /`--option` does not apply: `stripe.webhook` takes no options here/, { env })
})

test('wrong options, times and tolerances', async () => {
  const tuCambio = ['sign', 'tu-cambio.request']
  await refused([...tuCambio, '--option', 'jws.from=x'], /no option `jws.from`: did you mean `jws.form`\?/)
  await refused([...tuCambio, '--option', 'key=external'], /expected `authorizationPrefix` or `jws.form`/)
  await refused([...tuCambio, '--option', 'x'], /expected `NAME=VALUE`/, {
    env: { COUNTERSIGN_API_KEY: 'a', COUNTERSIGN_SECRET: 'b' },
  })
  for (const now of ['1700000000', '1700000000000'])
    await refused([...VERIFY, '--now', now], /got a bare number, which may be seconds or milliseconds/)
  await refused([...VERIFY, '--now', '@1700000000000'], /perhaps milliseconds/)
  for (const now of ['2026-11-22', '2026-11-22T12:00:00', 'yesterday', '2026-13-01T00:00:00Z', '']) {
    await refused(
      [...VERIFY, `--now=${now}`],
      /`2026-11-22T12:00:00Z` \(with its zone\) or `@1700000000`.* got something else/,
    )
  }
  for (const tolerance of ['-1', '1.5', 'none', ''])
    await refused([...VERIFY, `--tolerance=${tolerance}`], /expected whole seconds/)
  await refused([...VERIFY, '--tolerance', '86401'], /at most 86400 s \(a day\).*`allowLongTolerance`/, { env: STRIPE })
  await refused(['verify', 'github.webhook', '--secret', 'env:STRIPE_SECRET', '--tolerance', '5'], /signs no time/, {
    env: STRIPE,
  })
})

test('a request that cannot be signed ends with 2 and the reason of the API', async () => {
  await refused([...SIGN, '--url', 'http://a.example/'], /`url`, byte 0: expected.*set `allowHttp`/, { env: STRIPE })
  const mock = await countersign([...SIGN, '--url', 'http://a.example/', '--allow-http', '--json'], { env: STRIPE })
  assert.deepEqual([mock.code, JSON.parse(mock.stdout).url], [0, 'http://a.example/'])
  await refused([...SIGN, '--timestamp=now'].filter((arg) => !['--timestamp', '1700000000'].includes(arg)), /`timestamp`: expected Unix seconds \(10 digits\), such as/, { env: STRIPE })
  const securo = ['sign', 'securo.request', '--method', 'POST', '--url', 'https://a.example/', '--body', '{"a":}']
  await refused(securo, /`body`, byte 5: expected a JSON value/, {
    env: { COUNTERSIGN_API_KEY: 'a', COUNTERSIGN_SECRET: 'b' },
  })
})

test('values that look like flags, and what follows `--`', async () => {
  const { stdout } = await countersign([...SIGN, '--json', '--body', '-5', '--method=put'], { env: STRIPE })
  assert.deepEqual([JSON.parse(stdout).body, JSON.parse(stdout).method], ['-5', 'PUT'])
  assert.equal(
    JSON.parse((await countersign([...SIGN, '--json', '--body=--json'], { env: STRIPE })).stdout).body,
    '--json',
  )
  assert.equal(
    (await countersign(['sign', '--secret=env:STRIPE_SECRET', '--', 'stripe.webhook'], { env: STRIPE })).code,
    0,
  )
})

/** What a program printed, and how it ended. */
async function outcome(name, args, env) {
  const { code, stdout, stderr } = await program(name, args, { env })
  return { code, stdout, stderr }
}
