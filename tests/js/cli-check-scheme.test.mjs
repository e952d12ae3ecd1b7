// `countersign schemes check`: schemes that are wrong, vectors that are, and files that are neither.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { CANARY } from './cases.mjs'
import { countersign, each, file, home } from './cli.mjs'
import { ACME, ENV, TIME, VECTOR, answered, checked, refused, write } from './cli-custom-schemes.mjs'
import { schemes } from './package.mjs'

/** Schemes that are wrong: what differs, the member to blame, and in a template the column and the line with its mark. */
const WRONG = [
  [{ canonical: '{timestamp}.{nothing}' }, 'canonical', 14, '  {timestamp}.{nothing}\n               ^\n'],
  [{ canonical: 'é\n{漢' }, 'canonical', 5, '  é‹LF›{漢\n          ^\n'],
  [{ canonical: `${'x'.repeat(500)}{no}` }, 'canonical', 502, `  …${'x'.repeat(59)}{no}\n${' '.repeat(63)}^\n`],
  [{ acceptedCanonicals: ['{body}{timestamp}', 'a{no}', '{no}'] }, 'acceptedCanonicals[1]', 3],
  [
    {
      misreadings: [
        { id: 'a', template: '{body}' },
        { id: 'b', template: '{body|' },
      ],
    },
    'misreadings[1].template',
    7,
  ],
  [{ companion: { id: 'b', canonical: 'x', headers: { 'a.b': '{no}' } } }, 'companion.headers.a.b', 2],
  [{ bindings: { a: '{b}', b: '{a}' } }, 'bindings.a', 2],
  [{ headers: { A: '{signature' } }, 'headers.A', 11],
  [{ key: '{none}' }, 'key', 2],
  [{ headers: { A: 7 } }, 'headers.A'],
  [{ encoding: 'HEX' }, 'encoding'],
  [{ tolerance: 5 }, 'tolerance'],
  [{ inputs: { a: 'b:c' } }, 'inputs.a'],
  [{ acceptedPlacements: [['a', 'b']] }, 'acceptedPlacements[0]'],
  [{ acceptedPlacements: [['header:a', '{any}'], ['header:b', 'é{no}']] }, 'acceptedPlacements[1]', 3],
  [{ notes: ['', 7] }, 'notes[1]'],
  [{ signedBy: 'provider', headers: { 'Acme-Time': '{timestamp}', A: '{signature|hex}' } }, 'headers.A', 2],
  [{ signedBy: 'provider', headers: { 'Acme-Time': '{timestamp}' } }, 'headers'],
  [{ canonical: 7 }, 'scheme'],
]

test('check: a bad scheme is refused with the member, the column and a mark under it', async () => {
  await each([...WRONG.entries()], async ([index, [changes, part, column, lines]]) => {
    const name = write(`wrong-${index}.json`, { ...ACME, ...changes })
    const found = await checked(1, name)
    assert.deepEqual([found.ok, found.fault.part, found.fault.column], [false, part, column], found.fault.message)
    assert.match(found.fault.message, /expected .+, got /)
    const told = await answered(['schemes', 'check', name], {}, 1)
    assert.match(told, new RegExp(`^not valid: ${name}: .*expected .+, got `))
    if (column) assert.ok(told.includes(`at ${part}, column ${column}\n`), told)
    if (lines) assert.ok(told.endsWith(`\n\n${lines}`), told)
    const isReceived = /backwards|place such as `header:Authorization`/.test(found.fault.message)
    const sentence = isReceived ? /^countersign: `.+`(?:, byte \d+)?: expected / : new RegExp(`^countersign: \`${name}\`: `)
    await refused([isReceived ? 'verify' : 'sign', name, '--body', 'a'], sentence)
  })
})

test('check: what JSON.parse would pass over is refused', async () => {
  const twice = file(
    'twice.json',
    '{"id":"a","canonical":"{body}","headers":{"A":"{signature}","b\\u0063":"1","bc":"2"}}',
  )
  assert.equal((await checked(1, twice)).fault.part, 'headers.bc')
  await refused(['sign', twice], /`twice.json`: `headers.bc`: expected one such member, got two/)
})

