// What editors offer where `|` stands, asked of the language service as they ask it.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What is offered, where `members` are all members of a scheme. */
const cases = (members) => [
  ["createVerifier('stripe.webhook', { | })", ['secret']],
  ["createSigner('securo.request', { apiKey: '', | })", ['secret']],
  ["createSigner('aws.request', aws, { | })", ['allowHttp', 'crypto', 'key', 'pathEncoding', 'pathForm', 'payload', 'region', 'service']],
  ["createSigner('aws.request', aws, { payload: '|' })", ['sent', 'signed', 'unsigned']],
  ["createSigner('stripe.webhook', {}, { key: '|' })", ['external']],
  ["createVerifier('stripe.webhook', { secret: '' }, { | })", ['allowLongTolerance', 'certificateValidity', 'crypto', 'toleranceSeconds']],
  ["createVerifier('mailgun.route', { secret: '' }).verify({}).inputs.|", ['token']],
  ["createVerifier(mailgunRoute, { secret: '' }).verify({}).inputs.|", ['token']],
  ['createSigner(securoRequest, { | })', ['apiKey', 'secret']],
  ['core.createVerifier(securoRequest, { | })', ['apiKey', 'secret']],
  ['core.createSigner(tuCambioRequest, { | })', ['apiKey', 'secret']],
  ["createSigner(awsRequest, aws, { payload: '|' })", ['sent', 'signed', 'unsigned']],
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
    const whole = `${IMPORTS}\n${program}`
    text = whole.replace('|', '')
    version++
    return service.getCompletionsAtPosition(file, whole.indexOf('|'), {})?.entries.map(({ name }) => name).sort()
  }
  const { schemes } = await import(pathToFileURL(join(home, 'node_modules', 'countersign', 'dist', 'index.js')))
  for (const [program, expected] of cases(['$schema', ...Object.keys(schemes()[0])])) assert.equal(offered(program)?.join(), [...expected].sort().join(), program)
  const ids = offered("createVerifier('|', {})")
  for (const id of ['aws.request', 'stripe.webhook']) assert.ok(ids.includes(id), `${ids}`)
  const names = offered("import { | } from 'countersign/schemes'")
  for (const name of ['awsRequest', 'stripeWebhook']) assert.ok(names.includes(name), `${names}`)
  const ofCore = offered("import { | } from 'countersign/core'")
  for (const name of ['createSigner', 'createVerifier', 'defineScheme', 'CountersignError', 'Signer', 'SchemeDefinition']) assert.ok(ofCore.includes(name), name)
  for (const name of ['explain', 'schemes', 'SchemeId', 'Jwk']) assert.ok(!ofCore.includes(name), name)
}

const IMPORTS = `import { createSigner, createVerifier, defineScheme } from 'countersign'
import * as core from 'countersign/core'
import { awsRequest, mailgunRoute, securoRequest, tuCambioRequest } from 'countersign/schemes'
declare const aws: { accessKeyId: '', secretAccessKey: '' }`
