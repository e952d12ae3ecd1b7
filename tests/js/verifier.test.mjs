// createVerifier: what arrives at a server, in every shape that servers give it, and what an error may say about it.
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import { CountersignError, createSigner, createVerifier, project, run, whole, coreById } from './package.mjs'

const SECRET = 'hunter2-hunter2-hunter2'
const AT = 1_700_000_000
const BODY = '{"event":"paid","name":"Zoë 😀"}'
const now = new Date(AT * 1000)
const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const hmac = (input, secret = SECRET) => createHmac('sha256', secret).update(input).digest('hex')
const stripeHeader = (body = BODY, secret = SECRET, at = AT) => `t=${at},v1=${hmac(`${at}.${body}`, secret)}`
const received = (changes) => ({ headers: { 'stripe-signature': stripeHeader() }, body: BODY, now, ...changes })

// Nothing has started the core yet, so that all instances go through here.
const { Instance } = WebAssembly
const instances = []
const broken = new Map()
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports)
  instances.push(exports)
  const breakable = ([name, member]) => [
    name,
    typeof member === 'function' ? (...args) => met(name) ?? member(...args) : member,
  ]
  return { exports: Object.fromEntries(Object.entries(exports).map(breakable)) }
}

function met(name) {
  const cause = broken.get(name)
  broken.delete(name)
  if (cause) throw cause
}

const stripe = createVerifier('stripe.webhook', { secret: SECRET })
const github = createVerifier('github.webhook', { secret: SECRET })
const standard = createVerifier('standard-webhooks.webhook', { secret: Buffer.from(SECRET).toString('base64') })
const hubHeaders = (body, secret) => ({ 'X-Hub-Signature-256': `sha256=${hmac(body, secret)}` })

test('what is verified says what was signed, when, and by which key', () => {
  const verified = stripe.verify(received())
  assert.deepEqual({ ...verified }, {
    scheme: 'stripe.webhook',
    timestamp: String(AT),
    signedAt: now,
    keyIndex: 0,
    canonical: '{timestamp}.{body}',
    fingerprint: createHash('sha256').update(`${AT}.${BODY}`).digest('hex'),
    inputs: {},
    covers: { method: 'none', url: 'none', query: 'none', headers: 'part', body: 'whole' },
    companion: undefined,
    received: { body: BODY },
    body: BODY,
  })
  assert.equal(verified.text(), BODY)
  assert.deepEqual(verified.json(), JSON.parse(BODY))
  assert.deepEqual(stripe.covers, verified.covers)
  assert.equal(stripe.scheme, 'stripe.webhook')
})

test('a body that was not signed is given out only as what came', () => {
  const credentials = { secret: SECRET }
  const body = '{"signature":{"token":"t"},"event":"opened"}'
  const signed = createSigner('mailgun.webhook', credentials).sign({ method: 'POST', body })
  const forged = signed.body.replace('opened', 'FORGED')
  const verifier = createVerifier('mailgun.webhook', credentials)
  for (const given of [forged, Buffer.from(forged)]) {
    const result = verifier.check({ headers: signed.headers, body: given })
    assert.equal(result.ok, true)
    assert.deepEqual(result.inputs, { token: 't' })
    assert.equal(result.covers.body, 'part')
    const told = {
      code: 'ERR_BODY_NOT_SIGNED',
      part: 'body',
      message:
        '`body`: expected a scheme that signs the whole body, got `mailgun.webhook`, which signs `{timestamp}{token}`: ' +
        'read what was signed in `inputs`; what came is `received.body`',
    }
    assert.throws(() => result.body, told)
    assert.throws(() => result.text(), told)
    assert.throws(() => result.json(), told)
    assert.equal(Buffer.from(result.received.body).toString(), forged)
    // Whoever prints or copies the result is not stopped by it.
    assert.ok(!Object.keys(result).includes('body'))
    assert.equal({ ...result }.body, undefined)
    assert.ok(JSON.stringify(result.received).length > 0)
  }
  assert.equal(verifier.covers.body, 'part')
})

test('bytes that are given out are a copy, of what was verified', () => {
  const bytes = Buffer.from(BODY)
  const verified = stripe.verify(received({ body: bytes }))
  bytes.fill(0x58)
  assert.deepEqual([verified.text(), Buffer.from(verified.received.body).toString()], [BODY, BODY])
  const shared = new Uint8Array(new SharedArrayBuffer(BODY.length * 2)).subarray(0, Buffer.byteLength(BODY))
  shared.set(Buffer.from(BODY))
  const other = stripe.verify(received({ body: shared }))
  shared.fill(0x58)
  assert.equal(other.text(), BODY)
})

test('the fingerprint is computed when it is read: after other calls, a disposal, a trap, and a change of the bytes', () => {
  const digest = (input) => createHash('sha256').update(input).digest('hex')
  for (const [verifier, make] of [
    [github, (body) => ({ headers: hubHeaders(body), body })],
    [stripe, (body) => received({ headers: { 'stripe-signature': stripeHeader(body) }, body })],
  ]) {
    const signs = verifier === github ? '' : `${AT}.`
    for (const body of [BODY, '{"a":1}', '', Buffer.from(BODY), Buffer.from('{"a":1}'), Buffer.alloc(0), Buffer.alloc(300, 0xe9)]) {
      const expected = digest(Buffer.concat([Buffer.from(signs), Buffer.from(body)]))
      const header = `t=${AT},v1=${hmac(Buffer.concat([Buffer.from(`${AT}.`), Buffer.from(body)]))}`
      const message = verifier === github ? make(body) : received({ headers: { 'stripe-signature': header }, body })
      const before = verifier.verify(message)
      const other = verifier.check(make('{"other":true}'))
      assert.equal(before.fingerprint, expected)
      assert.equal(before.fingerprint, expected, 'each time')
      assert.equal(other.fingerprint, digest(`${signs}{"other":true}`))
      const changed = verifier.verify(message)
      if (typeof body === 'object') {
        changed.body.fill(0)
        assert.equal(changed.received.body, changed.body)
      }
      assert.equal(changed.fingerprint, expected, 'whatever was done to the bytes that were given out')
    }
  }
  const own = createVerifier('github.webhook', { secret: SECRET })
  const kept = [own.verify({ headers: hubHeaders(BODY), body: BODY }), own.verify({ headers: hubHeaders(BODY), body: Buffer.from(BODY) })]
  own[dispose]()
  broken.set('fingerprint', new WebAssembly.RuntimeError('unreachable'))
  assert.throws(() => kept[0].fingerprint, { code: 'ERR_INTERNAL' })
  for (const one of kept) assert.equal(one.fingerprint, digest(BODY), 'by the core that replaces the one that failed')
})

