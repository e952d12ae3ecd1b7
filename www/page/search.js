// Runs searches: the first part immediately, the rest in a worker or, without one, between frames.
import { close, open, plain, reported } from './run.js'

/** Runs one search at a time; a new one cancels the last. */
export class Search {
  #worker
  #number = 0
  #opened
  #asked
  #startedAt
  #listener

  /** `makeWorker` returns a worker, or throws if the host allows none. */
  constructor(makeWorker, listener) {
    this.#listener = listener
    this.place = 'page'
    /** Resolves once it is known whether there is a worker. */
    this.settled = new Promise((resolve) => (this.settle = resolve))
    try {
      const worker = makeWorker()
      this.#adopt(worker)
    } catch {
      // Without workers, searches run between frames.
      this.settle()
    }
  }

  /** Starts a search; it calls the listener's `progress`, `report` and `error`. */
  start(asked) {
    this.cancel()
    this.#asked = asked
    this.#startedAt = performance.now()
    const isSmall = sizeOf(asked) <= SMALL
    if (!isSmall && this.#worker) return this.#handOver()
    this.#open(isSmall)
  }

  /** Cancels the running search; returns whether there was one. */
  cancel() {
    const isRunning = this.#asked !== undefined
    this.#number++
    this.#asked = undefined
    this.#worker?.postMessage({ kind: 'cancel' })
    if (this.#opened) close(this.#opened.search)
    this.#opened = undefined
    return isRunning
  }

  #open(isSmall) {
    try {
      this.#opened = open(this.#asked)
      const isDone = this.#opened.isBare || (isSmall && this.#opened.search.step(FIRST))
      if (isDone) return this.#finish(reported(this.#opened))
      const report = reported(this.#opened)
      this.#listener.progress({ tried: report.tried, hashedBytes: report.hashedBytes, report, asked: this.#asked })
      if (!this.#worker) return this.#later(this.#number)
      close(this.#opened.search)
      this.#opened = undefined
      this.#handOver()
    } catch (error) {
      this.#fail(plain(error))
    }
  }

  #handOver() {
    this.#worker.postMessage({ kind: 'search', number: this.#number, asked: this.#asked })
  }

  /** Searches between frames, in slices so short that typing does not lag. */
  #later(number) {
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (number !== this.#number) return
        try {
          const until = performance.now() + FRAME_MS
          let isDone = false
          while (!isDone && performance.now() < until) isDone = this.#opened.search.step(SLICE)
          if (isDone) return this.#finish(reported(this.#opened))
          const { tried, hashedBytes } = this.#opened.search.report()
          this.#listener.progress({ tried, hashedBytes, asked: this.#asked })
          this.#later(number)
        } catch (error) {
          this.#fail(plain(error))
        }
      }),
    )
  }

  #adopt(worker) {
    worker.onmessage = ({ data }) => {
      if (data.isReady) {
        this.#worker = worker
        this.place = 'worker'
        return this.settle()
      }
      if (data.number !== this.#number || !this.#asked) return
      if (data.error) return this.#fail(data.error)
      if (data.isDone) return this.#finish(data.report)
      this.#listener.progress({ ...data, asked: this.#asked })
    }
    worker.onerror = (event) => {
      event.preventDefault?.()
      const isLost = this.#worker && this.#asked
      this.#worker = undefined
      this.place = 'page'
      if (isLost) this.#open(false)
      this.settle()
    }
  }

  #finish(report) {
    const [asked, ms] = [this.#asked, performance.now() - this.#startedAt]
    this.#asked = undefined
    if (this.#opened) close(this.#opened.search)
    this.#opened = undefined
    this.#listener.report(report, asked, ms)
  }

  #fail(error) {
    const asked = this.#asked
    this.#asked = this.#opened = undefined
    this.#listener.error(error, asked)
  }
}

function sizeOf({ request: { url, body, headers }, received }) {
  return (
    (url?.length ?? 0) +
    (body?.length ?? 0) +
    (received?.length ?? 0) +
    headers.flat().reduce((sum, text) => sum + text.length, 0)
  )
}

/** A case up to this size opens within two frames; a larger body takes longer to serialise in every language. */
const SMALL = 2048
const FIRST = 1 << 20
const SLICE = 1 << 17
const FRAME_MS = 24
