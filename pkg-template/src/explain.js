// explain: why a signature does not match. For debuggers, never for the way of a request: it says what was due.
import { createGlue, source } from '#explaining'
import { FORM_TIME } from '#slots'
import { Engine } from './core.js'
import { choices, secrets } from './credentials.js'
import { dispose, onDispose } from './dispose.js'
import { CountersignError, refused } from './error.js'
import { exported } from './export.js'
import * as input from './input.js'
import { read } from './message.js'
import { readScheme } from './scheme.js'
import { encode, utf8 } from './text.js'

const explaining = /* @__PURE__ */ new Engine({ source, createGlue })

/** Explains the signature `received` of a request, in one go. */
export function explain(scheme, credentials, request, received, options) {
  const opened = createExplainer(scheme, credentials, request, received, options)
  try {
    opened.step()
    return opened.report()
  } finally {
    dispose(opened)
  }
}

/** The same in steps, so that a page can show how far it is, and stop. */
export function createExplainer(scheme, credentials, request, received, options) {
  const { id, text, definition } = readScheme(scheme)
  const { budgetBytes = BUDGET, signedBy, now, ...others } = options ?? {}
  if (signedBy !== undefined && signedBy !== 'client' && signedBy !== 'provider') {
    throw refused('ERR_REQUEST_INVALID', 'signedBy', "'client' or 'provider'", input.kind(signedBy))
  }
  const given = read(request)
  if (given.form === FORM_TIME) {
    const expected = 'the text of the timestamp, since it is what was signed'
    throw refused('ERR_TIMESTAMP_INVALID', 'timestamp', expected, 'a Date')
  }
  const facts = {
    received: received === undefined ? '' : input.text(received, 'received', 'ERR_REQUEST_INVALID'),
    nowMs: now === undefined ? Date.now() : input.milliseconds(now, 'now'),
    // Where nobody says, the scheme does.
    isSender: signedBy && signedBy === 'provider',
    budget: bytesOf(budgetBytes, 'budgetBytes'),
  }
  const asked = { scheme: definition ?? id, text, secrets: secrets(id, credentials), options: choices(others), given, facts }
  // What a saved case says besides.
  const saved = { signedBy, options: { ...others, ...(now && { now: now.toISOString() }) } }
  if (others.toleranceSeconds === Infinity) delete saved.options.toleranceSeconds
  return new Explainer(open(asked), asked, saved)
}

// Each has a core of its own, which goes with it: a search may take much memory, and holds keys in many forms.
class Explainer {
  #core
  #asked
  #saved

  constructor(core, asked, saved) {
    this.#core = core
    this.#asked = asked
    this.#saved = saved
    onDispose(this, () => this.#forget())
  }

  /** Goes on until about `budgetBytes` more are hashed; true at the end. */
  step = (budgetBytes = Number.MAX_SAFE_INTEGER) => {
    const bytes = bytesOf(budgetBytes, 'budgetBytes')
    return this.#call(({ glue }) => glue.step(bytes))
  }

  /** What is known so far. */
  report = () => {
    return this.#call(({ glue }) => JSON.parse(glue.report(), revived))
  }

  /** The case as plain data, with fresh secrets, and the signature that they make by what was found. */
  export = () => {
    const asked = this.#asked
    return this.#call((core) => {
      const sign = (other) => {
        write(core, other)
        const pair = core.glue.again(other.secrets.length, other.options.length, other.given.headers.length)
        if (pair === '') throw core.error(other.given.headers)
        return JSON.parse(pair)
      }
      const isAlike = (other) => gist(looked(other)) === gist(core.glue.report())
      return exported(asked, this.#saved, sign, isAlike)
    })
  }

  /** Forgets the keys; the explainer is of no use after that. */
  #forget() {
    this.#core?.retire()
    for (const [, secret] of this.#asked?.secrets ?? []) secret.fill(0)
    this.#core = this.#asked = undefined
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
      if (error.code === 'ERR_INTERNAL') this.#core = undefined
      throw error
    }
  }
}

/** A core that holds what was asked. */
function open(asked) {
  const { secrets, options, given, facts } = asked
  const core = explaining.start()
  try {
    core.call(() => {
      write(core, asked)
      const { nowMs, isSender, budget } = facts
      const isOpen = core.glue.open(secrets.length, options.length, given.headers.length, nowMs, isSender, budget)
      if (!isOpen) throw core.error(given.headers)
    })
    return core
  } catch (error) {
    core.retire()
    for (const [, secret] of secrets) secret.fill(0)
    throw error
  }
}

/** The report on what was asked, as JSON. */
function looked(asked) {
  // A core that cannot be opened wipes the secrets that it was given.
  const core = open({ ...asked, secrets: asked.secrets.map((pair) => pair.map((bytes) => bytes.slice())) })
  try {
    return core.call(({ glue }) => {
      glue.step(Number.MAX_SAFE_INTEGER)
      return glue.report()
    })
  } finally {
    core.retire()
  }
}

/** What a report comes to, whatever the credentials are. */
function gist(report) {
  const { verdict, keyIndex, findings } = JSON.parse(report)
  return JSON.stringify([verdict, keyIndex, findings.map(({ causes }) => causes.map(({ id }) => id))])
}

function write(core, { text, secrets, options, given: { method, url, timestamp, headers, body }, facts }) {
  const bytes = (value, part, code = 'ERR_REQUEST_INVALID') => utf8(value, { part, code })
  core.writeBytes([
    bytes(text, 'scheme', 'ERR_SCHEME_UNKNOWN'),
    ...secrets.flat(),
    ...options.flat(),
    bytes(method, 'method'),
    bytes(url, 'url'),
    bytes(timestamp, 'timestamp', 'ERR_TIMESTAMP_INVALID'),
    ...headers.flat().map((one) => bytes(one, 'headers')),
    typeof body === 'object' ? body : bytes(body ?? '', 'body', 'ERR_BODY_INVALID'),
    bytes(facts.received, 'received'),
  ])
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

const BUDGET = 64 << 20
