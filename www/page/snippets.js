// Code for the correct signature in several languages, with the secret from the environment.
import { base64, utf8, utf8Bytes } from './bytes.js'
import { described } from './countersign.js'
import { Unwritten } from './expressions.js'
import { LANGUAGES } from './languages.js'
import { isHmac, keyFilters, pieces } from './template.js'

/**
 * The code in each language, as `{ id, label, code }`, for a case `{ definition, scheme, request, options }`; in place of `code`, a
 * language that lacks something has the sentence `missing`. A scheme that no language can compute only has code that uses the package.
 */
export function snippets(asked, report) {
  const { definition, request } = asked
  if (!isHmac(definition)) return [{ id: 'node', label: 'Node', code: ofPackage(asked) }]
  return LANGUAGES.map((language) => {
    const { id, label, isJavaScript } = language
    try {
      return { id, label, code: language.write(planOf(definition, request, report, isJavaScript)) }
    } catch (error) {
      if (!(error instanceof Unwritten)) throw error
      return { id, label, missing: `No code in ${label}: ${error.message}.` }
    }
  })
}

/** The plan that every language writes: named values, the parts of the message, the key and the encoding. */
function planOf(definition, request, report, isJavaScript) {
  const values = new Values()
  const parts = report.canonical
    .filter(({ bytes, label }) => bytes.length > 0 && label !== '')
    .map((segment) => partOf(segment, definition, request, values, isJavaScript))
  const fixes = report.findings[0]?.causes.map(({ fix }) => fix).filter(Boolean) ?? []
  return {
    fixes,
    values: values.all,
    parts,
    variable: VARIABLE,
    keyFilters: keyFilters(definition),
    algorithm: definition.algorithm,
    encoding: definition.encoding,
    isReprinted: report.canonical.some(({ label }) => label === PRINTED),
    request: { ...request, url: urlOf(definition, request), headers: headersOf(definition, request) },
    member: carrier(described(definition).templates.fields),
  }
}

/** Whether a value is a credential that is signed but not sent. Code must not contain it, since people share code. */
function isSecret(definition, name) {
  const { bindings, headers, query, fields } = described(definition).templates
  if (Object.hasOwn(bindings, name)) return pieces(bindings[name]).some((piece) => piece.name && isSecret(definition, piece.name))
  const sent = [headers, query, fields].flatMap(Object.values).flatMap(pieces)
  return definition.credentials.includes(name) && !sent.some((piece) => piece.name === name)
}

function partOf({ label, bytes }, definition, request, values, isJavaScript) {
  if (label === 'literal') return literal(label, bytes, values)
  if (label === PRINTED && !isJavaScript) {
    // No other language serialises JSON as JavaScript does, so the code contains the serialised body.
    return { name: values.named('body', bytes), filters: [] }
  }
  const [name, ...filters] = label.split('|')
  // Code must not contain a secret, since people share code.
  if (isSecret(definition, name)) return { name: values.named(name, utf8Bytes(`your ${label}`)), filters: [] }
  const isKnown = (filter) => WRITTEN.includes(filter) && (filter !== 'json' || isJavaScript)
  // Languages differ in what they take for letters.
  const isOdd = filters.includes('upper') && bytes.some((byte) => byte > 0x7f)
  if (isOdd || !filters.every(isKnown)) return literal(label, bytes, values)
  const { bindings } = described(definition).templates
  if (Object.hasOwn(bindings, name)) {
    const inner = innerOf(bindings[name] ?? [], request, isKnown)
    if (inner === undefined) return literal(label, bytes, values)
    const put = (piece) => (piece.input === undefined ? piece : { ...piece, name: values.named(piece.name, piece.input) })
    return { inner: inner.map(put), filters }
  }
  if (filters.length === 0) return { name: values.named(name, bytes), filters }
  // The filtered value is known, but the unfiltered one only for inputs.
  const input = inputOf(name, request)
  return input === undefined ? literal(label, bytes, values) : { name: values.named(name, input), filters }
}

/** The parts of a binding; undefined if one of them cannot be written as code. */
function innerOf(parts, request, isKnown) {
  if (parts.some(({ optional }) => optional)) return undefined
  const found = parts.map((piece) => ({ ...piece, input: piece.name && inputOf(piece.name, request) }))
  const isWritten = ({ literal, filters, input }) =>
    literal !== undefined || (input !== undefined && filters.every(isKnown))
  return found.every(isWritten) ? found : undefined
}

