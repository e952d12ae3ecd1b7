// `npm run build`: compiles the Rust core to WebAssembly, and bundles it with the facade into the package in target/npm.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { buildPage } from '../www/build.mjs'
import { catalogue, dataFiles } from './catalogue.mjs'
import { building, fingerprint, inputs, stamp, unbuilt } from './fresh.mjs'
import { at, command, fetchMissing, run, step } from './tools.mjs'
import { schemeTypes } from './types.mjs'
import { filesFor } from '../tests/js/key-pairs.mjs'

const FOR_SIZE = ['--config', 'profile.release.opt-level="z"']

/** The linker's inlining thresholds: in general, and for functions marked `inline`. */
const inlining = (threshold, hinted) =>
  ['--', '-C', `link-args=-mllvm -inline-threshold=${threshold} -mllvm -inlinehint-threshold=${hinted}`]

const SMALL = ['-Oz', '--converge']

/** A module built for size. */
const small = (name, features) => ({
  name,
  optimise: SMALL,
  options: ['--no-default-features', '--features', features, ...FOR_SIZE, ...inlining(5, 25)],
})

/**
 * The modules. The engine signs and verifies without public keys and without standards: built for speed where it travels in a script,
 * and for size where it is a file at the edge. `full` has these, too. `explain`; and what describes schemes, for the command line and
 * the page.
 */
const BUILDS = [
  { name: 'engine-in-scripts', optimise: ['-O3'], options: ['--no-default-features', '--features', 'js,module', ...inlining(40, 100)] },
  small('engine', 'js,module'),
  small('full', 'js,module,curves,standards'),
  small('explain', 'js-explain,asymmetric,standards'),
  small('describe', 'js-describe'),
]

/** The modules in scripts: one file each, which those of the entry points load. */
const SCRIPTS = ['engine-in-scripts', 'full', 'explain', 'describe']

/**
 * The scripts of the entry points: a file of the facade, with the modules that sign, the smallest first, and with what stands for
 * signing, for the catalogue and for explain.
 */
const BUNDLES = [
  { name: 'index', entry: 'index.js', engines: ['engine-in-scripts', 'full'], catalogue: 'catalogue', explain: 'explain', suffixes: ['.js'] },
  { name: 'index', entry: 'index.js', engines: ['engine-in-scripts', 'full'], catalogue: 'catalogue', explain: 'explain-later', suffixes: ['.cjs'] },
  { name: 'index', entry: 'index.js', engines: ['full'], catalogue: 'catalogue', explain: 'explain-stub', suffixes: ['.edge.js'] },
  { name: 'core', entry: 'core-only.js', engines: ['engine-in-scripts'], catalogue: 'catalogue-stub', suffixes: ['.js', '.cjs'] },
  { name: 'core', entry: 'core-only.js', engines: ['engine'], catalogue: 'catalogue-stub', suffixes: ['.edge.js'] },
  { name: 'explain', entry: 'explain-only.js', engines: ['full'], catalogue: 'catalogue', suffixes: ['.edge.js'] },
  // What `explain-later` loads.
  { name: 'explainer', entry: 'explain.js', signing: 'signing-later', catalogue: 'catalogue', suffixes: ['.cjs'] },
  // No entry point of the package: for its command line, and for the page.
  { name: 'describe', entry: 'describe.js', catalogue: 'catalogue-stub', suffixes: ['.js'] },
]

/** The WebAssembly features of all supported runtimes; with all features, wasm-opt would emit unsupported ones. */
export const WASM_FEATURES = [
  'simd', 'bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'nontrapping-float-to-int', 'sign-ext',
  'mutable-globals', 'reference-types', 'multivalue',
].map((feature) => `--enable-${feature}`)

/**
 * SIMD for SHA-2; words of 32 bits for the arithmetic of key pairs, since WebAssembly multiplies no longer ones in one step: RSA is a fifth
 * faster, secp256k1 nearly twice as fast, and 18 KB are saved; little inlining before link time, which saves 7 KB without losing speed; a second optimisation by the linker, which
 * removes the texts of panics and saves 6 KB; and no paths of this machine, so that all machines build the same.
 */
