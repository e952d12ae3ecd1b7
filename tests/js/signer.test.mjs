// A Signed is what fetch takes: the bytes that arrive at a server are the bytes that were signed.
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { createSigner } from './package.mjs'

const SECRET = 'the shared secret key'
const CREDENTIALS = { apiKey: 'key', secret: SECRET }
const TIME = '1747216800'
const ISO = '2025-05-14T10:00:00Z'
const URL_ = 'https://api.example.com/v1/orders'
const securo = createSigner('securo.request', CREDENTIALS)
const tuCambio = createSigner('tu-cambio.request', CREDENTIALS)
const kraken = createSigner('kraken.request', { apiKey: 'key', secret: Buffer.from(SECRET).toString('base64') })

let server
let origin
const received = []

before(async () => {
  server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({
      method: request.method,
      target: request.url,
      headers: request.headers,
      body: Buffer.concat(chunks),
    })
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${server.address().port}`
})

after(() => server.close())

/** Sends what was signed, and gives what arrived. */
async function sent(signed) {
  await (await fetch(signed.url, signed)).text()
  return received.pop()
}

for (const [kind, body] of Object.entries({
  'a text': '{ "b": 1.0, "1": "\\u00e9\\uD83D\\uDE00" }',
  'a text of Unicode': '{"é":"😀\u2028"}',
  bytes: Buffer.from('{ "b": 1.0, "é": [ ] }'),
  'an ArrayBuffer': new TextEncoder().encode('{ "a" : 1 }').buffer,
  'a DataView': new DataView(new TextEncoder().encode('xx{ "a" : 1 }xx').buffer, 2, 11),
  'a subarray': new TextEncoder().encode('xx{ "a" : 1 }xx').subarray(2, 13),
  'no body': undefined,
})) {
  test(`securo, ${kind}: what arrives is what was signed`, async () => {
    const url = `${origin}/api/v1/sessions?b=2&a=%20+`
    const method = body === undefined ? 'delete' : 'post'
    const signed = securo.sign({ method, url, body, timestamp: TIME })
    const { headers, ...request } = await sent(signed)
    const last = body === undefined ? '' : `&body=${request.body}`
    const canonical = `${url}&method=${method.toUpperCase()}&timestamp=${TIME}${last}`
    assert.equal(request.target, '/api/v1/sessions?b=2&a=%20+')
    assert.equal(request.method, method.toUpperCase())
    assert.equal(headers['x-sec-key'], 'key')
    assert.equal(headers['x-sec-ts'], TIME)
    assert.equal(headers['x-sec-sign'], hmac(canonical))
    assert.equal(headers['content-type'], body === undefined ? undefined : 'application/json')
    if (body !== undefined)
      assert.equal(request.body.toString(), JSON.stringify(JSON.parse(request.body)), 'canonical text is sent')
    assert.equal(signed.canonical, canonical)
  })
}

test('bytes that are no text arrive as they are', async () => {
  const body = Buffer.from([0, 0xff, 0xfe, 0x0d, 0x0a, 0x80])
  const arrived = await sent(tuCambio.sign({ method: 'PUT', url: `${origin}/`, body, timestamp: ISO }))
  assert.deepEqual(arrived.body, body)
  assert.equal(arrived.headers.authorization, createHmac('sha256', SECRET).update(ISO).update(body).digest('hex'))
  assert.equal(arrived.headers['x-date'], ISO)
  assert.equal(arrived.headers['content-type'], undefined)
})

test('kraken: the form arrives with its nonce', async () => {
  const arrived = await sent(
    kraken.sign({ method: 'POST', url: `${origin}/0/private/Balance?x=1`, body: 'pair=XBT%2FUSD', timestamp: TIME }),
  )
  assert.equal(arrived.body.toString(), `pair=XBT%2FUSD&nonce=${TIME}`)
  const inner = createHash('sha256')
    .update(TIME + arrived.body)
    .digest()
  const expected = createHmac('sha512', SECRET).update('/0/private/Balance').update(inner).digest('base64')
  assert.equal(arrived.headers['api-sign'], expected)
  assert.equal(arrived.headers['content-type'], 'application/x-www-form-urlencoded')
})

test('binance: the query arrives with its signature', async () => {
  const signer = createSigner('binance.request', CREDENTIALS)
  const arrived = await sent(
    signer.sign({ url: `${origin}/api/v3/account?recvWindow=5000`, timestamp: new Date(1499827319559) }),
  )
  const query = 'recvWindow=5000&timestamp=1499827319559'
  assert.equal(arrived.target, `/api/v3/account?${query}&signature=${hmac(query)}`)
  assert.equal(arrived.method, 'GET')
})

test('smile id: fields arrive in the object, whose other bytes stay', async () => {
  const signer = createSigner('smile-id.signature', { partnerId: '085', apiKey: SECRET })
  const signed = signer.sign({ url: `${origin}/v1`, body: '{ "n": 1.00 }', timestamp: TIME })
  const arrived = await sent(signed)
  const signature = createHmac('sha256', SECRET).update(`${TIME}085sid_request`).digest('base64')
  assert.deepEqual(signed.fields, { partner_id: '085', timestamp: TIME, signature })
  assert.equal(
    arrived.body.toString(),
    `{ "n": 1.00 ,"partner_id":"085","timestamp":"${TIME}","signature":"${signature}"}`,
  )
  assert.equal(arrived.method, 'POST')
})

test('headers given in any shape are merged in', async () => {
  const shapes = {
    object: { 'X-Trace': 'a', 'x-number': 7, 'x-none': undefined },
    pairs: [
      ['X-Trace', 'a'],
      ['x-number', '7'],
    ],
    map: new Map([
      ['X-Trace', 'a'],
      ['x-number', '7'],
    ]),
    headers: new Headers({ 'X-Trace': 'a', 'x-number': '7' }),
  }
  for (const [shape, headers] of Object.entries(shapes)) {
    const arrived = await sent(tuCambio.sign({ url: `${origin}/`, headers, timestamp: ISO }))
    assert.equal(arrived.headers['x-trace'], 'a', shape)
    assert.equal(arrived.headers['x-number'], '7', shape)
    assert.equal(arrived.headers['x-date'], ISO, shape)
  }
})

test('headers of the request are sent as they are, Latin-1 too', async () => {
  const arrived = await sent(tuCambio.sign({ url: `${origin}/`, headers: { 'x-name': 'café' }, timestamp: ISO }))
  assert.equal(arrived.headers['x-name'], 'café')
})

test('repeated headers are joined, and a header of the scheme stands once', () => {
  const headers = { Accept: ['text/a', 'text/b'], 'X-DATE': ISO, 'x-tucambio-api-key': 'key' }
  const signed = tuCambio.sign({ url: URL_, headers, timestamp: ISO })
  assert.equal(signed.headers.Accept, 'text/a, text/b')
  const names = Object.keys(signed.headers).map((name) => name.toLowerCase())
  assert.equal(new Set(names).size, names.length, names.join())
  assert.equal(new Headers(signed.headers).get('x-date'), ISO)
})

test('the request is left as it was', () => {
  const headers = Object.freeze({ 'X-DATE': ISO })
  const body = Object.freeze([1]) && Buffer.from('{ "a": 1 }')
  const request = Object.freeze({ method: 'post', url: URL_, headers, body, timestamp: ISO })
  tuCambio.sign(request)
  securo.sign({ ...request, headers: undefined, timestamp: TIME })
  assert.deepEqual(request, {
    method: 'post',
    url: URL_,
    headers: { 'X-DATE': ISO },
    body: Buffer.from('{ "a": 1 }'),
    timestamp: ISO,
  })
})

test('a content type is added where there is a body and none is given', () => {
  const type = (signer, request) =>
    new Headers(signer.sign({ url: URL_, method: 'POST', now: new Date(TIME * 1000), ...request }).headers).get('content-type')
  assert.equal(type(securo, { body: ' 1 ' }), 'application/json')
  assert.equal(type(securo, {}), null)
  assert.equal(type(securo, { body: '' }), null)
  assert.equal(type(securo, { body: '{}', headers: { 'CONTENT-TYPE': 'application/x' } }), 'application/x')
  assert.equal(type(securo, { body: '{}', headers: new Headers({ 'Content-Type': 'application/x' }) }), 'application/x')
  assert.equal(type(tuCambio, { body: '[1]' }), 'application/json')
  assert.equal(type(tuCambio, { body: 'plain' }), null)
  assert.equal(type(kraken, {}), 'application/x-www-form-urlencoded')
  assert.equal(type(kraken, { body: ' {}' }), 'application/json')
})

test('methods', () => {
  const method = (signer, request) => signer.sign({ url: URL_, now: new Date(TIME * 1000), ...request }).method
  assert.equal(method(securo, {}), 'GET')
  assert.equal(method(securo, { method: 'patch', body: '{}' }), 'PATCH')
  assert.equal(method(tuCambio, { body: '{}' }), 'POST')
  assert.equal(method(tuCambio, { method: 'pUt' }), 'PUT')
  assert.equal(method(kraken, {}), 'POST')
  assert.throws(() => method(securo, { body: '{}' }), { code: 'ERR_REQUEST_INVALID', part: 'method' })
})

test('bytes come back as bytes, and a text as a text', () => {
  const body = (given) => securo.sign({ method: 'POST', url: URL_, body: given, timestamp: TIME }).body
  assert.equal(body('{ "a":1 }'), '{"a":1}')
  assert.deepEqual(Buffer.from(body(Buffer.from('{ "a":1 }'))), Buffer.from('{"a":1}'))
  assert.ok(body(new TextEncoder().encode('{ "é":1 }').buffer) instanceof Uint8Array)
  assert.equal(body(undefined), undefined)
  const [one, other] = [body(Buffer.from('[ 1 ]')), body(Buffer.from('[ 2 ]'))]
  assert.equal(Buffer.from(one).toString(), '[1]', 'a copy, not a view of what the next call writes over')
  assert.equal(Buffer.from(other).toString(), '[2]')
  assert.equal(typeof kraken.sign({ url: URL_, timestamp: TIME }).body, 'string')
})

test('timestamps: the clock, a Date, a string', () => {
  const clock = Date.now
  try {
    Date.now = () => 1747216800999
    assert.equal(securo.sign({ url: URL_ }).timestamp, TIME)
    assert.equal(tuCambio.sign({ url: URL_ }).timestamp, '2025-05-14T10:00:00.999Z')
  } finally {
    Date.now = clock
  }
  assert.equal(securo.sign({ url: URL_, timestamp: new Date(1747216800999) }).timestamp, TIME)
  assert.equal(securo.sign({ url: URL_, timestamp: TIME }).headers['x-sec-ts'], TIME)
  const before = Math.floor(Date.now() / 1000)
  const now = Number(securo.sign({ url: URL_ }).timestamp)
  assert.ok(now >= before && now <= Date.now() / 1000)
  for (const ms of [0, 1, 951782400000, 4102444799999, 253402300799999]) {
    assert.equal(tuCambio.sign({ url: URL_, timestamp: new Date(ms) }).timestamp, new Date(ms).toISOString())
  }
})

test('`now` takes the place of the clock, in sign and prepare', () => {
  const now = new Date(1747216800999)
  assert.equal(securo.sign({ url: URL_, now }).timestamp, TIME)
  assert.equal(tuCambio.sign({ url: URL_, now }).timestamp, now.toISOString())
  assert.equal(Buffer.from(securo.prepare({ url: URL_, now }).signingInput).toString(), `${URL_}&method=GET&timestamp=${TIME}`)
  // A scheme that sends when the request expires adds its lifetime.
  const bitmex = createSigner('bitmex.request', { apiKey: 'key', secret: SECRET })
  assert.equal(bitmex.sign({ url: URL_, now }).timestamp, '1747216860')
  assert.equal(bitmex.sign({ url: URL_, timestamp: now }).timestamp, TIME)
  // What is said of the time goes first: by `timestamp`, or in the request.
  assert.equal(securo.sign({ url: URL_, now, timestamp: '1747216801' }).timestamp, '1747216801')
  assert.equal(securo.sign({ url: URL_, now, headers: { 'x-sec-ts': '1747216802' } }).timestamp, '1747216802')
  const github = createSigner('github.webhook', { secret: SECRET })
  assert.equal(github.sign({ body: 'a', now }).timestamp, undefined)
  for (const wrong of [1747216800, '2025-05-14', null, {}, new Date(NaN)]) {
    for (const method of ['sign', 'prepare']) {
      const facts = { name: 'CountersignError', code: 'ERR_ARGUMENT_INVALID', part: 'now' }
      assert.throws(() => securo[method]({ url: URL_, now: wrong }), facts, String(wrong))
    }
  }
  // Seconds, taken for milliseconds.
  assert.throws(() => securo.sign({ url: URL_, now: new Date(1747216800) }), { code: 'ERR_TIMESTAMP_INVALID' })
})

test('a string that is no time in a form that the scheme takes is refused', () => {
  const kraken = createSigner('kraken.request', { apiKey: 'key', secret: 'aGVsbG8=' })
  for (const [signer, timestamp, expected] of [
    [securo, '001.5e3', 'Unix seconds (10 digits), such as `1716583030`'],
    [securo, '1747216800000', 'Unix seconds (10 digits), such as `1716583030`'],
    [tuCambio, 'now', 'ISO 8601 with a zone, such as `2024-05-24T20:37:10.492Z`'],
    [tuCambio, TIME, 'ISO 8601 with a zone, such as `2024-05-24T20:37:10.492Z`'],
    [kraken, '1e9', 'digits, such as `1716583030492`'],
  ]) {
    for (const method of ['sign', 'prepare']) {
      const message = `\`timestamp\`: expected ${expected}, got \`${timestamp}\``
      const facts = { name: 'CountersignError', code: 'ERR_TIMESTAMP_INVALID', part: 'timestamp', message }
      assert.throws(() => signer[method]({ url: URL_, timestamp }), facts)
    }
  }
  assert.equal(tuCambio.sign({ url: URL_, timestamp: 'Wed, 14 May 2025 10:00:00 GMT' }).timestamp, 'Wed, 14 May 2025 10:00:00 GMT')
  assert.equal(kraken.sign({ url: URL_, timestamp: '7' }).timestamp, '7', 'a nonce')
})

