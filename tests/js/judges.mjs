// What the providers' own libraries are asked, each with messages that it should take and ones that it should not.
//
// A judge makes a message that is `genuine`, or one that is `changed` or changed in what is not signed (`unsigned`), and says by
// its library's documentation whether that takes it. Where both differ by design, the message says in what (`differs`).
import { createHmac, sign as signed, verify as verified } from 'node:crypto'
import { createRequire } from 'node:module'
import { crc32 } from 'node:zlib'
import AdyenValidator from '@adyen/api-library/lib/src/utils/hmacValidator.js'
import { validateSignature as line } from '@line/bot-sdk'
import { sign as octokitSign, verify as octokit } from '@octokit/webhooks-methods'
import { Paddle } from '@paddle/paddle-node-sdk'
import { isValidSignature as sanity } from '@sanity/webhook'
import { EventWebhook } from '@sendgrid/eventwebhook'
import { verifyKey } from 'discord-interactions'
import '@shopify/shopify-api/adapters/node'
import { shopifyApi } from '@shopify/shopify-api'
import Mailgun from 'mailgun-js/lib/mailgun.js'
import Mux from '@mux/mux-node'
import { WebhookEventVerifier } from '@onfido/api'
import qs from 'qs'
import Razorpay from 'razorpay/dist/utils/razorpay-utils.js'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import Telnyx from 'telnyx'
import twilio from 'twilio/lib/webhooks/webhooks.js'
import { keyPair } from './key-pairs.mjs'
import { createSigner } from './package.mjs'

/** When all messages are sent and received, in seconds. */
export const NOW = 1_700_000_000

const hmac = (key, text, encoding = 'hex', algorithm = 'sha256') => createHmac(algorithm, key).update(text).digest(encoding)
const text = (g, least, most, letters = 'abcdefghijklmnopqrstuvwxyz0123456789') =>
  Array.from({ length: least + g.one(most - least + 1) }, () => g.pick([...letters])).join('')

/** A text of a user's own, with what joins, escapes and quotes. */
const PIECES = [':', '::', '|', '&', '=', '%', '%3A', '%2', '+', ' ', '\\', '/', '"', "'", '\n', 'é', '漢', '😀', '~', '*', '{', ']', '[]', ',', ';']
const free = (g, pieces = PIECES) => Array.from({ length: g.one(6) }, () => (g.one(3) ? text(g, 1, 4) : g.pick(pieces))).join('')