test('a result shows its members to whoever prints or copies it, made already or not', () => {
  const fingerprint = createHash('sha256').update(BODY).digest('hex')
  const names = ['scheme', 'timestamp', 'signedAt', 'keyIndex', 'canonical', 'fingerprint', 'inputs', 'covers', 'companion', 'received', 'body', 'ok']
  for (const body of [BODY, Buffer.from(BODY)]) {
    const bytes = typeof body === 'string' ? BODY : new Uint8Array(body)
    const check = () => github.check({ headers: hubHeaders(BODY), body })
    assert.deepEqual(Object.keys(check()), names)
    const copies = { spread: { ...check() }, clone: structuredClone(check()), assigned: Object.assign({}, check()) }
    for (const [name, copy] of Object.entries(copies)) {
      assert.deepEqual([copy.fingerprint, copy.body, copy.received], [fingerprint, bytes, { body: bytes }], name)
    }
    assert.equal(JSON.parse(JSON.stringify(check())).fingerprint, fingerprint)
    assert.deepEqual(JSON.parse(JSON.stringify(check())).received, JSON.parse(JSON.stringify({ body: bytes })))
    const printed = inspect(check())
    assert.ok(printed.startsWith('Verified {') && printed.includes(`fingerprint: '${fingerprint}'`) && !printed.includes('[Getter'), printed)
    assert.equal(Object.freeze(check()).fingerprint, fingerprint)
  }
})

test('only the headers that a scheme reads decide, in any case, and the others are still checked', () => {
  const verifier = createVerifier('github.webhook', { secret: SECRET })
  const [[name, value]] = Object.entries(hubHeaders(BODY))
  // From the second message on, the others do not cross into the core.
  for (let round = 0; round < 3; round++) {
    for (const own of [name, name.toLowerCase(), name.toUpperCase()]) {
      assert.equal(verifier.check({ headers: { accept: '*/*', [own]: value, 'x-a': ['b', 'c'] }, body: BODY }).ok, true)
    }
    const both = verifier.check({ headers: { [name]: value, [name.toUpperCase()]: 'sha256=00' }, body: BODY })
    assert.deepEqual([both.code, both.error.header], ['ERR_HEADER_MALFORMED', name])
    const lone = verifier.check({ headers: { [name]: value, 'x-a': '\ud800' }, body: BODY })
    assert.deepEqual([lone.code, lone.error.part], ['ERR_REQUEST_INVALID', 'headers'])
    assert.equal(verifier.check({ headers: { [name]: value, 'x-a': {} }, body: BODY }).code, 'ERR_REQUEST_INVALID')
    assert.equal(verifier.check({ headers: { 'x-hub-signature-25': value }, body: BODY }).code, 'ERR_HEADER_MISSING')
  }
})

test('text and JSON of what is neither are errors', () => {
  const github = (body) => {
    const signed = createSigner('github.webhook', { secret: SECRET }).sign({ body })
    return createVerifier('github.webhook', { secret: SECRET }).verify({ headers: signed.headers, body })
  }
  assert.throws(() => github(Uint8Array.of(0xff)).text(), { code: 'ERR_BODY_INVALID', part: 'body' })
  assert.throws(() => github('{').json(), { code: 'ERR_BODY_INVALID', part: 'body' })
  assert.throws(() => github('').json(), { code: 'ERR_BODY_INVALID', part: 'body' })
  assert.equal(github('').text(), '')
  assert.throws(() => github('\ufeff{}').json(), { code: 'ERR_BODY_INVALID', part: 'body' })
})

test('what the signature covers besides the body is handed over', () => {
  const input = `msg_1.${AT}.${BODY}`
  const signature = createHmac('sha256', SECRET).update(input).digest('base64')
  const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': `${AT}`, 'webhook-signature': `v1,${signature}` }
  assert.deepEqual(standard.verify({ headers, body: BODY, now }).inputs, { id: 'msg_1' })
})

test('headers in every shape and case', () => {
  const value = stripeHeader()
  const shapes = {
    'an object': { 'Stripe-Signature': value },
    'lower case': { 'stripe-signature': value },
    'upper case': { 'STRIPE-SIGNATURE': value },
    'an object without a prototype': Object.assign(Object.create(null), { 'stripe-signature': value }),
    'a Headers': new Headers({ 'Stripe-Signature': value }),
    'a Map': new Map([['Stripe-signature', value]]),
    pairs: [
      ['host', 'example.com'],
      ['Stripe-Signature', value],
    ],
    'entries of a Headers': new Headers({ 'Stripe-Signature': value }).entries(),
    'as IncomingMessage has them': {
      host: 'a',
      'set-cookie': ['a', 'b'],
      'content-length': '7',
      'stripe-signature': value,
    },
    'as IncomingMessage.headersDistinct has them': { host: ['a'], 'stripe-signature': [value] },
    'others that are undefined': { 'x-none': undefined, 'stripe-signature': value },
    'others that are numbers': { 'content-length': 7, 'stripe-signature': value },
    'others that no request could be signed with': {
      'x y': 'a\r\nb',
      ':path': '/',
      'x-é': 'é\u0000',
      'stripe-signature': value,
    },
  }
  for (const [shape, headers] of Object.entries(shapes)) {
    assert.equal(stripe.verify(received({ headers })).keyIndex, 0, shape)
  }
})

