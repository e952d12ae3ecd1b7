// One reading: wherever `check` passes, what applications read at the places of a scheme's inputs is what `inputs` say, or their
// reader does not take the message. Messages are odd in every way that readers differ in, and each is signed, by node:crypto, over
// what one of the readers takes it for, so that every attack is a genuine signature over another reading.
//
// `COUNTERSIGN_CASES` says how many for each scheme; `npm run endure` runs 100,000.
import assert from 'node:assert/strict'
import { createHash, createHmac, randomInt } from 'node:crypto'
import { test } from 'node:test'
import { Generator } from './documents.mjs'
import { Messages, bytesOf, lastOf } from './messages.mjs'
import { createVerifier, schemes } from './package.mjs'
import { BODY_READERS, QUERY_READERS, isSaid } from './readers.mjs'

const CASES = Number(process.env.COUNTERSIGN_CASES ?? 5000)
// Of 32 bits, since the generator takes no more.
const seed = Number(BigInt.asUintN(32, BigInt(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 32))))
const NOW = 1_700_000_000
const CREDENTIALS = { secret: '00112233', apiKey: 'key', merchantId: '508029' }
/** The forms that the provider sends. */
const TAKES = {
  'adyen.webhook': ['json'],
  'mailgun.webhook': ['json'],
  'mailgun.route': ['form'],
  'payu-latam.form': ['form'],
  'razorpay.order': ['form', 'json'],
  'razorpay.payment-link': ['form'],
  'wompi.integrity': ['form', 'json'],
}

/** Where a scheme takes values from a body or query; those of headers are read by nothing here. */
const placesOf = ({ inputs }) =>
  Object.entries(inputs).flatMap(([input, place]) => (/^(field|query):/.test(place) ? [[input, place.replace(/\?$/, '')]] : []))
const definitions = schemes().filter((definition) => placesOf(definition).length > 0)

test('every scheme with inputs in a body or query is read', () => {
  assert.deepEqual(definitions.map(({ id }) => id).sort(), Object.keys(TAKES).sort())
})

for (const definition of definitions) {
  test(`${CASES} messages of ${definition.id}, COUNTERSIGN_SEED=${seed}`, (t) => {
    const run = new Run(definition)
    for (let number = 0; number < CASES; number++) run.one(number)
    for (const line of run.told()) t.diagnostic(line)
    assert.deepEqual(run.faults, [], `${run.wrong} read otherwise`)
    assert.ok(run.passed.plain > run.made.plain * 0.8, `of ${run.made.plain} plain messages ${run.passed.plain} pass`)
    assert.ok(run.passed.odd > run.made.odd * 0.005, `of ${run.made.odd} odd messages ${run.passed.odd} pass`)
    for (const [name, count] of Object.entries(run.compared)) assert.ok(count > 0 || !run.isMeant(name), `${name} read none`)
  })
}

class Run {
  made = { plain: 0, odd: 0 }
  passed = { plain: 0, odd: 0 }
  /** How many messages that passed each reader took. */
  compared = {}
  faults = []
  wrong = 0

