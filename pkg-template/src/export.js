// A case for others to see: as it was, with fresh credentials in the place of the old ones, however those are written in it, and the
// signature that the fresh ones make by the same mistake.
import { CountersignError } from './error.js'
import { LONGEST, freshOf, isPrivateKey, partsOf, wantedOf } from './fresh.js'
import { bytes } from './input.js'
import { byteString, bytesIn, respelt, standsAt, textIn } from './spellings.js'
import { encode } from './text.js'

/**
 * The case as plain data. `asked` is what was asked, and `saved` what a saved case says besides. `sign` makes the signature of such a
 * case by what was found: the text that was received and the one in its place, or null where nothing was found. `isAlike` says
 * whether the same is found in another case.
 */
export function exported(asked, saved, sign, isAlike) {
  const names = asked.secrets.map(([name]) => textIn(byteString(name)))
  const isPublic = names.every((name) => PUBLIC.includes(name))
  const old = asked.secrets.map(([, secret], index) => secretOf(names[index], secret))
  // What only a private key makes is refused here; where all keys are public, nothing is made again.
  const isFound = isPublic || sign(asked) !== null
  const asSaved = (made, wanted, name) => asCase(made, names, { ...saved, options: swappedIn(saved.options, wanted) }, name)
  if (isPublic) return asSaved(asked, [], NAMED.found)
  let unlike, problem
  // First without anything of the old ones, then with what the mistake may hinge on.
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

/** The parts of a credential; undefined for one that everybody may see. */
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

/** Fresh parts for the `old` ones; those of one core have one core again. */
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

/** The case with `fresh` credentials, wherever it held the old ones, and with their signature: `{ made, pair }`. */
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

/** A text, or bytes, with what is `wanted` replaced; a text wherever the bytes are one. */
function swapped(value, wanted) {
  if (value === undefined) return undefined
  const after = wanted.reduce(respelt, byteString(value))
  return textIn(after) ?? bytesIn(after)
}

/** The same for options, which hold texts, numbers, lists, bytes, or options again. */
function swappedIn(options, wanted) {
  if (typeof options === 'string') return swapped(options, wanted)
  if (Array.isArray(options)) return options.map((one) => swappedIn(one, wanted))
  if (typeof options !== 'object' || options === null) return options
  const raw = bytes(options)
  if (raw) return swapped(btoa(byteString(raw)), wanted)
  return Object.fromEntries(Object.entries(options).map(([name, one]) => [name, swappedIn(one, wanted)]))
}

/** The case with the signature that was received swapped: by the `pair` of texts, or by one at random where nothing made it. */
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

/** Refuses a case in which a spelling of an old credential is left, or came back by chance. */
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

/** All that an export holds and that does not come from us, as byte strings: a scheme, the request, and what the fresh ones are. */
function placesOf({ scheme, options, given, facts }, fresh) {
  const { method, url, timestamp, headers, body = '' } = given
  const own = typeof scheme === 'object' ? [['scheme', JSON.stringify(scheme)]] : []
  const all = [
    ...own,
    ...Object.entries({ method, url, timestamp, body }).map(([name, value]) => [`request.${name}`, value]),
    // A name may be what is left.
    ...headers.flatMap(([name, value], at) => [[`request.headers[${at}][0]`, name], [`request.headers[${at}][1]`, value]]),
    ['receivedSignature', facts.received],
    ...fresh.flatMap((parts, at) => (parts ? [[`credentials[${at}]`, parts.core]] : [])),
    ...options.map(([, value], at) => [`options[${at}]`, value]),
  ]
  // The short ones first, in which most is found.
  return all.map(([place, value]) => [place, byteString(value)]).sort(([, one], [, other]) => one.length - other.length)
}

/** The case as a person saves it. */
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
  // A public key in DER may stand there in base64.
  const all = own.map((string) => textIn(string) ?? btoa(string))
  return all.length > 1 ? all : all[0]
}

const refusal = (part, problem, offset) =>
  new CountersignError(REFUSED, `\`${part}\`${offset === undefined ? '' : `, byte ${offset}`}: ${problem}`, { part, offset })

/** Without what is empty. */
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
/** Credentials that everybody may see. */
const PUBLIC = ['publicKeys', 'certificates']
/** What may be a digest in a text. */
const DIGESTS = /[\w+/-]{22,}={0,2}/g
/** The same where the text says which it is. */
const LABELLED = /(?<=\bSignature=)[\w+/-]{22,}={0,2}/
/** Headers that say what anybody can make of the body, or what is signed. */
const OF_BODY = ['content-digest', 'x-amz-content-sha256', 'signature-input']
/** How often fresh credentials are made until nothing of the old ones comes back by chance, and how often the case is explained. */
const TRIES = 8
const LOOKS = 4
