// The worker: searches in slices, so that a message can cancel the search in between.
import { close, open, plain, reported } from './run.js'

/** Handles the page's messages `search` and `cancel`. */
export function work(scope) {
  let current
  // A message to itself queues behind waiting messages such as `cancel`; timers would be throttled.
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = ({ data }) => data === current?.number && step()

  const step = () => {
    const { number, opened } = current
    try {
      const isDone = opened.isBare || opened.search.step(SLICE)
      const report = reported(opened)
      // Only the first and the last message carry a report, which may be large; the others have two numbers.
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
