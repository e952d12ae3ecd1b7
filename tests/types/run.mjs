// Compiles the type tests against the package in target/npm, as its users' compilers would find it: programs that are right, wrong ones,
// whose diagnostics are compared, and one that is made of what the core says of every scheme.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { at, command, run, step } from '../../pkg-template/tools.mjs'
import { testCompletions } from './completions.mjs'
import { generated } from './generated.mjs'

const HOME = at('target', 'types')
const DOM = ['es2022', 'dom', 'dom.iterable']

/** What users have: the compiler's options, and the tests that have to pass with them. */
const PROJECTS = [
  { name: 'ECMAScript alone', options: { module: 'nodenext', lib: ['es2022'] }, files: ['plain.ts', 'custom.ts', 'definitions.ts', 'results.ts'] },
  { name: 'what the core says', options: { module: 'nodenext', lib: ['es2022'] }, files: ['generated.ts'] },
  { name: 'with DOM', options: { module: 'nodenext', lib: DOM }, files: ['plain.ts', 'web.ts', 'fetch.ts'] },
  { name: 'with a bundler', options: { module: 'esnext', moduleResolution: 'bundler', lib: DOM }, files: ['web.ts', 'custom.ts', 'definitions.ts'] },
  { name: 'with DOM, which is not iterable', options: { module: 'nodenext', lib: ['es2022', 'dom'] }, files: ['web.ts', 'fetch.ts'] },
  {
    name: 'with Node',
    options: { module: 'nodenext', lib: ['es2022'], types: ['node'] },
    files: ['plain.ts', 'node.ts', 'fetch.ts'],
  },
  {
    name: 'with Cloudflare Workers',
    options: { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022'], types: ['@cloudflare/workers-types'], skipLibCheck: true },
    files: ['worker.ts', 'fetch.ts'],
  },
  { name: 'with Jest', options: { module: 'nodenext', lib: ['es2022'], types: ['node', 'jest'] }, files: ['jest.ts'] },
  { name: 'as before exports', options: { module: 'commonjs', moduleResolution: 'node10', lib: DOM }, files: ['web.ts', 'definitions.ts', 'commonjs.cts'], until: 6 },
  { name: 'CommonJS', options: { module: 'node16', lib: ['es2022'] }, files: ['definitions.cts', 'commonjs.cts'] },
  {
    name: 'with Symbol.dispose',
    options: { module: 'nodenext', lib: ['es2022', 'esnext.disposable'] },
    files: ['plain.ts', 'dispose.ts'],
  },
]

/** The versions of TypeScript that the types are for: the oldest, the last that was written in JavaScript, and the newest. */
const COMPILERS = ['typescript-5.6', 'typescript-5.9', 'typescript'].map((name) => at('node_modules', name, 'bin', 'tsc'))

/** Runs them all with each TypeScript whose `tsc` is given. */
export async function testTypes(compilers = COMPILERS) {
  await lay()
  await step('types: what editors offer', () => testCompletions(HOME))
  for (const tsc of compilers) {
    const [version] = /\d+\.\d+/.exec(await run(process.execPath, [tsc, '--version']))
    const possible = PROJECTS.filter(({ until = Infinity }) => parseInt(version) < until)
    for (const [index, { name, options, files }] of possible.entries()) {
      const config = configure(`tsconfig.${index}.json`, { ...STRICT, ...options }, files)
      await step(`types: ${name}, TypeScript ${version}`, () => run(process.execPath, [tsc, '--project', config]))
    }
    await step(`types: wrong programs, TypeScript ${version}`, () => testWrong(tsc))
  }
}

/** Compiles the wrong programs: each diagnostic has to be one that a comment below its line expects, and each such comment has to have one. */
function testWrong(tsc) {
  const files = readdirSync(at('tests', 'types', 'wrong'))
  const config = configure('tsconfig.wrong.json', WRONG, files.map((file) => `wrong/${file}`))
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '--project', config, '--pretty', 'false'], { cwd: HOME, encoding: 'utf8' })
  const found = diagnosticsIn(stdout)
  if (found.length === 0) throw new Error(`expected diagnostics, got none\n${stdout}${stderr}`)
  const faults = files.flatMap((file) => {
    const lines = readFileSync(at('tests', 'types', 'wrong', file), 'utf8').split('\n')
    return compared(file, lines, found.filter((one) => one.file === `wrong/${file}`))
  })
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

/** What a compiler says, each with where it says so, and all lines of its text. */
const diagnosticsIn = (output) =>
  [...output.matchAll(/^(\S+)\((\d+),(\d+)\): error (TS\d+): (.*(?:\n .*)*)/gm)].map(([, file, line, column, code, text]) => ({
    file,
    line: Number(line),
    column: Number(column),
    code,
    text,
  }))

/** What is wrong with the diagnostics of a file. */
function compared(file, lines, found) {
  const expected = expectedIn(lines)
  const missing = expected.filter((one) => !found.some((other) => isExpected(one, other, lines)))
  const more = found.filter((other) => !expected.some((one) => isExpected(one, other, lines)))
  return [
    ...missing.map(({ line, comment }) => `${file}:${line}: expected ${comment}`),
    ...more.map(({ line, column, code, text }) => `${file}:${line}:${column}: got ${code}: ${text}`),
  ]
}

/** The comments `// ^ token TS1 TS2: \`words\`, \`words\``, each about the last line of code above it. */
function expectedIn(lines) {
  let line
  return lines.flatMap((text, index) => {
    const [, token, codes, words] = /^ *\/\/ \^ (.+?) ((?:TS\d+ ?)+): (.+)$/.exec(text) ?? []
    if (token === undefined) {
      if (!/^ *\/\//.test(text)) line = index + 1
      return []
    }
    return { line, token, codes: codes.split(' '), words: words.match(/(?<=`)[^`]+(?=`(?:, |$))/g), comment: text.trim() }
  })
}

const isExpected = ({ line, token, codes, words }, found, lines) =>
  found.line === line &&
  codes.includes(found.code) &&
  lines[line - 1].startsWith(token, found.column - 1) &&
  words.every((one) => found.text.includes(one))

/** Writes the settings of a project, and gives their path. */
function configure(name, compilerOptions, files) {
  const config = join(HOME, name)
  writeFileSync(config, JSON.stringify({ compilerOptions, files }))
  return config
}

/** A project folder that has the package installed. */
async function lay() {
  rmSync(HOME, { recursive: true, force: true })
  mkdirSync(HOME, { recursive: true })
  writeFileSync(join(HOME, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  cpSync(at('tests', 'types'), HOME, { recursive: true, filter: (file) => !file.endsWith('.mjs') })
  const installed = join(HOME, 'node_modules', 'countersign')
  cpSync(built('npm'), installed, { recursive: true })
  writeFileSync(join(HOME, 'generated.ts'), await generated(installed))
  // The same program as a module of CommonJS.
  cpSync(join(HOME, 'definitions.ts'), join(HOME, 'definitions.cts'))
}

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: false,
  target: 'es2022',
  types: [],
}

/** What `tsc --init` sets, and no more: what is told here is told to everybody. */
const WRONG = { strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', module: 'nodenext', lib: ['es2022'], types: ['node'] }

if (import.meta.url === pathToFileURL(process.argv[1]).href) command(() => testTypes(process.argv[2] ? [resolve(process.argv[2])] : COMPILERS))
