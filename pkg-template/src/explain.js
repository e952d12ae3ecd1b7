// explain: why a signature does not match. For debugging; never call it while serving a request: it returns the expected signature.
import { load as loadDefinitions } from '#later/catalogue'
import { load as loadNotes } from '#later/notes'
import { load } from '#later/wasm/explain'
import { FORM_TEXT, FORM_TIME } from '#slots'
import { Engine, errorOf } from './core.js'
import { BYTES, choices, secrets } from './credentials.js'
import { CurveKeys } from './curve-keys.js'
import { dispose, onDispose } from './dispose.js'
import { CountersignError, refused } from './error.js'
import { exported } from './export.js'
import * as input from './input.js'
import { clock, read } from './message.js'
import { readScheme } from './scheme.js'
import { encode, utf8 } from './text.js'

const explaining = /* @__PURE__ */ new Engine(load, () => new CurveKeys())

/** Explains the `received` signature of a request in one call. */
export function explain(scheme, credentials, request, received, options) {
  const opened = createExplainer(scheme, credentials, request, received, options)
  try {
    opened.step()
    return opened.report()
  } finally {
    dispose(opened)
  }
}

/** Explains in steps, so that a page can show progress, and stop. */
export function createExplainer(scheme, credentials, request, received, options) {
  const { id, text, definition } = readScheme(scheme)
  const { budgetBytes = BUDGET, signedBy, now, crypto, ...others } = options ?? {}
  if (signedBy !== undefined && signedBy !== 'client' && signedBy !== 'provider') {
    throw refused('ERR_ARGUMENT_INVALID', 'signedBy', "'client' or 'provider'", input.kind(signedBy))
  }
  const given = read(request)
  const facts = {
    received: received === undefined ? '' : input.text(received, 'received', 'ERR_ARGUMENT_INVALID'),
    nowMs: clock(now),
    // The scheme's by default.
    byProvider: signedBy && signedBy === 'provider',
    budget: bytesOf(budgetBytes, 'budgetBytes'),
  }
  const asked = { others: otherSchemes(id), scheme: definition ?? id, text: withMisreadings(id, text), secrets: secrets(id, credentials), options: choices({ ...others, crypto }), given, facts }
  // The other members of a saved case.
  const saved = { signedBy, options: { ...others, ...(now && { now: now.toISOString() }) } }
  return new Explainer(open(asked), asked, saved)
}

// Each search has its own core, which is dropped with it: it may take much memory, and holds keys in many forms.
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

  /** Searches until about `budgetBytes` more are hashed; returns true at the end. */
  step = (budgetBytes = Number.MAX_SAFE_INTEGER) => {
    const bytes = bytesOf(budgetBytes, 'budgetBytes')
    return this.#call(({ glue }) => glue.step(bytes))
  }

  /** The report so far. */
  report = () => {
    return this.#call(reportOf)
  }

  /** The case as plain data, with fresh secrets, and a signature made with them and the same mistakes. */
  export = () => {
    const asked = this.#asked
    return this.#call((core) => {
      const sign = (other) => {
        write(core, other)
        const isMade = core.glue.again(other.secrets.length, other.options.length, other.given.headers.length, asked.others.length)
        const pair = core.taken()
        if (!isMade) throw asExport(core.error(other.given.headers))
        return pair
      }
      const isAlike = (other) => gist(looked(other)) === gist(reportOf(core))
      return exported(asked, this.#saved, sign, isAlike)
    })
  }

  /** Wipes the keys; the explainer cannot be used afterwards. */
  #forget() {
    this.#core?.retire()
    for (const [, secret] of this.#asked?.secrets ?? []) secret.fill(0)
    this.#core = this.#asked = undefined
  }

  #call(run) {
    if (!this.#core) {
      const message = 'the explainer was disposed of, or failed: it holds nothing any more, so create another'
      throw new CountersignError('ERR_DISPOSED', message)
    }
    try {
      return this.#core.call(run)
    } catch (error) {
      // A core that failed is wiped, and its findings are lost.
      if (error.code === 'ERR_INTERNAL') this.#core = undefined
      throw error
    }
  }
}

