// Parses the secret field: one secret per line, with an optional name; a PEM block is one key.
import { plural, utf8, utf8Bytes } from './bytes.js'

/** The keys in `bytes`: `{ line, name, bytes }`; bytes that are not UTF-8 are one key. */
export function keysIn(bytes) {
  const text = utf8(bytes)
  if (text === undefined) return [{ line: 1, bytes }]
  const lines = text.split('\n')
  const keys = []
  for (let at = 0; at < lines.length; at++) {
    if (lines[at].trim() === '') continue
    const [, name, rest] = NAMED.exec(lines[at]) ?? [undefined, undefined, lines[at]]
    if (!rest.startsWith('-----BEGIN ')) keys.push({ line: at + 1, name, bytes: utf8Bytes(rest.replace(/\r$/, '')) })
    else {
      const last = lines.findIndex((line, index) => index >= at && line.startsWith('-----END '))
      const end = last < 0 ? lines.length - 1 : last
      keys.push({
        line: at + 1,
        name,
        bytes: utf8Bytes([rest, ...lines.slice(at + 1, end + 1)].join('\n') + '\n'),
        isPem: true,
      })
      at = end
    }
  }
  return keys
}

/** A summary of the keys that contains no secret. */
export function summary(keys) {
  if (keys.length === 0) return ''
  const named = keys.map(
    (key) =>
      `${keys.length > 1 || key.name ? `${whereOf(key)}: ` : ''}${plural(key.bytes.length, 'byte')}${oddity(key)}`,
  )
  return named.join(' · ')
}

/** `line 3 (staging)`. */
export const whereOf = ({ line, name }) => `line ${line}${name ? ` (${name})` : ''}`

function oddity({ bytes, isPem }) {
  const ends = [bytes[0], bytes.at(-1)].some((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)
  return ends && !isPem ? ', with whitespace around it' : ''
}

/** A name, a colon and a space; keys contain no spaces. */
const NAMED = /^([A-Za-z0-9][\w .-]{0,39}):[ \t]+(\S[^]*)$/
