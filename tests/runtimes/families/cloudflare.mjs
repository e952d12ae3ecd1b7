// What others make for Cloudflare Workers: frameworks and bundlers that run before wrangler, and Vitest inside of workerd.
import { symlinkSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { at } from '../../../pkg-template/tools.mjs'
import { NAMES, lay } from '../project.mjs'
import { output, serving, temporary } from '../processes.mjs'
import { locked, lockedNewer, newer, ours } from '../locked.mjs'
import { reported, reporting, together } from '../report.mjs'
import { IS_PACKED } from './node.mjs'
import { DATE, WITHOUT, WORKER, inWorkerd } from './workers.mjs'

const NODE = ours('node24', 'bin', 'node')
const PACKAGES = ['countersign', 'countersign-trapped']
const ENV = {
  // What is started by name has to be the same Node.
  PATH: `${dirname(NODE)}:${process.env.PATH}`,
  CI: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}
const wranglerJson = (more) => JSON.stringify({ name: 'conformance', compatibility_date: DATE, ...more })

const TYPED = '{ "name": "project", "private": true, "type": "module" }'

/** How Shopify's plugin for Oxygen sets Vite: everything in one script, by the conditions of Workers. */
const OXYGEN = `ssr: { noExternal: true, target: 'webworker', resolve: { conditions: ['worker', 'workerd', 'module', 'browser', 'production'] } }`

export const cells = [
  cell({
    id: 'opennext',
    name: '@opennextjs/cloudflare',
    title: 'OpenNext on Workers',
    how: 'a route of Next.js with `serverExternalPackages`, run by `wrangler dev`',
    packages: ['next', 'react', 'react-dom', 'wrangler', '@opennextjs/cloudflare'],
    files: {
      'app/layout.js':
        "import { createElement } from 'react'\n" +
        "export default ({ children }) => createElement('html', null, createElement('body', null, children))\n",
      'app/page.js': "export default () => 'conformance'\n",
      'app/run/route.js':
        "import { run } from '../../main.mjs'\nexport const dynamic = 'force-dynamic'\nexport const GET = async () => Response.json(await run())\n",
      // Everything that is linked to lies below this folder.
      'next.config.mjs': `const root = ${JSON.stringify(at())}
export default { turbopack: { root }, outputFileTracingRoot: root, serverExternalPackages: ${JSON.stringify(PACKAGES)} }\n`,
      'open-next.config.ts': "import { defineCloudflareConfig } from '@opennextjs/cloudflare'\nexport default defineCloudflareConfig()\n",
      'package.json': JSON.stringify({ name: 'project', private: true, scripts: { build: 'node node_modules/next/dist/bin/next build' } }),
      'wrangler.json': wranglerJson({
        main: '.open-next/worker.js',
        compatibility_flags: ['nodejs_compat', 'global_fetch_strictly_public'],
        assets: { directory: '.open-next/assets', binding: 'ASSETS' },
      }),
    },
    work: builtAndServed(newer('@opennextjs', 'cloudflare', 'dist', 'cli', 'index.js')),
  }),
  cell({
    id: 'sveltekit',
    name: '@sveltejs/kit',
    title: 'SvelteKit',
    how: '`adapter-cloudflare`, run by `wrangler dev`',
    packages: ['wrangler', 'vite', 'svelte', '@sveltejs/kit', '@sveltejs/vite-plugin-svelte', '@sveltejs/adapter-cloudflare'],
    files: {
      'package.json': TYPED,
      'src/app.html': '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n',
      'src/routes/run/+server.js': "import { run } from '../../../main.mjs'\nexport const GET = async () => Response.json(await run())\n",
      'svelte.config.js': "import adapter from '@sveltejs/adapter-cloudflare'\nexport default { kit: { adapter: adapter() } }\n",
      'vite.config.js': "import { sveltekit } from '@sveltejs/kit/vite'\nexport default { plugins: [sveltekit()] }\n",
      'wrangler.json': wranglerJson({
        main: '.svelte-kit/cloudflare/_worker.js',
        assets: { directory: '.svelte-kit/cloudflare', binding: 'ASSETS' },
      }),
    },
    work: builtAndServed(newer('vite', 'bin', 'vite.js')),
  }),
  cell({
    id: 'astro',
    name: 'astro',
    title: 'Astro',
    how: '`@astrojs/cloudflare`, run by `wrangler dev`',
    packages: ['wrangler', 'vite', 'astro', '@astrojs/cloudflare'],
    files: {
      'package.json': TYPED,
      'src/pages/run.js':
        "import { run } from '../../main.mjs'\nexport const prerender = false\nexport const GET = async () => Response.json(await run())\n",
      'astro.config.mjs':
        "import cloudflare from '@astrojs/cloudflare'\nexport default { output: 'server', adapter: cloudflare() }\n",
      'wrangler.json': wranglerJson({ main: '@astrojs/cloudflare/entrypoints/server', compatibility_flags: ['nodejs_compat'] }),
    },
    work: builtAndServed(newer('astro', 'bin', 'astro.mjs')),
  }),
  cell({
    id: 'hono-vite-build',
    name: '@hono/vite-build',
    title: '@hono/vite-build',
    how: '`cloudflare-workers` with `external`, run by `wrangler dev`',
    packages: ['wrangler'],
    others: ['hono', 'vite', '@hono/vite-build'],
    files: {
      'app.mjs': "import { Hono } from 'hono'\nimport { run } from './main.mjs'\nexport default new Hono().get('/run', async (c) => c.json(await run()))\n",
      'vite.config.mjs': `import build from '@hono/vite-build/cloudflare-workers'
export default { plugins: [build({ entry: './app.mjs', external: ${JSON.stringify(PACKAGES)} })] }\n`,
      'wrangler.json': wranglerJson({ main: 'dist/index.js' }),
    },
    work: builtAndServed(ours('vite', 'bin', 'vite.js')),
  }),
  cell({
    id: 'vite-workers',
    name: 'vite',
    title: 'Vite',
    how: "with the conditions of Shopify's Oxygen and `ssr.external`, run by `wrangler dev`",
    packages: ['wrangler', 'vite'],
    files: {
      'package.json': TYPED,
      'server.js': WORKER,
      'vite.config.js': `export default { build: { ssr: 'server.js' }, ${OXYGEN.replace('{', `{ external: ${JSON.stringify(PACKAGES)},`)} }\n`,
      'wrangler.json': wranglerJson({ main: 'dist/server.js' }),
    },
    work: builtAndServed(newer('vite', 'bin', 'vite.js')),
  }),
  cell({
    id: 'vite-oxygen',
    name: 'vite',
    title: 'Vite',
    how: "with the conditions of Shopify's Oxygen, an alias and a first call at the top level, its one script run in workerd",
    packages: ['vite'],
    files: {
      'package.json': TYPED,
      'server.js': firstCalls() + WORKER,
      'vite.config.js': `import { fileURLToPath } from 'node:url'
const alias = (name) => ({ find: new RegExp('^' + name + '$'), replacement: fileURLToPath(import.meta.resolve(name)) })
export default { build: { ssr: 'server.js', minify: true }, resolve: { alias: ${JSON.stringify(Object.values(NAMES))}.map(alias) }, ${OXYGEN} }\n`,
    },
    async work(cwd) {
      await run(cwd, newer('vite', 'bin', 'vite.js'), 'build')
      return inWorkerd(join(cwd, 'dist'), 'server.js', WITHOUT)
    },
  }),
  cell({
    id: 'vitest-workers',
    name: '@cloudflare/vitest-plugin',
    title: "Cloudflare's Vitest",
    how: 'with a wrangler configuration, and with `modulesRules` instead',
    packages: ['vitest', '@cloudflare/vitest-plugin'],
    files: {
      'conformance.test.mjs': `import { test } from 'vitest'
import { run } from './main.mjs'
test('conformance', async () => {
  ${reporting('await run()')}
}, 120_000)\n`,
      'wrangler.json': wranglerJson(),
      'configured.mjs': workersConfig("{ wrangler: { configPath: './wrangler.json' } }"),
      'bare.mjs': workersConfig(
        `{ miniflare: { compatibilityDate: '${DATE}', modulesRules: [{ type: 'CompiledWasm', include: ['**/*.wasm?module'] }] } }`,
      ),
    },
    async work(cwd) {
      const results = []
      for (const config of ['configured.mjs', 'bare.mjs']) {
        results.push(reported(await run(cwd, newer('vitest', 'vitest.mjs'), 'run', '--config', config)))
      }
      return together(results)
    },
  }),
]

/** A cell in a folder where its `packages` lie beside the package, and `others`, which run in older versions of Node too. */
function cell({ id, name, title, how, packages, others = [], files, work }) {
  return {
    id,
    tier: 'matrix',
    runtime: title,
    version: lockedNewer(name) ?? locked(name),
    how,
    cannot: IS_PACKED ? undefined : 'its Node is packed for Linux on x64 only',
    async run(home) {
      const cwd = lay(home, id, files, temporary(at('target', 'runtimes', `${process.pid}-${id}`)))
      try {
        for (const [names, place] of [[packages, newer], [others, ours]]) for (const one of names) link(place(one), join(cwd, 'node_modules', one))
        return await work(cwd)
      } finally {
        rmSync(cwd, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  }
}

function link(target, path) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

const run = (cwd, ...args) => output(NODE, args, { cwd, env: { ...ENV, XDG_CONFIG_HOME: join(cwd, '.config') } })

/** Builds by `program`, and returns what the Worker answers. */
function builtAndServed(program) {
  return async (cwd) => {
    await run(cwd, program, 'build')
    return served(cwd)
  }
}

/** What the Worker answers that wrangler bundles and runs, as its configuration says. */
function served(cwd) {
  const args = [newer('wrangler', 'bin', 'wrangler.js'), 'dev', '--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0']
  const env = { ...ENV, XDG_CONFIG_HOME: join(cwd, '.config'), WRANGLER_LOG_PATH: join(cwd, '.logs') }
  return serving(NODE, args, { cwd, env, pattern: /http:\/\/127\.0\.0\.1:\d+/ }, async ([url]) => {
    const response = await fetch(`${url}/run`)
    if (!response.ok) throw new Error(`expected 200, got ${response.status}: ${await response.text()}`)
    return response.json()
  })
}

/** Makes a first call of each core of every entry point while the Worker starts, when it may compile. */
function firstCalls() {
  const paths = Object.values(NAMES)
  const imports = paths.map((path, index) => `import * as entry${index} from '${path}'\n`).join('')
  return `${imports}const first = { id: 'acme.request', canonical: '{body}', headers: { 'x-signature': '{signature}' } }
const s3 = { region: 'unused', service: 's3', payload: 'sent', pathEncoding: 'once', pathForm: 'as-sent' }
for (const api of [${paths.map((_, index) => `entry${index}`)}]) {
  api.createVerifier?.(first, { secret: 'unused' })
  if (api.schemes) api.createSigner('aws.request', { accessKeyId: 'unused', secretAccessKey: 'unused' }, s3)
  api.createExplainer?.(first, { secret: 'unused' }, { body: '' }, '00')
}\n`
}

function workersConfig(options) {
  return `import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
export default defineConfig({ plugins: [cloudflareTest(${options})] })\n`
}