/** The core blames how its function was called, but the caller asked for an export. */
const asExport = (error) =>
  error.part === 'export' ? new CountersignError('ERR_EXPORT_REFUSED', error.message, { part: error.part }) : error

/** A core with an open search. */
function open(asked) {
  const { secrets, options, others, given, facts } = asked
  const core = explaining.start()
  try {
    core.call(() => {
      if (given.form === FORM_TIME) Object.assign(given, { form: FORM_TEXT, timestamp: written(core, asked) })
      write(core, asked)
      const { nowMs, byProvider, budget } = facts
      const counts = [secrets.length, options.length, given.headers.length, others.length]
      const isOpen = core.glue.open(...counts, nowMs, byProvider, budget)
      if (!isOpen) throw core.error(given.headers)
    })
    return core
  } catch (error) {
    core.retire()
    for (const [, secret] of secrets) secret.fill(0)
    throw error
  }
}

/** The definition `text`, with what is known to be misread of the scheme `id`, if it is that of the catalogue. */
const withMisreadings = (id, text) =>
  text === loadDefinitions().DEFINITIONS[id] ? JSON.stringify({ ...JSON.parse(text), ...JSON.parse(loadNotes().NOTES[id]) }) : text

/** The id and the canonical string of each scheme of the catalogue; the definition, too, of those of the same provider as `id`. */
function otherSchemes(id) {
  const provider = `${id.split('.')[0]}.`
  known ??= Object.entries(loadDefinitions().DEFINITIONS).map(([other, text]) => [other, JSON.parse(text).canonical, text])
  return known.map(([other, canonical, text]) => [other, canonical, other !== id && other.startsWith(provider) ? text : ''].map(encode))
}
let known

/** A Date in the form of the scheme. */
function written(core, { text, given }) {
  core.writeBytes([utf8(text, { part: 'scheme', code: 'ERR_SCHEME_UNKNOWN' })])
  const timestamp = core.glue.timestamp(given.atMs)
  if (timestamp === undefined) throw core.error()
  return timestamp
}

/** The report of a search. */
function looked(asked) {
  // If opening fails, the core wipes the secrets.
  const core = open({ ...asked, secrets: asked.secrets.map((pair) => pair.map((bytes) => bytes.slice())) })
  try {
    return core.call((core) => {
      core.glue.step(Number.MAX_SAFE_INTEGER)
      return reportOf(core)
    })
  } finally {
    core.retire()
  }
}

/** The part of a report that does not depend on the credentials. */
function gist(report) {
  const { verdict, keyIndex, findings } = report
  return JSON.stringify([verdict, keyIndex, findings.map(({ causes }) => causes.map(({ id }) => id))])
}

function write(core, { text, secrets, options, others, given: { method, url, timestamp, headers, body }, facts }) {
  const bytes = (value, part, code = 'ERR_REQUEST_INVALID') => utf8(value, { part, code })
  core.writeBytes([
    bytes(text, 'scheme', 'ERR_SCHEME_UNKNOWN'),
    ...secrets.flatMap(([name, secret]) => [name, secret, BYTES]),
    ...options.flat(),
    bytes(method, 'method'),
    bytes(url, 'url'),
    bytes(timestamp, 'timestamp', 'ERR_TIMESTAMP_INVALID'),
    ...headers.flat().map((one) => bytes(one, 'headers')),
    typeof body === 'object' ? body : bytes(body ?? '', 'body', 'ERR_BODY_INVALID'),
    bytes(facts.received, 'received', 'ERR_ARGUMENT_INVALID'),
    ...others.flat(),
  ])
}

function bytesOf(value, name) {
  if (typeof value === 'number' && value >= 1) return Math.min(value, Number.MAX_SAFE_INTEGER)
  throw refused('ERR_ARGUMENT_INVALID', name, 'a number of bytes from 1 on', typeof value === 'number' ? String(value) : input.kind(value))
}

/** The core's report, with an error where it has the facts of one. */
function reportOf(core) {
  const report = core.objectOf((glue) => glue.report())
  return { ...report, fault: report.fault && errorOf(report.fault) }
}

const BUDGET = 64 << 20