/** The same JSON, written in another way. */
const written = (g, value) => {
  const plain = JSON.stringify(value, null, g.pick([0, 0, 1, '\t']))
  return g.one(3) ? plain : plain.replace(/[^\x20-\x7e\t\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The text with one character more, or another one. */
const other = (g, value) => {
  const letters = [...value]
  letters.splice(g.one(letters.length + 1), 0, g.pick([...'aZ09-_']))
  return letters.join('')
}

const shuffled = (g, list) => list.map((one) => [g.next(), one]).sort(([a], [b]) => a - b).map(([, one]) => one)

/** Pairs in a query or form, as different clients escape them. */
const encoders = [
  (value) => new URLSearchParams([['', value]]).toString().slice(1),
  encodeURIComponent,
  (value) => encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase()),
]
const form = (g, pairs) => {
  const encode = g.pick(encoders)
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

// ── the values of a member, joined by a text that one may hold

const ADYEN_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
const adyenValidator = new AdyenValidator.default()

const adyen = {
  package: '@adyen/api-library',
  scheme: 'adyen.webhook',
  credentials: { secret: ADYEN_KEY },
  differs: {
    moved: ['accepts', 'a `:` in another value than the reference, so that the text signed reads in two ways'],
  },
  genuine(g) {
    return { items: Array.from({ length: 1 + g.one(3) }, () => adyenItem(g)) }
  },
  change(g, { items }) {
    const index = g.one(items.length)
    const put = (change) => ({ items: items.with(index, { ...items[index], ...change }) })
    const item = items[index]
    const name = g.pick(['pspReference', 'originalReference', 'merchantAccountCode', 'merchantReference', 'eventCode', 'success'])
    switch (g.one(6)) {
      case 0: return { ...put({ amount: { ...item.amount, value: item.amount.value + 1 } }), is: 'changed' }
      case 1: return { ...put({ additionalData: { hmacSignature: hmac('another key', 'x', 'base64') } }), is: 'changed' }
      case 2: return { ...put({ additionalData: {} }), is: 'changed' }
      case 3: return { ...put({ eventDate: '2024-01-01T00:00:00+01:00', reason: 'a:b' }), is: 'unsigned' }
      case 4: {
        const [before, ...after] = (item.merchantReference ?? '').split(':')
        if (after.length === 0) break
        const amount = { ...item.amount, value: `${after.join(':')}:${item.amount.value}` }
        const account = `${item.merchantAccountCode}:${before}`
        const moved = g.one(2) ? { merchantReference: before, amount } : { merchantReference: after.join(':'), merchantAccountCode: account }
        return { ...put(moved), is: 'changed', differs: 'moved' }
      }
    }
    return { ...put({ [name]: other(g, item[name] ?? '') }), is: 'changed' }
  },
  sent(g, { items }) {
    const notificationItems = items.map((NotificationRequestItem) => ({ NotificationRequestItem }))
    return { headers: { 'content-type': 'application/json' }, body: written(g, { live: 'false', notificationItems }) }
  },
  accepts({ body }) {
    const items = JSON.parse(body).notificationItems.map((one) => one.NotificationRequestItem)
    return items.every((item) => adyenValidator.validateHMAC(item, ADYEN_KEY))
  },
}

function adyenItem(g) {
  const item = {
    pspReference: text(g, 16, 16, '0123456789ABCDEFGHIJ'),
    ...(g.one(2) && { originalReference: g.pick(['', null, text(g, 16, 16, '0123456789')]) }),
    merchantAccountCode: text(g, 4, 12, 'ABCabc_-'),
    ...(g.one(8) && { merchantReference: g.pick([free(g), free(g, [':']), '14-08-2020-09:53:00', null]) }),
    amount: { value: g.pick([0, 1130, g.one(1e9)]), currency: g.pick(['EUR', 'JPY', 'USD']) },
    eventCode: g.pick(['AUTHORISATION', 'REFUND', 'CAPTURE_FAILED']),
    success: g.pick(['true', 'false']),
    eventDate: '2023-11-14T22:13:20+01:00',
  }
  const additionalData = { authCode: '1234', hmacSignature: adyenValidator.calculateHmac(item, ADYEN_KEY) }
  return { ...item, additionalData }
}

const paymentLink = {
  package: 'razorpay',
  scheme: 'razorpay.payment-link',
  credentials: { secret: 'key secret' },
  differs: {
    moved: ['accepts', 'a `|` in another value than the reference, so that the text signed reads in two ways'],
  },
  genuine(g) {
    const link = { id: `plink_${text(g, 8, 8)}`, reference: free(g), status: g.pick(['paid', 'expired']), payment: `pay_${text(g, 8, 8)}` }
    return { link, signature: hmac('key secret', `${link.id}|${link.reference}|${link.status}|${link.payment}`) }
  },
  change(g, { link, signature }) {
    const [before, ...after] = link.reference.split('|')
    if (after.length > 0 && g.one(2)) {
      const status = `${after.join('|')}|${link.status}`
      return { link: { ...link, reference: before, status }, signature, is: 'changed', differs: 'moved' }
    }
    const name = g.pick(Object.keys(link))
    return { link: { ...link, [name]: other(g, link[name]) }, signature, is: 'changed' }
  },
  sent(g, { link, signature }) {
    const pairs = [
      ['razorpay_payment_id', link.payment],
      ['razorpay_payment_link_id', link.id],
      ['razorpay_payment_link_reference_id', link.reference],
      ['razorpay_payment_link_status', link.status],
      ['razorpay_signature', signature],
    ]
    return { method: 'GET', url: `https://shop.example/paid?${form(g, shuffled(g, pairs))}` }
  },
  accepts({ url }) {
    const query = new URL(url).searchParams
    const params = {
      payment_link_id: query.get('razorpay_payment_link_id'),
      payment_link_reference_id: query.get('razorpay_payment_link_reference_id'),
      payment_link_status: query.get('razorpay_payment_link_status'),
      payment_id: query.get('razorpay_payment_id'),
    }
    return Razorpay.validatePaymentVerification(params, query.get('razorpay_signature'), 'key secret')
  },
}

const order = {
  package: 'razorpay',
  scheme: 'razorpay.order',
  credentials: { secret: 'key secret' },
  differs: {},
  genuine(g) {
    const [id, payment] = [`order_${text(g, 14, 14)}`, `pay_${text(g, 14, 14)}`]
    return { pairs: { razorpay_order_id: id, razorpay_payment_id: payment, razorpay_signature: hmac('key secret', `${id}|${payment}`) } }
  },
  change(g, { pairs }) {
    const name = g.pick(Object.keys(pairs))
    const [head, tail] = [pairs[name].slice(0, -1), pairs[name].slice(-1)]
    return { pairs: { ...pairs, [name]: head + (tail === '0' ? '1' : '0') }, is: 'changed' }
  },
  sent(g, { pairs }) {
    const all = shuffled(g, [...Object.entries(pairs), ['note', free(g)]])
    if (g.one(2)) return { headers: { 'content-type': 'application/json' }, body: written(g, Object.fromEntries(all)) }
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form(g, all) }
  },
  accepts({ headers, body }) {
    const all = headers['content-type'] === 'application/json' ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body))
    const params = { order_id: all.razorpay_order_id, payment_id: all.razorpay_payment_id }
    return Razorpay.validatePaymentVerification(params, all.razorpay_signature, 'key secret')
  },
}

