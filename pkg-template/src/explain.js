// explain: why a signature does not match. For debuggers, never for the way of a request: it says what was due.
import { createGlue, source } from '#explaining'
import { Engine } from './core.js'
import { choices, secrets } from './credentials.js'
import { CountersignError, refused } from './error.js'
import * as input from './input.js'
import { INSTANT, read } from './message.js'
import { readScheme } from './scheme.js'
import { encode, utf8 } from './text.js'

const explaining = /* @__PURE__ */ new Engine({ source, createGlue })

/** Explains the signature `received` of a request, in one go. */
export function explain(scheme, credentials, request, received, options) {
  const opened = explainer(scheme, credentials, request, received, options)
  try {
    opened.next()
    return opened.report()
  } finally {
    opened[DISPOSE]()
  }
}

/** The same in steps, so that a page can show how far it is, and stop. */
export function explainer(scheme, credentials, request, received, options) {
  const { id, text } = readScheme(scheme)
  const { budgetBytes = BUDGET, signedBy = id.endsWith('.webhook') ? 'sender' : 'you', now, ...others } = options ?? {}
  if (signedBy !== 'you' && signedBy !== 'sender') {
    throw refused('ERR_REQUEST_INVALID', 'signedBy', "'you' or 'sender'", input.kind(signedBy))
  }
  const given = read(request)
  if (given.form === INSTANT) {
    const expected = 'the text of the timestamp, since it is what was signed'
    throw refused('ERR_TIMESTAMP_INVALID', 'timestamp', expected, 'a Date')
  }
  const facts = {
    received: received === undefined ? '' : input.text(received, 'received', 'ERR_REQUEST_INVALID'),
    nowMs: now === undefined ? Date.now() : input.instant(now, 'now'),
    isSender: signedBy === 'sender',
    budget: bytesOf(budgetBytes, 'budgetBytes'),
  }
  return new Explainer(open(text, secrets(id, credentials), choices(others), given, facts))
}

// Each has a core of its own, which goes with it: a search may take much memory, and holds keys in many forms.
class Explainer {
  #core

  constructor(core) {
    this.#core = core
  }

  /** Goes on until about `budgetBytes` more are hashed; true at the end. */
  next = (budgetBytes = Number.MAX_SAFE_INTEGER) => {
    const bytes = bytesOf(budgetBytes, 'budgetBytes')
    return this.#call(({ glue }) => glue.step(bytes))
  }

  /** What is known so far. */
  report = () => {
    return this.#call(({ glue }) => JSON.parse(glue.report(), revived))
  }

  /** Forgets the keys; the explainer is of no use after that. */
  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.#core?.retire()
    this.#core = undefined
  }

  #call(run) {
    if (!this.#core) {
      const message = 'the explainer is gone: expected one that was not disposed of and did not fail; create another'
      throw new CountersignError('ERR_CREDENTIAL_MISSING', message)
    }
    try {
      return this.#core.call(run)
    } catch (error) {
      // A core that failed is wiped; no other has what this one had found.
      this.#core = undefined
      throw error
    }
  }
}

/** A core that holds everything. */
function open(scheme, secrets, options, { method, url, timestamp, headers, body }, { received, nowMs, isSender, budget }) {
  const text = (value, part, code = 'ERR_REQUEST_INVALID') => utf8(value, { part, code })
  const core = explaining.start()
  try {
    const pieces = [
      text(scheme, 'scheme', 'ERR_SCHEME_UNKNOWN'),
      ...secrets.flat(),
      ...options.flat(),
      text(method, 'method'),
      text(url, 'url'),
      text(timestamp, 'timestamp', 'ERR_TIMESTAMP_INVALID'),
      ...headers.flat().map((one) => text(one, 'headers')),
      typeof body === 'object' ? body : text(body ?? '', 'body', 'ERR_BODY_INVALID'),
      text(received, 'received'),
    ]
    core.call(() => {
      core.writeBytes(pieces)
      const isOpen = core.glue.open(secrets.length, options.length, headers.length, nowMs, isSender, budget)
      if (!isOpen) throw core.error(headers)
    })
    return core
  } catch (error) {
    core.retire()
    throw error
  } finally {
    for (const [, secret] of secrets) secret.fill(0)
  }
}

function bytesOf(value, name) {
  if (typeof value === 'number' && value >= 1) return Math.min(value, Number.MAX_SAFE_INTEGER)
  throw refused('ERR_REQUEST_INVALID', name, 'a number of bytes', typeof value === 'number' ? String(value) : input.kind(value))
}

/** Segments get their bytes, which JSON has as text or in hexadecimal; what is absent is undefined, errors are errors. */
function revived(name, value) {
  if (name === 'fault' && value) return new CountersignError(value.code, value.message, value)
  if (typeof value?.label !== 'string') return value ?? undefined
  const { label, text, hex } = value
  const bytes = hex === undefined ? encode(text) : Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16))
  return { label, text, bytes }
}

const DISPOSE = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const BUDGET = 64 << 20
