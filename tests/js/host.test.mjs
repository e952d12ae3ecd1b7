// The host's cryptography: used where it is faster, with the same results, and never believed against the core.
import assert from 'node:assert/strict'
import * as real from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createExplainer, createSigner, createVerifier, refusalOf } from './package.mjs'

const dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')
const pem = (file) => readFileSync(new URL(`../keys/${file}`, import.meta.url), 'utf8')
const PRIVATE = pem('rsa-2048.pkcs8.pem')
const PUBLIC = pem('rsa-2048.spki.pem')
const SECRET = 'a secret of more than thirty-two letters'
/** Long enough for every MAC to go to the host. */
const BODY = 'x'.repeat(10_000)
const WASM = { crypto: 'wasm' }
const MACS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].flatMap((hash) =>
  [`hmac-${hash}`, ...['first', 'last', 'both'].map((place) => `${hash}-key-${place}`)],
)
const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']

const builtin = process.getBuiltinModule
afterEach(() => {
  process.getBuiltinModule = builtin
})

/** Makes the host one that computes as Node does, but for the functions in `changes`, and counts the calls of each. */
function plant(changes = {}) {
  const calls = {}
  const counted = (name, run) => (...given) => {
    calls[name] = (calls[name] ?? 0) + 1
    return run(...given)
  }
  const functions = Object.entries({ ...real, ...changes }).filter(([, value]) => typeof value === 'function')
  const planted = { constants: real.constants, ...Object.fromEntries(functions.map(([name, run]) => [name, counted(name, run)])) }
  process.getBuiltinModule = (name) => (name === 'node:crypto' ? planted : builtin(name))
  return calls
}

/** A scheme whose canonical string is the body. */
const schemeOf = (algorithm) => ({
  id: 'own.webhook', title: 'Own', signedBy: 'provider', algorithm, credentials: ['secret'], key: '{secret}', canonical: '{body}',
  encoding: 'hex', headers: { 'x-signature': '{signature}' },
})

const signerOf = (algorithm, options) => createSigner(schemeOf(algorithm), { secret: SECRET }, options)
const verifierOf = (algorithm, options) => createVerifier(schemeOf(algorithm), { secret: SECRET }, options)
const jwsSigner = (alg, options) => createSigner('tu-cambio.jws', { privateKey: PRIVATE }, { jws: { alg }, ...options })
const jwsVerifier = (alg, options) => createVerifier('tu-cambio.jws', { publicKeys: PUBLIC }, { jws: { alg }, ...options })
const REQUEST = { method: 'POST', url: 'https://api.example.com/orders', body: '{"amount":"12.50"}' }

for (const algorithm of MACS) {
  test(`${algorithm}: the host computes the same MAC`, () => {
    const calls = plant()
    const own = signerOf(algorithm, WASM).sign({ body: BODY })
    assert.deepEqual(calls, {})
    const [signer, verifier] = [signerOf(algorithm), verifierOf(algorithm)]
    for (let i = 0; i < 3; i++) {
      assert.deepEqual(signer.sign({ body: BODY }), own)
      assert.equal(verifier.verify(own).body, BODY)
      assert.equal(refusalOf(() => verifier.verify({ ...own, body: BODY.slice(1) })).code, 'ERR_SIGNATURE_MISMATCH')
    }
    assert.equal(calls[algorithm.startsWith('hmac') ? 'createHmac' : 'createHash'], 9)
  })
}

test('a short canonical string is left to the core', () => {
  const calls = plant()
  const signed = signerOf('hmac-sha256').sign({ body: 'short' })
  assert.equal(verifierOf('hmac-sha256').verify(signed).body, 'short')
  assert.deepEqual(calls, {})
})

for (const alg of RSA) {
  test(`${alg}: what the host signs the core verifies, and the other way round`, () => {
    const calls = plant()
    const signers = [jwsSigner(alg), jwsSigner(alg, WASM)]
    const verifiers = [jwsVerifier(alg), jwsVerifier(alg, WASM)]
    for (let i = 0; i < 2; i++) {
      for (const signer of signers) {
        const signed = signer.sign(REQUEST)
        const changed = { ...signed, body: `${REQUEST.body} ` }
        for (const verifier of verifiers) {
          assert.equal(verifier.verify(signed).body, REQUEST.body)
          assert.equal(refusalOf(() => verifier.verify(changed)).code, 'ERR_SIGNATURE_MISMATCH')
        }
      }
    }
    assert.equal(calls.sign, 2)
    assert.ok(calls.verify > 6, `${calls.verify}`)
  })
}

