// Parses a raw HTTP request or a block of headers, without losing a byte of the body.
import { utf8 } from './bytes.js'

/** The request in `bytes`: `{ method, url, headers, body, notes }`; undefined if there is none. */
export function readHttp(bytes) {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const lines = linesOf(bytes, start)
  const [, method, target] =
    /^([A-Za-z]{3,12})[ \t]+(\S+?)(?:[ \t]+HTTP\/\d(?:\.\d)?)?[ \t]*$/.exec(lines[0]?.text ?? '') ?? []
  const isPlain = method === undefined || !/^(?:https?:\/\/|\/|\*)/i.test(target)
  const head = headersIn(isPlain ? lines : lines.slice(1))
  if (head === undefined || (isPlain && head.headers.length === 0)) return undefined
  const notes = []
  const body = isPlain && head.bodyAt === undefined ? undefined : bodyOf(bytes, head, notes)
  return {
    method: isPlain ? undefined : method,
    url: isPlain ? undefined : urlOf(target, head.headers, notes),
    headers: head.headers,
    body,
    notes,
  }
}

/** `Name: value` lines as pairs; `wrong` is the number of the first invalid line. */
export function headerLines(text) {
  const pairs = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const pair = pairOf(line)
    if (pair === undefined) return { pairs, wrong: index + 1 }
    pairs.push(pair)
  }
  return { pairs }
}

/** The headers up to the blank line; undefined if a line is not a header. */
function headersIn(lines) {
  const headers = []
  for (const { text, next } of lines) {
    if (text === '') return { headers, bodyAt: next }
    const pair = pairOf(text)
    if (pair === undefined) return undefined
    headers.push(pair)
  }
  return { headers, bodyAt: undefined }
}

function pairOf(line) {
  // The names of HTTP/2 pseudo-headers begin with a colon.
  const [, name, value] = /^\s*(:?[\w!#$%&'*+.^`|~-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
  return name === undefined ? undefined : [name, value]
}

/** The body after the blank line. Trailing line breaks beyond `Content-Length` were added by copying. */
function bodyOf(bytes, { headers, bodyAt }, notes) {
  const rest = bytes.slice(bodyAt ?? bytes.length)
  const declared = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]
  const length = /^\d+$/.test(declared ?? '') ? Number(declared) : undefined
  if (length === undefined || length === rest.length) return rest.length > 0 ? rest : undefined
  if (length < rest.length && /^[\r\n]+$/.test(utf8(rest.subarray(length)) ?? '')) {
    notes.push(`Line breaks after the ${length} bytes of \`Content-Length\` were removed.`)
    return rest.subarray(0, length)
  }
  notes.push(
    `\`Content-Length\` says ${length} bytes, but the body has ${rest.length}: it was changed on the way here.`,
  )
  return rest
}

function urlOf(target, headers, notes) {
  if (!target.startsWith('/')) return target
  const host = headers.find(([name]) => /^(?:host|:authority)$/i.test(name))?.[1]
  if (host) return `${/^(?:localhost|127\.|\[::1\])/.test(host) ? 'http' : 'https'}://${host}${target}`
  notes.push('There is no `Host` header: complete the URL with its host.')
  return target
}

function linesOf(bytes, start) {
  const lines = []
  for (let at = start; at < bytes.length && lines.length < 500;) {
    const found = bytes.indexOf(10, at)
    const end = found < 0 ? bytes.length : found
    const stop = end > at && bytes[end - 1] === 13 ? end - 1 : end
    const text = utf8(bytes.subarray(at, stop))
    if (text === undefined) return lines
    lines.push({ text, next: Math.min(end + 1, bytes.length) })
    if (text === '' && lines.length > 1) return lines
    at = end + 1
  }
  return lines
}
