// Parses a command for Windows in two steps: `cmd` processes the line, and curl's C runtime splits it into arguments. Each has its own
// quotes and escapes. Browsers escape for both, and not every escape is undone: a command that a browser wrote is read as intended.

/** The arguments of a command; `note` gets a sentence for everything that `cmd` would change. */
export function cmdWords(text, note = () => {}) {
  const form = FORMS.find((one) => isIn(one, text))
  if (!form) return asRun(text, note)
  const found = wordsIn(text.replace(form.word, (...all) => all.at(-1).before + written(form.meant(all.at(-1).inside))))
  if (!isSame(found, text))
    note('The browser wrote escapes that `cmd` does not undo: this is what the browser sent, not what the command would send.')
  if ([...text.matchAll(form.word)].some(({ groups }) => groups.inside.includes('\n')))
    note('For `cmd`, browsers write CR LF as LF: if the body has CR LF, copy the command for a POSIX shell, as `cURL (bash)`.')
  return found
}

/** Whether an argument in bare quotes is escaped with `^` throughout, as only `cmd` needs it. */
export const isOfCmd = (word) => word.includes('^') && word.replace(FORMS[0].word, '') === ''

function asRun(text, note) {
  if (/%%/.test(text)) note('`%%` was kept, as at the prompt; a batch file would send one `%`.')
  const [, name] = /%([A-Za-z_][\w()]*)%/.exec(text) ?? []
  if (name) note(`\`cmd\` would replace \`%${name}%\` with a variable of that name: it was kept.`)
  return wordsIn(text)
}

/** Whether all quotes and escapes of a command have this form. */
function isIn({ word, isAt = () => true }, text) {
  return isAt(text) && !/["^\\|&<>%]/.test(text.replace(word, '$<before>').replace(/\^\r?\n/g, ''))
}

const wordsIn = (text) => argumentsIn(lineOf(text))

/** Whether `cmd` would parse the text into these arguments. */
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

/** The line after `cmd`: without its escapes, but with unescaped quotes. */
function lineOf(text) {
  let line = ''
  let isQuoted = false
  for (let at = 0; at < text.length;) {
    const [char, length] = signAt(text, at)
    if (char === '\n') {
      if (text.slice(at).trim() === '') break
      throw new Error(
        'expected one line, got several, of which `cmd` runs only the first: copy the command for a POSIX shell, as `cURL (bash)`',
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

/** The character after a `^`; after a line break, the first character of the next line. */
function escapedAt(text, at) {
  const [first, length] = signAt(text, at)
  if (first !== '\n') return [first, length]
  const [next, more] = signAt(text, at + length)
  return [next, length + more]
}

/** The character at a place, with CR LF as one line break; empty at the end. */
const signAt = (text, at) => (text.startsWith('\r\n', at) ? ['\n', 2] : [text[at] ?? '', 1])

/** The arguments in a line, as Microsoft's C runtime parses them. */
function argumentsIn(line) {
  const found = []
  let word
  let isQuoted = false
  for (let at = 0; at < line.length;) {
    SLASHES.lastIndex = at
    const [, slashes, quote] = SLASHES.exec(line)
    if (quote) {
      // Backslashes are escapes only before a quote.
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
  if (isQuoted) throw new Error('expected a closing `"`, got none: copy the whole command')
  return word === undefined ? found : [...found, word]
}

/** A pattern for an argument in quotes, with `caret` before them, made of these units. */
function wordOf(caret, units) {
  return new RegExp(`(?<before>^|[ \\t])(?<caret>${caret})"(?<inside>(?:${units.join('|')})*)\\k<caret>"(?=\\s|$)`, 'g')
}

/** Removes escaping `^`; an escaped line break is written twice. */
const uncareted = (inside) => inside.replace(/\^(\r?\n)\r?\n|\^([^])/g, (_, broken, char) => (broken ? '\n' : char))

/** Characters that no form escapes with `^`, and those that every form does. */
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
