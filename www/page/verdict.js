// The verdict as one sentence, and what belongs to it.
import { grouped } from './bytes.js'
import { whereOf } from './key-list.js'

/** `{ tone, mark, title, sentence }` of a report; `keys` are those of the ring, `scheme` the scheme's. */
export function verdictOf(report, keys, definition) {
  if (report.fault && !report.findings.length)
    return {
      tone: 'error',
      mark: '!',
      title: 'Cannot be signed as it stands',
      sentence: sentenceOf(report.fault.message),
    }
  if (report.isBare)
    return {
      tone: 'idle',
      mark: '·',
      title: 'Nothing to compare yet',
      sentence: 'This is what the scheme signs, and the signature that is due. Paste the signature that was refused.',
    }
  return SAYINGS[report.verdict](report, keys, definition)
}

/** An error of the package, in the words of the page. */
export function verdictOfError({ code, message }) {
  if (code === 'ERR_CREDENTIAL_MISSING')
    return {
      tone: 'idle',
      mark: '·',
      title: 'A secret is missing',
      sentence: 'Enter the secret that should have made the signature. It stays in this tab.',
    }
  return { tone: 'error', mark: '!', title: 'Cannot be checked as it stands', sentence: sentenceOf(message) }
}

/** Which key of the ring it was, where there are several. */
export function madeBy(index, keys) {
  const key = keys[index]
  return key && (keys.length > 1 || key.name) ? `${whereOf(key)} made this` : undefined
}

/** `412 s`, and from two minutes on in words, too. */
export function age(seconds) {
  const whole = Math.abs(seconds)
  const [count, unit] =
    whole < 7200 ? [whole / 60, 'min'] : whole < 172800 ? [whole / 3600, 'h'] : [whole / 86400, 'days']
  return `${grouped(whole)} s${whole < 120 ? '' : ` (${grouped(Math.round(count))} ${unit})`}`
}

const SAYINGS = {
  match: ({ keyIndex }, keys) => ({
    tone: 'good',
    mark: '✓',
    title: 'Match',
    sentence: join('This is the signature that the scheme makes', madeBy(keyIndex, keys)),
  }),
  stale: ({ keyIndex, ageSeconds }, keys, definition) => {
    const far = ageSeconds < 0 ? `${age(ageSeconds)} ahead of the clock` : `${age(ageSeconds)} old`
    const limit =
      definition.toleranceSeconds === null || definition.toleranceSeconds === undefined
        ? ''
        : `; the scheme accepts ${grouped(definition.toleranceSeconds)} s`
    return {
      tone: 'warn',
      mark: '✓',
      title: `Match, but ${far}`,
      sentence: join(`The signature is right${limit}`, madeBy(keyIndex, keys)),
    }
  },
  explained: ({ findings }, keys) => {
    const [{ causes, keyIndex }] = findings
    const title = causes.length > 1 ? 'No match, for two reasons' : 'No match'
    const because = causes.map(({ detail }) => lowered(detail.replace(/\.$/, ''))).join(', and ')
    return {
      tone: 'found',
      mark: '✗',
      title,
      sentence: join(`No match, because ${because}`.replace(/^No match, because /, 'Because '), madeBy(keyIndex, keys)),
    }
  },
  unexplained: ({ tried, exhausted }) => ({
    tone: 'bad',
    mark: '✗',
    title: 'No match, cause not found',
    sentence: `${grouped(tried)} variants tried${exhausted ? ', which is all that are known for this case' : '; the search ended at its limit'}.`,
  }),
}

const join = (...parts) => `${parts.filter(Boolean).join('; ')}.`

/** The first letter small, unless it begins a name or a code. */
const lowered = (text) =>
  /^[A-Z][a-z ]/.test(text) && !/^(?:URL|JSON|PHP|Python|Go|Ruby|Gson|Jackson|Rails)\b/.test(text)
    ? text[0].toLowerCase() + text.slice(1)
    : text

const sentenceOf = (message) => `${message[0] === '`' ? message : message[0].toUpperCase() + message.slice(1)}.`
