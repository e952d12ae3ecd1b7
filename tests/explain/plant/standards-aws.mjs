// AWS Signature Version 4 in headers, from its document, with every step replaceable.
import { createHash, createHmac } from 'node:crypto'

const hash = data => createHash('sha256').update(data).digest()
const hmac = (key, data) => createHmac('sha256', key).update(data).digest()
const compare = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** UriEncode of the document: all but the unreserved, in upper-case hexadecimal. */
export const encode = (text, kept = /[A-Za-z0-9._~-]/) =>
  Array.from(Buffer.from(text), byte => {
    const letter = String.fromCharCode(byte)
    return byte < 128 && kept.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
const once = text => encode(decodeURIComponent(text))

/** The segments of a path without `.`, `..` and empty ones. */
function normalized(path) {
  const kept = []
  const parts = path.split('/').slice(1)
  for (const part of parts) {
    if (part === '..') kept.pop()
    else if (part !== '.' && part !== '') kept.push(part)
  }
  const end = ['', '.', '..'].includes(parts.at(-1)) && kept.length ? '/' : ''
  return `/${kept.join('/')}${end}`
}

/** The canonical path; `how` is what the service's options say. */
export function pathOf(path, { pathEncoding = 'twice', pathForm = 'normalized' } = {}) {
  const text = pathForm === 'normalized' ? normalized(path) : path
  const segment = pathEncoding === 'twice' ? encode : once
  return text.split('/').map(part => segment(part)).join('/')
}

/** The canonical query, and the same with another spelling or order. */
export function queryOf(query, spell = once, order = (a, b) => compare(a[0], b[0]) || compare(a[1], b[1])) {
  const pairs = query.split('&').filter(Boolean).map(pair => {
    const [name, ...rest] = pair.split('=')
    return [name, rest.join('=')].map(spell)
  })
  return (order ? pairs.sort(order) : pairs).map(pair => pair.join('=')).join('&')
}

export const splitUrl = url => {
  const [, scheme, host, path, query = ''] = /^(https?):\/\/([^/?]*)([^?]*)\??(.*)$/.exec(url)
  return { scheme, host, path: path || '/', query }
}

/** The signature of a request, in which `change` replaces single steps. */
export function signAws(request, change = {}) {
  const { method, url, body = '', timestamp, options, credentials } = request
  const { scheme, host, path, query } = splitUrl(url)
  const day = timestamp.slice(0, 8)
  const payload = options.payload === 'unsigned' ? 'UNSIGNED-PAYLOAD' : hash(body).toString('hex')
  const port = scheme === 'https' ? /:443$/ : /:80$/
  const said = change.payload?.(body, payload) ?? payload
  const own = { ...request.headers }
  const has = name => Object.keys(own).some(given => given.toLowerCase() === name)
  if (!has('host')) own.Host = host.toLowerCase().replace(port, '')
  if (!has('x-amz-date')) own['X-Amz-Date'] = timestamp
  if (['sent', 'unsigned'].includes(options.payload) && !has('x-amz-content-sha256')) own['X-Amz-Content-Sha256'] = said
  if (credentials.sessionToken) own['X-Amz-Security-Token'] = credentials.sessionToken
  const it = { path, query, day, region: options.region, service: options.service, body, timestamp, due: payload, ...change }
  let list = Object.entries(own).filter(([name]) => !UNSIGNED.includes(name.toLowerCase()))
  list = change.list?.(list, it) ?? list
  const value = change.value ?? (text => text.trim().replace(/ +/g, ' '))
  const order = change.order ?? ((a, b) => compare(a[0].toLowerCase(), b[0].toLowerCase()))
  const name = change.name ?? (text => text.toLowerCase())
  const all = change.order === false ? list : [...list].sort(order)
  const colon = change.colon ?? ':'
  const lines = change.lines?.(all) ?? all.map(([own, text]) => `${name(own)}${colon}${value(text)}\n`).join('')
  const names = all.map(([own]) => (change.signedName ?? (text => text.toLowerCase()))(own)).join(change.separator ?? ';')
  const canonical = [
    change.method ?? method,
    change.uri?.(path, query, url) ?? pathOf(path, options),
    change.parameters?.(query) ?? queryOf(query),
    lines,
    names,
    said,
  ]
  const canonicalRequest = change.request?.(canonical) ?? canonical.join('\n')
  const scope = change.scope?.(it) ?? [it.day, it.region, it.service, 'aws4_request'].join('/')
  const keyScope = (change.scope ? scope.split('/') : [it.day, it.region, it.service, 'aws4_request'])
  const hashed = change.hashed?.(canonicalRequest) ?? hash(canonicalRequest).toString('hex')
  const text = ['AWS4-HMAC-SHA256', change.time?.(timestamp) ?? timestamp, scope, hashed].join('\n')
  const secret = change.secret?.(credentials.secretAccessKey) ?? credentials.secretAccessKey
  const key = change.key?.(secret, keyScope, timestamp) ?? keyScope.reduce(hmac, `AWS4${secret}`)
  const raw = change.mac?.(key, text) ?? hmac(key, text)
  const signature = change.encode?.(raw) ?? raw.toString('hex')
  const parts = [`Credential=${credentials.accessKeyId}/${scope}`, `SignedHeaders=${names}`, `Signature=${signature}`]
  const sent = Object.fromEntries(Object.entries(own).filter(([given]) => given !== 'Host' && !(given in (request.headers ?? {}))))
  return { signature, headers: { ...sent, Authorization: `AWS4-HMAC-SHA256 ${parts.join(', ')}` }, canonicalRequest, text }
}

export { hash, hmac }
const UNSIGNED = ['authorization', 'accept-encoding', 'cache-control', 'connection', 'expect', 'from', 'keep-alive', 'max-forwards', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'user-agent', 'x-amzn-trace-id']
