// signer.fetch against a real server, which makes every signature again from the bytes that arrive.
import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { after, before, beforeEach, test } from 'node:test'
import { CountersignError, createSigner, installed } from './package.mjs'

const SECRET = 'the shared secret key'
const KEYS = { apiKey: 'key', secret: SECRET }
const tuCambio = createSigner('tu-cambio.request', KEYS)
const securo = createSigner('securo.request', KEYS)
const moneroo = createSigner('moneroo.request', { secret: SECRET })

let server
let origin
let arrived
let answers

before(async () => {
  server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    arrived.push({ method, url: origin + url, headers, body: Buffer.concat(chunks) })
    const [status, given = {}] = answers.shift() ?? [200]
    response.writeHead(status, given).end(`answer ${arrived.length}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${server.address().port}`
})

beforeEach(() => {
  arrived = []
  answers = []
})

after(() => server.close())

const hmac = (...parts) => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', SECRET)).digest('hex')

/** What tu-cambio.request signs: the time and the body, as they arrived. */
const isTuCambio = ({ headers, body }) => assert.equal(headers.authorization, hmac(headers['x-date'], body))

/** What securo.request signs: the URL, method, time and body, as they arrived. */
function isSecuro({ method, url, headers, body }) {
  const last = body.length > 0 ? `&body=${body}` : ''
  assert.equal(headers['x-sec-sign'], hmac(`${url}&method=${method}&timestamp=${headers['x-sec-ts']}${last}`))
}

const FORM = 'application/x-www-form-urlencoded;charset=UTF-8'
const BYTES = Buffer.from([0, 0xff, 0xfe, 0x0d, 0x0a, 0x80])
for (const [kind, body, bytes, type] of [
  ['a text', 'a\r\nb é 😀', Buffer.from('a\r\nb é 😀')],
  ['an empty text', '', Buffer.alloc(0)],
  ['bytes', new Uint8Array(BYTES), BYTES],
  ['an ArrayBuffer', new Uint8Array(BYTES).buffer, BYTES],
  ['a DataView', new DataView(new Uint8Array([9, ...BYTES, 9]).buffer, 1, 6), BYTES],
  ['a URLSearchParams', new URLSearchParams({ a: '1 2', é: '+&' }), Buffer.from('a=1+2&%C3%A9=%2B%26'), FORM],
  ['a Blob', new Blob([BYTES], { type: 'image/x-none' }), BYTES, 'image/x-none'],
  ['a Blob without a type', new Blob([BYTES]), BYTES],
  ['a File', new File([BYTES], 'x.bin', { type: 'image/x-none' }), BYTES, 'image/x-none'],
  ['none', undefined, Buffer.alloc(0)],
  ['null', null, Buffer.alloc(0)],
]) {
  test(`a body that is ${kind} arrives as it was signed`, async () => {
    const response = await tuCambio.fetch(`${origin}/payments?a=1`, { method: 'POST', body })
    assert.equal(await response.text(), 'answer 1')
    isTuCambio(arrived[0])
    assert.deepEqual(arrived[0].body, bytes)
    if (type) assert.equal(arrived[0].headers['content-type'], type)
  })
}

test('a FormData arrives with its boundary', async () => {
  const body = new FormData()
  body.set('file', new Blob([BYTES]), 'x.bin')
  await tuCambio.fetch(origin, { method: 'POST', body })
  isTuCambio(arrived[0])
  const [, boundary] = /^multipart\/form-data; ?boundary=(.+)$/.exec(arrived[0].headers['content-type'])
  assert.ok(arrived[0].body.includes(boundary))
  assert.ok(arrived[0].body.includes(BYTES))
})

test('a scheme that signs JSON sends the JSON that it signed', async () => {
  await securo.fetch(new URL(`${origin}/api?b=2&a=%20`), { method: 'post', body: '{ "b": 1.0, "é": [ ] }' })
  isSecuro(arrived[0])
  assert.equal(arrived[0].method, 'POST')
  assert.equal(String(arrived[0].body), '{"b":1,"é":[]}')
  assert.equal(arrived[0].headers['content-type'], 'application/json')
})

test('without a method, a body is posted', async () => {
  await securo.fetch(`${origin}/api`)
  await securo.fetch(`${origin}/api`, { body: '{}' })
  assert.deepEqual(arrived.map(({ method }) => method), ['GET', 'POST'])
  arrived.forEach(isSecuro)
})

test('schemes that sign into the query or the body send what they signed', async () => {
  const timestamp = new Date(1_700_000_000_000)
  await createSigner('binance.request', KEYS).fetch(`${origin}/api?symbol=A`, { method: 'POST', timestamp })
  const query = new URL(arrived[0].url).search.slice(1)
  assert.equal(query, `symbol=A&timestamp=1700000000000&signature=${hmac('symbol=A&timestamp=1700000000000')}`)

  const secret = Buffer.from(SECRET).toString('base64')
  const kraken = createSigner('kraken.request', { apiKey: 'key', secret })
  await kraken.fetch(`${origin}/0/private/Balance`, { method: 'POST', body: new URLSearchParams({ a: '1' }), timestamp })
  const { body, headers } = arrived[1]
  const inner = createHash('sha256').update(`1700000000000${body}`).digest()
  const signature = createHmac('sha512', SECRET).update('/0/private/Balance').update(inner).digest('base64')
  assert.equal(headers['api-sign'], signature)

  const smileId = createSigner('smile-id.signature', { partnerId: '085', apiKey: SECRET })
  await smileId.fetch(`${origin}/v1/upload`, { method: 'POST', body: '{"a":1}', timestamp })
  const { partner_id, timestamp: time, signature: signed } = JSON.parse(arrived[2].body)
  assert.equal(Buffer.from(signed, 'base64').toString('hex'), hmac(time, partner_id, 'sid_request'))
})

for (const [kind, body] of Object.entries({
  'a ReadableStream': () => new ReadableStream({ start: (controller) => controller.close() }),
  'an async generator': async function* () {},
  "Node's Readable": () => Readable.from(['x']),
})) {
  test(`${kind} is refused before anything is sent`, async () => {
    await assert.rejects(tuCambio.fetch(origin, { method: 'POST', body: body() }), {
      code: 'ERR_BODY_INVALID',
      part: 'body',
      message: /expected a string or bytes, got a stream: all of it is signed before any is sent, so read it first/,
    })
    assert.equal(arrived.length, 0)
  })
}

test('other bodies, URLs and options are refused by rejecting, and nothing is sent', async () => {
  for (const [resource, init, code, part] of [
    [`${origin}/`, { method: 'POST', body: { a: 1 } }, 'ERR_BODY_INVALID', 'body'],
    [`${origin}/`, { method: 'POST', body: 'a\ud800' }, 'ERR_BODY_INVALID', 'body'],
    [`${origin}/`, { method: 'POST', data: 'x' }, 'ERR_ARGUMENT_INVALID', 'data'],
    [`${origin}/`, { params: { a: 1 } }, 'ERR_ARGUMENT_INVALID', 'params'],
    [`${origin}/`, { headers: JSON.parse('{"__proto__":"a"}') }, 'ERR_REQUEST_INVALID', 'headers'],
    [`${origin}/`, { headers: { 'x-a': '→' } }, 'ERR_REQUEST_INVALID', 'x-a'],
    [`${origin}/`, { method: 'POST', body: new FormData() }, 'ERR_BODY_INVALID', 'body'],
    [{ url: `${origin}/` }, undefined, 'ERR_ARGUMENT_INVALID', 'url'],
    [`${origin}/`, new Request(`${origin}/`), 'ERR_ARGUMENT_INVALID', 'init'],
    [`${origin}/`, { retry: 'true' }, 'ERR_ARGUMENT_INVALID', 'retry'],
    [`${origin}/`, { retry: { attempts: '2' } }, 'ERR_ARGUMENT_INVALID', 'retry.attempts'],
    ['/relative', {}, 'ERR_REQUEST_INVALID', 'url'],
    ['http://example.com/', {}, 'ERR_REQUEST_INVALID', 'url'],
    [undefined, {}, 'ERR_REQUEST_INVALID', 'url'],
    [`${origin}/`, null, 'ERR_ARGUMENT_INVALID', 'init'],
    [`${origin}/`, 'x', 'ERR_ARGUMENT_INVALID', 'init'],
    [`${origin}/`, { timestamp: 1700000000 }, 'ERR_TIMESTAMP_INVALID', 'timestamp'],
    [`${origin}/`, { redirect: 'follow' }, 'ERR_ARGUMENT_INVALID', 'redirect'],
    [`${origin}/`, { retry: true, timestamp: new Date() }, 'ERR_ARGUMENT_INVALID', 'retry'],
    [`${origin}/`, { retry: true, now: new Date() }, 'ERR_ARGUMENT_INVALID', 'retry'],
    [`${origin}/`, { now: 1700000000 }, 'ERR_ARGUMENT_INVALID', 'now'],
    [`${origin}/`, { timestamp: 'yesterday' }, 'ERR_TIMESTAMP_INVALID', 'timestamp'],
    [`${origin}/`, { retry: null }, 'ERR_ARGUMENT_INVALID', 'retry'],
    [`${origin}/`, { retry: 3 }, 'ERR_ARGUMENT_INVALID', 'retry'],
    [`${origin}/`, { retry: { attempt: 3 } }, 'ERR_ARGUMENT_INVALID', 'retry'],
    [`${origin}/`, { retry: { attempts: 0 } }, 'ERR_ARGUMENT_INVALID', 'retry.attempts'],
    [`${origin}/`, { retry: { maxWaitSeconds: 'x' } }, 'ERR_ARGUMENT_INVALID', 'retry.maxWaitSeconds'],
  ]) {
    const error = await failure(securo.fetch(resource, init))
    assert.ok(error instanceof CountersignError, String(error?.stack))
    assert.deepEqual([error.code, error.part], [code, part], error.message)
  }
  assert.equal(arrived.length, 0)
})

test('headers of every form arrive, beside those of the scheme', async () => {
  const pairs = [['X-Many', 'a'], ['x-many', 'b'], ['X-One', '1']]
  for (const headers of [pairs, new Headers(pairs), new Map([['X-Many', 'a, b'], ['X-One', '1']]), { 'X-Many': ['a', 'b'], 'X-One': 1 }]) {
    await tuCambio.fetch(origin, { headers })
    const got = arrived.at(-1)
    isTuCambio(got)
    assert.deepEqual([got.headers['x-many'], got.headers['x-one']], ['a, b', '1'])
  }
})

test('a content type that is given stands, and a header that contradicts the scheme is refused', async () => {
  const headers = { 'Content-Type': 'text/x-own' }
  await tuCambio.fetch(origin, { method: 'POST', headers, body: new Blob(['x'], { type: 'image/x-none' }) })
  assert.equal(arrived[0].headers['content-type'], 'text/x-own')
  const contrary = failure(tuCambio.fetch(origin, { headers: { 'X-TuCambio-Api-Key': 'other' } }))
  assert.equal((await contrary).code, 'ERR_REQUEST_INVALID')
  assert.equal(arrived.length, 1)
})

test('a Request is signed with its method, headers and body, and what is given besides replaces them', async () => {
  const request = () => new Request(`${origin}/a`, { method: 'PUT', headers: { 'x-own': '1' }, body: BYTES })
  await tuCambio.fetch(request())
  await tuCambio.fetch(request(), { method: 'POST', headers: { 'x-own': '2' }, body: 'text' })
  await tuCambio.fetch(new Request(`${origin}/a`))
  arrived.forEach(isTuCambio)
  const seen = arrived.map(({ method, headers, body }) => [method, headers['x-own'], body.toString('latin1')])
  assert.deepEqual(seen, [['PUT', '1', BYTES.toString('latin1')], ['POST', '2', 'text'], ['GET', undefined, '']])
  const read = request()
  await read.text()
  assert.equal((await failure(tuCambio.fetch(read))).code, 'ERR_BODY_INVALID')
})

test('what is not said leaves that of the Request, and what is inherited counts', async () => {
  const request = () => new Request(`${origin}/a`, { method: 'PUT', headers: { 'x-own': '1' }, body: 'text' })
  await tuCambio.fetch(request(), { method: undefined, headers: undefined, body: undefined, signal: undefined })
  await tuCambio.fetch(request(), { body: null })
  await tuCambio.fetch(`${origin}/a`, Object.create({ method: 'PUT', headers: { 'x-own': '1' }, body: 'text' }))
  arrived.forEach(isTuCambio)
  const seen = arrived.map(({ method, headers, body }) => [method, headers['x-own'], String(body)])
  assert.deepEqual(seen, Array(3).fill(['PUT', '1', 'text']))
  const aborted = new Request(`${origin}/a`, { signal: AbortSignal.abort(new Error('given up')) })
  assert.match((await failure(tuCambio.fetch(aborted, { signal: undefined }))).message, /given up|aborted/)
  // A GET has no body, and none is left out in silence.
  assert.ok((await failure(tuCambio.fetch(request(), { method: 'GET' }))) instanceof TypeError)
  assert.equal(arrived.length, 3)
})

test('a URL is read at once, whatever becomes of the object', async () => {
  const url = new URL(`${origin}/pay/0`)
  const answers = [1, 2, 3].map((number) => {
    url.pathname = `/pay/${number}`
    return securo.fetch(url, { method: 'DELETE', body: new Blob([]) })
  })
  await Promise.all(answers)
  arrived.forEach(isSecuro)
  assert.deepEqual(arrived.map((one) => new URL(one.url).pathname).sort(), ['/pay/1', '/pay/2', '/pay/3'])
})

test('forms go only with schemes that sign bytes as they are, and without a type of the caller', async () => {
  const body = new FormData()
  body.set('a', 'b')
  const secret = Buffer.from(SECRET).toString('base64')
  const kraken = createSigner('kraken.request', { apiKey: 'key', secret })
  const error = await failure(kraken.fetch(`${origin}/0/private/Balance`, { method: 'POST', body }))
  assert.deepEqual([error.code, error.part], ['ERR_BODY_INVALID', 'body'])
  assert.match(error.message, /`kraken\.request`.*got a FormData/)
  const headers = { 'Content-Type': 'multipart/form-data' }
  assert.equal((await failure(tuCambio.fetch(origin, { method: 'POST', body, headers }))).part, 'content-type')
  assert.equal(arrived.length, 0)
})

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect with ${status} is not followed`, async () => {
    for (const location of ['/elsewhere?token=canary', 'https://user:canary@example.com/x#canary', 'http://[']) {
      answers = [[status, { location }]]
      const error = await failure(createSigner('binance.request', KEYS).fetch(`${origin}/a?b=1`, { method: 'POST' }))
      assert.ok(error instanceof CountersignError)
      assert.equal(error.code, 'ERR_REDIRECT_REFUSED')
      assert.ok(error.message.includes(`\`${origin}/a\``), error.message)
      assert.doesNotMatch(error.message, /canary|signature=|b=1/)
    }
    assert.equal(arrived.length, 3)
  })
}

