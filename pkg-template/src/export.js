// Exports a case that can be shared: every spelling of the old credentials is replaced by fresh ones, and the signature is made with
// the fresh ones and the same mistakes.
import { CountersignError } from './error.js'
import { LONGEST, freshOf, isPrivateKey, partsOf, wantedOf } from './fresh.js'
import { bytes } from './input.js'
import { byteString, bytesIn, respelt, standsAt, textIn } from './spellings.js'
import { encode } from './text.js'

/**
 * The case as plain data. `asked` is the input of the search, and `saved` the other members of a saved case. `sign` makes the signature
 * of another case with the mistakes that were found: the received string and its replacement, or undefined if nothing was found. `isAlike`
 * returns whether another case has the same findings.
 */
export function exported(asked, saved, sign, isAlike) {
  const names = asked.secrets.map(([name]) => textIn(byteString(name)))
  const isPublic = names.every((name) => PUBLIC.includes(name))
  const old = asked.secrets.map(([, secret], index) => secretOf(names[index], secret))
  // Refuses signatures that only a private key can make; if all keys are public, nothing is signed again.
  const isFound = isPublic || sign(asked) !== undefined
  const asSaved = (made, wanted, name) => asCase(made, names, { ...saved, options: swappedIn(saved.options, wanted) }, name)
  if (isPublic) return asSaved(asked, [], NAMED.found)
  let unlike, problem
  // First without anything of the old credentials, then with the characters that the mistake may depend on.
  for (const isNear of [false, true]) {
    let looks = 0
    for (let tries = 0; tries < TRIES && looks < LOOKS; tries++) {
      const fresh = freshOnes(old, names, isNear)
      const wanted = old.flatMap((parts, index) => (parts ? wantedOf(parts, fresh[index]) : [])).sort((one, other) => other.least - one.least)
      try {
        const { made, pair } = anew(asked, fresh, wanted, sign)
        check(made, fresh, old, names)
        if (!isFound) return asSaved(made, wanted, NAMED.random)
        if (pair && isAlike(made)) return asSaved(made, wanted, NAMED.found)
        looks++
        unlike ??= asSaved(made, wanted, NAMED.unlike)
      } catch (error) {
        if (error.code !== REFUSED) throw error
        problem = error
      }
    }
  }
  if (unlike) return unlike
  throw problem
}

/** The parts of a credential; undefined for a public one. */
function secretOf(name, secret) {
  if (isPrivateKey(secret)) {
    const mend = PUBLIC.includes(name) ? 'give its public half' : 'leave it out, or write the case by hand'
    throw refusal(name, `expected a credential that another can replace, got a private key: ${mend}`)
  }
  if (PUBLIC.includes(name)) return undefined
  if (secret.length > LONGEST) throw refusal(name, `expected at most ${LONGEST} bytes, got ${secret.length}: write the case by hand`)
  const parts = partsOf(secret)
  if (parts) return parts
  throw refusal(name, 'expected a string, which a case in JSON can hold, got bytes that are no UTF-8')
}

/** Fresh parts for the `old` ones; equal cores stay equal. */
function freshOnes(old, names, isNear) {
  const cores = new Map()
  return old.map((parts, index) => {
    if (!parts) return undefined
    const { lead, core, end } = parts
    if (!cores.has(core)) cores.set(core, freshOf(core, isNear))
    const own = cores.get(core)
    if (own === undefined) throw refusal(names[index], `expected characters that others of their kind can replace, got none: ${MEND}`)
    return { text: lead + own + end, lead, core: own, end }
  })
}

/** The case with `fresh` credentials instead of the old ones, and with their signature: `{ made, pair }`. */
function anew(asked, fresh, wanted, sign) {
  const { secrets, options, given, facts } = asked
  const swap = (text) => swapped(text, wanted)
  const made = {
    ...asked,
    secrets: secrets.map(([name, secret], index) => [name, fresh[index] ? encode(fresh[index].text) : secret]),
    options: options.map(([name, value]) => [name, encode(swap(textIn(byteString(value))))]),
    given: {
      ...given,
      ...{ method: swap(given.method), url: swap(given.url), timestamp: swap(given.timestamp), body: swap(given.body) },
      headers: given.headers.map((header) => header.map(swap)),
    },
    facts: { ...facts, received: swap(facts.received) },
  }
  const pair = signed(made, sign)
  return { made: withSignature(made, pair && [swap(pair[0]), pair[1]], fresh), pair }
}

function signed(made, sign) {
  try {
    return sign(made)
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code === 'ERR_INTERNAL') throw error
    throw refusal('request', `expected a case that still reads once its credentials are replaced, got one that does not (${error.code}): ${MEND}`)
  }
}

/** A string or bytes with the `wanted` parts replaced; bytes become a string if they are UTF-8. */
function swapped(value, wanted) {
  if (value === undefined) return undefined
  const after = wanted.reduce(respelt, byteString(value))
  return textIn(after) ?? bytesIn(after)
}

/** The same for options: strings, numbers, lists, bytes, or nested options. */
function swappedIn(options, wanted) {
  if (typeof options === 'string') return swapped(options, wanted)
  if (Array.isArray(options)) return options.map((one) => swappedIn(one, wanted))
  if (typeof options !== 'object' || options === null) return options
  const raw = bytes(options)
  if (raw) return swapped(btoa(byteString(raw)), wanted)
  return Object.fromEntries(Object.entries(options).map(([name, one]) => [name, swappedIn(one, wanted)]))
}

