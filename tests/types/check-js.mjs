// Compiles the JavaScript of the package as it is written, and the facade against its hand-written types, where values are made and
// at its exports. It is as strict as can be, null checks included, but for two things: a parameter is of any type where nothing says
// more, and so is what was caught. What they are is checked at the door, as callers may pass anything; to repeat it in comments would
// hide the sources in them.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { at, command, run, step } from '../../pkg-template/tools.mjs'
import { catalogue } from '../../pkg-template/catalogue.mjs'
import { schemeTypes } from '../../pkg-template/types.mjs'

const HOME = at('target', 'check-js')

/** What lies in these folders lies in one: `dist` and the generated types are those of `HOME`. */
const ROOTS = [at('pkg-template'), HOME]

/** The facade knows no Node, and the command line no DOM. */
const PROJECTS = [
  {
    name: 'the facade',
    options: {
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      paths: Object.fromEntries(['explain', 'signing', 'catalogue'].map((name) => [`#${name}`, [at('pkg-template', 'src', `${name}.js`)]])),
      rootDirs: ROOTS,
    },
    include: [at('pkg-template', 'src', '**', '*.js'), at('tests', 'types', 'build.d.ts'), at('tests', 'types', 'facade.ts')],
  },
  {
    name: 'the command line',
    options: { lib: ['es2022'], types: ['node'], typeRoots: [at('node_modules', '@types')], rootDirs: ROOTS },
    include: [at('pkg-template', 'bin', '**', '*.js')],
  },
]

/** Compiles them with the TypeScript whose `tsc` is given. */
export async function checkJs(tsc = at('node_modules', 'typescript', 'bin', 'tsc')) {
  lay()
  for (const [index, { name, options, include }] of PROJECTS.entries()) {
    const config = join(HOME, `tsconfig.${index}.json`)
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, include }))
    await step(`JavaScript: ${name}`, () => run(process.execPath, [tsc, '--project', config]))
  }
}

/** The package's types, for what is imported from `dist`: so nothing has to be built for this. */
function lay() {
  rmSync(HOME, { recursive: true, force: true })
  mkdirSync(join(HOME, 'dist'), { recursive: true })
  // What is covered is not asked here; and so it is said of every scheme that its whole body is.
  writeFileSync(join(HOME, 'schemes.d.ts'), schemeTypes(catalogue(), () => true))
  for (const [file, source] of [['index', 'index'], ['did-you-mean', 'src/did-you-mean']]) {
    writeFileSync(join(HOME, 'dist', `${file}.d.ts`), `export * from '../../../pkg-template/${source}.js'\n`)
  }
  // Its source is the facade's, which the command line's options do not fit.
  writeFileSync(join(HOME, 'dist', 'describe.d.ts'), DESCRIBE)
}

const DESCRIBE = 'export const describe: (definition: object) => any\nexport const names: () => any\n'
const STRICT = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  strict: true,
  noImplicitAny: false,
  useUnknownInCatchVariables: false,
  noUnusedLocals: true,
  target: 'es2022',
  module: 'nodenext',
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) command(() => checkJs(process.argv[2]))