test("a key that is external is checked by the host's verification", () => {
  const calls = plant()
  const signer = createSigner('tu-cambio.jws', { publicKey: PUBLIC }, { key: 'external', jws: { alg: 'RS256' } })
  for (let i = 0; i < 2; i++) {
    const prepared = signer.prepare(REQUEST)
    const raw = real.sign('sha256', prepared.signingInput, PRIVATE)
    assert.equal(jwsVerifier('RS256', WASM).verify(prepared.finish(raw)).body, REQUEST.body)
    raw[9] ^= 1
    assert.equal(refusalOf(() => prepared.finish(raw)).code, 'ERR_SIGNATURE_INVALID')
  }
  assert.ok(calls.verify >= 4)
})

const throws = () => {
  throw new Error('not supported')
}

for (const [what, changes] of Object.entries({
  'is absent': undefined,
  'takes no keys': { createSecretKey: throws, createPrivateKey: throws, createPublicKey: throws },
  'throws': { createHmac: throws, createHash: throws, sign: throws, verify: throws },
  'answers with nothing': { createHmac: () => undefined, createHash: () => undefined, sign: () => undefined, verify: () => undefined },
  'answers with something else': {
    createHmac: () => hashing(() => new Uint8Array(7)), createHash: () => hashing(() => new Uint8Array(7)),
    sign: () => new Uint8Array(7), verify: () => 1,
  },
  'answers wrongly': {
    createHmac: (hash) => hashing(() => new Uint8Array(LENGTHS[hash])), createHash: (hash) => hashing(() => new Uint8Array(LENGTHS[hash])),
    sign: () => new Uint8Array(256).fill(1), verify: () => false,
  },
  'says that every signature verifies': { sign: () => new Uint8Array(256).fill(1), verify: () => true },
})) {
  test(`a host that ${what} changes nothing, and is not asked about a key again`, () => {
    const wanted = Object.fromEntries(MACS.map((algorithm) => [algorithm, signerOf(algorithm, WASM).sign({ body: BODY })]))
    const rsa = Object.fromEntries(RSA.map((alg) => [alg, jwsSigner(alg, WASM).sign(REQUEST)]))
    const judges = Object.fromEntries(RSA.map((alg) => [alg, jwsVerifier(alg, WASM)]))
    const calls = plant(changes)
    if (changes === undefined) process.getBuiltinModule = undefined
    const signers = MACS.map((algorithm) => [algorithm, signerOf(algorithm), verifierOf(algorithm)])
    const pairs = RSA.map((alg) => [alg, jwsSigner(alg), jwsVerifier(alg)])
    const round = () => {
      for (const [algorithm, signer, verifier] of signers) {
        assert.deepEqual(signer.sign({ body: BODY }), wanted[algorithm])
        assert.equal(verifier.verify(wanted[algorithm]).body, BODY)
        const forged = { ...wanted[algorithm], body: `${BODY}!` }
        assert.equal(refusalOf(() => verifier.verify(forged)).code, 'ERR_SIGNATURE_MISMATCH')
      }
      for (const [alg, signer, verifier] of pairs) {
        assert.equal(judges[alg].verify(signer.sign(REQUEST)).body, REQUEST.body)
        const forged = { ...rsa[alg], body: `${REQUEST.body} ` }
        assert.equal(refusalOf(() => verifier.verify(forged)).code, 'ERR_SIGNATURE_MISMATCH')
        assert.equal(verifier.verify(rsa[alg]).body, REQUEST.body)
        assert.equal(refusalOf(() => verifier.verify(forged)).code, 'ERR_SIGNATURE_MISMATCH')
      }
    }
    round()
    const asked = what === 'says that every signature verifies' ? ['sign', 'verify'] : Object.keys(changes ?? {})
    const before = asked.map((name) => calls[name])
    round()
    assert.deepEqual(asked.map((name) => calls[name]), before)
    assert.deepEqual(before.filter((count) => count === undefined), [], 'each was asked once')
  })
}