test('headers that are none', () => {
  const missing = { code: 'ERR_HEADER_MISSING', part: 'Stripe-Signature', header: 'Stripe-Signature' }
  for (const headers of [
    undefined,
    null,
    {},
    [],
    new Map(),
    new Headers(),
    { 'stripe-signature': undefined },
    { 'stripe-signature': [] },
  ]) {
    assertFacts(stripe, received({ headers }), missing)
  }
  const unreadable = [
    'stripe-signature: x',
    7,
    true,
    ['stripe-signature', stripeHeader()],
    { 'stripe-signature': null },
    [['a']],
  ]
  for (const headers of unreadable) assertFacts(stripe, received({ headers }), { code: 'ERR_REQUEST_INVALID' })
})

test('a header that comes twice is one where both say the same', () => {
  const right = stripeHeader()
  const twice = (one, other) => [
    { 'stripe-signature': [one, other] },
    [
      ['stripe-signature', one],
      ['Stripe-Signature', other],
    ],
    new Map([
      ['stripe-signature', one],
      ['STRIPE-SIGNATURE', other],
    ]),
  ]
  for (const headers of twice(right, right)) assert.equal(stripe.verify(received({ headers })).keyIndex, 0)
  const facts = { code: 'ERR_HEADER_MALFORMED', header: 'Stripe-Signature' }
  for (const [one, other] of [
    [right, stripeHeader('x')],
    [stripeHeader('x'), right],
    [right, ''],
    [right, `${right} `],
  ]) {
    for (const headers of twice(one, other)) assertFacts(stripe, received({ headers }), facts)
  }
})

test('bodies as text and as every kind of bytes', () => {
  const bytes = new TextEncoder().encode(BODY)
  const padded = new Uint8Array([1, 2, ...bytes, 3])
  const bodies = {
    'a Buffer': Buffer.from(BODY),
    'a Uint8Array': bytes,
    'an ArrayBuffer': bytes.slice().buffer,
    'a DataView': new DataView(padded.buffer, 2, bytes.length),
    'a subarray': padded.subarray(2, 2 + bytes.length),
    'shared memory': sharedCopy(bytes),
  }
  for (const [kind, body] of Object.entries(bodies)) {
    const verified = stripe.verify(received({ body }))
    assert.ok(verified.body instanceof Uint8Array, kind)
    assert.deepEqual(Buffer.from(verified.body), Buffer.from(BODY), kind)
  }
  assert.equal(stripe.verify(received()).body, BODY, 'a text stays a text')
  for (const body of [undefined, null]) {
    assert.equal(github.verify({ headers: hubHeaders(''), body }).body, undefined)
  }
  const broken = Buffer.from([0, 0xff, 0xfe, 0x80])
  assert.deepEqual(Buffer.from(github.verify({ headers: hubHeaders(broken), body: broken }).body), broken)
})

test('one byte more, less or other is a mismatch', () => {
  for (const body of [
    '',
    ' ',
    `${BODY} `,
    ` ${BODY}`,
    BODY.slice(1),
    BODY.slice(0, -1),
    BODY.replace('paid', 'Paid'),
    `\ufeff${BODY}`,
    JSON.stringify(JSON.parse(BODY), null, 1),
  ]) {
    assertFacts(stripe, received({ body }), { code: 'ERR_SIGNATURE_MISMATCH' })
    assertFacts(stripe, received({ body: Buffer.from(body) }), { code: 'ERR_SIGNATURE_MISMATCH' })
  }
  assertFacts(stripe, received({ body: undefined }), { code: 'ERR_SIGNATURE_MISMATCH' })
})

test('a parsed body is refused, and the refusal says how to get the raw one', () => {
  const parsed = [
    { event: 'paid' },
    [1],
    7,
    true,
    Symbol('x'),
    () => BODY,
    new Date(),
    new Map(),
    new URLSearchParams('a=1'),
    new Blob([BODY]),
    new String(BODY),
    new FormData(),
  ]
  const stream = new ReadableStream()
  assert.match(assertFacts(stripe, received({ body: stream }), { code: 'ERR_BODY_INVALID' }).message, /`verifyRequest`/)
  for (const body of parsed) {
    const error = assertFacts(stripe, received({ body }), { code: 'ERR_BODY_INVALID', part: 'body' })
    assert.match(error.message, /raw/)
    assert.match(error.message, /express\.raw\(\)/)
    assert.match(error.message, /request\.arrayBuffer\(\)/)
  }
})

test('a body that UTF-8 cannot hold is refused at its byte', () => {
  assertFacts(stripe, received({ body: 'é\ud800' }), { code: 'ERR_BODY_INVALID', part: 'body', offset: 2 })
  assertFacts(stripe, received({ body: new Uint8Array((32 << 20) + 1) }), { code: 'ERR_BODY_INVALID', part: 'body' })
  assert.equal(stripe.verify(received()).keyIndex, 0)
})

test('messages that are none', () => {
  for (const message of [undefined, null, 'x', 7, true, Symbol('x'), () => ({})]) {
    assertFacts(stripe, message, { code: 'ERR_ARGUMENT_INVALID', part: 'message' })
  }
})

test('`now` is a Date, and the clock where there is none', () => {
  const clock = Date.now
  try {
    Date.now = () => AT * 1000
    assert.equal(stripe.verify(received({ now: undefined })).keyIndex, 0)
    Date.now = () => (AT + 301) * 1000
    assertFacts(stripe, received({ now: undefined }), {
      code: 'ERR_SIGNATURE_STALE',
      ageSeconds: 301,
      limitSeconds: 300,
    })
  } finally {
    Date.now = clock
  }
  const facts = { code: 'ERR_ARGUMENT_INVALID', part: 'now' }
  for (const bad of [
    null,
    'now',
    true,
    {},
    [],
    new Date(NaN),
    Symbol('x'),
    new Number(AT),
    { getTime: () => AT * 1000 },
  ]) {
    assertFacts(stripe, received({ now: bad }), facts)
  }
  for (const number of [AT, AT * 1000, 0, NaN]) {
    const { message } = assertFacts(stripe, received({ now: number }), facts)
    assert.ok(message.includes(`new Date(${number} * 1000)`) && message.includes(`new Date(${number})`), message)
    assert.ok(!message.includes(`'${number}'`), 'a clock is never sent as a text')
  }
  // Seconds that are taken for milliseconds lie before 2001.
  for (const ms of [0, -1, -8.64e15, AT]) assertFacts(stripe, received({ now: new Date(ms) }), facts)
  for (const ms of [1e12, 8.64e15]) {
    const { ageSeconds } = assertFacts(stripe, received({ now: new Date(ms) }), { code: 'ERR_SIGNATURE_STALE' })
    assert.equal(ageSeconds, Math.floor(ms / 1000) - AT)
  }
})

