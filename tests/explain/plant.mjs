// Plants every mistake in requests of every row, and writes what came of it: `node tests/explain/plant.mjs`.
// Nothing here is taken from the engine: mistakes and rows are written from the documents that they imitate. The rows of schemes that only
// join parts of a message follow from their definitions. All rows are checked against the vectors.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { CASES } from './plant/cases.mjs'
import { MISTAKES } from './plant/mistakes.mjs'
import { PAIRS } from './plant/pairs.mjs'
import { printedBy } from './plant/printers.mjs'
import { SAME } from './plant/schemes-wide.mjs'
import { ROWS, bodyOf, sign } from './plant/schemes.mjs'

/** How many cases of each form of a mistake a row gets: one where another row has nearly the same recipe. */
const limit = scheme => (OWN.includes(scheme) ? 2 : 1)
const OWN = [
  'securo.request', 'smile-id.signature', 'moneroo.webhook', 'tu-cambio.request', 'standard-webhooks.webhook', 'stripe.webhook', 'slack.webhook',
  'binance.request', 'kraken.request',
]
/** What the vectors call the header with the time. */
const TIMES = ['x-sec-ts', 'X-Date', 'webhook-timestamp', 'X-Slack-Request-Timestamp', 'api-expires']
const at = path => new URL(path, import.meta.url)

checkRows()
const printed = printedBy([...new Set(allCases().map(({ request }) => bodyOf(request)).filter(isJson))])
const skipped = {}
mkdirSync(at('planted/'), { recursive: true })
let count = 0
for (const [scheme, cases] of Object.entries(CASES)) {
  const written = plant(scheme, cases)
  count += written.reduce((sum, one) => sum + one.planted.length, 0)
  write(`planted/${scheme}.json`, { scheme, cases: written.filter(one => one.planted.length) })
}
const paired = pairs()
write('pairs.json', { cases: paired })
const changedNothing = Object.values(skipped).reduce((sum, own) => sum + own, 0)
console.log(`${count} planted, ${paired.flatMap(one => one.planted).length} in pairs; ${changedNothing} changed nothing and were left out`)
if (process.argv.includes('--skipped')) console.table(skipped)

/** Of every form of every mistake as many as `limit` says, spread over the cases where it changes something. */
function plant(scheme, cases) {
  const tried = cases.map(one => ({ one, right: sign(scheme, one), made: [], planted: new Map() }))
  // One that is signed without its time may be a right signature of another kind.
  tried.forEach(entry => (entry.rights = [entry.right, sign(scheme, { ...entry.one, isDated: false })]))
  const [turn, same] = turnOf(scheme)
  for (const [number, { id }] of MISTAKES.entries()) {
    const forms = tried.map(entry => madeBy(id, scheme, entry.one))
    for (let form = 0; form < Math.max(...forms.map(list => list.length)); form++) {
      const usable = tried.filter((entry, index) => {
        const received = forms[index][form]
        if (entry.rights.includes(received)) skipped[id] = (skipped[id] ?? 0) + 1
        if (received === undefined || entry.rights.includes(received)) return false
        entry.made.push([id, received])
        return number % same === turn
      })
      const every = Math.max(1, usable.length / limit(scheme))
      for (let place = form % 2 && every >= 2 ? 1 : 0; place < usable.length; place += every) {
        const entry = usable[Math.floor(place)]
        const received = forms[tried.indexOf(entry)][form]
        if (!entry.planted.has(received)) entry.planted.set(received, id)
      }
    }
  }
  return tried.map(({ one, right, made, planted }) => ({
    credentials: one.credentials,
    ...(one.options && { options: one.options }),
    request: one.request,
    right,
    planted: [...[...planted].map(([received, id]) => withTies(id, received, made)), ...sentOtherwise(scheme, one, right)],
  }))
}

/** Where a digest of the body travels along: the signature is right for what was sent, and another body is looked at. */
function sentOtherwise(scheme, one, right) {
  if (!ROWS[scheme].sentWith) return []
  const made = MISTAKES.filter(({ axis }) => axis === 'body').flatMap(({ id }) => stepsOf(id, scheme, one).map(steps => {
    const request = ROWS[scheme].sentWith(one.request, steps.body())
    return [id, sign(scheme, { ...one, request }), request.url]
  }))
  // One that nobody can guess.
  const other = ROWS[scheme].sentWith(one.request, '{"another":"body"}')
  made.push(['digest-of-another-body', sign(scheme, { ...one, request: other }), other.url])
  const texts = new Map(made.filter(([, received]) => received !== right).map(([id, received, url]) => [received, { ...withTies(id, received, made), url }]))
  return [...texts.values()]
}

