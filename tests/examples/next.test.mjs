// The recipe for Next.js, built and served as its users do, in both runtimes.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SECRET, deliverAll } from './deliveries.mjs'
import { frameworks, link, project, send, start } from './support.mjs'

const next = join(frameworks, 'next', 'dist', 'bin', 'next')
const home = join(project, 'next')
const env = { NEXT_TELEMETRY_DISABLED: '1', STRIPE_WEBHOOK_SECRET: SECRET }

test('next/app/api', async (t) => {
  build()
  const { port } = await start(t, [next, 'start', '--port', '0'], { cwd: home, env })
  for (const path of ['/api/webhook', '/api/webhook-edge']) {
    await t.test(path, async (t) => {
      // Next has no limit, so it is that of `verifyRequest`.
      await deliverAll(t, port, path, { limit: 32 << 20, tooLarge: 400 })
      await t.test('other methods are refused', async () => {
        assert.equal((await send(port, { path, method: 'GET' })).status, 405)
      })
    })
  }
})

/** With no secret at hand, as where images are built. */
function build() {
  for (const name of ['next', 'react', 'react-dom']) link(name)
  cpSync(join(project, 'node_modules'), join(home, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  // The packages are links to where they are installed.
  writeFileSync(join(home, 'next.config.mjs'), "export default { turbopack: { root: '/' } }\n")
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n')
  const { STRIPE_WEBHOOK_SECRET, ...others } = { ...process.env, ...env }
  execFileSync(process.execPath, [next, 'build'], { cwd: home, env: others, stdio: ['ignore', 'pipe', 'pipe'] })
}
