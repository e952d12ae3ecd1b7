// `countersign`: where secrets come from, and that they go nowhere else.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { countersign, each, entry, environment, file, home, key, program } from './cli.mjs'
import { createSigner, schemes } from './package.mjs'

const CANARY = 'whsec_CANARY4711canary'
const REFUSED =
  /expected `env:VARIABLE`, `file:PATH` or `-` for standard input, got something else: never give the secret itself/

/** The signature that the command makes of no body. */
async function signature(args, { scheme = 'github.webhook', ...options } = {}) {
  const { code, stdout, stderr } = await countersign(['sign', scheme, '--json', ...args], options)
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout).signature
}

async function refused(args, sentence, options) {
  const { code, stdout, stderr } = await countersign(['sign', 'github.webhook', ...args], options)
  assert.deepEqual([code, stdout], [2, ''], stderr)
  assert.match(stderr, sentence)
  assert.doesNotMatch(stdout + stderr, /CANARY|4711/)
}

const made = (secret) => createSigner('github.webhook', { secret }).sign({}).signature

test('from a variable, a file, standard input, or the variable of its own', async () => {
  file('plain', CANARY)
  const ways = [
    [['--secret', 'env:MINE'], { env: { MINE: CANARY } }],
    [['--secret=env:MINE'], { env: { MINE: CANARY, COUNTERSIGN_SECRET: 'another' } }],
    [['--secret', 'file:plain'], {}],
    [[`--secret=file:${join(home, 'plain')}`], {}],
    [['--secret', '-'], { input: `${CANARY}\n` }],
    [['--secret=-'], { input: CANARY }],
    [[], { env: { COUNTERSIGN_SECRET: CANARY } }],
  ]
  for (const [args, options] of ways) assert.equal(await signature(args, options), made(CANARY), args.join(' '))
})

test('names as in JavaScript and as in a shell', async () => {
  const env = { KEY: 'key', SECRET: 'secret' }
  const rest = ['--secret', 'env:SECRET', '--url', 'https://a.example/', '--method', 'GET', '--timestamp', '1747216800']
  const by = (name) => signature([name, 'env:KEY', ...rest], { scheme: 'securo.request', env })
  assert.equal(await by('--api-key'), await by('--apiKey'))
  const own = { COUNTERSIGN_API_KEY: 'key', COUNTERSIGN_SECRET: 'secret' }
  assert.equal(await signature(rest.slice(2), { scheme: 'securo.request', env: own }), await by('--api-key'))
})

test('one line break at the end of a text file is none of it, and nothing else is left out', async () => {
  const read = [
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    ['se cret\n', 'se cret'],
    [Buffer.from([0xff, 0x00, 0x0a]), Buffer.from([0xff, 0x00, 0x0a])],
    [Buffer.from([0x30, 0x82, 0x0d, 0x0a]), Buffer.from([0x30, 0x82, 0x0d, 0x0a])],
  ]
  for (const [contents, secret] of read) {
    assert.equal(
      await signature(['--secret', `file:${file('read', contents)}`]),
      made(secret),
      JSON.stringify(contents),
    )
  }
  await refused(['--secret', `file:${file('two', `${CANARY}\n\n`)}`], /`secret`.*line/)
  await refused(['--secret', `file:${file('spaced', ` ${CANARY} \n`)}`], /`secret`.*white space/)
  await refused(['--secret', `file:${file('quoted', `"${CANARY}"\n`)}`], /`secret`.*quotes/)
  await refused(['--secret', `file:${file('empty', '\n')}`], /expected a secret, got an empty file or input/)
  await refused(['--secret', `file:${file('marked', `\ufeff${CANARY}`)}`], /got a byte order mark/)
  await refused(
    ['--secret', `file:${file('utf16', Buffer.from(`\ufeff${CANARY}\r\n`, 'utf16le'))}`],
    /got a byte order mark/,
  )
})

