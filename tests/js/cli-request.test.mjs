// `countersign`: requests from files and standard input, to the byte.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countersign, each, file } from './cli.mjs'
import { createSigner } from './package.mjs'

const SECRET = { COUNTERSIGN_SECRET: 'secret' }
// Whatever damages a text: line breaks of both kinds, a lone CR, NUL, what is not UTF-8, a byte order mark.
const HOSTILE = [
  Buffer.from('a\r\nb\nc\rd'),
  Buffer.from('\0\0'),
  Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]),
  Buffer.from('\ufeff{"a":1}'),
  Buffer.from('{"a":"é漢😀\u2028\u202e"}'),
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
]

/** What `countersign sign --json` makes of it, with the body as bytes. */
async function signed(args, { input, stderr = '', scheme = 'github.webhook' } = {}) {
  const run = await countersign(['sign', scheme, '--json', ...args], { env: SECRET, input })
  assert.deepEqual([run.code, run.stderr], [0, stderr], run.stderr)
  const { body = '', bodyBase64, ...others } = JSON.parse(run.stdout)
  return { ...others, body: bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, 'base64') }
}

async function refused(contents, sentence, args = []) {
  const http = file(`refused-${counter++}.http`, contents)
  const { code, stdout, stderr } = await countersign(['sign', 'github.webhook', '--http', http, ...args], {
    env: SECRET,
  })
  assert.deepEqual([code, stdout], [2, ''], `${contents}: ${stderr}`)
  assert.match(stderr, sentence)
}

let counter = 0
const signature = (body) => createSigner('github.webhook', { secret: 'secret' }).sign({ body }).signature
const note = (text) => `countersign: note: ${text}; to give it exactly, add \`Content-Length\` or give \`--body @FILE\`\n`
const http = (head, body) => Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body])

test('bodies of any bytes, by file, by standard input and within a request', async () => {
  await each([...HOSTILE.entries()], async ([index, body]) => {
    const name = file(`body-${index}`, body)
    const head = `POST /x HTTP/1.1\r\nHost: a.example\r\nContent-Length: ${body.length}`
    const raw = file(`raw-${index}`, http(head, body))
    // With a line break at its end, as editors write it, and the length to tell that it is not the body's.
    const edited = http(head, Buffer.concat([body, Buffer.from(index % 2 ? '\n' : '\r\n')]))
    const ways = [
      await signed(['--body', `@${name}`]),
      await signed(['--body', '@-'], { input: body }),
      await signed(['--http', raw]),
      await signed(['--http', '-'], { input: edited }),
    ]
    for (const [way, one] of ways.entries()) {
      assert.deepEqual(one.body, body, `body ${index}, way ${way}`)
      assert.equal(one.signature, signature(body))
    }
  })
})

test('a request as editors write it', async () => {
  const name = file(
    'editor.http',
    `# what this is
// and why

POST https://a.example/one?x=1
Content-Type: text/plain
# X-Off: not sent
X-Empty:
x-spaced:   two  words\t

line one ### none

line two
### second
GET https://a.example/two HTTP/1.1

###third
# @name by-comment
post https://a.example/three

{}`,
  )
  const first = await signed(['--http', name], {
    stderr: note('the body is 27 bytes, without the line break before line 13 (`###`)'),
  })
  assert.equal(first.body.toString(), 'line one ### none\n\nline two')
  assert.deepEqual([first.method, first.url], ['POST', 'https://a.example/one?x=1'])
  const { 'X-Hub-Signature-256': _, ...headers } = first.headers
  assert.deepEqual(headers, { 'Content-Type': 'text/plain', 'X-Empty': '', 'x-spaced': 'two  words' })
  const second = await signed(['--http', name, '--request', 'second'])
  assert.deepEqual([second.method, second.url, second.body.length], ['GET', 'https://a.example/two', 0])
  for (const called of ['third', 'by-comment']) {
    const third = await signed(['--http', name, '--request', called])
    assert.deepEqual([third.method, third.body.toString()], ['POST', '{}'])
  }
})

test('flags add to what the file says, and replace it', async () => {
  const name = file('flags.http', 'PUT https://a.example/one\nX-A: 1\nX-B: 2\n\nbody')
  const args = [
    '--http',
    name,
    '--method',
    'PATCH',
    '--url',
    'https://b.example/',
    '--header',
    'x-a: 3',
    '--header',
    'X-C:4',
  ]
  const { method, url, headers, body } = await signed([...args, '--body', 'other'])
  assert.deepEqual([method, url, body.toString()], ['PATCH', 'https://b.example/', 'other'])
  assert.deepEqual([headers['X-A'], headers['x-a'], headers['X-B'], headers['X-C']], [undefined, '3', '2', '4'])
})

