// What becomes of messages between sender and receiver: of the pairs of forms and queries, and of single values. Node's own
// functions make the mistakes, or PHP and Python did, as each line says.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import querystring from 'node:querystring'
import { test } from 'node:test'
import { explain } from './package.mjs'

const mac = (text) => createHmac('sha256', 'hush').update(text).digest('hex')
const NOW = new Date('2026-05-11T10:15:00Z')
const TIME = `${NOW.getTime() / 1000}`
const LATER = `${NOW.getTime() / 1000 + 777}`

/** A form that arrived as `body`, of which Slack signed `signed`. */
const form = (body, signed) => ['slack.webhook', { secret: 'hush' }, {
  headers: { 'X-Slack-Request-Timestamp': TIME, 'X-Slack-Signature': `v0=${mac(`v0:${TIME}:${signed}`)}` }, body,
}]

/** A request with this query, of which the client signed `signed`. */
const query = (sent, signed) => ['binance.request', { apiKey: 'key', secret: 'hush' }, { method: 'GET', url: `https://api.example/v3/order?${sent}&signature=${mac(signed)}` }]

/** A redirect with JSON in a parameter, which the provider signed as `signed`. */
const parameter = (user, signed) => [
  { id: 'acme.redirect', inputs: { user: 'query:user' }, canonical: '{user}', query: { hash: '{signature}' }, signedBy: 'provider' }, { secret: 'hush' },
  { method: 'GET', url: `https://app.example/back?user=${encodeURIComponent(user)}&hash=${mac(signed)}` },
]

const counted = (nonce, signed) => [
  { id: 'acme.request', inputs: { nonce: 'header:x-nonce' }, canonical: '{nonce}.{body}', headers: { 'X-Signature': '{signature}' } }, { secret: 'hush' },
  { method: 'POST', url: 'https://api.example', headers: { 'X-Nonce': nonce, 'X-Signature': mac(`${signed}.{"a":1}`) }, body: '{"a":1}' },
]

const twoTimes = (signed) => [
  'slack.webhook', { secret: 'hush' },
  { headers: { 'X-Slack-Request-Timestamp': TIME, 'X-Slack-Signature': `v0=${mac(`v0:${signed}:{"event_time":${LATER}}`)}` }, body: `{"event_time":${LATER}}` },
]

const user = { id: 7, url: 'https://t.me/i', name: 'Zoë' }
// PHP: json_encode(['id' => 7, 'url' => 'https://t.me/i', 'name' => 'Zoë'])
const USER_BY_PHP = String.raw`{"id":7,"url":"https:\/\/t.me\/i","name":"Zo\u00eb"}`
// Python: json.dumps({'id': 7, 'url': 'https://t.me/i', 'name': 'Zoë'})
const USER_BY_PYTHON = String.raw`{"id": 7, "url": "https://t.me/i", "name": "Zo\u00eb"}`
const list = ['a', 'b']

const CASES = [
  ['value-repeated-once', query(querystring.stringify({ ids: list, z: 1 }), querystring.stringify({ ...querystring.parse('ids=b&z=1') }))],
  ['value-repeated-once', query('ids=a&ids=b&z=1', `${new URLSearchParams({ ids: list[0], z: 1 })}`)],
  ['value-brackets', query('ids=a&ids=b&z=1', 'ids[]=a&ids[]=b&z=1')],
  ['value-brackets', query('ids=a&ids=b&z=1', 'ids[0]=a&ids[1]=b&z=1')],
  // PHP: http_build_query(['ids' => ['a', 'b'], 'z' => 1])
  ['value-brackets', query('ids%5B0%5D=a&ids%5B1%5D=b&z=1', querystring.stringify({ ids: list, z: 1 }))],
  ['value-html', form(`${new URLSearchParams({ text: 'a &amp; &quot;b&quot; &lt;c&gt;' })}`, `${new URLSearchParams({ text: 'a & "b" <c>' })}`)],
  // Python: html.escape(text), as frameworks do
  ['value-html', query(querystring.stringify({ note: 'x<y & z', a: 1 }), querystring.stringify({ note: 'x&lt;y &amp; z', a: 1 }))],
  // WordPress: wp_slash, which is PHP's addslashes
  ['value-backslashes', form(`${new URLSearchParams({ name: String.raw`D\'Souza \"x\"`, b: 2 })}`, `${new URLSearchParams({ name: `D'Souza "x"`, b: 2 })}`)],
  ['value-json-reserialised', parameter(JSON.stringify(user), USER_BY_PHP)],
  ['value-json-reserialised', parameter(JSON.stringify(user), USER_BY_PYTHON)],
  ['value-json-reserialised', parameter(USER_BY_PYTHON, JSON.stringify(user))],
  ['value-json-reserialised', query(querystring.stringify({ user: JSON.stringify(user), z: 1 }), querystring.stringify({ user: USER_BY_PHP, z: 1 }))],
  ['body-form-json-reserialised', form(`${new URLSearchParams({ payload: JSON.stringify(user), z: 1 })}`, `${new URLSearchParams({ payload: USER_BY_PHP, z: 1 })}`)],
  ['value-made-twice', counted('1707650000000', '1707649999999')],
  ['value-made-twice', counted('1707650000000', '1707650000003')],
  ['value-case', counted('TITLE-ID', 'TITLE-ID'.toLocaleLowerCase('tr'))],
  ['timestamp-other', twoTimes(LATER)],
]

for (const [id, [scheme, credentials, request]] of CASES) {
  test(`${id}: ${request.url ?? Buffer.from(request.body).toString('latin1')}`, () => {
    const report = explain(scheme, credentials, request, undefined, { now: NOW })
    const named = report.findings.flatMap(({ causes, alternatives }) => [causes, ...alternatives]).map((one) => one.map(({ id }) => id).join('+'))
    assert.ok(named.includes(id), `${report.verdict}: ${named}`)
  })
}

test('the message of another scheme of the same provider is named', () => {
  const body = JSON.stringify({ signature: { timestamp: TIME, token: 't'.repeat(50), signature: mac(TIME + 't'.repeat(50)) }, 'event-data': {} })
  const form = `${new URLSearchParams({ timestamp: TIME, token: 't'.repeat(50), signature: mac(TIME + 't'.repeat(50)) })}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const [asked, request, other] of [['mailgun.route', { body }, 'mailgun.webhook'], ['mailgun.webhook', { body: form, headers }, 'mailgun.route']]) {
    const report = explain(asked, { secret: 'hush' }, request, mac(TIME + 't'.repeat(50)), { now: NOW })
    const [{ causes, alternatives }] = report.findings
    const named = [causes, ...alternatives].flat().find(({ id }) => id === 'scheme-other')
    assert.match(named?.detail ?? JSON.stringify(causes), new RegExp(other))
  }
})

test('the difference is said to receivers only', () => {
  const [scheme, , request] = form('{"a":1}', '{"a": 1}')
  const of = (signedBy) => explain(scheme, { secret: 'hush' }, request, undefined, { now: NOW, signedBy }).findings[0].causes[0].detail
  assert.match(of('provider'), /^Your body differs from the signed one at byte 5: it has `\{"a":1\}`, where `\{"a": 1\}` was signed\. /)
  assert.doesNotMatch(of('client'), /differs/)
})

test('a Python object as the body is seen', () => {
  const [scheme, , request] = form(`{'a': True}`, '{"a": true}')
  const { warnings } = explain(scheme, { secret: 'hush' }, request, undefined, { now: NOW })
  assert.ok(warnings.some(({ id }) => id === 'body-is-python'))
})
