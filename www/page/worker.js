// The worker: searches in slices, and looks for messages in between, so that a search can be cancelled.
import { close, open, plain, reported } from './run.js'

/** Answers messages of the page: `search` and `cancel`. */
export function work(scope) {
  let current
  // A message to oneself comes after those that wait already, `cancel` among them; timers would be slowed down.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => data === current?.number && step()

  const step = () => {
    const { number, opened } = current
    try {
      const isDone = opened.isBare || opened.search.step(SLICE)
      const report = reported(opened)
      // What is due is known from the first step on; a report may be large, and on the way two numbers do.
      const news = isDone || !current.isReported ? { report } : {}
      current.isReported = true
      scope.postMessage({ number, isDone, tried: report.tried, hashedBytes: report.hashedBytes, ...news })
      if (isDone) stop()
      else port2.postMessage(number)
    } catch (error) {
      fail(number, error)
    }
  }
  const stop = () => {
    if (current) close(current.opened.search)
    current = undefined
  }
  const fail = (number, error) => {
    current = undefined
    scope.postMessage({ number, isDone: true, error: plain(error) })
  }

  scope.onmessage = ({ data: { kind, number, asked } }) => {
    stop()
    if (kind !== 'search') return
    try {
      current = { number, opened: open(asked) }
      step()
    } catch (error) {
      fail(number, error)
    }
  }
  scope.postMessage({ isReady: true })
}

const SLICE = 1 << 19
