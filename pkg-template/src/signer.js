// createSigner: a scheme with its credentials, whose key the core makes once.
import {
  ANSWER_ADDRESS, ANSWER_IS_ASCII, ANSWER_LENGTH, CONTENT_TYPE_FORM, CONTENT_TYPE_JSON, CONTENT_TYPE_NONE, FORM_CLOCK,
  FORM_TEXT, KIND_MIXED, KIND_SIGNATURE, KIND_TIMESTAMP, LOCATION_FIELD, PLACES_END, PLACES_PLACES, PLACE_END,
  PLACE_KIND, PLACE_NAME, PLACE_PART, PLACE_VALUE, PREPARED_KEY_SCOPE, PREPARED_TIMESTAMP, SIGNED_BODY, SIGNED_CANONICAL,
  SIGNED_CONTENT_TYPE, SIGNED_END, SIGNED_METHOD, SIGNED_SIGNATURE, SIGNED_TIMESTAMP, SIGNED_URL, SIGNED_VALUES, UNCHANGED, VALUE_END,
  VALUE_LENGTH, VALUE_PLACE,
} from '#slots'
import { piece } from './core.js'
import { choices, secrets } from './credentials.js'
import { onDispose } from './dispose.js'
import { refused } from './error.js'
import { send } from './fetch.js'
import { Handle } from './handle.js'
import * as input from './input.js'
import { STATUS, own, read, write, writeWith } from './message.js'
import { put } from './object.js'
import { readScheme } from './scheme.js'
/** @import { Signed } from '../index.js' */

/** A signer for `scheme`. */
export function createSigner(scheme, credentials, options) {
  const read = readScheme(scheme)
  return new Signer(new Handle(SIGNER, read, secrets(read.id, credentials), choices(options)))
}

// Its methods are members of each object, so that they can be destructured: `const { sign } = createSigner(…)`.
class Signer {
  #handle

  constructor(handle) {
    this.#handle = handle
    // Wipes the keys; the object cannot be used afterwards.
    onDispose(this, () => handle.dispose())
  }

  /** The scheme's id. */
  get scheme() {
    return this.#handle.scheme
  }

  /** The public half of its key pair, as SPKI in base64; undefined for a scheme without one. */
  get publicKey() {
    const der = this.#handle.engine.call((core) => {
      const { number } = this.#handle.in(core)
      return core.objectOf((glue) => glue.public_key(number))
    })
    return der && btoa(String.fromCharCode(...der))
  }

  /** Signs `{ method, url, headers, body, timestamp, now }`; the result is also a RequestInit. */
  sign = (request) => {
    const given = read(request)
    const running = this.#handle.engine.core()
    try {
      const { number, notes } = this.#handle.in(running)
      write(running, given)
      const at = running.glue.sign(number, given.form, given.atMs, given.headers.length)
      if (at === 0) throw running.error(given.headers)
      return running.done(signed(running, running.numbers(at), given, notes.places))
    } catch (cause) {
      throw running.failed(cause)
    }
  }

  /** The bytes of a request to sign with an external key; `finish` takes the raw signature. */
  prepare = (request) => {
    const given = read(request)
    return this.#handle.engine.call((core) => {
      const { number, notes } = this.#handle.in(core)
      write(core, given)
      const at = core.glue.prepare(number, given.form, given.atMs, given.headers.length)
      if (at === 0) throw core.error(given.headers)
      const numbers = core.numbers(at)
      const text = (start, length) => core.decoder.decode(core.view(numbers[ANSWER_ADDRESS] + start, length))
      let cut = numbers[PREPARED_TIMESTAMP]
      const timestamp = text(0, cut)
      const algorithm = { ...notes.algorithm }
      if (numbers[PREPARED_KEY_SCOPE] !== UNCHANGED) {
        algorithm.keyScope = text(cut, numbers[PREPARED_KEY_SCOPE])
        cut += numbers[PREPARED_KEY_SCOPE]
      }
      const signingInput = core.view(numbers[ANSWER_ADDRESS] + cut, numbers[ANSWER_LENGTH] - cut).slice()
      // The clock goes on, and what was prepared stays.
      const prepared = given.form === FORM_CLOCK ? { ...given, form: FORM_TEXT, timestamp } : given
      return { algorithm, signingInput, finish: (signature) => this.#finish(prepared, signature) }
    })
  }

  /** Signs a request and sends it with the host's fetch. */
  fetch = (resource, init) => {
    const definition = () => this.#handle.definition
    return send(this.sign, definition, resource, init)
  }

  #finish(given, signature) {
    const raw = input.bytes(signature)
    if (raw === undefined) {
      throw refused('ERR_ARGUMENT_INVALID', 'signature', 'the raw bytes of the signature', input.kind(signature))
    }
    return this.#handle.engine.call((core) => {
      const { number, notes } = this.#handle.in(core)
      writeWith(core, given, raw)
      const at = core.glue.finish(number, given.form, given.atMs, given.headers.length)
      if (at === 0) throw core.error(given.headers)
      // Each result has its own copy of the body.
      return signed(core, core.numbers(at), { ...given, body: own(given.body) }, notes.places)
    })
  }
}

