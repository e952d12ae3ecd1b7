// Bad input through JavaScript: every refusal is a CountersignError with its code, and the call after it works.
import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { keyPair } from './key-pairs.mjs'
import { CountersignError, createSigner, createVerifier, explain, schemes, whole, coreById } from './package.mjs'

const KEYS = { apiKey: 'key', secret: 'secret' }
const URL_ = 'https://api.example.com/v1/orders'
const securo = createSigner('securo.request', KEYS)
const tuCambio = createSigner('tu-cambio.request', KEYS)
const sign =
  (request, signer = securo) =>
  () =>
    signer.sign({ method: 'POST', url: URL_, now: new Date(1747216800_000), ...request })
const realm = createContext({})
const foreign = (code) => runInContext(code, realm)

const [SCHEME, MISSING, CREDENTIAL, OPTION, ARGUMENT, REQUEST, BODY, TIME] = [
  'ERR_SCHEME_UNKNOWN',
  'ERR_CREDENTIAL_MISSING',
  'ERR_CREDENTIAL_INVALID',
  'ERR_OPTION_INVALID',
  'ERR_ARGUMENT_INVALID',
  'ERR_REQUEST_INVALID',
  'ERR_BODY_INVALID',
  'ERR_TIMESTAMP_INVALID',
]

/** Tests that each of `cases`, a name and a call, throws an error with `facts`. */
function refused(title, facts, cases) {
  test(title, () => {
    for (const [name, run] of Object.entries(cases)) {
      const error = thrownBy(run, name)
      assert.ok(error instanceof CountersignError, `${name}: got ${error.stack}`)
      assert.ok(error instanceof Error && error.name === 'CountersignError', name)
      for (const [fact, want] of Object.entries(facts))
        assert.equal(error[fact], want, `${name}: ${fact}: ${error.message}`)
      assert.match(error.message, /expected|unknown|needs/, name)
      assert.equal(
        sign({ body: '[1.0]' })().canonical,
        `${URL_}&method=POST&timestamp=1747216800&body=[1]`,
        `the call after ${name}`,
      )
    }
  })
}

const strange = {
  undefined: undefined,
  null: null,
  'a number': 7,
  'a boolean': true,
  'an array': ['securo.request'],
  'an object': {},
  'a symbol': Symbol('securo.request'),
  'a function': () => 'securo.request',
  'a bigint': 7n,
  'a String object': new String('securo.request'),
}
const texts = [
  ...['', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'valueOf', 'securo', 'Securo.Request'],
  ...['securo.request ', 'securo.request\0', 'a'.repeat(1e6), 'é', '\ud800'],
]
const each = (values, run) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => run(value)]))

refused('scheme ids', { code: SCHEME }, each(texts, (id) => createSigner(id, KEYS)))

refused(
  'what is neither an id nor a scheme',
  { code: ARGUMENT, part: 'scheme' },
  // An object is a scheme.
  each({ ...strange, 'an object': undefined }, (id) => createSigner(id, KEYS)),
)

refused(
  'credentials that are none',
  { code: MISSING },
  {
    ...each(
      { undefined, null: null, text: 'secret', number: 7, function: () => KEYS, symbol: Symbol('x') },
      (credentials) => createSigner('securo.request', credentials),
    ),
    'an empty object': () => createSigner('securo.request', {}),
    'an empty array': () => createSigner('securo.request', []),
    'an empty text': () => createSigner('securo.request', { ...KEYS, secret: '' }),
    'empty bytes': () => createSigner('securo.request', { ...KEYS, secret: new Uint8Array() }),
    undefined: () => createSigner('securo.request', { ...KEYS, secret: undefined }),
    null: () => createSigner('securo.request', { ...KEYS, secret: null }),
    'on the prototype': () => createSigner('securo.request', Object.create(KEYS)),
    'an empty key in moneroo': () => createSigner('moneroo.request', { secret: '' }),
  },
)