test('keys as DER and PEM, private and public', async () => {
  const pem = key('rsa-2048.pkcs8.pem').toString()
  const der = Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64')
  const args = ['--private-key', `file:${file('key.der', der)}`, '--option', 'jws.alg=RS256', '--body', '{}']
  const byPem = createSigner('tu-cambio.jws', { privateKey: pem }, { jws: { alg: 'RS256' } }).sign({
    body: '{}',
  }).signature
  assert.equal(await signature(args, { scheme: 'tu-cambio.jws' }), byPem)
  assert.equal(
    await signature(args.slice(2), { scheme: 'tu-cambio.jws', env: { COUNTERSIGN_PRIVATE_KEY: pem } }),
    byPem,
  )
})

test('what is no source is refused, and not repeated', async () => {
  for (const args of [
    ['--secret', CANARY],
    [`--secret=${CANARY}`],
    ['--secret', 'env:'],
    ['--secret', ''],
    ['--secret', 'ENV:X'],
  ]) {
    await refused(args, REFUSED)
  }
  await refused(['--secret', `env:${CANARY}`], /`--secret env:…`: the variable is not set/)
  await refused(['--secret', `file:${CANARY}`], /`--secret file:…`: cannot read the file: there is no such file/)
  await refused(['--secret', 'file:.'], /it is a folder/)
  await refused(['--secret', 'env:A', '--secret', 'env:B'], /`--secret` was given twice: expected it once, since one key signs/, {
    env: { A: CANARY, B: CANARY },
  })
  await refused(['--secret', 'env:A'], /expected the variable to hold UTF-8/, { env: { A: `${CANARY}\ufffd` } })
})

test('a credential that is missing, and one of another scheme', async () => {
  const WAYS = '`--secret env:VARIABLE`, `--secret file:PATH` or the variable `COUNTERSIGN_SECRET`'
  await refused([], new RegExp(`^countersign: \`github.webhook\` needs \`secret\`: give ${WAYS}\n$`))
  await refused(['--api-key', 'env:X'], /`--api-key` does not apply: `github.webhook` signs with `--secret`\n/)
  const { stderr } = await countersign(['verify', 'tu-cambio.jws', '--private-key', 'env:X'])
  assert.match(stderr, /`tu-cambio.jws` verifies with `--public-keys`, `--certificates`\n/)
  const neither = await countersign(['verify', 'tu-cambio.jws'])
  assert.match(neither.stderr, /needs `publicKeys` or `certificates`: give `--public-keys env:VARIABLE`/)
})

