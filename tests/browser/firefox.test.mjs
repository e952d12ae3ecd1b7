// The page in Firefox, as far as it can be driven: verdicts, bytes, worker, no request, the one file.
import { deepEqual, equal, match } from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { built } from '../../pkg-template/fresh.mjs'
import { missing, programOf } from '../runtimes/families/browsers.mjs'
import {
  canonicalBytes,
  choose,
  drop,
  endless,
  paste,
  text,
  useBrowser,
  value,
  verdict,
  visit,
  write,
  afterLook,
} from './page.mjs'

// Chromium is what the tests need; this is looked at where it is there, and said where it is not.
const skip = programOf('firefox-esr') ? false : missing('firefox-esr')
if (!skip) useBrowser('firefox-esr')

test('verdicts, bytes and the search in the worker', { skip }, async () => {
  const { tab, requests, problems, close } = await visit({ theme: undefined })
  match(await verdict(tab, 'explained'), /The client signed the body as it is/)
  await choose(tab, 'slack.webhook')
  match(await verdict(tab, 'stale'), /Match, but/)
  await choose(tab, 'github.webhook')
  await afterLook(tab, () => drop(tab, '#body', Buffer.of(0, 255, 13, 10)))
  deepEqual([...(await canonicalBytes(tab))], [0, 255, 13, 10])
  await write(tab, '#body', '')
  await afterLook(tab, () => paste(tab, '#body', 'a\r\n\ufeffb'))
  deepEqual([...(await canonicalBytes(tab))], [...Buffer.from('a\r\n\ufeffb')])
  await choose(tab, 'securo.request')
  equal(await tab.$eval('html', (root) => root.dataset.search), 'worker')
  await endless(tab)
  await tab.click('#cancel')
  await verdict(tab, 'cancelled')
  equal(await text(tab, '#requests'), '0')
  deepEqual(
    requests.filter((url) => !url.startsWith('blob:')),
    [],
  )
  deepEqual(problems, [])
  await close()
})

test('the one file', { skip }, async () => {
  const { tab, problems, close } = await visit({
    url: pathToFileURL(built('www', 'countersign.html')).href,
    theme: undefined,
  })
  await verdict(tab, 'explained')
  await choose(tab, 'kraken.request')
  match(await verdict(tab, 'explained'), /used the secret/)
  match(await value(tab, '#link'), /^file:/)
  deepEqual(problems, [])
  await close()
})
