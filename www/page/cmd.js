// Words of a command for Windows: what `cmd` makes of the line, and what the C runtime of curl then takes for its arguments. Both have
// quotes, and escapes of their own, and neither knows those of the other.

/** The words of a command; `note` is called with what `cmd` would change. */
export function cmdWords(text, note = () => {}) {
  if (/"\^\r?\n"/.test(text))
    throw new Error(`expected line breaks that \`cmd\` keeps, got one between quotes, which it loses: ${AS_BASH}`)
  if (/%%/.test(text)) note('`%%` was read as it stands, as at the prompt; a batch file would send one `%`.')
  const [, name] = /%([A-Za-z_][\w()]*)%/.exec(text) ?? []
  if (name) note(`\`cmd\` would put in a variable for \`%${name}%\`, if there is one: it was read as it stands.`)
  let hasLineBreaks = false
  const asSent = text.replace(OF_CHROME, (_, before, caret, inside) => {
    hasLineBreaks ||= inside.includes('\n')
    return before + written(meant(inside))
  })
  const found = wordsIn(asSent)
  if (!isSame(found, text))
    note('Chrome wrote escapes that `cmd` does not take back: read is what the browser sent, not what the command would send.')
  if (hasLineBreaks)
    note('In this form Chrome writes CR LF as LF: if the body has CR LF, copy the command as `cURL (bash)`.')
  return found
}

/** Whether a word is plainly one of Chrome's, since it is escaped throughout as Chrome does. */
export const isOfChrome = (word) => word.includes('^') && word.replace(OF_CHROME, '') === ''

const wordsIn = (text) => argumentsIn(lineOf(text))

/** Whether `cmd` would make these words of the text as it stands. */
function isSame(words, text) {
  try {
    const run = wordsIn(text)
    return run.length === words.length && run.every((word, index) => word === words[index])
  } catch {
    return false
  }
}

/** The text that Chrome wrote a word for. */
const meant = (inside) =>
  inside.replace(/\^(\r?\n)\r?\n|\^([^])/g, (_, broken, sign) => (broken ? '\n' : sign)).replace(/\\(["\\])/g, '$1')

/** A text as a word that `cmd` and curl make that very text of. */
function written(text) {
  const quoted = `"${text.replace(/(\\*)("|$)/g, (_, slashes, quote) => slashes + slashes + (quote && '\\"'))}"`
  return quoted.replace(/[^]/g, (sign) => (sign === '\n' ? '^\n\n' : `^${sign}`))
}

/** What `cmd` hands on: without its escapes, and with the quotes that are not escaped. */
function lineOf(text) {
  let line = ''
  let isQuoted = false
  for (let at = 0; at < text.length;) {
    const [sign, length] = signAt(text, at)
    if (sign === '\n') {
      if (text.slice(at).trim() === '') break
      throw new Error(`expected one command, which \`cmd\` ends at the end of its line, got another line: ${AS_BASH}`)
    }
    if (sign === '^' && !isQuoted) {
      const [escaped, length] = escapedAt(text, at + 1)
      line += escaped
      at += 1 + length
      continue
    }
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && /[|&<>]/.test(sign)) throw new Error(`expected one curl command, got \`${sign}\`: paste the command alone`)
    line += sign
    at += length
  }
  return line
}

/** The sign after a `^`, as it is; where a line ends there, the one after that. */
function escapedAt(text, at) {
  const [first, length] = signAt(text, at)
  if (first !== '\n') return [first, length]
  const [next, more] = signAt(text, at + length)
  return [next, length + more]
}

/** A line break is one sign, however it was copied; nothing stands at the end. */
const signAt = (text, at) => (text.startsWith('\r\n', at) ? ['\n', 2] : [text[at] ?? '', 1])

/** The arguments in a line, as the C runtime of Microsoft reads them. */
function argumentsIn(line) {
  const found = []
  let word
  let isQuoted = false
  for (let at = 0; at < line.length;) {
    const [, slashes, quote] = /^(\\*)("?)/.exec(line.slice(at))
    if (quote) {
      // Backslashes are escapes where a quote follows them, and nowhere else.
      word = (word ?? '') + '\\'.repeat(slashes.length >> 1)
      at += slashes.length + 1
      if (slashes.length % 2 === 1) word += '"'
      else if (isQuoted && line[at] === '"') {
        word += '"'
        at++
      } else isQuoted = !isQuoted
    } else if (slashes) {
      word = (word ?? '') + slashes
      at += slashes.length
    } else if (!isQuoted && /[ \t]/.test(line[at])) {
      if (word !== undefined) found.push(word)
      word = undefined
      at++
    } else word = (word ?? '') + line[at++]
  }
  if (isQuoted) throw new Error('expected a `"` that ends the text, got none: copy the whole command')
  return word === undefined ? found : [...found, word]
}

const AS_BASH = 'copy it as `cURL (bash)`'
/**
 * A word as Chrome writes it: `^` before all but a few signs, and before what follows a `%` and could be the name of a variable; a
 * backslash before quotes and backslashes; and for some years `^` inside bare quotes, where `cmd` does not take it for an escape.
 */
const OF_CHROME = new RegExp(
  [
    '(^|[ \\t])(\\^?)"(',
    [
      "(?:[\\w:=+~'/.,?;()*`&-]|[^\\S\\r\\n]",
      '\\^%\\^\\w',
      // What curl would read as a pattern has a backslash, too.
      '\\^\\\\(?:\\^["\\\\]|[[\\]{}])',
      '\\^\\r?\\n\\r?\\n',
      '\\^[^\\w\\s"\\\\])*',
    ].join('|'),
    ')\\2"(?=\\s|$)',
  ].join(''),
  'g',
)
