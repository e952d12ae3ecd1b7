// The attributes of a scheme in words, out of its description by the core, for the command line, the page and the README.

/** The algorithm and encoding of the signature. */
export const signature = (description) => description.signature

/** The forms of the timestamp. */
export function time({ timestamp, acceptedTimestamps }) {
  const others = acceptedTimestamps.join(', ')
  return timestamp + (others && `; also accepted: ${others}`)
}

/** The allowed age of a received message. */
export function within({ definition: { algorithm, timestamp, toleranceSeconds, expiresAfterSeconds } }) {
  const anyTime = 'any time: no replay protection'
  if (algorithm === 'none') return 'nothing is signed'
  if (toleranceSeconds === null) return timestamp === 'none' ? anyTime : 'any time: the nonce must increase'
  if (timestamp === 'none') return `${toleranceSeconds} s if a timestamp is signed, else ${anyTime}`
  const what = expiresAfterSeconds > 0 ? ` of its expiry, ${expiresAfterSeconds} s after signing` : ''
  return `${toleranceSeconds} s${what}`
}
