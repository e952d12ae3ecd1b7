// Cloudflare Workers: workerd itself, miniflare, bundles of wrangler in both, and one of Nitro.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { lay, main, mapped } from '../project.mjs'
import { output } from '../processes.mjs'
import { locked, ours, roots } from '../locked.mjs'
import { reported, reporting, together } from '../report.mjs'

export const DATE = '2026-04-01'
const WITH = ['nodejs_compat']
/** A worker that asks for nothing of Node. */
export const WITHOUT = ['no_nodejs_compat']

/** A Worker that runs everything. */
export const WORKER = `import { run } from './main.mjs'
export default {
  async test() {
    ${reporting('await run()')}
  },
  async fetch() {
    return Response.json(await run())
  },
}
`

/** The package where its condition `workerd` leads. */
export const EDGE = 'node_modules/countersign/dist/index.edge.js'

export const cells = [
  workerd('workerd', WITHOUT, 'the modules as they are, without `nodejs_compat`'),
  workerd('workerd-nodejs-compat', WITH, 'the modules as they are, with `nodejs_compat`'),
  {
    id: 'miniflare',
    tier: 'matrix',
    runtime: 'miniflare',
    version: locked('miniflare'),
    crypto: 'wasm',
    how: 'the modules as they are',
    run: (home) => inMiniflare(lay(home, 'miniflare', whereFound(home)), 'worker.mjs', WITHOUT),
  },
  ...[
    ['wrangler', WITHOUT],
    ['wrangler-nodejs-compat', WITH],
  ].map(([id, flags]) => ({
    id,
    tier: 'matrix',
    runtime: 'wrangler',
    version: locked('wrangler'),
    crypto: cryptoWith(flags),
    how: `bundled, ${flags === WITH ? 'with' : 'without'} \`nodejs_compat\`, and run in workerd and miniflare`,
    async run(home) {
      const cwd = await bundled(home, id, flags)
      return together([await inWorkerd(cwd, 'worker.js', flags), await inMiniflare(cwd, 'worker.js', flags)])
    },
  })),
  {
    id: 'nitro',
    tier: 'matrix',
    runtime: 'Nitro',
    version: locked('nitropack'),
    how: '`cloudflare_module` with `experimental.wasm`, and run in miniflare',
    run: async (home) => inMiniflare(await ofNitro(home), 'index.mjs', WITHOUT),
  },
]

/** Who computes in a worker. */
function cryptoWith(flags) {
  return flags === WITH ? 'node:crypto' : 'wasm'
}

function workerd(id, flags, how) {
  const run = (home) => inWorkerd(lay(home, id, whereFound(home)), 'worker.mjs', flags)
  return { id, tier: 'fast', runtime: 'workerd', version: locked('workerd'), crypto: cryptoWith(flags), how, run }
}

/** A worker without a bundler, which finds the package where its export condition `workerd` says. */
function whereFound({ home }) {
  const found = (name, entry) => {
    const folder = `node_modules/${name}`
    const { exports } = JSON.parse(readFileSync(join(home, 'installed', folder, 'package.json'), 'utf8'))
    const { workerd, import: anywhere } = exports[entry]
    return `./${join(folder, (workerd ?? anywhere).default)}`
  }
  const names = mapped((name, entry) => found(name, entry ? `./${entry}` : '.'))
  return { 'worker.mjs': WORKER, 'main.mjs': main(names) }
}

/** The folder of a bundle that wrangler would upload. */
async function bundled(home, id, flags) {
  const cwd = lay(home, id, {
    'worker.js': WORKER,
    'wrangler.json': JSON.stringify({
      name: 'conformance',
      main: 'worker.js',
      compatibility_date: DATE,
      compatibility_flags: flags,
    }),
  })
  const env = {
    WRANGLER_SEND_METRICS: 'false',
    CI: '1',
    XDG_CONFIG_HOME: join(cwd, '.config'),
    WRANGLER_LOG_PATH: join(cwd, '.logs'),
  }
  await output(process.execPath, [ours('wrangler', 'bin', 'wrangler.js'), 'deploy', '--dry-run', '--outdir', 'out'], {
    cwd,
    env,
  })
  return join(cwd, 'out')
}

/** The folder of a server that Nitro built. */
async function ofNitro(home) {
  const cwd = lay(home, 'nitro', {
    'nitro.config.mjs': `export default {
  preset: 'cloudflare_module',
  compatibilityDate: '${DATE}',
  experimental: { wasm: true },
}\n`,
    'routes/index.mjs': "import { run } from '../main.mjs'\nexport default () => run()\n",
  })
  const env = { CI: '1', NITRO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
  await output(process.execPath, [ours('nitropack', 'dist', 'cli', 'index.mjs'), 'build'], { cwd, env })
  return join(cwd, '.output', 'server')
}

/** As a test of workerd, which needs no port. */
export async function inWorkerd(cwd, entry, flags) {
  const embed = ({ name, file, type }) =>
    `(name = "${name}", ${type === 'CompiledWasm' ? 'wasm' : 'esModule'} = embed "${file}")`
  writeFileSync(
    join(cwd, 'workerd.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [${modules(cwd, entry).map(embed).join(', ')}],
  compatibilityDate = "${DATE}",
  compatibilityFlags = ${JSON.stringify(flags)},
))]);
`,
  )
  return reported(await output(roots('.bin', 'workerd'), ['test', 'workerd.capnp'], { cwd }))
}

/** In a process of its own, which asks the worker and reports. */
async function inMiniflare(cwd, entry, flags) {
  const code = `const { readFileSync } = require('node:fs')
const { Miniflare } = require(${JSON.stringify(ours('miniflare'))})
const modules = ${JSON.stringify(modules(cwd, entry))}
const host = new Miniflare({
  modulesRoot: '/',
  modules: modules.map(({ name, file, type }) => ({ type, path: '/' + name, contents: readFileSync(file) })),
  compatibilityDate: '${DATE}',
  compatibilityFlags: ${JSON.stringify(flags)},
})
async function ask() {
  const response = await host.dispatchFetch('http://worker.example/')
  if (!response.ok) throw new Error('expected 200, got ' + response.status + ': ' + (await response.text()))
  ${reporting('await response.json()')}
}
ask().finally(() => host.dispose())
`
  writeFileSync(join(cwd, 'ask.cjs'), code)
  return reported(await output(process.execPath, ['ask.cjs'], { cwd, env: { DO_NOT_TRACK: '1' } }))
}

/** The modules in a folder, the entry first; each by the name that the others import it by. */
function modules(cwd, entry) {
  const names = readdirSync(cwd, { recursive: true }).filter((name) => /\.(m?js|wasm)$/.test(name))
  const isOurs = (name) => !name.startsWith('node_modules') || /dist.(\w+\.edge\.js|(catalogue|notes|schemes)\.js|\w+\.wasm)$/.test(name)
  const files = [entry, ...names.filter((name) => isOurs(name) && name !== entry)]
  const scripts = files.filter((file) => !file.endsWith('.wasm')).map((file) => readFileSync(join(cwd, file), 'utf8'))
  return files.map((file) => {
    if (!file.endsWith('.wasm')) return { name: file, file, type: 'ESModule' }
    const isQueried = scripts.some((script) => script.includes(`${basename(file)}?module`))
    return { name: isQueried ? `${file}?module` : file, file, type: 'CompiledWasm' }
  })
}
