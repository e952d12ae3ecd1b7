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
  {
    id: 'deno',
    tier: 'fast',
    runtime: 'Deno',
    version: locked('deno'),
    how: '`import`, without any permission',
    async run(home) {
      const cwd = lay(home, 'deno', DENO)
      return reported(await inDeno(cwd, 'entry.mjs'))
    },
  },
  {
    id: 'bun',
    tier: 'fast',
    runtime: 'Bun',
    version: locked('bun'),
    how: '`import`',
    async run(home) {
      const cwd = lay(home, 'bun', BUN)
      return reported(await inBun(cwd, 'entry.mjs'))
    },
  },
  {
    id: 'bun-compile',
    tier: 'matrix',
    runtime: 'Bun',
    version: locked('bun'),
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

/** What a module prints in Deno, with no permission but those of `flags`. */
export function inDeno(cwd, file, flags = []) {
  const env = { DENO_DIR: join(cwd, '.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  const args = ['run', '--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual', ...flags, file]
  return output(roots('.bin', 'deno'), args, { cwd, env })
}

/** What a module prints in Bun. */
export const inBun = (cwd, file) => output(roots('.bin', 'bun'), ['run', file], { cwd, env: NO_INSTALL })

const NO_INSTALL = { BUN_CONFIG_NO_TELEMETRY: '1', DO_NOT_TRACK: '1' }
