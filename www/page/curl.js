// Reads the request from a curl command, and notes what cannot be known.
import { base64, utf8Bytes } from './bytes.js'
import { cmdWords, isOfCmd } from './cmd.js'
import { posixWords } from './shell.js'

/** The request that `text` sends: `{ method, url, headers, body, notes }`. */
export function readCurl(text) {
  const notes = []
  const [, ...given] = wordsOf(text.trim(), (sentence) => notes.includes(sentence) || notes.push(sentence))
  const request = { urls: [], headers: [], data: [], notes }
  while (given.length > 0) take(given.shift(), given, request)
  return finished(request)
}

/** Whether a text is a curl command, or PowerShell's counterpart. */
export const isCurl = (text) => /^curl(?:\.exe)?\s/.test(text.trimStart().replace(PROMPT, '')) || POWERSHELL.test(text)

/** The arguments of a command, parsed as by its shell. */
function wordsOf(text, note) {
  const command = text.replace(PROMPT, '')
  const shell = shellOf(text, command)
  if (shell === 'powershell')
    throw new Error('expected a curl command from `Copy as cURL (bash)` or `(cmd)`, got one for PowerShell')
  const words = shell === 'cmd' ? cmdWords(command, note) : posixWords(command, note)
  if (words.some((word) => /\p{Cs}/u.test(word)))
    throw new Error('expected whole characters, got half of a surrogate pair: copy the command again')
  if (text.includes('\ufffd')) note('It contains U+FFFD: copying lost a character.')
  if (shell === undefined && !isSameIn(command, words))
    note('It was read as for a POSIX shell: `cmd` of Windows would read it differently.')
  return words
}

/** The shell of a command, by its first quote, escape or line continuation that only one shell has. */
function shellOf(text, command) {
  if (POWERSHELL.test(text)) return 'powershell'
  const isOfWindows = command.startsWith('curl.exe') || /^[A-Za-z]:\\/.test(text)
  for (const [char] of command.matchAll(SIGNS)) {
    if (char.startsWith('^') || isOfCmd(char)) return 'cmd'
    if (char.startsWith('`')) return 'powershell'
    // `cmd` knows no single quotes.
    if (!char.startsWith('"')) return isOfWindows ? 'powershell' : 'posix'
  }
  return isOfWindows ? 'cmd' : undefined
}

/** Whether `cmd` would read the same arguments. */
function isSameIn(text, words) {
  try {
    return JSON.stringify(cmdWords(text)) === JSON.stringify(words)
  } catch {
    return false
  }
}

function take(word, given, request) {
  if (!word.startsWith('-') || word === '-') return void request.urls.push(word)
  const [name, value] = split(word, given)
  const act = FLAGS[name]
  if (act) act(request, value)
}

/** Splits `--name value`, `-Xvalue` and `-sSX value`; curl has no `--name=value`. */
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

function finished({ method, urls, headers, data, isGet, isHead, isGlobOff, json, notes }) {
  const url = urlOf(urls, isGlobOff, notes)
  // `--json` values are concatenated; others are joined by `&`.
  const body = data.length === 0 ? undefined : data.join(json ? '' : '&')
  const has = (wanted) => headers.some(([name]) => name.toLowerCase() === wanted)
  if (body !== undefined && !isGet && !has('content-type'))
    headers.push(['Content-Type', json ? 'application/json' : 'application/x-www-form-urlencoded'])
  const target = isGet && body !== undefined && url !== undefined ? `${url}${url.includes('?') ? '&' : '?'}${body}` : url
  if (target !== undefined && !/^https?:\/\//i.test(target))
    notes.push('The URL has no `https://`: curl would use `http://`.')
  return {
    method: method ?? (isHead ? 'HEAD' : isGet || body === undefined ? 'GET' : 'POST'),
    url: target,
    headers,
    body: isGet || body === undefined ? undefined : utf8Bytes(body),
    notes,
  }
}

/** The URL; for curl, brackets and braces are patterns unless escaped by a backslash. */
function urlOf(urls, isGlobOff, notes) {
  const url = urls.find((one) => /^https?:/i.test(one)) ?? urls[0]
  if (urls.length > 1) notes.push(`It has several URLs, or an unknown flag: \`${url}\` was used.`)
  if (url === undefined || isGlobOff) return url
  const bare = url.replace(/\\[[\]{}]|^https?:\/\/\[[\da-f:.]+\]/gi, '')
  if (/[[\]{}]/.test(bare)) notes.push('For curl, `[…]` and `{…}` in a URL are patterns: they were kept.')
  return url.replace(/\\([[\]{}])/g, '$1')
}

function header(request, text) {
  const colon = text.search(/[:;]/)
  if (text.startsWith('@')) request.notes.push('The headers are in a file: paste them.')
  else if (colon > 0 && (text[colon] === ';' || text.slice(colon + 1).trim() !== '')) {
    request.headers.push([text.slice(0, colon).trim(), text.slice(colon + 1).trim()])
  }
}

/** Data of a body; only curl could read `@file`. */
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
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
  request.data.push(name ? `${name}=${encoded}` : encoded)
}

const FLAGS = {
  __proto__: null,
  request: (request, value) => (request.method = value),
  url: (request, value) => request.urls.push(value),
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
  user: (request, value) => request.headers.push(['Authorization', `Basic ${base64(utf8Bytes(value))}`]),
  'oauth2-bearer': (request, value) => request.headers.push(['Authorization', `Bearer ${value}`]),
  form: (request) =>
    request.notes.push('For a multipart form (`--form`), curl chooses a random boundary: paste the raw body.'),
  'upload-file': (request, value) =>
    request.notes.push(`The body is in the file \`${value}\`: drop it on the body field.`),
  get: (request) => (request.isGet = true),
  head: (request) => (request.isHead = true),
  globoff: (request) => (request.isGlobOff = true),
}
const BARE = ['get', 'head', 'globoff']
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
  g: 'globoff',
  o: 'output',
  m: 'max-time',
  w: 'write-out',
  x: 'proxy',
  E: 'cert',
}
const BARE_SHORT = ['G', 'I', 'g']
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
/** The prompt before a command copied from a terminal. */
const PROMPT = /^\s*(?:[$%>]\s+|[A-Za-z]:\\[^\n>]*>\s*)/
const POWERSHELL = /^\s*(?:PS [^\n>]*>|\$session\s*=|Invoke-(?:WebRequest|RestMethod)\s)/i
/** Double-quoted text, as in every shell; and outside of it, what only one shell has. */
const SIGNS = /"(?:[^"\\]|\\(?:\^[^]|[^^]|$))*(?:"|$)|(?<=[\s=])\$?'|\\\r?\n|\^(?:["^\\&|<>%{}[\]()!]|\r?\n|$)|`/g