test('a Date may be any, in what is prepared and finished too', () => {
  const stripe = createSigner('stripe.webhook', { secret: SECRET })
  const request = { body: 'a', timestamp: new Date(7000) }
  const { signingInput, finish } = stripe.prepare(request)
  assert.equal(Buffer.from(signingInput).toString(), '7.a')
  assert.deepEqual(finish(createHmac('sha256', SECRET).update(signingInput).digest()), stripe.sign(request))
})

test('`http:` to a host that is no loopback is signed where the signer says so', () => {
  const url = 'http://securo-mock:8080/api/v1/sessions'
  const signs = (options) => createSigner('securo.request', CREDENTIALS, options).sign({ url, timestamp: TIME })
  assert.equal(signs({ allowHttp: true }).canonical, `${url}&method=GET&timestamp=${TIME}`)
  const message =
    '`url`, byte 0: expected an `https:` URL, or `http:` to a loopback host; for a mock on another host, set `allowHttp`, ' +
    'got `http:` to `securo-mock`'
  for (const options of [undefined, {}, { allowHttp: false }, { allowHttp: undefined }]) {
    assert.throws(() => signs(options), { code: 'ERR_REQUEST_INVALID', part: 'url', message })
  }
  for (const allowHttp of ['true', 1, null, {}]) {
    assert.throws(() => signs({ allowHttp }), { code: 'ERR_OPTION_INVALID', part: 'allowHttp' }, String(allowHttp))
  }
  // All else that clients would change is refused as ever.
  const mock = createSigner('securo.request', CREDENTIALS, { allowHttp: true })
  for (const url of ['http://SECURO/', 'http://securo:80/', 'http://a@securo/', 'ftp://securo/']) {
    assert.throws(() => mock.sign({ url, timestamp: TIME }), { code: 'ERR_REQUEST_INVALID', part: 'url' }, url)
  }
  const external = createSigner('securo.request', { apiKey: 'key' }, { key: 'external', allowHttp: true })
  assert.ok(external.prepare({ url, timestamp: TIME }).signingInput.length > 0)
  assert.throws(() => createSigner('securo.request', CREDENTIALS, { alowHttp: 'yes' }), /`alowHttp`: expected one of the options `key`, `allowHttp`, `crypto`, got/)
})

