// The verdict: a title and a sentence.
import { grouped } from './bytes.js'
import { whereOf } from './key-list.js'

/** `{ tone, mark, title, sentence }` of a report; `keys` are the given keys, `definition` is the scheme. */
export function verdictOf(report, keys, definition) {
  if (report.fault && !report.findings.length)
    return {
      tone: 'error',
      mark: '!',
      title: 'This request cannot be signed',
      sentence: sentenceOf(report.fault.message),
    }
  if (report.isBare)
    return {
      tone: 'idle',
      mark: '·',
      title: 'Nothing to compare yet',
      sentence: 'Below is what the scheme signs, and the expected signature. Paste the received signature to compare them.',
    }
  return SAYINGS[report.verdict](report, keys, definition)
}

/** The verdict for an error of the package. */
export function verdictOfError({ code, message }) {
  if (code === 'ERR_CREDENTIAL_MISSING')
    return {
      tone: 'idle',
      mark: '·',
      title: 'A secret is missing',
      sentence: 'Enter the secret that should have made the signature. It stays in this tab.',
    }
  return { tone: 'error', mark: '!', title: 'This case cannot be checked', sentence: sentenceOf(message) }
}

/** Which of several keys signed. */
export function madeBy(index, keys) {
  const key = keys[index]
  return key && (keys.length > 1 || key.name) ? `signed with the key in ${whereOf(key)}` : undefined
}

/** `412 s`, from two minutes on with a larger unit in brackets. */
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
    sentence: join('The signature is correct', madeBy(keyIndex, keys)),
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
      sentence: join(`The signature is correct${limit}`, madeBy(keyIndex, keys)),
    }
  },
  explained: ({ findings }, keys) => {
    const [{ causes, keyIndex }] = findings
    const title = causes.length > 1 ? 'No match, for several reasons' : 'No match'
    const details = causes.map(({ detail }) => detail.replace(/\.$/, '')).join('. ')
    return {
      tone: 'found',
      mark: '✗',
      title,
      sentence: join(details, madeBy(keyIndex, keys)),
    }
  },
  unexplained: ({ tried, exhausted }) => ({
    tone: 'bad',
    mark: '✗',
    title: 'No match, cause not found',
    sentence: `${grouped(tried)} attempts${exhausted ? ', which are all known causes' : '; the search stopped at its limit'}.`,
  }),
}

const join = (...parts) => `${parts.filter(Boolean).join('; ')}.`

const sentenceOf = (message) => `${message[0] === '`' ? message : message[0].toUpperCase() + message.slice(1)}.`
