// The parts of the page that need no browser: bytes, diffs, pastes, links, and the code that it writes, run by its languages.
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { samples } from '../../www/samples.mjs'
import { decode, encode } from '../../www/page/bytes.js'
import { readCurl } from '../../www/page/curl.js'
import { diff, firstDifference } from '../../www/page/diff.js'
import { headerLines } from '../../www/page/http.js'
import { fragmentOf, readFragment } from '../../www/page/share-link.js'
import { readable } from '../../www/page/custom-scheme.js'
import { recognised, schemeOf } from '../../www/page/paste.js'
import { Unwritten } from '../../www/page/expressions.js'
import { LANGUAGES } from '../../www/page/languages.js'
import { isHmac, keyName } from '../../www/page/template.js'
import { tried } from '../../www/tried.mjs'
import { keysIn } from '../../www/page/key-list.js'
import { snippets } from '../../www/page/snippets.js'

const { explain, schemes } = await import(pathToFileURL(built('npm', 'dist', 'index.js')))

const bytes = (text) => new TextEncoder().encode(text)
const asText = (given) => new TextDecoder().decode(given)

/** Bytes that a seed makes: mostly what is hard to hold. */
function someBytes(next) {
  const pieces = ['\r', '\n', '\t', '\0', '\\', '\\n', '"', 'é', '\u{1f600}', '\ufeff', '\u200b', ' ', 'a'].map(bytes)
  return Uint8Array.from(
    Array.from({ length: next(40) }, () => (next(3) === 0 ? [next(256)] : [...pieces[next(pieces.length)]])).flat(),
  )
}

