// The Worker of the examples as its users deploy it: bundled by wrangler with their wrangler.toml, and run in workerd.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { frameworks, project, recorder } from './support.mjs'

const require = createRequire(join(frameworks, 'of-the-tests.cjs'))
const { Miniflare } = require('miniflare')
const wrangler = require('wrangler')

export const home = join(project, 'worker')

/** Secrets of all kinds; none of them may ever come out. */
export const SECRETS = {
  PROXY_TOKEN: 'proxy-token-proxy-token-proxy-token',
  BACKEND_TOKEN: 'backend-token-backend-token-backend',
  SECURO_API_KEY: 'securo-api-key',
  SECURO_SECRET: 'securo-secret',
  THIRDFI_API_KEY: 'thirdfi-api-key',
  THIRDFI_SECRET: 'thirdfi-secret',
  SMILE_ID_PARTNER_ID: '085',
  SMILE_ID_API_KEY: 'smile-id-api-key',
  MONEROO_SECRET: 'moneroo-secret',
  MONEROO_WEBHOOK_SECRET: 'moneroo-webhook-secret',
  TU_CAMBIO_API_KEY: 'tu-cambio-api-key',
  TU_CAMBIO_SECRET: 'tu-cambio-secret',
  STRIPE_WEBHOOK_SECRET: 'whsec_stripe-secret',
  GITHUB_WEBHOOK_SECRET: 'github-secret',
}
export const BACKEND_URL = 'https://backend.example.com/webhooks'

/** The modules that wrangler makes of a Worker in `folder`. */
export function bundle(folder, ...args) {
  const script = join(frameworks, 'wrangler', 'bin', 'wrangler.js')
  // It keeps its settings in the project, and its news to itself.
  const env = { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: join(project, 'config') }
  const options = { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  execFileSync(process.execPath, [script, 'deploy', ...args, '--dry-run', '--outdir', 'out'], options)
  const kinds = { js: 'ESModule', wasm: 'CompiledWasm' }
  const modules = readdirSync(join(folder, 'out')).flatMap((file) => {
    const type = kinds[file.split('.').pop()]
    return type ? [{ type, path: file, contents: readFileSync(join(folder, 'out', file)) }] : []
  })
  // The first is where it starts.
  return modules.sort((one, other) => (one.type < other.type ? 1 : -1))
}

/** Runs modules in workerd; everything that they fetch goes to `outbound`. */
export async function run(t, { modules, port, options }) {
  const said = []
  const keep = (stream) => stream.on('data', (chunk) => said.push(String(chunk)))
  const external = { address: `127.0.0.1:${port}`, http: { forwardedProtoHeader: 'x-sent-by' } }
  const miniflare = new Miniflare({
    modules,
    cf: false,
    outboundService: { external },
    // Straight to the Worker: what Miniflare has in front of it would tidy the URLs up.
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    handleRuntimeStdio: (out, error) => [out, error].forEach(keep),
    ...options,
  })
  t.after(() => miniflare.dispose())
  const url = await miniflare.unsafeGetDirectURL()
  return { port: Number(url.port), miniflare, log: () => said.join('') }
}

/** The deployed Worker, with the internet played by `answer`: what it gets is in `seen`. */
export async function deployed(t, { bindings = SECRETS, answer, options } = {}) {
  modules ??= bundle(home)
  const { port, seen } = await recorder(t, answer)
  const { workerOptions } = wrangler.unstable_getMiniflareWorkerOptions(join(home, 'wrangler.toml'))
  const { compatibilityDate, compatibilityFlags, bindings: vars } = workerOptions
  const given = { compatibilityDate, compatibilityFlags, bindings: { ...vars, ...bindings }, ...options }
  return { seen, ...(await run(t, { modules, port, options: given })) }
}

let modules
