// The attributes of a scheme in words, for the command line, the page and the README.

const ALGORITHMS = {
  none: 'none',
  'hmac-sha1': 'HMAC-SHA1',
  'hmac-sha256': 'HMAC-SHA256',
  'aws4-hmac-sha256': 'HMAC-SHA256 with a key for the day, region and service',
  'hmac-sha512': 'HMAC-SHA512',
  'sha256-key-first': 'SHA-256 of key and string',
  'sha256-key-last': 'SHA-256 of string and key',
  'rsaes-pkcs1-v1_5': 'RSA encryption (PKCS#1 v1.5)',
  'rsassa-pss-sha256': 'RSASSA-PSS with SHA-256',
  'rsassa-pss-sha512': 'RSASSA-PSS with SHA-512',
  'rsassa-pkcs1-v1_5-sha256': 'RSASSA-PKCS1-v1_5 with SHA-256',
  jws: 'JWS (PS256, RS256)',
}
const ENCODINGS = { hex: 'hex', base64: 'base64', 'base64-lines': 'base64', 'base64-percent': 'base64, percent-encoded', base64url: 'base64url' }
const TIMES = {
  none: 'none',
  seconds: 'Unix seconds',
  milliseconds: 'Unix milliseconds',
  nanoseconds: 'Unix nanoseconds',
  iso8601: 'ISO 8601',
  'iso8601-basic': 'ISO 8601 as `20240524T203710Z`',
  rfc1123: 'HTTP date',
}
/** The algorithms whose encoding needs no mention. */
const BARE = ['none', 'jws']

/** The algorithm and encoding of the signature. */
export const signature = ({ algorithm, encoding }) =>
  ALGORITHMS[algorithm] + (BARE.includes(algorithm) ? '' : `, ${ENCODINGS[encoding]}`)

/** The forms of the timestamp. */
export function time({ timestamp, acceptedTimestamps }) {
  const others = acceptedTimestamps.map((form) => TIMES[form]).join(', ')
  return TIMES[timestamp] + (others && `; also accepted: ${others}`)
}

/** The allowed age of a received message. */
export function within({ algorithm, timestamp, toleranceSeconds, expiresAfterSeconds }) {
  const anyTime = 'any time: no replay protection'
  if (algorithm === 'none') return 'nothing is signed'
  if (toleranceSeconds === null) return timestamp === 'none' ? anyTime : 'any time: the nonce must increase'
  if (timestamp === 'none') return `${toleranceSeconds} s if a timestamp is signed, else ${anyTime}`
  const what = expiresAfterSeconds > 0 ? ` of its expiry, ${expiresAfterSeconds} s after signing` : ''
  return `${toleranceSeconds} s${what}`
}
