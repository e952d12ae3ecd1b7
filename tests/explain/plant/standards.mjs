// Plants mistakes in AWS Signature Version 4 and HTTP Message Signatures, signed by node:crypto and @noble/curves from the documents alone, and
// writes `planted-standards.json`: `node tests/explain/plant/standards.mjs`. Only PSS is random.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { AWS_MISTAKES, AWS_REQUESTS } from './standards-aws-mistakes.mjs'
import { signAws } from './standards-aws.mjs'
import { RFC_MISTAKES, RFC_REQUESTS } from './standards-rfc-mistakes.mjs'
import { signMessage } from './standards-rfc.mjs'

const at = path => new URL(path, import.meta.url)

checkAgainstVectors()
const cases = [...plantAws(), ...plantRfc()]
const lines = cases.map(one => JSON.stringify(one))
writeFileSync(at('../planted-standards.json'), `{"cases": [\n${lines.join(',\n')}\n]}\n`)
console.log(`${cases.length} planted`)

/** Every mistake in every request that it is for, as one's own request and as a message received, where it changes the signature. */
function plantAws() {
  const planted = []
  for (const [name, request] of Object.entries(AWS_REQUESTS)) {
    const right = signAws(request)
    for (const { id, also, only, on, change, said, sent = {} } of AWS_MISTAKES) {
      if (on && !on.includes(name)) continue
      const wrong = signAws(request, change)
      if (wrong.signature === right.signature && !sent.body) continue
      const common = { scheme: 'aws.request', ids: [id].flat(), ...(also && { also }) }
      const hash = wrong.headers['X-Amz-Content-Sha256']
      const own = { credentials: request.credentials, options: request.options }
      if (only !== 'sent') {
        const { method, url, headers, body, timestamp } = request
        planted.push({ ...common, ...own, request: { method, url, headers: Object.entries(headers), body, timestamp }, received: wrong.signature })
      }
      if (only !== 'own') {
        const { method, url, body } = { ...request, ...sent }
        const headers = { ...request.headers, ...right.headers, ...sent.headers }
        if (hash) headers['X-Amz-Content-Sha256'] = hash
        // The header may be the only one who says so.
        if (hash && change.payload) common.also = [...(also ?? []), 'payload-as-sent']
        headers.Authorization = said ? wrong.headers.Authorization : right.headers.Authorization.replace(right.signature, wrong.signature)
        planted.push({ ...common, ...own, request: { method, url, headers: Object.entries(headers), body } })
      }
    }
  }
  return planted
}

function plantRfc() {
  const planted = []
  for (const [name, request] of Object.entries(RFC_REQUESTS)) {
    const right = signMessage(request)
    for (const { id, also, only, on, change, sent = {} } of RFC_MISTAKES) {
      if (on && !on.includes(name)) continue
      const wrong = signMessage(request, change)
      if (wrong.base === right.base && wrong.signature === right.signature && !sent.body) continue
      const { scheme, credentials, verifying, options, method, url, headers, body, timestamp } = request
      const common = { scheme, ids: [id].flat(), ...(also && { also }), options }
      if (only !== 'sent' && !verifying) {
        planted.push({ ...common, credentials, request: { method, url, headers: Object.entries(headers), body, timestamp }, received: wrong.signature })
      }
      if (only !== 'own') {
        const all = { ...headers, ...right.headers, Signature: `${options?.label ?? 'sig1'}=:${wrong.signature}:`, ...sent.headers }
        planted.push({ ...common, credentials: verifying ?? credentials, request: { method, url, body, ...sent, headers: Object.entries(all) } })
      }
    }
  }
  return planted
}

/** What is written here against what AWS and the RFC publish: a mistake is planted in what would otherwise be right. */
function checkAgainstVectors() {
  let count = 0
  for (const [scheme, sign] of [['aws.request', signAws], ['rfc9421.hmac-sha256', signMessage]]) {
    const folder = at(`../../vectors/${scheme}/`)
    for (const file of readdirSync(folder)) {
      const vector = JSON.parse(readFileSync(new URL(file, folder)))
      if (!vector.signature) continue
      const { credentials, options = {}, request, signature } = vector
      const headers = { ...request.headers }
      const isJson = request.body && /^[[{"]/.test(request.body)
      if (isJson && !Object.keys(headers).some(name => /^content-type$/i.test(name))) headers['content-type'] = 'application/json'
      const got = sign({ ...request, headers, credentials, options }).signature
      if (got !== signature) throw new Error(`${scheme}/${file}: want ${signature}, got ${got}`)
      count++
    }
  }
  if (count < 30) throw new Error(`only ${count} vectors`)
}