// ── parameters, decoded and written again

const shopify = shopifyApi({
  apiKey: 'key',
  apiSecretKey: 'hush',
  hostName: 'app.example.com',
  apiVersion: '2025-10',
  isEmbeddedApp: false,
  logger: { level: 0 },
})
const byName = ([a], [b]) => (a < b ? -1 : Number(a > b))

/** As the provider signs, and its library for Python does. */
const plain = (pairs) => {
  const escaped = (value) => value.replaceAll('%', '%25').replaceAll('&', '%26')
  const ids = pairs.filter(([name]) => name === 'ids[]').map(([, value]) => `"${value}"`)
  const all = [...pairs.filter(([name]) => name !== 'ids[]'), ...(ids.length > 0 ? [['ids', `[${ids.join(', ')}]`]] : [])]
  return all.map(([name, value]) => `${escaped(name).replaceAll('=', '%3D')}=${escaped(value)}`).sort().join('&')
}

/** As its library for JavaScript writes what it has decoded. */
const escaped = (pairs) => `${new URLSearchParams([...pairs].sort(byName))}`.replaceAll('+', '%20')

const oauth = {
  package: '@shopify/shopify-api',
  scheme: 'shopify.oauth',
  credentials: { secret: 'hush' },
  differs: {
    plain: ['refuses', 'what the provider signs decoded, since this library escapes it: a list, or what is no letter'],
    indexed: ['accepts', '`ids[0]` for `ids[]`, which is another name'],
  },
  genuine(g) {
    const state = g.one(3) ? text(g, 8, 30) : free(g)
    const more = [['locale', 'pt-BR'], ['host', Buffer.from(`admin.shopify.com/store/${text(g, 1, 8)}`).toString('base64')],
      ['protocol', 'https://'], ['session', text(g, 20, 20)], ['id_token', `${text(g, 4, 9)}.${text(g, 4, 9)}`], ['code', text(g, 16, 16)], ['note', free(g)]]
    const ids = g.one(3) ? [] : Array.from({ length: 1 + g.one(4) }, () => ['ids[]', text(g, 10, 13, '0123456789')])
    const pairs = [['shop', `${text(g, 1, 9)}.myshopify.com`], ['state', state], ['timestamp', `${NOW}`], ...more.filter(() => g.one(2)), ...ids]
    const way = g.pick([plain, escaped])
    return { pairs, hmac: hmac('hush', way(pairs)), ...(way(pairs) !== escaped(pairs) && { differs: 'plain' }) }
  },
  change(g, { pairs, hmac: own, differs }) {
    const index = g.one(pairs.length)
    const [name, value] = pairs[index]
    const rest = pairs.filter((_, at) => at !== index)
    const ids = pairs.filter(([name]) => name === 'ids[]')
    switch (g.one(6)) {
      case 0: return { pairs: rest, hmac: own, is: 'changed' }
      case 1: return { pairs: [...pairs, [`${name}x`, value]], hmac: own, is: 'changed' }
      case 2: return { pairs, hmac: hmac('another', plain(pairs)), is: 'changed' }
      case 3: return { pairs: [...pairs, [name === 'ids[]' ? 'ids' : name, `${value}0`]], hmac: own, is: 'changed' }
      case 4: {
        if (new Set(ids.map(([, value]) => value)).size < 2) break
        const turned = [...ids.slice(1), ids[0]]
        if (turned.every(([, value], at) => value === ids[at][1])) break
        return { pairs: [...pairs.filter(([name]) => name !== 'ids[]'), ...turned], hmac: own, is: 'changed' }
      }
      case 5: {
        if (ids.length === 0 || differs) break
        let count = 0
        const indexed = pairs.map(([name, value]) => [name === 'ids[]' ? `ids[${count++}]` : name, value])
        return { pairs: indexed, hmac: own, is: 'changed', differs: 'indexed' }
      }
    }
    return { pairs: [...rest, [name, other(g, value)]], hmac: own, is: 'changed' }
  },
  sent(g, { pairs, hmac: own }) {
    // The order of a list is what is signed.
    const lists = pairs.filter(([name]) => name.startsWith('ids['))
    const all = shuffled(g, [...pairs, ['hmac', own]]).map((pair) => (pair[0].startsWith('ids[') ? lists.shift() : pair))
    return { method: 'GET', url: `https://app.example.com/callback?${form(g, all)}` }
  },
  accepts: ({ url }) => shopify.utils.validateHmac(qs.parse(new URL(url).search.slice(1))),
}

