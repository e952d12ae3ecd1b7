// The curl command that sends a signed request, as a POSIX shell reads it.

/** The command; `url` where it goes elsewhere than it says. */
export function curl(signed, url = signed.url) {
  const { before = '', data = [] } = dataOf(signed.body)
  const lines = Object.entries(signed.headers).map(([name, value]) => header(name, value))
  // With a body, curl would add a type of its own.
  const isTyped = data.length === 0 || Object.keys(signed.headers).some((name) => name.toLowerCase() === 'content-type')
  const headers = [...lines, ...(isTyped ? [] : ['Content-Type:'])].map((line) => `--header ${quoted(line)}`)
  // Without a body, curl would wait for what `--request HEAD` never brings.
  const method = signed.method === 'HEAD' && data.length === 0 ? '--head' : `--request ${quoted(signed.method)}`
  // curl reads braces and brackets of a URL as patterns.
  const asItStands = /[[\]{}]/.test(url) ? ['--globoff'] : []
  return [`${before}curl`, ...asItStands, method, quoted(url), ...headers, ...data].join(' ')
}

/** For curl, a header with nothing after its colon is one to leave out. */
const header = (name, value) => (value === '' ? `${name};` : `${name}: ${value}`)

/** A short text as a word; `@` would be a file's name, and anything else goes through a pipe. */
function dataOf(body) {
  if (body === undefined) return {}
  const isWord = typeof body === 'string' && body.length < LONG && PLAIN.test(body)
  if (isWord) return { data: [`--data-binary ${quoted(body)}`] }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { before: `printf ${printed(bytes)} | `, data: ['--data-binary @-'] }
}

/** The format of `printf` that prints these bytes: its own signs, and whatever is not plain ASCII, in octal. */
function printed(bytes) {
  const signs = Array.from(bytes, (byte, at) => (isItself(byte, at) ? String.fromCharCode(byte) : octal(byte)))
  return `'${signs.join('')}'`
}

const isItself = (byte, at) => byte >= 0x20 && byte < 0x7f && !SIGNS.includes(byte) && (at > 0 || byte !== DASH)
const octal = (byte) => `\\${byte.toString(8).padStart(3, '0')}`

/** A word for a POSIX shell, with nothing in it that the shell reads. */
const quoted = (text) => (/^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

// One word of a command can have 128 KiB on Linux, and a letter up to three bytes.
const LONG = 32 << 10
// What a terminal takes when it is pasted there, and shows: no control characters but line feeds.
const PLAIN = /^(?!@)(?:\n|[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])*$/u
const DASH = 0x2d
const SIGNS = [...'%\\\''].map((char) => char.charCodeAt(0))
