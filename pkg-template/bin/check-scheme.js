// `countersign schemes check`: checks a custom scheme, by itself and against test vectors.
import { createVerifier } from '../dist/index.js'
import { compared } from './diff.js'
import { rendered } from './render-diff.js'
import { UsageError, quoted } from './usage-error.js'
import { kind } from './json-file.js'
import { completed, expectedIn, isDefinition, refusal, customData, customText, twice } from './custom-scheme.js'
import { placeOf } from './caret.js'
import { firstWrong } from './run-vector.js'
import { bodyMember, bold, green, json, red, visible, visibleBytes, width } from './terminal.js'
import { vectorsIn } from './load-vectors.js'

/** Checks the scheme and the vectors in files; `asText` formats a scheme for people. */
export async function check([path, ...paths], asJson, asText) {
  if (path === undefined) throw new UsageError('expected a scheme: `countersign schemes check SCHEME.json [VECTORS …] [flags]`')
  const source = await customText(path, 'schemes check ')
  const data = customData(source, quoted(path))
  const fault = faultIn(data, source)
  const result = { fault, ...(fault ? NOTHING_RUN : await run(data, path, paths)) }
  const ok = !fault && result.wrong.length === 0
  const text = asJson ? forPrograms(data, ok, result) : forPeople(data, path, result, asText)
  return { code: ok ? 0 : 1, text }
}

/** The error of an invalid scheme, and its place. */
function faultIn(data, text) {
  if (!isDefinition(data)) return { message: `expected ${expectedIn(data)}`, part: 'scheme' }
  const error = twice(text) ?? refusal(data) ?? unreceived(data)
  return error && { message: error.message, offset: error.offset, ...placeOf(data, error) }
}

/** The error of a scheme that cannot verify. A scheme without members for verification may only sign. */
const unreceived = (data) => (isReceived(completed(data)) ? refusal(data, createVerifier) : undefined)

function isReceived({ signedBy, acceptedPlacements, acceptedCanonicals, acceptedTimestamps, listSeparators }) {
  const only = [acceptedPlacements, acceptedCanonicals, acceptedTimestamps, Object.keys(listSeparators)]
  return signedBy === 'provider' || only.some((list) => list.length > 0)
}

async function run(data, path, paths) {
  const wrong = []
  let vectors = 0
  for await (const { name, vector } of vectorsIn(paths, path)) {
    const found = firstWrong(data, data.id, vector)
    vectors++
    if (found) wrong.push({ vector: name, ...found })
  }
  return { vectors, wrong, unread: refusal(data, createVerifier)?.message }
}

function forPrograms(data, ok, { fault, vectors, wrong, unread }) {
  const { lines, ...place } = fault ?? {}
  return json({
    ok,
    scheme: isDefinition(data) ? data.id : undefined,
    fault: fault && place,
    signsOnly: unread,
    vectors,
    wrong: wrong.map(({ want, got, ...one }) => ({ ...one, expected: written(want) ?? null, got: written(got) ?? null })),
  })
}

/** A value for JSON: bytes as a string, or in base64 if they are not UTF-8. */
function written(value) {
  if (!(value instanceof Uint8Array)) return value
  const { body, bodyBase64 } = bodyMember(value)
  return body ?? { base64: bodyBase64 }
}

function forPeople(data, path, { fault, vectors, wrong, unread }, asText) {
  if (fault) return `${red('not valid')}: ${visible(path)}: ${visible(fault.message)}\n${pointer(fault)}`
  const parts = [asText(completed(data))]
  if (unread) parts.push(`note: this scheme can sign, but not verify: ${visible(unread)}\n`)
  parts.push(...wrong.slice(0, SHOWN).map(story))
  if (wrong.length > SHOWN) parts.push(`… and ${wrong.length - SHOWN} more\n`)
  return [...parts, summary(vectors, wrong.length)].join('\n')
}

function pointer({ part, template, column, lines }) {
  if (template === undefined) return part === 'scheme' ? '' : `at ${bold(visible(part))}\n`
  return `at ${bold(visible(part))}, column ${column}\n\n${lines.map((line) => `  ${line}\n`).join('')}`
}

function summary(vectors, wrong) {
  const all = `${vectors} vector${vectors === 1 ? '' : 's'}`
  if (wrong > 0) return `${red('not valid')}: ${wrong} of ${all} failed\n`
  return `${green('valid')}: the scheme${vectors === 0 ? '; no vectors were given' : ` and ${all}`}\n`
}

/** The first stage of a vector that differs. */
function story({ vector, stage, want, got, message }) {
  const head = `${red('failed')}: ${visible(vector)}: ${bold(visible(stage))}`
  const reason = message ? `  ${visible(message)}\n` : ''
  const [expected, came] = [bytesOf(want), bytesOf(got)]
  const segments = (bytes) => [{ label: 'literal', bytes }]
  const found = expected && came && compared(segments(expected), segments(came))
  // Strings may differ although their bytes are the same: a lone surrogate has no bytes of its own.
  if (found === undefined) return `${head}: expected ${shown(want)}, got ${shown(got)}\n${reason}`
  const lines = rendered(found.pieces, ['expected', 'got'], (width ?? WIDTH) - 2)
  return `${head}: ${firstOf(found.first)}\n${reason}${lines.map((line) => `  ${line}`.trimEnd() + '\n').join('')}`
}

function firstOf({ at, expected, signed }) {
  if (signed === undefined) return `at byte ${at}: expected \`${expected.shown}\`, got the end`
  return `at byte ${at}: expected ${expected === undefined ? 'the end' : `\`${expected.shown}\``}, got \`${signed.shown}\``
}

function bytesOf(value) {
  if (typeof value === 'string') return Buffer.from(value)
  return value instanceof Uint8Array ? value : undefined
}

function shown(value) {
  if (value === undefined) return 'none'
  if (value instanceof Uint8Array) return `\`${cut(visibleBytes(value))}\``
  if (typeof value === 'object') return kind(value)
  return typeof value === 'string' ? `\`${cut(visible(value))}\`` : String(value)
}

const cut = (text) => (text.length > LONG ? `${text.slice(0, LONG)}…` : text)

const NOTHING_RUN = { vectors: 0, wrong: [], unread: undefined }
const SHOWN = 20
const LONG = 200
// The width without a terminal.
const WIDTH = 100