// ── a form that routes send on, also as parts, and JSON with lists

const mailgunAccepts = ({ timestamp, token, signature }) =>
  // One for each, since it takes a token once.
  new Mailgun({ apiKey: 'signing key', domain: 'example.org', mute: true }).validateWebhook(timestamp, token, signature)

const mailgun = {
  package: 'mailgun-js',
  credentials: { secret: 'signing key' },
  differs: { late: ['accepts', 'fifteen minutes, where here five are the default'] },
  genuine(g) {
    const late = g.one(10) === 0
    const timestamp = `${NOW + (late ? -g.pick([301, 600, 899]) : g.pick([0, 0, -300, 300, 12]))}`
    const token = text(g, 50, 50)
    return { timestamp, token, signature: hmac('signing key', timestamp + token), subject: free(g), ...(late && { differs: 'late' }) }
  },
  change(g, { differs, ...all }) {
    const name = g.pick(['timestamp', 'token', 'signature', 'subject'])
    const change = { timestamp: `${NOW + 1 + g.one(9)}`, token: other(g, all.token), signature: hmac('another', all.token), subject: 'FORGED' }
    const isSame = name === 'subject' || change[name] === all[name]
    return { ...all, [name]: change[name], is: isSame ? 'unsigned' : 'changed', ...(isSame && differs && { differs }) }
  },
}

const headers = (g, subject) => JSON.stringify([['Received', 'by 10.0.0.1; Tue, 14 Nov 2023'], ['Subject', subject], ['X-List', free(g)]])

