// What editors offer where `|` stands, asked of the language service as they ask it.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What is offered, where `members` are all members of a scheme. */
const cases = (members) => [
  ["createVerifier('stripe.webhook', { | })", ['secret']],
  ["createSigner('securo.request', { apiKey: '', | })", ['secret']],
  ["createSigner('aws.request', aws, { | })", ['allowHttp', 'key', 'pathEncoding', 'pathForm', 'payload', 'region', 'service']],
  ["createSigner('aws.request', aws, { payload: '|' })", ['sent', 'signed', 'unsigned']],
  ["createSigner('stripe.webhook', {}, { key: '|' })", ['external']],
  ["createVerifier('stripe.webhook', { secret: '' }, { | })", ['allowLongTolerance', 'certificateValidity', 'toleranceSeconds']],
  ["createVerifier('mailgun.route', { secret: '' }).verify({}).inputs.|", ['token']],
  ['defineScheme({ | })', members],
  ['createSigner({ | }, {})', members],
  ["defineScheme({ id: '', canonical: '', companion: { | } })", members],
  ["defineScheme({ id: '', canonical: '', encoding: '|' })", ['base64', 'base64-lines', 'base64-percent', 'base64url', 'hex']],
]

/** Compares the completions of each case, in the project `home`. */
export async function testCompletions(home) {
  const { default: ts } = await import('typescript-5.9')
  const file = join(home, 'completions.ts')
  let text, version = 0
  const options = { strict: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'], types: [] }
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    getScriptFileNames: () => [file],
    getScriptVersion: () => String(version),
    getScriptSnapshot(name) {
      const content = name === file ? text : ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  })
  const offered = (program) => {
    const whole = `import { createSigner, createVerifier, defineScheme } from 'countersign'\n${AWS}\n${program}`
    text = whole.replace('|', '')
    version++
    return service.getCompletionsAtPosition(file, whole.indexOf('|'), {})?.entries.map(({ name }) => name).sort()
  }
  const { schemes } = await import(pathToFileURL(join(home, 'node_modules', 'countersign', 'dist', 'index.js')))
  for (const [program, expected] of cases(['$schema', ...Object.keys(schemes()[0])])) assert.equal(offered(program)?.join(), [...expected].sort().join(), program)
  const ids = offered("createVerifier('|', {})")
  for (const id of ['aws.request', 'stripe.webhook']) assert.ok(ids.includes(id), `${ids}`)
}

const AWS = "declare const aws: { accessKeyId: '', secretAccessKey: '' }"
