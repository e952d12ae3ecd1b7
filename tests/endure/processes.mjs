// Tasks that run in processes of their own: a round is one run, with the seed in its environment.
import { at, run, step } from '../../pkg-template/tools.mjs'

let smoke

/** The smoke run of the fuzzing: all targets, and how many cases each had. */
export async function fuzzing(seed) {
  smoke ??= await built()
  return counted(/^(\w+): (\d+) cases/gm, await run(smoke, [], { env: { COUNTERSIGN_SEED: seed } }))
}

/** A file of tests that takes `COUNTERSIGN_SEED`, and whatever else is in `env`; counts the tests that passed. */
export const testFile = (file, env = {}) => async (seed) => {
  const args = ['--test', '--test-reporter=tap', at(...file.split('/'))]
  const printed = await run(process.execPath, args, { env: { ...env, COUNTERSIGN_SEED: seed } })
  return counted(/^# (pass) (\d+)$/gm, printed)
}

async function built() {
  const [manifest, target] = [at('tests', 'fuzz', 'Cargo.toml'), at('target', 'fuzz')]
  const args = ['build', '--release', '--locked', '--manifest-path', manifest, '--target-dir', target]
  await step('building the fuzz targets', () => run('cargo', args))
  return at('target', 'fuzz', 'release', process.platform === 'win32' ? 'smoke.exe' : 'smoke')
}

function counted(pattern, printed) {
  const found = [...printed.matchAll(pattern)].map(([, name, count]) => [name, Number(count)])
  if (found.length === 0) throw new Error(`expected counts that match ${pattern}, got\n${printed}`)
  return Object.fromEntries(found)
}
