// Hosts in which no module starts: each error says what to configure there, and blames no Content-Security-Policy. Browsers that have
// such a policy are in the matrix.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { buildSync } from 'esbuild'
import { at } from '../../pkg-template/tools.mjs'
import { installed, project, run } from './package.mjs'

// Neither has a loader of files.
const bundled = (format) =>
  buildSync({ entryPoints: [join(installed, 'dist', 'index.js')], bundle: true, format, write: false }).outputFiles[0].text
const script = bundled('cjs')
const CALL = "createSigner('github.webhook', { secret: 'b' }).sign({ body: 'é' }).headers['X-Hub-Signature-256']"
const SIGNED = 'sha256=3c2b5eb6a903befca651f7b9a655c39bae44cd7e4dc0802e519f868104aadd98'

test('Node without WebAssembly is told of `--jitless` only where that is set', () => {
  writeFileSync(join(project, 'absent.cjs'), `${told("require('countersign')")}console.log(told)`)
  const ask = (...flags) => run(process.execPath, [...flags, 'absent.cjs'], project).trim()
  const got = 'ERR_WASM_UNAVAILABLE: expected WebAssembly with SIMD, got WebAssembly is not defined'
  assert.equal(ask('--jitless'), `${got}; Node has none with \`--jitless\``)
  writeFileSync(join(project, 'delete.cjs'), 'delete globalThis.WebAssembly')
  assert.equal(ask('--require', './delete.cjs'), got)
  assert.equal(ask(), SIGNED)
})

test('workerd is told to bundle the module as a file, and may compile it while it starts', () => {
  const [whileServing, whileStarting] = [inWorkerd("''"), inWorkerd(CALL)]
  assert.match(whileServing, /^ERR_WASM_UNAVAILABLE: .*disallowed by embedder; Cloudflare Workers .*`workerd`.*`serverExternalPackages`.*top level/)
  assert.doesNotMatch(whileServing, /Security-Policy/)
  assert.equal(whileStarting, SIGNED)
})

test('another host that compiles no bytes is told of the conditions', () => {
  const printed = inContext({ TextEncoder, TextDecoder, atob }, { codeGeneration: { strings: false, wasm: false } })
  assert.match(printed, /^ERR_WASM_UNAVAILABLE: .*disallowed by embedder; this host .*`workerd` or `edge-light`/)
  assert.doesNotMatch(printed, /Security-Policy|Cloudflare/)
})

test('a context without the globals is told which one it lacks', () => {
  const lacks = (name) =>
    `ERR_WASM_UNAVAILABLE: expected the globals \`TextEncoder\`, \`TextDecoder\` and \`atob\`, got no \`${name}\`; ` +
    'a `vm` context has only those that it is given'
  assert.equal(inContext({}), lacks('TextEncoder'))
  assert.equal(inContext({ TextEncoder, atob }), lacks('TextDecoder'))
  assert.equal(inContext({ TextEncoder, TextDecoder }), lacks('atob'))
  assert.equal(inContext({ TextEncoder, TextDecoder, atob }), SIGNED)
  assert.equal(inContext({ TextEncoder, TextDecoder, Buffer }), SIGNED)
})

/** What a Worker prints that makes `first` while it starts, and then serves. */
function inWorkerd(first) {
  const code = `import * as api from './whole.js'
const { createSigner } = api
${first}
export default { test() { ${told('api')}console.log(told) } }`
  writeFileSync(join(project, 'worker.js'), code)
  writeFileSync(join(project, 'whole.js'), bundled('esm'))
  const modules = [['worker.js', 'worker.js'], ['whole.js', 'whole.js']]
  const embedded = modules.map(([name, file]) => `(name = "${name}", esModule = embed "${file}")`)
  writeFileSync(join(project, 'workerd.capnp'), `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (modules = [${embedded}], compatibilityDate = "2025-06-01"))]);
`)
  return run(at('node_modules', '.bin', 'workerd'), ['test', 'workerd.capnp'], project).trim()
}

/** Code that puts the signature into `told`, or the error. */
function told(api) {
  return `let told;
try { const { createSigner } = ${api}; told = ${CALL} } catch (error) { told = error.code + ': ' + error.message }
`
}

/** The same in a context with `globals`. */
function inContext(globals, options) {
  const context = createContext({ ...globals, module: { exports: {} } }, options)
  return runInContext(`${script}\n${told('module.exports')}told`, context)
}