test('late and early by the tolerance, to the second', () => {
  const at = (seconds) => received({ now: new Date((AT + seconds) * 1000 + 999) })
  for (const seconds of [300, -300, 0]) assert.equal(stripe.verify(at(seconds)).keyIndex, 0)
  for (const ageSeconds of [301, -301, 86_400]) {
    const error = assertFacts(stripe, at(ageSeconds), { code: 'ERR_SIGNATURE_STALE', ageSeconds, limitSeconds: 300 })
    assert.match(error.message, ageSeconds > 0 ? /ago/ : /future/)
  }
})

test('toleranceSeconds: a number, Infinity, and what is neither', () => {
  const tolerant = (toleranceSeconds) => createVerifier('stripe.webhook', { secret: SECRET }, { toleranceSeconds })
  const late = (seconds) => received({ now: new Date((AT + seconds) * 1000) })
  assert.equal(tolerant(600).verify(late(600)).keyIndex, 0)
  assertFacts(tolerant(600), late(601), { code: 'ERR_SIGNATURE_STALE', ageSeconds: 601, limitSeconds: 600 })
  assertFacts(tolerant(0), late(1), { code: 'ERR_SIGNATURE_STALE', ageSeconds: 1, limitSeconds: 0 })
  assert.equal(tolerant(0).verify(late(0)).keyIndex, 0)
  assert.equal(tolerant(Infinity).verify(late(1e9)).keyIndex, 0)
  assert.equal(tolerant(undefined).verify(late(300)).keyIndex, 0)
  for (const bad of [
    -1,
    1.5,
    NaN,
    -Infinity,
    2 ** 32,
    1e21,
    '5m',
    '',
    null,
    true,
    5n,
    Symbol('x'),
    () => 5,
    new Date(),
  ]) {
    assert.throws(
      () => tolerant(bad),
      { name: 'CountersignError', code: 'ERR_OPTION_INVALID', part: 'toleranceSeconds' },
      String(bad),
    )
  }
})

test('a tolerance above a day is said twice', () => {
  const tolerant = (toleranceSeconds, more) => createVerifier('stripe.webhook', { secret: SECRET }, { toleranceSeconds, ...more })
  const late = (seconds) => received({ now: new Date((AT + seconds) * 1000) })
  assert.equal(tolerant(86_400).verify(late(86_400)).keyIndex, 0)
  const message =
    '`toleranceSeconds`: expected at most 86400 s (a day), since a recorded message can be sent again for as long as that; for ' +
    'more, set `allowLongTolerance` too, got 172800'
  for (const more of [undefined, { allowLongTolerance: false }, { allowLongTolerance: undefined }]) {
    assert.throws(() => tolerant(172_800, more), { code: 'ERR_OPTION_INVALID', part: 'toleranceSeconds', message })
  }
  assert.equal(tolerant(172_800, { allowLongTolerance: true }).verify(late(172_800)).keyIndex, 0)
  assertFacts(tolerant(172_800, { allowLongTolerance: true }), late(172_801), { code: 'ERR_SIGNATURE_STALE', limitSeconds: 172_800 })
  for (const allowLongTolerance of ['true', 1, null]) {
    const facts = { code: 'ERR_OPTION_INVALID', part: 'allowLongTolerance' }
    assert.throws(() => tolerant(600, { allowLongTolerance }), facts, String(allowLongTolerance))
  }
})

test('what certificates are told is `checked` or `ignored`', () => {
  const told = (certificateValidity) => createVerifier('tu-cambio.webhook', { secret: SECRET }, { certificateValidity })
  for (const value of ['checked', 'ignored', undefined]) assert.equal(told(value).scheme, 'tu-cambio.webhook')
  for (const value of ['', 'true', 'none', true]) {
    assert.throws(() => told(value), { code: 'ERR_OPTION_INVALID', part: 'certificateValidity' }, String(value))
  }
})

test('strings with what people paste along with them are no secrets', () => {
  for (const secret of [`${SECRET}\n`, `\u00a0${SECRET}`, `'${SECRET}'`, 'undefined', 'null', '[object Object]', ['fine', 'null']]) {
    const facts = { name: 'CountersignError', code: 'ERR_CREDENTIAL_INVALID', part: 'secret' }
    assert.throws(() => createVerifier('stripe.webhook', { secret }), facts, String(secret))
  }
  const secret = Buffer.from(`'${SECRET}'`)
  const headers = { 'stripe-signature': stripeHeader(BODY, secret) }
  assert.equal(createVerifier('stripe.webhook', { secret }).verify(received({ headers })).keyIndex, 0, 'bytes are meant')
})

test('an object is no tolerance', () => {
  const options = { toleranceSeconds: {} }
  assert.throws(() => createVerifier('stripe.webhook', { secret: SECRET }, options), { code: 'ERR_OPTION_INVALID' })
})

test('any key of a ring may have signed, and the result says which', () => {
  const secrets = ['newest', Buffer.from('newer'), new TextEncoder().encode('older').buffer]
  const ring = createVerifier('stripe.webhook', { secret: secrets })
  for (const [index, secret] of ['newest', 'newer', 'older'].entries()) {
    assert.equal(ring.verify(received({ headers: { 'stripe-signature': stripeHeader(BODY, secret) } })).keyIndex, index)
  }
  assertFacts(ring, received(), { code: 'ERR_SIGNATURE_MISMATCH' })
  secrets[1].fill(0)
  const newer = received({ headers: { 'stripe-signature': stripeHeader(BODY, 'newer') } })
  assert.equal(ring.verify(newer).keyIndex, 1, 'the caller may wipe its copy')
})