/** How a signer is opened in the core, and what is known about it. */
const SIGNER = {
  name: 'signer',
  open: (glue, credentials, options) => glue.open_signer(credentials, options),
  close: (glue, number) => glue.close_signer(number),
  note(core, number) {
    const at = core.glue.places(number)
    if (at === 0) throw core.error()
    const algorithm = Object.fromEntries(core.objectOf((glue) => glue.algorithm(number)))
    return { algorithm, places: placesOf(core, core.numbers(at)) }
  },
}

/** The places of a signer's values. */
function placesOf(core, numbers) {
  let at = numbers[ANSWER_ADDRESS]
  const text = (length) => piece(core, undefined, 0, at, (at += length))
  const places = []
  for (let place = PLACES_END; places.length < numbers[PLACES_PLACES]; place += PLACE_END) {
    const name = text(numbers[place + PLACE_NAME])
    const value = text(numbers[place + PLACE_VALUE])
    places.push({ part: numbers[place + PLACE_PART], kind: numbers[place + PLACE_KIND], name, value })
  }
  return places
}

/**
 * The result of the core as the request to send; its strings are stored one after the other.
 *
 * @returns {Signed<any>} whose body is of the type of the request's
 */
function signed(core, numbers, given, places) {
  const address = numbers[ANSWER_ADDRESS]
  const whole = numbers[ANSWER_IS_ASCII] === 1 ? core.ascii(address, numbers[ANSWER_LENGTH]) : undefined
  let at = 0
  const timestamp = piece(core, whole, address, at, (at += numbers[SIGNED_TIMESTAMP]))
  const signature = piece(core, whole, address, at, (at += numbers[SIGNED_SIGNATURE]))
  const canonical = piece(core, whole, address, at, (at += numbers[SIGNED_CANONICAL]))
  let { method, url, body } = given
  if (numbers[SIGNED_METHOD] !== UNCHANGED) method = piece(core, whole, address, at, (at += numbers[SIGNED_METHOD]))
  if (numbers[SIGNED_URL] !== UNCHANGED) url = piece(core, whole, address, at, (at += numbers[SIGNED_URL]))
  if (numbers[SIGNED_BODY] !== UNCHANGED) {
    const start = at
    at += numbers[SIGNED_BODY]
    body = typeof body === 'object' ? core.view(address + start, at - start).slice() : piece(core, whole, address, start, at)
  }
  const headers = {}
  for (let i = 0; i < given.headers.length; i++) {
    if (given.headers[i][0] !== STATUS) put(headers, given.headers[i][0], given.headers[i][1])
  }
  /** @type {Record<string, string> | undefined} */
  let fields
  for (let i = SIGNED_END, end = SIGNED_END + VALUE_END * numbers[SIGNED_VALUES]; i < end; i += VALUE_END) {
    const place = places[numbers[i + VALUE_PLACE]]
    let { value } = place
    if (place.kind === KIND_TIMESTAMP) value = timestamp
    else if (place.kind === KIND_SIGNATURE) value = signature
    else if (place.kind === KIND_MIXED) value = piece(core, whole, address, at, (at += numbers[i + VALUE_LENGTH]))
    if (place.part === LOCATION_FIELD) {
      put((fields ??= {}), place.name, value)
    } else {
      if (given.headers.length > 0) dropSame(headers, place.name)
      put(headers, place.name, value)
    }
  }
  const type = numbers[SIGNED_CONTENT_TYPE]
  if (type !== CONTENT_TYPE_NONE) headers['content-type'] = CONTENT_TYPES[type]
  return { method, url, headers, body, fields, signature, canonical, timestamp: timestamp || undefined }
}

/** Removes the caller's spelling of a header that the scheme sets. */
function dropSame(headers, name) {
  for (const spelled of Object.keys(headers)) if (spelled.toLowerCase() === name.toLowerCase()) delete headers[spelled]
}

const CONTENT_TYPES = {
  [CONTENT_TYPE_JSON]: 'application/json',
  [CONTENT_TYPE_FORM]: 'application/x-www-form-urlencoded',
}