test('no way to get it wrong repeats a secret', async () => {
  file('canary', CANARY)
  file('two-lines', `${CANARY}\n\n`)
  file('canary.http', `POST https://a.example/\nX-Hub-Signature-256: sha256=00\n\n{"a":1}`)
  file('canary.pem', `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\n`)
  const names = ['SECRET', 'API_KEY', 'PARTNER_ID', 'PRIVATE_KEY', 'PUBLIC_KEYS', 'CERTIFICATES']
  const env = Object.fromEntries(names.map((name) => [`COUNTERSIGN_${name}`, CANARY]))
  // Where a secret may stand by mistake, and every source that holds one, with what fails after it was read.
  const misplaced = [
    [CANARY],
    ['--secret', CANARY],
    [`--${CANARY}`],
    [`--secret${CANARY}`],
    [`-s${CANARY}`],
    ...['sign', 'verify', 'explain', 'schemes'].flatMap((command) => [
      [command, CANARY],
      [command, 'github.webhook', CANARY],
      [command, 'github.webhook', `--${CANARY}`],
      [command, '--', CANARY],
      [command, 'github.webhook', '--json', `--json=${CANARY}`],
      [command, `github.webhook${CANARY}`],
    ]),
    ...['sign', 'verify', 'explain'].flatMap((command) => [
      ...[
        '--secret',
        '--api-key',
        '--apiKey',
        '--private-key',
        '--public-keys',
        '--certificates',
        '--partner-id',
      ].flatMap((flag) => [
        [command, 'github.webhook', flag, CANARY],
        [command, 'tu-cambio.request', `${flag}=${CANARY}`],
        [command, 'tu-cambio.request', flag, `env:${CANARY}`],
        [command, 'tu-cambio.request', flag, `file:${CANARY}`],
        [command, 'tu-cambio.request', flag, 'file:two-lines'],
        [command, 'tu-cambio.request', flag, 'file:canary.pem'],
      ]),
      [command, 'github.webhook', '--secret', 'file:canary', '--secret', CANARY],
      [command, 'github.webhook', '--option', CANARY],
      [command, 'github.webhook', '--option', `secret=${CANARY}`],
      [command, 'tu-cambio.request', '--option', `secret=${CANARY}`],
      [command, 'github.webhook', '--header', CANARY],
      [command, 'github.webhook', '--http', 'canary.http', '--request', CANARY],
    ]),
    ['verify', 'github.webhook', '--now', CANARY],
    ['verify', 'github.webhook', '--tolerance', CANARY],
    ['verify', 'github.webhook', '--http', 'canary.http'],
    ['verify', 'github.webhook', '--http', 'canary.http', '--json'],
    ...schemes().flatMap(({ id }) => [
      ['sign', id, '--url', 'ftp://a.example/'],
      ['sign', id, '--url', 'https://a.example/', '--header', 'X\u0001: 1'],
      ['sign', id, '--method', 'POST', '--url', 'https://a.example/x', '--body', '{'],
      ['sign', id, '--timestamp', '\u0001', '--body', '{}'],
      ['verify', id],
      ['verify', id, '--body', '{', '--url', 'x'],
      ['verify', id, '--json', '--http', 'canary.http'],
    ]),
    // A partner's id is signed and sent as it is, so it is shown as what is signed.
    ...schemes().filter(({ id }) => id !== 'smile-id.signature').flatMap(({ id }) => [
      ['explain', id],
      ['explain', id, '--body', '{', '--url', 'x', '--received', '00'],
      ['explain', id, '--json', '--http', 'canary.http'],
      ['explain', id, '--body', '{}', '--timestamp', '1', '--received', CANARY],
    ]),
  ]
  assert(misplaced.length > 200, `only ${misplaced.length}`)
  let failed = 0
  await each(misplaced, async (args) => {
    const { code, stdout, stderr } = await countersign(args, { env })
    // What travels as it is may be shown by what signs.
    if (code === 0) return
    failed++
    assert.doesNotMatch(stdout + stderr, /CANARY|4711/i, `${args.join(' ')}\n${stdout}${stderr}`)
    assert.doesNotMatch(stderr, /bug in countersign/, args.join(' '))
    assert.match(stderr + stdout, /^(countersign: |not valid: |no match|\{)/, args.join(' '))
  })
  assert(failed > 180, `only ${failed} of ${misplaced.length} failed`)
})

test('what verifies says no signature', async () => {
  const body = '{"a":1}'
  const right = createSigner('github.webhook', { secret: CANARY }).sign({ body }).signature
  for (const form of [[], ['--json']]) {
    const args = ['verify', 'github.webhook', '--body', body, '--header', 'X-Hub-Signature-256: sha256=00', ...form]
    const { code, stdout, stderr } = await countersign(args, { env: { COUNTERSIGN_SECRET: CANARY } })
    assert.equal(code, 1)
    assert(!(stdout + stderr).toLowerCase().includes(right.slice(0, 16)))
  }
})

const PROC = { skip: process.platform !== 'linux' && 'only Linux shows the arguments of a process in /proc' }
test('while it runs, its arguments do not hold the secret', PROC, async () => {
  file('held', CANARY)
  const child = spawn(process.execPath, [entry, 'sign', 'github.webhook', '--secret', 'file:held', '--body', '@-'], {
    cwd: home,
    env: environment,
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  const read = () => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')
  // It has started for sure once it waits for what it is to sign, and it ends no sooner than that comes.
  await new Promise((resolve) => child.once('spawn', resolve))
  assert.match(read(), /file:held/)
  assert.doesNotMatch(read(), /CANARY/)
  child.stdin.end('{}')
  const [code] = await new Promise((resolve) => child.on('close', (...all) => resolve(all)))
  assert.equal(code, 0)
  assert.match(output, /sha256=/)
})

const SHELL = { skip: process.platform === 'win32' && 'the shell of this test is POSIX' }
test('a secret from a program, through a pipe', SHELL, async () => {
  const line = `printf '%s\\n' ${CANARY} | '${process.execPath}' '${entry}' sign github.webhook --secret - --json`
  const { stdout } = await program('sh', ['-c', line])
  assert.equal(JSON.parse(stdout).signature, made(CANARY))
})
