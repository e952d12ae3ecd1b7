// Builds the page: target/www, to be served with its headers, and countersign.html in it, a single file that runs anywhere.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { at } from '../pkg-template/tools.mjs'
import { samples } from './samples.mjs'
import { tried } from './tried.mjs'

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

/** Builds both forms of the page from the built package; `causes` are those of the core. */
export async function buildPage(causes) {
  const home = at('target', 'www')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const [script, style] = [await bundled('page/main.js', causes), await bundled('style/page.css')]
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

async function bundled(entry, causes) {
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
    plugins: [{ name: 'countersign-data', setup: (builder) => data(builder, causes) }],
  })
  return text
}

/** Modules generated from other files: samples from the test vectors, and the list of causes from the core. */
function data(builder, causes) {
  const modules = { '#samples': () => ['SAMPLES', samples()], '#tried': () => ['TRIED', tried(causes)] }
  builder.onResolve({ filter: /^#(samples|tried)$/ }, ({ path }) => ({ path, namespace: 'data' }))
  builder.onLoad({ filter: /^/, namespace: 'data' }, ({ path }) => {
    const [name, value] = modules[path]()
    return { contents: `export const ${name} = ${JSON.stringify(value)}\n` }
  })
}
