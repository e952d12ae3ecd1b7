// A WebAssembly core: started at the first call, replaced after a trap, called through one buffer and one table.
import { ANSWER_COUNT } from '#slots'
import { meant } from './did-you-mean.js'
import { CountersignError } from './error.js'
import { tag } from './input.js'
import { needed } from './text.js'
import { unavailable } from './wasm-unavailable.js'

let generation = 0

/** A WebAssembly module, which `load` gives with its glue, and its running instance. */
export class Engine {
  constructor(load, createHostKeys = noKeys) {
    this.load = load
    this.createHostKeys = createHostKeys
    this.module = undefined
    /** @type {Core | undefined} */
    this.live = undefined
  }

  /** The running core; starts one if needed. */
  core() {
    return (this.live ??= this.start())
  }

  /**
   * Calls the core. A trap only fails this call.
   *
   * @template Result
   * @param {(core: Core) => Result} run
   */
  call(run) {
    return this.core().call(run)
  }

  /** Calls the core of generation `number`, if it still runs. */
  callStill(number, run) {
    if (this.live?.generation === number) this.call(run)
  }

  /** Replaces the core. */
  start() {
    try {
      const { source, createGlue } = this.load()
      const given = this.module ?? source()
      this.module = tag(given) === 'WebAssembly.Module' ? given : new WebAssembly.Module(given)
      const keys = this.createHostKeys()
      /** @type {{ object: any }} */
      const answer = { object: undefined }
      const give = (object) => void (answer.object = object)
      const glue = createGlue({ TextEncoder: needed('TextEncoder'), TextDecoder: needed('TextDecoder'), host: keys, give })
      const instance = new WebAssembly.Instance(this.module, { './core_bg.js': glue })
      const exports = /** @type {{ memory: WebAssembly.Memory, __wbindgen_start(): void }} */ (instance.exports)
      glue.__wbg_set_wasm(exports)
      exports.__wbindgen_start()
      return new Core(this, glue, exports.memory, keys, answer)
    } catch (cause) {
      throw unavailable(cause)
    }
  }
}

/** @returns {{ clear(): void } | undefined} */
const noKeys = () => undefined

/** An instance and the views of its memory, which become empty when the memory grows. */
class Core {
  constructor(engine, glue, memory, keys, given) {
    this.engine = engine
    this.glue = glue
    this.memory = memory
    this.keys = keys
    this.given = given
    this.generation = ++generation
    this.encoder = new (needed('TextEncoder'))()
    this.decoder = new (needed('TextDecoder'))('utf-8', { ignoreBOM: true })
    this.bytes = this.area = EMPTY
    this.slots = this.answer = NO_SLOTS
    this.answerAt = 0
    this.large = false
  }

  /**
   * Runs a call. A trap only fails this call.
   *
   * @template Result
   * @param {(core: Core) => Result} run
   */
  call(run) {
    try {
      return this.done(run(this))
    } catch (cause) {
      throw this.failed(cause)
    }
  }

  /**
   * Ends a call with its `result`.
   *
   * @template Result
   * @param {Result} result
   */
  done(result) {
    // Linear memory never shrinks: after a huge call, a fresh instance frees it.
    if (this.large && this.engine.live === this) this.retire()
    return result
  }

  /** Ends a failed call, and returns the error to throw. After a trap the state is unknown, so the next call gets a fresh core. */
  failed(cause) {
    if (cause instanceof CountersignError) return this.done(cause)
    this.retire()
    const message = 'the core failed: expected an answer, got a trap; the next call starts a fresh one'
    return new CountersignError('ERR_INTERNAL', message, { cause })
  }

  /** Gives up this instance: wipes its memory, and drops the keys that the host has of it. */
  retire() {
    if (this.engine.live === this) this.engine.live = undefined
    this.keys?.clear()
    new Uint8Array(this.memory.buffer).fill(0)
  }