/** Rows that are the same share the mistakes out between them. */
function turnOf(scheme) {
  const all = SAME.find(rows => rows.includes(scheme)) ?? [scheme]
  return [all.indexOf(scheme), all.length]
}

function withTies(id, received, made) {
  const also = [...new Set(made.filter(([other, text]) => text === received && other !== id).map(([other]) => other))]
  return { id, received, ...(also.length > 0 && { also }) }
}

function madeBy(id, scheme, one) {
  return stepsOf(id, scheme, one).map(steps => sign(scheme, one, steps)).filter(text => text !== undefined)
}

/** The steps that mistake `id` takes in the case, one for each of its forms. */
function stepsOf(id, scheme, one) {
  const body = bodyOf(one.request)
  const row = ROWS[scheme]
  const secret = one.credentials[row.secret ?? 'secret']
  return MISTAKES.find(mistake => mistake.id === id).make({ ...one, scheme, row, body, secret, printed: () => printed.get(body) ?? {} })
}

/** Any two of the likeliest causes in one request, where they are of two axes and each of them changes something. */
function pairs() {
  const axis = id => MISTAKES.find(mistake => mistake.id === id).axis
  return PAIRS.map(({ scheme, causes, ...one }) => {
    const right = sign(scheme, one)
    const singles = new Map(MISTAKES.map(({ id }) => [id, madeBy(id, scheme, one)]))
    const planted = []
    for (const [place, first] of causes.entries()) {
      for (const second of causes.slice(place + 1).filter(other => axis(other) !== axis(first))) {
        const [steps, others] = [first, second].map(id => stepsOf(id, scheme, one)[0])
        if (!steps || !others || Object.keys(steps).some(name => name in others)) continue
        const received = sign(scheme, one, { ...steps, ...others })
        const alone = [first, second].flatMap(id => singles.get(id)[0])
        if (received === right || alone.includes(received)) continue
        const also = [...singles].filter(([, made]) => made.includes(received)).map(([id]) => id)
        planted.push({ ids: [first, second], received, ...(also.length > 0 && { also }) })
      }
    }
    const { credentials, options, request } = one
    return { scheme, credentials, ...(options && { options }), request, right, planted }
  })
}

/** The rows as written here against the vectors: a mistake is planted in what would otherwise be right. */
function checkRows() {
  const folder = at('../vectors/')
  for (const scheme of Object.keys(ROWS)) {
    for (const file of readdirSync(new URL(`${scheme}/`, folder))) {
      const { credentials, options, request, url, body, headers, fields, signature, canonical } = JSON.parse(readFileSync(new URL(`${scheme}/${file}`, folder)))
      if (!signature || !request || Array.isArray(credentials.secret) || request.bodyBase64) continue
      const timestamp = request.timestamp ?? fields?.timestamp ?? fields?.nonce ?? timeIn(headers) ?? String(request.atMs ?? '')
      const sent = { ...request, headers: { ...headers, ...request.headers }, url: (url ?? request.url ?? '').replace(/[?&]signature=[^&]*$/, ''), body: scheme.startsWith('smile') ? request.body : body ?? request.body, timestamp }
      const got = sign(scheme, { credentials, options, request: sent, canonical })
      if (got !== signature) throw new Error(`${scheme}/${file}: want ${signature}, got ${got}`)
    }
  }
}

/** The time that was signed, in whichever header it travels. */
function timeIn(headers = {}) {
  const name = TIMES.find(own => own in headers)
  return headers[name] ?? headers['Stripe-Signature']?.match(/t=(\d+)/)[1]
}

function allCases() {
  return [...Object.values(CASES).flat(), ...PAIRS]
}

function isJson(text) {
  try {
    return text !== '' && JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

/** One planted mistake a line. */
function write(path, { cases, ...rest }) {
  const lines = cases.map(({ planted, ...one }) => {
    const head = JSON.stringify(one).slice(0, -1)
    return `${head}, "planted": [\n  ${planted.map(item => JSON.stringify(item)).join(',\n  ')}\n]}`
  })
  const head = JSON.stringify(rest).slice(0, -1)
  writeFileSync(at(path), `${head}${head === '{' ? '' : ', '}"cases": [\n${lines.join(',\n')}\n]}\n`)
}