test('the last line break of a file: said where it is left out, and told by a length', async () => {
  const bodyOf = async (contents, stderr, args = []) =>
    (await signed(['--http', '-', ...args], { input: contents, stderr })).body.toString()
  const head = 'POST https://a.example/'
  assert.equal(await bodyOf(`${head}\n\n{}`, ''), '{}')
  assert.equal(
    await bodyOf(`${head}\n\n{}\n`, note('the body is 2 bytes, without the trailing line break of the file')),
    '{}',
  )
  assert.equal(
    await bodyOf(`${head}\r\n\r\n{}\r\n`, note('the body is 2 bytes, without the trailing line break of the file')),
    '{}',
  )
  const twice = note('the body is 3 bytes, without the trailing line break of the file; it still ends with a line break')
  assert.equal(await bodyOf(`${head}\n\n{}\n\n`, twice), '{}\n')
  for (const [length, body] of [
    [2, '{}'],
    [3, '{}\n'],
  ]) {
    assert.equal(await bodyOf(`${head}\nContent-Length: ${length}\n\n{}\n`, ''), body)
    assert.equal(await bodyOf(`${head}\n\n{}\n`, '', ['--header', `Content-Length: ${length}`]), body)
  }
  assert.equal(await bodyOf(`${head}\nContent-Length: 2\n\n{}\n### next\n`, ''), '{}')
  for (const none of ['', '\n', '\n\n', '\n\n\n']) assert.equal(await bodyOf(`${head}${none}`, ''), '')
  assert.equal(await bodyOf(`${head}\n\n\n\n\n`, note('no body: only 3 bytes of line breaks follow the headers')), '')
  assert.equal(await bodyOf(`${head}\nContent-Length: 2\n\n\n\n`, ''), '\n\n')
})

test('a length that fits neither reading is an error that says both', async () => {
  const head = 'POST https://a.example/\nContent-Length: '
  await refused(
    `${head}5\n\n{}\n`,
    /says 5 bytes, but the body in the file has 3 with its trailing line break, 2 without it\n/,
  )
  await refused(`${head}5\n\n{}`, /says 5 bytes, but the body in the file has 2\n/)
  await refused(`${head}5\n\n{}\n###\n`, /without it; line 5 begins with `###` and ends it: .*`--body @FILE`/)
  await refused(`${head}5\n`, /says 5 bytes, but the body in the file has 0\n/)
  await refused(`${head}2\nContent-Length: 3\n\n{}\n`, /expected one number of bytes, got several/)
  for (const wrong of ['-1', '2x', ''])
    await refused(`${head}${wrong}\n\n{}\n`, /expected one number of bytes, got something else/)
  await refused('POST https://a.example/\n\n{}', /says 3 bytes, but the body has 2/, [
    '--body={}',
    '--header=Content-Length: 3',
  ])
})

test('what says how the body came is not passed on: the body that is sent may be longer', async () => {
  const input = http('POST /v1/services HTTP/1.1\r\nHost: a.example\r\nContent-Length: 2\r\nX-A: 1', Buffer.from('{}'))
  const args = ['sign', 'smile-id.signature', '--json', '--http', '-']
  const { stdout } = await countersign(args, { env: { COUNTERSIGN_PARTNER_ID: '1', COUNTERSIGN_API_KEY: 'k' }, input })
  const { headers, body } = JSON.parse(stdout)
  assert.deepEqual(headers, { 'X-A': '1', 'content-type': 'application/json' })
  assert(body.length > 2)
})

test('a raw request: its host and path make the URL', async () => {
  const urlOf = async (host, target = '/a?b=c') =>
    (await signed(['--http', '-'], { input: `POST ${target} HTTP/1.1\r\nhost: ${host}\r\n\r\n` })).url
  assert.equal(await urlOf('A.example'), 'https://a.example/a?b=c')
  assert.equal(await urlOf('a.example:8443'), 'https://a.example:8443/a?b=c')
  for (const host of ['localhost', '127.0.0.1:3000', '[::1]:3000'])
    assert.equal(await urlOf(host), `http://${host}/a?b=c`)
  assert.equal(await urlOf('localhost.example'), 'https://localhost.example/a?b=c')
  await refused('POST /x HTTP/1.1\n\n', /expected one `Host` header for the path, got none: give `--url URL`/)
  await refused('POST /x HTTP/1.1\nHost: a\nHost: b\n\n', /got several/)
  assert.equal(
    (await signed(['--http', '-', '--url', 'https://b.example/'], { input: 'POST /x HTTP/1.1\n\n' })).url,
    'https://b.example/',
  )
})