refused(
  'credentials of another kind',
  { code: CREDENTIAL, part: 'secret' },
  {
    ...each(
      {
        number: 7,
        boolean: false,
        object: {},
        array: [1, 2],
        function: () => 'x',
        symbol: Symbol('x'),
        date: new Date(),
        url: new URL(URL_),
        text: new String('x'),
      },
      (secret) => createSigner('securo.request', { ...KEYS, secret }),
    ),
    'a lone surrogate': () => createSigner('securo.request', { ...KEYS, secret: 'a\ud800b' }),
    'a lone low surrogate at the end': () => createSigner('securo.request', { ...KEYS, secret: 'ab\udfff' }),
    'a pasted line break': () => createSigner('securo.request', { ...KEYS, secret: 'secret\n' }),
    'not base64': () => createSigner('kraken.request', { ...KEYS, secret: '***' }),
  },
)

refused(
  'credentials that no header holds',
  { code: CREDENTIAL, part: 'apiKey', offset: 1 },
  each(
    {
      CR: 'k\rx',
      LF: 'k\nx: 1',
      NUL: 'k\0',
      'not ASCII': 'ké',
      bytes: new Uint8Array([0x6b, 0xff]),
      'a surrogate': 'k\udc00',
      'a space at the end': 'k ',
    },
    (apiKey) => createSigner('securo.request', { ...KEYS, apiKey }),
  ),
)

refused(
  'credentials that the scheme does not know',
  { code: CREDENTIAL },
  {
    'another credential': () => createSigner('securo.request', { ...KEYS, privateKey: 'x' }),
    'an array': () => createSigner('securo.request', ['key', 'secret']),
    toString: () => createSigner('securo.request', { ...KEYS, toString: 'x' }),
    __proto__: () => createSigner('securo.request', { ...KEYS, ['__proto__']: 'x' }),
    'a surrogate as a name': () => createSigner('securo.request', { ...KEYS, '\ud800': 'x' }),
  },
)

refused(
  'options that the scheme does not know, or that it does not take so',
  { code: OPTION },
  {
    'an option': () => createSigner('securo.request', KEYS, { prefix: 'x' }),
    'options that are a text': () => createSigner('tu-cambio.request', KEYS, 'Signature: '),
    'options that are null': () => createSigner('tu-cambio.request', KEYS, null),
    'an option that is a number': () => createSigner('tu-cambio.request', KEYS, { authorizationPrefix: 7 }),
    'an option that is null': () => createSigner('tu-cambio.request', KEYS, { authorizationPrefix: null }),
    'an option with a line break': () => createSigner('tu-cambio.request', KEYS, { authorizationPrefix: 'a\r\nb' }),
    'an option with a surrogate': () => createSigner('tu-cambio.request', KEYS, { authorizationPrefix: '\ud800' }),
  },
)

refused(
  'requests that are none',
  { code: ARGUMENT, part: 'request' },
  each({ undefined, null: null, text: URL_, number: 7, symbol: Symbol('x'), bigint: 1n, true: true }, (request) =>
    securo.sign(request),
  ),
)

refused(
  'methods',
  { code: REQUEST, part: 'method' },
  {
    ...each(
      {
        null: null,
        number: 7,
        array: ['GET'],
        object: {},
        symbol: Symbol('GET'),
        function: () => 'GET',
        space: 'GET ',
        break: 'GET\r\nx: 1',
        surrogate: 'GET\ud800',
        letter: 'GÉT',
        missing: undefined,
      },
      (method) => sign({ method, body: '{}' })(),
    ),
  },
)

refused(
  'URLs',
  { code: REQUEST, part: 'url' },
  each(
    {
      undefined,
      null: null,
      number: 7,
      array: [URL_],
      object: { href: URL_ },
      symbol: Symbol('x'),
      empty: '',
      http: 'http://api.example.com/',
      relative: '/v1/orders',
      'protocol-relative': '//api.example.com/',
      fragment: `${URL_}#a`,
      userinfo: 'https://a:b@api.example.com/',
      'default port': 'https://api.example.com:443/',
      'dot segments': 'https://api.example.com/a/../b',
      space: `${URL_}?a= b`,
      'upper-case host': 'https://API.example.com/',
      'no path': 'https://api.example.com',
      break: `${URL_}\n`,
      letter: `${URL_}?é`,
      surrogate: `${URL_}?\ud83d`,
      'a URL object of http': new URL('http://api.example.com/'),
      'a URL object with a fragment': new URL(`${URL_}#x`),
      'a URL object of a file': new URL('file:///etc/passwd'),
      script: 'javascript:alert(1)',
      huge: 'x'.repeat(1e6),
    },
    (url) => sign({ url })(),
  ),
)

