// One thing has one word: the words that the glossary of CONTRIBUTING.md replaced do not come back, neither as names in code nor in
// what people read. And what ARCHITECTURE.md names is there.
import { parseSync } from '@swc/core'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'

/** Names, whole or as a word of a longer one, and what is written instead. */
const NAMES = {
  row: 'scheme or definition',
  voice: 'signedBy',
  ring: 'keys',
  elsewhere: 'external',
  due: 'expected',
  told: 'the noun',
  spoken: 'parsed',
  misfit: 'unexpected',
  letter: 'char or byte',
  figure: 'value or vector',
  lint: 'warning',
  instant: 'signedAt',
}

/** What nobody says, and what is said instead. */
const PHRASES = {
  'for ever': 'forever, or a bound',
  'belongs into': 'belongs in',
  'borne with': 'allowed, or retried',
  'such as have': 'those that have',
  'row of your own': 'custom scheme',
  "row of one's own": 'custom scheme',
  'own row': 'custom scheme',
  'held elsewhere': 'external key',
  'goes on with': 'name the byte',
  'a figure': 'a published value',
  'figures': 'published values, or numbers',
}

/** Where `row` is a row: of a table, or of a field on the page. */
const TABLES = [
  'pkg-template/bin/terminal.js', 'pkg-template/bin/flags.js', 'pkg-template/src/did-you-mean.js', 'pkg-template/bin/render-diff.js',
  'pkg-template/bin/commands.js', 'pkg-template/bin/countersign.js', 'pkg-template/readme.mjs', 'www/page/hexview.js', 'www/page/field.js',
  'www/page/layout.js', 'www/page/share.js', 'pkg-template/examples/worker/src/guard.js', 'pkg-template/examples/worker/src/forward.js',
]

/** Its own issue renames what is inside. */
const LATER = /^src\/explain(\/|\.rs)/

const files = (folder, pattern) =>
  readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !/node_modules|\/next\//.test(`${entry.parentPath}/`))
    .map((entry) => relative(at(), join(entry.parentPath, entry.name)))

const read = (file) => readFileSync(at(...file.split('/')), 'utf8')

/** The words of a name: `acceptedCanonicals`, `accepted_canonicals` and `ACCEPTED_CANONICALS` have the same two. */
const wordsOf = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split('_')

/** All names in JavaScript or TypeScript. */
function namesInScript(source, syntax) {
  const names = new Set()
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) return node.forEach(visit)
    if (node.type === 'Identifier' || node.type === 'PrivateName') names.add(node.value ?? node.id?.value)
    Object.values(node).forEach(visit)
  }
  visit(parseSync(source, { syntax, target: 'esnext', isModule: true }))
  return names
}

/** All names in Rust: what is left without comments, strings and characters. */
function namesInRust(source) {
  const code = source
    .replace(/\/\/.*|\/\*[^]*?\*\/|(?<!\w)b?r(#*)"[^]*?"\1|(?<!\w)b?"(?:\\[^]|[^"\\])*"|(?<!\w)b?'(?:\\[^]+?|[^'\\])'/g, ' ')
  return new Set(code.match(/[A-Za-z_]\w*/g))
}

function wrongNames(names, file) {
  const isTable = TABLES.includes(file)
  return [...names].flatMap((name) => wordsOf(name)
    .map((word) => (NAMES[word] ? word : word.replace(/s$/, '')))
    .filter((word) => Object.hasOwn(NAMES, word) && !(isTable && word === 'row'))
    .map((word) => `${file}: \`${name}\`: for ${word} write ${NAMES[word]}`))
}

test('names in Rust', () => {
  const found = files('src', /\.rs$/).filter((file) => !LATER.test(file)).flatMap((file) => wrongNames(namesInRust(read(file)), file))
  assert.deepEqual(found, [])
})

test('names in JavaScript and TypeScript', () => {
  const scripts = [...files('pkg-template', /\.m?js$|\.d\.ts$/), ...files('www', /\.m?js$/)]
  const found = scripts.flatMap((file) =>
    wrongNames(namesInScript(read(file), file.endsWith('.ts') ? 'typescript' : 'ecmascript'), file))
  assert.deepEqual(found, [])
})

test('phrases in what people read', () => {
  const texts = [
    ...files('pkg-template', /\.(m?js|ts|md)$/), ...files('www', /\.(m?js|html|md)$/),
    ...files('src', /\.rs$/).filter((file) => !LATER.test(file)), 'README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md',
    'ARCHITECTURE.md',
  ]
  const found = texts.flatMap((file) => {
    const text = read(file).replace(/\n\s*(\/\/[/!]?|\*)?\s*/g, ' ')
    return Object.entries(PHRASES)
      .filter(([phrase]) => new RegExp(`\\b${phrase}\\b`, 'i').test(text))
      .map(([phrase, instead]) => `${file}: for \`${phrase}\` write: ${instead}`)
  })
  assert.deepEqual(found, [])
})

/** The files and folders that a text names in backquotes: what ends like a file, or begins in a folder of the project. */
const pathsIn = (text) => [...text.matchAll(/`([\w@.-]+(?:\/[\w@.-]+)*)\/?`/g)]
  .map(([, path]) => path)
  .filter((path) => /\.(?:rs|[cm]?js|ts|md|json|toml|lock)$/.test(path) || /^(?:src|tests|pkg-template|www)\b/.test(path))

const missingOf = (text) => [...new Set(pathsIn(text))].filter((path) => !existsSync(at(...path.split('/'))))

test('every path in ARCHITECTURE.md exists', () => {
  const text = read('ARCHITECTURE.md')
  assert.ok(new Set(pathsIn(text)).size > 100, String(pathsIn(text).length))
  assert.deepEqual(missingOf(text), [])
  assert.deepEqual(missingOf('`src/lib.rs`, `src/lob.rs`, `lib.rs`, `tests/js/`, `www/none`, `application/json`, `Error::new`'), ['src/lob.rs', 'lib.rs', 'www/none'])
})