/** Numbers below a limit, the same for the same seed (mulberry32). */
function random(seed) {
  return (limit) => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

test('every form of writing gives back the bytes', () => {
  const seed = randomInt(2 ** 31)
  console.log(`# seed ${seed}`)
  const next = random(seed)
  for (let times = 0; times < 3000; times++) {
    const given = someBytes(next)
    for (const mode of ['escaped', 'hex', 'base64'])
      deepEqual(decode(mode, encode(mode, given)), given, `${mode}, seed ${seed}`)
  }
})

test('a diff puts both strings together again, and its first difference is the first', () => {
  const seed = randomInt(2 ** 31)
  console.log(`# seed ${seed}`)
  const next = random(seed)
  for (let times = 0; times < 2000; times++) {
    const expected = someBytes(next)
    const signed =
      next(4) === 0
        ? someBytes(next)
        : Uint8Array.from([
            ...expected.slice(0, next(expected.length + 1)),
            ...someBytes(next),
            ...expected.slice(next(expected.length + 1)),
          ])
    const runs = diff(expected, signed)
    deepEqual(
      runs.flatMap((run) => [...run.expected]),
      [...expected],
      `seed ${seed}`,
    )
    deepEqual(
      runs.flatMap((run) => [...run.signed]),
      [...signed],
      `seed ${seed}`,
    )
    for (const run of runs) equal(run.kind === 'equal', Buffer.compare(run.expected, run.signed) === 0, `seed ${seed}`)
    const at = firstDifference(expected, signed)
    if (at === undefined) deepEqual(expected, signed)
    else ok(expected[at] !== signed[at] && Buffer.compare(expected.slice(0, at), signed.slice(0, at)) === 0)
  }
})

test('curl commands, as browsers and documents write them', () => {
  const read = (text) => {
    const { method, url, headers, body, notes } = readCurl(text)
    return [method, url, headers, body && asText(body), notes.length]
  }
  const FORM = ['Content-Type', 'application/x-www-form-urlencoded']
  deepEqual(read('curl https://a.example/'), ['GET', 'https://a.example/', [], undefined, 0])
  deepEqual(read("$ curl -sSL -XPUT 'https://a.example/?a=1&b=2' -d a=1 --data b=2"), [
    'PUT',
    'https://a.example/?a=1&b=2',
    [FORM],
    'a=1&b=2',
    0,
  ])
  deepEqual(read('curl -G https://a.example/x -d q=1'), ['GET', 'https://a.example/x?q=1', [], undefined, 0])
  deepEqual(read(`curl "https://a.example" -H 'A: b' -H 'X;' -H 'Gone:' --json '{"a":"\\n"}'`), [
    'POST',
    'https://a.example',
    [
      ['A', 'b'],
      ['X', ''],
      ['Content-Type', 'application/json'],
    ],
    '{"a":"\\n"}',
    0,
  ])
  deepEqual(read("curl https://a.example --data-raw $'it\\'s\\u00e9\\x41\\n'"), [
    'POST',
    'https://a.example',
    [FORM],
    "it'séA\n",
    0,
  ])
  deepEqual(read('curl https://a.example --data-binary @body.json -H "content-type: application/json"'), [
    'POST',
    'https://a.example',
    [['content-type', 'application/json']],
    '',
    1,
  ])
  deepEqual(read('curl -u user:pass https://a.example -o out -m 5'), [
    'GET',
    'https://a.example',
    [['Authorization', `Basic ${btoa('user:pass')}`]],
    undefined,
    0,
  ])
  deepEqual(read("curl 'https://a.example' \\\n  -H 'A: b' \\\r\n  --compressed"), [
    'GET',
    'https://a.example',
    [['A', 'b']],
    undefined,
    0,
  ])
  throws(() => readCurl("curl 'https://a.example"), /expected a closing `'`/)
  throws(() => readCurl('curl https://a.example | sh'), /one curl command/)
})

test('what curl really sends is what is read', async (t) => {
  const which = spawnSync('curl', ['--version'])
  if (which.error) return t.skip('expected the program `curl`, got none')
  const { createServer } = await import('node:http')
  const { promisify } = await import('node:util')
  const { execFile } = await import('node:child_process')
  const seen = []
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push({
      method: request.method,
      url: request.url,
      type: request.headers['content-type'],
      body: Buffer.concat(chunks).toString(),
    })
    response.end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${server.address().port}`
  for (const rest of [
    "/a -d 'x=1' -d 'y=\\n'",
    "/b -X PATCH --data-raw '@not-a-file'",
    `/c --json '{"a": 1}'`,
    "/d -G --data-urlencode 'q=a b&c!'",
    '/e --data-urlencode "a=it\'s é"',
    "/f -H 'Content-Type: text/plain' --data-binary $'a\\r\\n\\tb'",
  ]) {
    const command = `curl -s ${origin}${rest}`
    await promisify(execFile)('bash', ['-c', command])
    const read = readCurl(command)
    deepEqual(
      {
        method: read.method,
        url: read.url.replace(origin, ''),
        type: read.headers.find(([name]) => name === 'Content-Type')?.[1],
        body: read.body ? asText(read.body) : '',
      },
      seen.pop(),
      command,
    )
  }
  server.close()
})

test('raw requests keep the bytes of their bodies', () => {
  const body = Buffer.of(0, 13, 10, 255, 10)
  const raw = Buffer.concat([
    Buffer.from(`POST /x?y HTTP/1.1\r\nHost: a.example\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ])
  const found = recognised(new Uint8Array(raw))
  deepEqual([found.method, found.url, Buffer.from(found.body)], ['POST', 'https://a.example/x?y', body])
  const short = recognised(bytes('POST https://a.example/ HTTP/1.1\nContent-Length: 9\n\nabc'))
  match(short.notes.join(' '), /says 9 bytes, but the body has 3/)
  equal(recognised(bytes('just words')), undefined)
  const saved = recognised(JSON.stringify({ scheme: 'rfc9421.hmac-sha256', request: { status: 200, headers: { A: 'b' } } }))
  // As the core has the status of a response.
  deepEqual(saved.headers, [
    ['A', 'b'],
    [':status', '200'],
  ])
  deepEqual(headerLines('A: b\r\n\r\nC:d').pairs, [
    ['A', 'b'],
    ['C', 'd'],
  ])
  equal(headerLines('A: b\nnone').wrong, 2)
})

