// Written by hand; names nothing that is not in ECMAScript itself, so that it compiles without DOM and Node types.

/** The ids of all schemes: `provider.purpose`. */
export type SchemeId = keyof SchemeCredentials

/** Bytes: an ArrayBuffer, or any view of one (`Uint8Array`, Node's `Buffer`, `DataView`). */
export type Bytes = ArrayBuffer | ArrayBufferView

/** A key or id, as text (read as UTF-8) or bytes; never empty. */
export type Credential = string | Bytes

/** The credentials that each scheme needs. */
export interface SchemeCredentials {
  'securo.request': { readonly apiKey: Credential; readonly secret: Credential }
  'securo.websocket': { readonly apiKey: Credential; readonly secret: Credential }
  'thirdfi.request': { readonly apiKey: Credential; readonly secret: Credential }
  /**
   * `apiKey` is an RSA public key of 1024 to 8192 bits: SPKI or PKCS#1, as PEM, DER or base64 of either.
   *
   * @deprecated by the provider in favour of `smile-id.signature`
   */
  'smile-id.sec-key': { readonly partnerId: Credential; readonly apiKey: Credential }
  'smile-id.signature': { readonly partnerId: Credential; readonly apiKey: Credential }
  'moneroo.request': { readonly secret: Credential }
  'tu-cambio.request': { readonly apiKey: Credential; readonly secret: Credential }
  'binance.request': { readonly apiKey: Credential; readonly secret: Credential }
  'bitmex.request': { readonly apiKey: Credential; readonly secret: Credential }
  /** `secret` is base64, as the provider gives it. */
  'kraken.request': { readonly apiKey: Credential; readonly secret: Credential }
}

/** The options of the schemes that have some. */
export interface SchemeOptions {
  'tu-cambio.request': {
    /** What stands before the signature in `Authorization`, such as `'Signature: '`; nothing by default. */
    readonly authorizationPrefix?: string | undefined
  }
}

/** The options of one scheme; for a scheme without any, an object without members. */
export type OptionsOf<Id extends SchemeId> = Id extends keyof SchemeOptions
  ? SchemeOptions[Id]
  : { readonly [name: string]: never }

/**
 * Makes a signer: the scheme looked up, its credentials checked and its key made ready, once for all requests.
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`; `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for
 * credentials or options; `ERR_ALGORITHM_REFUSED` for an RSA scheme in `countersign/hmac`; `ERR_WASM_UNAVAILABLE` where
 * the host runs no WebAssembly.
 *
 * @example
 * ```js
 * const signer = createSigner('securo.request', { apiKey: process.env.SECURO_KEY, secret: process.env.SECURO_SECRET })
 * const signed = signer.sign({ method: 'GET', url: 'https://api.securo.dev/api/v1/sessions' })
 * const response = await fetch(signed.url, signed)
 * ```
 */
export function createSigner<Id extends SchemeId>(
  scheme: Id,
  credentials: SchemeCredentials[Id],
  options?: OptionsOf<Id>,
): Signer

/** A scheme with its credentials. Where the language has `Symbol.dispose`, disposing of it forgets the key. */
export interface Signer extends Disposal {
  /** The scheme's id. */
  readonly scheme: SchemeId

  /**
   * Signs a request: synchronously, and without sending it.
   *
   * @throws {CountersignError} `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID` and `ERR_TIMESTAMP_INVALID` say which input
   * cannot be signed as it stands; `ERR_CREDENTIAL_INVALID` for an RSA key too small for the message;
   * `ERR_RANDOMNESS_UNAVAILABLE`; `ERR_INTERNAL` should the core itself fail, after which the next call works again.
   *
   * @example
   * ```js
   * const body = JSON.stringify({ product: 'LCI', type: 'deposit', amount: 1 })
   * const { headers, canonical } = signer.sign({ method: 'POST', url: 'https://api.securo.dev/api/v1/sessions', body })
   * ```
   */
  sign(request: SignRequest): Signed
}

/** A request as it will travel. What a scheme does not sign may be left out. */
export interface SignRequest {
  /** The method, in any case; by default `GET`, or `POST` with a body, where a scheme that signs it wants it said. */
  readonly method?: string | undefined
  /**
   * The absolute `https:` URL exactly as it is sent, as text or a `URL` object (`http:` only to a loopback host). A URL
   * that clients would rewrite before sending is refused, with the byte that is to blame.
   */
  readonly url?: string | UrlObject | undefined
  /** The request's own headers. Those that the scheme sets must not contradict it. */
  readonly headers?: HeadersLike | null | undefined
  /** The text or bytes that are sent, at most 32 MiB; never an object, since bytes are what is signed. */
  readonly body?: string | Bytes | null | undefined
  /**
   * A `Date`, which is written in the scheme's form, or the text to send, which is signed as it stands. The clock by
   * default. A number is refused, since it may be seconds or milliseconds.
   */
  readonly timestamp?: Date | string | undefined
}

/** A `URL` object. */
export interface UrlObject {
  readonly href: string
  readonly searchParams: object
}

/** Headers: a plain object, a `Headers`, a `Map`, or pairs of name and value. */
export type HeadersLike =
  | { readonly [name: string]: string | number | readonly string[] | undefined }
  | Iterable<readonly [name: string, value: string]>

