// The page: connects the form, the search and the answer.
import { SAMPLES } from '#samples'
import { Answer } from './answer.js'
import { decode } from './bytes.js'
import { catalogue } from './catalogue.js'
import { countRequests } from './network-counter.js'
import { described, schemes } from './countersign.js'
import { BY, Form } from './form.js'
import { readFragment } from './share-link.js'
import { plain } from './run.js'
import { Search } from './search.js'
import { work } from './worker.js'

function start(script) {
  const definitions = schemesOrNothing()
  if (!definitions) return
  const byId = (id) => document.getElementById(id)
  let budget = BUDGET
  let timer
  const form = new Form({
    definitions,
    samples: SAMPLES,
    onchange: ({ isTyped } = {}) => {
      budget = BUDGET
      clearTimeout(timer)
      timer = setTimeout(run, isTyped ? TYPING_MS : 0)
    },
  })
  const answer = new Answer({
    form,
    status: byId('status'),
    onfurther: (times) => {
      budget *= times
      run()
    },
    oncancel: () => search.cancel() && answer.cancelled(),
  })
  const search = new Search(() => workerOf(script), {
    progress: (far) => answer.progress(far),
    report: (...all) => answer.report(...all),
    error: (...all) => answer.error(...all),
  })

  function run() {
    clearTimeout(timer)
    search.cancel()
    const asked = form.asked()
    if (asked.problem) return answer.problem(asked.problem)
    if (asked.isEmpty) return answer.empty()
    try {
      if (asked.definition.algorithm === 'none') return answer.credentialCheck(asked)
    } catch (error) {
      return answer.error(plain(error))
    }
    search.start({ ...asked, budget })
  }

  byId('verdict').replaceChildren(answer.verdict)
  byId('case').append(form.element)
  byId('answer').append(answer.element)
  byId('view-catalogue').append(
    catalogue(definitions, (id) => {
      form.choose(id)
      show('debugger')
      run()
      form.scheme.focus()
    }),
  )
  const first = () => fromLink(form) || form.load(SAMPLES[0])
  // Views change without navigation, after which browsers would request the icon again.
  const show = (view) => showView(byId, view)
  for (const view of VIEWS) byId(`to-${view}`).addEventListener('click', () => show(view))
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault()
    show('debugger')
    form.scheme.focus()
  })
  show(location.hash === '#catalogue' ? 'catalogue' : 'debugger')
  first()
  run()
  addEventListener('hashchange', () => {
    if (!fromLink(form)) return
    show('debugger')
    run()
  })
  // Leaves nothing behind for a person who returns to this tab.
  addEventListener('pagehide', () => {
    search.cancel()
    form.clear(false)
    answer.empty()
  })
  // Loading ends when the worker, which is a file of the page, is loaded, too.
  whenLoaded(search).then(() => {
    countRequests((count) => (byId('requests').textContent = String(count)))
    Object.assign(document.documentElement.dataset, { ready: 'true', search: search.place })
  })
}

const whenLoaded = (search) =>
  Promise.all([
    search.settled,
    document.readyState === 'complete' || new Promise((resolve) => addEventListener('load', resolve, { once: true })),
  ])

/** Shows the debugger or the catalogue. */
function showView(byId, shown) {
  for (const view of VIEWS) {
    byId(`view-${view}`).hidden = view !== shown
    if (view === shown) byId(`to-${view}`).setAttribute('aria-current', 'page')
    else byId(`to-${view}`).removeAttribute('aria-current')
  }
  scrollTo(0, 0)
}

/** The schemes; without WebAssembly, the page shows the error and returns nothing. */
function schemesOrNothing() {
  try {
    const all = schemes()
    // What describes them runs in WebAssembly, as all else does.
    described(all[0])
    return all
  } catch (error) {
    const verdict = document.querySelector('.verdict')
    Object.assign(verdict.dataset, { tone: 'error', state: 'error' })
    verdict.querySelector('.mark').textContent = '!'
    verdict.querySelector('h2').textContent = 'This browser cannot run the page'
    verdict.querySelector('.sentence').textContent = `${error.message}.`
    return undefined
  }
}

/** Loads the case in the link; a link never contains a secret. */
function fromLink(form) {
  const settings = readFragment(location.hash)
  if (!settings) return false
  form.clear(false)
  const by = BY.includes(settings.by) ? settings.by : undefined
  if (settings.definition) form.chooseOwn(settings.definition, by)
  else form.choose(settings.scheme, by)
  try {
    if (settings.request) form.take(requestOf(settings.request))
  } catch {
    // The request of an invalid, handwritten link is ignored.
  }
  return true
}

/** The request in a link: only strings and bytes. */
function requestOf({ method, url, headers, body, timestamp, received }) {
  const text = (value) => (typeof value === 'string' ? value : undefined)
  return {
    method: text(method),
    url: text(url),
    headers: Array.isArray(headers) ? headers.filter((pair) => Array.isArray(pair) && pair.length === 2) : [],
    body: typeof body?.base64 === 'string' ? decode('base64', body.base64) : text(body),
    timestamp: text(timestamp),
    received: text(received),
  }
}

/** Starts this script as a worker: from its URL, or from the single-file page as a blob. */
function workerOf(script) {
  const url = script.src || URL.createObjectURL(new Blob([script.textContent], { type: 'text/javascript' }))
  const policy = globalThis.trustedTypes?.createPolicy('countersign', {
    createScriptURL: (given) => {
      if (given === url) return given
      throw new TypeError('expected the script of this page, got another URL')
    },
  })
  return new Worker(policy ? policy.createScriptURL(url) : url)
}

const VIEWS = ['debugger', 'catalogue']
const BUDGET = 64 << 20
const TYPING_MS = 90

// At the end, since it uses everything above. The same script is the worker.
if (typeof document === 'undefined') work(globalThis)
else start(document.currentScript)