refused(
  'bodies that are parsed or strange',
  { code: BODY, part: 'body' },
  each(
    {
      object: { a: 1 },
      array: [1],
      number: 7,
      zero: 0,
      boolean: false,
      bigint: 1n,
      symbol: Symbol('x'),
      function: () => '{}',
      date: new Date(),
      map: new Map(),
      text: new String('{}'),
      params: new URLSearchParams('a=1'),
      form: new FormData(),
      blob: new Blob(['{}']),
      stream: new ReadableStream(),
      promise: Promise.resolve('{}'),
      error: new Error('x'),
      'an object of another realm': foreign('({ a: 1 })'),
      'an array of another realm': foreign('[1]'),
      'an object that claims to be a buffer': { [Symbol.toStringTag]: 'ArrayBuffer', byteLength: 2 },
      'an object that claims to be bytes': { [Symbol.toStringTag]: 'Uint8Array', length: 2 },
    },
    (body) => sign({ body })(),
  ),
)

refused(
  'bodies that cannot be read',
  { code: BODY, part: 'body', offset: 2 },
  each(
    {
      'broken JSON': '{ a: 1 }',
      'a lone surrogate': '["\ud800"]',
      'a lone low surrogate': '["\udc00"]',
      'swapped surrogates': '["\udc00\ud800"]',
      'bytes that are no UTF-8': Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]),
      'a surrogate in UTF-8': Buffer.from([0x5b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x5d]),
      'overlong UTF-8': Buffer.from([0x5b, 0x22, 0xc0, 0xaf]),
    },
    (body) => sign({ body })(),
  ),
)

test('a buffer that was given away holds no bytes, and is no empty body', () => {
  const view = new TextEncoder().encode('{"a":1}')
  const { buffer } = view
  structuredClone(buffer, { transfer: [buffer] })
  for (const body of [view, buffer]) {
    const error = thrownBy(sign({ body }), 'a transferred buffer')
    assert.ok(error instanceof CountersignError, `got ${error.stack}`)
    assert.equal(error.code, BODY)
  }
})

test('a body past the bound is refused, and the next one is signed', () => {
  const error = thrownBy(sign({ body: new Uint8Array((32 << 20) + 1) }, tuCambio), 'a huge body')
  assert.equal(error.code, BODY)
  assert.equal(error.part, 'body')
  assert.equal(sign({ body: 'x' }, tuCambio)().canonical, '2025-05-14T10:00:00.000Zx')
})

test('nesting past the bound is refused at its byte', () => {
  assert.equal(sign({ body: '['.repeat(1024) + ']'.repeat(1024) })().body.length, 2048)
  for (const body of ['['.repeat(1025), '['.repeat(16 << 20), Buffer.alloc(16 << 20, '[')]) {
    const error = thrownBy(sign({ body }), 'deep nesting')
    assert.equal(error.code, BODY)
    assert.equal(error.offset, 1024)
  }
})

refused(
  'timestamps',
  { code: TIME, part: 'timestamp' },
  each(
    {
      number: 1747216800,
      zero: 0,
      NaN: NaN,
      bigint: 1747216800n,
      null: null,
      boolean: true,
      object: {},
      array: [1],
      symbol: Symbol('x'),
      function: Date.now,
      'an invalid Date': new Date(NaN),
      'before 1970': new Date(-1),
      'after 9999': new Date(253402300800000),
      'the last Date': new Date(8.64e15),
      'the first Date': new Date(-8.64e15),
      empty: '',
      break: '1\r\nx: 1',
      'a surrogate': '1\ud800',
      letter: '1é',
      space: ' 1',
      'an object that claims to be a Date': { [Symbol.toStringTag]: 'Date', getTime: () => 0 },
      'a Number object': new Number(5),
      'an invalid Date of another realm': foreign('new Date(NaN)'),
    },
    (timestamp) => sign({ timestamp })(),
  ),
)

test('the refusal of a number shows both ways to say it', () => {
  const { message } = thrownBy(sign({ timestamp: 1747216800 }), 'a number')
  assert.match(message, /new Date\(1747216800 \* 1000\)/)
  assert.match(message, /new Date\(1747216800\)/)
  assert.match(message, /'1747216800'/)
})

test('the refusal of a parsed body says why', () => {
  assert.match(thrownBy(sign({ body: { a: 1 } }), 'an object').message, /JSON\.stringify/)
})

