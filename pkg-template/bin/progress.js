// Runs a search that shows its progress and stops on Ctrl-C.

/** Searches to the end, or until Ctrl-C; the report then holds what was found so far. Returns whether it was stopped. */
export async function searched(search, budgetBytes) {
  let isStopped = false
  const stop = () => (isStopped = true)
  process.once('SIGINT', stop)
  const line = new Line(budgetBytes)
  try {
    while (!isStopped && !search.step(SLICE)) {
      line.show(search)
      // Signals are delivered between two turns of the event loop.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    line.clear()
    process.off('SIGINT', stop)
  }
  return isStopped
}

/** The progress line on standard error, if that is a terminal. */
class Line {
  constructor(budgetBytes) {
    this.budget = Math.ceil(budgetBytes / MIB)
    this.isOn = process.stderr.isTTY === true && process.env.TERM !== 'dumb'
    this.isShown = false
    this.next = Date.now() + PAUSE
  }

  show(search) {
    if (!this.isOn || Date.now() < this.next) return
    const { tried, hashedBytes } = search.report()
    const most = (process.stderr.columns || 80) - 1
    const far = `${Math.floor(hashedBytes / MIB)} of ${this.budget} MiB hashed`
    const text = `searching: ${tried} attempts, ${far}; Ctrl-C stops`
    process.stderr.write(`${CLEAR}${text.slice(0, most)}`)
    this.isShown = true
    this.next = Date.now() + PAUSE
  }

  clear() {
    if (this.isShown) process.stderr.write(CLEAR)
  }
}

const CLEAR = '\r\x1b[2K'
const MIB = 1 << 20
// A slice takes about ten milliseconds.
const SLICE = MIB
const PAUSE = 500