test('strings with what people paste along with them are no credentials', () => {
  for (const [text, got] of [
    [`${SECRET}\n`, 'a line break at the end'],
    [` ${SECRET}`, 'white space'],
    [`"${SECRET}"`, 'quotes'],
    ['undefined', '`undefined`'],
    ['null', '`null`'],
    ['[object Object]', '`[object Object]`'],
  ]) {
    for (const name of ['apiKey', 'secret']) {
      assert.throws(
        () => createSigner('securo.request', { ...CREDENTIALS, [name]: text }),
        (error) => error.code === 'ERR_CREDENTIAL_INVALID' && error.part === name && error.message.endsWith(`got ${got}`) && !error.message.includes(SECRET),
        text,
      )
    }
  }
  // Whoever passes bytes means them.
  for (const text of [` ${SECRET}`, `"${SECRET}"`, 'null']) {
    const { signature } = createSigner('securo.request', { apiKey: 'key', secret: Buffer.from(text) }).sign({ url: URL_, timestamp: TIME })
    assert.equal(signature, createHmac('sha256', text).update(`${URL_}&method=GET&timestamp=${TIME}`).digest('hex'))
  }
})

test('a scheme that sends no time has no timestamp', () => {
  for (const id of ['github.webhook', 'moneroo.request', 'moneroo.webhook', 'tu-cambio.webhook']) {
    const { timestamp } = createSigner(id, { secret: SECRET }).sign({ method: 'POST', url: URL_, body: 'x' })
    assert.equal(timestamp, undefined, id)
  }
})

