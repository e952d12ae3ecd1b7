// What bundlers make of the package: executed in Node and in a browser, and weighed where the import is of no use, or of one scheme.
import { cpSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { at } from '../../../pkg-template/tools.mjs'
import { lay } from '../project.mjs'
import { output } from '../processes.mjs'
import { HERE, locked, ours, roots } from '../locked.mjs'
import { reported, reporting, tally, together } from '../report.mjs'
import { inBrowser } from './browsers.mjs'

const UNUSED_LIMIT = 1024
const VECTOR = JSON.parse(readFileSync(at('tests', 'vectors', 'securo.request', 'post.json'), 'utf8'))
const SOURCE = {
  'entry.mjs': `import { run } from './main.mjs'\nrun().then((result) => ${reporting('result').trim()})\n`,
  'page.mjs': "import { run } from './main.mjs'\nglobalThis.outcome = run()\n",
  'used.mjs': 'console.log(1)\n',
  'unused.mjs': "import { createSigner } from 'countersign'\nconsole.log(1)\n",
  'unflagged.mjs': "import { createSigner } from 'countersign-unflagged'\nconsole.log(1)\n",
  'one.mjs': `import { createSigner } from 'countersign/core'
import { securoRequest } from 'countersign/schemes'
const signer = createSigner(securoRequest, ${JSON.stringify(VECTOR.credentials)})
console.log(signer.sign(${JSON.stringify(VECTOR.request)}).signature)\n`,
}

const PARCEL_PACKAGE = JSON.stringify({ name: 'project', private: true, '@parcel/resolver-default': { packageExports: true } })

/**
 * How each is called: the script that bundles `entry` into the folder `out`, as `format` for `platform`; and how many bytes a bundle of one
 * scheme may have, if it leaves the others out.
 */
const BUNDLERS = [
  {
    name: 'esbuild',
    title: 'esbuild',
    // With conditions of its own, esbuild does not set `module`, and so it bundles what Node would load.
    outputs: ['neutral esm', 'neutral cjs', 'node esm own'],
    limit: 400_000,
    script: (entry, out, platform, format, conditions) => `import { build } from ${url(roots('esbuild', 'lib', 'main.js'))}
await build({ entryPoints: ['${entry}'], outfile: '${out}/out.${extension(format)}', bundle: true, minify: true,
  format: '${format}', platform: '${platform}', conditions: ${conditions ? `['${conditions}']` : undefined}, logLevel: 'warning' })`,
  },
  {
    name: 'rollup',
    title: 'Rollup',
    outputs: ['node esm', 'node cjs'],
    limit: 426_000,
    script: (entry, out, platform, format) => `import { rollup } from ${url(ours('rollup', 'dist', 'es', 'rollup.js'))}
import resolve from ${url(ours('@rollup', 'plugin-node-resolve', 'dist', 'es', 'index.js'))}
const bundle = await rollup({ input: '${entry}', plugins: [resolve()] })
await bundle.write({ file: '${out}/out.${extension(format)}', format: '${format}' })
await bundle.close()`,
  },
  {
    name: 'webpack',
    title: 'webpack',
    outputs: ['node cjs', 'web esm'],
    limit: 400_000,
    script: (entry, out, platform) => `import webpack from ${url(ours('webpack', 'lib', 'index.js'))}
const stats = await new Promise((resolve, reject) => webpack({
  mode: 'production', target: '${platform}', entry: './${entry}', performance: false,
  output: { path: process.cwd() + '/${out}', filename: 'out.${platform === 'node' ? 'cjs' : 'js'}' },
}, (error, stats) => (error ? reject(error) : resolve(stats))))
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString())`,
  },
  {
    name: '@rspack/core',
    title: 'Rspack',
    outputs: ['node cjs', 'web esm'],
    limit: 400_000,
    script: (entry, out, platform) => `import { rspack } from ${url(ours('@rspack', 'core', 'dist', 'index.js'))}
const stats = await new Promise((resolve, reject) => rspack({
  mode: 'production', target: '${platform}', entry: './${entry}', performance: false,
  output: { path: process.cwd() + '/${out}', filename: 'out.${platform === 'node' ? 'cjs' : 'js'}' },
}, (error, stats) => (error ? reject(error) : resolve(stats))))
if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString())`,
  },
  {
    name: 'parcel',
    title: 'Parcel',
    outputs: ['node cjs', 'web esm'],
    // It reads `exports` only where it is told to, and would note there what it installs.
    files: { 'package.json': PARCEL_PACKAGE },
    script: (entry, out, platform) => `import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const require = createRequire(${JSON.stringify(ours('parcel', 'package.json'))})
const { Parcel } = require('@parcel/core')
const target = {
  distDir: '${out}', distEntry: 'out.${platform === 'node' ? 'cjs' : 'js'}', includeNodeModules: true, sourceMap: false,
  ${platform === 'node' ? "context: 'node', outputFormat: 'commonjs', engines: { node: '>=18' }" : "context: 'browser', outputFormat: 'global', engines: { browsers: ['Chrome 120'] }"},
}
await new Parcel({
  entries: '${entry}', defaultConfig: require.resolve('@parcel/config-default'), mode: 'production', shouldDisableCache: true,
  defaultTargetOptions: { shouldOptimize: true, shouldScopeHoist: true },
  shouldAutoInstall: true, logLevel: 'warn', targets: { out: target },
}).run()
const manifest = readFileSync('package.json', 'utf8')
if (manifest !== ${JSON.stringify(PARCEL_PACKAGE)}) throw new Error('expected that nothing is installed, got ' + manifest)`,
  },
  {
    name: 'vite',
    title: 'Vite',
    outputs: ['node esm', 'web esm'],
    limit: 400_000,
    script: (entry, out, platform) => `import { build } from ${url(ours('vite', 'dist', 'node', 'index.js'))}
await build({
  configFile: false, logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    outDir: '${out}', ssr: ${platform === 'node' ? `'${entry}'` : 'false'}, minify: true, chunkSizeWarningLimit: 10000,
    modulePreload: false,
    rollupOptions: { input: '${entry}', output: { entryFileNames: 'out.${platform === 'node' ? 'mjs' : 'js'}' } },
  },
})`,
  },
]

export const cells = BUNDLERS.map((bundler) => ({
  id: idOf(bundler),
  tier: 'matrix',
  runtime: bundler.title,
  version: locked(bundler.name),
  how: `what it builds, run in ${hasWeb(bundler) ? 'Node and Chromium' : 'Node as ESM and as CommonJS'}`,
  needs: hasWeb(bundler) ? ['chromium'] : [],
  async run(home) {
    const cwd = lay(home, idOf(bundler), { ...SOURCE, ...bundler.files })
    const results = []
    for (const form of bundler.outputs) results.push(await executed(bundler, cwd, form))
    const weights = [await weighed(bundler, cwd), ...(bundler.limit ? [await ofOneScheme(bundler, cwd)] : [])]
    return { ...together([...results, ...weights]), note: weights.map(({ note }) => note).join('; ') }
  },
}))

/** Bundles the conformance, and runs what comes of it. */
async function executed(bundler, cwd, form) {
  const [platform, format, conditions] = form.split(' ')
  const out = form.replaceAll(' ', '-')
  await bundle(bundler, cwd, isWeb(form) ? 'page.mjs' : 'entry.mjs', out, platform, format, conditions)
  const name = readdirSync(join(cwd, out)).find((file) => file.startsWith('out.'))
  if (isWeb(form)) return inBrowser('chromium', cwd, { script: `/${out}/${name}` })
  return reported(await output(process.execPath, [join(cwd, out, name)], { cwd }))
}

/** The bytes of an import that nothing uses: as the manifest has it, and where the bundler has to look itself. */
async function weighed(bundler, cwd) {
  const unflagged = join(cwd, 'node_modules', 'countersign-unflagged')
  cpSync(join(cwd, 'node_modules', 'countersign'), unflagged, { recursive: true })
  const { sideEffects, ...manifest } = JSON.parse(readFileSync(join(unflagged, 'package.json'), 'utf8'))
  writeFileSync(join(unflagged, 'package.json'), JSON.stringify({ ...manifest, name: 'countersign-unflagged' }))
  const sizes = {}
  for (const name of ['used', 'unused', 'unflagged']) {
    await bundle(bundler, cwd, `${name}.mjs`, name, 'node', 'esm')
    sizes[name] = readdirSync(join(cwd, name)).reduce((sum, file) => sum + statSync(join(cwd, name, file)).size, 0)
  }
  const [flagged, bare] = [sizes.unused - sizes.used, sizes.unflagged - sizes.used]
  const result = await tally([
    [
      'an unused import',
      async () => (flagged > UNUSED_LIMIT ? `expected at most ${UNUSED_LIMIT} bytes, got ${flagged}` : undefined),
    ],
  ])
  return {
    ...result,
    note: `an unused import: ${flagged} bytes; ${bare} where the bundler does not heed \`sideEffects\``,
  }
}

/** What a bundle of `countersign/core` and one scheme signs, holds and weighs. */
async function ofOneScheme(bundler, cwd) {
  await bundle(bundler, cwd, 'one.mjs', 'one', 'node', 'esm')
  const files = readdirSync(join(cwd, 'one')).map((name) => join(cwd, 'one', name))
  const code = files.map((file) => readFileSync(file, 'utf8')).join('')
  const bytes = Buffer.byteLength(code)
  const installed = join(cwd, 'node_modules', 'countersign', 'dist')
  // A piece of each module's own text, from its middle.
  const piece = (name) => /[\w+/]{10000}/.exec(readFileSync(join(installed, 'wasm', `${name}.js`), 'utf8'))[0].slice(-100)
  const ids = Object.values(createRequire(join(cwd, 'x.js'))('countersign/schemes')).map(({ id }) => id)
  const result = await tally([
    ['a bundle of one scheme signs', async () => differs(VECTOR.signature, (await output(process.execPath, [files.find((file) => /out\.\w+$/.test(file))], { cwd })).trim())],
    ['its schemes', async () => differs([VECTOR.scheme], ids.filter((id) => code.includes(id)))],
    ['its modules', async () => differs(['engine-in-scripts'], ['engine-in-scripts', 'full', 'explain'].filter((name) => code.includes(piece(name))))],
    ['its size', async () => (bytes > bundler.limit ? `expected at most ${bundler.limit} bytes, got ${bytes}` : undefined)],
  ])
  return { ...result, note: `with one scheme: ${bytes} bytes` }
}

const differs = (expected, got) => (isDeepStrictEqual(got, expected) ? undefined : `expected ${expected}, got ${got}`)

async function bundle({ script }, cwd, entry, out, platform, format, conditions) {
  const file = join(cwd, `bundle-${out}.mjs`)
  writeFileSync(file, script(entry, out, platform, format, conditions))
  await output(process.execPath, [file], { cwd, env: { NODE_ENV: 'production' } })
}

function idOf({ title }) {
  return title.toLowerCase()
}

function isWeb(form) {
  return form.startsWith('web')
}

function hasWeb({ outputs }) {
  return outputs.some(isWeb)
}

const extension = (format) => (format === 'cjs' ? 'cjs' : 'mjs')
const url = (path) => JSON.stringify(pathToFileURL(path).href)