/**
 * A signed request: what to send, and what was signed. It is a `RequestInit` too.
 *
 * @example
 * ```js
 * await fetch(signed.url, signed)
 * await axios({ ...signed, data: signed.body })
 * ```
 */
export interface Signed {
  /** The method in upper case. */
  method: string
  /** The URL to send to: for schemes that sign into the query, with their parameters. */
  url: string
  /** The request's own headers and the scheme's; a body without a content type gets one. */
  headers: Record<string, string>
  /**
   * The body to send: for schemes that sign a canonical form, that form; for schemes that sign into it, with their
   * members. Text where the request's was text or none, bytes where it was bytes; `undefined` for none.
   */
  body?: string | ReturnType<typeof Uint8Array.of>
  /** What the scheme added to the body, by name; `undefined` for schemes that add nothing. */
  fields: Record<string, string> | undefined
  /** The signature as it is sent; empty for schemes that sign nothing. */
  signature: string
  /** The string that was signed, for people and logs; an inner digest in it prints as `\xhh`. */
  canonical: string
  /** The timestamp as it was signed; empty for schemes that send none. */
  timestamp: string
}

/**
 * All schemes, as plain data: each row is what its signer works from. The objects are new at every call.
 *
 * @throws {CountersignError} `ERR_WASM_UNAVAILABLE`
 *
 * @example
 * ```js
 * for (const { id, canonical } of schemes()) console.log(id, canonical)
 * ```
 */
export function schemes(): Scheme[]

/** One way to sign, as a row of data. */
export interface Scheme {
  /** `provider.purpose`, in lower case. */
  id: SchemeId
  /** What it signs, in a few words. */
  title: string
  /** The URL of the provider's documentation. */
  documentation: string
  /** The day the document was last read, as `2026-11-22`. */
  checked: string
  /** The names of the credentials it needs. */
  credentials: string[]
  /** The options it takes, each with its default. */
  options: Record<string, string>
  /** Intermediate values, each with its template. */
  bindings: Record<string, string>
  /** The template of the canonical string; empty where nothing is signed. */
  canonical: string
  /** What makes the signature from it. */
  algorithm: 'none' | 'hmac-sha256' | 'hmac-sha512' | 'rsaes-pkcs1-v1_5'
  /** The template of the key. */
  key: string
  /** How the raw signature is written. */
  encoding: 'hex' | 'base64'
  /** The headers it adds, each with the template of its value. */
  headers: Record<string, string>
  /** The query parameters it adds. */
  query: Record<string, string>
  /** The members of the body that it adds. */
  fields: Record<string, string>
  /** How the timestamp is written. */
  timestamp: 'none' | 'seconds' | 'milliseconds' | 'iso8601'
  /** For a timestamp that says when the request expires: how far ahead of the clock, in seconds; otherwise 0. */
  expiresAfterSeconds: number
  /** Which bytes of the body are sent: those given, or the canonical ones that were signed. */
  body: 'as-given' | 'as-signed'
  /** What a body is where nothing else tells. */
  bodyType: 'json' | 'form'
  /** How often one may call, and how long to wait after a 429 without `Retry-After`, in seconds. */
  rateLimit: { requestsPerMinute: number; waitSeconds: number } | null
  /** The scheme that the provider wants used instead. */
  deprecated: SchemeId | null
  /** Whether the provider publishes figures that prove the row. */
  publishedVectors: boolean
  /** What its users should know. */
  notes: string[]
}

/**
 * Every error that the package throws. Its message says what was expected and what came, and never holds a secret.
 *
 * @example
 * ```js
 * try {
 *   signer.sign(request)
 * } catch (error) {
 *   if (!(error instanceof CountersignError) || error.code !== 'ERR_BODY_INVALID') throw error
 *   console.log(error.message, error.offset)
 * }
 * ```
 */
export class CountersignError extends Error {
  private constructor()
  override readonly name: 'CountersignError'
  /** What went wrong, for programs: stable, where the message is not. */
  readonly code: CountersignErrorCode
  /** The input to blame: `url`, `body`, a credential's or header's name. */
  readonly part?: string
  /** The byte within that input, counted from 0. */
  readonly offset?: number
  /** The header to blame. */
  readonly header?: string
}

/** What an error's `code` can be. */
export type CountersignErrorCode =
  | 'ERR_SCHEME_UNKNOWN'
  | 'ERR_SCHEME_INVALID'
  | 'ERR_CREDENTIAL_MISSING'
  | 'ERR_CREDENTIAL_INVALID'
  | 'ERR_REQUEST_INVALID'
  | 'ERR_BODY_INVALID'
  | 'ERR_TIMESTAMP_INVALID'
  | 'ERR_ALGORITHM_REFUSED'
  | 'ERR_RANDOMNESS_UNAVAILABLE'
  | 'ERR_WASM_UNAVAILABLE'
  | 'ERR_INTERNAL'

/** `{ [Symbol.dispose](): void }` where the `lib` in use knows that symbol. */
type Disposal = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
  ? { [Key in Dispose]: () => void }
  : {}

export {}