  constructor(definition) {
    this.definition = definition
    this.isQuery = Object.values(definition.inputs)[0].startsWith('query:')
    this.readers = Object.entries(this.isQuery ? QUERY_READERS : BODY_READERS)
    for (const [name] of this.readers) this.compared[name] = 0
    const names = definition.credentials.map((name) => [name, CREDENTIALS[name]])
    this.verifier = createVerifier(definition.id, Object.fromEntries(names))
    this.places = placesOf(definition).map(([input, place]) => ({ input, ...this.#place(place.replace(/^\w+:/, '')) }))
    // The time that is signed is read like an input.
    for (const [name, template] of Object.entries(definition.fields)) {
      if (template === '{timestamp}') this.places.push({ input: 'timestamp', ...this.#place(name) })
    }
    this.signature = definition.encoding === 'base64' ? `${'Q'.repeat(43)}=` : '5'.repeat(64)
    const travels = { ...definition.fields, ...definition.query }
    const more = Object.fromEntries(Object.entries(travels).map(([name, template]) => [name, this.#filled(template)]))
    const inputs = this.places.filter(({ input }) => input !== 'timestamp').map(({ member }) => member)
    this.messages = new Messages(new Generator(seed), { names: inputs, more, items: definition.signedItems, takes: TAKES[definition.id] })
  }

  one(number) {
    const g = this.messages.g
    const made = g.one(3) === 0 ? this.messages.plain() : this.messages.odd()
    const message = this.#signed(made, this.#sent(made))
    this.made[made.is]++
    const result = this.verifier.check({ ...message, body: this.isQuery ? undefined : message.body, now: new Date(NOW * 1000) })
    if (!result.ok) return
    this.passed[made.is]++
    for (const [name, read] of this.readers) {
      const values = valuesOf(read, message, this.places)
      if (values === undefined) continue
      this.compared[name]++
      const differs = this.places.find(({ input }) => !isSaid(values[input], said(result, input)))
      if (differs) this.#fault(name, differs, values, result, message, number)
    }
  }

  *told() {
    yield `seed ${seed}: of ${this.made.plain} plain messages ${this.passed.plain} pass, of ${this.made.odd} odd ones ${this.passed.odd}`
    for (const [name, count] of Object.entries(this.compared)) yield `${name} took ${count} of them`
  }

  /** Whether the reader is one for what the provider sends. */
  isMeant(reader) {
    return TAKES[this.definition.id].some((kind) => this.isQuery || /json/i.test(reader) === (kind === 'json'))
  }

  #place(name) {
    const { signedItems: items } = this.definition
    const around = items === '' ? [] : items.replace('*', '0').split('/').slice(1)
    return { name: lastOf(name), member: name, path: [...around, ...(name.startsWith('/') ? name.slice(1).split('/') : [name])] }
  }

  #filled(template) {
    return template.replace('{signature}', this.signature).replace('{timestamp}', `${NOW}`).replace('{merchantId}', CREDENTIALS.merchantId)
  }

  #sent({ text, type }) {
    if (!this.isQuery) return { headers: type === undefined ? {} : { 'content-type': type }, body: bytesOf(text) }
    const origin = this.messages.g.pick(['https://shop.example', 'https://shop.example', ''])
    return { method: 'GET', headers: {}, url: `${origin}/paid?${text.replaceAll('\uf8ff', '%ff')}` }
  }

  /** The message with a signature over what one reader takes it for, or over any of the values in it. */
  #signed({ is, found }, message) {
    const g = this.messages.g
    const [, read] = g.pick(this.readers)
    const values = (g.one(2) && valuesOf(read, message, this.places)) || {}
    for (const { input, member } of this.places) {
      const taken = values[input] ?? (input === 'timestamp' ? NOW : is === 'odd' && g.one(20) === 0 ? '' : g.pick(found)[member])
      values[input] = typeof taken === 'object' ? '' : String(taken)
    }
    const signature = signed(this.definition, values)
    if (this.isQuery) return { ...message, url: message.url.replaceAll(this.signature, signature) }
    // In bytes, since what is no UTF-8 has to stay.
    const body = Buffer.from(message.body.toString('latin1').replaceAll(this.signature, signature), 'latin1')
    return { ...message, body }
  }

  #fault(reader, { input }, values, result, message, number) {
    this.wrong++
    if (this.faults.length >= 8 || this.faults.some((fault) => fault.reader === reader)) return
    const shown = this.isQuery ? message.url : message.body.toString('latin1').slice(0, 600)
    this.faults.push({ reader, input, reads: values[input], said: said(result, input), type: message.headers['content-type'], message: shown, number })
  }
}

/** What a reader takes the message for at all places; nothing where it does not take it, or finds none of them. */
function valuesOf(read, message, places) {
  let at
  try {
    at = read(message)
  } catch {
    return undefined
  }
  if (!at) return undefined
  const values = Object.fromEntries(places.map((place) => [place.input, at(place) ?? undefined]))
  return Object.values(values).every((value) => value === undefined) ? undefined : values
}

const said = ({ inputs, timestamp }, input) => (input === 'timestamp' ? timestamp : inputs[input])

/** The signature of these values, by what the scheme says. */
function signed({ canonical, algorithm, encoding, key }, values) {
  const filled = (template) => template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? CREDENTIALS[name])
  const text = filled(canonical)
  switch (algorithm) {
    case 'hmac-sha256': {
      const bare = key === '{secret|unhex}' ? Buffer.from(CREDENTIALS.secret, 'hex') : filled(key)
      return createHmac('sha256', bare).update(text).digest(encoding)
    }
    case 'sha256-key-first': return createHash('sha256').update(filled(key) + text).digest(encoding)
    case 'sha256-key-last': return createHash('sha256').update(text + filled(key)).digest(encoding)
    default: throw new Error(`a scheme whose algorithm, ${algorithm}, is not known here`)
  }
}