const route = {
  ...mailgun,
  scheme: 'mailgun.route',
  async sent(g, { timestamp, token, signature, subject }) {
    const pairs = shuffled(g, Object.entries({
      recipient: 'orders@example.org', 'body-plain': `Hello,\r\n\r\n${free(g)}`, 'message-headers': headers(g, subject), subject, timestamp, token, signature,
    }))
    if (g.one(3)) return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form(g, pairs) }
    const parts = new FormData()
    for (const [name, value] of pairs) parts.append(name, value)
    parts.append('attachment-1', new File(['a=b&token=c'], 'a.txt', { type: 'text/plain' }))
    const request = new Request('https://app.example.com/', { method: 'POST', body: parts })
    return { headers: { 'content-type': request.headers.get('content-type') }, body: Buffer.from(await request.arrayBuffer()) }
  },
  /** With attachments, what is verified is a form of the three members that are signed. */
  async received(message) {
    if (!message.headers['content-type'].startsWith('multipart/')) return message
    const parts = await new Response(message.body, { headers: message.headers }).formData()
    return { body: `${new URLSearchParams(['timestamp', 'token', 'signature'].map((name) => [name, parts.get(name)]))}` }
  },
  async accepts(message) {
    return mailgunAccepts(Object.fromEntries(await new Response(message.body, { headers: message.headers }).formData()))
  },
}

const event = {
  ...mailgun,
  scheme: 'mailgun.webhook',
  sent(g, { timestamp, token, signature, subject }) {
    const data = { event: 'delivered', tags: [subject, [], [null]], recipients: [{ token: 'x', signature: {} }], 'message-headers': headers(g, subject) }
    const body = shuffled(g, [['signature', { timestamp, token, signature }], ['event-data', data]])
    return { headers: { 'content-type': 'application/json' }, body: written(g, Object.fromEntries(body)) }
  },
  accepts: ({ body }) => mailgunAccepts(JSON.parse(body).signature),
}

// ── a URL, and a form or JSON

const TOKEN = '12345'
const params = (body) => {
  const all = new URLSearchParams(body)
  return Object.fromEntries([...all.keys()].map((name) => [name, all.getAll(name).length > 1 ? all.getAll(name) : all.get(name)]))
}
const address = (g) => `https://hooks.example.com${g.pick(['', '/a', '/caf%C3%A9'])}/sms?account=${text(g, 1, 5)}&q=${encodeURIComponent(free(g))}`

const twilioForm = {
  package: 'twilio',
  scheme: 'twilio.webhook',
  credentials: { secret: TOKEN },
  differs: { port: ['accepts', 'a URL with the standard port, as it tries both'] },
  genuine(g) {
    const pairs = [['CallSid', `CA${text(g, 8, 8)}`], ['Body', free(g)], ['From', '+14158675310'], ['Empty', '']]
    if (g.one(3) === 0) pairs.push(['MediaUrl', free(g)], ['MediaUrl', free(g)])
    const [url, body] = [address(g), form(g, shuffled(g, pairs))]
    return { url, body, signature: twilio.getExpectedTwilioSignature(TOKEN, url, params(body)) }
  },
  change(g, { url, body, signature }) {
    switch (g.one(4)) {
      case 0: return { url: `${url}0`, body, signature, is: 'changed' }
      case 1: return { url, body: `${body}&Body2=${text(g, 1, 3)}`, signature, is: 'changed' }
      case 2: return { url: url.replace('.com', '.com:443'), body, signature, is: 'changed', differs: 'port' }
      default: return { url, body: body.replace('CallSid=', 'CallSid=0'), signature, is: 'changed' }
    }
  },
  sent: (_, { url, body, signature }) =>
    ({ url, headers: { 'X-Twilio-Signature': signature, 'content-type': 'application/x-www-form-urlencoded' }, body }),
  accepts: ({ url, headers, body }) => twilio.validateRequest(TOKEN, headers['X-Twilio-Signature'], url, params(body)),
}

