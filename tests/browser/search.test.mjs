// The search in the worker: it moves, it can be cancelled, and the page answers meanwhile.
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { choose, endless, settled, shared, text, useBrowser, verdict, visit } from './page.mjs'

useBrowser()

test('pairs are searched in the worker; progress moves; cancel ends it', async () => {
  const { tab, close } = await visit()
  equal(await tab.$eval('html', (root) => root.dataset.search), 'worker')
  await endless(tab)
  const far = () => tab.$eval('.searching progress', (bar) => bar.value)
  const seen = [await far()]
  for (let times = 0; times < 4; times++) {
    await tab.waitForFunction((last) => document.querySelector('.searching progress').value > last, {}, seen.at(-1))
    seen.push(await far())
  }
  deepEqual(
    [...seen].sort((a, b) => a - b),
    seen,
  )
  match(await text(tab, '.far'), /[\d\u202f]+ attempts, [\d\u202f]+ MiB of 262\u202f144 MiB hashed/)
  await tab.click('#cancel')
  match(await verdict(tab, 'cancelled'), /Search cancelled\s*[\d\u202f]+ attempts/)
  // Were it still going on, its progress would come.
  const after = await tab.evaluate(
    () =>
      new Promise((resolve) => {
        const watch = new MutationObserver(() => resolve('moved'))
        watch.observe(document.querySelector('.verdict'), {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        })
        setTimeout(() => resolve('still'), 400)
      }),
  )
  equal(after, 'still')
  await close()
})

test('the page answers while the worker searches: keys come between two steps of progress', async () => {
  const { tab, close } = await visit()
  await endless(tab)
  const order = await tab.evaluate(
    () =>
      new Promise((resolve) => {
        const events = []
        let keys = 0
        const bar = document.querySelector('.searching progress')
        let last = bar.value
        const frame = () => {
          if (bar.value !== last) events.push('progress')
          last = bar.value
          const field = document.querySelector('#filter')
          // What a key does: a change of a field, seen by its listener in the same task, and painted in the next frame.
          field.value += 'x'
          field.dispatchEvent(new Event('input'))
          if (document.querySelector('.count').textContent.startsWith('0 of')) events.push('key')
          if (++keys < 20) requestAnimationFrame(frame)
          else resolve({ events })
        }
        requestAnimationFrame(frame)
      }),
  )
  const [first, final] = [order.events.indexOf('progress'), order.events.lastIndexOf('progress')]
  ok(first >= 0 && final > first, 'progress moved while keys came')
  ok(order.events.slice(first, final).includes('key'), order.events.join(' '))
  await tab.click('#cancel')
  await verdict(tab, 'cancelled')
  await close()
})

test('typing on ends the search before, and its result is never shown', async () => {
  const { tab, close } = await visit()
  await endless(tab)
  await tab.evaluate(() => {
    globalThis.states = []
    new MutationObserver(() => globalThis.states.push(document.querySelector('.verdict').dataset.state)).observe(
      document.querySelector('.verdict'),
      { attributes: true },
    )
  })
  await choose(tab, 'slack.webhook')
  await verdict(tab, 'stale')
  const seen = new Set(await tab.evaluate(() => globalThis.states))
  ok(
    [...seen].every((one) => ['searching', 'stale'].includes(one)),
    [...seen].join(),
  )
  await close()
})

test('without a worker the search goes on between frames, and can be cancelled', async () => {
  const context = await shared.browser.createBrowserContext()
  const tab = await context.newPage()
  await tab.evaluateOnNewDocument(() => {
    globalThis.Worker = class {
      constructor() {
        throw new Error('no workers here')
      }
    }
  })
  await tab.goto(shared.url)
  await tab.waitForSelector('html[data-ready]')
  equal(await tab.$eval('html', (root) => root.dataset.search), 'page')
  await settled(tab)
  await endless(tab)
  const frames = await tab.evaluate(
    () =>
      new Promise((resolve) => {
        const bar = document.querySelector('.searching progress')
        const seen = new Set()
        let count = 0
        const frame = () => {
          seen.add(bar.value)
          if (++count < 12) requestAnimationFrame(frame)
          else resolve(seen.size)
        }
        requestAnimationFrame(frame)
      }),
  )
  ok(frames > 2, 'progress is painted between slices')
  await tab.click('#cancel')
  await verdict(tab, 'cancelled')
  await context.close()
})