const RUSTFLAGS = [
  '-C target-feature=+simd128',
  '--cfg cpubits="32"',
  '-C llvm-args=-inline-threshold=5',
  '-C llvm-args=-inlinehint-threshold=25',
  '-C linker-plugin-lto',
  `--remap-path-prefix=${process.env.CARGO_HOME ?? join(homedir(), '.cargo')}=cargo`,
  `--remap-path-prefix=${at()}=countersign`,
].join(' ')

const BINDGEN = at('target', 'bindgen', 'debug', process.platform === 'win32' ? 'countersign-bindgen.exe' : 'countersign-bindgen')

/** Builds everything; with `ifChanged` only if a source has changed since the last build. */
export const build = (options) => building(buildAll, options)

async function buildAll() {
  await fetchMissing()
  await Promise.all([step('compiling the core', compile), step('compiling the glue generator', compileBindgen)])
  unbuilt()
  for (const one of BUILDS) await generate(one)
  await step('putting the package together in target/npm', assemble)
  await step('building the page in target/www', async () => buildPage(await causes()))
}

async function compile() {
  for (const one of BUILDS) {
    const args = ['rustc', '--lib', '--release', '--locked', '--target', 'wasm32-unknown-unknown', '--crate-type', 'cdylib']
    // One target folder each: in a shared one, cargo would recompile the crate whenever the features change.
    const target = at('target', `wasm-${one.name}`)
    await run('cargo', [...args, '--target-dir', target, ...one.options], {
      env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: RUSTFLAGS },
    })
    mkdirSync(folder(one), { recursive: true })
    cpSync(join(target, 'wasm32-unknown-unknown', 'release', 'countersign.wasm'), at(raw(one)))
  }
}

// In its own folder, so that both compilers can run at once.
const compileBindgen = () =>
  run('cargo', ['build', '--locked', '--target-dir', at('target', 'bindgen')], { cwd: at('pkg-template', 'bindgen') })

/** Skips a module whose input has not changed: comments in Rust and the facade do not affect it. */
async function generate(one) {
  const tools = inputs().filter((file) => /^(?:pkg-template\/(?:bindgen\/|build\.mjs)|package-lock\.json)/.test(file))
  const from = fingerprint([raw(one), ...tools])
  const made = ['target', 'build', one.name, 'made']
  if (stamp(made) === from) return
  rmSync(at(...made), { force: true })
  await step(`generating and optimising ${one.name}.wasm`, () => optimise(one))
  writeFileSync(at(...made), from)
}

async function optimise(one) {
  await run(BINDGEN, [at(raw(one)), folder(one)])
  await run(process.execPath, [
    at('node_modules', 'binaryen', 'bin', 'wasm-opt'),
    ...one.optimise,
    // The lowest KiB only has the far end of the stack, so no address wraps into it.
    '--low-memory-unused',
    ...WASM_FEATURES,
    `${folder(one)}/core_bg.wasm`,
    '-o',
    optimised(one.name),
  ])
}