  /** Writes `pieces`, each a Uint8Array, for the next call. */
  writeBytes(pieces) {
    this.makeRoom(pieces.reduce((sum, piece) => sum + piece.length, 0), pieces.length)
    let at = 0
    for (const [index, piece] of pieces.entries()) {
      this.area.set(piece, at)
      this.slots[index] = piece.length
      at += piece.length
    }
  }

  makeRoom(bytes, slots) {
    // Growing one may move the memory of the other, so both views are renewed.
    while (this.area.length < bytes || this.slots.length < slots) {
      const [room, count] = [Math.max(bytes, 4096), Math.max(slots, 64)]
      this.large ||= room > LARGE
      const [at, tableAt] = [this.glue.texts(room), this.glue.table(count)]
      this.area = new Uint8Array(this.memory.buffer, at, room)
      this.slots = new Uint32Array(this.memory.buffer, tableAt, count)
    }
  }

  /** The numbers of a result at the address `at`; the first is their count. */
  numbers(at) {
    if (at !== this.answerAt || this.answer.length === 0) this.useAnswer(at, ANSWER_COUNT + 1)
    if (this.answer.length < this.answer[ANSWER_COUNT]) this.useAnswer(at, this.answer[ANSWER_COUNT])
    return this.answer
  }

  useAnswer(at, count) {
    this.answerAt = at
    this.answer = new Uint32Array(this.memory.buffer, at, count)
  }

  /** The bytes of a result: a view, to be copied before the next call. */
  view(at, length) {
    if (this.bytes.length === 0) this.bytes = new Uint8Array(this.memory.buffer)
    return this.bytes.subarray(at, at + length)
  }

  /** The ASCII text of a result. */
  ascii(at, length) {
    // Half the time of a TextDecoder.
    return this.latin1(at, length) ?? this.decoder.decode(this.view(at, length))
  }

  /** The bytes of a result as a string with one character for each; undefined if the host makes none from Latin-1. */
  latin1(at, length) {
    if (this.buffer === undefined || this.buffer.length === 0) this.buffer = globalThis.Buffer?.from(this.memory.buffer)
    return this.buffer?.latin1Slice?.(at, at + length)
  }

  /** Bytes to keep, which nobody can change: a string from Latin-1, which costs a fraction of a copy; else a copy. */
  keep(at, length) {
    return this.latin1(at, length) ?? this.view(at, length).slice()
  }

  /** The object that a call gives. */
  objectOf(call) {
    call(this.glue)
    return this.taken()
  }

  /** The object that the last call gave. */
  taken() {
    const { object } = this.given
    this.given.object = undefined
    return object
  }

  /** The error of the last call; `headers` are the request's, one of which it may name. */
  error(headers = []) {
    return errorOf(this.objectOf((glue) => glue.error()), headers)
  }
}

/** The error with the facts, which the core gives as a Map; `headers` are the request's, one of which it may name. */
export function errorOf(facts, headers = []) {
  const { code, message: said, part, typed, known, ...others } = Object.fromEntries(facts)
  const message = known ? said + meant(typed, known) : said
  const given = () => headers.some(([name]) => name.toLowerCase() === part?.toLowerCase())
  const blamed = code.startsWith('ERR_HEADER_') || (IN_HEADERS.includes(code) && !IN_REQUEST.includes(part) && given())
  return new CountersignError(code, message, { part, ...others, header: blamed ? part : undefined })
}

/**
 * A string of a result: a slice of `whole` if that is ASCII, else decoded.
 *
 * @returns {string}
 */
export function piece(core, whole, address, start, end) {
  return whole === undefined ? core.decoder.decode(core.view(address + start, end - start)) : whole.slice(start, end)
}

/** The errors that may name a header of the request, and the parts that are not headers even if a header has that name. */
const IN_HEADERS = ['ERR_REQUEST_INVALID', 'ERR_TIMESTAMP_INVALID', 'ERR_ALGORITHM_REFUSED']
const IN_REQUEST = ['method', 'url', 'body', 'timestamp']
const EMPTY = /* @__PURE__ */ new Uint8Array(0)
const NO_SLOTS = /* @__PURE__ */ new Uint32Array(0)
const LARGE = 4 << 20
