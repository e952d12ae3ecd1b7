// Node: every version that is supported, by import and by require, in worker threads, and with what its permission model grants.
import { realpathSync } from 'node:fs'
import { lay } from '../project.mjs'
import { output } from '../processes.mjs'
import { locked, ours } from '../locked.mjs'
import { reported, reporting, together } from '../report.mjs'

/** Whether the versions of Node that npm has packed run here. */
export const IS_PACKED = process.platform === 'linux' && process.arch === 'x64'
const FORMS = [
  { form: 'esm', how: '`import`', file: 'entry.mjs' },
  { form: 'cjs', how: '`require`', file: 'entry.cjs' },
]

export const cells = [
  ...FORMS.map((form) => cell({ ...form, id: `node-${form.form}`, tier: 'fast', program: process.execPath })),
  ...[18, 20, 22, 24, 26].flatMap((major) =>
    FORMS.map((form) =>
      cell({
        ...form,
        id: `node${major}-${form.form}`,
        tier: 'matrix',
        program: ours(`node${major}`, 'bin', 'node'),
        version: locked(`node${major}`),
      }),
    ),
  ),
  // Node 18 has WebCrypto, but not as a global.
  ...FORMS.map((form) =>
    cell({
      ...form,
      id: `node18-webcrypto-${form.form}`,
      tier: 'matrix',
      program: ours('node18', 'bin', 'node'),
      version: locked('node18'),
      how: `${form.how}, with \`globalThis.crypto = webcrypto\``,
      first: 'globalThis.crypto = webcrypto',
    }),
  ),
  ...[
    { major: 20, flag: '--experimental-permission' },
    { major: 24, flag: '--permission' },
  ].map(({ major, flag }) =>
    packedCell(major, `node${major}-permission`, `\`import\`, with \`${flag}\` and no leave but to read its own project`, async (program, cwd) =>
      reported(await output(program, [flag, `--allow-fs-read=${realpathSync(cwd)}/*`, 'entry.mjs'], { cwd })),
    ),
  ),
  packedCell(24, 'node24-worker-threads', 'two worker threads at once, each with its own core', async (program, cwd) =>
    reported(await output(program, ['threads.mjs'], { cwd })),
  ),
]

/** A cell for a Node that the matrix has packed. */
function packedCell(major, id, how, work) {
  return {
    id,
    tier: 'matrix',
    version: locked(`node${major}`),
    runtime: 'Node',
    how,
    cannot: IS_PACKED ? undefined : 'its Node is packed for Linux on x64 only',
    run: (home) => work(ours(`node${major}`, 'bin', 'node'), lay(home, id, FILES(''))),
  }
}

function cell({ id, tier, program, version, how, file, first = '' }) {
  return {
    id,
    tier,
    version,
    runtime: 'Node',
    // Node 18 gives no built-in module without `require`; every later version here does.
    crypto: (version ?? process.versions.node).startsWith('18.') ? 'wasm' : 'node:crypto',
    how,
    cannot: version && !IS_PACKED ? 'its Node is packed for Linux on x64 only' : undefined,
    async run(home) {
      const cwd = lay(home, id, FILES(first))
      const results = []
      for (const one of [file, 'absent.cjs']) results.push(reported(await output(program, [one], { cwd })))
      return together(results)
    },
  }
}

const FILES = (first) => ({
  'entry.mjs': `import { createRequire } from 'node:module'
import { webcrypto } from 'node:crypto'
import { run } from './main.mjs'
const require = createRequire(import.meta.url)
${first}
${START}const copies = names.map((name) => ({ name: name + ' by require', api: require(name) }))
run({ subtle: webcrypto.subtle, copies })${END}`,
  'entry.cjs': `const { webcrypto } = require('node:crypto')
const { run } = require('./main.cjs')
${first}
${START}Promise.all(names.map(async (name) => ({ name: name + ' by import', api: await import(name) })))
  .then((copies) => run({ subtle: webcrypto.subtle, copies }))${END}`,
  'absent.cjs': ABSENT,
  'threads.mjs': `import { Worker } from 'node:worker_threads'
for (let i = 0; i < 2; i++) new Worker(new URL('./entry.mjs', import.meta.url)).on('error', (error) => { throw error })\n`,
})

const ENTRIES = "['countersign', 'countersign/core']"
const START = `const names = ${ENTRIES}\n`
const END = `.then((result) => ${reporting('result', 'process.versions.node')})`

/** Without WebAssembly the package loads, and says what is missing at the first call. */
const ABSENT = `delete globalThis.WebAssembly
const failed = []
let passed = 0
async function test(name, load) {
  try {
    const { createSigner, CountersignError } = await load(name)
    const { securoRequest } = await load('countersign/schemes')
    let error
    try { createSigner(securoRequest, { apiKey: 'a', secret: 'b' }) } catch (cause) { error = cause }
    const isRight = error?.code === 'ERR_WASM_UNAVAILABLE' && error.message.includes('WebAssembly')
    if (error instanceof CountersignError && isRight) passed++
    else failed.push(name + ' without WebAssembly: expected ERR_WASM_UNAVAILABLE, got ' + error)
  } catch (cause) {
    failed.push(name + ' without WebAssembly: expected it to load, got ' + cause)
  }
}
const loads = [(name) => import(name), async (name) => require(name)]
Promise.all(loads.flatMap((load) => ${ENTRIES}.map((name) => test(name, load))))
  .then(() => ${reporting('{ passed, failed }')})
`
