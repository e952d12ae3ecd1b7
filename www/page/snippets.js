// The right signature as code in six languages: from the row and the request, with the secret from the environment.
import { base64, utf8, utf8Bytes } from './bytes.js'
import { LANGUAGES } from './languages.js'
import { isHmac, pieces } from './recipe.js'

/** The code in a language: `{ id, label, code }` each; a scheme that is no HMAC has that of the package alone. */
export function snippets(row, request, report) {
  if (!isHmac(row)) return [{ id: 'node', label: 'Node', code: ofPackage(row, request) }]
  return LANGUAGES.map(({ id, label, write, isJavaScript }) => ({
    id,
    label,
    code: write(planOf(row, request, report, isJavaScript)),
  }))
}

/** What every language writes down: values by name, the parts of the message, the key and the encoding. */
function planOf(row, request, report, isJavaScript) {
  const values = new Map()
  const parts = report.canonical
    .filter(({ bytes, label }) => bytes.length > 0 && label !== '')
    .map((segment) => partOf(segment, row, request, values, isJavaScript))
  const [keyPiece] = pieces(row.key).filter(({ name }) => name)
  const fixes = report.findings[0]?.causes.map(({ fix }) => fix).filter(Boolean) ?? []
  return {
    fixes,
    values: [...values].map(([name, bytes]) => ({ name, text: utf8(bytes), base64: base64(bytes) })),
    parts,
    variable: VARIABLE,
    keyFilters: keyPiece?.filters ?? [],
    keyPrefix: row.key.slice(0, row.key.indexOf('{')),
    hash: row.algorithm.replace('hmac-', ''),
    encoding: row.encoding === 'base64-lines' ? 'base64' : row.encoding,
    isReprinted: report.canonical.some(({ label }) => label === PRINTED),
    request: { ...request, url: urlOf(row, request), headers: headersOf(row, request) },
    member: carrier(row.fields),
  }
}

/** A credential that is signed and does not travel; the code goes where people paste it. */
const isSecret = ({ credentials, headers, query, fields }, name) =>
  (credentials ?? []).includes(name) &&
  ![headers, query, fields].some((places) => Object.values(places ?? {}).some((text) => text.includes(`{${name}`)))

function partOf({ label, bytes }, row, request, values, isJavaScript) {
  if (label === 'literal') return { literal: utf8(bytes) ?? '' }
  if (label === PRINTED && !isJavaScript) {
    // No other language prints JSON as JavaScript does: what it prints is signed, and sent.
    values.set('body', bytes)
    return { name: 'body', filters: [] }
  }
  const [name, ...filters] = label.split('|')
  if (isSecret(row, name)) {
    values.set(name, utf8Bytes(`your ${label}`))
    return { name, filters: [] }
  }
  if (row.bindings[name]) {
    const inner = pieces(row.bindings[name]).map((piece) =>
      piece.literal === undefined ? given(piece.name, piece.filters, row, request, values) : piece,
    )
    return { inner, filters }
  }
  // What filters made of it is known; what they made it from is known of inputs alone, and not each can be written.
  const isWritten = filters.every((filter) => WRITTEN.includes(filter))
  if (filters.length > 0 && (!isWritten || inputOf(name, request) === undefined)) return { literal: utf8(bytes) ?? '' }
  values.set(name, filters.length > 0 ? inputOf(name, request) : bytes)
  return { name, filters }
}

function given(name, filters, row, request, values) {
  values.set(name, inputOf(name, request) ?? new Uint8Array())
  return { name, filters }
}

function inputOf(name, { method, url, timestamp, body }) {
  const text = { method, url, timestamp }[name]
  return name === 'body' ? (body ?? new Uint8Array()) : text === undefined ? undefined : new TextEncoder().encode(text)
}

/** The name of the query parameter, or the member of the body, that carries the signature. */
const carrier = (places) => Object.entries(places).find(([, template]) => template.includes('{signature}'))?.[0]

/** The URL, with `$SIGNATURE` in the place of what was sent as the signature. */
function urlOf({ query }, { url }) {
  const name = carrier(query)
  if (!url || name === undefined) return url
  const [bare, given = ''] = url.split(/\?([^]*)/)
  const others = given.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`))
  return `${bare}?${[...others, `${name}=$SIGNATURE`].join('&')}`
}

/** The headers that carry the signature, with `$SIGNATURE` in its place; credentials come from the environment. */
function headersOf(row, { timestamp, headers }) {
  const own = Object.entries(row.headers).map(([name, template]) => [
    name,
    pieces(template)
      .map((piece) => headerPiece(piece, timestamp))
      .join(''),
  ])
  const taken = new Set(own.map(([name]) => name.toLowerCase()))
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type') ?? [
    'Content-Type',
    row.bodyType === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
  ]
  return [...own, ...(taken.has('content-type') ? [] : [type])].filter(([, value]) => value !== '')
}

function headerPiece({ literal, name }, timestamp) {
  if (literal !== undefined) return literal
  return (
    { signature: '$SIGNATURE', timestamp: timestamp ?? '', authorizationPrefix: '', any: '' }[name] ??
    `$${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
  )
}

/** A scheme of RSA keys, or one whose sender chooses what is signed, through the package. */
function ofPackage(row, { method, url, options = {} }) {
  const credentials = row.credentials.map(
    (name) => `  ${name}: process.env.${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()},`,
  )
  return [
    "import { readFileSync } from 'node:fs'",
    `import { createSigner } from 'countersign${row.standard ? '/standards' : ''}'`,
    '',
    `const signer = createSigner('${row.id}', {`,
    ...credentials,
    Object.keys(options).length > 0 ? `}, ${JSON.stringify(options)})` : '})',
    '// the very bytes that are sent',
    "const body = readFileSync('body.bin')",
    `const signed = signer.sign({ method: ${JSON.stringify(method || 'POST')}, url: ${JSON.stringify(url || 'https://api.example.com/')}, body })`,
    'await fetch(signed.url, signed)',
    '',
  ].join('\n')
}

const PRINTED = 'body|json'
/** The filters that every language has words for. */
const WRITTEN = ['upper', 'json', 'sha256', 'hex']
const VARIABLE = 'SIGNING_SECRET'
