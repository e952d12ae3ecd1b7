// Chromium and Firefox: with a bundle and without, and under policies that allow WebAssembly and that do not.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { build } from 'esbuild'
import { adopt } from '../processes.mjs'
import { NAMES, lay, main, mapped } from '../project.mjs'
import { tally, together } from '../report.mjs'

/** The browsers: what names their program, where it lies, and what it takes to start. */
export const BROWSERS = {
  chromium: {
    variable: 'CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'chrome'],
    launch: {
      browser: 'chrome',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
      ],
    },
  },
  'firefox-esr': { variable: 'FIREFOX', names: ['firefox-esr', 'firefox'], launch: { browser: 'firefox' } },
}

/** The package without a bundler: by an import map, and by the URLs of its files. */
const FILES = mapped((name, entry = 'index') => `/node_modules/${name}/dist/${entry}.js`)
const IMPORT_MAP = Object.fromEntries(Object.entries(NAMES).map(([name, path]) => [path, FILES[name]]))
const START = "globalThis.outcome = import('./main.mjs').then(({ run }) => run())"
const PAGE = {
  'page.js': START,
  'bundled.js': START,
  'direct.js': "globalThis.outcome = import('./direct.mjs').then(({ run }) => run())",
  'direct.mjs': main(FILES),
  // What a page sees whose policy forbids WebAssembly.
  'forbidden.js': `globalThis.outcome = Promise.all(${JSON.stringify([FILES.whole, FILES.core])}.map(async (path) => {
  const { createSigner, CountersignError } = await import(path)
  try { createSigner({ id: 'acme.request', canonical: '{body}' }, { secret: 'b' }) } catch (error) {
    return { isOurs: error instanceof CountersignError, code: error.code, message: error.message }
  }
}))`,
}

export const cells = [
  cell({ id: 'chromium', tier: 'fast', runtime: 'Chromium', debian: 'chromium' }),
  cell({ id: 'firefox', tier: 'matrix', runtime: 'Firefox', debian: 'firefox-esr' }),
]

function cell({ id, tier, runtime, debian }) {
  return {
    id,
    tier,
    runtime,
    version: "Debian's",
    isNamed: true,
    crypto: 'wasm',
    how: "a bundle, an import map, the file's URL; Content-Security-Policy with and without `'wasm-unsafe-eval'`",
    needs: [debian],
    async run(home) {
      const cwd = lay(home, id, PAGE)
      await build({
        absWorkingDir: cwd,
        entryPoints: ['main.mjs'],
        outfile: join(cwd, 'bundle.mjs'),
        bundle: true,
        format: 'esm',
      })
      await build({
        absWorkingDir: cwd,
        entryPoints: ['bundled.js'],
        outfile: join(cwd, 'bundled.out.js'),
        bundle: true,
        format: 'iife',
      })
      return withPages(debian, cwd, async (visit, version) => ({
        ...together([
          await visit({ script: '/bundled.out.js' }),
          await visit({ script: '/page.js', isMapped: true }),
          await visit({ script: '/direct.js', policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" }),
          await tally([
            [
              'a policy without `wasm-unsafe-eval`',
              async () =>
                faultOfForbidden(
                  await visit({ script: '/forbidden.js', policy: "default-src 'none'; script-src 'self'" }),
                ),
            ],
          ]),
        ]),
        version,
      }))
    },
  }
}

function faultOfForbidden(told) {
  const isRight = (one) =>
    one?.isOurs && one.code === 'ERR_WASM_UNAVAILABLE' && one.message.includes("'wasm-unsafe-eval'")
  return told.length === 2 && told.every(isRight)
    ? undefined
    : `expected two ERR_WASM_UNAVAILABLE, got ${JSON.stringify(told)}`
}

/** Visits one page of a folder, and gives the `outcome` that its script makes. */
export const inBrowser = (name, cwd, page) => withPages(name, cwd, (visit) => visit(page))

/** The program of a browser; undefined where there is none. */
export function programOf(name) {
  const { variable, names } = BROWSERS[name]
  const given = process.env[variable]
  if (given) return existsSync(given) ? given : undefined
  const which = (one) => spawnSync('which', [one], { encoding: 'utf8' }).stdout?.trim()
  return names.map(which).find(Boolean)
}

/** What to do where a browser is missing. */
export const missing = (name) =>
  `expected the browser \`${name}\`, got none: install it, or set ${BROWSERS[name].variable} to the path of its program`

async function withPages(name, cwd, use) {
  const { launch } = await import('puppeteer-core')
  const server = await served(cwd)
  const userDataDir = join(cwd, '.profile')
  const options = { executablePath: programOf(name), headless: true, userDataDir, ...BROWSERS[name].launch }
  const browser = await launch(options).catch((error) => {
    server.close()
    throw error
  })
  adopt(browser.process())
  try {
    const visit = async (page) => {
      server.page = page
      const tab = await browser.newPage()
      // The page is loaded when its script has run, which may take a busy machine a while.
      await tab.goto(`http://127.0.0.1:${server.address().port}/`, { timeout: 5 * MINUTE })
      const outcome = await tab.evaluate(() => globalThis.outcome)
      await tab.close()
      if (outcome === undefined) throw new Error(`expected \`${page.script ?? 'the page'}\` to run, got no outcome`)
      return outcome
    }
    return await use(visit, await browser.version())
  } finally {
    await browser.close().catch(() => browser.process()?.kill('SIGKILL'))
    server.closeAllConnections()
    server.close()
  }
}

/** The files of a folder, and at `/` the page that is asked for. */
function served(cwd) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname === '/') {
      const { script, isMapped, policy, html } = server.page
      const map = isMapped ? `<script type="importmap">${JSON.stringify({ imports: IMPORT_MAP })}</script>` : ''
      response.setHeader('content-type', 'text/html; charset=utf-8')
      if (policy) response.setHeader('content-security-policy', policy)
      if (html) return response.end(html)
      return response.end(`<!doctype html><title>conformance</title>${map}<script src="${script}"></script>`)
    }
    const file = join(cwd, pathname)
    if (pathname.includes('..') || !existsSync(file)) return response.writeHead(404).end()
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const MINUTE = 60_000
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' }
