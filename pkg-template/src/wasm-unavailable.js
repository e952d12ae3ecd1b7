// The error for a host in which a module does not start, with what to configure there.
import { CountersignError } from './error.js'

/** The error; `cause` is what the host threw. */
export function unavailable(cause) {
  if (cause instanceof CountersignError) return cause
  const got = String(cause?.message ?? cause)
  const remedy = remedyOf(got)
  const message = `expected WebAssembly with SIMD, got ${got}${remedy === undefined ? '' : `; ${remedy}`}`
  return new CountersignError('ERR_WASM_UNAVAILABLE', message, { cause })
}

/** What to do about `got`, if that is known. */
function remedyOf(got) {
  if (typeof WebAssembly === 'undefined') return isJitless() ? 'Node has none with `--jitless`' : undefined
  if (OF_POLICY.test(got)) return "a page's Content-Security-Policy needs 'wasm-unsafe-eval' in script-src"
  // V8 says this in hosts that only take modules which were compiled before.
  if (/code generation disallowed/i.test(got)) return globalThis.navigator?.userAgent === WORKERS ? FOR_WORKERS : FOR_OTHERS
  return undefined
}

function isJitless() {
  const { execArgv = [], env } = globalThis.process ?? {}
  return [...execArgv, ...(env?.NODE_OPTIONS ?? '').split(' ')].includes('--jitless')
}

const OF_POLICY = /Content[ -]Security[ -]Policy|\bCSP\b|unsafe-eval/i
const WORKERS = 'Cloudflare-Workers'
const FOR_WORKERS =
  'Cloudflare Workers compile none while they serve: set the export condition `workerd` in the bundler, leave `countersign` external to it ' +
  'for wrangler to bundle (in Next.js `serverExternalPackages`), or make the first call at the top level of the Worker'
const FOR_OTHERS = 'this host compiles none from bytes: if it takes modules as files, set the export condition `workerd` or `edge-light` in the bundler'