refused(
  'headers',
  { code: REQUEST },
  each(
    {
      text: 'x: 1',
      number: 7,
      boolean: true,
      symbol: Symbol('x'),
      function: () => ({}),
      'no pairs': ['x', 'y'],
      'short pairs': [['x']],
      'long pairs': [['x', 'y', 'z']],
      'a name that is a number': [[7, 'y']],
      'a value that is null': { x: null },
      'a value that is an object': { x: {} },
      'a value that is a Date': { x: new Date(0) },
      'a value that is bytes': { x: Buffer.from('a') },
      'a list with null': { x: ['a', null] },
      'a line break': { x: 'a\r\ny: b' },
      'a name with a line break': { 'x\r\ny': 'a' },
      'a name with a space': { 'x y': 'a' },
      'an empty name': { '': 'a' },
      'a control character': { x: 'a\x7f' },
      'a surrogate': { x: '\ud800' },
      'a surrogate in a name': { 'x\udfff': 'a' },
      'another key': { 'X-SEC-KEY': 'other' },
      'a signature': { 'x-sec-sign': 'ab' },
      'two keys': [
        ['x-sec-key', 'key'],
        ['X-Sec-Key', 'key'],
      ],
      'another key in Headers': new Headers({ 'x-sec-key': 'other' }),
    },
    (headers) => sign({ headers })(),
  ),
)

test('the header to blame is named', () => {
  const error = thrownBy(sign({ headers: { 'X-Sec-Key': 'other' } }), 'another key')
  assert.equal(error.header.toLowerCase(), 'x-sec-key')
})

test('values of another realm are what they are', () => {
  const body = foreign('new Uint8Array([91, 32, 49, 93])')
  assert.equal(sign({ body })().canonical, `${URL_}&method=POST&timestamp=1747216800&body=[1]`)
  assert.equal(
    sign({ body: foreign('new Uint8Array([91, 32, 49, 93]).buffer') })().canonical,
    sign({ body })().canonical,
  )
  assert.equal(
    sign({ body: foreign('new DataView(new Uint8Array([91, 32, 49, 93]).buffer)') })().canonical,
    sign({ body })().canonical,
  )
  assert.equal(sign({ timestamp: foreign('new Date(7000)') })().timestamp, '7')
  assert.equal(sign({ headers: foreign('({ "x-a": "b" })') })().headers['x-a'], 'b')
  assert.equal(sign({ headers: foreign('[["x-a", "b"]]') })().headers['x-a'], 'b')
  const secret = foreign('new Uint8Array([115, 101, 99, 114, 101, 116])')
  assert.equal(sign({}, createSigner('securo.request', { ...KEYS, secret }))().signature, sign({})().signature)
  assert.equal(
    createSigner('securo.request', foreign('({ apiKey: "key", secret: "secret" })')).sign({ url: URL_, timestamp: '1747216800' })
      .timestamp,
    '1747216800',
  )
})

test('shared and resizable memory is copied before it is read', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4))
  shared.set([91, 32, 49, 93])
  const want = sign({ body: '[1]' })().canonical
  assert.equal(sign({ body: shared })().canonical, want)
  assert.equal(sign({ body: shared.buffer })().canonical, want)
  const resizable = new ArrayBuffer(4, { maxByteLength: 8 })
  new Uint8Array(resizable).set([91, 32, 49, 93])
  assert.equal(sign({ body: resizable })().canonical, want)
})

test('no error holds a secret', () => {
  const secret = 'hunter2-hunter2-hunter2'
  const runs = [
    () => createSigner('securo.request', { apiKey: `${secret}\n`, secret }),
    () => createSigner('securo.request', { apiKey: 'k', secret: `${secret}\n` }),
    () => createSigner('securo.request', { apiKey: 'k', secret: `${secret}\ud800` }),
    () => createSigner('kraken.request', { apiKey: 'k', secret }),
    () => createSigner('moneroo.request', { secret: `${secret}\r\n` }),
    () => createSigner('smile-id.sec-key', { partnerId: '1', apiKey: secret }),
    () => createSigner('smile-id.sec-key', { partnerId: '1', apiKey: Buffer.from(secret) }),
    () => createSigner('nobody.request', { secret }),
    () => createSigner('securo.request', { apiKey: 'k', secret, other: secret }),
    () => createSigner('securo.request', { apiKey: 'k', secret }).sign({ url: URL_, method: 'POST', body: '{' }),
    () => createSigner('moneroo.request', { secret }).sign({ url: URL_, headers: { Authorization: 'Bearer x' } }),
    () => createSigner('securo.request', { apiKey: secret, secret }).sign({ url: URL_, headers: { 'x-sec-key': 'x' } }),
  ]
  for (const run of runs) {
    const error = thrownBy(run, String(run))
    assert.ok(error instanceof CountersignError, `${run}: ${error.stack}`)
    const all = [
      error.stack,
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(error),
      String(error.cause),
    ].join()
    assert.ok(!all.includes(secret) && !all.includes(Buffer.from(secret).toString('base64')), `${run}`)
  }
})

