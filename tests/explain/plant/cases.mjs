// The requests that mistakes are planted in: bodies, URLs, secrets and times of every kind, a row's own first.
import { WIDE_CASES } from './cases-wide.mjs'
import { derivedCases } from './derived.mjs'
import { BODIES, FORMS, SECRETS, KRAKEN, URLS, SECONDS, ISO, MS } from './texts.mjs'

const at = (list, index) => list[index % list.length]
const secrets = Object.values(SECRETS)
const json = Object.entries(BODIES)

/** Requests for a row that signs JSON: every body, and every secret with some body. */
function withBodies(make, bodies = json) {
  return bodies.map(([name, body], index) => ({ name, ...make(body, index, at(secrets, index)) }))
}

const withSecrets = make => Object.entries(SECRETS).map(([name, secret], index) => ({ name, ...make(secret, index) }))

const securo = (body, index, secret) => ({
  credentials: { apiKey: 'pk_test_51countersign', secret },
  request: { method: body ? at(['POST', 'PUT', 'PATCH'], index) : 'GET', url: at(URLS, index), body, timestamp: at(SECONDS, index) },
})

/** With a URL that a parser prints otherwise. */
const odd = one => ({ name: 'odd-url', ...one, request: { ...one.request, url: 'https://API.securo.dev?limit=10&q=x' } })

// Twice round: each URL and each secret meets other bodies.
const SECURO = [
  ...withBodies(securo),
  ...withBodies((body, index) => securo(body, index + 2, at(secrets, index + 4))),
  { name: 'empty-hex', ...securo('', 2, SECRETS.hex) },
  odd(securo(BODIES.plain, 0, SECRETS.plain)),
]

const webhook = headers => (body, index, secret) => ({
  credentials: { secret },
  request: { method: 'POST', url: 'https://shop.example/hooks', headers: headers?.(index) ?? {}, body },
})

const dated = (headers, times) => (body, index, secret) => {
  const made = webhook(position => headers(at(times, position)))(body, index, secret)
  return { ...made, request: { ...made.request, timestamp: at(times, index) } }
}

const both = make => [...withBodies(make), ...withBodies((body, index) => make(body, index + 1, at(secrets, index + 5)))]

const tuCambio = (body, index, secret) => ({
  credentials: { apiKey: 'tc_key_1', secret },
  request: { method: 'POST', url: 'https://api.tucambio.example/v1/orders', body, timestamp: at(ISO, index) },
})

const form = (index, extra) => (extra ? `${extra}&` : '') + at(FORMS, index)

const WRITTEN = {
  'securo.request': SECURO,
  'thirdfi.request': SECURO.slice(0, 14).map(one => ({
    ...one,
    request: { ...one.request, url: one.request.url.replace('securo.dev', 'thirdfi.org') },
  })),
  'securo.websocket': withSecrets((secret, index) => ({
    credentials: { apiKey: 'pk_test_51countersign', secret },
    request: { method: 'GET', url: at(['https://api.securo.dev', 'https://sandbox.securo.dev/api/v1', 'https://api.securo.dev:8443'], index), timestamp: at(SECONDS, index) },
  })),
  'smile-id.signature': withSecrets((apiKey, index) => {
    const timestamp = at([...ISO, ...MS.slice(0, 2), ...SECONDS.slice(0, 1)], index)
    const partnerId = at(['085', '2343', 'partner-é'], index % 5)
    const body = JSON.stringify({ partner_id: partnerId, timestamp, source_sdk: 'rest_api' })
    const request = { method: 'POST', url: 'https://testapi.smileidentity.com/v1/id_verification', body, timestamp }
    return { credentials: { partnerId, apiKey }, request }
  }),
  'moneroo.webhook': both(webhook()),
  'tu-cambio.request': both(tuCambio),
  'tu-cambio.webhook': [
    ...withBodies(webhook()),
    ...both(dated(time => ({ 'X-Date': time }), ISO)).map(one => ({ ...one, isDated: true })),
  ],
  'standard-webhooks.webhook': both((body, index) =>
    dated(time => ({ 'webhook-id': `msg_2KWPBgLlAfxdpx2AI54pPJ85f4W${index}`, 'webhook-timestamp': time }), SECONDS)(
      body, index, at([SECRETS.whsec, SECRETS.base64, 'whsec_' + SECRETS.base64, SECRETS.hex], index))),
  'stripe.webhook': both(dated(() => ({}), SECONDS)),
  'github.webhook': both(webhook(() => ({ 'X-GitHub-Event': 'push' }))),
  'slack.webhook': withSecrets((secret, index) =>
    dated(time => ({ 'X-Slack-Request-Timestamp': time }), SECONDS)(
      index === 8 ? BODIES.accents : index === 7 ? BODIES.event : at(FORMS, index), index, secret)),
  'binance.request': withSecrets((secret, index) => {
    const own = `recvWindow=5000&timestamp=${at(MS, index)}`
    const inQuery = index % 3 !== 1
    const inBody = index % 3 !== 0
    const query = inQuery ? `?${form(index)}${inBody ? '' : `&${own}`}` : ''
    const request = { method: inBody ? 'POST' : 'GET', url: `https://api.binance.com/api/v3/order${query}`, body: inBody ? form(index + 1) + `&${own}` : '' }
    return { credentials: { apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zv', secret }, request: { ...request, timestamp: at(MS, index) } }
  }),
  'bitmex.request': withBodies((body, index, secret) => ({
    credentials: { apiKey: 'LAqUlngMIQkIUjXMUreyu3qn', secret },
    request: {
      method: body ? 'POST' : 'GET',
      url: at([
        'https://www.bitmex.com/api/v1/order',
        'https://www.bitmex.com/api/v1/instrument?filter=%7B%22symbol%22%3A+%22XBTM15%22%7D',
        'https://www.bitmex.com/api/v1/trade?symbol=XBT%20USD&count=100&reverse=true&columns=a%2cb',
      ], index),
      body,
      timestamp: at(SECONDS, index),
    },
  })),
  'kraken.request': KRAKEN.flatMap(secret => [0, 1, 2, 3, 4].map(index => {
    const timestamp = at(MS, index)
    const body = index < 4 ? form(index, `nonce=${timestamp}`) : `{"nonce":"${timestamp}","pair":"XBT/USD","note":"é","price":1.50}`
    const url = `https://api.kraken.com/0/private/${at(['AddOrder', 'Balance', 'TradesHistory?trades=true'], index)}`
    return { name: `${index}`, credentials: { apiKey: 'kraken-api-key', secret }, request: { method: 'POST', url, body, timestamp } }
  })),
  ...WIDE_CASES,
}

export const CASES = { ...WRITTEN, ...derivedCases(WRITTEN) }
