// The vector files and what compares them: a changed figure is told at its stage, and a wrong package never passes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conform } from '../runtimes/conformance.mjs'
import { readData } from '../runtimes/data.mjs'
import { compare, ERROR, outcome, SIGNED, VERIFIED } from '../runtimes/stages.mjs'
import { explaining, whole } from './package.mjs'

const data = readData()
const { vectors, keys } = data
// What follows from the input, and stands in no file.
const WRITTEN = {
  signed: SIGNED.slice(0, 6),
  verified: VERIFIED.filter((stage) => !['scheme', 'body'].includes(stage)),
}

test('every scheme has a folder', () => {
  const folders = [...new Set(vectors.map((vector) => vector.file.split('/')[0]))]
  const definitions = whole.esm.schemes().map((definition) => definition.id)
  assert.deepEqual(definitions.sort(), folders.sort())
  for (const { file, scheme } of vectors) assert.equal(file.split('/')[0], scheme, file)
})

test('a changed figure fails at its stage', () => {
  const changes = new Map()
  for (const vector of vectors) {
    const result = outcome(whole.esm, vector, keys)
    assert.equal(compare(vector, result), undefined)
    for (const [stage, changed] of withFiguresChanged(vector)) {
      const told = compare(changed, result) ?? 'no fault'
      assert.ok(told.startsWith(`${vector.file}: ${stage}: want `), `${stage} changed: ${told}`)
      changes.set(stage, (changes.get(stage) ?? 0) + 1)
    }
  }
  const stages = [
    ...WRITTEN.signed,
    ...WRITTEN.verified.map((stage) => `verified ${stage}`),
    ...ERROR.map((stage) => `error ${stage}`),
  ]
  assert.deepEqual([...changes.keys()].sort(), stages.sort())
})

test('the options of JavaScript reach the core', () => {
  for (const [option, stage] of [
    ['authorizationPrefix', 'headers'],
    ['toleranceSeconds', 'error'],
    ['jws.alg', 'canonical'],
  ]) {
    const told = vectors
      .filter((vector) => vector.options?.[option] && !vector.error)
      .map((vector) => compare(vector, outcome(whole.esm, { ...vector, options: undefined }, keys)) ?? '')
    assert.ok(
      told.some((one) => one.includes(`: ${stage}: want `)),
      `${option}: ${told}`,
    )
  }
})

const { createSigner, createVerifier, schemes } = whole.esm
// Some of each scheme do here; each runtime runs all of them.
const some = { keys, vectors: vectors.filter(({ file, scheme }) => folderOf(scheme).indexOf(file) < 8) }

/** Packages that are wrong in one way each, and what the conformance has to say of them. */
const WRONG = {
  'a signature of other letters': [
    { createSigner: signing((signed) => ({ signature: `0${signed.signature}` })) },
    /signature: want/,
  ],
  'a header too many': [
    { createSigner: signing(({ headers }) => ({ headers: { ...headers, x: 'y' } })) },
    /headers: want/,
  ],
  'a body of its own': [{ createSigner: signing(({ body }) => ({ body: `${body} ` })) }, /body: want/],
  'a verifier that takes everything': [
    { createVerifier: verifying(() => ({ keyIndex: 0 })) },
    /error: want|ERR_SIGNATURE_MISMATCH/,
  ],
  'a scheme too few': [{ schemes: () => schemes().slice(1) }, /schemes\(\): want/],
  'schemes that are shared': [
    {
      schemes: (
        (definitions) => () =>
          definitions
      )(schemes()),
    },
    /the same objects/,
  ],
  'another class of errors': [{ CountersignError: class extends Error {} }, /no CountersignError/],
  'an export too many': [{ core: {} }, /what is exported: want/],
  'an error that says the secret': [{ createVerifier: telling }, /says a credential/],
  'nothing that is disposed of': [{ createSigner: undisposed }, /that was disposed of signs no more/],
}

for (const [what, [wrong, told]] of Object.entries(WRONG)) {
  test(`the conformance finds ${what}`, async () => {
    const subject = { name: 'wrong', api: { ...whole.esm, ...wrong }, trapped: whole.esm }
    const { failed } = await conform([subject], some)
    assert.ok(
      failed.some((one) => told.test(one)),
      failed.join('\n').slice(0, 2000),
    )
  })
}

test('the conformance passes what is right, but for a trap that is none', async () => {
  const right = { explaining: explaining.esm, trappedExplaining: explaining.esm }
  const subject = { name: 'right', api: { ...whole.esm }, trapped: whole.esm, ...right }
  const { passed, failed } = await conform([subject], data)
  assert.ok(passed > 2 * vectors.length, `${passed} passed`)
  assert.ok(failed.length > 0)
  for (const one of failed) assert.match(one, /a trap in \w+ is an error|the explainer that failed is gone/)
})

/** A `createSigner` whose results are changed. */
function signing(change) {
  return (...args) => {
    const signer = createSigner(...args)
    const sign = (request) => {
      const signed = signer.sign(request)
      return { ...signed, ...change(signed) }
    }
    return { sign, prepare: (request) => signer.prepare(request), [dispose()]: () => signer[dispose()]() }
  }
}

/** A `createVerifier` that refuses nothing. */
function verifying(result) {
  return () => ({ verify: result, check: () => ({ ok: true, ...result() }), [dispose()]() {} })
}

/** A `createVerifier` whose errors end with the secret. */
function telling(scheme, credentials, options) {
  const verifier = createVerifier(scheme, credentials, options)
  const verify = (message) => {
    try {
      return verifier.verify(message)
    } catch (error) {
      error.message += `, with ${credentials.secret}`
      throw error
    }
  }
  return { verify, check: (message) => verifier.check(message), [dispose()]: () => verifier[dispose()]() }
}

function folderOf(scheme) {
  return vectors.filter((one) => one.scheme === scheme).map(({ file }) => file)
}

function undisposed(...args) {
  const signer = createSigner(...args)
  return { sign: (request) => signer.sign(request), prepare: (request) => signer.prepare(request), [dispose()]() {} }
}

function dispose() {
  return Symbol.dispose ?? Symbol.for('Symbol.dispose')
}

/** The file, once for each figure in it, with that one changed. */
function* withFiguresChanged(vector) {
  if (vector.request && !vector.error) {
    for (const stage of WRITTEN.signed)
      yield [stage, { ...vector, [stage]: changed(vector[stage] ?? (stage === 'fields' ? {} : '')) }]
  } else {
    const place = vector.error ? 'error' : 'verified'
    for (const [stage, figure] of Object.entries(vector[place])) {
      yield [`${place} ${stage}`, { ...vector, [place]: { ...vector[place], [stage]: changed(figure) } }]
    }
  }
}

function changed(figure) {
  if (typeof figure === 'number') return figure + 1
  return typeof figure === 'object' && figure !== null ? { ...figure, x: 'y' } : `~${figure ?? ''}`
}
