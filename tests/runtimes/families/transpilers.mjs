// What transpilers make of the package where an app passes its dependencies through them: ES5 mostly, run in Node.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { lay } from '../project.mjs'
import { output } from '../processes.mjs'
import { locked, ours, roots } from '../locked.mjs'
import { reported, reporting, tally, together } from '../report.mjs'

const require = createRequire(import.meta.url)

const REACT_NATIVE = '@react-native/babel-preset'
const OWN_HELPERS = { dev: false, enableBabelRuntime: false }

/** How each makes a script of a script; `isEs5` where no class may be left. */
const TRANSPILERS = [
  { id: 'babel-es5', name: '@babel/core', title: 'Babel', how: '`preset-env` without targets', isEs5: true, make: babel('@babel/preset-env') },
  { id: 'babel-ie11', name: '@babel/core', title: 'Babel', how: '`preset-env` for `ie 11`', isEs5: true, make: babel('@babel/preset-env', { targets: 'ie 11' }) },
  { id: 'swc-es5', name: '@swc/core', title: 'SWC', how: 'target `es5`', isEs5: true, make: swc },
  { id: 'react-native', name: REACT_NATIVE, title: "React Native's Babel preset", how: 'its default profile', isEs5: true, make: babel(REACT_NATIVE, OWN_HELPERS) },
  ...['hermes-stable', 'hermes-canary'].map((profile) => ({
    id: `react-native-${profile}`,
    name: REACT_NATIVE,
    title: "React Native's Babel preset",
    how: `its profile \`${profile}\``,
    make: babel(REACT_NATIVE, { ...OWN_HELPERS, unstable_transformProfile: profile }),
  })),
]

export const cells = TRANSPILERS.map(({ id, name, title, how, isEs5, make }) => ({
  id,
  tier: 'matrix',
  runtime: title,
  version: locked(name),
  how: `${how}, run in Node`,
  async run(home) {
    const cwd = lay(home, id, { 'entry.cjs': ENTRY })
    const made = ['countersign', 'countersign-trapped'].flatMap((folder) => {
      const dist = join(cwd, 'node_modules', folder, 'dist')
      return readdirSync(dist).filter((file) => file.endsWith('.cjs')).map((file) => join(dist, file))
    })
    const texts = []
    for (const file of made) {
      const text = await make(readFileSync(file, 'utf8'), file)
      writeFileSync(file, text)
      texts.push(text)
    }
    const isLeft = isEs5 && texts.some((text) => /\bclass \w+ (?:extends \w+ )?\{/.test(text))
    const looked = await tally([['classes', async () => (isLeft ? 'expected functions, got classes' : undefined)]])
    return together([reported(await output(process.execPath, ['entry.cjs'], { cwd })), looked])
  },
}))

function babel(preset, options = {}) {
  return async (text, filename) => {
    const { transformAsync } = require(ours('@babel', 'core'))
    const settings = { filename, presets: [[require(ours(preset)), options]], babelrc: false, configFile: false, compact: true, sourceType: 'script' }
    return (await transformAsync(text, settings)).code
  }
}

async function swc(text) {
  const { transform } = require(roots('@swc', 'core'))
  return (await transform(text, { jsc: { target: 'es5', parser: { syntax: 'ecmascript' } }, isModule: 'commonjs', swcrc: false })).code
}

const ENTRY = `const { webcrypto } = require('node:crypto')
require('./main.cjs').run({ subtle: webcrypto.subtle }).then((result) => ${reporting('result').trim()})
`
