// What an explanation says, for people and for programs.
import { alone, compared } from './diff.js'
import { OWNERS, rendered } from './render-diff.js'
import { duration } from './duration.js'
import { bodyMember, green, json, labelled, red, visible, width, wrapped } from './terminal.js'

/**
 * The report for people. `asked` says how it was asked for: `owner`, who signed, as `OWNERS` has them; `from`, where
 * each key came from; `budgetBytes`; and `isStopped`, whether the search was interrupted.
 */
export function forPeople(report, asked) {
  const parts = [verdict(report, asked), facts(report, asked), canonical(report, asked)]
  return parts.filter((part) => part !== '').join('\n')
}

/** The report for programs: bytes that are no text are in base64. */
export function asJson(report, scheme) {
  const segment = ({ label, bytes }) => ({ label, ...written(bodyMember(bytes)) })
  const segments = ({ canonical, preimages }) => ({ canonical: canonical.map(segment), preimages: preimages.map(segment) })
  const { code, message, part, offset, header } = report.fault ?? {}
  return json({
    scheme,
    ...report,
    ...segments(report),
    findings: report.findings.map((finding) => ({ ...finding, ...segments(finding) })),
    fault: report.fault && { code, message, part, offset, header },
  })
}

/** @param {{ body?: string, bodyBase64?: string }} member */
const written = ({ body, bodyBase64 }) => (body === undefined ? { base64: bodyBase64 } : { text: body })

/** The sentence that comes first. */
function verdict(report, asked) {
  const [style, text] = VERDICTS[report.verdict](report, asked)
  const [first, ...more] = wrapped(visible(text))
  const [, word, rest] = /^(match|no match)([^]*)$/.exec(first) ?? []
  return `${[style(word) + rest, ...more].join('\n')}\n`
}

const VERDICTS = {
  match: () => [green, 'match'],
  stale({ ageSeconds }) {
    return [red, `match, but ${duration(Math.abs(ageSeconds))} ${ageSeconds < 0 ? 'in the future' : 'old'}`]
  },
  explained: ({ findings: [{ causes }] }) => [red, `no match: ${causes.map(({ detail }) => detail).join(' ')}`],
  unexplained(report, asked) {
    const { tried } = report
    return [red, `no match; cause not found, ${tried} variant${tried === 1 ? '' : 's'} tried${shortOf(report, asked)}`]
  },
}

/** Why not all was tried. */
function shortOf({ exhausted }, { budgetBytes, isStopped }) {
  if (isStopped) return '; the search was interrupted'
  if (exhausted) return ''
  return `; the search was cut short at ${size(budgetBytes)}: \`--budget ${size(16 * budgetBytes)}\` goes on`
}

function facts(report, asked) {
  const { verdict, expected, keyIndex, warnings, findings, fault, exhausted } = report
  const entries = [
    ...findings.flatMap(steps),
    ...warnings.map((cause) => ['also seen', sentence(cause)]),
    ['nothing due', fault ? `as it stands, nothing can be signed: ${fault.message}` : ''],
    ['try', verdict === 'unexplained' && exhausted ? OTHERWISE : ''],
    ['key', verdict === 'unexplained' ? '' : key(keyIndex, asked.from)],
    ['due', verdict === 'match' || verdict === 'stale' ? '' : expected],
  ].filter(([, text]) => text !== '')
  const indent = Math.max(0, ...entries.map(([label]) => label.length)) + 2
  return entries.length === 0 ? '' : labelled(entries.map(([label, text]) => [label, wrapped(visible(text), indent)]))
}

/** What to mend, step by step; what one step mends, the verdict has said. */
function steps({ causes, alternatives }) {
  const numbered = causes.length > 1
    ? causes.flatMap(({ detail, fix }, index) => [[`${index + 1}`, detail], ['fix', fix]])
    : [['fix', causes[0].fix]]
  const isNew = (other) => !causes.some(({ id, detail }) => id === other.id && detail === other.detail)
  const brief = ({ detail, fix }) => (causes.some((cause) => cause.fix === fix) ? detail : sentence({ detail, fix }))
  return [...numbered, ...alternatives.map((others) => ['also fits', others.filter(isNew).map(brief).join(' ')])]
}

const sentence = ({ detail, fix }) => `${detail} ${fix}`.trim()

/** Which key of the ring it was, and where that came from. */
function key(index, from) {
  const keys = Object.values(from).reduce((longest, one) => (one.length > longest.length ? one : longest), [])
  if (index === undefined || keys.length < 2) return ''
  return `${index + 1} of ${keys.length}${keys[index] === undefined ? '' : ` (${keys[index]})`}`
}

/** The canonical strings: both where they differ, and the one that was due where nothing else says more. */
function canonical({ verdict, canonical, preimages, findings: [finding] }, { owner }) {
  if (verdict === 'match' || verdict === 'stale') return ''
  const room = width ?? WIDTH
  const lonely = (title, segments) => `${title}\n\n${indented(rendered(alone(segments), [''], room - 2))}`
  const [own] = preimages
  const inside = own ? `\n${lonely(`of this it signs the hash, as \`${own.label}\``, [own])}` : ''
  if (finding === undefined) return canonical.length > 0 ? lonely('the scheme signs', canonical) + inside : ''
  if (canonical.length === 0) return finding.canonical.length > 0 ? lonely('what was signed', finding.canonical) : ''
  if (finding.canonical.length === 0) return ''
  // Where only a hash differs, what was hashed says more.
  const within = own && finding.preimages[0] && compared([own], [finding.preimages[0]])
  const found = within ?? compared(canonical, finding.canonical)
  if (found === undefined) return 'the canonical string is the right one, to the byte\n'
  const lines = rendered(found.pieces, ['scheme', owner], room - 2)
  const where = within ? `, in \`${own.label}\`, whose hash is signed` : ''
  return `${wrapped(firstOf(found.first, owner) + where).join('\n')}\n\n${indented(lines)}`
}

function firstOf({ at, expected, signed }, owner) {
  if (signed === undefined) return `at byte ${at} the scheme has \`${expected.shown}\`, and ${OWNERS[owner]} ends`
  if (expected === undefined) return `at byte ${at} the scheme's ends, and ${OWNERS[owner]} has \`${signed.shown}\``
  return `at byte ${at} the scheme has \`${expected.shown}\`, ${OWNERS[owner]} has \`${signed.shown}\``
}

const indented = (lines) => lines.map((line) => `  ${line}`.trimEnd() + '\n').join('')

/** A number of bytes, as `--budget` takes it. */
export function size(bytes) {
  const [unit, length] = UNITS.find(([, length]) => bytes >= length && bytes % length === 0) ?? ['', 1]
  return `${bytes / length}${unit}`
}

/**
 * The units of `size`, the largest first.
 *
 * @type {[string, number][]}
 */
export const UNITS = [['GiB', 2 ** 30], ['MiB', 2 ** 20], ['KiB', 2 ** 10]]

const OTHERWISE =
  'Most often it is another secret, or another body than the one that was signed: give every secret that it may have ' +
  'been, and the bytes as they were sent.'
// Where there is no terminal to ask.
const WIDTH = 100
