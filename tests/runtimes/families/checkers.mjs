// What looks at the package without running it: publint, attw, and three TypeScripts.
import { at } from '../../../pkg-template/tools.mjs'
import { output } from '../processes.mjs'
import { locked, ours, roots } from '../locked.mjs'
import { tally } from '../report.mjs'

const node = (...args) => output(process.execPath, args, { env: { CI: '1', NO_COLOR: '1' } })

/** One step, which passes where the program ends well. */
const ends = (what, run) => tally([[what, () => run().then(() => undefined)]])

const TYPESCRIPTS = [
  { id: 'typescript-5.6', tsc: ours('typescript-5.6', 'bin', 'tsc') },
  { id: 'typescript-5.9', tsc: ours('typescript-5.9', 'bin', 'tsc') },
  { id: 'typescript', tsc: roots('typescript', 'bin', 'tsc') },
]

export const cells = [
  {
    id: 'publint',
    tier: 'matrix',
    runtime: 'publint',
    version: locked('publint'),
    isTool: true,
    how: '`--strict`, on the tarball',
    run: ({ tarball }) => ends('publint --strict', () => node(ours('publint', 'src', 'cli.js'), tarball, '--strict')),
  },
  {
    id: 'attw',
    tier: 'matrix',
    runtime: 'Are the types wrong?',
    version: locked('@arethetypeswrong/cli'),
    isTool: true,
    how: '`--profile node16`, on the tarball',
    run({ tarball }) {
      const cli = ours('@arethetypeswrong', 'cli', 'dist', 'index.js')
      return ends('attw --profile node16', () =>
        node(cli, tarball, '--profile', 'node16', '--no-emoji', '--no-definitely-typed'),
      )
    },
  },
  ...TYPESCRIPTS.map(({ id, tsc }) => ({
    id,
    tier: 'matrix',
    runtime: 'TypeScript',
    version: locked(id),
    isTool: true,
    how: 'the type tests: ECMAScript alone, DOM, a bundler, CommonJS, `Symbol.dispose`',
    // They share a folder.
    alone: 'types',
    async run() {
      const printed = await node(at('tests', 'types', 'run.mjs'), tsc)
      return { passed: printed.split('✓').length - 1, failed: [] }
    },
  })),
]