test('a host that answers wrongly later is not believed when it verifies, and then not asked again', () => {
  for (const algorithm of ['hmac-sha256', 'sha1-key-both']) {
    const own = signerOf(algorithm, WASM).sign({ body: BODY })
    let isWrong = false
    const wrong = (make) => (...given) => (isWrong ? hashing(() => new Uint8Array(LENGTHS[given[0]])) : make(...given))
    const calls = plant({ createHmac: wrong(real.createHmac), createHash: wrong(real.createHash) })
    const verifier = verifierOf(algorithm)
    verifier.verify(own)
    isWrong = true
    assert.equal(verifier.verify(own).body, BODY)
    const before = { ...calls }
    assert.equal(verifier.verify(own).body, BODY)
    assert.deepEqual(calls, before)
  }
})

test('a host that signs or verifies wrongly later is not believed, and then not asked again', () => {
  let isWrong = false
  const calls = plant({
    sign: (...given) => (isWrong ? new Uint8Array(256).fill(1) : real.sign(...given)),
    verify: (...given) => !isWrong && real.verify(...given),
  })
  const [signer, verifier, judge] = [jwsSigner('PS256'), jwsVerifier('PS256'), jwsVerifier('PS256', WASM)]
  verifier.verify(signer.sign(REQUEST))
  isWrong = true
  const signed = signer.sign(REQUEST)
  assert.equal(judge.verify(signed).body, REQUEST.body)
  assert.equal(verifier.verify(signed).body, REQUEST.body)
  const before = { ...calls }
  assert.equal(judge.verify(signer.sign(REQUEST)).body, REQUEST.body)
  assert.equal(verifier.verify(signed).body, REQUEST.body)
  assert.deepEqual(calls, before)
})

test('a signature of another length, salt, padding or hash is refused with the host as without', () => {
  const { constants } = real
  const scheme = 'tu-cambio.jws'
  for (const [alg, hash, right, others] of [
    ['PS256', 'sha256', pss(32), [pss(0), pss(20), pss(31), pss(33), pss(222), pkcs1()]],
    ['PS512', 'sha512', pss(64), [pss(0), pss(32), pss(190), pkcs1()]],
    ['RS256', 'sha256', pkcs1(), [pss(32)]],
  ]) {
    const key = real.createPrivateKey(PRIVATE)
    const signed = jwsSigner(alg, WASM).sign(REQUEST)
    const prepared = createSigner(scheme, {}, { key: 'external', jws: { alg } }).prepare(REQUEST)
    const calls = plant()
    const verifiers = [jwsVerifier(alg), jwsVerifier(alg, WASM)]
    const withRaw = (raw) => ({ ...signed, headers: replaced(signed, raw) })
    const sign = (options, by = hash) => real.sign(by, prepared.signingInput, { key, ...options })
    const good = sign(right)
    const modulus = BigInt(`0x${Buffer.from(real.createPublicKey(PUBLIC).export({ format: 'jwk' }).n, 'base64url').toString('hex')}`)
    const plus = (BigInt(`0x${good.toString('hex')}`) + modulus).toString(16)
    const small = smallest(() => sign(right))
    for (const verifier of verifiers) {
      for (let i = 0; i < 2; i++) assert.equal(verifier.verify(withRaw(good)).body, REQUEST.body, alg)
      const wrong = {
        ...Object.fromEntries(others.map((options) => [JSON.stringify(options), sign(options)])),
        'another hash': sign({ ...right, saltLength: undefined }, hash === 'sha256' ? 'sha512' : 'sha256'),
        'a zero before it': Buffer.concat([Buffer.of(0), good]),
        'no zero before it': small?.subarray(1) ?? good.subarray(1),
        'its modulus more': Buffer.from(plus.padStart(plus.length + (plus.length % 2), '0'), 'hex'),
        'nothing but zeros': Buffer.alloc(256),
        'one': Buffer.concat([Buffer.alloc(255), Buffer.of(1)]),
        'the modulus': Buffer.from(modulus.toString(16), 'hex'),
        'a byte short': good.subarray(0, 255),
      }
      for (const [what, raw] of Object.entries(wrong)) {
        assert.equal(refusalOf(() => verifier.verify(withRaw(raw))).code, 'ERR_SIGNATURE_MISMATCH', `${alg}: ${what}`)
      }
      assert.equal(verifier.verify(withRaw(good)).body, REQUEST.body, alg)
    }
    assert.ok(calls.verify > others.length, 'the host was asked')
    process.getBuiltinModule = builtin
  }

  function pss(saltLength) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  }

  function pkcs1() {
    return { padding: constants.RSA_PKCS1_PADDING }
  }
})

