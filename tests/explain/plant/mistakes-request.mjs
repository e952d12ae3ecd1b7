// What becomes of method, URL and time before they are signed, and how the parts are put together.
import { sha256 } from './schemes.mjs'

const url = (schemes, change) => context => {
  if (!schemes.includes(context.scheme)) return []
  const changed = [change(context.row.url(context.request.url), context)].flat().filter(text => text !== undefined)
  return changed.map(text => ({ url: () => text }))
}

const ANY = ['square.webhook', 'hubspot.webhook', 'twilio.webhook', 'twilio.json']
const FULL = ['securo.request', 'thirdfi.request', 'securo.websocket', ...ANY]
const ONLY_QUERY = ['binance.request', 'shopify.oauth']
const TARGET = ['bitmex.request', 'gateio.request', 'worldline.request']
const WITH_QUERY = ['securo.request', 'thirdfi.request', ...ANY, ...TARGET, ...ONLY_QUERY]
const WITH_PATH = [...FULL, ...TARGET, 'kraken.request']

/** The query of a URL, a target, or (for Binance) the query itself, changed. */
const query = change => url(WITH_QUERY, (part, { scheme }) => {
  const at = ONLY_QUERY.includes(scheme) ? 0 : part.indexOf('?') + 1
  return (ONLY_QUERY.includes(scheme) || at) && part.slice(at)
    ? [change(part.slice(at))].flat().filter(text => text !== undefined).map(text => part.slice(0, at) + text)
    : undefined
})

const before = (part, change) => {
  const [, front, rest] = /^([^?]*)(.*)$/s.exec(part)
  return change(front) + rest
}

