// Who else makes PS256 signatures, each the way its documentation makes it fastest: key and settings made once.
import { constants, createPublicKey, sign, verify } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WASM_FEATURES } from '../../pkg-template/build.mjs'
import { at, run, step } from '../../pkg-template/tools.mjs'

/** By the name of each peer, `sign` from a text to raw bytes, and `verify` from both to a boolean. */
export async function ps256Peers(privateKey) {
  return {
    'the rsa crate': await rsaCrate(privateKey),
    'node:crypto': nodeCrypto(privateKey),
    'node-forge': await nodeForge(privateKey),
    jsrsasign: await jsrsasign(privateKey),
  }
}

/** What Node has, from text or bytes. */
export function nodeCrypto(privateKey) {
  const settings = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const [own, others] = [{ key: privateKey, ...settings }, { key: createPublicKey(privateKey), ...settings }]
  const bytes = (message) => (typeof message === 'string' ? Buffer.from(message) : message)
  return {
    sign: (message) => sign('sha256', bytes(message), own),
    verify: (message, signature) => verify('sha256', bytes(message), others, signature),
  }
}

/** The crate that the package is built on, without the package around it. */
async function rsaCrate(privateKey) {
  const { glue, memory } = await (instance ??= buildCrate())
  const put = (...pieces) => {
    let address = glue.room(pieces.reduce((sum, piece) => sum + piece.length, 0))
    for (const piece of pieces) {
      new Uint8Array(memory.buffer, address, piece.length).set(piece)
      address += piece.length
    }
  }
  put(privateKey.export({ type: 'pkcs8', format: 'der' }))
  const key = glue.keep()
  const length = privateKey.asymmetricKeyDetails.modulusLength / 8
  const encoder = new TextEncoder()
  return {
    sign(text) {
      put(encoder.encode(text))
      return new Uint8Array(memory.buffer, glue.sign(key), length).slice()
    },
    verify(text, signature) {
      put(encoder.encode(text), signature)
      return glue.verify(key, signature.length)
    },
  }
}

let instance

/** Compiles `tests/bench/rsa` as `pkg-template/build.mjs` compiles the package, and with the same profile. */
async function buildCrate() {
  const home = at('target', 'bench')
  mkdirSync(home, { recursive: true })
  const profile = join(home, 'profile.toml')
  const sections = readFileSync(at('Cargo.toml'), 'utf8').split(/^(?=\[)/m)
  writeFileSync(profile, sections.filter((section) => section.startsWith('[profile.release')).join(''))
  const target = ['--target', 'wasm32-unknown-unknown', '--target-dir', home]
  await step('compiling the rsa crate by itself', () =>
    run('cargo', ['build', '--release', '--locked', ...target, '--config', profile], {
      cwd: at('tests', 'bench', 'rsa'),
      env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: '-C target-feature=+simd128' },
    }))
  const raw = join(home, 'wasm32-unknown-unknown', 'release', 'countersign_bench_rsa.wasm')
  const manifest = at('pkg-template', 'bindgen', 'Cargo.toml')
  const bindgen = ['run', '--locked', '--target-dir', at('target', 'bindgen'), '--manifest-path', manifest]
  await run('cargo', [...bindgen, '--', raw, home])
  const optimised = join(home, 'rsa.wasm')
  const wasmOpt = [at('node_modules', 'binaryen', 'bin', 'wasm-opt'), '-O3', ...WASM_FEATURES]
  await run(process.execPath, [...wasmOpt, join(home, 'core_bg.wasm'), '-o', optimised])
  const glue = await import(pathToFileURL(join(home, 'core_bg.js')))
  const module = new WebAssembly.Module(readFileSync(optimised))
  const { exports } = new WebAssembly.Instance(module, { './core_bg.js': glue })
  glue.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  return { glue, memory: exports.memory }
}

async function nodeForge(privateKey) {
  const { default: forge } = await import('node-forge')
  const own = forge.pki.privateKeyFromPem(pem(privateKey))
  const others = forge.pki.setRsaPublicKey(own.n, own.e)
  const { sha256 } = forge.md
  const mgf = forge.mgf.mgf1.create(sha256.create())
  const pss = () => forge.pss.create({ md: sha256.create(), mgf, saltLength: 32 })
  const digest = (text) => sha256.create().update(text, 'utf8')
  return {
    sign: (text) => Buffer.from(own.sign(digest(text), pss()), 'binary'),
    verify: (text, signature) => others.verify(digest(text).digest().getBytes(), signature.toString('binary'), pss()),
  }
}

async function jsrsasign(privateKey) {
  const { default: { KEYUTIL, KJUR } } = await import('jsrsasign')
  const own = KEYUTIL.getKey(pem(privateKey))
  const others = KEYUTIL.getKey(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
  const started = (key, text) => {
    const signature = new KJUR.crypto.Signature({ alg: 'SHA256withRSAandMGF1', psssaltlen: 32 })
    signature.init(key)
    signature.updateString(text)
    return signature
  }
  return {
    sign: (text) => Buffer.from(started(own, text).sign(), 'hex'),
    verify: (text, signature) => started(others, text).verify(signature.toString('hex')),
  }
}

const pem = (key) => key.export({ type: 'pkcs8', format: 'pem' })