test('a signer shows no secret', () => {
  const secret = 'hunter2-hunter2-hunter2'
  const signer = createSigner('securo.request', { apiKey: 'k', secret })
  const all = [
    inspect(signer, { depth: 9, showHidden: true }),
    JSON.stringify(signer),
    String(signer),
    Object.keys(signer).join(),
  ].join()
  assert.ok(!all.includes('hunter2'))
  assert.equal(signer.scheme, 'securo.request')
})

test('one class of errors, whichever way the package was loaded', () => {
  const apis = [whole.esm, whole.cjs, coreById.esm, coreById.cjs]
  for (const thrower of apis) {
    const error = thrownBy(() => thrower.createSigner('nobody.webhook', {}), 'nobody.webhook')
    for (const api of apis) assert.ok(error instanceof api.CountersignError)
    assert.ok(error instanceof Error)
    assert.equal(error.message.includes('nobody.webhook'), true)
  }
  for (const value of [null, undefined, 'x', new Error('x'), {}]) assert.ok(!(value instanceof CountersignError))
  class Other extends CountersignError {}
  const error = thrownBy(() => createSigner('nobody.webhook', {}), 'nobody.webhook')
  assert.ok(!(error instanceof Other), 'of a class that was made from it')
  const other = new Other('ERR_INTERNAL', 'x')
  assert.ok(other instanceof Other && other instanceof CountersignError)
})

test('an error keeps its code and facts as JSON, and as plain data through structuredClone', () => {
  const facts = { part: 'body', offset: 1 }
  for (const error of [new CountersignError('ERR_BODY_INVALID', 'no body', facts), thrownBy(sign({ body: '{{' }), 'a broken body')]) {
    const { code, message, part, offset } = error
    const plain = { name: 'CountersignError', code, message, part, offset }
    assert.deepEqual([code, part, offset], ['ERR_BODY_INVALID', 'body', 1])
    assert.deepEqual(error.toJSON(), plain)
    assert.deepEqual(JSON.parse(JSON.stringify({ error })), { error: plain })
    assert.deepEqual(structuredClone(error.toJSON()), plain)
    // What the hosts make of the error itself, whose class they do not know: this is why there is `toJSON`.
    const { name, message: kept, code: lost } = structuredClone(error)
    assert.deepEqual([name, kept, lost], ['Error', message, undefined])
  }
  const stale = new CountersignError('ERR_SIGNATURE_STALE', 'too old', { ageSeconds: 301, limitSeconds: 300, header: undefined })
  assert.deepEqual(Object.entries(stale.toJSON()).slice(1), [
    ['code', 'ERR_SIGNATURE_STALE'],
    ['message', 'too old'],
    ['ageSeconds', 301],
    ['limitSeconds', 300],
  ])
  const { ok, code } = structuredClone(createVerifier('github.webhook', { secret: 's' }).check({ body: 'a' }))
  assert.deepEqual([ok, code], [false, 'ERR_HEADER_MISSING'])
})

test('an error can be made of a code and a message', () => {
  const cause = new Error('before')
  const error = new CountersignError('ERR_INTERNAL', 'broken', { cause })
  assert.ok(error instanceof CountersignError && error instanceof Error)
  assert.deepEqual([error.code, error.message, error.cause, Object.keys(error)], ['ERR_INTERNAL', 'broken', cause, ['name', 'code']])
  assert.deepEqual(Object.keys(new CountersignError('ERR_BODY_INVALID', 'no body')), ['name', 'code'])
})

