// What `countersign explain` draws of two strings: all of both, and the first difference where it is.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Generator } from './documents.mjs'
import { installed } from './package.mjs'

const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))
const load = (name) => import(pathToFileURL(join(installed, 'bin', name)))
const { compared } = await load('diff.js')
const { rendered } = await load('render-diff.js')
const { glyphs } = await load('glyphs.js')

test(`what is rendered of any two strings is them, COUNTERSIGN_SEED=${seed}`, () => {
  const random = new Generator(seed)
  const cut = (bytes) => {
    const [one, other] = [random.one(bytes.length + 1), random.one(bytes.length + 1)].sort((a, b) => a - b)
    const parts = [bytes.subarray(0, one), bytes.subarray(one, other), bytes.subarray(other)]
    return parts.map((part, index) => ({ label: ['url', 'literal', 'body'][index], bytes: part }))
  }
  for (let round = 0; round < 400; round++) {
    const expected = Buffer.from(Array.from({ length: 1 + random.one(6) }, () => random.document()).join(''))
    const signed = mutated(expected, random)
    const found = compared(cut(expected), cut(signed))
    assert.equal(found === undefined, expected.equals(signed))
    if (found) isWhole(found, expected, signed)
    const width = 32 + random.one(150)
    for (const line of found ? rendered(found.pieces, ['expected', 'client'], width) : []) {
      assert(/…/.test(line) || columnsOf(line) <= width, `${columnsOf(line)} of ${width}: ${line}`)
    }
  }
})

test(`what is shown can be read back, whatever the bytes are, COUNTERSIGN_SEED=${seed}`, () => {
  const random = new Generator(seed)
  for (let round = 0; round < 2000; round++) {
    const bytes = Buffer.concat(Array.from({ length: random.one(12) }, () => Buffer.from(random.pick(ODD))))
    const shown = glyphs(bytes).map((cell) => cell.shown).join('')
    assert.deepEqual(readBack(shown), bytes, shown)
    // In the order of the bytes, each of them once, and nothing that a terminal or a page would obey.
    assert.equal(glyphs(bytes).map(({ key }) => key).join(''), bytes.toString('latin1'))
    assert.doesNotMatch(shown, /[\p{C}\p{Z}\p{M}]/u)
  }
})

/** The bytes that a text of cells stands for. */
function readBack(shown) {
  const parts = shown.matchAll(/‹(\\x|U\+)?([^›]*)›|(·)|([^])/gu)
  return Buffer.concat(Array.from(parts, ([, kind, inside, space, letter]) => {
    if (kind === '\\x') return Buffer.of(Number.parseInt(inside, 16))
    if (kind === 'U+') return Buffer.from(String.fromCodePoint(Number.parseInt(inside, 16)))
    return Buffer.from(space ? ' ' : (letter ?? NAMED[inside]))
  }))
}

/** A few of the bytes changed, put in or left out; now and then many. */
function mutated(bytes, random) {
  let all = bytes
  for (let times = random.one(6); times > 0; times--) {
    const start = random.one(all.length + 1)
    const end = Math.min(all.length, start + random.one(random.one(8) === 0 ? 3000 : 6))
    const put = random.pick([...PUT, 'x'.repeat(random.one(2500)), [0xc3], [0x80, 0xff]])
    all = Buffer.concat([all.subarray(0, start), Buffer.from(put), all.subarray(end)])
  }
  return all
}

/** Whether the pieces are all of both strings, and the first difference is where it is. */
function isWhole({ first, pieces }, expected, signed) {
  let [i, j] = [0, 0]
  const bytes = (run) => Buffer.from(run.map(({ key }) => key).join(''), 'latin1')
  const isAt = (run, whole, at) =>
    bytes(run).equals(whole.subarray(at, at + bytes(run).length)) && (run[0]?.at ?? at) === at
  for (const { expected: ours, signed: theirs, isSame, hidden, left } of pieces) {
    const shown = [ours, theirs].map((run) => bytes(run ?? []).length)
    const [a, b] = hidden ? [hidden, hidden] : left ? [left.expected, left.signed] : shown
    if (isSame || hidden) assert(expected.subarray(i, i + a).equals(signed.subarray(j, j + b)))
    assert(!ours || (isAt(ours, expected, i) && isAt(theirs, signed, j)))
    ;[i, j] = [i + a, j + b]
  }
  assert.deepEqual([i, j], [expected.length, signed.length])
  assert(expected.subarray(0, first.at).equals(signed.subarray(0, first.at)))
  assert.notEqual(first.expected?.key, first.signed?.key)
}

const columnsOf = (line) => [...line].length
const NAMED = {
  NUL: '\0', TAB: '\t', LF: '\n', CR: '\r', ESC: '\x1b', DEL: '\x7f', NBSP: '\u00a0', SHY: '\u00ad', ZWSP: '\u200b', ZWNJ: '\u200c',
  ZWJ: '\u200d', LRM: '\u200e', RLM: '\u200f', LS: '\u2028', PS: '\u2029', NNBSP: '\u202f', WJ: '\u2060', BOM: '\ufeff',
}
const ODD = [
  ...Object.values(NAMED), ...'·‹›␣⇥⟨⟩…⋯\\x80U+ abc"^\'', '‹LF›', '\\x80', '\\x1b', '‹U+00B7›', '\u0301', '\u0001', '\u0085', '\u2029', '漢', '\u{1f600}',
  '\u{e0001}', [0x80], [0xc3], [0xff], [0xe2, 0x80], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80],
]
const PUT = ['', ' ', '\r', 'é', '\\u00e9', '漢', '"a":1,']