test('a redirect is given where it is asked for', async () => {
  answers = [[302, { location: '/elsewhere' }]]
  const response = await securo.fetch(`${origin}/a`, { redirect: 'manual' })
  assert.deepEqual([response.status, response.headers.get('location')], [302, '/elsewhere'])
  answers = [[302, { location: '/elsewhere' }]]
  assert.equal((await securo.fetch(new Request(`${origin}/a`, { redirect: 'manual' }))).status, 302)
  answers = [[302, { location: '/elsewhere' }]]
  assert.equal((await failure(securo.fetch(`${origin}/a`, { redirect: 'error' }))).code, 'ERR_REDIRECT_REFUSED')
})

test('what only looks like a redirect is an answer', async () => {
  for (const answer of [[304], [302], [201, { location: '/new' }], [300, { location: '/one' }]]) {
    answers = [answer]
    assert.equal((await securo.fetch(`${origin}/a`)).status, answer[0])
  }
})

/** Answers at a clock of the test's own: it moves by what is waited for, and `waits` says how long that was. */
async function atOwnClock(work) {
  const waits = []
  const own = globalThis.setTimeout
  const clock = Date.now
  let now = 1_700_000_000_000
  Date.now = () => now
  globalThis.setTimeout = (ready, ms, ...rest) => {
    // The host's own fetch has timers too.
    if (!new Error().stack.split('\n')[2].includes(installed)) return own(ready, ms, ...rest)
    waits.push(ms / 1000)
    now += ms
    return own(ready, 0)
  }
  try {
    return await work(waits)
  } finally {
    globalThis.setTimeout = own
    Date.now = clock
  }
}

