// For everybody: axe-core in both themes and widths, the keyboard alone, reflow, targets, names.
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { at } from '../../pkg-template/tools.mjs'
import { afterLook, choose, endless, settled, state, text, useBrowser, value, verdict, visit, write } from './page.mjs'

const AXE = readFileSync(at('node_modules', 'axe-core', 'axe.min.js'), 'utf8')

useBrowser()

/** What the rules of WCAG 2.2 AA find, as one line each. */
async function violations(tab) {
  // Past the policy of the page, as developer tools are.
  const session = await tab.createCDPSession()
  await session.send('Runtime.evaluate', { expression: AXE })
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ target, failureSummary }) => target + ' ' + failureSummary).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  })
  await session.detach()
  return JSON.parse(result.value)
}

/** The states that are looked at, each made from the one before. */
const STATES = [
  ['explained', async () => {}],
  ['explained', (tab) => choose(tab, 'securo.request, two mistakes at once')],
  ['stale', (tab) => choose(tab, 'slack.webhook')],
  [
    'unexplained',
    async (tab) => {
      await choose(tab, 'securo.request')
      await write(tab, '#received', 'a'.repeat(64))
      await settled(tab)
    },
  ],
  ['error', (tab) => write(tab, '#body', '{"a": ')],
  ['empty', (tab) => afterLook(tab, () => tab.click('.clear'))],
]

for (const theme of ['light', 'dark']) {
  for (const width of [1440, 320]) {
    test(`axe-core finds nothing, ${theme}, ${width} px`, async () => {
      const { tab, close } = await visit({ theme, width, height: 900 })
      for (const [wanted, act] of STATES) {
        await act(tab)
        equal(await state(tab), wanted)
        // Each state in both themes and both widths, but not in all four pairs of them.
        if (wanted !== 'explained' && (theme === 'light') !== (width === 1440)) continue
        deepEqual(await violations(tab), [], `${wanted}, ${theme}, ${width} px`)
      }
      await tab.click('#to-catalogue')
      deepEqual(await violations(tab), [], `catalogue, ${theme}, ${width} px`)
      await close()
    })
  }
}

test('axe-core is asked: it finds what is wrong', async () => {
  const { tab, close } = await visit()
  await tab.evaluate(() => {
    document.querySelector('label[for=body]').remove()
    document.querySelector('.sentence').style.color = '#caa'
  })
  const found = (await violations(tab)).map((line) => line.split(':')[0])
  ok(found.includes('color-contrast') && found.includes('label'), found.join())
  await close()
})

test('while it searches, axe-core finds nothing', async () => {
  const { tab, close } = await visit()
  await endless(tab)
  equal(await state(tab), 'searching')
  deepEqual(await violations(tab), [])
  equal(await state(tab), 'searching', 'it went on all the while')
  await tab.click('#cancel')
  await verdict(tab, 'cancelled')
  await close()
})

test('at 320 px nothing is wider than the screen, and schemes have 8 bytes', async () => {
  const { tab, close } = await visit({ width: 320, height: 800 })
  for (const [, act] of STATES.slice(0, 4)) {
    await act(tab)
    equal(await tab.evaluate(() => document.documentElement.scrollWidth), 320)
    const wide = await tab.$$eval('body *', (all) =>
      all
        .filter(
          (one) =>
            !one.closest('.diff-lines, pre, .bytes-scroll, .offscreen, .skip, .own') &&
            one.getBoundingClientRect().right > 321,
        )
        .map((one) => one.outerHTML.slice(0, 80)),
    )
    deepEqual(wide, [])
  }
  equal(await tab.$$eval('#canonical thead th', (all) => all.length), 9)
  const table = await tab.$eval(
    '#canonical',
    (panel) => panel.querySelector('table').getBoundingClientRect().right <= panel.getBoundingClientRect().right,
  )
  ok(table, 'eight bytes fit')
  await tab.click('#to-catalogue')
  equal(await tab.evaluate(() => document.documentElement.scrollWidth), 320)
  await close()
})

test('at 1440 px schemes have 16 bytes, and the verdict stands above everything else of the answer', async () => {
  const { tab, close } = await visit()
  equal(await tab.$$eval('#canonical thead th', (all) => all.length), 17)
  const tops = await tab.evaluate(() =>
    ['.verdict', '#diff', '#expected', '#canonical'].map(
      (one) => document.querySelector(one).getBoundingClientRect().top,
    ),
  )
  deepEqual(
    [...tops].sort((a, b) => a - b),
    tops,
  )
  ok(tops[0] < 120)
  await close()
})

test('bytes line up: every column of the table has one place', async () => {
  const { tab, close } = await visit()
  const columns = await tab.$$eval('#canonical tbody tr:not(.source)', (definitions) =>
    definitions.flatMap((definition) =>
      [...definition.querySelectorAll('td:not(.void)')].map((cell, index) => [index, cell.getBoundingClientRect().left]),
    ),
  )
  for (let index = 0; index < 16; index++)
    equal(new Set(columns.filter(([one]) => one === index).map(([, left]) => left)).size, 1, `column ${index}`)
  await close()
})

