// Deliveries of Stripe as an independent sender makes them: valid, changed, stale, and bodies that servers change.
import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { hmac, send, sha256 } from './support.mjs'

export const SECRET = 'whsec_of-the-tests'
const LIMIT = 1 << 20

const JSON_TYPE = { 'content-type': 'application/json' }
const EVENT = Buffer.from('{"id":"evt_1","type":"ping"}')
const OTHERS = Buffer.from('{"name":"Zoë 😀","sum":"10 €"}')

/** Valid deliveries; each body has to arrive as it was sent. */
const BODIES = {
  'a JSON body': [EVENT, JSON_TYPE],
  'CR LF and white space at both ends': [Buffer.from(' \r\n{ "id" :\t1.0 }\r\n\r\n'), JSON_TYPE],
  'letters outside ASCII': [OTHERS, JSON_TYPE],
  'a byte order mark': [Buffer.from('\ufeff{"id":1}'), JSON_TYPE],
  'JSON that printing changes': [Buffer.from('{"b":1e2,"a":"\\u0041\\/","a":12345678901234567890}'), JSON_TYPE],
  'bytes that are not UTF-8': [Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0xc3, 0x28, 0x7d]), JSON_TYPE],
  'no JSON at all': [Buffer.from('{"id":'), JSON_TYPE],
  'a header called as the prototype is': [EVENT, { ...JSON_TYPE, ['__proto__']: 'x' }],
  'a prototype in it': [Buffer.from('{"__proto__":{"a":1}}'), JSON_TYPE],
  'an empty body': [Buffer.alloc(0), JSON_TYPE],
  'an empty body without a type': [Buffer.alloc(0), {}],
  'no content type': [EVENT, {}],
  'a form': [Buffer.from('a=1&b=%20+'), { 'content-type': 'application/x-www-form-urlencoded' }],
  'another charset': [Buffer.from([0x22, 0xe9, 0x22]), { 'content-type': 'application/json; charset=latin1' }],
  'plain text': [OTHERS, { 'content-type': 'text/plain' }],
  'bytes by their type': [OTHERS, { 'content-type': 'application/octet-stream' }],
  'almost as much as is taken': [Buffer.alloc(LIMIT - 10, 'x'), JSON_TYPE],
}

/** Deliveries that nobody signed as they stand. */
const FORGED = {
  'a changed body': () => ({ body: EVENT, signed: Buffer.from('{"id":"evt_2","type":"ping"}') }),
  'a line break more': () => ({ body: Buffer.concat([EVENT, Buffer.from('\n')]), signed: EVENT }),
  'nothing where something was signed': () => ({ body: Buffer.alloc(0), signed: EVENT }),
  'something where nothing was signed': () => ({ body: EVENT, signed: Buffer.alloc(0) }),
  'another secret': () => ({ body: EVENT, secret: 'whsec_another' }),
  'a signature of long ago': () => ({ body: EVENT, ageSeconds: 400 }),
  'a signature of the future': () => ({ body: EVENT, ageSeconds: -400 }),
  'no signature': () => withHeader(undefined),
  'an empty signature': () => withHeader(''),
  'a signature that is none': () => withHeader('t=1,v1=\u00ff,,='),
  'two signatures, both of them forged': () => withHeader(['t=1,v1=00', 't=2,v1=00']),
}

/** Sends all of them to `path`, with what the server does to bodies that are too large in `tooLarge`. */
export async function deliverAll(t, port, path, options = {}) {
  const { limit = LIMIT, tooLarge = 413, isDeclared = false, only = () => true } = options
  for (const [name, [body, headers]] of Object.entries(BODIES)) {
    if (!only(body)) continue
    for (const [how, pieces] of [['with its length'], ['in chunks', chunks(body)]]) {
      await t.test(`${name}, ${how}: is accepted as it was sent`, () => accepted(port, path, { body, headers, pieces }))
    }
  }
  await t.test('a signature of four minutes ago is accepted', () =>
    accepted(port, path, { body: EVENT, ageSeconds: 240 }))
  for (const [name, forge] of Object.entries(FORGED)) {
    await t.test(`${name}: is refused without a reason`, () => refused(port, path, forge()))
  }
  await t.test('more than is taken, in chunks: is refused', async () => {
    const body = Buffer.alloc(limit + 1, 'x')
    assert.equal((await send(port, { path, headers: headersOf({ body }), pieces: chunks(body) })).status, tooLarge)
  })
  await t.test('more than is taken, by its length: is refused', async () => {
    // Some answer at once, and close; others read to the end first.
    const sent = isDeclared ? { declared: limit + 1 } : { body: Buffer.alloc(limit + 1, 'x') }
    const headers = headersOf({ body: EVENT, headers: JSON_TYPE })
    assert.equal((await send(port, { path, headers, ...sent })).status, tooLarge)
  })
  await t.test('a sender who hangs up costs nothing', () => hangUp(port, path))
  await t.test('after all that, it still works', () => accepted(port, path, { body: EVENT, headers: JSON_TYPE }))
}

/** The header that Stripe would send. */
export function header(body, { secret = SECRET, ageSeconds = 0 } = {}) {
  const at = Math.floor(Date.now() / 1000) - ageSeconds
  return `t=${at},v1=${hmac(secret, Buffer.concat([Buffer.from(`${at}.`), body]))}`
}

const withHeader = (value) => ({ body: EVENT, headers: { 'stripe-signature': value } })

const headersOf = ({ body, signed = body, headers, ...how }) =>
  ({ 'stripe-signature': header(signed, how), ...headers })

async function accepted(port, path, delivery) {
  const headers = headersOf(delivery)
  const { status, text } = await send(port, { path, ...delivery, headers })
  assert.equal(status, 200, text)
  // What the server says it has verified is what was sent, byte by byte.
  const [, at] = /^t=(\d+),/.exec(headers['stripe-signature'])
  assert.deepEqual(JSON.parse(text), { received: sha256(Buffer.concat([Buffer.from(`${at}.`), delivery.body])) })
}

async function refused(port, path, delivery) {
  const { body } = delivery
  const given = Object.entries(headersOf(delivery)).filter(([, value]) => value !== undefined)
  const { status, text } = await send(port, { path, headers: { ...JSON_TYPE, ...Object.fromEntries(given) }, body })
  assert.equal(status, 400, text)
  assert.doesNotMatch(text, /[0-9a-f]{16}|whsec|SIGNATURE/, 'expected no signature, secret or reason')
}

/** Announces more than it sends, and goes. */
async function hangUp(port, path) {
  const headers = { ...headersOf({ body: EVENT }), 'content-length': 1000 }
  const request = httpRequest({ host: 'localhost', port, method: 'POST', path, headers, agent: false })
  request.on('error', () => {})
  await new Promise((sent) => request.write('{"id":', sent))
  const closed = new Promise((resolve) => request.on('close', resolve))
  request.destroy()
  await closed
}

/** Three pieces, cut where letters outside ASCII may be. */
function chunks(body) {
  const cuts = [0, Math.min(11, body.length), Math.ceil(body.length / 2), body.length].sort((a, b) => a - b)
  return cuts.slice(1).map((end, i) => body.subarray(cuts[i], end)).filter((piece) => piece.length > 0)
}