/** Bytes as a string in the code, or as a value that the code decodes. */
function literal(label, bytes, values) {
  const text = utf8(bytes)
  return text === undefined ? { name: values.named(label, bytes), filters: [] } : { literal: text }
}

/** The values of a plan, with names that are valid variables in every language. */
class Values {
  #all = new Map()

  /** Adds bytes, and returns their variable; `name` is their name in the scheme. */
  named(name, bytes) {
    const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean)
    const camel = words.map((word, at) => (at === 0 ? word : word[0].toUpperCase() + word.slice(1))).join('')
    // Any other name may be a reserved word, or a variable of the code.
    const variable = PLAIN.includes(camel) ? camel : `${/^[a-z]/.test(camel) ? camel : `the${camel}`}Value`
    this.#all.set(variable, bytes)
    return variable
  }

  get all() {
    return [...this.#all].map(([name, bytes]) => ({ name, text: utf8(bytes), base64: base64(bytes) }))
  }
}

function inputOf(name, { method, url, timestamp, body }) {
  if (name === 'body') return body ?? new Uint8Array()
  const text = new Map(Object.entries({ method, url, timestamp })).get(name)
  return text === undefined ? undefined : utf8Bytes(text)
}

/** The name of the query parameter or body member that carries the signature. */
const carrier = (places) => Object.entries(places).find(([, parts]) => pieces(parts).some(({ name }) => name === 'signature'))?.[0]

/** The URL, with `$SIGNATURE` instead of the signature. */
function urlOf(definition, { url }) {
  const name = carrier(described(definition).templates.query)
  if (!url || name === undefined) return url
  const [bare, given = ''] = url.split(/\?([^]*)/)
  const others = given.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`))
  return `${bare}?${[...others, `${name}=$SIGNATURE`].join('&')}`
}

/** The headers of the request, with `$SIGNATURE` for the signature and variables for credentials. */
function headersOf(definition, { timestamp, headers }) {
  const own = Object.entries(described(definition).templates.headers).map(([name, parts]) => [
    name,
    pieces(parts)
      .map((piece) => headerPiece(piece, timestamp))
      .join(''),
  ])
  const taken = new Set(own.map(([name]) => name.toLowerCase()))
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type') ?? [
    'Content-Type',
    definition.bodyType === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
  ]
  return [...own, ...(taken.has('content-type') ? [] : [type])].filter(([, value]) => value !== '')
}

function headerPiece({ literal, name }, timestamp) {
  if (literal !== undefined) return literal
  return (
    { signature: '$SIGNATURE', timestamp: timestamp ?? '', authorizationPrefix: '', any: '' }[name] ??
    `$${name.replace(/[A-Z]/g, (char) => `_${char}`).toUpperCase()}`
  )
}

/** Code that uses the package: for RSA keys, for standards whose sender chooses what is signed, and for composed keys. */
function ofPackage({ definition, scheme, request: { method, url }, options = {} }) {
  const variable = (name) => name.replace(/[A-Z]/g, (char) => `_${char}`).replace(/\W/g, '_').toUpperCase()
  const credentials = definition.credentials.map((name) => `  ${asName(name)}: process.env.${variable(name)},`)
  const isOwn = typeof scheme === 'object'
  return [
    "import { readFileSync } from 'node:fs'",
    "import { createSigner } from 'countersign'",
    '',
    // `["__proto__"]` is a member of its own; a bare `__proto__` is not.
    ...(isOwn ? [`const scheme = ${JSON.stringify(scheme, null, 2).replace(/^( *)("__proto__"):/gm, '$1[$2]:')}`, ''] : []),
    `const signer = createSigner(${isOwn ? 'scheme' : `'${definition.id}'`}, {`,
    ...credentials,
    Object.keys(options).length > 0 ? `}, ${JSON.stringify(options)})` : '})',
    '// exactly the bytes that are sent',
    "const body = readFileSync('body.bin')",
    `const signed = signer.sign({ method: ${JSON.stringify(method || 'POST')}, url: ${JSON.stringify(url || 'https://api.example.com/')}, body })`,
    'await fetch(signed.url, signed)',
    '',
  ].join('\n')
}

/** A name in a JavaScript object literal. */
const asName = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : `[${JSON.stringify(name)}]`)

const PRINTED = 'body|json'
/** The filters that every language can write. */
const WRITTEN = ['upper', 'json', 'sha256', 'hex']
/** Inputs whose names are not reserved in any language. */
const PLAIN = ['method', 'url', 'target', 'path', 'query', 'body', 'timestamp']
const VARIABLE = 'SIGNING_SECRET'
