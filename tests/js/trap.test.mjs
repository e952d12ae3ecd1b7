// Where the core fails: a trap in any of its functions costs one call. Every runtime meets a core that traps by itself.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { keyPair } from './key-pairs.mjs'
import { CountersignError, createSigner, project, run, schemes } from './package.mjs'

const URL_ = 'https://api.example.com/v1/orders'
const KEYS = { apiKey: 'key', secret: 'secret' }
const now = { url: URL_, timestamp: '2025-05-14T10:00:00Z' }
const expected = createHmac('sha256', 'secret').update(now.timestamp).digest('hex')

// Nothing has started the core yet, so that all instances go through here.
const { Instance } = WebAssembly
const instances = []
const broken = new Map()
WebAssembly.Instance = function (module, imports) {
  const { exports } = new Instance(module, imports)
  instances.push(exports)
  const wrapped = Object.entries(exports).map(([name, member]) => [
    name,
    typeof member === 'function' ? breakable(name, member) : member,
  ])
  return { exports: Object.fromEntries(wrapped) }
}

const breakable =
  (name, member) =>
  (...args) => {
    const cause = broken.get(name)
    broken.delete(name)
    if (cause) throw cause
    return member(...args)
  }

test('nothing is started before the first call', () => {
  schemes()
  assert.equal(instances.length, 0)
  createSigner('tu-cambio.request', KEYS)
  assert.equal(instances.length, 1)
})

for (const name of ['sign', 'prepare', 'finish', 'open_signer', 'places', 'error', 'texts', 'table']) {
  test(`a trap in \`${name}\` costs one call`, () => {
    const before = createSigner('tu-cambio.request', KEYS)
    before.sign(now)
    const count = instances.length
    const cause = new WebAssembly.RuntimeError('unreachable')
    broken.set(name, cause)
    const error = firstError(() => {
      createSigner('tu-cambio.request', KEYS).sign({
        ...now,
        body: 'x'.repeat(6000 + count * 1000),
        headers: many(70 + count * 10),
      })
      before.prepare(now).finish(Buffer.alloc(32))
      before.sign({ ...now, method: ' ' })
    })
    assert.ok(error instanceof CountersignError, error?.stack)
    assert.equal(error.code, 'ERR_INTERNAL')
    assert.equal(error.cause, cause)
    assert.ok(!broken.has(name), 'the trap was met')
    assert.equal(before.sign(now).signature, expected, 'an old signer goes on')
    assert.equal(createSigner('tu-cambio.request', KEYS).sign(now).signature, expected, 'a new signer works')
    assert.ok(instances.length > count, 'in a fresh instance')
  })
}

test('signers opened before a trap keep their own keys after it', () => {
  const signers = Array.from({ length: 20 }, (_, number) => [
    `secret ${number}`,
    createSigner('tu-cambio.request', { apiKey: 'k', secret: `secret ${number}` }),
  ])
  broken.set('sign', new WebAssembly.RuntimeError('unreachable'))
  assert.throws(() => signers[7][1].sign(now), { code: 'ERR_INTERNAL' })
  for (const [secret, signer] of signers.reverse()) {
    assert.equal(signer.sign(now).signature, createHmac('sha256', secret).update(now.timestamp).digest('hex'))
  }
})

// A real trap, not a stand-in: the core is entered again while it signs, which it refuses by panicking.
test('a call from inside a call traps, and both signers go on', () => {
  const apiKey = keyPair('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' })
  const random = createSigner('smile-id.sec-key', { partnerId: '1', apiKey })
  const other = createSigner('tu-cambio.request', KEYS)
  random.sign({ ...now, body: '{}' })
  other.sign(now)
  let inner
  const own = crypto.getRandomValues.bind(crypto)
  crypto.getRandomValues = (bytes) => {
    inner ??= firstError(() => other.sign(now)) ?? 'signed'
    return own(bytes)
  }
  try {
    const outer = firstError(() => random.sign({ ...now, body: '{}' }))
    assert.ok(outer === undefined || outer instanceof CountersignError, outer?.stack)
  } finally {
    delete crypto.getRandomValues
  }
  assert.ok(inner === 'signed' || inner.code === 'ERR_INTERNAL', String(inner.stack))
  assert.equal(other.sign(now).signature, expected)
  assert.match(random.sign({ ...now, body: '{}' }).fields.sec_key, /^[\w+/=]{172}\|[0-9a-f]{64}$/)
})

test('after huge calls the memory is given back', () => {
  const signer = createSigner('tu-cambio.request', KEYS)
  signer.sign({ ...now, body: new Uint8Array(16 << 20) })
  signer.sign(now)
  assert.ok(instances.at(-1).memory.buffer.byteLength < 16 << 20)
})

test('where WebAssembly appears later, the next call works', () => {
  const printed = inProject(`
    const { createSigner } = await import('countersign')
    const { WebAssembly } = globalThis
    delete globalThis.WebAssembly
    try { createSigner('moneroo.request', { secret: 'b' }) } catch (error) { console.log(error.code) }
    globalThis.WebAssembly = WebAssembly
    const signer = createSigner('moneroo.request', { secret: 'b' })
    console.log(signer.sign({ url: 'https://api.moneroo.io/v1' }).headers.Authorization)`)
  assert.equal(printed, 'ERR_WASM_UNAVAILABLE\nBearer b\n')
})

/** Runs a module in a process of its own, where the package is installed. */
function inProject(code) {
  return run(process.execPath, ['--input-type=module', '--eval', code], project)
}

const many = (count) => Object.fromEntries(Array.from({ length: count }, (_, number) => [`x-${number}`, 'y']))

function firstError(run) {
  try {
    run()
  } catch (error) {
    return error
  }
}
