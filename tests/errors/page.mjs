// The catalogue of errors as a page, and what the sources say that it has to hold.
import { readFileSync, readdirSync } from 'node:fs'
import { at } from '../../pkg-template/tools.mjs'

/** A message without what the caller chose: names that the sources do not say are `…` and numbers are 0, so that each text stands there once. */
export function shapeOf(message) {
  const pieces = numbered(message.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '0-0-0T0:0:0Z')).split('`')
  // What is to blame comes first, and is the caller's.
  const isOurs = (piece, place) => place % 2 === 0 || (OURS.has(piece) && !(place === 1 && pieces[0] === ''))
  const named = pieces.map((piece, place) => (isOurs(piece, place) ? piece : '…')).join('`')
  return named.replace(/`…`(?:(?:, | or |, or )`…`)+/g, '`…`').replace(/(?<=got |got `)(?:the byte 0x\w\w|.(?=`))/g, (found) => (found.length > 1 ? 'a byte' : '…')).replace(/\s+/g, ' ')
}

const numbered = (text) => text.replace(/(?<![\w#-])-?\d+(?:\.\d+)*/g, '0')

/** The page: each code with its meaning, and under it the texts in `seen`. */
export function page(seen) {
  const meanings = meaningsIn(readFileSync(at('pkg-template', 'README.md'), 'utf8'))
  const sections = [...meanings].map(([code, meaning]) => {
    const texts = [...(seen.get(code) ?? [])].sort()
    const lines = texts.length > 0 ? texts.map((text) => `- ${text}`) : ['- (no test of the package provokes it)']
    return `## ${code}\n\n${meaning}. Address: \`errors#${code}\`\n\n${lines.join('\n')}\n`
  })
  const known = new Set([...seen.values()].flatMap((texts) => [...texts]))
  const text = [...known].join('\n')
  const left = literals().filter((literal) => !holds(text, literal))
  return `${HEAD}\n${sections.join('\n')}\n${LEFT}\n\n${left.map((literal) => `- ${literal}`).join('\n')}\n`
}

/** Whether each literal text of the sources stands on the page. */
export const missingOn = (page) => literals().filter((literal) => !holds(page, literal) && !page.includes(`\n- ${literal}\n`))

/** Each code with its one meaning, from the table of the README. */
export const meaningsIn = (readme) =>
  new Map([...readme.matchAll(/^\| <a id="(ERR_\w+)"><\/a>`ERR_\w+` \| (.*) \|$/gm)].map(([, code, meaning]) => [code, meaning]))

const holds = (text, literal) => text.includes(literal) || text.includes(shapeOf(literal))

/** The literal texts at the places of the sources that make errors: those of several words. */
export function literals() {
  const found = rust().flatMap(rustLiterals)
  const script = facade().flatMap(scriptLiterals)
  return [...new Set([...found, ...script])].sort()
}

const rust = () => filesIn('src', '.rs').filter((file) => !NOT_ERRORS.some((part) => file.includes(part))).map(textOf)
const facade = () => filesIn('pkg-template/src', '.js').map(textOf)
const textOf = (file) => readFileSync(at(file), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, '')

/** The strings in calls that make errors, and in the constants and closures that feed them. */
function rustLiterals(source) {
  const text = source.replace(/#\[cfg\(test\)\]\nmod tests \{[^]*$/, '').replace(/^\s*\/\/.*$/gm, '').replace(/\\\n\s*/g, '')
  const makes = /\b(?:Fault::(?:new|inapplicable)|refused|refusal|malformed|fault|unexpected|blame|missing)\(|\b(?:expected|why|got|refused)(?:: &str)? ?=|expected: |Err\(|ok_or\(/g
  return [...text.matchAll(makes)].flatMap(({ index }) => stringsOf(text.slice(index, statementEnd(text, index)), /"((?:[^"\\]|\\.)*)"/g))
}

function scriptLiterals(source) {
  const text = source
  const makes = /\b(?:refused|inapplicable|refusal|refuse|refusedHeader)\(|new CountersignError\(|const (?:message|expected|mend|got) =/g
  const strings = /'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\]|\\.)*)"/g
  return [...text.matchAll(makes)].flatMap(({ index }) => stringsOf(text.slice(index, statementEnd(text, index, '\n')), strings))
}

/** Where the call or statement that begins at `start` ends. */
function statementEnd(text, start, end = ';') {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if ('([{'.includes(text[at])) depth++
    else if (')]}'.includes(text[at]) && --depth <= 0) return at
    else if (depth === 0 && text[at] === end) return at
  }
  return text.length
}

/** The pieces of the strings that are words of ours. */
const stringsOf = (text, pattern) =>
  [...text.matchAll(pattern)]
    .map(([, ...groups]) => groups.find((group) => group !== undefined).replace(/\\(.)/g, '$1'))
    .flatMap((string) => string.split(/\$\{[^}]*\}|`[^`]*`/))
    .map((piece) => piece.replace(/^[\s,:`]+|[\s,:`]+$/g, ''))
    .filter((piece) => /[a-z] [a-z]/.test(piece) && !/^ERR_|[{}=;]/.test(piece))

const filesIn = (folder, end) =>
  readdirSync(at(folder), { recursive: true }).filter((file) => file.endsWith(end)).map((file) => `${folder}/${file}`).sort()

/** What explains has words for causes, and providers have notes: neither are errors. */
const NOT_ERRORS = ['src/providers/', 'src/explain/causes', 'tests.rs', 'src/explain/body']
const HEAD = `# Every error

Made by \`node tests/errors/run.mjs\`, which runs the tests of the npm package and notes each error that they provoke. Names that a caller chose
are \`…\`, and numbers are 0. \`tests/js/catalogue.test.mjs\` reads the words at each place of the sources that makes an error, in Rust and in
JavaScript, and fails where one stands nowhere on this page. The words that no test of the package provokes are listed at the end; most of
them are provoked by the tests in Rust. A text that can no longer be made stays until the page is made again. Until there is a site, \`errors\`
is the table of errors in the README, which has the same anchors.
`
const LEFT = '## Words that no test of the package provokes'
/** What the sources write in backticks, as messages show it. */
const OURS = new Set(
  [...rust(), ...facade()].flatMap((text) => [...text.replaceAll('\\`', '`').matchAll(/`([^`$\n]{1,80})`/g)].map(([, name]) => numbered(name))),
)
