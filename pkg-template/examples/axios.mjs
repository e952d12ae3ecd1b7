// axios: an interceptor that signs, so that the body that axios sends is the body that was signed.
import axios from 'axios'
import { createSigner } from 'countersign'

const signer = createSigner('securo.request', { apiKey: process.env.SECURO_API_KEY, secret: process.env.SECURO_SECRET })

export const securo = axios.create({
  baseURL: process.env.SECURO_ORIGIN ?? 'https://sandbox.securo.dev',
  // A signature holds for one URL, and the API key is for this host alone.
  maxRedirects: 0,
  allowAbsoluteUrls: false,
})

// The interceptor that is added first runs last, so changes by other interceptors are signed too.
securo.interceptors.request.use((config) => {
  const signed = signer.sign({
    method: config.method,
    url: new URL(securo.getUri(config)).href,
    headers: { 'content-type': config.headers.getContentType() || undefined },
    body: asText(config.data),
  })
  config.headers.set(signed.headers)
  // axios accepts an ArrayBuffer, but no views.
  const data = ArrayBuffer.isView(signed.body) ? signed.body.slice().buffer : signed.body
  Object.assign(config, { url: signed.url, baseURL: undefined, allowAbsoluteUrls: true, params: undefined, data })
  // Without this, axios changes the body after it was signed: it trims strings, and quotes those that are not JSON.
  config.transformRequest = []
  return config
})

/** The JSON of a value that axios would send as JSON; strings and bytes unchanged. For anything else, the signer says what to do. */
function asText(data) {
  const isJson = Array.isArray(data) || Object.getPrototypeOf(Object(data)) === Object.prototype
  return isJson ? JSON.stringify(data) : data
}