test('what editors put in or carry out is refused, unless a length says that it was sent', async () => {
  const head = 'POST https://a.example/'
  await refused(`${head}{{path}}\n`, /line 1: variables such as `\{\{name\}\}` are not supported: write the value/)
  await refused(`${head}\nX-A: {{ token }}\n`, /line 2: variables such as/)
  await refused(
    `${head}\n\n{"a":"{{$guid}}"}`,
    /the body in the file: variables such as .* add `Content-Length` or give `--body @FILE`/,
  )
  await refused('@host = a\nGET https://{{host}}/\n', /line 1: variables are not supported/)
  await refused(`${head}\n\n< ./body.json\n`, /a file to include/)
  await refused(`${head}\n\n<@ ./body.json\n`, /a file to include/)
  await refused(`${head}\n\n{}\n\n> {% client.log("x") %}\n`, /a script/)
  await refused(`< {% request.x = 1 %}\n${head}\n`, /line 1: expected a line such as/)
  for (const more of ['  ?a=1', ' ', '\t\r'])
    await refused(`${head}\n${more}\n`, /line 2: continuation lines are not supported/)
  for (const body of ['{"a":"{{name}}"}', '< x', 'a\n> {% b %}']) {
    const one = await signed(['--http', '-'], { input: `${head}\nContent-Length: ${body.length}\n\n${body}` })
    assert.equal(one.body.toString(), body)
  }
  assert.equal((await signed(['--body', '{"a":{"b":1}}'])).body.toString(), '{"a":{"b":1}}')
})

test('files that are none, or without the request that is wanted', async () => {
  for (const empty of ['', '\n\n', '# only a comment', '###\n###\n'])
    await refused(empty, /expected a line such as `POST https/)
  await refused('what\n', /line 1: expected a line such as/)
  await refused('GET https://a.example/\nno colon here\n', /line 2: expected a header as `Name: value`, got no colon after a name/)
  await refused('GET https://a.example/\n: x\n', /line 2: expected a header/)
  await refused(Buffer.from('GET https://a.example/\nX: \xe9\n', 'latin1'), /line 2: expected UTF-8, got other bytes/)
  const two = '### one\nGET https://a.example/\n### two\nGET https://a.example/\n### two\nGET https://a.example/\n'
  await refused(two, /no request has the name `on`: did you mean `one`\?/, ['--request', 'on'])
  await refused(two, /no request has that name: the names are `one`, `two`, `two`/, ['--request', 'something'])
  await refused(two, /expected one request of that name, got 2/, ['--request', 'two'])
  await refused('GET https://a.example/\n', /no request has that name: no request in the file has a name/, ['--request', 'something'])
  await refused(
    'POST https://a.example/\nTransfer-Encoding: chunked\n\n0\r\n\r\n',
    /`Transfer-Encoding`: .*`--body @FILE`/,
  )
})

test('a byte order mark before the request is none of it, and a URL alone is a request', async () => {
  const { method, url } = await signed(['--http', '-'], { input: '\ufeffhttps://a.example/é'.replace('é', '%C3%A9') })
  assert.deepEqual([method, url], ['GET', 'https://a.example/%C3%A9'])
  const named = '\ufeff### one\r\nDELETE https://a.example/ HTTP/1.1\r\n'
  assert.equal((await signed(['--http', '-', '--request', 'one'], { input: named })).method, 'DELETE')
})

test('a message is verified from the bytes that came, and from what came back', async () => {
  for (const body of HOSTILE) {
    const line = `X-Hub-Signature-256: sha256=${signature(body)}`
    for (const start of ['POST /hooks HTTP/1.1\r\nHost: a.example', 'HTTP/1.1 200 OK']) {
      const input = http(`${start}\r\n${line}\r\nContent-Length: ${body.length}`, body)
      const { code, stdout, stderr } = await countersign(['verify', 'github.webhook', '--http', '-'], {
        env: SECRET,
        input,
      })
      assert.equal(code, 0, stdout + stderr)
    }
  }
})

test('standard input is read once', async () => {
  const { code, stderr } = await countersign(['sign', 'github.webhook', '--secret', '-', '--body', '@-'], {
    input: 'secret',
  })
  assert.equal(code, 2)
  assert.match(stderr, /can be read only once, got `--secret -` and `--body @-`/)
})

test('an argument that is not UTF-8 is refused, not signed as another text', async () => {
  const { code, stderr } = await countersign(['sign', 'github.webhook', '--body', 'a\ufffd'], { env: SECRET })
  assert.equal(code, 2)
  assert.match(stderr, /`--body`: expected UTF-8, got U\+FFFD/)
})