test('a scheme that is defined is the one that was given', () => {
  const scheme = { id: 'acme.webhook', canonical: '{body}', headers: { 'Acme-Signature': '{signature}' } }
  for (const { defineScheme, createSigner } of [whole.esm, whole.cjs]) {
    assert.equal(defineScheme(scheme), scheme)
    assert.equal(createSigner(defineScheme(scheme), { secret: 's' }).scheme, 'acme.webhook')
  }
})

test('RSA in the build without it', () => {
  for (const api of Object.values(coreById)) {
    const error = thrownBy(() => api.createSigner('smile-id.sec-key', { partnerId: '1', apiKey: 'x' }), 'RSA')
    assert.equal(error.code, 'ERR_UNSUPPORTED')
    assert.match(error.message, /`countersign`/)
  }
})

test('randomness that fails', async () => {
  const apiKey = keyPair('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' })
  const signer = createSigner('smile-id.sec-key', { partnerId: '1', apiKey })
  const own = crypto.getRandomValues
  crypto.getRandomValues = () => {
    throw new Error('no entropy')
  }
  try {
    assert.equal(thrownBy(sign({ body: '{}' }, signer), 'no entropy').code, 'ERR_RANDOMNESS_UNAVAILABLE')
  } finally {
    delete crypto.getRandomValues
    assert.equal(crypto.getRandomValues, own)
  }
  assert.match(sign({ body: '{}' }, signer)().fields.sec_key, /^[\w+/=]{172}\|[0-9a-f]{64}$/)
})

test('schemes are new objects at every call', () => {
  schemes()[0].canonical = 'changed'
  schemes()[0].headers['x-sec-key'] = 'changed'
  assert.notEqual(schemes()[0].canonical, 'changed')
  assert.notEqual(schemes()[0].headers['x-sec-key'], 'changed')
})

test('credentials and headers are not inherited from Object.prototype', () => {
  try {
    Object.prototype.secret = 'polluted'
    assert.equal(thrownBy(() => createSigner('securo.request', { apiKey: 'k' }), 'a polluted secret').code, MISSING)
    Object.prototype['x-polluted'] = '1'
    assert.ok(!Object.hasOwn(sign({ headers: {} })().headers, 'x-polluted'))
  } finally {
    delete Object.prototype.secret
    delete Object.prototype['x-polluted']
  }
})

test('`header` names a header of the request, and nothing else', () => {
  const smile = createSigner('smile-id.signature', { partnerId: '085', apiKey: 'key' })
  const blamed = (run) => {
    const { code, part, header } = thrownBy(run, 'a request at fault')
    return { code, part, header }
  }
  const code = 'ERR_REQUEST_INVALID'
  const contradicted = () => smile.sign({ body: '{"partner_id":"1"}' })
  assert.deepEqual(blamed(contradicted), { code, part: 'partner_id', header: undefined })
  assert.deepEqual(blamed(sign({ headers: { 'x a': 'b' } })), { code, part: 'headers', header: undefined })
  assert.deepEqual(blamed(sign({ headers: { 'x-a': 'b\nc' } })), { code, part: 'x-a', header: 'x-a' })
  const other = sign({ headers: { 'X-Sec-Key': 'other' } })
  assert.deepEqual(blamed(other), { code, part: 'x-sec-key', header: 'x-sec-key' })
})

function thrownBy(run, name) {
  try {
    run()
  } catch (error) {
    return error
  }
  assert.fail(`${name}: expected an error`)
}

for (const name of ['data', 'json', 'rawBody', 'payload', 'form']) {
  test(`a body given as \`${name}\` is not left out in silence`, () => {
    const keys = { apiKey: 'k', secret: 's' }
    const signer = createSigner('tu-cambio.request', keys)
    const verifier = createVerifier('tu-cambio.request', keys)
    for (const run of [signer.sign, signer.prepare, verifier.verify, verifier.check]) {
      assert.throws(() => run({ [name]: '{}' }), { code: 'ERR_ARGUMENT_INVALID', part: name, message: `\`${name}\` does not apply: pass the body as \`body\`` })
      if (run === verifier.check) continue
      assert.throws(() => run({ [name]: '{}', body: 'x', headers: { 'x-date': 5n } }), { part: 'x-date' })
    }
  })
}