test('every turn of a year and of a February', () => {
  for (let year = 1970; year <= 9999; year++) {
    for (const [month, day] of [[0, 1], [1, 28], [1, 29], [2, 1], [11, 31]]) {
      const date = new Date(Date.UTC(year, month, day, 23, 59, 59, 999))
      const { timestamp } = tuCambio.sign({ url: URL_, timestamp: date })
      if (timestamp !== date.toISOString()) assert.equal(timestamp, date.toISOString())
    }
  }
})

// The buffer in the core grows to what a call needs: letters and bytes are not the same count.
test('texts that make the buffer grow are signed whole', () => {
  let grown = 0
  for (const size of [100, 4096, 5000, 8192, 70_000, 200_000, 1 << 20]) {
    for (const unit of ['é', '漢', '😀', 'aé', '\u0080', '\u007f', 'a']) {
      // Each text is a little longer than all before it.
      const body = unit.repeat((size + (grown += 50)) / unit.length)
      const signed = tuCambio.sign({ method: 'POST', url: URL_, body, timestamp: ISO })
      const told = `${body.length} letters, ${JSON.stringify(unit)}`
      assert.ok(signed.canonical === `${ISO}${body}` && signed.body === body, told)
      assert.equal(signed.signature, hmac(`${ISO}${body}`), told)
    }
  }
})

