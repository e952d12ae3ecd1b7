// A curl command as a request: what it would send, and what of it stays unknown.
import { utf8Bytes } from './bytes.js'
import { words } from './shell.js'

/** The request that `text` sends: `{ method, url, headers, body, notes }`. */
export function readCurl(text) {
  const [, ...rest] = words(text.trim().replace(/^[$%>]\s+/, ''))
  const request = { headers: [], data: [], notes: [] }
  const given = [...rest]
  while (given.length > 0) take(given.shift(), given, request)
  return finished(request)
}

/** Whether it is such a command. */
export const isCurl = (text) => /^\s*(?:[$%>]\s+)?curl(?:\.exe)?\s/.test(text)

function take(word, given, request) {
  if (!word.startsWith('-') || word === '-') return void (request.url ??= word)
  const [name, value] = split(word, given)
  const act = FLAGS[name]
  if (act) act(request, value)
}

/** `--name value`, `--name=value` is none of curl's; `-Xvalue` is, and `-sSX value`. */
function split(word, given) {
  if (word.startsWith('--')) return [word.slice(2), isValued(word.slice(2)) ? (given.shift() ?? '') : undefined]
  for (let at = 1; at < word.length; at++) {
    const name = SHORT[word[at]] ?? word[at]
    if (isValued(name)) return [name, at + 1 < word.length ? word.slice(at + 1) : (given.shift() ?? '')]
    if (BARE_SHORT.includes(word[at])) given.unshift(`--${name}`)
  }
  return [undefined, undefined]
}

const isValued = (name) => (name in FLAGS ? !BARE.includes(name) : VALUED.includes(name))

function finished({ method, url, headers, data, isGet, isHead, json, notes }) {
  const body = data.length === 0 ? undefined : data.join('&')
  const has = (wanted) => headers.some(([name]) => name.toLowerCase() === wanted)
  if (body !== undefined && !isGet && !has('content-type'))
    headers.push(['Content-Type', json ? 'application/json' : 'application/x-www-form-urlencoded'])
  const target = isGet && body !== undefined ? `${url}${url.includes('?') ? '&' : '?'}${body}` : url
  if (target !== undefined && !/^https?:\/\//i.test(target))
    notes.push('The URL has no `https://`, which curl would read as `http://`.')
  return {
    method: method ?? (isHead ? 'HEAD' : isGet || body === undefined ? 'GET' : 'POST'),
    url: target,
    headers,
    body: isGet || body === undefined ? undefined : utf8Bytes(body),
    notes,
  }
}

function header(request, text) {
  const colon = text.search(/[:;]/)
  if (text.startsWith('@')) request.notes.push('Headers in a file are not read: paste them.')
  else if (colon > 0 && (text[colon] === ';' || text.slice(colon + 1).trim() !== '')) {
    request.headers.push([text.slice(0, colon).trim(), text.slice(colon + 1).trim()])
  }
}

/** `@file` is read by curl alone; `--data` takes line breaks out of files, and of nothing else. */
function data(request, text, readsFiles = true) {
  if (readsFiles && text.startsWith('@')) {
    request.notes.push(`The body is in the file \`${text.slice(1)}\`: drop it on the body field.`)
    request.data.push('')
  } else request.data.push(text)
}

function urlencoded(request, text) {
  const at = text.indexOf('=')
  if (at < 0 && text.includes('@')) return data(request, '@' + text.split('@')[1])
  const [name, value] = at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
  // As curl does: all but the unreserved of RFC 3986, and a space as `+`.
  const encoded = encodeURIComponent(value)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
  request.data.push(name ? `${name}=${encoded}` : encoded)
}

const FLAGS = {
  request: (request, value) => (request.method = value),
  url: (request, value) => (request.url = value),
  header,
  data,
  'data-ascii': data,
  'data-binary': data,
  'data-raw': (request, value) => data(request, value, false),
  'data-urlencode': urlencoded,
  json: (request, value) => {
    request.json = true
    data(request, value)
  },
  'user-agent': (request, value) => request.headers.push(['User-Agent', value]),
  referer: (request, value) => request.headers.push(['Referer', value]),
  cookie: (request, value) => request.headers.push(['Cookie', value]),
  user: (request, value) => request.headers.push(['Authorization', `Basic ${btoa(value)}`]),
  'oauth2-bearer': (request, value) => request.headers.push(['Authorization', `Bearer ${value}`]),
  form: (request) =>
    request.notes.push('A form with parts (`--form`) has a boundary that curl makes up: paste the raw body.'),
  'upload-file': (request, value) =>
    request.notes.push(`The body is in the file \`${value}\`: drop it on the body field.`),
  get: (request) => (request.isGet = true),
  head: (request) => (request.isHead = true),
}
const BARE = ['get', 'head']
const SHORT = {
  X: 'request',
  H: 'header',
  d: 'data',
  A: 'user-agent',
  e: 'referer',
  b: 'cookie',
  u: 'user',
  F: 'form',
  T: 'upload-file',
  G: 'get',
  I: 'head',
  o: 'output',
  m: 'max-time',
  w: 'write-out',
  x: 'proxy',
  E: 'cert',
}
const BARE_SHORT = ['G', 'I']
const VALUED = [
  'output',
  'max-time',
  'connect-timeout',
  'write-out',
  'proxy',
  'cert',
  'key',
  'cacert',
  'resolve',
  'retry',
  'retry-delay',
  'cookie-jar',
  'interface',
  'limit-rate',
  'dump-header',
  'ciphers',
  'tls-max',
]
