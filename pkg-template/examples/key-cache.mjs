// Keys that are fetched when a message needs them: each once at a time, kept for a while, and not too many of them.

/**
 * A function that gives the verifier for a need: what `open` makes of what was fetched. Messages choose the need, so failures are kept
 * for a moment as well, and only so many keys are fetched at once.
 */
export function keyCache(open, { most = 100, seconds = 3600, secondsOfFailure = 30, atOnce = 8 } = {}) {
  const kept = new Map()
  let fetching = 0
  return (need) => {
    const id = JSON.stringify([need.url, need.keyId])
    const known = kept.get(id)
    if (known && Date.now() < known.until) return known.verifier
    if (fetching >= atOnce) return Promise.reject(new Error('too many keys are being fetched'))
    fetching++
    const entry = { until: Infinity, verifier: fetched(need).then((key) => open(need, key)) }
    const keep = (forSeconds) => {
      fetching--
      entry.until = Date.now() + forSeconds * 1000
    }
    entry.verifier.then(() => keep(seconds), () => keep(secondsOfFailure))
    // The oldest stands first; one that was there before moves to the end.
    kept.delete(id)
    kept.set(id, entry)
    if (kept.size > most) kept.delete(kept.keys().next().value)
    return entry.verifier
  }
}

/** What stands at the URL, which the scheme's list of hosts allows; a redirect would lead past that list. */
async function fetched({ url }) {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
  if (response.status !== 200) throw new Error(`expected a key, got the status ${response.status}`)
  const text = await response.text()
  if (text.length > MOST) throw new Error(`expected a key, got ${text.length} characters`)
  return text
}

const MOST = 64 << 10
