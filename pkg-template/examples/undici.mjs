// undici: sends what was signed, with `request` and with `fetch`.
import { createSigner } from 'countersign'
import { fetch, request } from 'undici'

const ORIGIN = process.env.SECURO_ORIGIN ?? 'https://sandbox.securo.dev'
const signer = createSigner('securo.request', { apiKey: process.env.SECURO_API_KEY, secret: process.env.SECURO_SECRET })

/** With `request`, which follows no redirects. */
export async function createSession(session) {
  const signed = signer.sign({ method: 'POST', url: `${ORIGIN}/api/v1/sessions`, body: JSON.stringify(session) })
  // `signed.body`, not the string that was given: the scheme signs JSON in canonical form, and that form has to arrive.
  const { url, method, headers, body } = signed
  const response = await request(url, { method, headers, body })
  if (response.statusCode !== 200) {
    await response.body.dump()
    throw new Error(`securo answered ${response.statusCode}`)
  }
  return response.body.json()
}

/** With `fetch`. The query is signed as it stands, so it is part of the URL. */
export async function listSessions(query) {
  const signed = signer.sign({ method: 'GET', url: `${ORIGIN}/api/v1/sessions?${new URLSearchParams(query)}` })
  // A signature holds for one URL, so a redirect is an error.
  const response = await fetch(signed.url, { ...signed, redirect: 'error' })
  if (!response.ok) throw new Error(`securo answered ${response.status}`)
  return response.json()
}