test('rings that are broken', () => {
  const create = (secret) => () => createVerifier('stripe.webhook', { secret })
  for (const secret of [undefined, null, [], '', ['a', ''], ['a', undefined], ['a', null], [new Uint8Array()]]) {
    assert.throws(create(secret), { name: 'CountersignError', code: 'ERR_CREDENTIAL_MISSING' }, String(secret))
  }
  for (const secret of [[['a']], [7], [{}], ['a', 'b\n']]) {
    assert.throws(
      create(secret),
      { name: 'CountersignError', code: 'ERR_CREDENTIAL_INVALID', part: 'secret' },
      String(secret),
    )
  }
  assert.throws(() => createVerifier('nobody.webhook', { secret: 'x' }), { code: 'ERR_SCHEME_UNKNOWN' })
  assert.throws(() => createVerifier('stripe.webhook'), { code: 'ERR_CREDENTIAL_MISSING' })
  assert.throws(() => createVerifier('stripe.webhook', { secret: 'x', other: 'y' }), {
    code: 'ERR_CREDENTIAL_INVALID',
    part: 'other',
  })
  assert.throws(() => createVerifier('stripe.webhook', { secret: 'x' }, { key: 'external' }), {
    code: 'ERR_OPTION_INVALID',
    part: 'key',
  })
})

test('check says what verify says, and throws only for what no message brings about', () => {
  assert.deepEqual({ ...stripe.check(received()) }, { ok: true, ...stripe.verify(received()) })
  const stale = stripe.check(received({ now: new Date(1e12) }))
  assert.deepEqual(Object.keys(stale), ['ok', 'code', 'error'])
  assert.equal(stale.ok, false)
  assert.equal(stale.code, 'ERR_SIGNATURE_STALE')
  assert.ok(stale.error instanceof CountersignError)
  assert.equal(stale.error.code, stale.code)
  for (const message of [received({ body: 'x' }), received({ headers: {} }), received({ body: '\ud800' }), received({ body: {} })]) {
    assert.equal(stripe.check(message).ok, false)
  }
  for (const message of [received({ now: 5 }), undefined]) {
    assert.throws(() => stripe.check(message), CountersignError)
  }
})

test('check lets through what is no refusal', () => {
  const cause = new Error('a getter that throws')
  const throwing = Object.defineProperty({}, 'headers', {
    get() {
      throw cause
    },
  })
  assert.throws(() => stripe.check(throwing), cause)
  assert.equal(stripe.check(received()).ok, true)
})

test('a disposed verifier verifies no more, and the others go on', async () => {
  const verifier = createVerifier('stripe.webhook', { secret: SECRET })
  verifier.verify(received())
  verifier[dispose]()
  verifier[dispose]()
  const gone = { name: 'CountersignError', code: 'ERR_DISPOSED', message: /verifier .*disposed of/ }
  assert.throws(() => verifier.verify(received()), gone)
  assert.throws(() => verifier.check(received()), gone)
  await assert.rejects(verifier.verifyRequest(new Request('https://a.example/', { method: 'POST', body: BODY })), gone)
  const next = createVerifier('stripe.webhook', { secret: 'other' })
  assert.throws(() => verifier.verify(received()), gone)
  assertFacts(next, received(), { code: 'ERR_SIGNATURE_MISMATCH' })
  assert.equal(stripe.verify(received()).keyIndex, 0)
})

test('errors have their facts as properties', () => {
  const own = (message) => Object.keys(stripe.check(message).error).sort()
  assert.deepEqual(own(received({ body: 'x' })), ['bodyLength', 'code', 'keyCount', 'name', 'scheme'])
  assert.deepEqual(own(received({ headers: {} })), ['code', 'header', 'name', 'part'])
  assert.deepEqual(own(received({ now: new Date(1e12) })), ['ageSeconds', 'code', 'limitSeconds', 'name'])
  const headers = { 'stripe-signature': `t=${AT},v1=zz` }
  assertFacts(stripe, received({ headers }), {
    code: 'ERR_HEADER_MALFORMED',
    header: 'Stripe-Signature',
    part: 'Stripe-Signature',
    offset: 16,
  })
  const cut = { 'stripe-signature': `t=${AT},v1=${'0'.repeat(62)}` }
  assertFacts(stripe, received({ headers: cut }), { code: 'ERR_HEADER_MALFORMED', header: 'Stripe-Signature' })
  const broken = { 'stripe-signature': `t=soon,v1=${'0'.repeat(64)}` }
  assertFacts(stripe, received({ headers: broken }), { code: 'ERR_TIMESTAMP_INVALID', part: 'Stripe-Signature' })
})

test('no error holds the secret, or the signature that would be right', () => {
  const messages = {
    'another body': received({ body: 'x' }),
    late: received({ now: new Date(1e12) }),
    'no header': received({ headers: {} }),
    'no hexadecimal': received({ headers: { 'stripe-signature': `t=${AT},v1=zz` } }),
    'a signature cut': received({ headers: { 'stripe-signature': stripeHeader().slice(0, -2) } }),
    'a signature too long': received({ headers: { 'stripe-signature': `${stripeHeader()}00` } }),
    zeros: received({ headers: { 'stripe-signature': `t=${AT},v1=${'0'.repeat(64)}` } }),
    'no time': received({ headers: { 'stripe-signature': `t=soon,v1=${'0'.repeat(64)}` } }),
    'a parsed body': received({ body: { secret: SECRET } }),
    'a body that is no text': received({ body: '\ud800' }),
    'a bad header': received({ headers: { 'x-a': null } }),
    'no clock': received({ now: AT }),
  }
  for (const [name, message] of Object.entries(messages)) {
    const error = refusal(stripe, message)
    assertSecretive(error, [SECRET, hmac(`${AT}.${BODY}`), hmac(`${AT}.x`)], name)
  }
  const creations = [
    () => createVerifier('stripe.webhook', { secret: `${SECRET}\n` }),
    () => createVerifier('stripe.webhook', { secret: `${SECRET}\ud800` }),
    () => createVerifier('stripe.webhook', { secret: [SECRET, ''] }),
    () => createVerifier('stripe.webhook', { secret: [SECRET, { secret: SECRET }] }),
    () => createVerifier('standard-webhooks.webhook', { secret: `${SECRET}*` }),
    () => createVerifier('tu-cambio.jws', { publicKeys: SECRET }),
    () => createVerifier('tu-cambio.jws', { publicKeys: { kty: 'RSA', n: SECRET, e: SECRET } }),
    () => createVerifier('tu-cambio.jws', { certificates: Buffer.from(SECRET) }),
    () => createVerifier('stripe.webhook', { secret: SECRET, other: SECRET }),
    () => createVerifier('nobody.webhook', { secret: SECRET }),
  ]
  for (const create of creations) assertSecretive(thrownBy(create), [SECRET], String(create))
})

