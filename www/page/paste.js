// Recognises pasted input: a curl command, a raw HTTP request, headers, or a saved case.
import { plural, utf8, utf8Bytes } from './bytes.js'
import { isCurl, readCurl } from './curl.js'
import { readHttp } from './http.js'

/** Reads a text or bytes: `{ kind, method, url, headers, body, notes, … }`; undefined for anything else. */
export function recognised(given) {
  // Only a string can hold the lone surrogates that Windows commands may contain.
  const text = typeof given === 'string' ? given : utf8(given)
  if (text !== undefined && isCurl(text)) return { kind: 'a curl command', ...readCurl(text) }
  const saved = text === undefined ? undefined : savedCase(text)
  if (saved) return saved
  const http = readHttp(typeof given === 'string' ? utf8Bytes(given) : given)
  return http && { kind: http.method ? 'an HTTP request' : http.body ? 'headers and a body' : 'headers', ...http }
}

/** A sentence about what was read. */
export function understood({ kind, method, url, headers, body, notes }) {
  const parts = [
    method && `the method \`${method}\``,
    url && 'the URL',
    headers?.length && plural(headers.length, 'header'),
    body?.length && `a body of ${plural(body.length, 'byte')}`,
  ]
  return [`Read ${kind}: ${parts.filter(Boolean).join(', ')}.`, ...(notes ?? [])].join(' ')
}

/**
 * The scheme that the headers belong to: the one that has most of their names; of several, the one whose provider is in the host, or
 * the `current` one. Undefined if no scheme has any of the names.
 */
export function schemeOf(headers, url, definitions, current) {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const scores = definitions.map((definition) => [
    definition,
    Object.keys(definition.headers).filter((name) => !COMMON.includes(name.toLowerCase()) && names.has(name.toLowerCase()))
      .length,
  ])
  const best = Math.max(...scores.map(([, score]) => score))
  if (best === 0) return undefined
  const found = scores.filter(([, score]) => score === best).map(([definition]) => definition)
  const provider = (definition) => definition.id.split('.')[0].replaceAll('-', '')
  return (
    (found.find((definition) => definition.id === current) && !url ? current : undefined) ??
    (
      found.find((definition) => url?.replaceAll('-', '').includes(provider(definition))) ??
      found.find((definition) => definition.id === current) ??
      found[0]
    ).id
  )
}

/** A case as `countersign explain` reads it and this page exports it. */
function savedCase(text) {
  if (!/^\s*\{/.test(text)) return undefined
  let given
  try {
    given = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof given?.request !== 'object' || given.request === null || given.scheme === undefined) return undefined
  const { method, url, status, headers, body, timestamp } = given.request
  const lines = Array.isArray(headers) ? headers : Object.entries(headers ?? {})
  return {
    kind: 'a saved case',
    scheme: given.scheme,
    method,
    url,
    headers: status === undefined ? lines : [...lines, [':status', String(status)]],
    body: bodyOf(body ?? given.request),
    timestamp,
    received: given.receivedSignature ?? given.received,
    credentials: { ...given.credentials, ...(given.secret !== undefined && { secret: given.secret }) },
    by: given.signedBy,
    notes: [],
  }
}

function bodyOf(body) {
  if (typeof body === 'string') return utf8Bytes(body)
  const hex = body?.hex ?? body?.bodyHex
  if (typeof hex === 'string') return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
  const encoded = body?.base64 ?? body?.bodyBase64
  return typeof encoded === 'string' ? Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0)) : undefined
}

/** Headers that many schemes use. */
const COMMON = ['authorization', 'accept', 'content-type']
