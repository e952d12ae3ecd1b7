// Metro with React Native's Babel preset: what it bundles for the web and for Hermes, run in Node, as Hermes has no WebAssembly.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { at } from '../../../pkg-template/tools.mjs'
import { lay } from '../project.mjs'
import { output, temporary } from '../processes.mjs'
import { locked, newer, ours } from '../locked.mjs'
import { reported, reporting, together } from '../report.mjs'
import { IS_PACKED } from './node.mjs'

const NODE = ours('node24', 'bin', 'node')
const BUNDLES = [
  { entry: 'imports.js', platform: 'web', profile: 'default' },
  { entry: 'requires.js', platform: 'ios', profile: 'hermes-stable' },
  { entry: 'imports.js', platform: 'ios', profile: 'hermes-canary' },
]

export const cells = [
  {
    id: 'metro',
    tier: 'matrix',
    runtime: 'Metro',
    version: locked('metro'),
    how: `what it builds for ${BUNDLES.map(({ platform, profile }) => `${platform} (profile \`${profile}\`)`).join(', ')}, run in Node`,
    cannot: IS_PACKED ? undefined : 'its Node is packed for Linux on x64 only',
    async run(home) {
      const cwd = lay(home, 'metro', FILES, temporary(at('target', 'runtimes', `${process.pid}-metro`)))
      try {
        // It finds its own runtime in the project.
        cpSync(newer('metro-runtime'), join(cwd, 'node_modules', 'metro-runtime'), { recursive: true })
        const results = []
        for (const [index, bundle] of BUNDLES.entries()) {
          const out = `out${index}`
          await output(NODE, ['build.mjs', JSON.stringify({ ...bundle, out: join(cwd, out) })], { cwd })
          results.push(reported(await output(NODE, [`${out}.js`], { cwd })))
        }
        return together(results)
      } finally {
        rmSync(cwd, { recursive: true, force: true, maxRetries: 5 })
      }
    },
  },
]

const TOLD = `run({ nth: 6 }).then((result) => ${reporting('result').trim()})\n`
const FILES = {
  'imports.js': `import { run } from './main.mjs'\n${TOLD}`,
  'requires.js': `const { run } = require('./main.cjs')\n${TOLD}`,
  'build.mjs': `import { createRequire } from 'node:module'
const Metro = createRequire(${JSON.stringify(newer('metro', 'package.json'))})('metro')
const projectRoot = process.cwd()
const { entry, platform, profile, out } = JSON.parse(process.argv[2])
const config = await Metro.loadConfig({ cwd: projectRoot }, {
  projectRoot,
  watchFolders: [${JSON.stringify(newer('metro-runtime'))}],
  transformer: { babelTransformerPath: projectRoot + '/transformer.cjs' },
  cacheStores: [],
  maxWorkers: 1,
  reporter: { update() {} },
})
await Metro.runBuild(config, { entry, out, platform, dev: false, minify: true, unstable_transformProfile: profile })
process.exit()
`,
  'transformer.cjs': `const load = require('node:module').createRequire(${JSON.stringify(ours('@babel', 'core', 'package.json'))})
const { transformSync } = load('@babel/core')
const preset = load('@react-native/babel-preset')
exports.transform = ({ src, filename, options, plugins }) =>
  transformSync(src, {
    filename, plugins, ast: true, code: false, babelrc: false, configFile: false, cloneInputAst: false, sourceType: 'unambiguous',
    presets: [[preset, { dev: false, enableBabelRuntime: false, unstable_transformProfile: options.unstable_transformProfile }]],
  })
`,
}
