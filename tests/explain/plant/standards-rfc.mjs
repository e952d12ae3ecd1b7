// HTTP Message Signatures (RFC 9421), from its text, with every step replaceable.
import { constants, createHash, createHmac, createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { p256 } from '@noble/curves/nist.js'

const key = name => readFileSync(new URL(`../../keys/${name}`, import.meta.url))
const digest = (body, name, encoding = 'base64') => createHash(name).update(body).digest(encoding)
const headersOf = (headers, name) => Object.entries(headers).filter(([own]) => own.toLowerCase() === name).map(([, value]) => value)

const quoted = text => `"${text.replace(/["\\]/g, '\\$&')}"`

/** r and s by RFC 6979. */
function ecdsa(base, file) {
  const { d } = createPrivateKey(key(file)).export({ format: 'jwk' })
  return Buffer.from(p256.sign(new Uint8Array(Buffer.from(base)), new Uint8Array(Buffer.from(d, 'base64url')), { lowS: false }))
}

/** The same in DER (RFC 3279). */
export function derOf(raw) {
  const integer = half => {
    const own = half.subarray(half.findIndex(byte => byte !== 0))
    return own[0] & 0x80 ? [2, own.length + 1, 0, ...own] : [2, own.length, ...own]
  }
  const inside = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))]
  return Buffer.from([0x30, inside.length, ...inside])
}

/** How each row signs. */
const SIGN = {
  'rfc9421.ecdsa-p256-sha256': (base, { privateKey }) => ecdsa(base, privateKey.file).toString('base64'),
  'rfc9421.ed25519': (base, { privateKey }) => sign(null, Buffer.from(base), key(privateKey.file)).toString('base64'),
  'pawapay.request': (base, { privateKey }) => derOf(ecdsa(base, privateKey.file)).toString('base64'),
  'rfc9421.hmac-sha256': (base, { secret }) => createHmac('sha256', secret.base64 ? Buffer.from(secret.base64, 'base64') : secret).update(base).digest('base64'),
  'rfc9421.rsa-v1_5-sha256': (base, { privateKey }) => sign('sha256', Buffer.from(base), key(privateKey.file)).toString('base64'),
  'rfc9421.rsa-pss-sha512': (base, { privateKey }) =>
    sign('sha512', Buffer.from(base), { key: key(privateKey.file), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }).toString('base64'),
}

/** The components that an option names, with their quotes. */
const componentsOf = ({ components = '@method @target-uri content-digest' }) =>
  components.split(' ').filter(Boolean).map(word => {
    const [name, ...params] = word.split(';')
    return [name.startsWith('"') ? name : `"${name}"`, ...params].join(';')
  })

/** The signature of a request, in which `change` replaces single steps. */
export function signMessage(request, change = {}) {
  const { method = 'GET', url = '', body = '', timestamp, options = {}, credentials } = request
  const headers = { ...request.headers }
  const components = componentsOf(options)
  const [, scheme, host, target] = /^(?:(\w+):\/\/([^/?]*))?(.*)$/s.exec(url)
  const path = target.split('?')[0] || '/'
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
  const name = options.digest ?? 'sha-256'
  const added = `${name}=:${digest(body, name.replace('-', ''))}:`
  const hasDigest = components.includes('"content-digest"') && headersOf(headers, 'content-digest').length === 0
  const it = { method, url, path, query, target: target.startsWith('/') ? target : `/${target}`, host, body, headers, timestamp }
  const valueOf = component => {
    const own = component.split(';')[0].slice(1, -1)
    const replaced = change.values?.[own]?.(it)
    if (replaced !== undefined) return replaced
    const port = scheme === 'https' ? /:443$/ : /:80$/
    const derived = {
      '@method': () => method.toUpperCase(),
      '@target-uri': () => url,
      '@authority': () => host.toLowerCase().replace(port, ''),
      '@scheme': () => scheme,
      '@request-target': () => it.target,
      '@path': () => path,
      '@query': () => `?${query}`,
      '@query-param': () => parameter(query, /name="(.*)"/.exec(component)[1]),
      '@status': () => headers[':status'],
      'content-digest': () => (hasDigest ? added : headersOf(headers, own)[0]),
    }
    return derived[own]?.() ?? headersOf(headers, own).map(change.trim ?? (text => text.trim())).join(', ')
  }
  const listed = change.listed?.(components) ?? components
  const order = change.order?.(components) ?? components
  const label = options.label ?? 'sig1'
  const all = { created: timestamp }
  for (const own of ['keyid', 'alg']) if (options[own]) all[own] = quoted(options[own])
  if (options.expiresAfterSeconds) all.expires = Number(timestamp) + Number(options.expiresAfterSeconds)
  for (const own of ['nonce', 'tag']) if (options[own]) all[own] = quoted(options[own])
  const write = (list, pairs) => `(${list.join(' ')})${pairs.map(([own, value]) => `;${own}=${value}`).join('')}`
  const params = write(components, Object.entries(all))
  const signedParams = change.params?.(write, listed, Object.entries(all)) ?? write(listed, Object.entries(all))
  const line = change.line ?? ((own, value) => `${own}: ${value}`)
  const lines = order.map(own => `${line(own, valueOf(own))}\n`).join('')
  const base = change.base?.(lines, signedParams) ?? `${lines}"@signature-params": ${signedParams}`
  const signature = change.sign?.(base, credentials) ?? SIGN[request.scheme ?? 'rfc9421.hmac-sha256'](base, change.credentials?.(credentials) ?? credentials)
  const sent = { 'Signature-Input': `${label}=${params}` }
  if (hasDigest) sent['Content-Digest'] = added
  return { signature: change.encode?.(signature) ?? signature, headers: sent, base }
}

/** Decoded as a form, and percent-encoded again. */
function parameter(query, name) {
  const encoded = text => encodeURIComponent(text).replace(/[!'()~]/g, mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  const pair = [...new URLSearchParams(query)].find(([own]) => encoded(own) === name)
  return encoded(pair[1])
}

export { digest }