const twilioJson = {
  package: 'twilio',
  scheme: 'twilio.json',
  credentials: { secret: TOKEN },
  differs: { port: ['accepts', 'a URL with the standard port, as it tries both'] },
  genuine(g) {
    const body = written(g, { text: free(g) })
    const url = `${address(g)}&bodySHA256=${twilio.getExpectedBodyHash(body)}`
    return { url, body, signature: twilio.getExpectedTwilioSignature(TOKEN, url, {}) }
  },
  change(g, { url, body, signature }) {
    switch (g.one(3)) {
      case 0: return { url: url.replace('account=', 'account=0'), body, signature, is: 'changed' }
      case 1: return { url: url.replace('.com', '.com:443'), body, signature, is: 'changed', differs: 'port' }
      default: return { url, body: `${body} `, signature, is: 'changed' }
    }
  },
  sent: (_, { url, body, signature }) => ({ url, headers: { 'X-Twilio-Signature': signature, 'content-type': 'application/json' }, body }),
  accepts: ({ url, headers, body }) => twilio.validateRequestWithBody(TOKEN, headers['X-Twilio-Signature'], url, body),
}

// ── a header over the body

/** A judge of a scheme that signs the body as it stands; `headersOf` signs it, and `accepts` is asked about both. */
const overBody = (name, scheme, secret, headersOf, accepts) => ({
  package: name,
  scheme,
  credentials: { secret },
  differs: {},
  async genuine(g) {
    const body = written(g, { id: text(g, 4, 9), text: free(g), list: [g.one(9), null] })
    return { body, headers: await headersOf(body, g) }
  },
  async change(g, { body, headers }) {
    const another = await headersOf(written(g, { text: 'another' }), g)
    return { ...(g.one(2) ? { body: body.replace('"id"', '"ie"'), headers } : { body, headers: another }), is: 'changed' }
  },
  sent: (_, message) => message,
  accepts: ({ body, headers }) => accepts(body, headers),
})

const stamped = (secret, by) => (body) => `t=${NOW},v1=${hmac(secret, `${NOW}${by}${body}`)}`
const SYMMETRIC = `whsec_${Buffer.from('a secret of the sender').toString('base64')}`
const mux = new Mux({ tokenId: 'a', tokenSecret: 'b' })
const paddle = new Paddle('key').webhooks
const thrown = (run) => {
  run()
  return true
}

// ── key pairs: what node:crypto signs, and what this package does, by turns

const PAIRS = { ed25519: keyPair('ed25519'), p256: keyPair('ec', { namedCurve: 'P-256' }), rsa: keyPair('rsa', { modulusLength: 2048 }), small: keyPair('rsa', { modulusLength: 1024 }) }
const der = (key) => key.export({ type: 'spki', format: 'der' })
/** The public key as each provider shows it. */
const SHOWN = {
  hex: der(PAIRS.ed25519.publicKey).subarray(-32).toString('hex'),
  base64: der(PAIRS.ed25519.publicKey).subarray(-32).toString('base64'),
  spki: der(PAIRS.p256.publicKey).toString('base64'),
  pem: Buffer.from(PAIRS.small.publicKey.export({ type: 'spki', format: 'pem' })).toString('base64'),
}
const hashOf = { ed25519: null, p256: 'sha256', rsa: 'sha256', small: 'sha256' }

/** A judge of a scheme of key pairs: `written` is what is signed, and `headersOf` where the signature goes. Where no library reads it, node:crypto does. */
const byPair = ({ package: name = 'node:crypto', scheme, pair, publicKeys, more = {}, seed, encoding = 'base64', own = () => ({}), written, headersOf, end = '', accepts }) => {
  const { publicKey, privateKey } = PAIRS[pair]
  const signer = createSigner(scheme, { ...more, privateKey: seed ?? privateKey })
  const check = (body, headers) => {
    const [, signature] = Object.entries(headers).at(-1)
    return verified(hashOf[pair], Buffer.from(written(body, headers)), publicKey, Buffer.from(signature.replace('v1a,', ''), encoding))
  }
  return {
    ...overBody(name, scheme, undefined, (body, g) => {
      const sent = own(g)
      const ours = () => signer.sign({ method: 'POST', headers: sent, timestamp: scheme === 'paypal.webhook' ? ISO : TIMED.includes(scheme) ? `${NOW}` : undefined, body: body + end }).headers
      const theirs = () => headersOf(signed(hashOf[pair], Buffer.from(written(body + end, sent)), privateKey).toString(encoding))
      const { 'content-type': _, ...headers } = g.one(2) ? ours() : theirs()
      return { ...sent, ...headers }
    }, accepts ?? check),
    messages: 300,
    credentials: { ...more, publicKeys },
    sent: (_, { body, headers }) => ({ body: body + end, headers }),
  }
}