async function assemble() {
  const { build: bundle } = await import('esbuild')
  const home = at('target', 'npm')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(`${home}/dist`, { recursive: true })
  const script = (from, to, suffix, own) =>
    bundle({
      ...from,
      outfile: `${home}/dist/${to}${suffix}`,
      format: suffix === '.cjs' ? 'cjs' : 'esm',
      bundle: true,
      platform: 'neutral',
      mainFields: ['module', 'main'],
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      // Edge bundles are minified, and what no caller sees. Function names would help in stack traces, but cost a tenth of the script.
      minify: suffix === '.edge.js' || to === 'describe',
      logLevel: 'warning',
      ...own,
    })
  for (const name of SCRIPTS) {
    for (const suffix of name === 'describe' ? ['.js'] : ['.js', '.cjs']) {
      const stdin = { contents: glue(name) + inline(name), resolveDir: at('pkg-template', 'src', 'source') }
      await script({ stdin }, `wasm/${name}`, suffix)
    }
  }
  for (const { name, entry, suffixes, ...has } of BUNDLES) {
    for (const suffix of suffixes) {
      await script({ entryPoints: [at('pkg-template', 'src', entry)] }, name, suffix, { plugins: [parts(has, suffix)] })
    }
  }
  for (const name of ['engine', 'full', 'explain']) cpSync(optimised(name), `${home}/dist/${name}.wasm`)
  const { describe } = await import(pathToFileURL(`${home}/dist/describe.js`))
  const schemes = catalogue()
  for (const [name, exports] of Object.entries(dataFiles(schemes, describe))) {
    writeFileSync(`${home}/dist/${name}.js`, exports.map(([own, value]) => `export const ${own} = ${literal(value)}\n`).join(''))
    writeFileSync(`${home}/dist/${name}.cjs`, exports.map(([own, value]) => `exports.${own} = ${literal(value)}\n`).join(''))
  }
  // What the command line shares with the library.
  cpSync(at('pkg-template', 'src', 'did-you-mean.js'), `${home}/dist/did-you-mean.js`)
  const explain = '{ CountersignError, createExplainer, explain }'
  writeFileSync(`${home}/dist/explain.js`, `export ${explain} from './index.js'\n`)
  writeFileSync(`${home}/dist/explain.cjs`, `const ${explain} = require('./index.cjs')\nmodule.exports = ${explain}\n`)
  const { createVerifier, ...others } = await import(pathToFileURL(`${home}/dist/index.js`))
  const whole = `{ ${['createVerifier', ...Object.keys(others)].sort().join(', ')} }`
  for (const [name, exports] of [['index', whole], ['explain', explain]]) {
    writeFileSync(`${home}/dist/${name}.node.js`, `import index from './node.cjs'\nexport const ${exports} = index\n`)
  }
  writeFileSync(`${home}/dist/node.cjs`, `${UNREAD}const index = require('./index.cjs')\nmodule.exports = index\n`)
  const types = { schemes: schemeTypes(schemes, (definition) => coversBody(createVerifier, describe(definition))) }
  for (const name of ['index', 'core', 'explain']) types[name] = readFileSync(at('pkg-template', `${name}.d.ts`), 'utf8')
  for (const [name, text] of Object.entries(types)) {
    // Written once: a module may take the types of CommonJS, and not the other way round.
    writeFileSync(`${home}/dist/${name}.d.ts`, `export * from './${name}.cjs'\n`)
    writeFileSync(`${home}/dist/${name}.d.cts`, text.replaceAll(/(?<= from '\.\/\w+)\.js(?=')/g, '.cjs'))
  }
  for (const file of ['package.json', 'README.md', 'scheme.schema.json']) cpSync(at('pkg-template', file), `${home}/${file}`)
  for (const folder of ['bin', 'examples']) cpSync(at('pkg-template', folder), `${home}/${folder}`, { recursive: true })
  for (const file of ['LICENSE', 'CHANGELOG.md']) cpSync(at(file), `${home}/${file}`)
}

/** Whether a signature of the scheme covers the whole body: what its verifier says, with any credentials. */
function coversBody(createVerifier, { definition, key, credentials, algorithm: { hasKeyPair } }) {
  // Hexadecimal, which is base64 too.
  const publicKey = () => readFileSync(at('tests', 'keys', filesFor(definition.algorithm).publicKey), 'utf8')
  const value = ({ name }) => (hasKeyPair && name === key ? publicKey() : 'c2ec7ef0')
  const given = Object.fromEntries(credentials.map((one) => [one.verifiedWith[0], value(one)]))
  const options = definition.profile === 'aws-signature-v4' ? { region: 'us-east-1', service: 's3' } : undefined
  return createVerifier(definition, given, options).covers.body === 'whole'
}

/**
 * What the facade imports by `#name`. `#later/name` is another script of the package, which its `load` gives: in CommonJS it is read
 * then, and by ESM, which can only wait for it, at once.
 */
