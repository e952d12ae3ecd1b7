// `countersign sign --curl`: what a POSIX shell makes of it, and what arrives where the real curl sends it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { countersign, each, entry, environment, file, home, program } from './cli.mjs'
import { createSigner } from './package.mjs'

const { curl } = await import(pathToFileURL(join(entry, '..', 'curl.js')))
const isThere = (name, ...args) => spawnSync(name, args, { env: environment }).status === 0
const UNIX = { skip: process.platform === 'win32' && 'the commands are for a POSIX shell' }
const CURL = { skip: UNIX.skip || (!isThere('curl', '--version') && 'curl is not installed') }
const SHELLS = ['sh', 'dash', 'bash', 'busybox'].filter((name) =>
  isThere(name, ...(name === 'busybox' ? ['sh'] : []), '-c', ':'),
)
const BODIES = [
  '',
  'plain',
  '@plain',
  '-n',
  '{"a":"it\'s $HOME `id` \\n \\\\ % %s !! \\"x\\""}',
  'a\nb\n',
  'a\r\nb\r\n',
  '\n',
  '\t',
  "'",
  "''",
  '\\',
  '\\012',
  '{"a":"é漢😀"}',
  '\u202e\u0085',
  '\ufeffx',
  Buffer.from([0]),
  Buffer.from('a\x001'),
  Buffer.from('-\0'),
  Buffer.from([0xff, 0x37, 0x37]),
  Buffer.from(Array.from({ length: 512 }, (_, byte) => byte % 256)),
  'x'.repeat(140_000),
  Buffer.alloc(200_000, '%\0\n'),
]

let server
const arrived = []
before(async () => {
  server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    arrived.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks) })
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
after(() => server.close())

/** Runs a command line as a script: one this long fits no argument. */
const script = (shell, line) =>
  program(shell, [...(shell === 'busybox' ? ['sh'] : []), file(`${shell}-${counter++}.sh`, `${line}\n`)])
let counter = 0

test('each shell hands over the words and the bytes', UNIX, async () => {
  assert(SHELLS.includes('sh'), 'expected a shell')
  // Shows its arguments, each with a NUL after it, and then what it reads where it is told to.
  file('show.sh', 'printf \'%s\\0\' "$@"; case "$*" in *"@-") cat;; esac\n')
  for (const [index, body] of BODIES.entries()) {
    const headers = { 'X-A': `it's "${index}" \\ $x \`y\` !z`, 'X-Empty': '', 'content-type': 'text/plain' }
    const signed = { method: 'POST', url: 'https://a.example/?a[]={b}&c=$d;e', headers, body }
    const line = curl(signed).replace(/(^|\| )curl /, `$1sh '${join(home, 'show.sh')}' `)
    const lines = [`X-A: ${headers['X-A']}`, 'X-Empty;', 'content-type: text/plain']
    const words = [
      '--globoff',
      '--request',
      'POST',
      signed.url,
      ...lines.flatMap((one) => ['--header', one]),
      '--data-binary',
    ]
    for (const shell of SHELLS) {
      const { bytes, stderr } = await script(shell, line)
      const isPiped = line.startsWith('printf')
      const expected = `${[...words, isPiped ? '@-' : body].join('\0')}\0`
      assert.equal(stderr, '', shell)
      assert.deepEqual(
        bytes,
        Buffer.concat([Buffer.from(expected), Buffer.from(isPiped ? body : '')]),
        `${shell}, body ${index}`,
      )
    }
  }
})

test('nothing but plain text stands in the command', () => {
  for (const body of BODIES) {
    const line = curl({ method: 'POST', url: 'https://a.example/', headers: {}, body })
    assert.doesNotMatch(line.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u)
    if (line.startsWith('printf')) assert.match(line, /^[\x20-\x7e]*$/)
  }
})

test('the real curl sends exactly what was signed', CURL, async () => {
  const url = `http://127.0.0.1:${server.address().port}/hooks?a%5B%5D=1&b=%7B%7D`
  for (const [index, body] of BODIES.entries()) {
    const args = ['sign', 'github.webhook', '--curl', '--url', url, '--body', `@${file('sent', body)}`]
    const { stdout, stderr } = await countersign([...args, '--header', 'X-Empty:'], {
      env: { COUNTERSIGN_SECRET: 'secret' },
    })
    assert.equal(stderr, '')
    const sent = await script('sh', `${stdout.trimEnd()} --silent --show-error --max-time 60 --noproxy '*'`)
    assert.deepEqual([sent.code, sent.stderr], [0, ''], `body ${index}`)
    const { method, url: target, headers, body: received } = arrived.pop()
    const signed = createSigner('github.webhook', { secret: 'secret' }).sign({ url, body: Buffer.from(body) })
    assert.deepEqual([method, target], [signed.method, '/hooks?a%5B%5D=1&b=%7B%7D'])
    assert.deepEqual(received, Buffer.from(body), `body ${index}`)
    assert.equal(headers['x-hub-signature-256'], signed.headers['X-Hub-Signature-256'])
    assert.equal(headers['content-type'], signed.headers['content-type'])
    assert.equal(headers['x-empty'], '')
  }
})

test('the real curl sends methods with and without a body', CURL, async () => {
  const url = `http://127.0.0.1:${server.address().port}/`
  await each(
    [['GET'], ['HEAD'], ['DELETE'], ['POST'], ['PUT', '--body', 'x'], ['GET', '--body', 'x']],
    async ([method, ...body]) => {
      const target = `${url}${method}${body.length}`
      const args = ['sign', 'slack.webhook', '--curl', '--url', target, '--method', method, ...body]
      const { stdout } = await countersign(args, { env: { COUNTERSIGN_SECRET: 'secret' } })
      const { code, stderr } = await script(
        'sh',
        `${stdout.trimEnd()} --silent --show-error --max-time 60 --noproxy '*'`,
      )
      assert.deepEqual([code, stderr], [0, ''], stdout)
      const one = arrived.find((request) => request.url === new URL(target).pathname)
      assert.deepEqual([one.method, one.body.toString()], [method, body[1] ?? ''])
    },
  )
})