const TIMED = ['discord.interaction', 'telnyx.webhook', 'sendgrid.webhook', 'standard-webhooks.asymmetric']
const ISO = new Date(NOW * 1000).toISOString().replace('.000', '')
const telnyx = new Telnyx({ apiKey: 'key', publicKey: SHOWN.base64 })
const sendgrid = new EventWebhook()

const byPairs = [
  byPair({
    package: 'discord-interactions', scheme: 'discord.interaction', pair: 'ed25519', publicKeys: SHOWN.hex, encoding: 'hex',
    written: (body) => `${NOW}${body}`, headersOf: (signature) => ({ 'X-Signature-Timestamp': `${NOW}`, 'X-Signature-Ed25519': signature }),
    accepts: (body, own) => verifyKey(body, own['X-Signature-Ed25519'], own['X-Signature-Timestamp'], SHOWN.hex),
  }),
  byPair({
    package: 'telnyx', scheme: 'telnyx.webhook', pair: 'ed25519', publicKeys: SHOWN.base64,
    written: (body) => `${NOW}|${body}`, headersOf: (signature) => ({ 'telnyx-timestamp': `${NOW}`, 'telnyx-signature-ed25519': signature }),
    accepts: async (body, headers) => (await telnyx.webhooks.unwrap(body, { headers }), true),
  }),
  byPair({
    package: '@sendgrid/eventwebhook', scheme: 'sendgrid.webhook', pair: 'p256', publicKeys: SHOWN.spki, end: '\r\n', written: (body) => `${NOW}${body}`,
    headersOf: (signature) => ({ 'X-Twilio-Email-Event-Webhook-Timestamp': `${NOW}`, 'X-Twilio-Email-Event-Webhook-Signature': signature }),
    accepts: (body, own) => sendgrid.verifySignature(sendgrid.convertPublicKeyToECDSA(SHOWN.spki), body, ...['Signature', 'Timestamp'].map((name) => own[`X-Twilio-Email-Event-Webhook-${name}`])),
  }),
  byPair({
    scheme: 'standard-webhooks.asymmetric', pair: 'ed25519', publicKeys: `whpk_${SHOWN.base64}`,
    seed: `whsk_${Buffer.concat([PAIRS.ed25519.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32), der(PAIRS.ed25519.publicKey).subarray(-32)]).toString('base64')}`,
    own: (g) => ({ 'webhook-id': `msg_${text(g, 8, 8)}` }), written: (body, own) => `${own['webhook-id']}.${NOW}.${body}`,
    headersOf: (signature) => ({ 'webhook-timestamp': `${NOW}`, 'webhook-signature': `v1a,${signature}` }),
  }),
  byPair({ scheme: 'wise.webhook', pair: 'rsa', publicKeys: der(PAIRS.rsa.publicKey).toString('base64'), written: String, headersOf: (signature) => ({ 'X-Signature-SHA256': signature }) }),
  byPair({ scheme: 'circle.notification', pair: 'p256', publicKeys: SHOWN.spki, own: () => ({ 'X-Circle-Key-Id': '879dc113-5ca4-4ff7-a6b7-54652083fcf8' }), written: String, headersOf: (signature) => ({ 'X-Circle-Signature': signature }) }),
  byPair({ scheme: 'woovi.webhook', pair: 'small', publicKeys: SHOWN.pem, written: String, headersOf: (signature) => ({ 'x-webhook-signature': signature }) }),
  byPair({
    scheme: 'paypal.webhook', pair: 'rsa', publicKeys: PAIRS.rsa.publicKey, more: { webhookId: '9XL90610J3647323C' },
    own: (g) => ({ 'PAYPAL-TRANSMISSION-ID': text(g, 36, 36, '0123456789abcdef-'), 'PAYPAL-CERT-URL': 'https://api.paypal.com/certs/1' }), written: (body, own) => `${own['PAYPAL-TRANSMISSION-ID']}|${ISO}|9XL90610J3647323C|${crc32(body)}`,
    headersOf: (signature) => ({ 'PAYPAL-TRANSMISSION-TIME': ISO, 'PAYPAL-TRANSMISSION-SIG': signature }),
  }),
]

