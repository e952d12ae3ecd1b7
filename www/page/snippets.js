// The right signature as code in six languages: from the scheme and the request, with the secret from the environment.
import { base64, utf8, utf8Bytes } from './bytes.js'
import { LANGUAGES } from './languages.js'
import { isHmac, pieces } from './template.js'

/**
 * The code in a language, `{ id, label, code }` each, for the case that was `asked`: `{ scheme, scheme, request, options }`. A scheme
 * that is no HMAC has that of the package alone.
 */
export function snippets(asked, report) {
  const { definition, request } = asked
  if (!isHmac(definition)) return [{ id: 'node', label: 'Node', code: ofPackage(asked) }]
  return LANGUAGES.map(({ id, label, write, isJavaScript }) => ({
    id,
    label,
    code: write(planOf(definition, request, report, isJavaScript)),
  }))
}

/** What every language writes down: values by name, the parts of the message, the key and the encoding. */
function planOf(definition, request, report, isJavaScript) {
  const values = new Values()
  const parts = report.canonical
    .filter(({ bytes, label }) => bytes.length > 0 && label !== '')
    .map((segment) => partOf(segment, definition, request, values, isJavaScript))
  const [keyPiece] = pieces(definition.key).filter(({ name }) => name)
  const fixes = report.findings[0]?.causes.map(({ fix }) => fix).filter(Boolean) ?? []
  return {
    fixes,
    values: values.all,
    parts,
    variable: VARIABLE,
    keyFilters: keyPiece?.filters ?? [],
    hash: definition.algorithm.replace('hmac-', ''),
    encoding: definition.encoding === 'base64-lines' ? 'base64' : definition.encoding,
    isReprinted: report.canonical.some(({ label }) => label === PRINTED),
    request: { ...request, url: urlOf(definition, request), headers: headersOf(definition, request) },
    member: carrier(definition.fields),
  }
}

/** A credential that is signed and does not travel; the code goes where people paste it. */
function isSecret(definition, name) {
  if (Object.hasOwn(definition.bindings, name)) return pieces(definition.bindings[name]).some((piece) => piece.name && isSecret(definition, piece.name))
  const travels = [definition.headers, definition.query, definition.fields].flatMap(Object.values).some((text) => text.includes(`{${name}`))
  return definition.credentials.includes(name) && !travels
}

function partOf({ label, bytes }, definition, request, values, isJavaScript) {
  if (label === 'literal') return literal(label, bytes, values)
  if (label === PRINTED && !isJavaScript) {
    // No other language prints JSON as JavaScript does: what it prints is signed, and sent.
    return { name: values.named('body', bytes), filters: [] }
  }
  const [name, ...filters] = label.split('|')
  // A secret that is signed and does not travel; the code goes where people paste it.
  if (isSecret(definition, name)) return { name: values.named(name, utf8Bytes(`your ${label}`)), filters: [] }
  const isKnown = (filter) => WRITTEN.includes(filter) && (filter !== 'json' || isJavaScript)
  if (!filters.every(isKnown)) return literal(label, bytes, values)
  if (Object.hasOwn(definition.bindings, name)) {
    const inner = innerOf(definition.bindings[name], request, isKnown)
    if (inner === undefined) return literal(label, bytes, values)
    const put = (piece) => (piece.input === undefined ? piece : { ...piece, name: values.named(piece.name, piece.input) })
    return { inner: inner.map(put), filters }
  }
  if (filters.length === 0) return { name: values.named(name, bytes), filters }
  // What filters made of it is known; what they made it from is known of inputs alone.
  const input = inputOf(name, request)
  return input === undefined ? literal(label, bytes, values) : { name: values.named(name, input), filters }
}

/** The pieces of a binding; undefined where not all that it is made of can be written. */
function innerOf(template, request, isKnown) {
  if (/[[\]\\]/.test(template)) return undefined
  const found = pieces(template).map((piece) => ({ ...piece, input: piece.name && inputOf(piece.name, request) }))
  const isWritten = ({ literal, filters, input }) =>
    literal !== undefined || (input !== undefined && filters.every(isKnown))
  return found.every(isWritten) ? found : undefined
}

/** Bytes as they stand: a text in the code, or a value that the code decodes. */
function literal(label, bytes, values) {
  const text = utf8(bytes)
  return text === undefined ? { name: values.named(label, bytes), filters: [] } : { literal: text }
}

/** The values of a plan, by names that are variables in every language. */
class Values {
  #all = new Map()

  /** The variable that has these bytes; `name` is what the scheme calls them. */
  named(name, bytes) {
    const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean)
    const camel = words.map((word, at) => (at === 0 ? word : word[0].toUpperCase() + word.slice(1))).join('')
    // Any other name may be one that a language keeps for itself, or that the code has for something else.
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
function headersOf(definition, { timestamp, headers }) {
  const own = Object.entries(definition.headers).map(([name, template]) => [
    name,
    pieces(template)
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

/** A scheme of RSA keys, one whose sender chooses what is signed, or a key that is put together: through the package. */
function ofPackage({ definition, scheme, request: { method, url }, options = {} }) {
  const variable = (name) => name.replace(/[A-Z]/g, (char) => `_${char}`).replace(/\W/g, '_').toUpperCase()
  const credentials = definition.credentials.map((name) => `  ${asName(name)}: process.env.${variable(name)},`)
  const isOwn = typeof scheme === 'object'
  return [
    "import { readFileSync } from 'node:fs'",
    `import { createSigner } from 'countersign${definition.profile ? '/standards' : ''}'`,
    '',
    // As a member of its own, which a bare `__proto__` in an object would not be.
    ...(isOwn ? [`const scheme = ${JSON.stringify(scheme, null, 2).replace(/^( *)("__proto__"):/gm, '$1[$2]:')}`, ''] : []),
    `const signer = createSigner(${isOwn ? 'scheme' : `'${definition.id}'`}, {`,
    ...credentials,
    Object.keys(options).length > 0 ? `}, ${JSON.stringify(options)})` : '})',
    '// the very bytes that are sent',
    "const body = readFileSync('body.bin')",
    `const signed = signer.sign({ method: ${JSON.stringify(method || 'POST')}, url: ${JSON.stringify(url || 'https://api.example.com/')}, body })`,
    'await fetch(signed.url, signed)',
    '',
  ].join('\n')
}

/** A name in an object of JavaScript. */
const asName = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : `[${JSON.stringify(name)}]`)

const PRINTED = 'body|json'
/** The filters that every language has words for. */
const WRITTEN = ['upper', 'json', 'sha256', 'hex']
/** Inputs whose names are no word of any language, and no variable of the code. */
const PLAIN = ['method', 'url', 'target', 'path', 'query', 'body', 'timestamp']
const VARIABLE = 'SIGNING_SECRET'