/** The headers of `signed` with another raw signature in its JWS. */
function replaced({ headers, signature }, raw) {
  const changed = signature.slice(0, signature.lastIndexOf('.') + 1) + raw.toString('base64url')
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(signature, changed)]))
}

/** Of some signatures, one that begins with a zero byte. */
function smallest(sign) {
  for (let i = 0; i < 600; i++) {
    const raw = sign()
    if (raw[0] === 0) return raw
  }
}

test('keys are dropped with the signer, with its core, and with what nothing refers to', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  // The signers of the tests before: with an RSA signer, its whole core goes.
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    gc()
  }
  const keys = []
  const kept = (make) => (...given) => {
    const key = make(...given)
    keys.push(new WeakRef(key))
    return key
  }
  plant({
    createSecretKey: kept(real.createSecretKey), createPrivateKey: kept(real.createPrivateKey), createPublicKey: kept(real.createPublicKey),
  })
  const collected = async () => {
    for (let i = 0; i < 50; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      gc()
      if (keys.every((key) => key.deref() === undefined)) return true
    }
    return false
  }
  const use = () => {
    const signers = [signerOf('hmac-sha256'), jwsSigner('RS256')]
    const verifiers = [verifierOf('hmac-sha256'), jwsVerifier('RS256')]
    verifiers[0].verify(signers[0].sign({ body: BODY }))
    verifiers[1].verify(signers[1].sign(REQUEST))
    return [...signers, ...verifiers]
  }
  let owners = use()
  assert.equal(keys.length, 5)
  assert.equal(await collected(), false)
  for (const owner of owners) owner[dispose]()
  assert.ok(await collected(), 'disposed of')

  owners = use()
  // A core that took a large body goes; RSA has another one.
  const body = 'x'.repeat(5 << 20)
  for (const signer of [signerOf('hmac-sha256', WASM), jwsSigner('RS256', WASM)]) signer.sign({ ...REQUEST, body })
  assert.ok(await collected(), 'the core is given up')
  owners[2].verify(owners[0].sign({ body: BODY }))
  owners[3].verify(owners[1].sign(REQUEST))
  assert.equal(await collected(), false)

  owners = undefined
  assert.ok(await collected(), 'nothing refers to them')
})

test('a copy of a key that is no key object is wiped', () => {
  const seen = []
  plant({
    createHash(hash) {
      const made = real.createHash(hash)
      return { update: (bytes) => (seen.push(bytes), made.update(bytes)), digest: () => made.digest() }
    },
  })
  const signer = signerOf('sha256-key-last')
  signer.sign({ body: BODY })
  const [copy] = seen.filter((bytes) => Buffer.from(bytes).equals(Buffer.from(SECRET)))
  signer[dispose]()
  assert.deepEqual([...copy], Array(SECRET.length).fill(0))
})

test('the option is `wasm`, or left out', () => {
  for (const make of [signerOf, verifierOf]) {
    const { code, message } = refusalOf(() => make('hmac-sha256', { crypto: 'node' }))
    assert.equal(code, 'ERR_OPTION_INVALID')
    assert.equal(message, '`crypto`: expected `wasm`, or to be left out, got `node`')
  }
  const search = createExplainer('github.webhook', { secret: SECRET }, { body: 'a' }, 'b', WASM)
  assert.equal(search.export().options?.crypto, undefined)
  search[dispose]()
})

function hashing(digest) {
  const hash = { update: () => hash, digest }
  return hash
}

const LENGTHS = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 }
