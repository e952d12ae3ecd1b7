// `npm run build`: the Rust core to WebAssembly, and with the hand-written facade to the package in target/npm.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { at, command, fetchMissing, run, step } from './tools.mjs'

const FOR_SIZE = ['--config', 'profile.release.opt-level="z"']

/** How much the linker inlines: a function that costs at most so much, or so much where the sources ask for it. */
const inlining = (threshold, hinted) =>
  ['--', '-C', `link-args=-mllvm -inline-threshold=${threshold} -mllvm -inlinehint-threshold=${hinted}`]

/** The two builds: the same API, with RSA and built for speed, or without and built for size. */
const BUILDS = [
  { name: 'index', wasm: 'core.wasm', optimise: ['-O3'], options: ['--features', 'module', ...inlining(40, 100)] },
  {
    name: 'hmac',
    wasm: 'hmac.wasm',
    optimise: ['-Oz', '--converge'],
    options: ['--no-default-features', '--features', 'module', ...FOR_SIZE, ...inlining(5, 25)],
  },
]

/** Each entry point: the export condition, the file it makes, and where it finds the WebAssembly. */
const ENTRIES = [
  { suffix: '.js', format: 'esm', source: 'inline' },
  { suffix: '.cjs', format: 'cjs', source: 'inline' },
  { suffix: '.edge.js', format: 'esm', source: 'module' },
]

/** The features every supported runtime has; all features together would make wasm-opt emit what none has. */
export const WASM_FEATURES = [
  'simd', 'bulk-memory', 'bulk-memory-opt', 'call-indirect-overlong', 'nontrapping-float-to-int', 'sign-ext',
  'mutable-globals', 'reference-types', 'multivalue',
].map((feature) => `--enable-${feature}`)

/**
 * SIMD for SHA-2; little inlining before the linker sees the whole, which costs no time and saves 7 KB; a second optimisation
 * by the linker, since only then nothing is left of what a panic would have said, which saves 6 KB; and no path of the building
 * machine in what is published, so that all machines build the same.
 */
const RUSTFLAGS = [
  '-C target-feature=+simd128',
  '-C llvm-args=-inline-threshold=5',
  '-C llvm-args=-inlinehint-threshold=25',
  '-C linker-plugin-lto',
  `--remap-path-prefix=${process.env.CARGO_HOME ?? join(homedir(), '.cargo')}=cargo`,
  `--remap-path-prefix=${at()}=countersign`,
].join(' ')

const BINDGEN = at('target', 'bindgen', 'debug', process.platform === 'win32' ? 'countersign-bindgen.exe' : 'countersign-bindgen')

export async function build() {
  await fetchMissing()
  await Promise.all([step('compiling the core', compile), step('compiling the glue generator', compileBindgen)])
  const inputs = fingerprint()
  const stamp = at('target', 'build', 'stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return
  rmSync(stamp, { force: true })
  for (const one of BUILDS) await step(`generating and optimising ${one.wasm}`, () => generate(one))
  await step('putting the package together in target/npm', assemble)
  writeFileSync(stamp, inputs)
}

async function compile() {
  for (const one of BUILDS) {
    const args = ['rustc', '--lib', '--release', '--locked', '--target', 'wasm32-unknown-unknown', '--crate-type', 'cdylib']
    // A target folder each: in one, cargo would compile the crate anew whenever the features change.
    const target = at('target', `wasm-${one.name}`)
    await run('cargo', [...args, '--target-dir', target, ...one.options], {
      env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: RUSTFLAGS },
    })
    mkdirSync(folder(one), { recursive: true })
    cpSync(join(target, 'wasm32-unknown-unknown', 'release', 'countersign.wasm'), `${folder(one)}/raw.wasm`)
  }
}

// In a folder of its own, so that both compilers can run at once.
const compileBindgen = () =>
  run('cargo', ['build', '--locked', '--target-dir', at('target', 'bindgen')], { cwd: at('pkg-template', 'bindgen') })

