// `signer.fetch` where a client wants a `fetch`: as ky, ofetch, openapi-fetch and Octokit declare it.
import { createSigner } from 'countersign'

const signer = createSigner('securo.request', { apiKey: 'key', secret: 'secret' })

export const send: typeof fetch = signer.fetch

/** ky: `ky.create({ fetch })`. */
interface KyOptions {
  fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
}
export const ky: KyOptions = { fetch: signer.fetch }

/** ofetch: `createFetch({ fetch })`. */
interface OfetchOptions {
  fetch?: typeof globalThis.fetch
}
export const ofetch: OfetchOptions = { fetch: signer.fetch }

/** openapi-fetch: `createClient({ fetch })`. */
interface OpenapiOptions {
  fetch?: (input: Request) => Promise<Response>
}
export const openapi: OpenapiOptions = { fetch: signer.fetch }

declare const request: Request
declare const init: RequestInit
export const plain: Promise<Response> = signer.fetch(request, init)
export const tried: Promise<Response> = signer.fetch('https://api.securo.dev/', { ...init, retry: true })
