// Deno and Bun: runtimes with a program of their own.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lay } from '../project.mjs'
import { output } from '../processes.mjs'
import { locked, roots } from '../locked.mjs'
import { reported, reporting } from '../report.mjs'

const entry = (version) => ({ 'entry.mjs': `import { run } from './main.mjs'\n${reporting('await run()', version)}` })
const DENO = entry('Deno.version.deno')
const BUN = entry('Bun.version')

export const cells = [
  own('deno', 'Deno', DENO, '`import`, without any permission', inDeno),
  own('bun', 'Bun', BUN, '`import`', inBun),
  {
    id: 'bun-compile',
    tier: 'matrix',
    runtime: 'Bun',
    version: locked('bun'),
    crypto: 'node:crypto',
    how: '`bun build --compile`, and the executable run',
    async run(home) {
      const cwd = lay(home, 'bun-compile', BUN)
      // Where nothing but the executable is.
      const empty = join(cwd, 'empty')
      mkdirSync(empty)
      const program = join(empty, 'program')
      await output(roots('.bin', 'bun'), ['build', '--compile', 'entry.mjs', '--outfile', program], {
        cwd,
        env: NO_INSTALL,
      })
      return reported(await output(program, [], { cwd: empty }))
    },
  },
]

/** A runtime that `print` runs the entry in. */
function own(id, runtime, files, how, print) {
  const run = async (home) => reported(await print(lay(home, id, files), 'entry.mjs'))
  return { id, tier: 'fast', runtime, version: locked(id), crypto: 'node:crypto', how, run }
}

/** What a module prints in Deno, with no permission but those of `flags`. */
export function inDeno(cwd, file, flags = []) {
  const env = { DENO_DIR: join(cwd, '.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  const args = ['run', '--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual', ...flags, file]
  return output(roots('.bin', 'deno'), args, { cwd, env })
}

/** What a module prints in Bun. */
export function inBun(cwd, file) {
  return output(roots('.bin', 'bun'), ['run', file], { cwd, env: NO_INSTALL })
}

const NO_INSTALL = { BUN_CONFIG_NO_TELEMETRY: '1', DO_NOT_TRACK: '1' }