test('check: a valid scheme is described; one that only signs is, too', async () => {
  const told = await answered(['schemes', 'check', 'acme.json'])
  assert.match(
    told,
    /^acme\.request\ncanonical {2,}\{timestamp\}\.\{body\}\n[^]*\nvalid: the scheme; no vectors were given\n$/,
  )
  assert.equal(await answered(['schemes', 'check', '-'], { input: JSON.stringify(ACME) }), told)
  write('signs.json', { ...ACME, headers: { ...ACME.headers, A: '{signature|upper}' } })
  assert.match(
    await answered(['schemes', 'check', 'signs.json']),
    /note: this scheme can sign, but not verify: .*read backwards/,
  )
  assert.match((await checked(0, 'signs.json')).signsOnly, /read backwards/)
})

test('check: the built-in schemes are valid by their own vectors', async () => {
  mkdirSync(join(home, 'vectors'))
  await each(schemes(), async ({ id }) => {
    const definition = file(`${id}.json`, await answered(['schemes', id, '--json']))
    const folder = join('vectors', id)
    cpSync(at('tests', 'vectors', id), join(home, folder), { recursive: true })
    // Keys lie beside what names them.
    cpSync(at('tests', 'keys'), join(home, folder), { recursive: true, filter: (path) => !path.endsWith('.json') })
    const found = await checked(0, definition, folder)
    const { length } = readdirSync(at('tests', 'vectors', id))
    assert.deepEqual(found, { ok: true, scheme: id, vectors: length, wrong: [] })
  })
})

test('check: a changed figure is told at its stage', async () => {
  const seen = new Set()
  await each(['stripe.webhook', 'smile-id.signature', 'binance.request', 'standard-webhooks.webhook'], async (id) => {
    const folder = at('tests', 'vectors', id)
    const vectors = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    const changed = vectors.flatMap((vector) => [...withFiguresChanged(vector)])
    const list = write(
      `changed-${id}.json`,
      changed.map(([, vector]) => vector),
    )
    const definition = write(
      `scheme-${id}.json`,
      schemes().find((definition) => definition.id === id),
    )
    const { wrong } = await checked(1, definition, list)
    assert.equal(wrong.length, changed.length)
    for (const [index, [stage]] of changed.entries()) {
      assert.equal(wrong[index].vector, `${list}[${index}]`)
      assert.equal(`${wrong[index].stage}.`.startsWith(`${stage}.`), true, `${stage}: ${wrong[index].stage}`)
      seen.add(stage)
    }
  })
  const verified = ['timestamp', 'atMs', 'keyIndex', 'canonical', 'fingerprint', 'inputs', 'companion']
  const stages = ['scheme', 'canonical', 'signature', 'headers', 'fields', 'url', 'body', 'error.code', 'error.part']
  for (const stage of [...stages, ...verified.map((name) => `verified.${name}`)]) assert.ok(seen.has(stage), stage)
})

/** The vector, once for each figure in it, with that one changed. */
function* withFiguresChanged(vector) {
  yield ['scheme', { ...vector, scheme: `${vector.scheme}s` }]
  const place = vector.error ? 'error' : 'verified'
  if (vector[place] === undefined) {
    const figures = ['canonical', 'signature', 'headers', 'fields', 'url', 'body']
    for (const name of figures.filter((name) => name in vector))
      yield [name, { ...vector, [name]: other(vector[name]) }]
    return
  }
  for (const [name, figure] of Object.entries(vector[place])) {
    yield [`${place}.${name}`, { ...vector, [place]: { ...vector[place], [name]: other(figure) } }]
  }
}

function other(figure) {
  if (typeof figure === 'number') return figure + 1
  return typeof figure === 'object' && figure !== null ? { ...figure, x: 'y' } : `~${figure ?? ''}`
}

