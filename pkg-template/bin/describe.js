// The attributes of a scheme in words, for the command line, the page and the README.

const ALGORITHMS = {
  none: 'none',
  'hmac-md5': 'HMAC-MD5',
  'hmac-sha1': 'HMAC-SHA1',
  'hmac-sha256': 'HMAC-SHA256',
  'hmac-sha384': 'HMAC-SHA384',
  'hmac-sha512': 'HMAC-SHA512',
  'md5-key-first': 'MD5 of key and string',
  'md5-key-last': 'MD5 of string and key',
  'md5-key-both': 'MD5 of key, string and key',
  'sha1-key-first': 'SHA-1 of key and string',
  'sha1-key-last': 'SHA-1 of string and key',
  'sha1-key-both': 'SHA-1 of key, string and key',
  'sha256-key-first': 'SHA-256 of key and string',
  'sha256-key-last': 'SHA-256 of string and key',
  'sha256-key-both': 'SHA-256 of key, string and key',
  'sha384-key-first': 'SHA-384 of key and string',
  'sha384-key-last': 'SHA-384 of string and key',
  'sha384-key-both': 'SHA-384 of key, string and key',
  'sha512-key-first': 'SHA-512 of key and string',
  'sha512-key-last': 'SHA-512 of string and key',
  'sha512-key-both': 'SHA-512 of key, string and key',
  'rsaes-pkcs1-v1_5': 'RSA encryption (PKCS#1 v1.5)',
  'rsassa-pss-sha256': 'RSASSA-PSS with SHA-256',
  'rsassa-pss-sha384': 'RSASSA-PSS with SHA-384',
  'rsassa-pss-sha512': 'RSASSA-PSS with SHA-512',
  'rsassa-pkcs1-v1_5-sha1': 'RSASSA-PKCS1-v1_5 with SHA-1',
  'rsassa-pkcs1-v1_5-sha256': 'RSASSA-PKCS1-v1_5 with SHA-256',
  'rsassa-pkcs1-v1_5-sha384': 'RSASSA-PKCS1-v1_5 with SHA-384',
  'rsassa-pkcs1-v1_5-sha512': 'RSASSA-PKCS1-v1_5 with SHA-512',
  jws: 'JWS (RS256 to PS512)',
  'jws-hmac': 'JWS (HS256 to HS512)',
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
const BARE = ['none', 'jws', 'jws-hmac']

/** The algorithm and encoding of the signature. */
export const signature = ({ algorithm, encoding, keyScope }) =>
  ALGORITHMS[algorithm] + (keyScope ? ` with a key for the ${keyScope}` : '') + (BARE.includes(algorithm) ? '' : `, ${ENCODINGS[encoding]}`)

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
