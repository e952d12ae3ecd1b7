// What a sender can bring about makes `check` answer, never throw; `verify` throws the same; and what the caller does wrong is thrown.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { CountersignError, createVerifier, whole, coreById } from './package.mjs'

const SECRET = 'hunter2-hunter2-hunter2'
const BODY = '{"event":"paid"}'
const hmac = (input) => createHmac('sha256', SECRET).update(input).digest('hex')
const SIGNATURE = `sha256=${hmac(BODY)}`
const HEADERS = { 'x-hub-signature-256': SIGNATURE }
const github = createVerifier('github.webhook', { secret: SECRET })
const received = (changes) => ({ headers: HEADERS, body: BODY, ...changes })

/** `check` answers with `code` and a message like `advice`, and `verify` throws the same. */
function answered(name, message, code, advice, verifier = github) {
  const result = verifier.check(message)
  assert.deepEqual(Object.keys(result), ['ok', 'code', 'error'], name)
  assert.equal(result.ok, false, name)
  assert.equal(result.code, code, `${name}: ${result.error.message}`)
  assert.ok(result.error instanceof CountersignError, name)
  assert.match(result.error.message, advice, name)
  assert.throws(() => verifier.verify(message), { code, message: result.error.message }, name)
  assert.equal(verifier.check(received()).ok, true, `the message after ${name}`)
}

/** What frameworks make of bodies, without a sender having to ask for it. */
const parsed = /string or bytes as received.*express\.raw\(\)/
const BODIES = {
  'an empty object, as Express 4 leaves it': [{}, /Express 4 leaves `\{\}`.*express\.raw\(\{ type: \(\) => true \}\)/],
  'a parsed object': [{ event: 'paid' }, parsed],
  'a parsed object that looks like something else': [JSON.parse('{"then":1,"getReader":1,"export":"x","type":"secret","kty":"RSA","value":""}'), parsed],
  'a parsed object with `__proto__`': [JSON.parse('{"__proto__":{"length":1,"byteLength":1}}'), parsed],
  'an object without a prototype, as `qs` makes it': [Object.assign(Object.create(null), { a: '1' }), parsed],
  'a parsed list': [[1], parsed],
  'an empty list': [[], parsed],
  'a number': [7, parsed],
  'a boolean': [false, parsed],
  'a Promise': [Promise.resolve(BODY), /got a Promise: `await` it$/],
  'a thenable': [{ then() {} }, /got a Promise: `await` it$/],
  'a stream': [new ReadableStream(), /verifyRequest/],
  'a symbol': [Symbol('x'), parsed],
  'a function': [() => BODY, parsed],
  'text that UTF-8 cannot hold': ['\ud800', /lone surrogate/],
  'bytes past the limit': [Buffer.alloc((32 << 20) + 1), /at most 33554432 bytes, got more/],
  'text past the limit': ['x'.repeat((32 << 20) + 1), /at most 33554432 bytes, got more/],
  'text past the limit once it is UTF-8': ['é'.repeat((16 << 20) + 1), /at most 33554432 bytes, got 33554434/],
}

for (const [name, [body, advice]] of Object.entries(BODIES)) {
  test(`a body that is ${name} is answered`, () => answered(name, received({ body }), 'ERR_BODY_INVALID', advice))
}

test('memory that was transferred or cut off is told as what it is, and is no empty body', () => {
  const advice = /its memory was transferred or cut off: pass it before that, or a copy$/
  const empty = { 'x-hub-signature-256': `sha256=${hmac('')}` }
  const views = [Uint8Array, Float64Array, DataView, Buffer].map((View) => [View.name, View === Buffer ? Buffer.from(new ArrayBuffer(8)) : new View(new ArrayBuffer(8))])
  for (const [name, view] of views) {
    const { buffer } = view
    structuredClone(buffer, { transfer: [buffer] })
    answered(name, received({ headers: empty, body: view }), 'ERR_BODY_INVALID', advice)
    answered(`${name}'s buffer`, received({ headers: empty, body: buffer }), 'ERR_BODY_INVALID', /got an ArrayBuffer: its memory was/)
  }
  for (const View of [Uint8Array, Uint16Array, DataView]) {
    const buffer = new ArrayBuffer(8, { maxByteLength: 16 })
    const [cut, tracking] = [new View(buffer, 4, 2), new View(buffer, 4)]
    buffer.resize(2)
    for (const body of [cut, tracking]) answered(`a cut ${View.name}`, received({ headers: empty, body }), 'ERR_BODY_INVALID', advice)
  }
  // As nothing is, and as nothing was.
  for (const body of [new Uint8Array(), new ArrayBuffer(0), new DataView(new ArrayBuffer(0)), Buffer.alloc(0), undefined, null, '']) {
    assert.equal(github.check({ headers: empty, body }).ok, true)
  }
})