test('a verifier shows no secret', () => {
  assertSecretive(stripe, [SECRET], 'a verifier')
  assert.deepEqual(Object.keys(stripe), ['verify', 'check', 'needs', 'verifyRequest'])
})

test('what is shown of a result is what was received, and no key', () => {
  assertSecretive(stripe.verify(received()), [SECRET, hmac(`${AT}.${BODY}`)], 'a result')
})

test('a Request is read once, and its bytes are handed back', async () => {
  const bytes = new TextEncoder().encode(BODY)
  const bodies = {
    'a text': BODY,
    bytes,
    'a Blob': new Blob([BODY]),
    'a stream': streamOf([bytes.slice(0, 5), bytes.slice(5, 5), bytes.slice(5)]),
    'a stream of Buffers': streamOf([Buffer.from(BODY.slice(0, 3)), Buffer.from(BODY.slice(3))]),
    'a stream of Node': Readable.toWeb(Readable.from([Buffer.from(BODY.slice(0, 3)), Buffer.from(BODY.slice(3))])),
  }
  for (const [kind, body] of Object.entries(bodies)) {
    const request = posted(body, { 'stripe-signature': stripeHeader(), 'x-trace': 'kept' })
    const verified = await stripe.verifyRequest(request, { now })
    assert.ok(verified.body instanceof Uint8Array, kind)
    assert.deepEqual(Buffer.from(verified.body), Buffer.from(BODY), kind)
    assert.ok(request.bodyUsed, kind)
    assert.equal(request.headers.get('x-trace'), 'kept', kind)
  }
  const form = new URLSearchParams({ a: '1', b: 'é' })
  assert.equal(
    String(Buffer.from((await github.verifyRequest(posted(form, hubHeaders(String(form))))).body)),
    String(form),
  )
})

test('a Response is verified by its headers and body', async () => {
  for (const body of [BODY, Buffer.from(BODY), streamOf([Buffer.from(BODY)])]) {
    const response = new Response(body, { status: 500, headers: hubHeaders(BODY) })
    assert.equal(Buffer.from((await github.verifyRequest(response)).body).toString(), BODY)
  }
})

test('a Request or Response without a body has none', async () => {
  const headers = hubHeaders('')
  for (const one of [
    new Request('https://a.example/', { headers }),
    new Response(null, { headers }),
    posted('', headers),
  ]) {
    const { body } = await github.verifyRequest(one)
    assert.ok(body instanceof Uint8Array)
    assert.equal(body.length, 0)
  }
})

test('method and URL of a Request are taken too', async () => {
  const signed = createSigner('securo.request', { apiKey: 'k', secret: SECRET }).sign({
    method: 'PUT',
    url: 'https://a.example/b?c=%20d',
    body: BODY,
  })
  const verifier = createVerifier('securo.request', { apiKey: 'k', secret: SECRET })
  const verified = await verifier.verifyRequest(new Request(signed.url, signed))
  assert.equal(verified.timestamp, signed.timestamp)
  const other = new Request('https://a.example/other', signed)
  await assert.rejects(verifier.verifyRequest(other), { code: 'ERR_SIGNATURE_MISMATCH' })
})

test('one that was read already is refused, and its clone is not', async () => {
  const request = posted(BODY, { 'stripe-signature': stripeHeader() })
  const clone = request.clone()
  await request.text()
  await assert.rejects(stripe.verifyRequest(request, { now }), {
    name: 'CountersignError',
    code: 'ERR_BODY_INVALID',
    part: 'body',
    message: /clone/,
  })
  assert.equal((await stripe.verifyRequest(clone, { now })).keyIndex, 0)
  await assert.rejects(stripe.verifyRequest(clone, { now }), { code: 'ERR_BODY_INVALID' })
})

test('one that somebody else is reading is refused', async () => {
  const request = posted(streamOf([Buffer.from(BODY)]), { 'stripe-signature': stripeHeader() })
  request.body.getReader()
  await assert.rejects(stripe.verifyRequest(request, { now }), { name: 'CountersignError', code: 'ERR_BODY_INVALID' })
})

test('what is neither Request nor Response is refused', async () => {
  for (const request of [undefined, null, 'x', 7, {}, received(), new Headers()]) {
    await assert.rejects(stripe.verifyRequest(request), {
      name: 'CountersignError',
      code: 'ERR_ARGUMENT_INVALID',
      part: 'request',
    })
  }
})

test('a Request of another fetch is read by its arrayBuffer', async () => {
  const request = {
    method: 'POST',
    url: 'https://a.example/',
    headers: new Map([['stripe-signature', stripeHeader()]]),
    arrayBuffer: async () => new TextEncoder().encode(BODY).buffer,
  }
  assert.equal(Buffer.from((await stripe.verifyRequest(request, { now })).body).toString(), BODY)
})

test('a body past 32 MiB is refused before all of it is read', async () => {
  const chunk = new Uint8Array(1 << 20)
  let pulled = 0
  let cancelled = false
  const endless = new ReadableStream({
    pull: (controller) => void controller.enqueue((pulled++, chunk)),
    cancel: () => void (cancelled = true),
  })
  await assert.rejects(github.verifyRequest(posted(endless, hubHeaders(''))), {
    name: 'CountersignError',
    code: 'ERR_BODY_INVALID',
    part: 'body',
  })
  assert.ok(pulled >= 33 && pulled <= 35, `${pulled} MiB were read`)
  assert.ok(cancelled, 'the sender is told to stop')
  const most = Buffer.alloc(32 << 20, 'x')
  const verified = await github.verifyRequest(
    posted(streamOf([most.subarray(0, 7), most.subarray(7)]), hubHeaders(most)),
  )
  assert.equal(verified.body.length, most.length)
})