const parts = ({ engines = [], signing = 'signing', catalogue, explain }, suffix) => ({
  name: 'countersign-parts',
  setup(builder) {
    const source = (file) => ({ path: at('pkg-template', 'src', file) })
    const named = (filter, resolve) => builder.onResolve({ filter }, ({ path }) => resolve(path))
    named(/^#catalogue$/, () => source(`${catalogue}.js`))
    named(/^#explain$/, () => source(`${explain}.js`))
    named(/^#signing$/, () => source(`${signing}.js`))
    named(/^#/, (path) => ({ path, namespace: 'made' }))
    builder.onResolve({ filter: /^\./, namespace: 'made' }, ({ path }) => ({ path, external: true }))
    const made = {
      // The layout of results is the same in every module.
      slots: () => readFileSync(`${folder(BUILDS[0])}/slots.js`, 'utf8'),
      engines: () => {
        const imports = engines.map((name, place) => `import { load as engine${place} } from '#later/wasm/${name}'\n`)
        return `${imports.join('')}export const loaders = () => [${engines.map((_, place) => `engine${place}`)}]\n`
      },
      wasm: (name) => glue(name) + atEdge(name),
      later: (...path) => {
        const name = path.join('/')
        if (suffix === '.cjs') return `export const load = () => require('./${name}.cjs')\n`
        const from = suffix === '.edge.js' && path[0] === 'wasm' ? `#${name}` : `./${name}.js`
        return `import * as module from '${from}'\nexport const load = () => module\n`
      },
    }
    builder.onLoad({ filter: /^/, namespace: 'made' }, ({ path }) => {
      const [kind, ...names] = path.slice(1).split('/')
      return { contents: made[kind](...names), resolveDir: at() }
    })
  },
})

/** Why scripts for Node do not import `index.cjs` themselves. */
const UNREAD = '// Of a script in CommonJS that ESM imports, Node reads every line for names: so it is this one, which has few.\n'

/** A value of the data as JavaScript; pairs become an object of strings without a prototype. */
function literal(value) {
  const quoted = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`
  if (typeof value === 'string') return quoted(value)
  if (!Array.isArray(value)) return JSON.stringify(value)
  return `{\n  __proto__: null,\n${value.map((pair) => `  ${pair.map(quoted).join(': ')},\n`).join('')}}`
}

/**
 * Edge runtimes compile modules at upload, and refuse to at run time. For an import with `?module`, Next.js, wrangler and Nitro all
 * return the module, not an instance.
 */
const atEdge = (name) => `import module from './${name}.wasm?module'\nexport const source = () => module\n`

/** The module in the script. */
function inline(name) {
  const text = inlinedText(readFileSync(optimised(name)))
  // Inside the function, it would be read twice: with the script, and when V8 compiles the function.
  return `import { fromDeflated } from './deflated.js'\nconst text = '${text}'\nexport const source = () => fromDeflated(text)\n`
}

/** The module `bytes` as text in a script: half the size deflated, which takes some milliseconds where the host does not inflate. */
export const inlinedText = (bytes) => deflateRawSync(bytes, { level: 9 }).toString('base64')

/** wasm-bindgen's glue as a factory, so that a core can be dropped and made again. */
function glue(name) {
  const code = readFileSync(at('target', 'build', name, 'core_bg.js'), 'utf8')
  const names = [...code.matchAll(/^export (?:function|const|let) (\w+)/gm)].map(([, name]) => name)
  const body = code.replace(/^export (?=function|const|let)/gm, '')
  if (/^(?:export|import) /m.test(body)) throw new Error('the glue has exports or imports of another kind than expected')
  return `export function createGlue({ TextEncoder, TextDecoder, host, give }) {\n${body}\nreturn { ${names.join(', ')} }\n}\n`
}

/** All causes, from the module that explains: those of every scheme, and those of signature standards. */
async function causes() {
  const { createGlue } = await import(`data:text/javascript,${encodeURIComponent(glue('explain'))}`)
  let given
  const core = createGlue({ TextEncoder, TextDecoder, give: (object) => (given = object) })
  const { instance } = await WebAssembly.instantiate(readFileSync(optimised('explain')), { './core_bg.js': core })
  core.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return [false, true].map((ofStandards) => {
    core.causes(ofStandards)
    return given
  })
}

function folder(one) {
  return at('target', 'build', one.name)
}

/** The path of a compiled module. */
function raw({ name }) {
  return `target/build/${name}/raw.wasm`
}

/** The path of the finished module `name`. */
function optimised(name) {
  return at('target', 'build', name, `${name}.wasm`)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  command(async () => {
    await build({ ifChanged: process.argv.includes('--if-changed') })
    for (const { name } of BUILDS) {
      const bytes = readFileSync(optimised(name))
      console.log(`  ${name}.wasm: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`)
    }
  })
}