test('a body that makes the memory grow, then small ones, over and over', () => {
  const huge = `["${'é'.repeat(8 << 20)}"]`
  for (let round = 0; round < 3; round++) {
    for (const body of ['[1]', huge, '[2]', Buffer.from(huge), '["é"]']) {
      const signed = securo.sign({ method: 'POST', url: URL_, body, timestamp: TIME })
      const canonical = `${URL_}&method=POST&timestamp=${TIME}&body=${body}`
      assert.ok(signed.signature === hmac(canonical), `round ${round}, ${body.length} letters`)
      assert.ok(signed.canonical === canonical)
    }
  }
})

test('signers side by side, each with its own key', () => {
  const signers = Array.from({ length: 50 }, (_, number) => [
    `secret ${number}`,
    createSigner('tu-cambio.request', { apiKey: `key ${number}`, secret: `secret ${number}` }),
  ])
  for (let round = 0; round < 3; round++) {
    for (const [secret, signer] of round % 2 ? (signers.toReversed?.() ?? signers) : signers) {
      const signed = signer.sign({ url: URL_, body: 'x', timestamp: ISO })
      assert.equal(signed.signature, createHmac('sha256', secret).update(`${ISO}x`).digest('hex'))
      assert.equal(signed.headers['X-TuCambio-Api-Key'], secret.replace('secret', 'key'))
    }
  }
})

