// Words of a command for Windows: what `cmd` makes of the line, and what the C runtime of curl then takes for its arguments. Both have
// quotes, and escapes of their own, and neither knows those of the other. Browsers write for both, and not all that they write is
// taken back: where a command is plainly one of theirs, it is read as they meant it.

/** The words of a command; `note` is called with what `cmd` would change. */
export function cmdWords(text, note = () => {}) {
  const form = FORMS.find((one) => isIn(one, text))
  if (!form) return asRun(text, note)
  const found = wordsIn(text.replace(form.word, (...all) => all.at(-1).before + written(form.meant(all.at(-1).inside))))
  if (!isSame(found, text))
    note('The browser wrote escapes that `cmd` does not take back: read is what the browser sent, not what the command would send.')
  if ([...text.matchAll(form.word)].some(({ groups }) => groups.inside.includes('\n')))
    note('For `cmd`, browsers write CR LF as LF: if the body has CR LF, copy the command for a POSIX shell, as `cURL (bash)`.')
  return found
}

/** Whether a word in bare quotes is escaped throughout by `^`, as no shell but `cmd` has it. */
export const isOfCmd = (word) => word.includes('^') && word.replace(FORMS[0].word, '') === ''

function asRun(text, note) {
  if (/%%/.test(text)) note('`%%` was read as it stands, as at the prompt; a batch file would send one `%`.')
  const [, name] = /%([A-Za-z_][\w()]*)%/.exec(text) ?? []
  if (name) note(`\`cmd\` would put in a variable for \`%${name}%\`, if there is one: it was read as it stands.`)
  return wordsIn(text)
}

/** Whether all that is quoted or escaped in a text is so in one form. */
function isIn({ word, isAt = () => true }, text) {
  return isAt(text) && !/["^\\|&<>%]/.test(text.replace(word, '$<before>').replace(/\^\r?\n/g, ''))
}

const wordsIn = (text) => argumentsIn(lineOf(text))

/** Whether `cmd` would make these words of the text as it stands. */
function isSame(words, text) {
  try {
    return JSON.stringify(wordsIn(text)) === JSON.stringify(words)
  } catch {
    return false
  }
}

/** A text as a word that `cmd` and curl make that very text of. */
function written(text) {
  const quoted = `"${text.replace(/(\\*)("|$)/g, (_, slashes, quote) => slashes + slashes + (quote && '\\"'))}"`
  return quoted.replace(/[^]/g, (char) => (char === '\n' ? '^\n\n' : `^${char}`))
}

/** What `cmd` hands on: without its escapes, and with the quotes that are not escaped. */
function lineOf(text) {
  let line = ''
  let isQuoted = false
  for (let at = 0; at < text.length;) {
    const [char, length] = signAt(text, at)
    if (char === '\n') {
      if (text.slice(at).trim() === '') break
      throw new Error(
        'expected one command, which `cmd` ends at the end of its line, got another line: copy it for a POSIX shell, as `cURL (bash)`',
      )
    }
    if (char === '^' && !isQuoted) {
      const [escaped, length] = escapedAt(text, at + 1)
      line += escaped
      at += 1 + length
      continue
    }
    if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && /[|&<>]/.test(char))
      throw new Error(`expected one curl command, got \`${char}\`: paste the command alone`)
    line += char
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
    SLASHES.lastIndex = at
    const [, slashes, quote] = SLASHES.exec(line)
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

/** A word in quotes, with `caret` before them, of these units. */
function wordOf(caret, units) {
  return new RegExp(`(?<before>^|[ \\t])(?<caret>${caret})"(?<inside>(?:${units.join('|')})*)\\k<caret>"(?=\\s|$)`, 'g')
}

/** Without the `^` that are escapes: a line break after one is written twice. */
const uncareted = (inside) => inside.replace(/\^(\r?\n)\r?\n|\^([^])/g, (_, broken, char) => (broken ? '\n' : char))

/** What has no `^` in any form, and what has one in all. */
const PLAIN = "[\\w:=+~/.',?;()*-]|[^\\S\\r\\n]"
const CARETED = '\\^%\\^\\w|\\^[^\\w\\s"\\\\]'
const SLASHES = /(\\*)("?)/y

/**
 * How browsers write a command for `cmd`: what a word looks like, what it was written for, and which texts it is looked for in. All of
 * them put `^` before what they are not sure of, and before what follows a `%` and could be the name of a variable; they differ in
 * quotes, backslashes and line breaks.
 */
const FORMS = [
  {
    // Chrome: a backslash before quotes, backslashes and what curl takes for a pattern; for some years `^` inside bare quotes.
    word: wordOf('\\^?', [PLAIN, '[&`]', CARETED, '\\^\\\\(?:\\^["\\\\]|[[\\]{}])', '\\^\\r?\\n\\r?\\n']),
    meant: (inside) => uncareted(inside).replace(/\\(["\\])/g, '$1'),
    isAt: (text) => !text.startsWith('curl.exe'),
  },
  {
    // Firefox: a backslash before quotes alone, and line breaks between quotes.
    word: wordOf('\\^', [PLAIN, '`', CARETED, '\\^\\\\\\^"', '\\^\\\\', '"\\^\\r?\\n\\r?\\n"']),
    meant: (inside) => uncareted(inside.replace(/"(\^\r?\n\r?\n)"/g, '$1')).replace(/\\"/g, '"'),
  },
  {
    // Firefox of 2023: a backslash also before `$` and backquotes, and less that has a `^`.
    word: wordOf('\\^', [PLAIN, '[&{}]', CARETED, '\\\\[\\\\"$`]', '\\^\\r?\\n\\r?\\n']),
    meant: (inside) => uncareted(inside).replace(/\\(["\\$`])/g, '$1'),
  },
  {
    // Both, before that: quotes and backslashes twice, and `%` and line breaks between quotes.
    word: wordOf('', ['[^"%\\\\\\r\\n]', '""', '"%"', '\\\\\\\\', '"\\^[\\r\\n]+"']),
    meant: (inside) => inside.replace(/"\^([\r\n]+)"/g, '$1').replace(/"(%)"|(")"|(\\)\\/g, '$1$2$3'),
    isAt: (text) => /(?<![\s=])""|"%"|"\^[\r\n]+"/.test(text),
  },
]
