// Builds the page: target/www, to be served with its headers, and countersign.html in it, a single file that runs anywhere.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { at } from '../pkg-template/tools.mjs'
import { samples } from './samples.mjs'

/** The content security policy of the served page. */
export const POLICY = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self'",
  'worker-src': "'self'",
  'connect-src': "'none'",
  'form-action': "'none'",
  'base-uri': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': 'countersign',
}

/** The response headers of the page, including policies that a `<meta>` cannot set. */
export const HEADERS = {
  'Content-Security-Policy': `${written(POLICY)}; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
}

/** Builds both forms of the page from the built package. */
export async function buildPage() {
  const home = at('target', 'www')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const [script, style] = [await bundled('page/main.js'), await bundled('style/page.css')]
  const template = readFileSync(at('www', 'index.html'), 'utf8')
  const served = {
    policy: written(POLICY),
    head: '<link rel="stylesheet" href="page.css">\n    <link rel="icon" href="icon.svg" type="image/svg+xml">',
    script: '<script src="page.js"></script>',
    download: 'It is also <a href="countersign.html" download>one file</a> that works without any server.',
  }
  writeFileSync(`${home}/page.js`, script)
  writeFileSync(`${home}/page.css`, style)
  cpSync(at('www', 'icon.svg'), `${home}/icon.svg`)
  writeFileSync(`${home}/index.html`, filled(template, served))
  writeFileSync(`${home}/countersign.html`, filled(template, inOneFile(script, style)))
  // For hosts that read headers from a file of this name.
  writeFileSync(
    `${home}/_headers`,
    `/*\n${Object.entries(HEADERS)
      .map(([name, value]) => `  ${name}: ${value}\n`)
      .join('')}`,
  )
}

/**
 * The single-file page: its hashes allow only this script and this style. The worker is the same script from a blob; code that could
 * make another blob runs already, and a blob has the policy of its page.
 */
function inOneFile(script, style) {
  if (/<\/script|<!--/i.test(script)) throw new Error('the script holds what would end it inside HTML')
  const policy = {
    ...POLICY,
    'script-src': `'${digest(script)}' 'wasm-unsafe-eval'`,
    'style-src': `'${digest(style)}'`,
    'img-src': "'none'",
    'worker-src': 'blob:',
  }
  return {
    policy: written(policy),
    head: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    download: 'This file is all of it.',
  }
}

function filled(template, values) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name])
}

function written(policy) {
  return Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

async function bundled(entry) {
  const { build } = await import('esbuild')
  const {
    outputFiles: [{ text }],
  } = await build({
    entryPoints: [at('www', entry)],
    bundle: true,
    minify: true,
    write: false,
    format: entry.endsWith('.js') ? 'iife' : undefined,
    target: ['chrome111', 'firefox113', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [{ name: 'countersign-data', setup: data }],
  })
  return text
}

/** Modules generated from other files: samples from the test vectors, and the list of causes from the core. */
function data(builder) {
  const modules = { '#samples': () => ['SAMPLES', samples()], '#tried': () => ['TRIED', tried()] }
  builder.onResolve({ filter: /^#(samples|tried)$/ }, ({ path }) => ({ path, namespace: 'data' }))
  builder.onLoad({ filter: /^/, namespace: 'data' }, ({ path }) => {
    const [name, value] = modules[path]()
    return { contents: `export const ${name} = ${JSON.stringify(value)}\n` }
  })
}

/** The titles of all causes, by axis. */
function tried() {
  const texts = readFileSync(at('src', 'explain', 'texts.rs'), 'utf8')
  const causes = [...texts.matchAll(/^([a-z][a-z0-9+:-]*)~([^~\n]+)~/gm)].map(([, id, title]) => ({
    id,
    title: title.replace(/\\(.)/g, '$1'),
  }))
  const groups = AXES.map(({ name, field, begins }) => ({
    name,
    field,
    titles: [...new Set(causes.filter(({ id }) => begins.test(id)).map(({ title }) => title))],
  }))
  const empty = groups.find(({ titles }) => titles.length === 0)
  if (empty) throw new Error(`src/explain/texts.rs: expected causes of the axis \`${empty.name}\`, got none`)
  return groups
}

const AXES = [
  { name: 'Output', begins: /^output-/ },
  { name: 'As received', begins: /^received-(?!is-secret|length|header)/ },
  { name: 'Body', field: 'body', begins: /^body-(?!escaped)/ },
  { name: 'URL', field: 'url', begins: /^url-/ },
  { name: 'Query', field: 'url', begins: /^query-/ },
  { name: 'Method', field: 'method', begins: /^method-/ },
  { name: 'Timestamp', field: 'timestamp', begins: /^timestamp-(?!missing|unit)/ },
  { name: 'Layout', begins: /^layout-/ },
  { name: 'Character encoding', begins: /^charset-/ },
  { name: 'Secret', begins: /^secret-(?!kind|white-space$|environment)/ },
  { name: 'Hash and MAC', begins: /^(?:hmac-|algorithm-|plain-|message|digest-|secret\+)/ },
]