test('signing while the request is being read', () => {
  const nested = []
  const inner = () =>
    nested.push(tuCambio.sign({ url: URL_, body: 'inner é'.repeat(2000), timestamp: '2025-05-14T10:00:01Z' }).signature)
  const request = {
    get method() {
      inner()
      return 'POST'
    },
    get url() {
      inner()
      return URL_
    },
    get headers() {
      inner()
      return {
        get 'x-a'() {
          inner()
          return 'b'
        },
        *[Symbol.iterator]() {
          inner()
          yield ['x-a', 'b']
        },
      }
    },
    get body() {
      inner()
      return '{ "a": 1 }'
    },
    get timestamp() {
      inner()
      return TIME
    },
  }
  const signed = securo.sign(request)
  assert.equal(signed.signature, hmac(`${URL_}&method=POST&timestamp=${TIME}&body={"a":1}`))
  assert.equal(signed.headers['x-a'], 'b')
  assert.ok(nested.length >= 5)
  for (const signature of nested) assert.equal(signature, hmac(`2025-05-14T10:00:01Z${'inner é'.repeat(2000)}`))
})

test('a disposed signer signs no more, and the others go on', () => {
  const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
  const signer = createSigner('securo.request', CREDENTIALS)
  signer.sign({ url: URL_ })
  signer[dispose]()
  signer[dispose]()
  assert.throws(() => signer.sign({ url: URL_ }), { name: 'CountersignError' })
  const next = createSigner('tu-cambio.request', { apiKey: 'other', secret: 'other' })
  assert.throws(() => signer.sign({ url: URL_ }), { name: 'CountersignError' })
  assert.equal(
    next.sign({ url: URL_, timestamp: ISO }).signature,
    createHmac('sha256', 'other').update(ISO).digest('hex'),
  )
  assert.equal(securo.sign({ url: URL_, timestamp: TIME }).signature, hmac(`${URL_}&method=GET&timestamp=${TIME}`))
})

test('more signers than anybody keeps', () => {
  for (let number = 0; number < 5000; number++) {
    const signer = createSigner('tu-cambio.request', { apiKey: 'k', secret: `secret ${number}` })
    if (number % 1000 === 0)
      assert.equal(
        signer.sign({ url: URL_, timestamp: ISO }).signature,
        createHmac('sha256', `secret ${number}`).update(ISO).digest('hex'),
      )
  }
})

test('secrets and keys of every kind of bytes', () => {
  const bytes = new Uint8Array([0, 255, 1, 254, 10, 13])
  const expected = createHmac('sha256', bytes).update(ISO).digest('hex')
  const padded = new Uint8Array([9, ...bytes, 9])
  for (const secret of [
    bytes,
    bytes.buffer,
    new DataView(padded.buffer, 1, 6),
    padded.subarray(1, 7),
    Buffer.from(bytes),
    new Uint16Array(bytes.buffer),
  ]) {
    assert.equal(
      createSigner('tu-cambio.request', { apiKey: 'k', secret }).sign({ url: URL_, timestamp: ISO }).signature,
      expected,
    )
  }
  const unicode = createSigner('tu-cambio.request', { apiKey: 'k', secret: 'пароль😀' })
  assert.equal(
    unicode.sign({ url: URL_, timestamp: ISO }).signature,
    createHmac('sha256', 'пароль😀').update(ISO).digest('hex'),
  )
  const own = new Uint8Array(bytes)
  const signer = createSigner('tu-cambio.request', { apiKey: 'k', secret: own })
  own.fill(1)
  assert.equal(signer.sign({ url: URL_, timestamp: ISO }).signature, expected, 'the caller may wipe its copy')
})

const hmac = (text) => createHmac('sha256', SECRET).update(text).digest('hex')
