// Nothing leaves the page, and nothing stays: no request, no storage, and a policy that refuses what it should.
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { built } from '../../pkg-template/fresh.mjs'
import { HEADERS } from '../../www/build.mjs'
import { samples } from '../../www/samples.mjs'
import { afterLook, choose, drop, paste, settled, shared, text, useBrowser, verdict, visit, write } from './page.mjs'

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; worker-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'"
const SECRET = 'sk_live_never-seen-again-4711'

useBrowser()

/** Uses what the page has. */
async function use(tab) {
  for (const { title } of samples().filter((_, index) => index % 4 === 0)) await choose(tab, title)
  await write(tab, '#ring', SECRET)
  await write(tab, '#received', 'e'.repeat(64))
  await settled(tab)
  await afterLook(tab, () =>
    paste(tab, '#paste', "curl https://hooks.example/ -H 'X-Hub-Signature-256: sha256=00' -d '{}'"),
  )
  await afterLook(tab, () => drop(tab, '#body', Buffer.from('a\r\n')))
  await tab.click('#with-request')
  await tab.click('#export-case')
  for (const index of [1, 2, 3, 4, 5, 6]) await tab.click(`#code .languages button:nth-child(${index})`)
  await tab.click('#to-catalogue')
  await tab.click('#to-debugger')
}

test('no request after loading, and the counter says so', async () => {
  const { tab, requests, problems, close } = await visit()
  await use(tab)
  deepEqual(
    requests.filter((url) => !url.startsWith('blob:')),
    [],
  )
  equal(await text(tab, '#requests'), '0')
  match(await text(tab, 'footer'), /This page makes no request after loading: go offline, and it still works\./)
  deepEqual(problems, [])
  await close()
})

test('the counter counts: a request that is made shows', async () => {
  const { tab, close } = await visit()
  await tab.evaluate(() => {
    const icon = document.createElement('link')
    Object.assign(icon, { rel: 'stylesheet', href: 'page.css?again' })
    document.head.append(icon)
  })
  await tab.waitForFunction(() => document.querySelector('#requests').textContent === '1')
  await close()
})

test('offline it still works', async () => {
  const { tab, close } = await visit()
  await tab.setOfflineMode(true)
  await choose(tab, 'stripe.webhook')
  await verdict(tab, 'explained')
  await write(tab, '#received', 'd'.repeat(64))
  equal(await settled(tab), 'unexplained')
  await close()
})

test('the policy is the one that was agreed on, in the page and in the headers', async () => {
  const response = await fetch(shared.url)
  const header = response.headers.get('content-security-policy')
  const meta = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(await response.text())[1]
  for (const policy of [header, meta])
    for (const part of POLICY.split('; ')) ok(policy.split('; ').includes(part), part)
  equal(response.headers.get('referrer-policy'), 'no-referrer')
  match(readFileSync(built('www', '_headers'), 'utf8'), /Content-Security-Policy: default-src 'none'/)
  ok(!Object.keys(HEADERS).includes('Set-Cookie'))
})

