// Tasks that run in this process, through the packed package.
import './memory.mjs'
import assert from 'node:assert/strict'
import { compare, outcome } from '../runtimes/stages.mjs'
import { readData } from '../runtimes/data.mjs'

// Only now, since memory.mjs has to see the package start.
const { checkDocument } = await import('../js/differential.mjs')
const { Generator } = await import('../js/documents.mjs')
const { explain, standards } = await import('../js/package.mjs')

const DOCUMENTS = 20_000
const EXPLAINED = 20
const AT = { now: new Date(0) }
const data = readData()

/** Canonical JSON against V8's `JSON.stringify(JSON.parse(text))`, and the refusals of both. */
export function differential(seed) {
  const generator = new Generator(small(seed))
  let refused = 0
  for (let number = 0; number < DOCUMENTS; number++) refused += checkDocument(generator.document(), number)
  return { documents: DOCUMENTS, 'documents that both refuse': refused }
}

/** Every test vector is signed or verified, and some of what is signed, or refused for a known reason, is explained. */
export function vectors(seed) {
  const counts = { signed: 0, verified: 0, refused: 0, explained: 0 }
  for (const vector of data.vectors) {
    const result = outcome(whole.esm, vector, data.keys)
    assert.equal(compare(vector, result), undefined)
    counts[result.error ? 'refused' : result.signed ? 'signed' : 'verified']++
  }
  const generator = new Generator(small(seed))
  for (let number = 0; number < EXPLAINED; number++) {
    const one = generator.pick(data.explained)
    const [told, is] = generator.pick([[one.received, 'refused'], [one.right, 'right'], [generator.mutated(one.received), 'unknown']])
    explained(one, told, is)
    counts.explained++
  }
  return counts
}

/** What is refused for a known reason is explained by it, what is right matches, and what nobody signed never does. */
function explained({ scheme, credentials, options, request, id }, signature, is) {
  const { apiKey, ...others } = credentials
  const keys = others.secret === undefined ? credentials : others
  const { verdict, findings } = explain(scheme, keys, request, signature, { ...options, ...AT })
  const ids = findings.flatMap(({ causes, alternatives }) => [causes, ...alternatives].flat()).map((cause) => cause.id)
  const isRight = ['match', 'stale'].includes(verdict)
  const isDue = { refused: verdict === 'explained' && ids.includes(id), right: isRight, unknown: !isRight }[is]
  assert.ok(isDue, `${scheme}, ${id}, a signature that is ${is}: got ${verdict}, ${ids}`)
}

/** The seed of a generator of 32 bits. */
const small = (seed) => Number(BigInt.asUintN(32, BigInt(seed)))