test('a stream that breaks off is told as it is', async () => {
  const cause = new Error('the connection broke')
  const stream = new ReadableStream({ pull: (controller) => controller.error(cause) })
  await assert.rejects(github.verifyRequest(posted(stream, hubHeaders(''))), cause)
})

test('a stream of anything but bytes is refused, not read as other bytes', async () => {
  for (const chunk of ['text', new TextEncoder().encode('text').buffer, new Uint16Array([300]), 7]) {
    const request = posted(streamOf([chunk]), hubHeaders(''))
    await assert.rejects(
      github.verifyRequest(request),
      (error) => error.code !== 'ERR_SIGNATURE_MISMATCH',
      String(chunk),
    )
  }
})

let server
let origin
const outcomes = []

before(async () => {
  server = createServer(async (request, response) => {
    const chunks = []
    if (request.url === '/web') {
      const { method, headers } = request
      const web = new Request(origin + request.url, { method, headers, body: Readable.toWeb(request), duplex: 'half' })
      outcomes.push(await stripe.verifyRequest(web, { now }).catch((error) => error))
    } else {
      for await (const chunk of request) chunks.push(chunk)
      const { method, url, headers } = request
      outcomes.push(stripe.check({ method, url, headers, body: Buffer.concat(chunks), now }))
    }
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${server.address().port}`
})

after(() => server.close())

test('what a server of node:http receives', async () => {
  for (const path of ['/', '/web']) {
    const send = async (init) => {
      await (await fetch(origin + path, { method: 'POST', ...init })).text()
      return outcomes.pop()
    }
    const headers = { 'Stripe-Signature': stripeHeader(), 'content-type': 'application/json' }
    const verified = await send({ body: BODY, headers })
    assert.equal(verified.fingerprint, createHash('sha256').update(`${AT}.${BODY}`).digest('hex'), path)
    assert.equal(Buffer.from(verified.body).toString(), BODY)
    const long = `{"a":"${'é'.repeat(300_000)}"}`
    const chunked = streamOf([Buffer.from(long).subarray(0, 99_999), Buffer.from(long).subarray(99_999)])
    const second = await send({ body: chunked, duplex: 'half', headers: { 'stripe-signature': stripeHeader(long) } })
    assert.equal(Buffer.from(second.body).toString(), long)
    assert.equal((await send({ body: `${BODY}\n`, headers })).code, 'ERR_SIGNATURE_MISMATCH')
    assert.equal((await send({ body: BODY })).code, 'ERR_HEADER_MISSING')
  }
})

test('verifying while the message is being read', () => {
  const nested = []
  const inner = () =>
    nested.push(github.verify({ headers: hubHeaders('é'.repeat(5000)), body: 'é'.repeat(5000) }).keyIndex)
  const message = {}
  for (const [name, value] of Object.entries(received({ method: 'POST', url: 'https://a.example/' }))) {
    Object.defineProperty(message, name, { get: () => (inner(), value) })
  }
  assert.equal(stripe.verify(message).body, BODY)
  assert.ok(nested.length >= 5)
})

for (const name of ['verify', 'open_verifier', 'error', 'texts', 'table']) {
  test(`a trap in \`${name}\` costs a verifier one call`, () => {
    const before = createVerifier('stripe.webhook', { secret: SECRET })
    before.verify(received())
    const count = instances.length
    const cause = new WebAssembly.RuntimeError('unreachable')
    broken.set(name, cause)
    const error = thrownBy(() => {
      createVerifier('stripe.webhook', { secret: SECRET })
      const many = Array.from({ length: 70 + 10 * count }, (_, number) => [`x-${number}`, 'y'])
      before.verify(
        received({ headers: [...many, ['stripe-signature', stripeHeader()]], body: 'x'.repeat(9000 + 4000 * count) }),
      )
    })
    assert.ok(error instanceof CountersignError, error?.stack)
    assert.equal(error.code, 'ERR_INTERNAL')
    assert.equal(error.cause, cause)
    assert.ok(!broken.has(name), 'the trap was met')
    assert.equal(before.verify(received()).keyIndex, 0, 'an old verifier goes on')
    assert.equal(createVerifier('stripe.webhook', { secret: SECRET }).verify(received()).keyIndex, 0, 'a new one works')
    assert.ok(instances.length > count, 'in a fresh instance')
  })
}

test('a trap makes check throw ERR_INTERNAL, and never say yes', async () => {
  broken.set('verify', new WebAssembly.RuntimeError('unreachable'))
  assert.throws(() => stripe.check(received()), { code: 'ERR_INTERNAL' })
  broken.set('verify', new WebAssembly.RuntimeError('unreachable'))
  const request = posted(BODY, { 'stripe-signature': stripeHeader() })
  await assert.rejects(stripe.verifyRequest(request, { now }), { code: 'ERR_INTERNAL' })
  assert.equal(stripe.check(received()).ok, true)
})

test('verifiers and signers opened before a trap keep their own keys after it', () => {
  const pairs = Array.from({ length: 20 }, (_, number) => {
    const secret = `secret ${number}`
    return [secret, createVerifier('github.webhook', { secret }), createSigner('github.webhook', { secret })]
  })
  broken.set('verify', new WebAssembly.RuntimeError('unreachable'))
  assert.throws(() => pairs[7][1].verify({ headers: hubHeaders('x', 'secret 7'), body: 'x' }), { code: 'ERR_INTERNAL' })
  for (const [secret, verifier, signer] of pairs.reverse()) {
    const signed = signer.sign({ body: 'x' })
    assert.equal(signed.signature, hmac('x', secret))
    assert.equal(verifier.verify(signed).keyIndex, 0)
    assert.equal(verifier.check({ headers: hubHeaders('x', 'secret'), body: 'x' }).code, 'ERR_SIGNATURE_MISMATCH')
  }
})

test('hundreds of verifiers side by side, each with its own key', () => {
  const verifiers = Array.from({ length: 500 }, (_, number) =>
    createVerifier('github.webhook', { secret: `secret ${number}` }),
  )
  for (const [number, verifier] of verifiers.entries()) {
    const message = { headers: hubHeaders(BODY, `secret ${number}`), body: BODY }
    assert.equal(verifier.verify(message).keyIndex, 0)
    assert.equal(verifiers[(number + 1) % 500].check(message).code, 'ERR_SIGNATURE_MISMATCH')
  }
})

test('verifiers that nobody keeps are forgotten in the core too', () => {
  const printed = inProject(`
    const { Instance } = WebAssembly
    let open = 0
    WebAssembly.Instance = function (module, imports) {
      const { exports } = new Instance(module, imports)
      const counting = (name, step) => (...args) => {
        open += step
        return exports[name](...args)
      }
      const counted = { open_verifier: counting('open_verifier', 1), close_verifier: counting('close_verifier', -1) }
      return { exports: { ...exports, ...counted } }
    }
    const { createVerifier } = await import('countersign')
    const kept = createVerifier('github.webhook', { secret: 'kept' })
    let most = 0
    for (let round = 0; round < 20; round++) {
      for (let number = 0; number < 500; number++) createVerifier('github.webhook', { secret: ['a', 'b'] })
      for (let turn = 0; turn < 3; turn++) {
        gc()
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      most = Math.max(most, open)
    }
    console.log(most < 3000, kept.scheme)`)
  assert.equal(printed, 'true github.webhook\n')
})

test('two copies of the package, by import and by require, and the build without RSA', async () => {
  const apis = [whole.esm, whole.cjs, coreById.esm, coreById.cjs]
  for (const api of apis) {
    const verifier = api.createVerifier('stripe.webhook', { secret: ['other', SECRET] })
    assert.equal(verifier.verify(received()).keyIndex, 1)
    const request = posted(BODY, { 'stripe-signature': stripeHeader() })
    assert.equal((await verifier.verifyRequest(request, { now })).keyIndex, 1)
    const { error } = verifier.check(received({ body: 'x' }))
    for (const other of apis) assert.ok(error instanceof other.CountersignError)
  }
  for (const api of Object.values(coreById)) {
    for (const scheme of ['tu-cambio.jws', 'smile-id.sec-key']) {
      const credentials = scheme === 'tu-cambio.jws' ? { publicKeys: 'x' } : { partnerId: '1', apiKey: 'x' }
      assert.throws(() => api.createVerifier(scheme, credentials), { code: 'ERR_UNSUPPORTED' })
    }
    const keys = { secret: SECRET, publicKeys: 'x' }
    assert.throws(() => api.createVerifier('tu-cambio.webhook', keys), { code: 'ERR_UNSUPPORTED' })
    assert.equal(api.createVerifier('tu-cambio.webhook', { secret: SECRET }).scheme, 'tu-cambio.webhook')
  }
})

/** The refusal of `message`, which has to have `facts`. */
function assertFacts(verifier, message, facts) {
  const error = refusal(verifier, message)
  assert.ok(error instanceof CountersignError && error instanceof Error)
  for (const [name, fact] of Object.entries(facts)) assert.equal(error[name], fact, `${name}: ${error.message}`)
  assert.throws(() => verifier.verify(message), { message: error.message })
  return error
}

/** The error for `message`, told by check, or thrown by it where the caller is to blame. */
function refusal(verifier, message) {
  try {
    const { ok, code, error } = verifier.check(message)
    assert.equal(ok, false)
    assert.equal(code, error.code)
    return error
  } catch (error) {
    if (error instanceof CountersignError) return error
    throw error
  }
}

/** Refuses `thing` where anything that prints of it holds one of `texts`, in whatever writing. */
function assertSecretive(thing, texts, name) {
  const own = Object.getOwnPropertyNames(thing).map((property) => `${property}=${String(thing[property])}`)
  const shown = [
    String(thing),
    thing.message,
    thing.stack,
    JSON.stringify(thing),
    ...own,
    inspect(thing, { depth: 9, showHidden: true, getters: true }),
    String(thing.cause),
  ].join('\n')
  for (const text of texts) {
    const hex = Buffer.from(text).toString('hex')
    const base64 = Buffer.from(text, /^[0-9a-f]{64}$/.test(text) ? 'hex' : 'utf8').toString('base64')
    for (const writing of [text, hex, base64]) assert.ok(!shown.includes(writing), `${name} shows ${writing}: ${shown}`)
  }
}

function sharedCopy(bytes) {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

const posted = (body, headers) =>
  new Request('https://a.example/hook', { method: 'POST', duplex: 'half', body, headers })

function streamOf(chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}

function thrownBy(run) {
  try {
    run()
  } catch (error) {
    return error
  }
  assert.fail('expected an error')
}

function inProject(code) {
  return run(process.execPath, ['--expose-gc', '--input-type=module', '--eval', code], project)
}

test('its methods can be taken out of a verifier', () => {
  const { check, verify } = stripe
  assert.equal(check(received()).ok, true)
  assert.equal(verify(received()).scheme, 'stripe.webhook')
})

test('a Request behind a proxy is verified by the URL that its sender called', async () => {
  const credentials = { apiKey: 'key', secret: SECRET }
  const signed = createSigner('securo.request', credentials).sign({ method: 'POST', url: 'https://api.example.com/a?b=1', body: '{}' })
  const verifier = createVerifier('securo.request', credentials)
  const seen = () => new Request('http://10.0.0.7:8080/a?b=1', signed)
  await assert.rejects(verifier.verifyRequest(seen()), { code: 'ERR_SIGNATURE_MISMATCH' })
  const { fingerprint } = await verifier.verifyRequest(seen(), { url: signed.url })
  assert.equal(fingerprint, (await verifier.verifyRequest(seen(), { url: new URL(signed.url) })).fingerprint)
})