/** The case with another signature: the one in `pair`, or a random one if nothing was found. */
function withSignature(made, pair, fresh) {
  const { url, headers, body } = made.given
  const others = new Map()
  const random = (one) => {
    if (fresh.some((parts) => parts?.text.includes(one))) return one
    return others.get(one) ?? others.set(one, freshOf(one, false)).get(one)
  }
  const [old, own] = (pair ?? []).map(byteString)
  const swap = (text) => {
    const after = pair
      ? byteString(text).replaceAll(old, () => own)
      : byteString(text).replace(LABELLED.test(text) ? LABELLED : DIGESTS, random)
    return textIn(after) ?? bytesIn(after)
  }
  return {
    ...made,
    facts: { ...made.facts, received: swap(made.facts.received) },
    given: {
      ...made.given,
      url: pair ? swap(url) : url,
      headers: headers.map(([name, value]) => [name, OF_BODY.includes(name.toLowerCase()) ? value : swap(value)]),
      body: pair && body !== undefined ? swap(body) : body,
    },
  }
}

/** Refuses a case that still contains a spelling of an old credential, even by chance. */
function check(made, fresh, old, names) {
  const places = placesOf(made, fresh)
  for (const [index, parts] of old.entries()) {
    if (!parts) continue
    for (const wanted of wantedOf(parts)) {
      for (const [place, string] of places) {
        const offset = standsAt(string, wanted)
        if (offset === undefined) continue
        const isNamed = names.every((name) => standsAt(byteString(name), wanted) === undefined)
        const whose = isNamed ? `the credential \`${names[index]}\`` : 'a credential'
        const mend = place === 'scheme' ? 'take it out of the scheme, or rename what is called so' : MEND
        throw refusal(place, `expected nothing of ${whose}, got all of it: ${mend}`, offset)
      }
    }
  }
}

/** Everything in an export that does not come from us, as byte strings: a scheme, the request, and the fresh credentials. */
function placesOf({ scheme, options, given, facts }, fresh) {
  const { method, url, timestamp, headers, body = '' } = given
  const own = typeof scheme === 'object' ? [['scheme', JSON.stringify(scheme)]] : []
  const all = [
    ...own,
    ...Object.entries({ method, url, timestamp, body }).map(([name, value]) => [`request.${name}`, value]),
    // A name may contain it, too.
    ...headers.flatMap(([name, value], at) => [[`request.headers[${at}][0]`, name], [`request.headers[${at}][1]`, value]]),
    ['receivedSignature', facts.received],
    ...fresh.flatMap((parts, at) => (parts ? [[`credentials[${at}]`, parts.core]] : [])),
    ...options.map(([, value], at) => [`options[${at}]`, value]),
  ]
  // Short ones first, which are cheap to search.
  return all.map(([place, value]) => [place, byteString(value)]).sort(([, one], [, other]) => one.length - other.length)
}

/** The saved form of the case. */
function asCase({ scheme, secrets, given, facts }, names, saved, name) {
  const { method, url, timestamp, headers, body } = given
  const texts = Object.fromEntries([...new Set(names)].map((one) => [one, keysOf(one, secrets, names)]))
  const { secret, ...credentials } = texts
  const sent = typeof body === 'object' ? { bodyBase64: btoa(byteString(body)) } : { body }
  return tidied({
    name,
    scheme,
    request: tidied({ method, url, timestamp, headers: tidied(Object.fromEntries(headers)), ...sent }),
    secret,
    credentials: tidied(credentials),
    receivedSignature: facts.received,
    ...saved,
  })
}

function keysOf(name, secrets, names) {
  const own = secrets.filter((_, index) => names[index] === name).map(([, bytes]) => byteString(bytes))
  // A public key in DER is written in base64.
  const all = own.map((string) => textIn(string) ?? btoa(string))
  return all.length > 1 ? all : all[0]
}

const refusal = (part, problem, offset) =>
  new CountersignError(REFUSED, `\`${part}\`${offset === undefined ? '' : `, byte ${offset}`}: ${problem}`, { part, offset })

/** The object without empty members. */
const tidied = (object) =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== '' && (typeof value !== 'object' || Object.keys(value).length > 0)),
  )

const REFUSED = 'ERR_EXPORT_REFUSED'
const MEND = 'export a case with longer credentials, which stand nowhere by chance, or write the case by hand'
const NAMED = {
  found: 'exported, with fresh secrets',
  random: 'exported, with fresh secrets; nothing found makes the signature, so it is random',
  unlike: 'exported, with fresh secrets; what was found is not found with them',
}
/** Public credentials. */
const PUBLIC = ['publicKeys', 'certificates']
/** What may be a digest in a string. */
const DIGESTS = /[\w+/-]{22,}={0,2}/g
/** The same with a name of the hash in front. */
const LABELLED = /(?<=\bSignature=)[\w+/-]{22,}={0,2}/
/** Headers with public values: a digest of the body, or the list of what is signed. */
const OF_BODY = ['content-digest', 'x-amz-content-sha256', 'signature-input']
/** How often fresh credentials are made until none contains an old one by chance, and how often the case is explained. */
const TRIES = 8
const LOOKS = 4
