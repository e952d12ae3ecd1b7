// What goes wrong in the wide catalogue: single values out of the request, and the layouts of its rows.
import { createHash } from 'node:crypto'
import { byName, front, loosely, query } from './schemes-wide.mjs'

/** A mistake with one value at a time, for the rows and values that `when` names. */
const each = (change, when = () => true) => ({ row, request, body, options = {} }) => {
  const values = row.inputs?.(request, body, options) ?? {}
  return Object.entries(values).filter(([name, value]) => when(name, value)).flatMap(([name, value]) =>
    [change(value, name)].flat().filter(text => text !== undefined && text !== value)
      .map(text => ({ inputs: all => ({ ...all, [name]: text }) })))
}

const decoded = text => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const isNumber = (_, value) => /^\d+(\.\d+)?$/.test(value)
const isAmount = (name, value) => /amount|value/.test(name) && isNumber(name, value)
const isWord = (name, value) => name === 'resourceLink' || (name !== 'resourceType' && /^[a-zA-Z]+$/.test(value))
const capital = text => text.slice(0, 1).toUpperCase() + text.slice(1)
const cut = text => text.replace(/\/[^/]+$/, '')

export const VALUES = {
  'value-left-out': each(() => '', (_, value) => value),
  'value-encoded': each(value => [encodeURIComponent(value), `${new URLSearchParams([['', value]])}`.slice(1)], name => /eference/.test(name)),
  'value-decoded': each(decoded, name => /eference|resourceLink/.test(name)),
  'value-number': each(value => [`${+value}`, (+value).toFixed(1), (+value).toFixed(2), `${Math.round(value * 100)}`, (value / 100).toFixed(2), `${value / 100}`], isAmount),
  'value-case': each(value => [value.toUpperCase(), value.toLowerCase(), capital(value)], isWord),
  'value-html': each(value => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')),
  'value-plus-as-space': each(value => [value.replaceAll('+', ' '), value.replaceAll(' ', '+')]),
  'value-colon-escaped': each(value => value.replaceAll('\\', '\\\\').replaceAll(':', '\\:')),
  'value-object-object': each(() => `${{}}`, (name, value) => value && name !== 'resourceType'),
  'value-word': each(() => [`${undefined}`, `${null}`, 'None'], (name, value) => !value && name !== 'gcs'),
  'value-trimmed': each(value => value.trim(), name => name !== 'gcs'),
  'value-line-left-out': each(value => {
    const lines = value.split('\n').slice(0, -1)
    return lines.length > 1 ? lines.map(line => value.replace(`${line}\n`, '')) : undefined
  }),
  'value-slash': each(value => [`/${value}`, `${value}/`], name => name === 'resourceLink'),
  'value-shorter': each(cut, name => name === 'resourceLink'),
  'value-of-url': ({ request, row }) => (row.method?.('X') === 'x'
    ? [{ inputs: all => ({ ...all, resourceLink: new URL(request.url).pathname.slice(1) }) }, { inputs: all => ({ ...all, resourceLink: new URL(request.url).pathname }) }] : []),
  // Programs add the charset by themselves.
  'value-other': each(() => ['application/json', 'application/json; charset=utf-8', 'application/json;charset=UTF-8', 'application/json; charset=UTF-8', 'text/plain;charset=UTF-8'],
    name => name === 'contentType'),
}

/** For each row a mistake's ways to put its parts together. */
const layouts = rows => ({ scheme }) => [rows[scheme] ?? []].flat().map(join => ({ join }))
const joinedBy = separator => ({ inputs }) => Object.values(inputs).join(separator)
const payu = separator => ({ credentials, inputs }) => [credentials.merchantId, ...Object.values(inputs)].join(separator)
const gate = (change, separator = '\n') => ({ method, url, body, bytes, timestamp }) => {
  const parts = { method, path: front(url), query: loosely(query(url)), body: createHash('sha512').update(bytes(body)).digest('hex'), timestamp }
  return Object.values(change(parts, body)).join(separator)
}
const azure = (end, separator = '\n') => ({ method, inputs, timestamp }) =>
  [method, inputs.resourceType, inputs.resourceLink, timestamp.toLowerCase()].join(separator) + end
const hub = order => parts => order.map(name => parts[name]).join('')
const world = make => ({ method, url, inputs, timestamp, request }) => make({
  method, time: timestamp, type: inputs.contentType, own: inputs.gcs, path: front(url), query: query(url) && `?${decoded(query(url))}`, raw: query(url) && `?${query(url)}`,
  origin: new URL(request.url).origin,
})
const separators = separator => layouts({
  'adyen.webhook': joinedBy(separator),
  'payu-latam.form': payu(separator),
  'razorpay.order': joinedBy(separator),
  'razorpay.payment-link': joinedBy(separator),
  'wompi.integrity': joinedBy(separator),
  'gateio.request': gate(parts => parts, separator),
  'hubspot.webhook': ({ method, url, body, timestamp }) => [method, url, body, timestamp].join(separator),
  'square.webhook': ({ url, body }) => [url, body].join(separator),
  'box.webhook': ({ timestamp, body }) => [body, timestamp].join(separator),
})

export const LAYOUTS = {
  'layout-plain-concat': layouts({
    'adyen.webhook': joinedBy(''),
    'payu-latam.form': payu(''),
    'razorpay.order': joinedBy(''),
    'razorpay.payment-link': joinedBy(''),
    'gateio.request': gate(parts => parts, ''),
    'azure-cosmos.request': azure('', ''),
    'svix.webhook': ({ request, timestamp, body }) => request.headers['svix-id'] + timestamp + body,
  }),
  'layout-separator-newline': separators('\n'),
  'layout-separator-dot': separators('.'),
  'layout-separator-colon': separators(':'),
  'layout-separator-slash': separators('/'),
  'layout-separator-bar': separators('|'),
  'layout-separator-comma': separators(','),
  'layout-separator-plus': separators('+'),
  'layout-body-only': layouts(Object.fromEntries(
    ['box.webhook', 'fintoc.webhook', 'paddle.webhook', 'svix.webhook', 'hubspot.webhook', 'square.webhook'].map(id => [id, ({ body }) => body]))),
  'layout-only': layouts({ 'twilio.webhook': ({ url }) => url, 'square.webhook': ({ url }) => url, 'razorpay.order': ({ inputs }) => inputs.orderId }),
  'layout-left-out': layouts({
    'adyen.webhook': ({ inputs: { originalReference, ...others } }) => Object.values(others).join(':'),
    'azure-cosmos.request': azure(''),
    'gateio.request': [gate(({ query: _, ...parts }) => parts), gate(({ timestamp, ...parts }) => parts), gate((parts, body) => ({ ...parts, body: body && parts.body }))],
    'hubspot.webhook': [hub(['url', 'body', 'timestamp']), hub(['method', 'url', 'body'])],
    'payu-latam.form': ({ inputs }) => Object.values(inputs).join('~'),
    'razorpay.payment-link': ({ inputs: { referenceId, ...others } }) => Object.values(others).join('|'),
    'svix.webhook': ({ timestamp, body }) => `${timestamp}.${body}`,
    'worldline.request': world(({ method, time, own, path, query: text }) => `${method}\n${time}\n${own}${path}${text}\n`),
  }),
  'layout-end-lost': layouts({
    'azure-cosmos.request': azure('\n'),
    'worldline.request': world(({ method, type, time, own, path, query: text }) => `${method}\n${type}\n${time}\n${own}${path}${text}`),
  }),
  'layout-body-first': layouts({
    'gateio.request': gate(({ timestamp, ...parts }) => ({ timestamp, ...parts })),
    'hubspot.webhook': [hub(['method', 'body', 'url', 'timestamp']), hub(['timestamp', 'method', 'url', 'body'])],
    'square.webhook': ({ url, body }) => body + url,
    'fintoc.webhook': ({ timestamp, body }) => `${body}.${timestamp}`,
    'paddle.webhook': ({ timestamp, body }) => `${body}:${timestamp}`,
  }),
  'layout-order': layouts({
    'box.webhook': ({ timestamp, body }) => timestamp + body,
    'razorpay.order': ({ inputs: { orderId, paymentId } }) => `${paymentId}|${orderId}`,
    'razorpay.payment-link': ({ inputs: { linkId, referenceId, status, paymentId } }) => [paymentId, linkId, referenceId, status].join('|'),
    'payu-latam.form': ({ credentials, inputs }) => [inputs.referenceCode, credentials.merchantId, inputs.amount, inputs.currency].join('~'),
    'wompi.integrity': ({ inputs: { reference, amount, currency, expiration } }) => reference + currency + amount + expiration,
    'adyen.webhook': ({ inputs: { value, currency, ...others } }) => {
      const [psp, original, account, reference, ...rest] = Object.values(others)
      return [psp, original, account, reference, currency, value, ...rest].join(':')
    },
    'gateio.request': gate(({ path, ...parts }) => ({ path, ...parts })),
  }),
  'layout-inner-hash-left-out': layouts({ 'gateio.request': gate((parts, body) => ({ ...parts, body })) }),
  'layout-inner-hash-other': layouts({
    'gateio.request': gate((parts, body) => ({ ...parts, body: createHash('sha256').update(body).digest('hex') })),
  }),
  'layout-inner-hash-base64': layouts({
    'gateio.request': gate((parts, body) => ({ ...parts, body: createHash('sha512').update(body).digest('base64') })),
  }),
  'layout-query-joined': layouts({
    'gateio.request': gate(({ path, query: text, ...parts }) => ({ method: parts.method, path: text ? `${path}?${text}` : path, ...parts })),
  }),
  'layout-not-filtered': layouts({
    'azure-cosmos.request': ({ method, inputs, timestamp }) => `${method}\n${inputs.resourceType}\n${inputs.resourceLink}\n${timestamp}\n\n`,
    'gateio.request': ({ method, url, body, bytes, timestamp }) =>
      [method, front(url), query(url), createHash('sha512').update(bytes(body)).digest('hex'), timestamp].join('\n'),
    'shopify.oauth': ({ url }) => url,
    'twilio.webhook': ({ url, body }) => url + body,
    'worldline.request': world(({ method, type, time, own, path, raw }) => `${method}\n${type}\n${time}\n${own}${path}${raw}\n`),
  }),
  'url-whole': layouts({
    'worldline.request': world(({ method, type, time, own, origin, path, query: text }) => `${method}\n${type}\n${time}\n${own}${origin}${path}${text}\n`),
  }),
  'query-signature-left-in': ({ scheme, request }) =>
    (scheme === 'shopify.oauth' ? [{ url: () => query(request.url) }] : []),
}

/** Beyond the list; last, so that rows which share the mistakes keep theirs. */
export const BEYOND = {
  // With the escapes that the provider's own library writes it would be right.
  'query-escaped-as-sent': layouts({
    'shopify.oauth': ({ url }) => (/%[0-9a-f]?[a-f]|\+/.test(url) ? byName(url) : undefined),
  }),
}
