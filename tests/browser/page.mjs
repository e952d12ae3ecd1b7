// The page in a real browser: started once a test file, with what the tests ask of it again and again.
import { after, before } from 'node:test'
import { launch } from 'puppeteer-core'
import { BROWSERS, missing, programOf } from '../runtimes/families/browsers.mjs'
import { adopt } from '../runtimes/processes.mjs'
import { servePage } from '../../www/serve.mjs'

/** The browser and the server of this file; both are there while its tests run. */
export const shared = {}

/** Starts both before the tests of a file, and ends them after. */
export function useBrowser(name = 'chromium') {
  before(async () => {
    const executablePath = programOf(name)
    if (!executablePath) throw new Error(missing(name))
    Object.assign(shared, { name }, await servePage(0))
    shared.browser = await launch({ executablePath, headless: true, protocolTimeout: 30_000, ...BROWSERS[name].launch })
    adopt(shared.browser.process())
  })
  after(async () => {
    await shared.browser?.close()
    shared.server?.closeAllConnections()
    shared.server?.close()
  })
}

/** A tab of its own, with the page loaded: `{ tab, requests, problems }`, and `requests` only those after loading. */
export async function visit({ url = shared.url, width = 1440, height = 1000, theme = 'light', hash = '' } = {}) {
  const context = await shared.browser.createBrowserContext()
  const tab = await context.newPage()
  await tab.setViewport({ width, height })
  // Firefox is not asked for a theme.
  if (theme) await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]).catch(() => {})
  const [requests, problems] = [[], []]
  tab.on('pageerror', (error) => problems.push(error.message))
  tab.on('console', (message) => ['error', 'warn'].includes(message.type()) && problems.push(message.text()))
  await tab.goto(url + hash)
  await tab.waitForSelector('html[data-ready]')
  await settled(tab)
  tab.on('request', (request) => requests.push(request.url()))
  tab.on('workercreated', (worker) => requests.push(`a worker: ${worker.url()}`))
  return { tab, requests, problems, close: () => context.close() }
}

/** The state of the verdict, once it is none of those that pass. */
export async function settled(tab) {
  await tab.waitForFunction(() => !['starting', 'searching'].includes(document.querySelector('.verdict').dataset.state))
  return state(tab)
}

export const state = (tab) => tab.$eval('.verdict', (verdict) => verdict.dataset.state)

/** Waits until the verdict is in a state, and gives its texts. */
export async function verdict(tab, wanted) {
  await tab.waitForFunction((one) => document.querySelector('.verdict').dataset.state === one, {}, wanted)
  return tab.$eval('.verdict', (element) => element.innerText)
}

/** Does something that starts a new look, and waits for its end: looks are numbered by what they change. */
export async function afterLook(tab, act) {
  await tab.evaluate(() => {
    globalThis.looked = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        if (['starting', 'searching'].includes(document.querySelector('.verdict').dataset.state)) return
        watch.disconnect()
        resolve()
      })
      watch.observe(document.querySelector('.verdict'), { subtree: true, childList: true, attributes: true })
    })
  })
  await act()
  await tab.evaluate(() => globalThis.looked)
}

/** Types over what is in a field, as keys do. */
export async function write(tab, selector, text) {
  await afterLook(tab, () => typed(tab, selector, text))
}

/** The same without waiting for the look. */
export async function typed(tab, selector, text) {
  await tab.focus(selector)
  await tab.$eval(selector, (field) => field.select())
  if (text === '') await tab.keyboard.press('Delete')
  else if (shared.name === 'chromium') await tab.keyboard.sendCharacter(text)
  // Elsewhere one character at a time can be sent.
  else await tab.evaluate((given) => void document.execCommand('insertText', false, given), text)
}

/** Pastes a text, with the event that a browser sends: `ClipboardEvent` holds the text as it was copied. */
export async function paste(tab, selector, text) {
  return tab.$eval(
    selector,
    (field, given) => {
      field.focus()
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', given)
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      // Firefox knows no such member of the constructor.
      Object.defineProperty(event, 'clipboardData', { value: clipboardData })
      return field.dispatchEvent(event)
    },
    text,
  )
}

/** Drops a file of these bytes. */
export async function drop(tab, selector, bytes) {
  await tab.$eval(
    selector,
    (field, given) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([Uint8Array.from(given)], 'body.bin'))
      for (const type of ['dragenter', 'dragover', 'drop'])
        field.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    [...bytes],
  )
}

/** The bytes in the table of the canonical string. */
export const canonicalBytes = async (tab) =>
  Uint8Array.from(
    await tab.$$eval('#canonical table.bytes td b', (cells) =>
      cells.map(({ textContent }) => parseInt(textContent, 16)),
    ),
  )

export const text = (tab, selector) => tab.$eval(selector, (element) => element.innerText)
export const value = (tab, selector) => tab.$eval(selector, (element) => element.value)
export const choose = (tab, title) => afterLook(tab, () => tab.select('#sample', title))

/** A search of some gigabytes, which goes on until it is cancelled. */
export async function endless(tab) {
  await write(tab, '#received', 'b'.repeat(64))
  await settled(tab)
  await afterLook(tab, () => typed(tab, '#body', LARGE))
  await verdict(tab, 'unexplained')
  // Far beyond what a test waits for; each press is a search anew.
  await tab.evaluate(() => {
    const further = document.querySelector('#further')
    for (let times = 0; times < 4; times++) further.click()
  })
  await verdict(tab, 'searching')
}

const LARGE = JSON.stringify(Array.from({ length: 1500 }, (_, index) => ({ index, text: `x${index}` })))
