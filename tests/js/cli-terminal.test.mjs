// `countersign` on terminals and in pipes: colour, control characters, and readers that go away.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { countersign, entry, environment, file, home, program } from './cli.mjs'
import { createSigner } from './package.mjs'

const UNIX = { skip: process.platform === 'win32' && 'the shell of this test is POSIX' }
// `script` of util-linux runs a command on a terminal of its own; that of BSD and macOS takes other arguments.
const isUtilLinux = /util-linux/.test(String(spawnSync('script', ['--version'], { env: environment }).stdout))
const TERMINAL = { skip: !isUtilLinux && '`script` of util-linux is not installed, so there is no terminal' }
const SECRET = { COUNTERSIGN_SECRET: 'secret' }
const ESCAPE = '\x1b'

/** What the command prints on a terminal. */
async function onTerminal(args, env = {}) {
  const line = [process.execPath, entry, ...args].map((word) => `'${word}'`).join(' ')
  const { code, stdout } = await program('script', ['--quiet', '--return', '--command', line, '/dev/null'], { env })
  return { code, stdout: stdout.replaceAll('\r\n', '\n') }
}

test('colour on a terminal, unless it is not wanted', TERMINAL, async () => {
  const commands = [
    ['schemes'],
    ['schemes', 'stripe.webhook'],
    ['sign', 'github.webhook'],
    ['--help'],
    ['sign', '--help'],
    ['verify', 'github.webhook', '--body', 'x'],
    ['explain', '--help'],
  ]
  for (const args of commands) {
    const plain = (await countersign(args, { env: SECRET })).stdout
    assert(!plain.includes(ESCAPE), args.join(' '))
    const colourful = await onTerminal(args, SECRET)
    assert(colourful.stdout.includes(`${ESCAPE}[`), `expected colour: ${args.join(' ')}`)
    assert.equal(colourful.stdout.replace(/\x1b\[\d+m/g, ''), plain)
    for (const env of [{ NO_COLOR: '1' }, { NO_COLOR: '0' }, { TERM: 'dumb' }]) {
      assert.equal((await onTerminal(args, { ...SECRET, ...env })).stdout, plain, JSON.stringify(env))
    }
    assert.equal((await onTerminal(args, { ...SECRET, NO_COLOR: '' })).stdout, colourful.stdout)
  }
  assert.equal((await onTerminal(['verify', 'github.webhook', '--body', 'x'], SECRET)).code, 1)
  for (const form of ['--json', '--headers']) {
    assert(!(await onTerminal(['sign', 'github.webhook', form], SECRET)).stdout.includes(ESCAPE), form)
  }
})

test('what people read holds nothing that a terminal obeys', async () => {
  const hostile = 'a\x1b[31m\x07\x9b2J\x7f\u202e\u2066\u2028\ufeff\r\n\tz'
  const env = { ...SECRET, COUNTERSIGN_API_KEY: 'key', COUNTERSIGN_PARTNER_ID: '1' }
  const http = file(
    'hostile.http',
    `POST https://a.example/\nX-A: a\u009b2Jb\nContent-Length: ${Buffer.byteLength(hostile)}\n\n${hostile}`,
  )
  const signed = await countersign(['sign', 'github.webhook', '--http', http], { env })
  assert.equal(signed.code, 0, signed.stderr)
  assert(
    signed.stdout.includes('canonical  a\\x1b[31m\\x07\\x9b2J\\x7f\\u{202e}\\u{2066}\\u{2028}\\u{feff}\\r\\n\\tz\n'),
    signed.stdout,
  )
  assert(signed.stdout.includes('X-A: a\\x9b2Jb\n'))
  assert.doesNotMatch(signed.stdout.replaceAll('\n', ''), CONTROL)
  // Names of files, of requests and of flags come back in errors, and what was received in verdicts.
  const wrong = [
    ['sign', 'github.webhook', '--http', 'no\x1b[31mfile'],
    [
      'sign',
      'github.webhook',
      '--http',
      file('named.http', '### a\x1b[31m\u009bb\nGET https://a.example/\n'),
      '--request',
      'other',
    ],
    ['sign', 'securo.request', '--method', 'PO\x1bST', '--url', 'https://a.example/'],
    ['sign', 'securo.request', '--url', 'https://a.example/\u009b'],
    ['sig\x1bn'],
    ['sign', '--ur\x1bl'],
    ['schemes', 'stripe\x1b.webhook'],
    ['verify', 'github.webhook', '--header', 'X-Hub-Signature-256: \x1b[31m'],
    [
      'verify',
      'smile-id.signature',
      '--body',
      '{"partner_id":"\u009b","timestamp":"\u202e\u009b","signature":"\u009b"}',
    ],
    ['verify', 'tu-cambio.request', '--header', 'X-Date: \u009b', '--header', 'Authorization: \u009b'],
  ]
  for (const args of wrong) {
    const { code, stdout, stderr } = await countersign(args, { env })
    assert.notEqual(code, 0)
    assert.doesNotMatch((stdout + stderr).replaceAll('\n', ''), CONTROL, JSON.stringify(args))
  }
})

test('JSON says the same bytes, and shows everywhere', async () => {
  const text = 'a\x1b\x7f\x9b\u202e\u2028\ufeff😀\u{e0001}\n"\\'
  const { stdout } = await countersign(['sign', 'github.webhook', '--json', '--body', '@-'], {
    env: SECRET,
    input: text,
  })
  assert.doesNotMatch(stdout.replaceAll('\n', ''), CONTROL)
  const { body, signature } = JSON.parse(stdout)
  assert.equal(body, text)
  assert.equal(signature, createSigner('github.webhook', { secret: 'secret' }).sign({ body: text }).signature)
})

test('headers are exact', async () => {
  const { stdout } = await countersign(['sign', 'github.webhook', '--headers', '--header', 'X-A: é\u009b'], {
    env: SECRET,
  })
  assert.match(stdout, /^X-A: é\u009b\n/)
})

test('a reader that goes away ends it quietly', UNIX, async () => {
  const line = (args, reader) => `{ '${process.execPath}' '${entry}' ${args}; echo "code $?" >&2; } | ${reader}`
  file('wide', 'x'.repeat(4 << 20))
  const wide = await program('sh', ['-c', line('sign github.webhook --json --body @wide', 'head -c 10')], {
    env: SECRET,
  })
  assert.deepEqual([wide.stdout, wide.stderr], ['{\n  "metho', 'code 0\n'])
  const definitions = await program('sh', ['-c', line('schemes --json', 'true')])
  assert.deepEqual([definitions.stdout, definitions.stderr], ['', 'code 0\n'])
  // The verdict stands, whoever reads it.
  const verdict = await program('sh', ['-c', line('verify github.webhook --body x', 'true')], { env: SECRET })
  assert.equal(verdict.stderr, 'code 1\n')
})

test('an output of many bytes arrives whole', UNIX, async () => {
  const body = 'y'.repeat(3 << 20)
  const slow = `'${process.execPath}' '${entry}' sign github.webhook --json --body @- | { sleep 0.2; cat; }`
  const { stdout } = await program('sh', ['-c', slow], { env: SECRET, input: body })
  assert.equal(JSON.parse(stdout).body, body)
})

test('it ends when standard input is closed, or was never there', UNIX, async () => {
  const child = spawn('sh', ['-c', `'${process.execPath}' '${entry}' sign github.webhook --headers --body @- <&-`], {
    cwd: home,
    env: { ...environment, ...SECRET },
  })
  const [code] = await new Promise((resolve) => child.on('close', (...all) => resolve(all)))
  assert.equal(code, 0)
})

// Control and format characters, and the separators that are line breaks to some.
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
