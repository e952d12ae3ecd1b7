// The requests of the wide catalogue that mistakes are planted in.
import { createHmac } from 'node:crypto'
import { BODIES, FORMS, ISO, MS, SECONDS, SECRETS } from './texts.mjs'
import { decodedPairs, digested } from './schemes-wide.mjs'

const at = (list, index) => list[index % list.length]
const KEYS = ['plain', 'base64', 'dollar', 'quoted', 'backslash', 'html', 'hex', 'spaced', 'whsec'].map(name => SECRETS[name])
const HEX = [SECRETS.hex, SECRETS.hex.toUpperCase(), '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056']
const MASTER = [
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==',
  'wQ9zFsVtqYbkTn7Y/0pC2xUuK5rE1mHhLd3aGvXoJ8i6SfBtRc+ZyNePl4MWjOqIkTgDs0VQxA7UEb2n5HFrCw==',
]
const HTTP = SECONDS.map(text => new Date(text * 1000).toUTCString())

/** Bodies that together let every mistake with a body change something. */
const JSONS = ['plain', 'accents', 'html', 'spaced', 'pretty', 'escaped', 'event', 'flat', 'crlf', 'padded', 'numbers'].map(name => BODIES[name])

const post = (body, index, more = {}) => ({ method: 'POST', url: 'https://shop.example/hooks', headers: {}, body, ...more })
const webhooks = (keys, more = () => ({})) => keys.map((secret, index) =>
  ({ credentials: { secret }, request: post(at(JSONS, index), index, more(index)) }))

/** Of rows alike each has other bodies with its secrets, and all bodies once more. */
const alike = (turn, keys = KEYS, more) =>
  webhooks([...keys, ...keys].slice(0, JSONS.length), more).map((one, index) => ({
    ...one, request: { ...one.request, body: at(JSONS, index + turn) } }))

const ADDRESSES = [
  'https://shop.example/hooks',
  'https://shop.example/v1/hooks/?team=1&name=Jos%C3%A9',
  'https://shop.example:8443/api/v1/hooks?q=a%20b&tag=x%2fy&flag&z=1+2',
  'http://shop.example/hooks/caf%C3%A9?b=2&a=1',
]
const addressed = (index, more = {}) => ({ url: at(ADDRESSES, index), ...more })

const form = pairs => `${new URLSearchParams(pairs)}`
const simple = (secret, request) => ({ credentials: { secret }, request: { headers: {}, body: '', ...request } })

const item = (index, change = {}) => {
  const own = {
    additionalData: {}, amount: at([{ currency: 'EUR', value: 1130 }, { value: 0, currency: 'JPY' }, { value: 150000, currency: 'BRL' }], index),
    eventCode: 'AUTHORISATION', eventDate: '2025-05-14T10:00:00+02:00', merchantAccountCode: 'TestMerchant', merchantReference: at(['order 1/é', 'TestPayment-1407325143704'], index),
    pspReference: '7914073381342284', success: at(['true', 'false'], index), ...change,
  }
  return JSON.stringify({ live: 'false', notificationItems: [{ NotificationRequestItem: own }] })
}

/** What the provider redirects to, with the digest that is right. */
const redirect = (secret, pairs) => {
  const hmac = createHmac('sha256', secret).update(decodedPairs(pairs)).digest('hex')
  return simple(secret, { method: 'GET', url: `https://app.example.com/callback?hmac=${hmac}&${pairs}` })
}