test('the policy refuses an injected script, a fetch, an image, a form, a frame and markup', async () => {
  const seen = []
  const foreign = createServer((request, response) => {
    seen.push(request.url)
    response.end('')
  })
  await new Promise((resolve) => foreign.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${foreign.address().port}`
  const { tab, requests, close } = await visit()
  const refused = await tab.evaluate(async (origin) => {
    const violations = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const attempt = async (act) => {
      try {
        return await act()
      } catch (error) {
        return error.name
      }
    }
    const put = (name, attributes) =>
      new Promise((resolve) => {
        const element = document.createElement(name)
        element.onload = () => resolve('loaded')
        element.onerror = () => resolve('refused')
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
        document.body.append(element)
        if (name === 'iframe') setTimeout(() => resolve('refused'), 300)
      })
    const inline = document.createElement('script')
    const outcome = {
      fetch: await attempt(() => fetch(`${origin}/fetch`)),
      own: await attempt(() => fetch('/page.js')),
      beacon: await attempt(() => String(navigator.sendBeacon(`${origin}/beacon`, 'x'))),
      socket: await attempt(
        () =>
          new Promise((resolve) => {
            const socket = new WebSocket(origin.replace('http', 'ws'))
            socket.onopen = () => resolve('open')
            socket.onerror = () => resolve('refused')
          }),
      ),
      image: await put('img', { src: `${origin}/image` }),
      markup: await attempt(() => (document.createElement('div').innerHTML = '<b>x</b>')),
      inline: await attempt(() => (inline.text = 'globalThis.injected = 1')),
      source: await attempt(() => (document.createElement('script').src = `${origin}/script`)),
      worker: await attempt(() => new Worker(`${origin}/worker`)),
      evaluate: await attempt(() => Function('return 1')()),
      policy: await attempt(() => trustedTypes.createPolicy('another', {})),
    }
    document.body.append(inline)
    const form = document.createElement('form')
    form.action = `${origin}/form`
    form.method = 'post'
    document.body.append(form)
    form.submit()
    await put('iframe', { src: `${origin}/frame` })
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { outcome, violations, injected: globalThis.injected, here: location.origin }
  }, origin)
  deepEqual(refused.outcome, {
    fetch: 'TypeError',
    own: 'TypeError',
    beacon: 'true',
    socket: 'refused',
    image: 'refused',
    markup: 'TypeError',
    inline: 'TypeError',
    source: 'TypeError',
    worker: 'TypeError',
    evaluate: 'EvalError',
    policy: 'TypeError',
  })
  for (const directive of ['connect-src', 'img-src', 'form-action', 'frame-src', 'require-trusted-types-for'])
    ok(refused.violations.includes(directive), directive)
  equal(refused.injected, undefined)
  equal(refused.here, new URL(shared.url).origin)
  deepEqual(seen, [], 'nothing arrived')
  await close()
  foreign.close()
})

test('a script that got into the markup does not run, nor does a handler', async () => {
  const context = await shared.browser.createBrowserContext()
  const tab = await context.newPage()
  await tab.setRequestInterception(true)
  const html = readFileSync(built('www', 'index.html'), 'utf8')
  tab.on('request', (request) => {
    if (request.url() !== shared.url) return request.continue()
    const injected =
      '<script>globalThis.injected = 1</script><img src="x" onerror="globalThis.injected = 2"><base href="https://localhost/">'
    // Without the headers, so that it is the policy inside the page that is asked.
    request.respond({ contentType: 'text/html; charset=utf-8', body: html.replace('<main>', `${injected}<main>`) })
  })
  await tab.goto(shared.url)
  await tab.waitForSelector('html[data-ready]')
  equal(await tab.evaluate(() => globalThis.injected), undefined)
  equal(await tab.evaluate(() => document.baseURI), shared.url)
  await context.close()
})

test('what is pasted is text, never markup', async () => {
  const { tab, close, problems } = await visit()
  const markup = '<img src=x onerror="globalThis.injected=1"><script>globalThis.injected=1</script>'
  await write(tab, '#body', `{"a":"${markup.replaceAll('"', '\\"')}"}`)
  await write(tab, '#headers', `X-A: ${markup}`)
  await write(tab, '#url', `https://x.example/${markup}`)
  await tab.$eval('#server', (field) => field.scrollIntoView())
  equal(await tab.evaluate(() => globalThis.injected), undefined)
  equal(await tab.$$eval('main img, main script', (all) => all.length), 0)
  deepEqual(problems, [])
  await close()
})

test('after a secret was typed, nothing keeps it: no storage, no cookie, no URL, no title, no history', async () => {
  const { tab, close } = await visit()
  await use(tab)
  await write(tab, '#ring', SECRET)
  await settled(tab)
  const kept = await tab.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookie: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    url: location.href,
    state: history.state,
    name: window.name,
  }))
  const { url, ...rest } = kept
  deepEqual(rest, { local: 0, session: 0, cookie: '', databases: 0, caches: 0, workers: 0, state: null, name: '' })
  ok(!url.includes(SECRET) && new URL(url).hash === '', url)
  deepEqual(await tab.browserContext().cookies(), [])
  const markup = await tab.content()
  ok(!markup.includes(SECRET), 'the secret is in a field, and nowhere else')
  await close()
})

test('no field is checked, completed or remembered by the browser', async () => {
  const { tab, close } = await visit()
  const fields = await tab.$$eval('textarea, input[type=text]', (all) =>
    all.map((field) => [field.id, field.getAttribute('spellcheck'), field.getAttribute('autocomplete')]),
  )
  ok(fields.length > 10)
  for (const [id, spellcheck, autocomplete] of fields) deepEqual([spellcheck, autocomplete], ['false', 'off'], id)
  equal(await tab.$eval('meta[name=referrer]', ({ content }) => content), 'no-referrer')
  equal(
    await tab.$$eval(
      '[src], link[href]',
      (all) => all.map((one) => one.src || one.href).filter((url) => new URL(url).origin !== location.origin).length,
    ),
    0,
  )
  await close()
})
