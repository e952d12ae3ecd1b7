// How the providers of the wide catalogue say to sign, by hand from their documents.
import { createHash } from 'node:crypto'

/** The URL with the digest of the body, as the provider calls it. */
export const digested = (text, body) =>
  `${text}${text.includes('?') ? '&' : '?'}bodySHA256=${createHash('sha256').update(body).digest('hex')}`

const fromHex = secret => Buffer.from(secret, 'hex')
const fromBase64 = secret => Buffer.from(secret, 'base64')

const url = text => text
const [front, query] = [text => text.split('?')[0], text => text.split('?').slice(1).join('?')]
const target = text => text.replace(/^[a-z]+:\/\/[^/?]*/, '')
const byName = text => text.split('&').filter(Boolean).sort().join('&')

/** The pairs of a query as their provider signs them: decoded, `%` and `&` escaped again, and several of a name as a list. */
export const decodedPairs = text => {
  const lists = new Map()
  for (const [name, value] of text.split('&').filter(Boolean).map(pair => pair.replaceAll('+', ' ').split(/=(.*)/s).map(loosely))) {
    lists.set(name, [...(lists.get(name) ?? []), value ?? ''])
  }
  const escaped = part => part.replaceAll('%', '%25').replaceAll('&', '%26')
  return [...lists].map(([name, values]) => {
    const value = name.endsWith('[]') ? `[${values.map(one => `"${one}"`).join(', ')}]` : values.join(',')
    return `${escaped(name.replace(/\[\]$/, '')).replaceAll('=', '%3D')}=${escaped(value)}`
  }).sort().join('&')
}

/** The members of a form or an object, as texts. */
const members = body =>
  (body.startsWith('{') ? new Map(Object.entries(JSON.parse(body)).map(([name, value]) => [name, `${value}`])) : new URLSearchParams(body))
const take = (from, names) => Object.fromEntries(Object.entries(names).map(([own, name]) => [own, from.get(name) ?? '']))

/** All names and values of a form, by name, each pair once. */
export const joined = body => {
  const pairs = [...new URLSearchParams(body)].sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  return [...new Set(pairs.map(([name, value]) => name + value))].join('')
}

/** What a mistake left may be no escape any more. */
export const loosely = text => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const header = (headers = {}, name) => Object.entries(headers).find(([own]) => own.toLowerCase() === name)?.[1] ?? ''
const ownHeaders = (headers = {}) =>
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => name.startsWith('x-gcs-'))
    .sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value}\n`).join('')

export const WIDE = {
  'adyen.webhook': {
    encoding: 'base64',
    key: fromHex,
    inputs: (_, body) => {
      const item = JSON.parse(body).notificationItems[0].NotificationRequestItem
      const { pspReference, originalReference = '', merchantAccountCode, merchantReference = '', amount, eventCode, success } = item
      return { pspReference, originalReference, merchantAccountCode, merchantReference, value: `${amount.value}`, currency: amount.currency, eventCode, success }
    },
    join: ({ inputs }) => Object.values(inputs).join(':'),
  },
  'azure-cosmos.request': {
    encoding: 'base64',
    printed: text => encodeURIComponent(text).replace(/%../g, code => code.toLowerCase()),
    key: fromBase64,
    method: method => method.toLowerCase(),
    inputs: (_, __, { resourceType, resourceLink }) => ({ resourceType: resourceType.toLowerCase(), resourceLink }),
    join: ({ method, inputs, timestamp }) =>
      `${method}\n${inputs.resourceType}\n${inputs.resourceLink}\n${timestamp.toLowerCase()}\n\n`,
  },
  'gateio.request': {
    algorithm: 'sha512',
    url: target,
    join: ({ method, url: at, body, bytes, timestamp }) =>
      [method, front(at), loosely(query(at)), createHash('sha512').update(bytes(body)).digest('hex'), timestamp].join('\n'),
  },
  'mailgun.webhook': {
    inputs: (_, body) => ({ token: JSON.parse(body).signature.token }),
    join: ({ timestamp, inputs }) => timestamp + inputs.token,
  },
  'mailgun.route': {
    inputs: (_, body) => take(members(body), { token: 'token' }),
    join: ({ timestamp, inputs }) => timestamp + inputs.token,
  },
  'payu-latam.form': {
    secret: 'apiKey',
    after: '~',
    mac: (name, key, message) => createHash(name).update(Buffer.concat([key, message])).digest(),
    inputs: (_, body) => take(members(body), { referenceCode: 'referenceCode', amount: 'amount', currency: 'currency' }),
    join: ({ credentials, inputs }) => [credentials.merchantId, ...Object.values(inputs)].join('~'),
  },
  'razorpay.order': {
    inputs: (_, body) => take(members(body), { orderId: 'razorpay_order_id', paymentId: 'razorpay_payment_id' }),
    join: ({ inputs }) => Object.values(inputs).join('|'),
  },
  'razorpay.payment-link': {
    inputs: request => take(new URL(request.url).searchParams, {
      linkId: 'razorpay_payment_link_id',
      referenceId: 'razorpay_payment_link_reference_id',
      status: 'razorpay_payment_link_status',
      paymentId: 'razorpay_payment_id',
    }),
    join: ({ inputs }) => Object.values(inputs).join('|'),
  },
  'shopify.oauth': {
    url: text => query(text).split('&').filter(pair => !pair.startsWith('hmac=')).join('&'),
    join: ({ url: pairs }) => decodedPairs(pairs),
  },
  'svix.webhook': {
    encoding: 'base64',
    key: secret => fromBase64(secret.replace(/^whsec_/, '')),
    join: ({ request, timestamp, body }) => `${request.headers['svix-id']}.${timestamp}.${body}`,
  },
  'twilio.webhook': { encoding: 'base64', algorithm: 'sha1', url, join: ({ url: at, body }) => at + joined(body) },
  'twilio.json': {
    encoding: 'base64',
    algorithm: 'sha1',
    url,
    join: ({ url: at }) => at,
    /** The request as it is sent with another body than the one that is received. */
    sentWith: (request, body) => ({ ...request, url: digested(request.url.replace(/[?&]bodySHA256=.*$/, ''), body) }),
  },
  'wompi.integrity': {
    mac: (name, key, message) => createHash(name).update(Buffer.concat([message, key])).digest(),
    inputs: (_, body) =>
      take(members(body), { reference: 'reference', amount: 'amount-in-cents', currency: 'currency', expiration: 'expiration-time' }),
    join: ({ inputs }) => Object.values(inputs).join(''),
  },
  'worldline.request': {
    encoding: 'base64',
    url: target,
    inputs: request => ({ contentType: header(request.headers, 'content-type'), gcs: ownHeaders(request.headers) }),
    join: ({ method, url: at, inputs, timestamp }) => {
      const decoded = query(at) && `?${loosely(query(at))}`
      return `${method}\n${inputs.contentType}\n${timestamp}\n${inputs.gcs}${front(at)}${decoded}\n`
    },
  },
}

/** Rows whose recipe is that of another: together they get what one alone would. */
export const SAME = [
  ['coinbase-commerce.webhook', 'coinify.webhook', 'gocardless.webhook', 'notion.webhook', 'onfido.webhook', 'pagerduty.webhook', 'razorpay.webhook', 'veriff.webhook', 'circleci.webhook', 'meta.webhook'],
  ['line.webhook', 'adyen-banking.webhook', 'monnify.webhook', 'shopify.webhook'],
  ['fintoc.webhook', 'paddle.webhook', 'svix.webhook', 'mux.webhook'],
  ['mailgun.webhook', 'mailgun.route'],
]
export { byName, front, query }