test('targets are 24 px at least', async () => {
  const { tab, close } = await visit({ width: 320, height: 800 })
  for (const view of ['to-debugger', 'to-catalogue']) {
    await tab.click(`#${view}`)
    const small = await tab.$$eval(
      'button, select, textarea, summary, input:not([type=file]):not([type=radio]):not([type=checkbox]), label.choice',
      (all) =>
        all
          .filter((one) => one.checkVisibility() && !one.closest('.offscreen'))
          .map((one) => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([markup]) => markup),
    )
    deepEqual(small, [])
  }
  await close()
})

test('by keyboard alone: from the first key to a verdict, a language and the catalogue', async () => {
  const { tab, close } = await visit()
  const here = () =>
    tab.evaluate(
      () => document.activeElement.id || document.activeElement.textContent || document.activeElement.tagName,
    )
  const press = async (key, times = 1) => {
    for (let count = 0; count < times; count++) await tab.keyboard.press(key)
  }
  const reach = async (wanted) => {
    for (let count = 0; count < 80; count++) {
      if ((await here()) === wanted) return
      await press('Tab')
    }
    throw new Error(`expected to reach ${wanted} with Tab, got to ${await here()}`)
  }
  await press('Tab')
  equal(await here(), 'To the fields')
  await press('Enter')
  equal(await here(), 'scheme')
  await afterLook(tab, async () => {
    await tab.keyboard.type('github.')
    await press('Tab')
  })
  equal(await value(tab, '#scheme'), 'github.webhook')
  await reach('body')
  await tab.keyboard.down('Control')
  await press('a')
  await tab.keyboard.up('Control')
  await tab.keyboard.type('abc')
  await reach('ring')
  await tab.keyboard.down('Control')
  await press('a')
  await tab.keyboard.up('Control')
  await tab.keyboard.type('k')
  await reach('received')
  await tab.keyboard.down('Control')
  await press('a')
  await tab.keyboard.up('Control')
  await afterLook(tab, () => tab.keyboard.type('4b32b3a7c5b3b7f6'))
  await reach('Ruby')
  await press('Space')
  match(await text(tab, '#code pre'), /OpenSSL::HMAC/)
  equal(await here(), 'Ruby', 'focus stays where it was')
  await tab.focus('#to-catalogue')
  await press('Enter')
  ok(await tab.$eval('#view-catalogue', (view) => view.checkVisibility()))
  await close()
})

test('focus is seen, wherever it is', async () => {
  const { tab, close } = await visit()
  const unseen = []
  for (let count = 0; count < 60; count++) {
    await tab.keyboard.press('Tab')
    const found = await tab.evaluate(() => {
      const one = document.activeElement
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      if (one === document.body) return undefined
      return outlineStyle === 'none' || parseFloat(outlineWidth) < 1 ? one.outerHTML.slice(0, 80) : undefined
    })
    if (found) unseen.push(found)
  }
  deepEqual(unseen, [])
  await close()
})

test('an error names its field, marks it, and leads there', async () => {
  const { tab, close } = await visit()
  await write(tab, '#body', '{"a": ')
  match(await verdict(tab, 'error'), /body, byte 6: expected a JSON value, got the end/)
  equal(await tab.$eval('#body', (field) => field.getAttribute('aria-invalid')), 'true')
  match(await text(tab, '#body-note'), /body, byte 6/)
  ok((await tab.$eval('#body', (field) => field.getAttribute('aria-describedby'))).includes('body-note'))
  equal(await text(tab, '.more button'), 'Go to Body')
  await tab.click('.more button')
  equal(await tab.evaluate(() => document.activeElement.id), 'body')
  await write(tab, '#body', '{}')
  equal(await tab.$eval('#body', (field) => field.getAttribute('aria-invalid')), null)
  await write(tab, '#headers', 'A: b\nno colon')
  match(await verdict(tab, 'error'), /Line 2: expected Name: value, got no colon after a name/)
  equal(await text(tab, '.more button'), 'Go to Headers')
  await close()
})

test('one polite live region, which does not speak at every key', async () => {
  const { tab, close } = await visit()
  equal(
    await tab.$$eval(
      '[aria-live], [role=status], [role=alert]',
      (all) => all.filter((one) => one.checkVisibility() && !one.classList.contains('count')).length,
    ),
    1,
  )
  await tab.waitForFunction(() => document.querySelector('#status').textContent.startsWith('No match.'))
  await tab.evaluate(() => {
    globalThis.spoken = []
    new MutationObserver(() => globalThis.spoken.push(document.querySelector('#status').textContent)).observe(
      document.querySelector('#status'),
      { childList: true },
    )
  })
  await tab.focus('#received')
  await tab.keyboard.type('abcdefghijkl')
  await settled(tab)
  await tab.waitForFunction(() => globalThis.spoken.length > 0)
  equal((await tab.evaluate(() => globalThis.spoken)).length, 1)
  await close()
})

test('nothing above a field moves while one types in it', async () => {
  const { tab, close } = await visit()
  const places = () =>
    tab.$$eval('.input label, .verdict', (all) =>
      all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().top + scrollY),
    )
  const before = await places()
  await tab.focus('#received')
  await tab.keyboard.type('0')
  await settled(tab)
  await tab.waitForFunction(() => document.querySelector('.verdict').dataset.state === 'unexplained')
  const moved = (await places()).filter((top, index) => Math.abs(top - before[index]) > 1.5)
  deepEqual(moved, [])
  await close()
})
