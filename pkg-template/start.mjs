// `npm start`: builds the package, then signs a sample request for every scheme and shows what would be sent.
import { generateKeyPairSync } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { curl, samples } from './samples.mjs'
import { at, command } from './tools.mjs'

command(async () => {
  await build()
  const { createSigner, schemes } = await import(pathToFileURL(at('target', 'npm', 'dist', 'index.js')))
  const all = samples({ publicKey: sampleKey() })
  for (const scheme of schemes()) show(scheme, all[scheme.id], createSigner)
  console.log('\nAll keys above are samples, so providers refuse these requests. The package is in target/npm.')
})

function show({ id, title, deprecated }, { credentials, request, opens }, createSigner) {
  const signed = createSigner(id, credentials).sign(request)
  console.log(`\n${bold(id)}  ${title}${deprecated ? ` (deprecated: use ${deprecated})` : ''}`)
  print('signed', [signed.canonical || 'nothing: the secret itself travels'])
  print('headers', Object.entries(signed.headers).map(pair))
  print('fields', Object.entries(signed.fields ?? {}).map(pair))
  if (signed.url !== request.url) print('url', [signed.url])
  print('curl', [curl(signed, opens)])
}

function print(label, lines) {
  for (const [index, line] of lines.entries()) console.log(`  ${dim((index === 0 ? label : '').padEnd(8))}${line}`)
}

const pair = ([name, value]) => `${name}: ${value}`

/** A key that nobody keeps the private half of. */
function sampleKey() {
  const publicKeyEncoding = { type: 'spki', format: 'pem' }
  return generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding }).publicKey
}

const colourful = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
const styled = (code) => (text) => (colourful ? `\x1b[${code}m${text}\x1b[0m` : text)
const bold = styled(1)
const dim = styled(2)