for (const [title, signer, headers, expected] of [
  ['Retry-After in seconds', securo, () => ({ 'retry-after': '7' }), [7, 7]],
  ['Retry-After as a date', securo, () => ({ 'retry-after': new Date(Date.now() + 9000).toUTCString() }), [9, 9]],
  ['Retry-After in the past, which is no pause', securo, () => ({ 'retry-after': new Date(0).toUTCString() }), [1, 2]],
  ['Retry-After: 0, which is no pause', securo, () => ({ 'retry-after': '0' }), [1, 2]],
  ['Retry-After: 0 before the rate limit of the scheme', moneroo, () => ({ 'retry-after': '0' }), [1, 2]],
  ['less than a second', securo, () => ({ 'retry-after': '0.25' }), [1, 2]],
  ['nothing said', securo, () => ({}), [1, 2]],
  ['nothing readable said', securo, () => ({ 'retry-after': 'soon' }), [1, 2]],
  ...['-1', '+60', '60.', '60;', 'a 1', 'soon 60', 'Mon 1', '1,x'].map((text) => [
    `\`${text}\`, which is no time`, moneroo, () => ({ 'retry-after': text }), [60, 60],
  ]),
  ['several numbers', moneroo, () => ({ 'retry-after': ['1', '3'] }), [3, 3]],
  ['the rate limit of the scheme', moneroo, () => ({}), [60, 60]],
  ['Retry-After before the rate limit of the scheme', moneroo, () => ({ 'retry-after': '5' }), [5, 5]],
]) {
  test(`a 429 is sent again: ${title}`, () => atOwnClock(async (waits) => {
    answers = { left: 2, shift: () => (answers.left-- > 0 ? [429, headers()] : undefined) }
    const response = await signer.fetch(`${origin}/a`, { method: 'POST', body: '{"a":1}', retry: true })
    assert.equal(response.status, 200)
    assert.deepEqual(waits, expected)
    assert.equal(arrived.length, 3)
  }))
}

