// What is inside the packed package: its files, and the words that would break it in some runtime.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { transform } from 'esbuild'
import { at } from '../../pkg-template/tools.mjs'
import { installed, project, run } from './package.mjs'

const dist = readdirSync(join(installed, 'dist')).sort()
const modules = readdirSync(join(installed, 'dist', 'wasm')).map((name) => `wasm/${name}`)
const scripts = [...dist, ...modules].filter((name) => /\.c?js$/.test(name))
const edges = scripts.filter((name) => /\.edge\.js$/.test(name))
const read = (name) => readFileSync(join(installed, 'dist', name), 'utf8')
const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))

test('the files are those that the entry points need', () => {
  assert.deepEqual(readdirSync(installed).sort(), [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin',
    'dist',
    'examples',
    'package.json',
    'scheme.schema.json',
  ])
  assert.deepEqual(dist, [
    'catalogue.cjs',
    'catalogue.js',
    'core.cjs',
    'core.d.cts',
    'core.d.ts',
    'core.edge.js',
    'core.js',
    'describe.js',
    'did-you-mean.js',
    'engine.wasm',
    'explain.cjs',
    'explain.d.cts',
    'explain.d.ts',
    'explain.edge.js',
    'explain.js',
    'explain.node.js',
    'explain.wasm',
    'explainer.cjs',
    'full.wasm',
    'index.cjs',
    'index.d.cts',
    'index.d.ts',
    'index.edge.js',
    'index.js',
    'index.node.js',
    'node.cjs',
    'notes.cjs',
    'notes.js',
    'schemes.cjs',
    'schemes.d.cts',
    'schemes.d.ts',
    'schemes.js',
    'wasm',
  ])
  assert.deepEqual(readdirSync(join(installed, 'dist', 'wasm')).sort(), [
    'describe.js',
    'engine-in-scripts.cjs',
    'engine-in-scripts.js',
    'explain.cjs',
    'explain.js',
    'full.cjs',
    'full.js',
  ])
  for (const name of dist) assert.ok(statSync(join(installed, 'dist', name)).size > 0, name)
})

test('every path of the manifest exists', () => {
  const paths = [...JSON.stringify(manifest).matchAll(/"(\.\/[^"]+\.\w+)"/g)].map(([, path]) => path)
  assert.ok(paths.length > 10)
  for (const path of new Set(paths)) assert.ok(statSync(join(installed, path)).isFile(), path)
})

test('types come first, no condition names a browser, and Node has one for `import` alone, which bundlers get around', () => {
  for (const [entry, conditions] of Object.entries(manifest.exports)) {
    if (typeof conditions === 'string') continue
    const isData = entry === './schemes'
    assert.deepEqual(Object.keys(conditions), [...(isData ? [] : ['workerd', 'edge-light']), 'import', 'require'], entry)
    const hasNode = ['.', './explain'].includes(entry)
    for (const [condition, target] of Object.entries(conditions)) {
      const isImport = condition === 'import'
      assert.deepEqual(Object.keys(target), ['types', ...(hasNode && isImport ? ['node'] : []), 'default'], `${entry}: ${condition}`)
      if (!target.node) continue
      // Bundlers set the condition `module`, and Node does not.
      assert.deepEqual(Object.entries(target.node), [['module', target.default], ['default', target.default.replace('.js', '.node.js')]])
    }
  }
})

test('in Node, `import` and `require` give one and the same', () => {
  const printed = inProject(`
    const { createRequire } = await import('node:module')
    const require = createRequire(process.cwd() + '/x.js')
    for (const name of ['countersign', 'countersign/explain']) {
      const [module, exports] = [await import(name), require(name)]
      console.log(Object.keys(module).every((own) => module[own] === exports[own]))
    }`)
  assert.equal(printed, 'true\ntrue\n')
})

test('in Node, nothing is read before it is needed', () => {
  const read = (code) => inProject(`
    const { createRequire } = await import('node:module')
    const { createSigner, schemes, createExplainer } = await import('countersign')
    ${code}
    const names = Object.keys(createRequire(process.cwd() + '/x.js').cache).map((path) => path.replace(/.*\\bdist\\W/, '').replaceAll('\\\\', '/'))
    console.log(names.sort().join(' '))`).trim().split(' ')
  const imported = ['index.cjs', 'node.cjs']
  const signed = [...imported, 'catalogue.cjs', 'wasm/engine-in-scripts.cjs'].sort()
  assert.deepEqual(read(''), imported)
  assert.deepEqual(read("createSigner('github.webhook', { secret: 's' }).sign({ body: 'x' })"), signed)
  assert.deepEqual(read('schemes()'), [...imported, 'catalogue.cjs', 'notes.cjs'].sort())
  assert.deepEqual(read("createExplainer('github.webhook', { secret: 's' }, { body: 'x' }, 'sha256=00')"), [...imported, 'catalogue.cjs', 'explainer.cjs', 'notes.cjs', 'wasm/explain.cjs'].sort())
})