test('headers tell the scheme', () => {
  const definitions = schemes()
  for (const { scheme, headers } of samples()) {
    const own = definitions.find(({ id }) => id === scheme)
    const names = Object.keys(own.headers).filter((name) => !/^(?:authorization|accept)$/i.test(name))
    if (names.length === 0) continue
    const found = schemeOf(
      names.map((name) => [name.toLowerCase(), 'x']),
      undefined,
      definitions,
      scheme,
    )
    equal(found, scheme, JSON.stringify(headers))
  }
  equal(
    schemeOf(
      [
        ['x-sec-sign', ''],
        ['x-sec-ts', ''],
      ],
      'https://api.thirdfi.org/',
      definitions,
      'moneroo.webhook',
    ),
    'thirdfi.request',
  )
  equal(schemeOf([['Authorization', '']], undefined, definitions, 'moneroo.webhook'), undefined)
})

test('rings: names, white space, PEM, bytes', () => {
  const pem = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'
  const keys = keysIn(bytes(`first\r\n\nold one: second \n${pem}\nlast`))
  deepEqual(
    keys.map(({ line, name, bytes: key }) => [line, name, asText(key)]),
    [
      [1, undefined, 'first'],
      [3, 'old one', 'second '],
      [4, undefined, `${pem}\n`],
      [7, undefined, 'last'],
    ],
  )
  deepEqual(keysIn(Uint8Array.of(255, 10, 1))[0].bytes, Uint8Array.of(255, 10, 1))
})

test('links hold no secret, in any of its spellings', () => {
  const settings = { scheme: 'github.webhook', by: 'provider' }
  deepEqual(readFragment(fragmentOf(settings, undefined, [bytes('k')])), { v: 1, ...settings })
  for (const secret of ['s3cret "quoted" \\ é', 'ab', 'plain-secret']) {
    for (const spelled of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      ...(secret.length > 3
        ? [
            Buffer.from(secret).toString('hex'),
            Buffer.from(secret).toString('base64'),
            Buffer.from(`${secret}:`).toString('base64'),
          ]
        : []),
    ]) {
      throws(() => fragmentOf(settings, { body: `x${spelled}y` }, [bytes(secret)]), /contains a secret/, spelled)
    }
  }
  const secret = 'Pa$s wörd/+"0123456789'
  const every = (write) => Array.from(bytes(secret), (byte) => write(byte.toString(16).padStart(2, '0'))).join('')
  const units = JSON.stringify(secret).slice(1, -1).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  for (const form of [
    secret.toUpperCase(),
    encodeURIComponent(secret).toLowerCase(),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    every((digits) => `%${digits}`),
    every((digits) => digits.toUpperCase()),
    units,
    units.replaceAll('/', '\\/'),
    encodeURIComponent(Buffer.from(`user:${secret}`).toString('base64')),
    Buffer.from(`a:${secret}`).toString('base64url'),
    Buffer.from(`at some length: ${secret}`).toString('base64').replace(/.{20}/g, '$&\r\n'),
  ]) {
    const raw = Uint8Array.of(255, ...bytes(form), 254)
    for (const request of [
      { url: `https://a.example/?k=${form}` },
      { headers: [['X-A', `b ${form} c`]] },
      { headers: [[`X-${form}`, 'b']] },
      { body: { base64: Buffer.from(raw).toString('base64') } },
      { timestamp: form },
      { received: form },
    ]) {
      throws(() => fragmentOf(settings, request, [bytes(secret)]), /contains a secret/, JSON.stringify(request))
    }
    throws(() => fragmentOf({ ...settings, definition: { id: 'a.b', headers: { 'X-A': form } } }, undefined, [bytes(secret)]), /contains a secret/)
  }
  ok(fragmentOf(settings, { body: 'Pa$s word', url: 'https://a.example/' }, [bytes(secret)]))
  for (const other of ['#', '#debugger', '#!!', `#${btoa('{"v":2}')}`, '']) equal(readFragment(other), undefined)
})