test('each attempt has a timestamp and signature of its own, and the body that was given', () =>
  atOwnClock(async () => {
    answers = [[429, { 'retry-after': '3' }], [429, { 'retry-after': '4' }]]
    const body = Buffer.from('{"a":1}')
    const answer = securo.fetch(`${origin}/a`, { method: 'POST', body, retry: true })
    body.fill(0x20)
    assert.equal((await answer).status, 200)
    arrived.forEach(isSecuro)
    assert.deepEqual(arrived.map(({ headers }) => Number(headers['x-sec-ts']) - 1_700_000_000), [0, 3, 7])
    assert.equal(new Set(arrived.map(({ headers }) => headers['x-sec-sign'])).size, 3)
    for (const one of arrived) assert.equal(String(one.body), '{"a":1}')
  }))

test('a 429 is given where no attempt is left, the wait is too long, or no retry was asked for', () =>
  atOwnClock(async (waits) => {
    const seen = async (seconds, init) => {
      arrived = []
      answers = Array.from({ length: 9 }, () => [429, { 'retry-after': seconds }])
      const response = await securo.fetch(`${origin}/a`, init)
      assert.equal(await response.text(), `answer ${arrived.length}`)
      return [response.status, arrived.length]
    }
    assert.deepEqual(await seen('1', {}), [429, 1])
    assert.deepEqual(await seen('1', { retry: false }), [429, 1])
    assert.deepEqual(await seen('1', { retry: true }), [429, 3])
    assert.deepEqual(await seen('1', { retry: { attempts: 5 } }), [429, 5])
    assert.deepEqual(await seen('121', { retry: true }), [429, 1])
    assert.deepEqual(await seen('121', { retry: { maxWaitSeconds: 121 } }), [429, 3])
    assert.deepEqual(waits, [1, 1, 1, 1, 1, 1, 121, 121])
  }))

