// How many requests the page has made since it was loaded: counted live, and meant to stay at none.

/** Counts from now on; `show` gets the number whenever it changes. */
export function countRequests(show) {
  let count = 0
  const loadedAt = performance.now()
  const add = (entries) => {
    // A file that is saved from a blob is made here, and asks nobody.
    count += entries.filter(({ startTime, name }) => startTime > loadedAt && !/^(?:blob|data):/.test(name)).length
    show(count)
  }
  show(0)
  new PerformanceObserver((list) => add(list.getEntries())).observe({ type: 'resource' })
}