test('keys that other libraries hold are read, or refused with what to pass instead', async () => {
  const { publicKey, privateKey } = keyPair('rsa', { modulusLength: 2048 })
  const request = { method: 'POST', url: URL_, body: '{}' }
  const publicJwk = publicKey.export({ format: 'jwk' })
  const privateJwk = privateKey.export({ format: 'jwk' })
  for (const signing of [privateKey, privateJwk, JSON.stringify(privateJwk), privateKey.export({ type: 'pkcs1', format: 'der' })]) {
    const signed = createSigner('tu-cambio.jws', { privateKey: signing }).sign(request)
    for (const publicKeys of [publicKey, [publicKey], publicJwk]) {
      assert.equal(createVerifier('tu-cambio.jws', { publicKeys }).verify(signed).keyIndex, 0)
    }
    const report = explain('tu-cambio.jws', { privateKey: signing }, { ...request, headers: signed.headers })
    assert.equal(report.verdict, 'match')
  }
  const secret = createSecretKey(Buffer.from('secret'))
  assert.equal(sign({}, createSigner('securo.request', { ...KEYS, secret }))().signature, sign({})().signature)
  assert.equal(secret.export().toString(), 'secret', 'the key of the caller stays as it is')
  const rsa = createSigner('smile-id.sec-key', { partnerId: '1', apiKey: publicKey })
  assert.equal(Buffer.from(rsa.sign({ body: '{}' }).signature.split('|')[0], 'base64').length, 256)

  const part = 'publicKeys'
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify'])
  assert.throws(() => createVerifier('tu-cambio.jws', { publicKeys: [key] }), { part, message: /a CryptoKey: .*exportKey/ })
  assert.throws(() => createVerifier('tu-cambio.jws', { publicKeys: privateKey }), { part, message: /a private key, which stays with its owner/ })
  assert.throws(() => createVerifier('tu-cambio.jws', { publicKeys: privateJwk }), { part, message: /a private key, which stays with its owner/ })
  const jws = (key) => () => createSigner('tu-cambio.jws', { privateKey: key })
  assert.throws(jws(publicKey), { part: 'privateKey', message: /got a public key$/ })
  assert.throws(jws(secret), { part: 'privateKey', message: /neither PEM nor base64/ })
  assert.throws(jws(keyPair('ec', { namedCurve: 'P-256' }).privateKey), { message: /a key of another algorithm \(EC, P-256\)/ })
  assert.throws(() => createSigner('securo.request', { ...KEYS, secret: Promise.resolve('x') }), { part: 'secret', message: /a Promise: `await` it$/ })
})

test('a key of which anybody may hold the public half is no secret', () => {
  const { publicKey, privateKey } = keyPair('rsa', { modulusLength: 2048 })
  const oct = { kty: 'oct', k: 'c2VjcmV0' }
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  for (const secret of [publicKey, privateKey, publicKey.export({ format: 'jwk' }), privateKey.export({ format: 'jwk' }), oct, pem]) {
    for (const create of [createSigner, createVerifier]) {
      assert.throws(() => create('github.webhook', { secret }), { code: CREDENTIAL, part: 'secret', message: /a secret that both sides hold/ })
    }
  }
})

test('a secret in the place of a name stays unsaid', () => {
  const secrets = ['8f742231b10e8888abcd99eee00085a5', "It's a Secret to Everybody", 'sk_test_4eC39HqLyjWDarjtT1zdp7dc', 'a\ud800', 'pin1234', 'x'.repeat(33)]
  for (const secret of secrets) {
    const runs = [
      ...[1, undefined, null, [], {}, 'x', 'x\ud800'].map((value) => () => createSigner('github.webhook', { secret: 's', [secret]: value })),
      ...[1, null, {}, 'x', 'x\ud800'].map((value) => () => createVerifier('github.webhook', { secret: 's' }, { [secret]: value })),
      () => createSigner('tu-cambio.jws', { privateKey: 'x' }, { jws: { [secret]: 1 } }),
      () => explain('github.webhook', { [secret]: 1 }, { body: '' }),
      () => explain('github.webhook', { secret: 's' }, { body: '' }, '', { [secret]: 1 }),
    ]
    for (const run of runs) {
      const error = thrownBy(run, secret)
      assert.ok(error instanceof CountersignError, error.stack)
      const all = [error.stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)].join()
      assert.ok(!all.includes(secret), `${run}: ${error.message}`)
      assert.match(error.part, /^(credentials|options)$/, error.message)
    }
  }
  for (const name of ['secrets', 'api_key', 'API-KEY', 'secret2', 'key12']) {
    assert.throws(() => createSigner('github.webhook', { secret: 's', [name]: 1 }), { part: name, message: new RegExp(`^\`${name}\`: expected`) })
    assert.throws(() => createSigner('github.webhook', { secret: 's', [name]: 'x' }), { part: name, message: /got an unknown credential/ })
    assert.throws(() => createVerifier('github.webhook', { secret: 's' }, { [name]: 'x' }), { part: name, message: `\`${name}\`: expected one of the options \`toleranceSeconds\`, \`allowLongTolerance\`, \`certificateValidity\`, \`crypto\`, got an unknown option` })
  }
})

