// That no test runs against a build of other sources than those that are there: the real mechanism in a project of its own, whose
// build takes no minutes, and that everything here goes through it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import test from 'node:test'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { INPUTS, built, inputs } from '../../pkg-template/fresh.mjs'
import { at } from '../../pkg-template/tools.mjs'

const REAL = ['pkg-template/fresh.mjs', 'pkg-template/tools.mjs', 'tests/js/package.mjs', 'tests/runtimes/stages.mjs']

/** What stands for the build: a package that says what the source said when the build began, and a line for each build. */
const BUILD = `import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { building, unbuilt } from './fresh.mjs'
import { at, command } from './tools.mjs'

command(() => building(async () => {
  const says = readFileSync(at('src', 'lib.rs'), 'utf8')
  appendFileSync(at('target', 'builds'), says + '\\n')
  unbuilt()
  if (says === 'broken') throw new Error('expected a source that compiles')
  // So long that every process that starts at once finds it running.
  await pause(500)
  while (existsSync(at('target', 'hold'))) await pause(20)
  mkdirSync(at('target', 'npm', 'dist'), { recursive: true })
  const entries = ['.', './core', './schemes', './explain']
  const exports = Object.fromEntries(entries.map((name) => [name, { import: './dist/index.js', require: './dist/index.cjs' }]))
  writeFileSync(at('target', 'npm', 'package.json'), JSON.stringify({ name: 'countersign', version: '0.0.0', exports }))
  writeFileSync(at('target', 'npm', 'dist', 'index.js'), 'export const says = ' + JSON.stringify(says))
  writeFileSync(at('target', 'npm', 'dist', 'index.cjs'), 'exports.says = ' + JSON.stringify(says))
}, { ifChanged: process.argv.includes('--if-changed') }))
`

/** What stands for a test file: it says which package it has. */
const RUNNER = "import { whole } from './package.mjs'\nconsole.log([whole.esm.says, whole.cjs.says].join())\n"