const URLS = {
  'url-path-only': url(FULL, part => {
    const { pathname, search } = new URL(part)
    return pathname === '/' ? '' : pathname + search
  }),
  'url-trailing-slash-added': url(WITH_PATH, part => before(part, front => (front.endsWith('/') ? front : front + '/'))),
  'url-trailing-slash-removed': url(WITH_PATH, part => before(part, front => front.replace(/\/$/, ''))),
  'url-query-left-out': url(['securo.request', 'thirdfi.request', ...ANY, ...TARGET], part => part.split('?')[0]),
  'query-sorted': query(text => text.split('&').sort().join('&')),
  'query-space-as-plus': query(text => text.replaceAll('%20', '+')),
  'query-plus-as-%20': query(text => text.replaceAll('+', '%20')),
  'query-urlsearchparams': query(text => `${new URLSearchParams(text)}`),
  'url-percent-decoded': url(WITH_PATH, part => decodeURIComponent(part)),
  'url-normalised': url(FULL, part => new URL(part).href),
  'url-http-for-https': url(FULL, part => part.replace(/^https:/, 'http:')),
  'url-https-for-http': url(FULL, part => part.replace(/^http:/, 'https:')),
  'url-port-removed': url(FULL, part => part.replace(/^(https?:\/\/[^/:]+):\d+/, '$1')),
  'url-port-added': url(FULL, part => (/^https:\/\/[^/:]+(\/|$)/.test(part) ? part.replace(/^(https:\/\/[^/]+)/, '$1:443') : undefined)),
  'url-base-path-dropped': url(WITH_PATH, part => [1, 2, 3].map(count => {
    const dropped = part.replace(new RegExp(`^((?:https?://[^/]+)?)(?:/[^/?]+){${count}}(?=/)`), '$1')
    return dropped === part ? undefined : dropped
  })),
  'url-slash-doubled': url(WITH_PATH, part => before(part, front => front.replace(/([^:/])\/(?=[^/])/, '$1//'))),
  'url-slashes-joined': url(WITH_PATH, part => before(part, front => front.replace(/([^:/])\/\/+/g, '$1/'))),
  'url-query-in-path': url(WITH_PATH, part => part.replace(/\?.*$/s, encodeURIComponent)),
  'url-scheme-left-out': url(FULL, part => part.replace(/^https?:\/\//, '')),
  'query-order': query(text => {
    const pairs = text.split('&')
    return pairs.length <= 4 ? [pairs.toReversed?.() ?? [...pairs].reverse(), [...pairs.slice(1), pairs[0]]].map(order => order.join('&')) : undefined
  }),
  'query-parameter-left-out': query(text => {
    const pairs = text.split('&')
    return pairs.length > 1 ? [pairs.slice(1).join('&'), pairs.slice(0, -1).join('&')] : undefined
  }),
  'query-equals-added': query(text => text.split('&').map(pair => (pair.includes('=') ? pair : pair + '=')).join('&')),
  'query-hex-case': query(text => [
    text.replace(/%[0-9a-f]{2}/gi, code => code.toUpperCase()),
    text.replace(/%[0-9a-f]{2}/gi, code => code.toLowerCase()),
  ]),
  'query-value-case': query(text => [text.replace(/=([^&]*)/, (_, value) => `=${value.toUpperCase()}`), text.replace(/=([^&]*)/, (_, value) => `=${value.toLowerCase()}`)]),
  'query-double-encoded': query(text => text.replaceAll('%', '%25')),
  'query-percent-decoded': query(text => decodeURIComponent(text)),
  // Beyond the list.
  'url-whole': url(['bitmex.request', 'kraken.request'], (_, { request }) => request.url),
  'url-query-added': url(['kraken.request'], (part, { request }) => part + new URL(request.url).search),
}

const METHOD = {
  'method-lowercase': () => [{ method: method => method.toLowerCase() }],
  'method-uppercase': () => [{ method: method => method.toUpperCase() }],
  'method-other': () => [{ method: method => ({ GET: 'POST', get: 'post', post: 'get' })[method] ?? 'GET' }],
  'method-left-out': () => [{ method: () => '' }],
}

const FORMS = { s: /^\d{10}$/, ms: /^\d{13}$/, http: /^[A-Z][a-z]{2},/, iso: /^\d{4}-/ }
const formOf = text => Object.keys(FORMS).find(form => FORMS[form].test(text))
const millis = text => ({ s: () => text * 1000, ms: () => +text }[formOf(text)] ?? (() => Date.parse(text)))()
const iso = at => new Date(at).toISOString()
const seconds = at => `${Math.floor(at / 1000)}`

/** Spellings of a time: of its text, its milliseconds, and its form; only for the forms named. */
const time = (forms, change) => ({ request }) => {
  const text = request.timestamp
  if (text === undefined || !forms.includes(formOf(text))) return []
  const changed = [change(text, millis(text), formOf(text))].flat().filter(other => other !== undefined)
  return changed.map(other => ({ time: () => other }))
}

const http = at => new Date(at).toUTCString()
const same = (at, form) => ({ s: seconds, ms: moment => `${moment}`, iso, http })[form](at)
const ALL = ['s', 'ms', 'iso', 'http']
const HOURS = [2, -5, 5.5]
const zone = hours => `${hours < 0 ? '-' : '+'}${`${Math.floor(Math.abs(hours))}`.padStart(2, '0')}:${hours % 1 ? '30' : '00'}`

const TIME = {
  'timestamp-milliseconds': time(['s', 'iso', 'http'], (_, at, form) => (form === 's' ? [at + 418, at, at + 999] : [at]).map(String)),
  'timestamp-seconds': time(['ms', 'iso', 'http'], (_, at) => seconds(at)),
  'timestamp-no-milliseconds': time(['iso'], text => text.replace(/\.\d+Z$/, 'Z')),
  'timestamp-offset-00:00': time(['iso'], text => text.replace('Z', '+00:00')),
  'timestamp-microseconds': time(['iso', 'ms'], (text, _, form) => (form === 'iso' ? text.replace('Z', '000Z') : text + '000')),
  'timestamp-no-zone': time(['iso'], text => text.replace('Z', '')),
  'timestamp-trailing-zeros-cut': time(['iso'], text => text.replace(/0+Z$/, 'Z')),
  'timestamp-read-twice': time(ALL, (_, at, form) =>
    (['s', 'http'].includes(form) ? [1000, -1000, 5000, 61e3, -290e3] : [1, -17, 250, 3000]).map(by => same(at + by, form))),
  'timestamp-local-zone': time(['iso', 's', 'http'], (_, at, form) => HOURS.flatMap(hours => {
    const local = iso(at + hours * 3600e3)
    if (form === 'http') return [http(at + hours * 3600e3)]
    return form === 's' ? [seconds(at + hours * 3600e3)] : [local, local.replace('Z', zone(hours)), local.replace('Z', '')]
  })),
  'timestamp-iso': time(ALL, (_, at) => [iso(at), iso(at).replace('.000Z', 'Z')]),
  'timestamp-rfc1123': time(ALL, (_, at) => http(at)),
  'timestamp-zone-name': time(['http'], (_, at) => ['+0000', '-0000', 'UTC'].map(zone => http(at).replace('GMT', zone))),
  'timestamp-float': time(['s', 'ms'], (text, at, form) =>
    (form === 's' ? [`${text}.0`, `${(at + 418) / 1000}`, `${(at + 500) / 1000}`] : [`${text}.0`])),
  'timestamp-left-out': time(ALL, () => ''),
  // Beyond the list.
  'timestamp-python-iso': time(['iso'], text => text.replace('Z', '000+00:00')),
}

const layout = (schemes, ...changes) => ({ scheme }) => (schemes.includes(scheme) ? changes.map(join => ({ join })) : [])
const SECURO = ['securo.request', 'thirdfi.request']
const LABELLED = ['stripe.webhook', 'fintoc.webhook']
const TIMED = ['tu-cambio.request', 'tu-cambio.webhook', 'paddle.webhook', ...LABELLED]
const isDated = ({ isDated: is, bytes, ...parts }) => is !== false && parts.timestamp !== ''
const separated = by => layout(TIMED, parts => (isDated(parts) ? parts.timestamp + by + parts.body : parts.body))
const path = text => new URL(text).pathname + new URL(text).search
const labelled = (parts, mark = '&') =>
  `${parts.url}${mark}method=${parts.method}&timestamp=${parts.timestamp}${parts.body && `&body=${parts.body}`}`

/** The sentence of the document, and not its code. */
const securoProse = ({ url: at, method, timestamp, body }) => at + method + timestamp + body

const LAYOUT = {
  'layout-plain-concat': ({ scheme }) => ({
    'securo.request': [{ join: securoProse, url: path }, { join: securoProse }],
    'thirdfi.request': [{ join: securoProse, url: path }, { join: securoProse }],
    ...Object.fromEntries([...LABELLED, 'paddle.webhook', 'slack.webhook'].map(id => [id, [{ join: ({ timestamp, body }) => timestamp + body }]])),
    'standard-webhooks.webhook': [{ join: ({ id, timestamp, body }) => id + timestamp + body }],
  })[scheme] ?? [],
  // Its "path" taken without the query.
  'layout-of-the-sentence': ({ scheme, request }) =>
    (SECURO.includes(scheme) && new URL(request.url).search ? [{ join: securoProse, url: text => new URL(text).pathname }] : []),
  'layout-base-without-ws': layout(['securo.websocket'], ({ url: at, timestamp }) => `${at}&emit=price_feed&timestamp=${timestamp}`),
  'partner-id-as-integer': layout(['smile-id.signature'], ({ timestamp, partnerId }) =>
    (/^\d+$/.test(partnerId) ? `${timestamp}${parseInt(partnerId, 10)}sid_request` : undefined)),
  'layout-empty-body-marker': layout(SECURO, parts => labelled(parts) + (parts.body ? '' : '&body=')),
  'layout-separator-plus': separated('+'),
  'layout-separator-dot': separated('.'),
  'layout-separator-colon': separated(':'),
  'layout-separator-newline': separated('\n'),
  'layout-body-only': layout([...TIMED, 'slack.webhook', 'standard-webhooks.webhook', 'securo.request', 'bitmex.request'], ({ body }) => body || undefined),
  'layout-timestamp-only': layout([...TIMED, 'slack.webhook', 'standard-webhooks.webhook', 'smile-id.signature'], ({ timestamp }) => timestamp),
  'layout-trailing-newline': () => [{
    join: (parts, _, row) => {
      const made = row.join(parts)
      return Buffer.isBuffer(made) ? Buffer.concat([made, Buffer.from('\n')]) : made + '\n'
    },
  }],
  'layout-body-first': ({ scheme }) => ({
    'securo.request': [
      { join: ({ url: at, method, timestamp, body }) => `${at}&method=${method}${body && `&body=${body}`}&timestamp=${timestamp}` },
      { join: ({ url: at, method, timestamp, body }) => `${at}&timestamp=${timestamp}&method=${method}${body && `&body=${body}`}` },
    ],
    'tu-cambio.request': [{ join: ({ timestamp, body }) => body + timestamp }],
    'tu-cambio.webhook': [{ join: ({ timestamp, body }) => body + timestamp }],
    ...Object.fromEntries(LABELLED.map(id => [id, [{ join: ({ timestamp, body }) => `${body}.${timestamp}` }]])),
    'slack.webhook': [{ join: ({ timestamp, body }) => `v0:${body}:${timestamp}` }],
    'bitmex.request': [{ join: ({ method, url: at, timestamp, body }) => timestamp + method + at + body }],
  })[scheme] ?? [],
  'layout-order': layout(['smile-id.signature'], ({ timestamp, partnerId }) => partnerId + timestamp + 'sid_request'),
  'layout-question-mark': layout(SECURO, parts => labelled(parts, '?')),
  'layout-ampersand-as-entity': layout([...SECURO, 'securo.websocket'], (parts, _, row) => row.join(parts).replace(/&(method|timestamp|body|emit)=/g, '&amp;$1=')),
  'layout-inner-hash-hex': layout(['kraken.request'], ({ url: at, timestamp, body }) => at + sha256(Buffer.from(timestamp + body)).toString('hex')),
  'layout-inner-hash-left-out': layout(['kraken.request'], ({ url: at, timestamp, body }) => at + timestamp + body),
  'layout-left-out': ({ scheme }) => ({
    'slack.webhook': [{ join: ({ timestamp, body }) => `${timestamp}:${body}` }],
    'standard-webhooks.webhook': [{ join: ({ timestamp, body }) => `${timestamp}.${body}` }],
    'smile-id.signature': [{ join: ({ timestamp, partnerId }) => timestamp + partnerId }],
    'kraken.request': [{ join: ({ url: at, body }) => Buffer.concat([Buffer.from(at), sha256(Buffer.from(body))]) }],
  })[scheme] ?? [],
}

export const REQUEST = { method: METHOD, url: URLS, timestamp: TIME, layout: LAYOUT }