test('nothing runs when it is installed, and nothing else is needed', () => {
  for (const name of [
    'scripts',
    'dependencies',
    'peerDependencies',
    'optionalDependencies',
    'devDependencies',
    'bundledDependencies',
  ]) {
    assert.equal(manifest[name], undefined, name)
  }
  assert.equal(manifest.sideEffects, false)
})

test('what says where it was built comes with what says where its sources are', () => {
  // npm compares the two, and refuses to publish a provenance without the repository that it was built from.
  const { repository, publishConfig } = manifest
  assert.equal(publishConfig.provenance ?? false, repository !== undefined, '`provenance` and `repository` come together')
  const [, ofCrate] = /^repository = "(.*)"$/m.exec(readFileSync(at('Cargo.toml'), 'utf8')) ?? []
  const ofPackage = (repository?.url ?? repository)?.replace(/^git\+|\.git$/g, '')
  assert.equal(ofPackage, ofCrate, 'the crate has the same')
})

test('the scripts hold nothing that some runtime or bundler lacks', () => {
  const forbidden = {
    'import.meta': /\bimport\.meta\b/,
    'top-level await': /^(?! )(?:export )?(?:const|let|var)? ?[\w{}, =]*\bawait\b/m,
    'a Node built-in':
      /(?:from|import|import\(|require\()\s*['"](?:node:|fs|path|crypto|url|util|module|buffer|worker_threads)['":]/,
    eval: /(?<![\w.])eval\s*\(/,
    'new Function': /\bnew Function\b|(?<![\w.])Function\s*\(/,
    'require of another file': /\brequire\((?!["']\.\/(?:index|explainer|catalogue|notes|wasm\/[\w-]+)\.cjs["']\))/,
    'a dynamic import': /(?<![\w.])import\s*\(/,
    // But for `signer.fetch`, which its callers ask for.
    'a network request': /(?<!globalThis\.)\bfetch\s*\(|\bXMLHttpRequest\b/,
    __dirname: /\b__dirname\b|\b__filename\b/,
    'a source map': /sourceMappingURL/,
    'an asynchronous start': /\bWebAssembly\.(?:compile|instantiate)(?:Streaming)?\b/,
    'a path of the machine that built it': /\/(?:home|root|Users|work|build|tmp)\/\w/,
  }
  for (const name of scripts) {
    const code = DATA.test(name) ? withoutStrings(read(name)) : withoutBase64(read(name))
    for (const [what, pattern] of Object.entries(forbidden)) assert.doesNotMatch(code, pattern, `${name}: ${what}`)
  }
})

test('no global of Node is named freely: a bundler for browsers would add a package for it', async () => {
  const define = Object.fromEntries(OF_NODE.map((name) => [name, `found_${name}`]))
  const found = async (code) => {
    const { code: made } = await transform(code, { define })
    return OF_NODE.filter((name) => made.includes(`found_${name}`))
  }
  assert.deepEqual(await found("typeof Buffer === 'function' ? Buffer.from([]) : process.env; globalThis.global.process"), ['Buffer', 'process'])
  for (const name of scripts) assert.deepEqual(await found(withoutBase64(read(name))), [], name)
  for (const file of readdirSync(at('pkg-template', 'src'), { recursive: true }).filter((name) => name.endsWith('.js')))
    assert.deepEqual(await found(readFileSync(at('pkg-template', 'src', file), 'utf8')), [], file)
})

test('edges load the module as a file, and compile nothing', () => {
  const imported = {
    'index.edge.js': ['./catalogue.js', './full.wasm?module', './notes.js'],
    'core.edge.js': ['./engine.wasm?module'],
    'explain.edge.js': ['./catalogue.js', './explain.wasm?module', './full.wasm?module', './notes.js'],
  }
  assert.deepEqual(edges.sort(), Object.keys(imported).sort())
  for (const name of edges) {
    const code = read(name)
    const imports = [...code.matchAll(/(?:^|[;}])\s*(?:import|export)\b[^;\n]*\bfrom\s*["']([^"']+)["']/gm)].map(
      ([, from]) => from,
    )
    assert.deepEqual([...new Set(imports)].sort(), imported[name], name)
    assert.ok(code.length < 60_000, `${name} holds no module inline`)
    assert.doesNotMatch(code, /fromBase64|fromDeflated/, name)
  }
})

test('the scripts for Node, browsers and bundlers import only what lies beside them', () => {
  for (const name of scripts.filter((name) => !edges.includes(name))) {
    const code = withoutBase64(read(name))
    const imports = [...code.matchAll(/^\s*(?:import|export)\b[^;\n]*?\bfrom\s*["']([^"']+)["']/gm)].map(([, from]) => from)
    assert.equal(imports.length, [...code.matchAll(/^\s*import\b|\bfrom\s*["']/gm)].length / (/^\s*import\b/m.test(code) ? 2 : 1), name)
    for (const path of imports) assert.ok(scripts.includes(path.replace('./', '')), `${name}: ${path}`)
  }
})

test('`countersign/core` and `countersign/schemes` have no catalogue by id, and the schemes no module', () => {
  for (const name of ['core.js', 'core.cjs', 'core.edge.js']) assert.doesNotMatch(read(name), /\.\/(?:catalogue|notes|full)|\/full/, name)
  for (const name of ['schemes.js', 'schemes.cjs']) assert.doesNotMatch(read(name), /\bimport\b|\brequire\b/, name)
})

test('the inlined modules are the files', () => {
  const engine = readFileSync(at('target', 'build', 'engine-in-scripts', 'engine-in-scripts.wasm'))
  for (const name of modules.filter((name) => /(?:engine-in-scripts|full|explain)\./.test(name))) {
    const isEngine = name.startsWith('wasm/engine')
    const module = isEngine ? engine : readFileSync(join(installed, 'dist', name.replace(/^wasm\/(\w+)\..*/, '$1.wasm')))
    const texts = [...read(name).matchAll(/["']([A-Za-z0-9+/=]{10000,})["']/g)].map(([, text]) => Buffer.from(text, 'base64'))
    assert.ok(texts.some((bytes) => !bytes.subarray(0, 4).equals(MAGIC) && inflateRawSync(bytes).equals(module)), name)
  }
})

test('the raw exports are never public', () => {
  const whole = 'CountersignError,createExplainer,createSigner,createVerifier,defineScheme,explain,schemes'
  const names = {
    countersign: whole,
    'countersign/core': 'CountersignError,createSigner,createVerifier,defineScheme',
    'countersign/explain': 'CountersignError,createExplainer,explain',
  }
  for (const [name, exported] of Object.entries(names)) {
    const printed = inProject(`
      const { createRequire } = await import('node:module')
      console.log(Object.keys(await import('${name}')).sort().join())
      console.log(Object.keys(createRequire(process.cwd() + '/x.js')('${name}')).sort().join())`)
    assert.equal(printed, `${exported}\n`.repeat(2))
  }
})

test('files that no export names are out of reach', () => {
  const printed = inProject(`
    for (const path of ['dist/index.js', 'dist/engine.wasm', 'package.json']) {
      const told = (error) => console.log(error.code)
      await import('countersign/' + path, { with: { type: 'json' } }).then(() => console.log(path), told)
    }`)
  assert.equal(printed, 'ERR_PACKAGE_PATH_NOT_EXPORTED\nERR_PACKAGE_PATH_NOT_EXPORTED\npackage.json\n')
})

test('loading costs nothing: no module is decoded, compiled or started', () => {
  const printed = inProject(`
    const touched = []
    for (const name of ['Module', 'Instance']) {
      const own = WebAssembly[name]
      WebAssembly[name] = function (...args) { touched.push(name); return new own(...args) }
    }
    for (const [owner, name] of [[Buffer, 'from'], [globalThis, 'atob'], [crypto, 'getRandomValues']]) {
      const own = owner[name]
      owner[name] = function (...args) { touched.push(name); return own.apply(this, args) }
    }
    const before = Object.getOwnPropertyNames(globalThis).length
    touched.length = 0
    const { createSigner } = await import('countersign')
    const added = Object.getOwnPropertyNames(globalThis).length - before
    console.log(touched.filter((name) => name !== 'from').join() || 'nothing', added)
    createSigner('moneroo.request', { secret: 's' })
    createSigner('moneroo.request', { secret: 's' })
    console.log(touched.filter((name) => ['Module', 'Instance'].includes(name)).join())`)
  assert.equal(printed, 'nothing 0\nModule,Instance\n')
})

/** The scripts that hold the schemes, in strings. */
const DATA = /^(?:catalogue|notes|schemes)\./
const withoutStrings = (code) => code.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '""')

/** What Node has as globals, and webpack, Parcel, Rollup's plugins and Browserify have packages for. */
const OF_NODE = ['Buffer', 'process', 'global', 'setImmediate', 'clearImmediate', '__dirname', '__filename']
/** How a WebAssembly module begins. */
const MAGIC = Buffer.from('\0asm')
const withoutBase64 = (code) => code.replace(/["'`][A-Za-z0-9+/=]{10000,}["'`]/g, '""')

function inProject(code) {
  return run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code], project)
}