export const WIDE_CASES = {
  'adyen.webhook': [
    simple(HEX[0], { method: 'POST', url: 'https://shop.example/hooks', body: item(0) }),
    simple(HEX[1], { method: 'POST', url: 'https://shop.example/hooks', body: item(1, { originalReference: '8313547924770610', eventCode: 'REFUND' }) }),
    simple(HEX[2], { method: 'POST', url: 'https://shop.example/hooks', body: item(2, { merchantReference: undefined }) }),
  ],
  'adyen-banking.webhook': alike(0, HEX.concat(HEX, HEX, HEX)),
  'azure-cosmos.request': [
    ['GET', 'docs', 'dbs/Sales/colls/Orders', 'dbs/Sales/colls/Orders/docs'],
    ['POST', 'docs', 'dbs/Caf%C3%A9/colls/Orders', 'dbs/Caf%C3%A9/colls/Orders/docs'],
    ['GET', 'dbs', '', 'dbs'],
    ['DELETE', 'docs', 'dbs/Sales/colls/Orders/docs/Order1', 'dbs/Sales/colls/Orders/docs/Order1'],
  ].map(([method, resourceType, resourceLink, path], index) => ({
    credentials: { secret: at(MASTER, index) },
    options: { resourceType, resourceLink },
    request: { method, url: `https://acme.documents.azure.com/${path}`, headers: {}, body: '', timestamp: at(HTTP, index) },
  })),
  'box.webhook': alike(0, KEYS).map((one, index) => ({
    ...one, request: { ...one.request, timestamp: at(['2020-01-01T00:00:00-07:00', ...ISO.slice(0, 2), '2025-05-14T10:00:33Z'], index) } })),
  'circleci.webhook': alike(9),
  'coinbase-commerce.webhook': alike(0),
  'coinify.webhook': alike(1),
  'fintoc.webhook': alike(2).map(dated),
  'gateio.request': [
    ['GET', 'spot/orders?currency_pair=BTC_USDT&status=open&limit=10', ''],
    ['POST', 'spot/orders', BODIES.plain],
    ['POST', 'wallet/transfers?note=a%20b&tag=x%2fy&flag&z=1+2', BODIES.accents],
    ['DELETE', 'spot/orders/1/?currency_pair=BTC%5FUSDT', ''],
    ['PATCH', 'spot/orders/2', BODIES.spaced],
    ['GET', 'spot/accounts', ''],
  ].map(([method, path, body], index) => ({
    credentials: { apiKey: 'gate-api-key', secret: at(KEYS, index) },
    request: { method, url: `https://api.gateio.ws/api/v4/${path}`, headers: {}, body, timestamp: at(SECONDS, index) },
  })),
  'gocardless.webhook': alike(3),
  'hubspot.webhook': alike(1, KEYS, index => addressed(index, { timestamp: at(MS, index) })),
  'line.webhook': alike(2),
  'mailgun.webhook': KEYS.map((secret, index) => {
    const [timestamp, token] = [at(SECONDS, index), at(['a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0', 'Tok/en+1 '], index)]
    const body = JSON.stringify({ signature: { timestamp, token, signature: '' }, 'event-data': { event: 'opened' } })
    return simple(secret, { method: 'POST', url: 'https://shop.example/hooks', body, timestamp })
  }),
  'mailgun.route': KEYS.map((secret, index) => {
    const [timestamp, token] = [at(SECONDS, index), at(['a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0', 'Tok/en+1 '], index)]
    const body = form({ recipient: 'orders@example.org', 'message-headers': '[["Subject","a&b"]]', timestamp, token, signature: '' })
    return simple(secret, { method: 'POST', url: 'https://shop.example/hooks', body, timestamp })
  }),
  'meta.webhook': alike(10),
  'monnify.webhook': alike(4),
  'mux.webhook': alike(8).map(dated),
  'notion.webhook': alike(4),
  'onfido.webhook': alike(5),
  'paddle.webhook': alike(5).map(dated),
  'pagerduty.webhook': alike(6),
  'payu-latam.form': [
    ['sample-api-key', { referenceCode: 'order 1/é', amount: '10000.00', currency: 'COP' }],
    ['"4Vj8eK4rloUd272L48hsrarnUA"', { referenceCode: 'TestPayU', amount: '150', currency: 'usd' }],
    ['4Vj8eK4rloUd272L48hsrarnUA', { referenceCode: 'TestPayU', amount: '150.50', currency: 'BRL' }],
    ['p4$word-f81d$tail', { referenceCode: ' o-1 ', amount: '1.0', currency: 'COP' }],
  ].map(([apiKey, pairs]) => ({
    credentials: { apiKey, merchantId: '508029' },
    request: { method: 'POST', url: 'https://checkout.payulatam.com/ppp-web-gateway-payu/', headers: {}, body: form({ merchantId: '508029', accountId: '512321', ...pairs }) },
  })),
  'razorpay.webhook': alike(7),
  'razorpay.order': KEYS.map((secret, index) => simple(secret, {
    method: 'POST',
    url: 'https://shop.example/paid',
    body: at([form, JSON.stringify], index)({ razorpay_payment_id: `pay_IH4NVgf4Dreq1${index}`, razorpay_order_id: 'order_IEIaMR65cu6nz3' }),
  })),
  'razorpay.payment-link': ['TSsd1989', '', 'order 1/é', 'a%2Fb'].map((reference, index) => simple(at(KEYS, index), {
    method: 'GET',
    url: `https://shop.example.com/paid?${form({
      razorpay_payment_id: 'pay_IH3d0ara9bSsjQ', razorpay_payment_link_id: 'plink_IH3cNucfVEgV68', razorpay_payment_link_reference_id: reference, razorpay_payment_link_status: 'paid' })}`,
  })),
  'sanity.webhook': alike(6).map((one, index) => ({ ...one, request: { ...one.request, timestamp: at(MS, index) } })),
  'shopify.webhook': alike(1),
  'shopify.oauth': [
    redirect(SECRETS.plain, 'code=0907a61c0c8d55e99db179b68161bc00&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1337178173'),
    redirect(SECRETS.hex, 'shop=some-shop.myshopify.com&code=a%20b&host=YWRtaW4%3D&timestamp=1747216800'),
    redirect(SECRETS.dollar, 'timestamp=1747216800&shop=some-shop.myshopify.com&host=a%2fb%3d&locale=pt+BR'),
    redirect(SECRETS.quoted, 'shop=some-shop.myshopify.com&ids=%5B1%2C2%5D&note=a%2bb&flag&timestamp=1747216800'),
    redirect(SECRETS.base64, 'shop=some-shop.myshopify.com&ids%5B%5D=2074861961283&ids%5B%5D=2074861830211&locale=en'),
  ],
  'square.webhook': alike(3, KEYS, index => addressed(index)),
  'svix.webhook': [SECRETS.whsec, SECRETS.base64, 'whsec_' + SECRETS.base64].map((secret, index) => ({
    credentials: { secret },
    request: post(at(JSONS, index + 1), index, { headers: { 'svix-id': `msg_${index}` }, timestamp: at(SECONDS, index) }),
  })),
  'twilio.webhook': [...FORMS, 'CallSid=CA1&Caller=%2B14158675310&From=%2B14158675310&Digits=1234', ''].map((body, index) =>
    simple(at(KEYS, index), { method: 'POST', url: at(ADDRESSES, index), body })),
  'twilio.json': JSONS.slice(0, 4).map((body, index) => simple(at(KEYS, index), { method: 'POST', url: digested(at(ADDRESSES, index), body), body })),
  'veriff.webhook': alike(8),
  'wompi.integrity': [
    { reference: 'sk8-438k4-xmxm392-sn2m', 'amount-in-cents': '2490000', currency: 'COP' },
    { reference: 'order 1/é', 'amount-in-cents': '150000', currency: 'COP', 'expiration-time': '2023-06-09T20:28:50.000Z' },
    { reference: 'a 1 ', 'amount-in-cents': '4950000', currency: 'COP' },
  ].map((pairs, index) => simple(at(KEYS, index), { method: 'POST', url: 'https://checkout.wompi.co/p/', body: at([form, JSON.stringify], index)(pairs) })),
  'worldline.request': [
    ['POST', '1234/payments', { 'content-type': 'application/json' }, BODIES.plain],
    ['GET', '1234/services/convert/amount?source=EUR&note=a%20b&to=x%2fy', { 'X-GCS-Idempotence-Key': 'k 1', 'x-gcs-a': '1', 'x-other': '2' }, ''],
    ['DELETE', '1234/tokens/caf%C3%A9/?flag&a=1', {}, ''],
    ['PUT', '1234/tokens/1', { 'Content-Type': 'application/json; charset=utf-8', 'x-gcs-requestid': 'é1' }, BODIES.accents],
    ['POST', '1234/sessions', {}, BODIES.flat],
  ].map(([method, path, headers, body], index) => ({
    credentials: { apiKey: '5e45c937b9db33ae', secret: at([SECRETS.base64, ...KEYS], index) },
    request: { method, url: `https://eu.sandbox.api-ingenico.com/v1/${path}`, headers, body, timestamp: at(HTTP, index) },
  })),
}

function dated(one, index) {
  return { ...one, request: { ...one.request, timestamp: at(SECONDS, index) } }
}
