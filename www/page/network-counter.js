// How many requests the page has made since it was loaded: counted live, and meant to stay at none.

/** Counts from now on; `show` gets the number whenever it changes. */
export function countRequests(show) {
  let count = 0
  const loadedAt = performance.now()
  show(0)
  new PerformanceObserver((list) => {
    // What is saved from a blob is made here, and asks nobody.
    count += list
      .getEntries()
      .filter(({ startTime, name }) => startTime > loadedAt && !/^(?:blob|data):/.test(name)).length
    show(count)
  }).observe({ type: 'resource' })
}