test('attempts without end and a pause of none: the pauses grow until they are longer than is borne with', () =>
  atOwnClock(async (waits) => {
    answers = { shift: () => [429, { 'retry-after': '0' }] }
    const { status } = await securo.fetch(`${origin}/a`, { retry: { attempts: Infinity } })
    assert.equal(status, 429)
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64])
    arrived.forEach(isSecuro)
    assert.equal(new Set(arrived.map(({ headers }) => headers['x-sec-sign'])).size, 8)
  }))

test('each attempt has a time of its own, also where a timer ends early or the clock is set back', () =>
  atOwnClock(async (waits) => {
    // The first timer ends a millisecond early; after the third, the clock is set back by a second.
    const clock = Date.now
    Date.now = () => clock() - ([0, 1, 1][waits.length] ?? 1001)
    answers = { left: 3, shift: () => (answers.left-- > 0 ? [429, { 'retry-after': '1' }] : undefined) }
    assert.equal((await securo.fetch(`${origin}/a`, { method: 'POST', body: '{}', retry: { attempts: 5 } })).status, 200)
    arrived.forEach(isSecuro)
    assert.deepEqual(arrived.map(({ headers }) => headers['x-sec-ts'] - 1_700_000_000), [0, 1, 2, 3])
    assert.deepEqual(waits, [1, 1, 1, 1, 1])
  }))

