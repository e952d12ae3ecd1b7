// The curl command that sends a signed request, as a POSIX shell reads it.

/** The command. */
export function curl(signed) {
  const { url } = signed
  const { before = '', data = [] } = dataOf(signed.body)
  const lines = Object.entries(signed.headers).map(([name, value]) => header(name, value))
  // With a body, curl would add its own content type.
  const isTyped = data.length === 0 || Object.keys(signed.headers).some((name) => name.toLowerCase() === 'content-type')
  const headers = [...lines, ...(isTyped ? [] : ['Content-Type:'])].map((line) => `--header ${quoted(line)}`)
  // After `--request HEAD`, curl would wait for a body that never arrives.
  const method = signed.method === 'HEAD' && data.length === 0 ? '--head' : `--request ${quoted(signed.method)}`
  // curl reads braces and brackets of a URL as patterns.
  const asItStands = /[[\]{}]/.test(url) ? ['--globoff'] : []
  return [`${before}curl`, ...asItStands, method, quoted(url), ...headers, ...data].join(' ')
}

/** curl leaves out a header without a value, unless a semicolon ends it. */
const header = (name, value) => (value === '' ? `${name};` : `${name}: ${value}`)

/** A short string as an argument, unless it begins with `@`, which would name a file; anything else through a pipe. */
function dataOf(body) {
  if (body === undefined) return {}
  const isWord = typeof body === 'string' && body.length < LONG && PLAIN.test(body)
  if (isWord) return { data: [`--data-binary ${quoted(body)}`] }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { before: `printf ${printed(bytes)} | `, data: ['--data-binary @-'] }
}

/** The `printf` format for these bytes, with its special characters and anything but plain ASCII in octal. */
function printed(bytes) {
  const chars = Array.from(bytes, (byte, at) => (isItself(byte, at) ? String.fromCharCode(byte) : octal(byte)))
  return `'${chars.join('')}'`
}

const isItself = (byte, at) => byte >= 0x20 && byte < 0x7f && !SPECIAL.includes(byte) && (at > 0 || byte !== DASH)
const octal = (byte) => `\\${byte.toString(8).padStart(3, '0')}`

/** An argument for a POSIX shell, quoted if the shell would interpret it. */
const quoted = (text) => (/^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

// On Linux, one argument can have 128 KiB, and a UTF-16 unit up to three bytes.
const LONG = 32 << 10
// Text that can be pasted into a terminal: no control characters but line feeds.
const PLAIN = /^(?!@)(?:\n|[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])*$/u
const DASH = 0x2d
const SPECIAL = [...'%\\\''].map((char) => char.charCodeAt(0))