export const JUDGES = [
  ...byPairs,
  adyen, paymentLink, order, oauth, route, event, twilioForm, twilioJson,
  overBody('razorpay', 'razorpay.webhook', 's', (body) => ({ 'X-Razorpay-Signature': hmac('s', body) }),
    (body, own) => Razorpay.validateWebhookSignature(body, own['X-Razorpay-Signature'], 's')),
  overBody('@line/bot-sdk', 'line.webhook', 's', (body) => ({ 'X-Line-Signature': hmac('s', body, 'base64') }),
    (body, own) => line(body, 's', own['X-Line-Signature'])),
  overBody('@onfido/api', 'onfido.webhook', 's', (body) => ({ 'X-SHA2-Signature': hmac('s', body) }),
    (body, own) => thrown(() => new WebhookEventVerifier('s').readPayload(body, own['X-SHA2-Signature']))),
  overBody('@mux/mux-node', 'mux.webhook', 's', (body) => ({ 'Mux-Signature': stamped('s', '.')(body) }),
    async (body, own) => (await mux.webhooks.verifySignature(body, { 'mux-signature': own['Mux-Signature'] }, 's'), true)),
  overBody('@paddle/paddle-node-sdk', 'paddle.webhook', 's', (body) => ({ 'Paddle-Signature': `ts=${NOW};h1=${hmac('s', `${NOW}:${body}`)}` }),
    (body, own) => paddle.isSignatureValid(body, 's', own['Paddle-Signature'])),
  overBody('@sanity/webhook', 'sanity.webhook', 's', (body) => ({ 'sanity-webhook-signature': `t=${NOW}000,v1=${hmac('s', `${NOW}000.${body}`, 'base64url')}` }),
    (body, own) => sanity(body, own['sanity-webhook-signature'], 's')),
  overBody('@octokit/webhooks-methods', 'github.webhook', 's', async (body) => ({ 'X-Hub-Signature-256': await octokitSign('s', body) }),
    (body, own) => octokit('s', body, own['X-Hub-Signature-256'])),
  overBody('stripe', 'stripe.webhook', 's', (payload) => ({ 'Stripe-Signature': Stripe.webhooks.generateTestHeaderString({ payload, secret: 's', timestamp: NOW }) }),
    (body, own) => thrown(() => Stripe.webhooks.constructEvent(body, own['Stripe-Signature'], 's'))),
  overBody('standardwebhooks', 'standard-webhooks.webhook', SYMMETRIC,
    (body, g) => standard('webhook', new StandardWebhook(SYMMETRIC), body, g), (body, own) => thrown(() => new StandardWebhook(SYMMETRIC).verify(body, own))),
  overBody('svix', 'svix.webhook', SYMMETRIC,
    (body, g) => standard('svix', new SvixWebhook(SYMMETRIC), body, g), (body, own) => thrown(() => new SvixWebhook(SYMMETRIC).verify(body, own))),
]

function standard(prefix, webhook, body, g) {
  const id = `msg_${text(g, 8, 8)}`
  const signature = webhook.sign(id, new Date(NOW * 1000), body)
  return { [`${prefix}-id`]: id, [`${prefix}-timestamp`]: `${NOW}`, [`${prefix}-signature`]: signature }
}

/** The version of a package that is installed. */
export const versionOf = (name) => name === 'node:crypto' ? process.version : createRequire(import.meta.url)(`../../node_modules/${name}/package.json`).version