/** A project with the real mechanism, and with every input that it looks at. */
function project(t) {
  const home = mkdtempSync(join(tmpdir(), 'countersign-fresh-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  const put = (path, text) => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  const asFile = (path) => (/\.\w+$|LICENSE/.test(path) ? path : `${path}/input`)
  for (const path of INPUTS) put(asFile(path), 'as it was')
  for (const path of REAL) {
    put(path, '')
    cpSync(at(path), join(home, path))
  }
  put('pkg-template/build.mjs', BUILD)
  put('tests/js/runner.mjs', RUNNER)
  put('src/lib.rs', 'one')
  const runner = join(home, 'tests', 'js', 'runner.mjs')
  return {
    home,
    put,
    builds: () => readFileSync(join(home, 'target', 'builds'), 'utf8').trim().split('\n'),
    run: () => ended(spawn(process.execPath, [runner], { stdio: ['ignore', 'pipe', 'pipe'] })),
    build: () => spawn(process.execPath, [join(home, 'pkg-template', 'build.mjs')], { stdio: ['ignore', 'pipe', 'pipe'] }),
  }
}

/** What a process said, once it is over. */
async function ended(child) {
  const [out, err] = await Promise.all([child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray()))
  return { out: out.join('').trim(), err: err.join('') }
}

const until = async (isSo) => {
  while (!isSo()) await new Promise((done) => setTimeout(done, 20))
}

test('a test run after a change of any source tests the new build, which one of its processes makes', async (t) => {
  const { put, run, builds, home } = project(t)
  const all = async () => (await Promise.all([run(), run(), run()])).map(({ out }) => out)
  assert.deepEqual(await all(), Array(3).fill('one,one'))
  assert.deepEqual(builds(), ['one'], 'one process builds, the others wait')
  assert.deepEqual(await all(), Array(3).fill('one,one'))
  assert.deepEqual(builds(), ['one'], 'nothing has changed')
  put('src/lib.rs', 'two')
  assert.deepEqual(await all(), Array(3).fill('two,two'))
  assert.deepEqual(builds(), ['one', 'two'])
  // Written again as it was, it is the same source.
  put('src/lib.rs', 'two')
  await run()
  assert.equal(builds().length, 2)
  put('tests/vectors/another/post.json', '{}')
  await run()
  assert.equal(builds().length, 3, 'a new file')
  rmSync(join(home, 'tests', 'vectors', 'another'), { recursive: true })
  await run()
  assert.equal(builds().length, 4, 'one that is gone')
})

test('sources that do not build are never tested, and tried once', async (t) => {
  const { put, run, builds } = project(t)
  assert.equal((await run()).out, 'one,one')
  put('src/lib.rs', 'broken')
  const first = await Promise.all([run(), run(), run()])
  const later = await run()
  for (const { out, err } of [...first, later]) {
    assert.equal(out, '')
    assert.match(err, /`npm run build` says why/)
  }
  assert.deepEqual(builds(), ['one', 'broken'])
  put('src/lib.rs', 'mended')
  assert.equal((await run()).out, 'mended,mended')
  // What was there before is gone, though the source is as it was.
  put('src/lib.rs', 'broken')
  await run()
  put('src/lib.rs', 'mended')
  assert.equal((await run()).out, 'mended,mended')
})

test('a source that changes during a build is built again', async (t) => {
  const { put, run, build, builds, home } = project(t)
  put('target/hold', '')
  const running = ended(build())
  await until(() => existsSync(join(home, 'target', 'builds')) && builds()[0] === 'one')
  put('src/lib.rs', 'two')
  rmSync(join(home, 'target', 'hold'))
  await running
  assert.equal((await run()).out, 'two,two')
  assert.deepEqual(builds(), ['one', 'two'])
})

test('a build that was killed holds up nobody', async (t) => {
  const { put, run, build, builds, home } = project(t)
  put('target/hold', '')
  const killed = build()
  await until(() => existsSync(join(home, 'target', 'builds')) && builds()[0] === 'one')
  assert.equal(readFileSync(join(home, 'target', 'build', 'lock'), 'utf8'), String(killed.pid))
  killed.kill('SIGKILL')
  await ended(killed)
  rmSync(join(home, 'target', 'hold'))
  const all = await Promise.all([run(), run(), run()])
  assert.deepEqual(all.map(({ out }) => out), Array(3).fill('one,one'))
  assert.deepEqual(builds(), ['one', 'one'])
  assert.deepEqual(readdirSync(join(home, 'target', 'build')), ['sources'])
})

test('nothing here reaches what was built by another way', () => {
  // Put together of its parts, or a path; what builds has to name it.
  const direct = /['"]target['"],\s*['"](?:npm|www)['"]|['"`][^'"`\s]*\btarget\/(?:npm|www)\b/
  const builders = ['pkg-template/build.mjs', 'pkg-template/fresh.mjs', 'www/build.mjs', 'www/page/countersign.js', 'tests/js/fresh.test.mjs']
  const scripts = ['tests', 'www', 'pkg-template'].flatMap((folder) =>
    readdirSync(at(folder), { recursive: true })
      .filter((file) => /\.[cm]?js$/.test(file) && !file.includes('node_modules'))
      .map((file) => join(folder, file)),
  )
  assert.ok(scripts.length > 100)
  const code = (file) => readFileSync(at(file), 'utf8').replace(/^\s*(?:\/\/|\*|\/\*\*).*$/gm, '')
  assert.deepEqual(scripts.filter((file) => !builders.includes(file) && direct.test(code(file))), [])
})

test('every file that a build reads is looked at', async () => {
  const known = new Set(inputs())
  // What cargo compiled, as it wrote it down; the README is documentation alone.
  for (const name of ['engine-in-scripts', 'engine', 'full', 'explain', 'describe']) {
    const list = readFileSync(built(`wasm-${name}`, 'wasm32-unknown-unknown', 'release', 'countersign.d'), 'utf8')
    const files = list.split(/(?<!\\)\s+/).slice(1).filter(Boolean).map((file) => relative(at(), file))
    assert.ok(files.length > 50, name)
    assert.deepEqual(files.filter((file) => !known.has(file) && file !== 'README.md'), [], name)
  }
  // What the scripts that build are made of.
  const entryPoints = [at('pkg-template', 'build.mjs')]
  const { metafile } = await build({
    entryPoints, bundle: true, write: false, metafile: true, platform: 'node', format: 'esm', packages: 'external', absWorkingDir: at(), logLevel: 'silent',
  })
  assert.deepEqual(Object.keys(metafile.inputs).filter((file) => !known.has(file)), [])
})
