// createSigner: a scheme with its credentials, keyed once in the core and opened again when the core is replaced.
import { call, callStill, core, isWellFormed, loneSurrogate, utf8 } from './core.js'
import { CountersignError } from './error.js'
import * as input from './input.js'

/** A signer for the scheme called `scheme`. */
export function createSigner(scheme, credentials, options) {
  if (typeof scheme === 'string') return new Signer(scheme, secrets(scheme, credentials), choices(options))
  const message = `unknown scheme: expected an id that \`schemes()\` lists, got ${input.kind(scheme)}`
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
      write(running, given)
      const atMs = given.form === CLOCK ? Date.now() : given.atMs
      const at = running.glue.sign(handle, given.form, atMs, given.headers.length)
      if (at === 0) throw running.error(given.headers)
      return running.done(signed(running, running.numbers(at), given, places))
    } catch (cause) {
      throw running.failed(cause)
    }
  }

  /** Forgets the key; the signer is of no use after that. */
  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    for (const [, secret] of this.#secrets ?? []) secret.fill(0)
    this.#secrets = undefined
    // Once closed, the handle may be another signer's.
    forgotten?.unregister(this)
    if (this.#opened) release(this.#opened)
    this.#opened = undefined
  }

  #open(core) {
    if (this.#secrets === undefined) {
      const message = `the signer for \`${this.#scheme}\` was disposed of: expected one that holds its key; create another`
      throw new CountersignError('ERR_CREDENTIAL_MISSING', message)
    }
    const scheme = utf8(this.#scheme, { part: 'scheme', code: 'ERR_SCHEME_UNKNOWN' })
    core.writeBytes([scheme, ...this.#secrets.flat(), ...this.#options.flat()])
    const handle = core.glue.open(this.#secrets.length, this.#options.length)
    if (handle === 0) throw core.error()
    const places = []
    for (const texts = core.glue.places(handle); texts.length > 0;) {
      const [part, name, kind, value] = texts.splice(0, 4)
      places.push({ part, name, kind, value })
    }
    this.#opened = { generation: core.generation, handle, places }
    if (typeof FinalizationRegistry === 'function') forgotten ??= new FinalizationRegistry(release)
    forgotten?.register(this, { generation: core.generation, handle }, this)
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
    url: input.url(url),
    headers: input.headers(headers),
    body: input.body(body),
    form: CLOCK,
    atMs: 0,
    timestamp: '',
  }
  if (typeof timestamp === 'string') {
    given.form = TEXT
    given.timestamp = timestamp
  } else if (timestamp !== undefined) {
    given.form = INSTANT
    given.atMs = input.instant(timestamp)
  }
  return given
}

/** Writes the texts of a request, and then its body, for the core to read. */
function write(core, { method, url, timestamp, headers, body }) {
  let joined = method + url + timestamp
  for (let i = 0; i < headers.length; i++) joined += headers[i][0] + headers[i][1]
  if (typeof body === 'string') joined += body
  const end = joined.length
  core.makeRoom(typeof body === 'object' ? end + body.length : end, 4 + 2 * headers.length)
  const { read, written } = core.encoder.encodeInto(joined, core.area)
  // As many bytes as letters, and all letters read: all is ASCII, and lengths in letters are lengths in bytes.
  if (read !== end || written !== end) return writeEach(core, method, url, timestamp, headers, body)
  const { slots } = core
  slots[0] = method.length
  slots[1] = url.length
  slots[2] = timestamp.length
  let last = 3
  for (let i = 0; i < headers.length; i++) {
    slots[last++] = headers[i][0].length
    slots[last++] = headers[i][1].length
  }
  slots[last] = body === undefined ? 0 : body.length
  if (typeof body === 'object') core.area.set(body, end)
}

/** The same for texts outside ASCII: one by one, each at most three bytes a letter. */
function writeEach(core, method, url, timestamp, headers, body) {
  const texts = [method, url, timestamp, ...headers.flat()]
  if (typeof body !== 'object') texts.push(body ?? '')
  const raw = typeof body === 'object' ? body.length : 0
  core.makeRoom(raw + 3 * texts.reduce((letters, text) => letters + text.length, 0), texts.length + 1)
  let at = 0
  for (let i = 0; i < texts.length; i++) {
    if (!isWellFormed(texts[i])) throw loneSurrogate(texts[i], i === 3 + 2 * headers.length ? BODY : TEXTS[i] ?? HEADERS)
    core.slots[i] = core.encoder.encodeInto(texts[i], core.area.subarray(at)).written
    at += core.slots[i]
  }
  if (typeof body !== 'object') return
  core.area.set(body, at)
  core.slots[texts.length] = raw
}

/** The answer of the core, as the request to send: its texts lie one after the other. */
function signed(core, numbers, given, places) {
  const address = numbers[0]
  const whole = numbers[2] === 1 ? core.ascii(address, numbers[1]) : undefined
  let at = 0
  const timestamp = piece(core, whole, address, at, (at += numbers[4]))
  const signature = piece(core, whole, address, at, (at += numbers[5]))
  const canonical = piece(core, whole, address, at, (at += numbers[6]))
  let { url, body } = given
  if (numbers[7] !== UNCHANGED) url = piece(core, whole, address, at, (at += numbers[7]))
  if (numbers[8] !== UNCHANGED) {
    const start = at
    at += numbers[8]
    body = typeof body === 'object' ? core.view(address + start, at - start).slice() : piece(core, whole, address, start, at)
  }
  const headers = {}
  for (let i = 0; i < given.headers.length; i++) headers[given.headers[i][0]] = given.headers[i][1]
  let fields
  for (let i = VALUES, end = VALUES + 2 * numbers[VALUES - 1]; i < end; i += 2) {
    const place = places[numbers[i]]
    let { value } = place
    if (place.kind === 'timestamp') value = timestamp
    else if (place.kind === 'signature') value = signature
    else if (place.kind === 'mixed') value = piece(core, whole, address, at, (at += numbers[i + 1]))
    if (place.part === 'field') {
      fields ??= {}
      fields[place.name] = value
    } else {
      if (given.headers.length > 0) dropSame(headers, place.name)
      headers[place.name] = value
    }
  }
  if (numbers[3] !== 0) headers['content-type'] = CONTENT_TYPES[numbers[3]]
  return { method: methodOf(given.method, body), url, headers, body, fields, signature, canonical, timestamp }
}

/** A text of an answer: cut from the whole where that is ASCII, else decoded. */
function piece(core, whole, address, start, end) {
  return whole === undefined ? core.decoder.decode(core.view(address + start, end - start)) : whole.slice(start, end)
}

/** The method to send, in upper case; without one, what fetch and curl take: POST with a body, else GET. */
function methodOf(method, body) {
  if (method === 'POST' || method === 'GET') return method
  if (method === '') return body === undefined || body.length === 0 ? 'GET' : 'POST'
  return method.toUpperCase()
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
    const blame = { part: name, code: 'ERR_CREDENTIAL_INVALID' }
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
    const blame = { part: name, code: 'ERR_CREDENTIAL_INVALID' }
    return [utf8(name, blame), utf8(input.text(value, name, 'ERR_CREDENTIAL_INVALID'), blame)]
  })
}

const TEXTS = [
  { part: 'method', code: 'ERR_REQUEST_INVALID' },
  { part: 'url', code: 'ERR_REQUEST_INVALID' },
  { part: 'timestamp', code: 'ERR_TIMESTAMP_INVALID' },
]
const HEADERS = { part: 'headers', code: 'ERR_REQUEST_INVALID' }
const BODY = { part: 'body', code: 'ERR_BODY_INVALID' }
const CONTENT_TYPES = [undefined, 'application/json', 'application/x-www-form-urlencoded']
// What a timestamp is, and how an answer is laid out: `src/js.rs` says the same.
const [CLOCK, INSTANT, TEXT] = [0, 1, 2]
const UNCHANGED = 0xffffffff
const VALUES = 10