test('a request that carries its own time, or a clock that stands still, is not sent again as it was', () =>
  atOwnClock(async (waits) => {
    const advice = { code: 'ERR_TIMESTAMP_INVALID', part: 'timestamp', message: /carries its own time, or the clock stands still/ }
    answers = [[429, { 'retry-after': '3' }]]
    await assert.rejects(securo.fetch(`${origin}/a`, { headers: { 'x-sec-ts': '1700000000' }, retry: true }), advice)
    const now = Date.now()
    Date.now = () => now
    answers = [[429, { 'retry-after': '3' }]]
    await assert.rejects(securo.fetch(`${origin}/a`, { retry: true }), advice)
    assert.equal(arrived.length, 2)
    assert.deepEqual(waits, [3, 1, 3, 1])
    // A scheme without a time has nothing that could differ.
    answers = [[429, { 'retry-after': '3' }]]
    assert.equal((await moneroo.fetch(`${origin}/a`, { retry: true })).status, 200)
  }))

test('nothing but a 429 is sent again, since it may have had its effect', async () => {
  for (const status of [400, 401, 408, 500, 502, 503]) {
    arrived = []
    answers = [[status, { 'retry-after': '0' }]]
    assert.equal((await securo.fetch(`${origin}/a`, { method: 'POST', body: '{}', retry: true })).status, status)
    assert.equal(arrived.length, 1)
  }
})

test('a wait is longer than any timer: it is cut to what timers take', () =>
  atOwnClock(async (waits) => {
    answers = [[429, { 'retry-after': '99999999999' }]]
    await securo.fetch(`${origin}/a`, { retry: { maxWaitSeconds: Infinity } })
    assert.deepEqual(waits, [2147483.647])
    assert.equal(arrived.length, 2)
  }))

test('a signal ends the wait, and says why', async () => {
  const reason = new Error('given up')
  const abort = new AbortController()
  const { signal } = abort
  let cleared = 0
  const own = globalThis.clearTimeout
  globalThis.clearTimeout = (timer) => {
    cleared++
    own(timer)
  }
  try {
    answers = { shift: () => (setImmediate(() => setImmediate(() => abort.abort(reason))), [429, { 'retry-after': '60' }]) }
    assert.equal(await failure(securo.fetch(`${origin}/a`, { retry: true, signal })), reason)
    assert.ok(arrived.length <= 1)
    assert.equal(await failure(securo.fetch(`${origin}/a`, { signal })), reason)
    assert.equal(arrived.length, 1)
    assert.ok(cleared > 0)
  } finally {
    globalThis.clearTimeout = own
  }
})

test('`now` takes the place of the clock', async () => {
  await securo.fetch(`${origin}/a`, { now: new Date(1747216800_999) })
  assert.equal(arrived[0].headers['x-sec-ts'], '1747216800')
  isSecuro(arrived[0])
})

test('its methods can be taken out of a signer', async () => {
  const { fetch: send, sign, prepare } = securo
  await send(`${origin}/a`)
  isSecuro(arrived[0])
  const url = 'https://api.example.com/'
  const timestamp = '1700000000'
  assert.equal(sign({ url, timestamp }).signature, hmac(`${url}&method=GET&timestamp=${timestamp}`))
  assert.equal(String(Buffer.from(prepare({ url, timestamp }).signingInput)), `${url}&method=GET&timestamp=${timestamp}`)
})

test('a host without fetch says so', async () => {
  const own = globalThis.fetch
  delete globalThis.fetch
  try {
    assert.ok((await failure(securo.fetch(`${origin}/a`))) instanceof TypeError)
  } finally {
    globalThis.fetch = own
  }
})

const failure = (promise) => promise.then(() => undefined, (error) => error)