/** What frameworks make of headers. */
const REQUEST = 'ERR_REQUEST_INVALID'
const ARGUMENT = 'ERR_ARGUMENT_INVALID'
const HEADER_FORMS = {
  "CloudFront's lists": [{ 'x-hub-signature-256': [{ key: 'X-Hub-Signature-256', value: SIGNATURE }] }, REQUEST, /CloudFront, pass the `value` of each/],
  'a flat list, as rawHeaders is': [['X-Hub-Signature-256', SIGNATURE], REQUEST, /a flat list such as `rawHeaders`, pass the object/],
  'a Promise, as in Next 15': [Promise.resolve(HEADERS), REQUEST, /got a Promise: `await` it$/],
  'a Promise of a header': [{ 'x-hub-signature-256': Promise.resolve(SIGNATURE) }, REQUEST, /got a Promise: `await` it$/],
  'text': [`X-Hub-Signature-256: ${SIGNATURE}`, REQUEST, /an object, a Headers or pairs, got a string/],
  'a number': [7, REQUEST, /got a number/],
  'a function': [() => HEADERS, REQUEST, /got a function/],
  'pairs cut short': [[['x']], REQUEST, /pairs of name and value, got an array/],
  'a list of objects': [[{ name: 'x', value: 'y' }], REQUEST, /pairs of name and value, got an object/],
  'a value that is null': [{ ...HEADERS, 'x-a': null }, REQUEST, /`x-a`: expected a string, got null/],
  'a value that is an object': [{ ...HEADERS, 'x-a': { b: 1 } }, REQUEST, /`x-a`: expected a string, got an object$/],
  'a value that is a list of lists': [{ ...HEADERS, 'x-a': [['b']] }, REQUEST, /`x-a`: expected a string, got an array/],
  'a value that is a boolean': [{ ...HEADERS, 'x-a': true }, REQUEST, /`x-a`: expected a string, got a boolean/],
  'a value that is a bigint': [{ ...HEADERS, 'x-a': 7n }, REQUEST, /`x-a`: expected a string, got a bigint/],
  'a name that no log should print': [{ ...HEADERS, 'x\r\nevil\u001b': true }, REQUEST, /^`headers`: expected a string, got a boolean$/],
  'a value that UTF-8 cannot hold': [{ ...HEADERS, 'x-a': '\ud800' }, REQUEST, /lone surrogate/],
  'more than is taken': [{ ...HEADERS, 'x-a': 'x'.repeat(16 << 20), 'x-b': 'x'.repeat(17 << 20) }, REQUEST, /at most 33554432 characters, got more/],
  'none': [undefined, 'ERR_HEADER_MISSING', /./],
  'null': [null, 'ERR_HEADER_MISSING', /./],
  'the right one as a number': [{ 'x-hub-signature-256': 7 }, 'ERR_HEADER_MALFORMED', /./],
  'the right one as nothing': [{ 'x-hub-signature-256': [] }, 'ERR_HEADER_MISSING', /./],
  'two of them': [{ 'x-hub-signature-256': [SIGNATURE, 'sha256=00'] }, 'ERR_HEADER_MALFORMED', /./],
}

for (const [name, [headers, code, advice]] of Object.entries(HEADER_FORMS)) {
  test(`headers that are ${name} are answered`, () => answered(name, received({ headers }), code, advice))
}

test('methods, URLs and states of any type are answered', () => {
  const others = { number: 7, null: null, list: ['POST'], object: {}, symbol: Symbol('x'), bigint: 7n, function: () => '', boolean: true }
  for (const [name, value] of Object.entries(others)) {
    for (const part of ['method', 'url', 'status']) {
      const advice = part === 'status' ? /three digits, got/ : /expected a string, got/
      answered(`${part}: ${name}`, received({ [part]: value }), REQUEST, advice)
    }
  }
  for (const part of ['method', 'url']) {
    answered(`a long ${part}`, received({ [part]: 'x'.repeat((32 << 20) + 1) }), REQUEST, /at most 33554432 characters/)
  }
  answered('a status', received({ status: 7 }), REQUEST, /three digits, got 7$/)
})