test('the code holds no secret where a scheme of one\'s own signs one', () => {
  const definition = {
    ...schemes().find(({ id }) => id === 'github.webhook'),
    id: 'acme.request',
    credentials: ['user', 'secret'],
    bindings: { both: '{user}:{secret}' },
    canonical: '{user}.{secret}.{body}.{secret|hex}.{both}',
    headers: { 'X-User': '{user}', 'X-Signature': '{signature}' },
  }
  const { id, credentials, bindings, canonical, headers } = definition
  const custom = { id, credentials, bindings, canonical, headers }
  const request = { method: 'POST', url: 'https://a.example/', headers: [], body: bytes('a') }
  const report = explain(custom, { user: 'me-myself', secret: 'CANARY-4711' }, { body: 'a' }, '0'.repeat(64))
  for (const { code, id } of snippets({ definition, scheme: custom, request }, report)) {
    ok(!/CANARY|43414e415259/i.test(code) && code.includes('process.env.SECRET'), `${id}: ${code}`)
  }
})

const RUNNERS = {
  node: (file) => [process.execPath, [file], 'mjs'],
  python: (file) => ['python3', [file], 'py'],
  php: (file) => ['php', [file], 'php'],
  ruby: (file) => ['ruby', [file], 'rb'],
  go: (file) => ['go', ['run', file], 'go'],
  curl: (file) => ['bash', [file], 'sh'],
}

for (const [language, runner] of Object.entries(RUNNERS)) {
  test(`the code in ${language} makes the signature that is due`, (t) => {
    const [program, , extension] = runner('')
    const version = spawnSync(program, [language === 'go' ? 'version' : '--version'])
    if (version.error) return t.skip(`expected the program \`${program}\`, got none`)
    const folder = mkdtempSync(join(tmpdir(), 'countersign-code-'))
    const definitions = schemes()
    // A compiler takes its time: one of each kind of key, message and encoding is enough for it.
    const taken = samples().filter(
      ({ scheme }) =>
        language !== 'go' || ['securo.request', 'kraken.request', 'standard-webhooks.webhook'].includes(scheme),
    )
    const seen = new Set()
    for (const { scheme, credentials, received, options, title, about, cause, ...request } of taken) {
      const definition = definitions.find(({ id }) => id === scheme)
      if (!isHmac(definition) || seen.has(scheme)) continue
      seen.add(scheme)
      const report = explain(scheme, credentials, request, received, options)
      const asked = { ...request, body: request.body && bytes(request.body) }
      const { code } = snippets({ definition, scheme, request: asked }, report).find(({ id }) => id === language)
      const secret = credentials[keyName(definition)]
      ok(!code.includes(secret), `${scheme}: no secret in the code`)
      const file = join(folder, `main.${extension}`)
      // What the code would send is not sent here.
      writeFileSync(file, language === 'curl' ? code.replace(/^curl --request[^]*$/m, '') : code)
      const [, args] = runner(file)
      const { stdout, stderr } = spawnSync(program, args, {
        cwd: folder,
        env: { ...process.env, SIGNING_SECRET: secret, GOFLAGS: '-mod=mod', GO111MODULE: 'off' },
        encoding: 'utf8',
      })
      equal(stdout.trim(), report.expected, `${scheme} in ${language}: ${stderr}\n${code}`)
    }
    ok(seen.size >= 3)
    rmSync(folder, { recursive: true })
  })
}

