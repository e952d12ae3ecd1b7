// `npm start`: builds the package, signs a sample message for every scheme, shows what would be sent, verifies the messages of
// providers, and serves the signature debugger.
import { pathToFileURL } from 'node:url'
import { servePage } from '../www/serve.mjs'
import { build } from './build.mjs'
import { curl } from './bin/curl.js'
import { built } from './fresh.mjs'
import { samples } from './samples.mjs'
import { command } from './tools.mjs'

command(async () => {
  await build()
  const countersign = await import(pathToFileURL(built('npm', 'dist', 'index.js')))
  const all = samples()
  for (const scheme of countersign.schemes()) show(scheme, all[scheme.id], countersign)
  console.log('\nAll keys above are those of the test vectors, so providers refuse these requests. The package is in target/npm.')
  const { url } = await servePage()
  console.log(`\nThe signature debugger is served at ${url} (Ctrl+C ends it); as one file it is target/www/countersign.html.`)
})

function show({ id, title, deprecated }, { credentials, options, request, verifier }, { createSigner, createVerifier }) {
  const signed = createSigner(id, credentials, options).sign(request)
  console.log(`\n${bold(id)}  ${title}${deprecated ? ` (deprecated: use ${deprecated})` : ''}`)
  print('signed', [signed.canonical || 'nothing: the secret itself travels'])
  print('headers', Object.entries(signed.headers).map(pair))
  print('fields', Object.entries(signed.fields ?? {}).map(pair))
  if (signed.url !== request.url) print('url', [signed.url])
  print('curl', [curl(signed)])
  if (verifier) showVerified(createVerifier(id, verifier, options), signed)
}

/** Checks that the message is valid, and that another body is not. */
function showVerified(verifier, signed) {
  const verified = verifier.verify(signed)
  const time = ({ signedAt }) => (signedAt ? `, signed at ${signedAt.toISOString()}` : '')
  const all = [verified, verified.companion].filter(Boolean)
  print('verified', all.map((one) => `${one.scheme} covers ${one.canonical}${time(one)}`))
  print('remember', [verified.fingerprint])
  print('changed', [`${verifier.check({ ...signed, body: `${signed.body} ` }).code ?? 'accepted, as signed,'} with another body`])
}

function print(label, lines) {
  for (const [index, line] of lines.entries()) console.log(`  ${dim((index === 0 ? label : '').padEnd(9))}${line}`)
}

const pair = ([name, value]) => `${name}: ${value}`

const colourful = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
const styled = (code) => (text) => (colourful ? `\x1b[${code}m${text}\x1b[0m` : text)
const bold = styled(1)
const dim = styled(2)
