// `npm test`: everything that takes minutes, in one run. `npm run test:matrix`: the package in every runtime, and its examples.
// `npm run check`: formatting and lints only.
import { existsSync, readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build } from '../pkg-template/build.mjs'
import { at, command, fetchMissing, run, step } from '../pkg-template/tools.mjs'
import { checkJs } from './types/check-js.mjs'
import { testTypes } from './types/run.mjs'

const WASM = ['--target', 'wasm32-unknown-unknown', '--features', 'js,js-explain,js-describe']
const BINDGEN = '0.2.130'
const FUZZ = at('tests', 'fuzz', 'Cargo.toml')
const RUNTIMES = at('tests', 'runtimes', 'run.mjs')

const cargo = (args, options) => run('cargo', args, options)
const clippy = (...args) => cargo(['clippy', '--locked', ...args, '--', '-D', 'warnings'])
const node = (args, options) => run(process.execPath, args, options)

const documentation = () => cargo(['doc', '--no-deps', '--locked'], { env: { RUSTDOCFLAGS: '-D warnings' } })

/** The sets of features with which the crate does less, but for the catalogue, which tests ask; all tests run with the whole of them. */
export const PARTS = [[], ['asymmetric'], ['standards'], ['asymmetric', 'curves'], ['asymmetric', 'standards']]
  .map((features) => ['catalogue', ...features])

/** With a part of the features: the tests that ask each scheme, each error, each refusal and each cause. */
const testPart = (features) => {
  const targets = ['vectors', 'errors', 'jws', 'explain', 'standards'].flatMap((name) => ['--test', name])
  const args = ['test', '--locked', '--no-fail-fast', '--no-default-features', '--features', features.join(), ...targets]
  return cargo(args, { show: true })
}

/** What is looked at without running it. */
const CHECKS = [
  ['formatting', () => cargo(['fmt', '--check'])],
  ['lints', () => clippy('--all-targets', '--features', 'schema')],
  ['lints without public keys', () => clippy('--all-targets', '--no-default-features', '--features', 'catalogue')],
  ['lints without the catalogue', () => clippy('--lib', '--no-default-features', '--features', 'asymmetric,curves,standards')],
  ['lints without any feature', () => clippy('--lib', '--no-default-features')],
  ['lints of the WebAssembly boundary', () => clippy('--lib', ...WASM)],
  ['lints of the module that explains', () => clippy('--lib', ...WASM.slice(0, 2), '--features', 'js-explain')],
  ['lints of the module that describes', () => clippy('--lib', ...WASM.slice(0, 2), '--no-default-features', '--features', 'js-describe')],
  ['types within the JavaScript', () => checkJs()],
]

/** What is run; their output is shown. */
const TESTS = [
  ['Rust tests', () => cargo(['test', '--locked', '--no-fail-fast', '--features', 'schema'], { show: true })],
  ...PARTS.map((features) => [`Rust tests with ${features.join()}`, () => testPart(features)]),
  ['documentation of the crate', documentation],
  ['the crate as it is published', () => cargo(['package', '--locked', '--allow-dirty'])],
  ['tests of the boundary in WebAssembly', testBoundary],
  ['fuzzing, a smoke run', () => cargo(['run', '--release', '--locked', '--manifest-path', FUZZ, '--target-dir', at('target', 'fuzz')], { show: true })],
  ['tests of the npm package', () => node(['--test', ...tests('js')], { show: true })],
  ['the page in a browser', () => node(['--test', '--test-concurrency=2', ...tests('browser')], { show: true })],
  ['types', () => testTypes()],
  ['the package in the runtimes at hand', () => node([RUNTIMES, 'fast'], { show: true })],
  ['the tables and examples of the READMEs', () => node([at('pkg-template', 'readme.mjs'), '--check'])],
  ['the table of runtimes', () => node([RUNTIMES, 'table', '--check'])],
]

/** What takes longer: every other runtime, and the examples with the frameworks that they are for. */
const MATRIX = [
  ['build', build],
  ['the package in every runtime', () => node([RUNTIMES, 'matrix'], { show: true })],
  ['the examples of the package', () => node(['--test', ...tests('examples')], { show: true })],
]

const WORKS = { all: [['build', build], ...CHECKS, ...TESTS], check: CHECKS, matrix: MATRIX }

/** In Node, through wasm-bindgen's own runner, which is installed where it is missing. */
async function testBoundary() {
  const runner = at('target', 'tools', 'bin', `wasm-bindgen-test-runner${process.platform === 'win32' ? '.exe' : ''}`)
  if (!existsSync(runner)) {
    // Without --locked, since the lock file of this version names a crate that was withdrawn.
    const where = ['--root', at('target', 'tools'), '--target-dir', at('target', 'bindgen')]
    const install = ['install', 'wasm-bindgen-cli', '--version', BINDGEN, '--debug', ...where]
    await step(`fetching wasm-bindgen-cli ${BINDGEN}`, () => cargo(install))
  }
  const env = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: runner }
  await cargo(['test', '--locked', ...WASM, '--test', 'boundary'], { show: true, env })
}

// Named one by one, since Node 20 knows no patterns here.
const tests = (folder) =>
  readdirSync(at('tests', folder)).filter((file) => file.endsWith('.test.mjs')).map((file) => at('tests', folder, file))

/** Runs everything, so that one fault does not hide another. */
async function attempt(works) {
  const failed = []
  for (const [title, work] of works) {
    console.log(`\n── ${title}`)
    const started = Date.now()
    try {
      await work()
      console.log(`  ✓ ${title} (${seconds(started)})`)
    } catch (error) {
      console.error(`  ✗ ${title} (${seconds(started)})\n${error.message}`)
      failed.push(title)
    }
  }
  return failed
}

const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`

if (import.meta.url === pathToFileURL(process.argv[1]).href) command(async () => {
  const started = Date.now()
  const works = WORKS[process.argv[2] ?? 'all']
  if (!works) throw new Error(`expected \`check\`, \`matrix\` or nothing, got \`${process.argv[2]}\``)
  // Packages and the WebAssembly target first: the lints need the one, everything else both.
  await fetchMissing()
  const failed = await attempt(works)
  console.log(`\n${works.length - failed.length} of ${works.length} steps passed in ${seconds(started)}`)
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`)
})