async function generate(one) {
  await run(BINDGEN, [`${folder(one)}/raw.wasm`, folder(one)])
  const optimised = `${folder(one)}/${one.wasm}`
  await run(process.execPath, [
    at('node_modules', 'binaryen', 'bin', 'wasm-opt'),
    ...one.optimise,
    // Nothing lies in the lowest KiB but the far end of the stack, so that no address is meant to wrap into it.
    '--low-memory-unused',
    ...WASM_FEATURES,
    `${folder(one)}/core_bg.wasm`,
    '-o',
    optimised,
  ])
}

async function assemble() {
  const { build: bundle } = await import('esbuild')
  const home = at('target', 'npm')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(`${home}/dist`, { recursive: true })
  for (const one of BUILDS) {
    for (const entry of ENTRIES) {
      await bundle({
        entryPoints: [at('pkg-template', 'src', 'index.js')],
        outfile: `${home}/dist/${one.name}${entry.suffix}`,
        format: entry.format,
        bundle: true,
        platform: 'neutral',
        target: 'es2022',
        charset: 'utf8',
        legalComments: 'none',
        // Edges count bytes; functions keep their names, so that a stack trace reads. What Node loads stays as it was written.
        minify: entry.source === 'module',
        keepNames: entry.source === 'module',
        logLevel: 'warning',
        plugins: [parts(one, entry)],
      })
    }
    cpSync(`${folder(one)}/${one.wasm}`, `${home}/dist/${one.wasm}`)
  }
  for (const types of ['index.d.ts', 'index.d.cts']) cpSync(at('pkg-template', 'index.d.ts'), `${home}/dist/${types}`)
  for (const file of ['package.json', 'README.md']) cpSync(at('pkg-template', file), `${home}/${file}`)
  for (const folder of ['bin', 'examples']) cpSync(at('pkg-template', folder), `${home}/${folder}`, { recursive: true })
  for (const file of ['LICENSE', 'CHANGELOG.md']) cpSync(at(file), `${home}/${file}`)
}

/** The generated parts that the facade imports by `#name`. */
const parts = (one, entry) => ({
  name: 'countersign-parts',
  setup(builder) {
    builder.onResolve({ filter: /^#source$/ }, () => ({ path: at('pkg-template', 'src', 'source', `${entry.source}.js`) }))
    builder.onResolve({ filter: /^#wasm$/ }, () => ({ path: `./${one.wasm}?module`, external: true }))
    builder.onResolve({ filter: /^#(glue|base64)$/ }, ({ path }) => ({ path, namespace: 'generated' }))
    builder.onLoad({ filter: /^#glue$/, namespace: 'generated' }, () => ({ contents: glue(one) }))
    builder.onLoad({ filter: /^#base64$/, namespace: 'generated' }, () => {
      const base64 = readFileSync(`${folder(one)}/${one.wasm}`).toString('base64')
      return { contents: `export default ${JSON.stringify(base64)}` }
    })
  },
})

/** wasm-bindgen's module as a factory, so that a core can be thrown away and made again. */
function glue(one) {
  const code = readFileSync(`${folder(one)}/core_bg.js`, 'utf8')
  const names = [...code.matchAll(/^export (?:function|const|let) (\w+)/gm)].map(([, name]) => name)
  const body = code.replace(/^export (?=function|const|let)/gm, '')
  if (/^(?:export|import) /m.test(body)) throw new Error('the glue has exports or imports of another kind than expected')
  return `export function createGlue({ TextEncoder, TextDecoder }) {\n${body}\nreturn { ${names.join(', ')} }\n}\n`
}

/** Changes when anything that goes into the package does. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version)
  const files = [
    ...BUILDS.map((one) => `${folder(one)}/raw.wasm`),
    ...readdirSync(at('pkg-template'), { recursive: true }).filter((file) => /^(src.*\.js|bin.*\.js|examples.*\.\w+|[^/]*\.(mjs|ts|json|md))$/.test(file)).map((file) => at('pkg-template', file)),
    ...['LICENSE', 'CHANGELOG.md', 'package-lock.json'].map((file) => at(file)),
  ]
  for (const file of files) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function folder(one) {
  return at('target', 'build', one.name)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  command(async () => {
    await build()
    for (const { wasm } of BUILDS) {
      const bytes = readFileSync(at('target', 'npm', 'dist', wasm))
      console.log(`  ${wasm}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`)
    }
  })
}
