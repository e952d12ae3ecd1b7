// Words of a POSIX shell, as much of it as copied curl commands use.

/** The words of a command; throws where a quote does not end, or the shell would have to run. */
export function words(text) {
  const found = []
  let word
  for (let at = 0; at < text.length;) {
    const [taken, length] = piece(text, at)
    at += length
    if (taken === null) {
      if (word !== undefined) found.push(word)
      word = undefined
    } else word = (word ?? '') + taken
  }
  return word === undefined ? found : [...found, word]
}

/** What stands at a place: text and its length; `null` for what parts words. */
function piece(text, at) {
  const sign = text[at]
  if (sign === '\\') return continued(text, at)
  if (sign === "'") return single(text, at)
  if (sign === '"') return double(text, at + 1)
  if (text.startsWith("$'", at)) return ansi(text, at + 2)
  if (/\s/.test(sign)) return [null, 1]
  if (/[|;&<>]/.test(sign)) throw new Error(`expected one curl command, got \`${sign}\`: paste the command alone`)
  return [sign, 1]
}

/** A line that goes on, or the next sign as it is. */
function continued(text, at) {
  const [, broken] = /^\\(\r?\n)/.exec(text.slice(at, at + 3)) ?? []
  return broken ? [null, 1 + broken.length] : [text[at + 1] ?? '', 2]
}

function single(text, at) {
  const end = text.indexOf("'", at + 1)
  if (end < 0) throw new Error("expected a `'` that ends the text, got none: copy the whole command")
  return [text.slice(at + 1, end), end + 1 - at]
}

function double(text, start) {
  let found = ''
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') return [found, at + 2 - start]
    if (text[at] === '\\' && /["\\$`\n]/.test(text[at + 1] ?? '')) {
      at++
      if (text[at] !== '\n') found += text[at]
    } else found += text[at]
  }
  throw new Error('expected a `"` that ends the text, got none: copy the whole command')
}

/** `$'…'`, with the escapes of C. */
function ansi(text, start) {
  let found = ''
  for (let at = start; at < text.length;) {
    if (text[at] === "'") return [found, at + 3 - start]
    const [whole, hex, unicode, octal, letter] = ANSI.exec(text.slice(at, at + 10)) ?? []
    if (whole === undefined) found += text[at++]
    else {
      found +=
        letter === undefined
          ? String.fromCodePoint(parseInt(hex ?? unicode ?? octal, octal ? 8 : 16))
          : (LETTERS[letter] ?? letter)
      at += whole.length
    }
  }
  throw new Error("expected a `'` that ends the text, got none: copy the whole command")
}

const ANSI = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|([0-7]{1,3})|([^]))/
const LETTERS = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v', e: '\x1b' }