test('the code for a scheme of one\'s own makes the signature that is due, whatever its inputs are called', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-code-'))
  const headers = ['key', 'class', '1st', 'a-b'].map((name) => [`X-${name}`, `value of ${name}`])
  const inputs = Object.fromEntries(headers.map(([name]) => [name.slice(2), `header:${name}`]))
  const definitions = [
    // What the README shows.
    { canonical: '{timestamp}.{body}', timestamp: 'seconds', headers: { T: '{timestamp}', A: 'v1={signature}' } },
    { canonical: '{body}' },
    { canonical: '{key}\n{class}\n{1st}\n{a-b}\n{body}', inputs },
    // What no language here has words for: bytes as they stand, and a binding with a part that may be empty.
    { canonical: '{body|sha512}{all|sha256}{all|sha256|hex}', bindings: { all: '{method|lower}[ {body}]' } },
  ].map((definition) => readable({ id: 'acme.request', headers: { A: '{signature}' }, ...definition }))
  const request = { method: 'POST', headers, body: bytes('{"a":"é"}'), timestamp: '1747216800' }
  for (const [index, definition] of definitions.entries()) {
    const report = explain(definition, { secret: 'hush' }, request, '0'.repeat(64), { now: new Date(1747216800000) })
    for (const language of ['node', 'python', 'php', 'ruby', 'go', 'curl']) {
      const { code } = snippets({ definition, scheme: definition, request }, report).find(({ id }) => id === language)
      const [program, , extension] = RUNNERS[language]('')
      if (spawnSync(program, [language === 'go' ? 'version' : '--version']).error) continue
      const file = join(folder, `main${index}.${extension}`)
      writeFileSync(file, code)
      const [, args] = RUNNERS[language](file)
      const env = { ...process.env, SIGNING_SECRET: 'hush', GOFLAGS: '-mod=mod', GO111MODULE: 'off' }
      const { stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' })
      equal(stdout.trim(), report.expected, `${definition.canonical} in ${language}: ${stderr}\n${code}`)
    }
  }
  rmSync(folder, { recursive: true })
})

test('a key that is put together, or signed, is written by the package, which makes the signature that is due', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-code-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(built('npm'), join(folder, 'node_modules', 'countersign'), 'junction')
  writeFileSync(join(folder, 'body.bin'), 'x')
  for (const definition of [
    { credentials: ['clientKey', 'k-2'], key: '{clientKey}.{k-2}', canonical: '{stage}.{body}', options: { stage: 'test' } },
    { credentials: ['clientKey', 'k-2'], key: '{clientKey|sha256}{k-2}', canonical: '{body}' },
    { credentials: ['clientKey', 'k-2'], key: '{clientKey}', canonical: '{clientKey}{body}{k-2}' },
  ].map((one) => ({ id: 'acme.request', headers: { A: '{signature}' }, ...one }))) {
    const credentials = { clientKey: 'one', 'k-2': 'two' }
    const options = definition.options && { stage: 'live' }
    const report = explain(definition, credentials, { body: 'x', headers: [] }, '0'.repeat(64), options)
    const asked = { definition: readable(definition), scheme: definition, request: { body: bytes('x'), headers: [] }, options }
    const [{ code }, ...others] = snippets(asked, report)
    deepEqual(others, [])
    const file = join(folder, 'main.mjs')
    writeFileSync(file, code.replace(/^await fetch.*$/m, 'console.log(signed.signature)'))
    const { stdout, stderr } = spawnSync(process.execPath, [file], {
      cwd: folder,
      env: { CLIENT_KEY: 'one', K_2: 'two' },
      encoding: 'utf8',
    })
    equal(stdout.trim(), report.expected, `${definition.key}: ${stderr}\n${code}`)
  }
  rmSync(folder, { recursive: true })
})