test('headers of more classes are read: by their iterator, or by `forEach`', () => {
  class Private {
    #pairs = [['X-Hub-Signature-256', SIGNATURE], ['x-a', 'b']]
    get(name) {
      return this.#pairs.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1] ?? null
    }
    forEach(callback) {
      for (const [name, value] of this.#pairs) callback(value, name, this)
    }
  }
  const own = { get: () => null, forEach: (callback) => callback(SIGNATURE, 'x-hub-signature-256') }
  const lists = { get: () => null, forEach: (callback) => callback([SIGNATURE], 'x-hub-signature-256') }
  for (const headers of [new Private(), own, lists, new Map(Object.entries(HEADERS)), new Headers(HEADERS)]) {
    assert.equal(github.check(received({ headers })).ok, true)
  }
  assert.equal(github.check(received({ headers: runInContext(`new Map([['x-hub-signature-256', '${SIGNATURE}']])`, createContext()) })).ok, true)
  // A header of that name is a header.
  assert.equal(github.check(received({ headers: { ...HEADERS, forEach: 'x', then: 'x', get: 'x' } })).ok, true)
  answered('broken pairs', received({ headers: { forEach: (callback) => callback({}, 'x') } }), REQUEST, /got an object/)
})

/** Every way in which a header called `__proto__` arrives. */
const PROTO = {
  'a Headers': (own) => new Headers([...own, ['__proto__', 'x']]),
  pairs: (own) => [['__proto__', 'x'], ...own],
  'an own property, as JSON.parse makes it': (own) => JSON.parse(JSON.stringify(Object.fromEntries([['__proto__', 'x'], ...own]))),
  'one of several values': (own) => JSON.parse(JSON.stringify(Object.fromEntries([['__proto__', ['x', 'y']], ...own]))),
  'a Map': (own) => new Map([...own, ['__proto__', 'x']]),
}

for (const [name, make] of Object.entries(PROTO)) {
  test(`a header called \`__proto__\`, as ${name}, is one like any other`, () => {
    for (const api of [whole.esm, whole.cjs, coreById.esm, coreById.cjs]) {
      const verifier = api.createVerifier('github.webhook', { secret: SECRET })
      const result = verifier.check(received({ headers: make(Object.entries(HEADERS)) }))
      assert.equal(result.ok, true, result.error?.message)
      const forged = verifier.check(received({ headers: make(Object.entries(HEADERS)), body: 'x' }))
      assert.equal(forged.code, 'ERR_SIGNATURE_MISMATCH')
      assert.equal(verifier.check(received({ headers: make([]) })).code, 'ERR_HEADER_MISSING')
    }
    assert.equal({}.x, undefined)
    assert.equal(Object.getPrototypeOf(github.verify(received({ headers: make(Object.entries(HEADERS)) })).inputs), Object.prototype)
  })
}

test('a scheme may sign with a header called `__proto__`, which is then read and required', () => {
  const scheme = JSON.parse('{"id":"acme.webhook","canonical":"{body}","headers":{"__proto__":"{signature}"}}')
  const verifier = createVerifier(scheme, { secret: SECRET })
  const right = hmac(BODY)
  for (const headers of [[['__proto__', right]], new Headers([['__proto__', right]]), JSON.parse(`{"__proto__":"${right}"}`)]) {
    assert.equal(verifier.check({ headers, body: BODY }).ok, true)
    assert.equal(verifier.check({ headers, body: 'x' }).code, 'ERR_SIGNATURE_MISMATCH')
  }
  const { code, error } = verifier.check({ headers: {}, body: BODY })
  assert.deepEqual([code, error.part, error.header], ['ERR_HEADER_MISSING', '__proto__', '__proto__'])
})

/** A server that verifies in every form in which Node gives headers, and answers with what came of each. */
let server
before(async () => {
  server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const { rawHeaders, headers, headersDistinct } = request
    const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, at) => rawHeaders.slice(2 * at, 2 * at + 2))
    const forms = { headers, headersDistinct, pairs, fetch: new Headers(pairs), json: JSON.parse(JSON.stringify(Object.fromEntries(pairs))) }
    const answers = Object.entries(forms).map(([form, own]) => {
      try {
        const { ok, code } = github.check({ headers: own, body })
        return [form, ok || code]
      } catch (error) {
        return [form, `thrown: ${error.message}`]
      }
    })
    response.end(JSON.stringify(Object.fromEntries(answers)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
after(() => server.close())

test('`__proto__` over HTTP, in every form in which Node gives headers', async () => {
  const all = (value) => Object.fromEntries(['headers', 'headersDistinct', 'pairs', 'fetch', 'json'].map((form) => [form, value]))
  const genuine = `POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n__proto__: x\r\nX-Hub-Signature-256: ${SIGNATURE}\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`
  assert.deepEqual(JSON.parse(await exchanged(genuine)), all(true))
  assert.deepEqual(JSON.parse(await exchanged(genuine.replace('paid', 'Paid'))), all('ERR_SIGNATURE_MISMATCH'))
  assert.deepEqual(JSON.parse(await exchanged(genuine.replace('X-Hub-S', 'X-S'))), all('ERR_HEADER_MISSING'))
})

/** The body of what the server answers to exactly this. */
async function exchanged(text) {
  const socket = connect(server.address().port, '127.0.0.1')
  socket.end(text)
  const answer = Buffer.concat(await socket.toArray()).toString()
  return answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)
}

test('what the caller does wrong is thrown by both', () => {
  const disposed = createVerifier('github.webhook', { secret: SECRET })
  disposed[Symbol.dispose ?? Symbol.for('Symbol.dispose')]()
  for (const [verifier, message, code, part] of [
    ...[undefined, null, 'x', 7, () => ({})].map((message) => [github, message, ARGUMENT, 'message']),
    ...[5, 'now', null, {}, new Date(NaN)].map((now) => [github, received({ now }), ARGUMENT, 'now']),
    ...['data', 'json', 'rawBody', 'payload', 'form'].map((name) => [github, { headers: HEADERS, [name]: BODY }, ARGUMENT, name]),
    [disposed, received(), 'ERR_DISPOSED', undefined],
    // Before anything that was received is looked at.
    [github, received({ now: 5, body: {} }), ARGUMENT, 'now'],
  ]) {
    for (const call of [verifier.check, verifier.verify]) {
      assert.throws(() => call(message), (error) => error instanceof CountersignError && error.code === code && error.part === part)
    }
  }
})

test('whatever JSON or a framework makes of a message, `check` answers', (t) => {
  const seed = Number(process.env.COUNTERSIGN_SEED ?? Math.floor(Math.random() * 2 ** 32))
  t.diagnostic(`COUNTERSIGN_SEED=${seed}`)
  const random = randoms(seed)
  const verifiers = [
    github,
    ...['stripe.webhook', 'twilio.webhook', 'razorpay.order'].map((id) => createVerifier(id, { secret: SECRET })),
    createVerifier('securo.request', { apiKey: 'key', secret: SECRET }),
    createVerifier('adyen.webhook', { secret: '00' }),
  ]
  for (let round = 0; round < 20_000; round++) {
    const message = Object.fromEntries(MEMBERS.filter(() => random(4) > 0).map((name) => [name, strange(random, 3)]))
    for (const verifier of verifiers) {
      try {
        assert.equal(typeof verifier.check(message).ok, 'boolean')
      } catch (error) {
        throw new Error(`seed ${seed}, round ${round}: ${verifier.scheme} threw ${error.message}`, { cause: error })
      }
    }
  }
})

const MEMBERS = ['method', 'url', 'status', 'headers', 'body']
const NAMES = [
  ...['__proto__', 'constructor', 'then', 'forEach', 'get', 'length', 'value', 'key', 'kty', 'export', 'type', 'getReader', 'toString'],
  ...['stripe-signature', 'X-Hub-Signature-256', 'x-sec-sign', 'x-sec-ts', 'content-type', ':status', '', '\ud800', 'é', 'a\nb'],
]
const TEXTS = [
  ...['', '{}', '[]', '{"a":1}', 'a=1&b=2', '\ud800', '\u0000', 'é'.repeat(50), 'https://a.example/b?c=d', 'https://', '//', 'POST', 'p o'],
  ...['t=1,v1=00', 'sha256=00', '1700000000', '{"__proto__":1}', '%', 'notificationItems', SIGNATURE, BODY],
]

/** A value as parsers and frameworks make them, with up to `depth` levels. */
function strange(random, depth) {
  const one = (list) => list[random(list.length)]
  const some = (make) => Array.from({ length: random(4) }, make)
  const inner = () => strange(random, depth - 1)
  const makes = [
    () => one(TEXTS),
    () => one([0, -1, 1.5, NaN, Infinity, 200, 7n, true, false, null, undefined]),
    () => Buffer.from(one(TEXTS)),
    () => one([new Uint8Array(2), new ArrayBuffer(1), new DataView(new ArrayBuffer(1)), new Float64Array(1), new URLSearchParams('a=1'), new URL('https://a.example/?b')]),
    ...(depth > 0
      ? [
          () => some(inner),
          () => some(() => [one(NAMES), inner()]),
          () => Object.fromEntries(some(() => [one(NAMES), inner()])),
          () => Object.assign(Object.create(null), Object.fromEntries(some(() => [one(NAMES.slice(1)), inner()]))),
          () => new Map(some(() => [one(NAMES), inner()])),
          () => Object.fromEntries(some(() => [one(NAMES), [one(TEXTS)]])),
        ]
      : []),
  ]
  return one(makes)()
}

/** Numbers below a bound, the same for the same seed. */
function randoms(seed) {
  let state = seed >>> 0
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}