test('what is signed is a copy, and so is what is given back', () => {
  const bytes = () => new Uint8Array([91, 32, 49, 93])
  const shared = new Uint8Array(new SharedArrayBuffer(4))
  shared.set(bytes())
  for (const given of [bytes(), Buffer.from(bytes()), shared, bytes().buffer, new DataView(bytes().buffer)]) {
    const request = { method: 'POST', url: URL_, timestamp: '2025-05-14T10:00:00Z', body: given }
    const { body, signature } = tuCambio.sign(request)
    assert.equal(Object.prototype.toString.call(body.buffer), '[object ArrayBuffer]')
    const view = ArrayBuffer.isView(given) ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : new Uint8Array(given)
    view.fill(0)
    assert.deepEqual([...body], [91, 32, 49, 93])
    assert.equal(tuCambio.sign({ ...request, body }).signature, signature)
    body.fill(7)
    assert.deepEqual([...view], [0, 0, 0, 0], 'nor does the result lead back')
  }
})

test('a number for an option other than the tolerance says which one is a number', () => {
  assert.throws(() => createVerifier('github.webhook', { secret: 's' }, { tolerance: 5 }), {
    code: 'ERR_OPTION_INVALID',
    part: 'tolerance',
    message: /a number is what `toleranceSeconds` takes/,
  })
})

test('what is nearly a name is asked after, and nothing else', () => {
  const said = (run) => thrownBy(run, 'a misspelt name').message
  const unknown = 'unknown scheme: expected an id that `schemes()` lists, or a custom scheme for a provider that it does not list, got '
  for (const [run, message] of [
    [() => createSigner('strip.webhook', { secret: 's' }), `${unknown}\`strip.webhook\`: did you mean \`stripe.webhook\`?`],
    [() => createVerifier('acme.webhook', { secret: 's' }), `${unknown}\`acme.webhook\``],
    [() => createVerifier('hush-hush-4711', { secret: 's' }), `${unknown}another string`],
    [
      () => createVerifier('stripe.webhook', { secrets: 's' }),
      '`secrets`: expected one of the credentials `secret`, got an unknown credential: did you mean `secret`?',
    ],
    [
      () => createSigner('tu-cambio.jws', { privateKey: 's' }, { jws: { frm: 'attached' } }),
      '`jws.frm`: expected one of the options `jws.form`, `jws.alg`, `jws.certificate`, `key`, `allowHttp`, `crypto`, got an unknown option: ' +
        'did you mean `jws.form`?',
    ],
    [
      () => createVerifier('github.webhook', { secret: 's' }, { algorithm: 'sha1' }),
      '`algorithm`: expected one of the options `toleranceSeconds`, `allowLongTolerance`, `certificateValidity`, `crypto`, got an unknown option',
    ],
  ]) {
    assert.equal(said(run), message)
  }
})

test('a mismatch has the facts that the caller knows', () => {
  const verifier = createVerifier('github.webhook', { secret: ['old', 'new'] })
  const headers = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
  const { code, scheme, keyCount, bodyLength, message } = verifier.check({ headers, body: 'é' }).error
  assert.deepEqual([code, scheme, keyCount, bodyLength], ['ERR_SIGNATURE_MISMATCH', 'github.webhook', 2, 2])
  for (const body of ['12', 'zz', new Uint8Array(2)]) assert.equal(verifier.check({ headers, body }).error.message, message)
})

test('`http:` is refused with the option that allows it', () => {
  assert.match(
    thrownBy(() => createSigner('securo.request', { apiKey: 'k', secret: 's' }).sign({ url: 'http://api:8080/' }), 'http').message,
    /or `http:` to a loopback host; for a mock on another host, set `allowHttp`, got `http:` to `api`$/,
  )
})