test('check: for people, the bytes that differ are shown one above the other', async () => {
  const long = 'x'.repeat(5000)
  write('several.json', [
    { ...VECTOR, canonical: `${TIME}:a` },
    VECTOR,
    { ...VECTOR, request: { timestamp: TIME, body: long }, canonical: `${TIME}.${long}y` },
    { ...VECTOR, credentials: {} },
    { ...VECTOR, signature: undefined, canonical: undefined, error: { code: 'ERR_URL' } },
    { ...VECTOR, headers: { 'Acme-Time': TIME, 'Acme-Signature': `v1=${VECTOR.signature}`, 'content-type': 'a/b' } },
  ])
  const told = await answered(['schemes', 'check', 'acme.json', 'several.json'], {}, 1)
  const want = 'failed: several.json[0]: canonical: at byte 10: expected `:`, got `.`\n'
  assert.ok(told.includes(`${want}  expected  1747216800:a\n                      ^\n  got       1747216800.a\n`), told)
  assert.match(told, /failed: several\.json\[2\]: canonical: at byte 5011: expected `y`, got the end\n/)
  assert.match(
    told,
    /failed: several\.json\[3\]: error: expected none, got `ERR_CREDENTIAL_MISSING`\n {2}`acme.request` needs/,
  )
  assert.match(told, /failed: several\.json\[4\]: error: expected `ERR_URL`, got none\n/)
  assert.match(told, /failed: several\.json\[5\]: headers.content-type: expected `a\/b`, got none\n/)
  assert.match(told, /\nnot valid: 5 of 6 vectors failed\n$/)
  write('right.json', VECTOR)
  assert.match(await answered(['schemes', 'check', 'acme.json', 'right.json']), /\nvalid: the scheme and 1 vector\n$/)
})

test('check: texts whose bytes are the same may differ, and no body may be written as null', async () => {
  write('halves.json', { ...VECTOR, signature: undefined, request: { timestamp: TIME, body: '\ufffd' }, canonical: `${TIME}.\ud800` })
  const told = await answered(['schemes', 'check', 'acme.json', 'halves.json'], {}, 1)
  assert.ok(told.includes('failed: halves.json: canonical: expected `1747216800.\\u{d800}`, got `1747216800.\ufffd`\n'), told)
  const none = { ...VECTOR, signature: undefined, request: { timestamp: TIME, body: null }, canonical: `${TIME}.` }
  assert.equal((await checked(0, 'acme.json', write('null.json', none))).vectors, 1)
})

test('check: the scheme may lie in the folder of its vectors', async () => {
  mkdirSync(join(home, 'both'))
  write('both/acme.json', ACME)
  write('both/vector.json', VECTOR)
  assert.equal((await checked(0, './both/acme.json', 'both')).vectors, 1)
  mkdirSync(join(home, 'nothing'))
  await refused(
    ['schemes', 'check', 'acme.json', 'nothing'],
    /`nothing`: expected vector files that end in `.json`, got none/,
  )
})

