// `npm test`: everything there is, in one run. `npm run check`: formatting and lints only.
import { existsSync, readdirSync } from 'node:fs'
import { build } from '../pkg-template/build.mjs'
import { at, command, fetchMissing, run, step } from '../pkg-template/tools.mjs'
import { testTypes } from './types/run.mjs'

const WASM = ['--target', 'wasm32-unknown-unknown', '--features', 'js']
const BINDGEN = '0.2.130'
const FUZZ = at('tests', 'fuzz', 'Cargo.toml')

const cargo = (args, options) => run('cargo', args, options)
const clippy = (...args) => cargo(['clippy', '--locked', ...args, '--', '-D', 'warnings'])
const node = (args, options) => run(process.execPath, args, options)

const documentation = () => cargo(['doc', '--no-deps', '--locked'], { env: { RUSTDOCFLAGS: '-D warnings' } })

/** What is looked at without running it. */
const CHECKS = [
  ['formatting', () => cargo(['fmt', '--check'])],
  ['lints', () => clippy('--all-targets')],
  ['lints without RSA', () => clippy('--all-targets', '--no-default-features')],
  ['lints of the WebAssembly boundary', () => clippy('--lib', ...WASM)],
]

/** What is run; their output is shown. */
const TESTS = [
  ['Rust tests', () => cargo(['test', '--locked', '--no-fail-fast'], { show: true })],
  ['documentation of the crate', documentation],
  ['the crate as it is published', () => cargo(['package', '--locked', '--allow-dirty'])],
  ['tests of the boundary in WebAssembly', testBoundary],
  ['fuzzing, a smoke run', () => cargo(['run', '--release', '--locked', '--manifest-path', FUZZ, '--target-dir', at('target', 'fuzz')], { show: true })],
  ['tests of the npm package', () => node(['--test', ...javascriptTests()], { show: true })],
  ['types', () => testTypes()],
  ['tables of the READMEs', () => node([at('pkg-template', 'readme.mjs'), '--check'])],
]

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
const javascriptTests = () =>
  readdirSync(at('tests', 'js')).filter((file) => file.endsWith('.test.mjs')).map((file) => at('tests', 'js', file))

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

command(async () => {
  const started = Date.now()
  const only = process.argv[2]
  if (only !== undefined && only !== 'check') throw new Error(`expected \`check\` or nothing, got \`${only}\``)
  // Packages and the WebAssembly target first: the lints need the one, everything else both.
  await fetchMissing()
  const works = only === 'check' ? CHECKS : [['build', build], ...CHECKS, ...TESTS]
  const failed = await attempt(works)
  console.log(`\n${works.length - failed.length} of ${works.length} steps passed in ${seconds(started)}`)
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`)
})
