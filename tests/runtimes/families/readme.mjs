// The blocks of the package's README for runtimes other than Node, run in those: what stands under a heading is what is run.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lay } from '../project.mjs'
import { reporting, tally } from '../report.mjs'
import { inBun, inDeno } from './alone.mjs'
import { inBrowser } from './browsers.mjs'
import { EDGE, WITHOUT, inWorkerd } from './workers.mjs'

const README = join('node_modules', 'countersign', 'README.md')
const PRINTED = 'Bearer your-secret'
const BODY = '{"event":"payment.success"}'

export const cells = [
  cell('Deno', 'js', async (code, cwd) => said(await inDeno(cwd, write(cwd, code), ['--allow-env=MONEROO_SECRET']), PRINTED)),
  cell('Bun', 'js', async (code, cwd) => said(await inBun(cwd, write(cwd, code)), PRINTED)),
  {
    ...cell('Cloudflare Workers', 'js', async (code, cwd) => {
      write(cwd, code.replace("'countersign'", `'./${EDGE}'`))
      writeFileSync(join(cwd, 'deliver.mjs'), DELIVER)
      const { failed } = await inWorkerd(cwd, 'deliver.mjs', WITHOUT)
      return failed[0]
    }),
    id: 'readme-workers',
  },
  {
    ...cell('Browsers', 'html', async (code, cwd) => said(await inBrowser('chromium', cwd, { html: code + TELL }), 'valid')),
    needs: ['chromium'],
  },
]

/** The block under a heading, in a project of its own; `run` gives a sentence where it does not do what it says. */
function cell(heading, language, run) {
  const id = `readme-${heading.toLowerCase()}`
  const block = new RegExp(`^### ${heading}\\n[^]*?^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm')
  const work = (home) => {
    const cwd = lay(home, id)
    return tally([[`the block under \`${heading}\``, () => run(block.exec(readFileSync(join(cwd, README), 'utf8'))[1], cwd)]])
  }
  return { id, tier: 'fast', run: work }
}

function write(cwd, code) {
  writeFileSync(join(cwd, 'block.mjs'), code)
  return 'block.mjs'
}

const said = (printed, expected) =>
  (printed.includes(expected) && printed !== `not ${expected}` ? undefined : `expected \`${expected}\`, got ${printed}`)

/** Delivers a webhook to the Worker of the block, and a forged one. */
const DELIVER = `import { createSigner } from './${EDGE}'
import worker from './block.mjs'
const secret = 'your-secret'
const url = 'https://hooks.example.com/'
const env = { MONEROO_SECRET: secret }
async function deliver(changed) {
  const signed = createSigner('moneroo.webhook', { secret }).sign({ method: 'POST', url, body: ${JSON.stringify(BODY)} })
  const response = await worker.fetch(new Request(url, { ...signed, body: changed ?? signed.body }), env)
  return response.status + ' ' + (await response.text())
}
export default {
  async test() {
    const told = [await deliver(), await deliver('{}')].join(', ')
    const expected = '200 payment.success, 400 ERR_SIGNATURE_MISMATCH'
    const failed = told === expected ? [] : ['expected ' + expected + ', got ' + told]
    ${reporting('{ passed: 1, failed }')}
  },
}
`

/** Runs after the block, as modules run in order. */
const TELL = "<script type=\"module\">globalThis.outcome = document.body.textContent.trim()</script>"