test('check: what is no vector ends with 2', async () => {
  const cases = [
    [{}, /expected `request` or `received`, got neither/],
    [{ ...VECTOR, received: {} }, /got both/],
    [{ ...VECTOR, canonical: undefined, signature: undefined }, /expected at least one of /],
    [{ ...VECTOR, signatur: 'x' }, /got `signatur`: did you mean `signature`\?/],
    [{ ...VECTOR, [CANARY]: 'x' }, /expected `scheme`, .*, got another member/],
    [{ ...VECTOR, request: { ...VECTOR.request, bodyText: CANARY } }, /`request`: expected .*, got another member/],
    [{ ...VECTOR, request: 'a' }, /`request`: expected an object, got a string/],
    [{ ...VECTOR, request: { bodyBase64: CANARY } }, /expected base64 with its padding/],
    [{ ...VECTOR, request: { nowMs: '5' } }, /`request.nowMs`: expected whole milliseconds since 1970, got a string/],
    [{ received: {}, verified: {} }, /`received.nowMs`: expected the clock/],
    [
      { received: { nowMs: 1 }, verified: { keyindex: 0 } },
      /`verified`: expected .*, got `keyindex`: did you mean `keyIndex`\?/,
    ],
    [{ ...VECTOR, headers: [] }, /`headers`: expected an object, got an array/],
    [{ ...VECTOR, body: {} }, /`body`: expected a string, got an object/],
    [
      { ...VECTOR, credentials: { secret: { file: '../acme.json' } } },
      /expected the name of a file next to the vector, got a path/,
    ],
    [
      { ...VECTOR, credentials: { secret: [{ file: `${CANARY}.pem` }] } },
      /got one that does not exist: put the key file into the folder of the vector/,
    ],
    [[VECTOR, 5], /`novector.json\[1\]`: expected an object, got a number/],
  ]
  for (const [data, sentence] of cases) {
    await refused(['schemes', 'check', 'acme.json', write('novector.json', data)], sentence)
    if (!Array.isArray(data)) await refused(['schemes', 'check', 'acme.json', write('novector.json', [data])], sentence)
  }
  await refused(
    ['schemes', 'check', 'acme.json', file('none.json', CANARY)],
    /`none.json`: expected JSON, got another character/,
  )
  await refused(['schemes', 'check', 'acme.json', 'not-there'], /cannot read `not-there`: there is no such file/)
  await refused(['schemes', 'check'], /expected a scheme: `countersign schemes check SCHEME.json/)
})

test('hostile schemes and files are refused, with nothing that may be a secret', async () => {
  mkdirSync(join(home, 'folder.json'))
  const unreadable = [
    [file('text.json', CANARY), /`text.json`: expected JSON, got another character: a scheme is an object/],
    [file('deep.json', `{"id":"a","canonical":"b","notes":${'['.repeat(400_000)}`), /expected JSON, got the end/],
    [file('empty.json', ' '), /expected JSON, got nothing/],
    [file('bytes.json', Buffer.from([0xff, 0xfe])), /expected UTF-8, got other bytes/],
    [file('huge.json', Buffer.alloc(2 << 20, 0x20)), /expected at most 1048576 bytes, got more/],
    ['folder.json', /it is a folder/],
    ['./nowhere', /there is no such file/],
  ]
  for (const [path, sentence] of unreadable) {
    await refused(['schemes', 'check', path], sentence)
    await refused(['sign', path, '--body', 'a'], sentence)
  }
  const other = { type: 'service_account', [CANARY]: CANARY, private_key: CANARY }
  for (const data of [other, [ACME], CANARY, 5, null]) {
    const name = write('other.json', data)
    const { message } = (await checked(1, name)).fault
    assert.match(
      message,
      /^expected an object with the strings `id` and `canonical`, got (?:an? \w+|null|an object without them)$/,
    )
    await refused(['verify', name, '--body', 'a'], /expected a scheme, an object with the strings `id` and `canonical`/)
  }
  const bindings = Object.fromEntries(
    Array.from({ length: 64 }, (_, n) => [`b${n}`, n === 0 ? '{b63}' : `{b${n - 1}}`]),
  )
  const definitions = [
    { ...ACME, bindings },
    { ...ACME, canonical: '['.repeat(10_000) + ']'.repeat(10_000) },
    { ...ACME, canonical: 'a'.repeat(500_000) },
    { ...ACME, acceptedCanonicals: Array.from({ length: 5000 }, (_, n) => (n === 4999 ? '{no}' : 'a')) },
    { ...ACME, ['a'.repeat(60_000)]: 1 },
    JSON.parse(`{ "__proto__": { "id": "a" }, ${JSON.stringify(ACME).slice(1)}`),
  ]
  const deep = `{"notes":${'['.repeat(50_000)}${']'.repeat(50_000)},${JSON.stringify(ACME).slice(1)}`
  for (const text of [...definitions.map((definition) => JSON.stringify(definition)), deep]) {
    const name = file('hostile.json', text)
    const told = await answered(['schemes', 'check', name], { env: ENV }, 1)
    assert.ok(told.length < 2000, told.slice(0, 3000))
    await refused(['sign', name, '--body', 'a'], /^countersign: `hostile.json`: `.+`.*: expected /)
  }
  const shown = { ...ACME, id: 'a\u001b[2J', title: '\u202e', notes: ['\u009b31m\n'] }
  for (const command of [['schemes'], ['schemes', 'check']]) {
    assert.doesNotMatch(await answered([...command, write('shown.json', shown)]), /[\u001b\u202e\u009b]/)
  }
  const signed = await countersign(['sign', 'shown.json', '--body', 'a'], { env: ENV })
  assert.doesNotMatch(signed.stdout, /\u001b/)
})
