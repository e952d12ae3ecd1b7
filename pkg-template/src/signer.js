// createSigner: a scheme with its credentials, keyed once in the core and opened again when the core is replaced.
import { call, callStill, core, failure, utf8 } from './core.js'
import { CountersignError } from './error.js'
import * as input from './input.js'

/** A signer for the scheme called `scheme`. */
export function createSigner(scheme, credentials, options) {
  if (typeof scheme === 'string') return new Signer(scheme, secrets(scheme, credentials), choices(options))
  const message = `unknown scheme: expected an id such as \`securo.request\`, got ${input.kind(scheme)}`
  throw new CountersignError('ERR_SCHEME_UNKNOWN', message)
}

class Signer {
  #scheme
  #secrets
  #options
  #opened

  constructor(scheme, secrets, options) {
    this.#scheme = scheme
    this.#secrets = secrets
    this.#options = options
    call((core) => this.#open(core))
  }

  /** The scheme's id. */
  get scheme() {
    return this.#scheme
  }

  /** Signs `{ method, url, headers, body, timestamp }`; the result is also a RequestInit. */
  sign(request) {
    const given = read(request)
    const running = core()
    try {
      const { handle, places } = this.#opened?.generation === running.generation ? this.#opened : this.#open(running)
      const texts = [given.method, given.url, given.timestamp]
      for (let i = 0; i < given.headers.length; i++) texts.push(given.headers[i][0], given.headers[i][1])
      const raw = typeof given.body === 'object' ? given.body : undefined
      if (raw === undefined) texts.push(given.body ?? '')
      running.write(texts, raw, raw === undefined ? blamed : blamedBeforeBytes)
      const at = running.glue.sign(handle, given.form, given.atMs, given.headers.length)
      if (at === 0) throw running.error()
      return signed(running, running.numbers(at), given, places)
    } catch (cause) {
      throw failure(cause)
    } finally {
      running.retireIfLarge()
    }
  }

  /** Forgets the key; the signer is of no use after that. */
  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    for (const [, secret] of this.#secrets) secret.fill(0)
    this.#secrets = []
    if (this.#opened) release(this.#opened)
    this.#opened = undefined
  }

  #open(core) {
    const scheme = utf8(this.#scheme, () => ({ part: 'scheme', code: 'ERR_SCHEME_UNKNOWN' }))
    core.writeBytes([scheme, ...this.#secrets.flat(), ...this.#options.flat()])
    const handle = core.glue.open(this.#secrets.length, this.#options.length)
    if (handle === 0) throw core.error()
    const names = core.glue.places(handle)
    const places = names.flatMap((name, index) => (index % 2 ? [{ part: names[index - 1], name }] : []))
    this.#opened = { generation: core.generation, handle, places }
    forgotten ??= typeof FinalizationRegistry === 'function' ? new FinalizationRegistry(release) : { register() {} }
    forgotten.register(this, { generation: core.generation, handle })
    return this.#opened
  }
}

let forgotten

/** Frees a key in the core, unless that core is gone. */
const release = ({ generation, handle }) => callStill(generation, (core) => core.glue.close(handle))

/** A request, checked. */
function read(request) {
  if (typeof request !== 'object' || request === null) {
    const message = `\`request\`: expected an object with \`method\`, \`url\` and \`body\`, got ${input.kind(request)}`
    throw new CountersignError('ERR_REQUEST_INVALID', message, { part: 'request' })
  }
  const { method, url, headers, body, timestamp } = request
  const given = {
    method: method === undefined ? '' : input.text(method, 'method', 'ERR_REQUEST_INVALID'),
    url: url === undefined ? '' : input.url(url),
    headers: input.headers(headers),
    body: input.body(body),
    form: CLOCK,
    atMs: 0,
    timestamp: '',
  }
  if (timestamp === undefined) {
    given.atMs = Date.now()
  } else if (typeof timestamp === 'string') {
    given.form = TEXT
    given.timestamp = timestamp
  } else {
    given.form = INSTANT
    given.atMs = input.instant(timestamp)
  }
  return given
}

/** The answer of the core, as the request to send. */
function signed(core, numbers, given, places) {
  const raw = core.view(numbers[0], numbers[1])
  const cut = numbers[2] === 1 ? new AsciiCut(core.decoder.decode(raw)) : new Cut(core.decoder, raw)
  const timestamp = cut.text(numbers[4])
  const signature = cut.text(numbers[5])
  const canonical = cut.text(numbers[6])
  const url = numbers[7] === UNCHANGED ? given.url : cut.text(numbers[7])
  let { body } = given
  if (numbers[8] !== UNCHANGED) {
    const start = cut.at
    const text = cut.text(numbers[8])
    body = typeof body === 'object' ? raw.slice(start, cut.at) : text
  }
  const headers = {}
  for (let i = 0; i < given.headers.length; i++) headers[given.headers[i][0]] = given.headers[i][1]
  let fields
  for (let i = VALUES, end = VALUES + 2 * numbers[VALUES - 1]; i < end; i += 2) {
    const { part, name } = places[numbers[i]]
    const value = cut.text(numbers[i + 1])
    if (part === 'field') {
      fields ??= {}
      fields[name] = value
    } else {
      if (given.headers.length > 0) dropSame(headers, name)
      headers[name] = value
    }
  }
  if (numbers[3] !== 0) headers['content-type'] = CONTENT_TYPES[numbers[3]]
  const method = given.method === '' ? (body === undefined ? 'GET' : 'POST') : given.method.toUpperCase()
  return { method, url, headers, body, fields, signature, canonical, timestamp }
}

/** Cuts the texts of an answer, one after the other; where all is ASCII, one decoded text is cut. */
class AsciiCut {
  at = 0

  constructor(whole) {
    this.whole = whole
  }

  text(length) {
    return this.whole.slice(this.at, (this.at += length))
  }
}

class Cut {
  at = 0

  constructor(decoder, raw) {
    this.decoder = decoder
    this.raw = raw
  }

  text(length) {
    return this.decoder.decode(this.raw.subarray(this.at, (this.at += length)))
  }
}

/** Drops the caller's spelling of a header that the scheme sets. */
function dropSame(headers, name) {
  for (const spelled of Object.keys(headers)) if (spelled.toLowerCase() === name.toLowerCase()) delete headers[spelled]
}

/** Names and secrets as bytes of our own, so that the core can be started again. */
function secrets(scheme, credentials) {
  if (typeof credentials !== 'object' || credentials === null) {
    const message = `\`${scheme}\` needs credentials: expected an object of them, got ${input.kind(credentials)}`
    throw new CountersignError('ERR_CREDENTIAL_MISSING', message)
  }
  return Object.entries(credentials).filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => {
    const blame = () => ({ part: name, code: 'ERR_CREDENTIAL_INVALID' })
    if (typeof value === 'string') return [utf8(name, blame), utf8(value, blame)]
    const raw = input.bytes(value)
    if (raw) return [utf8(name, blame), raw.slice()]
    const message = `\`${name}\`: expected text or bytes, got ${input.kind(value)}`
    throw new CountersignError('ERR_CREDENTIAL_INVALID', message, { part: name })
  })
}

function choices(options) {
  if (options === undefined) return []
  if (typeof options !== 'object' || options === null) {
    throw new CountersignError('ERR_CREDENTIAL_INVALID', `\`options\`: expected an object, got ${input.kind(options)}`)
  }
  return Object.entries(options).filter(([, value]) => value !== undefined).map(([name, value]) => {
    const blame = () => ({ part: name, code: 'ERR_CREDENTIAL_INVALID' })
    return [utf8(name, blame), utf8(input.text(value, name, 'ERR_CREDENTIAL_INVALID'), blame)]
  })
}

const blamedBeforeBytes = (index) => TEXTS[index] ?? { part: 'headers', code: 'ERR_REQUEST_INVALID' }

/** The text at an index, where the body is the last text. */
const blamed = (index, count) =>
  index === count - 1 ? { part: 'body', code: 'ERR_BODY_INVALID' } : blamedBeforeBytes(index)

const TEXTS = [
  { part: 'method', code: 'ERR_REQUEST_INVALID' },
  { part: 'url', code: 'ERR_REQUEST_INVALID' },
  { part: 'timestamp', code: 'ERR_TIMESTAMP_INVALID' },
]
const CONTENT_TYPES = [undefined, 'application/json', 'application/x-www-form-urlencoded']
// What a timestamp is, and how an answer is laid out: `src/js.rs` says the same.
const [CLOCK, INSTANT, TEXT] = [0, 1, 2]
const UNCHANGED = 0xffffffff
const VALUES = 10