test('curl sends the signature where the scheme wants it', () => {
  const definitions = schemes()
  const curl = (scheme, url) => {
    const { credentials, received, headers, body, method, timestamp } = samples().find((one) => one.scheme === scheme)
    const request = { method, url, timestamp, headers, body: body && bytes(body) }
    const definition = definitions.find(({ id }) => id === scheme)
    return snippets({ definition, scheme, request }, explain(scheme, credentials, request, received)).find(({ id }) => id === 'curl').code
  }
  const binance = 'https://api.binance.com/api/v3/order?symbol=LTCBTC&timestamp=1499827319559'
  match(curl('binance.request', binance), /"https:[^"]*&timestamp=1499827319559&signature=\$SIGNATURE"/)
  match(curl('binance.request', `${binance}&signature=00`), /timestamp=1499827319559&signature=\$SIGNATURE"/)
  match(curl('github.webhook', 'https://a.example/'), /--header "X-Hub-Signature-256: sha256=\$SIGNATURE"/)
  match(curl('smile-id.signature', 'https://a.example/'), /the member `signature` of the body/)
  match(
    curl('kraken.request', 'https://api.kraken.com/0/private/AddOrder'),
    /--header "API-Sign: \$SIGNATURE"[^]*--data-binary @body\.bin/,
  )
})

test('code for bytes that are no text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-code-'))
  const [definition] = schemes().filter(({ id }) => id === 'github.webhook')
  const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const request = { headers: [], body }
  const report = explain(definition.id, { secret: 'k' }, request, '0'.repeat(64))
  for (const language of ['node', 'python', 'php', 'ruby', 'curl']) {
    const { code } = snippets({ definition, scheme: definition.id, request }, report).find(({ id }) => id === language)
    const file = join(folder, 'main.mjs')
    writeFileSync(file, code)
    const [program, args] = RUNNERS[language](file)
    if (spawnSync(program, ['--version']).error) continue
    const { stdout, stderr } = spawnSync(program, args, {
      cwd: folder,
      env: { ...process.env, SIGNING_SECRET: 'k' },
      encoding: 'utf8',
    })
    equal(stdout.trim(), report.expected, `${language}: ${stderr}`)
  }
  rmSync(folder, { recursive: true })
})

test('the list of what was tried has every cause of the core', () => {
  const script = readFileSync(built('www', 'page.js'), 'utf8')
  const rows = ['scheme.rs', 'standard.rs'].map((file) => readFileSync(at('src', 'explain', 'causes', file), 'utf8')).join('\n')
  // The name in the code, the id, and the title.
  const causes = [...rows.matchAll(/^ +\w+ "([^"]+)" "((?:[^"\\]|\\.)+)"/gm)].map(([, id, title]) => [id, title.replace(/\\(.)/g, '$1')])
  ok(causes.length > 300, String(causes.length))
  for (const [id, title] of causes) ok(script.includes(JSON.stringify(title).slice(1, -1)) || script.includes(title), `${id}: ${title}`)
})

test('a cause without a group, and a group without causes, are errors', () => {
  throws(() => tried([[['nowhere-else', 'Nothing']], []]), /`nowhere-else`/)
  throws(() => tried([[['body-x', 'X']], []]), /group `Noticed`/)
})

test('what a language has no words for is said, and no code is written', () => {
  const plan = {
    fixes: [], values: [{ name: 'body', text: 'a', base64: 'YQ==' }], parts: [{ name: 'body', filters: [] }], variable: 'SECRET',
    keyFilters: [], algorithm: 'hmac-sha256', encoding: 'hex', request: { headers: [] },
  }
  for (const { write } of LANGUAGES) {
    match(write(plan), /SECRET/)
    for (const odd of [{ algorithm: 'hmac-sha3-256' }, { encoding: 'base32' }, { keyFilters: ['unhex', 'unhex'] }, { keyFilters: ['lower'] }, { parts: [{ name: 'body', filters: ['lower'] }] }])
      throws(() => write({ ...plan, ...odd }), Unwritten, JSON.stringify(odd))
  }
  const report = { canonical: [{ label: 'body', bytes: bytes('a') }], findings: [] }
  const definition = readable({ id: 'a.b', canonical: '{body}', headers: { A: '{signature}' }, algorithm: 'sha256-key-first' })
  const [only, ...others] = snippets({ definition, scheme: 'a.b', request: { headers: [], body: bytes('a') } }, report)
  match(only.code, /from 'countersign'/)
  deepEqual(others, [])
})
