// Written by hand, but for what it imports, which is generated from the catalogue. Uses only ECMAScript types, so it compiles without
// the types of DOM and Node.
import type { Catalogue, PartlyCovering } from './schemes.js'

/** The ids of the schemes in the catalogue: `provider.purpose`. */
// A look-up, not `keyof`: then the compiler's messages say `SchemeId` instead of all ids.
export type SchemeId = { [Id in keyof Catalogue]: Id }[keyof Catalogue]

/**
 * The scheme as an argument: an id of the catalogue, or a custom scheme. The compiler's message names this type. So for a misspelt id
 * this is the ids that may be meant, and for a custom scheme the members that schemes have.
 */
// Nothing is inferred from the ids that may be meant, so that they are looked for only if there is a mistake. `[Chosen]`, since with
// `Chosen` alone its literals would not be kept.
export type SchemeArgument<Chosen> = [Chosen] extends [string]
  ? [Chosen] extends [SchemeId]
    ? Chosen
    : IfNone<NoInfer<MeantBy<Chosen>>, SchemeId | SchemeDefinition>
  : DefinitionArgument<Chosen>

/** A custom scheme as an argument, without members that no scheme has: the compiler refuses them and suggests others. */
export type DefinitionArgument<Definition> = [Definition] extends [SchemeDefinition] ? KnownMembers<Definition> : Definition

/** Bytes: an ArrayBuffer, or any view of one (`Uint8Array`, Node's `Buffer`, `DataView`). */
export type Bytes = ArrayBuffer | ArrayBufferView

/** A `Uint8Array` over an `ArrayBuffer`, as TypeScript reads it before and since 5.7. */
type ByteArray = ReturnType<typeof Uint8Array.of>

/** A body that the caller passes. */
type GivenBody = string | Bytes | null | undefined

/** A body that is returned. */
type TextOrBytes = string | ByteArray | undefined

/**
 * A key or id, as a string (encoded as UTF-8) or bytes; never empty. A string in quotes, with white space around it, or that is
 * `undefined`, `null` or `[object Object]`, is refused; bytes are used as they are.
 */
export type Credential = string | Bytes

/**
 * A private key of the algorithm's type: PKCS#8, PKCS#1 or SEC 1, as PEM, DER or base64 of either, or a JWK. RSA has 2048 to 8192 bits
 * and two primes. For a curve, also the key by itself, as bytes, base64 or hex; for Ed25519, that is the seed, which the public key may
 * follow.
 */
export type PrivateKey = Credential | Jwk | KeyObjectLike

/**
 * A public key of the algorithm's type: SPKI or PKCS#1, as PEM, DER or base64 of either, or a JWK. RSA has 2048 to 8192 bits. For a
 * curve, also the key by itself, as bytes, base64 or hex: the 32 bytes of Ed25519, or a point, compressed or not.
 */
export type PublicKey = Credential | Jwk | KeyObjectLike

/** A `KeyObject` of Node. */
export interface KeyObjectLike {
  readonly type: 'secret' | 'private' | 'public'
  export(options?: any): any
}

/** An X.509 certificate with such a key: PEM, DER or base64 of either, one at a time. */
export type Certificate = Credential

/**
 * A key as a JSON Web Key. `alg`, `use` and `key_ops` are enforced: a key for another purpose is `ERR_CREDENTIAL_INVALID`, with the
 * member in `part`, such as `publicKeys.use`.
 */
export interface Jwk {
  /** The kind of key: `RSA`, `EC` or, for Ed25519, `OKP`. */
  readonly kty?: string | undefined
  /** The curve: `P-256`, `P-384`, `P-521`, `secp256k1` or `Ed25519`. */
  readonly crv?: string | undefined
  /** The public key of `OKP`, and the coordinates of that of `EC`, in base64url. */
  readonly x?: string | undefined
  readonly y?: string | undefined
  /** The modulus, in base64url. */
  readonly n?: string | undefined
  /** The public exponent, in base64url: usually `AQAB`. */
  readonly e?: string | undefined
  /**
   * The algorithm of the key, such as `PS256`, `ES256` or `EdDSA`, or `RSA1_5` for encryption. It must be the scheme's, or one that `jws.alg`
   * allows. If several are allowed, the key only verifies this one.
   */
  readonly alg?: string | undefined
  /** Ignored. */
  readonly ext?: boolean | undefined
  /** What the key may do: must include `verify`, or `encrypt` for a scheme that encrypts. */
  readonly key_ops?: readonly string[] | undefined
  /**
   * The id of the key. In a JWK Set, and for a scheme that says how its messages name a key, the key does not verify what names another.
   */
  readonly kid?: string | undefined
  /** The purpose of the key: `sig`, or `enc` for a scheme that encrypts. */
  readonly use?: string | undefined
  /** The private members, in base64url. */
  readonly d?: string | undefined
  readonly p?: string | undefined
  readonly q?: string | undefined
  readonly dp?: string | undefined
  readonly dq?: string | undefined
  readonly qi?: string | undefined
  /** Ignored: only certificates given as credentials are trusted. */
  readonly x5c?: readonly string[] | undefined
}

/** A JWK Set: the keys in it that are for something else are skipped. The `kid` of a message chooses among the others. */
export interface JwkSet {
  /** The keys. */
  readonly keys: readonly Jwk[]
}

/** One key, or several during a rotation, any of which may have signed. */
export type OneOrMany<Key> = Key | readonly Key[]

/** The keys to verify with, where a private key signs: at least one of the two members. */
export type PublicKeysOrCertificates =
  | { readonly publicKeys: OneOrMany<PublicKey>; readonly certificates?: OneOrMany<Certificate> }
  | { readonly publicKeys?: OneOrMany<PublicKey>; readonly certificates: OneOrMany<Certificate> }

/** The same for a verifier, which takes JWK Sets as well. */
export type VerificationKeys =
  | { readonly publicKeys: OneOrMany<PublicKey | JwkSet>; readonly certificates?: OneOrMany<Certificate> }
  | { readonly publicKeys?: OneOrMany<PublicKey | JwkSet>; readonly certificates: OneOrMany<Certificate> }

/** Keys that may be fetched later, once `needs` says which. */
export interface FetchedKeys {
  /** Public keys. */
  readonly publicKeys?: OneOrMany<PublicKey | JwkSet>
  /** Certificates. */
  readonly certificates?: OneOrMany<Certificate>
}

/** For a scheme whose messages bring their certificates along: the roots to trust in the place of the scheme's own, as in tests. */
export interface RootCertificates {
  /** Root certificates. */
  readonly rootCertificates?: OneOrMany<Certificate>
}

/** The ids of the keys, where messages name their key: one for all, or one for each key. A message that names another is not verified. */
export interface KeyIds {
  /** The `keyId` of the `KeyNeed` for which the key was fetched. */
  readonly keyIds?: OneOrMany<string>
}

type PerhapsPublicKeys = { readonly publicKeys?: OneOrMany<PublicKey>; readonly certificates?: OneOrMany<Certificate> }

/** Where the payload is: in the JWS; in the body (RFC 7515, appendix F); or in the body and signed unencoded (RFC 7797). */
export type JwsForm = 'attached' | 'detached' | 'unencoded'

/** The algorithm of a JWS with a key pair: RSASSA-PSS, RSASSA-PKCS1-v1_5, ECDSA (`ES256K` on secp256k1) or Ed25519 (`EdDSA`). */
export type JwsAlgorithm = `${'PS' | 'RS' | 'ES'}${256 | 384 | 512}` | 'ES256K' | 'EdDSA'

/** The algorithm of a JWS with a shared secret (`jws-hmac`): HMAC. */
export type JwsHmacAlgorithm = `HS${256 | 384 | 512}`

/** How a JWS is signed. */
export interface JwsOptions {
  /** `attached` by default. */
  readonly form?: JwsForm | undefined
  /** `PS256` by default. */
  readonly alg?: JwsAlgorithm | undefined
  /** The certificate of the key, which is sent as `x5c`; none by default. */
  readonly certificate?: Certificate | undefined
}

/** The JWS forms and algorithms that a verifier accepts. */
export interface JwsExpectations {
  /** Any form by default. */
  readonly form?: JwsForm | undefined
  /** Only `PS256` by default. */
  readonly alg?: JwsAlgorithm | readonly JwsAlgorithm[] | undefined
}

/** How a JWS with a shared secret is signed, by one algorithm, and which ones a verifier accepts. */
export interface JwsHmacOptions {
  /** As the scheme says by default. */
  readonly form?: JwsForm | undefined
  /** As the scheme says by default. */
  readonly alg?: JwsHmacAlgorithm | readonly JwsHmacAlgorithm[] | undefined
}

/** The covered components and parameters of an HTTP message signature (RFC 9421). */
export interface MessageSignatureOptions {
  /**
   * The covered components, in this order: headers in lower case, and `@method`, `@target-uri`, `@authority`, `@scheme`,
   * `@request-target`, `@path`, `@query`, `@query-param;name="…"` and `@status`, as a list or separated by spaces. By default
   * `['@method', '@target-uri', 'content-digest']`. A verifier refuses signatures that do not cover all of them.
   */
  readonly components?: string | readonly string[] | undefined
  /** The label of the signature; `sig1` by default. A verifier verifies only this one; by default any with these options. */
  readonly label?: string | undefined
  /** The hash of `content-digest`, if the request has none; `sha-256` by default. */
  readonly digest?: 'sha-256' | 'sha-512' | undefined
  /** The lifetime of the signature, in seconds; unlimited by default. */
  readonly expiresAfterSeconds?: number | undefined
  /** The name of the key; a verifier requires it if given. */
  readonly keyid?: string | undefined
  /** The name of the scheme's algorithm, to be sent. */
  readonly alg?: 'hmac-sha256' | 'rsa-pss-sha512' | 'rsa-v1_5-sha256' | undefined
  /** A string that is used once; a verifier requires it if given. */
  readonly nonce?: string | undefined
  /** The application of the signature; a verifier requires it if given. */
  readonly tag?: string | undefined
}

/** The options of AWS Signature Version 4. */
export interface AwsOptions {
  /** The region, such as `us-east-1`. */
  readonly region: string
  /** The service, such as `execute-api`. */
  readonly service: string
  /** `signed` signs the body (the default), `sent` also sends its hash, and `unsigned` does not sign it. */
  readonly payload?: 'signed' | 'sent' | 'unsigned' | undefined
  /** `twice` encodes the sent path once more before signing (the default); `once` does not, as for S3. */
  readonly pathEncoding?: 'twice' | 'once' | undefined
  /** `normalized` removes empty and dot segments before signing (the default); `as-sent` does not, as for S3. */
  readonly pathForm?: 'normalized' | 'as-sent' | undefined
}

/**
 * By default, RSA signatures and MACs over long canonical strings are computed by `node:crypto` where the host has it (Node, Deno, Bun,
 * Cloudflare Workers with `nodejs_compat`), with the same results. `wasm` keeps every key inside WebAssembly.
 */
export type HostCrypto = 'wasm'

/** The options that every signer takes. */
export interface SignerOptions<Key = 'external' | undefined> {
  /** `external` if a KMS, an HSM or WebCrypto holds the key: its credential may then be left out. */
  readonly key?: Key
  /**
   * Signs `http:` URLs of any host, for a mock server in Compose or in a cluster. By default only those of loopback hosts are signed:
   * anybody on the way could read and change what plain `http:` carries.
   */
  readonly allowHttp?: boolean | undefined
  /** `wasm` never uses the host's cryptography; see {@link HostCrypto}. */
  readonly crypto?: HostCrypto | undefined
}

/** The options of one scheme's signer. */
export type OptionsOf<Chosen, Key = undefined> = Chosen extends unknown ? SignerOptions<Key> & OptionsIn<DefinitionOf<Chosen>, 'signs'> : never

/** The options as the last argument, which may be left out unless an option has no default. */
export type OptionsArgument<Options> = {} extends Options ? [options?: Options | undefined] : [options: Options]

/**
 * The credentials of one scheme's signer. If `Key` is `external`, what the key is made of may be left out; with a `publicKey`, `finish`
 * checks the external signature.
 */
export type CredentialsOf<Chosen, Key = undefined> = Chosen extends unknown ? SignedWith<DefinitionOf<Chosen>, Key> : never

/**
 * The credentials of one scheme's verifier; each may be a list of keys. If several credentials are lists, the keys at the same index
 * belong together; a single value belongs to all.
 */
export type VerifierCredentialsOf<Chosen> = Chosen extends unknown ? VerifiedWith<DefinitionOf<Chosen>> : never

/** The options that every verifier takes. */
export interface VerifierOptions {
  /**
   * The allowed difference between timestamp and clock, in whole seconds and either direction; `Infinity` allows any. The scheme's by
   * default. More than a day (86400) is refused without `allowLongTolerance`.
   */
  readonly toleranceSeconds?: number | undefined
  /** Accepts a tolerance above a day. For that long, a recorded message can be replayed. */
  readonly allowLongTolerance?: boolean | undefined
  /** `ignored` accepts certificates outside their validity period; `checked` by default. */
  readonly certificateValidity?: 'checked' | 'ignored' | undefined
  /** `wasm` never uses the host's cryptography; see {@link HostCrypto}. */
  readonly crypto?: HostCrypto | undefined
}

/** The options of one scheme's verifier. */
export type VerifierOptionsOf<Chosen> = Chosen extends unknown ? VerifierOptions & OptionsIn<DefinitionOf<Chosen>, 'verifies'> : never

/**
 * Makes a signer: the scheme looked up, its credentials checked and its key made ready, once for all requests. The scheme is an id
 * of the catalogue or a custom scheme, which names its own credentials and options.
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`, and for a custom scheme `ERR_SCHEME_INVALID` with the path of the member;
 * `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for credentials; `ERR_OPTION_INVALID` for options;
 * `ERR_CERTIFICATE_REFUSED` for a `jws.certificate` of another key; `ERR_UNSUPPORTED` for a scheme that this import lacks;
 * `ERR_WASM_UNAVAILABLE` if the host runs no WebAssembly.
 *
 * @example
 * ```js
 * const signer = createSigner('securo.request', { apiKey: process.env.SECURO_KEY!, secret: process.env.SECURO_SECRET! })
 * const response = await signer.fetch('https://api.securo.dev/api/v1/sessions')
 * ```
 *
 * @example
 * With an external key, as in a KMS, the signer prepares the bytes to sign and takes the signature.
 * ```js
 * const signer = createSigner('tu-cambio.jws', { publicKey }, { key: 'external' })
 * const { signingInput, finish } = signer.prepare({ method: 'POST', url, body })
 * const signed = finish(await signInTheKms(signingInput))
 * ```
 */
export function createSigner<
  const Chosen extends string | SchemeDefinition,
  const Key extends 'external' | undefined = undefined,
>(
  scheme: SchemeArgument<Chosen>,
  credentials: CredentialsOf<Chosen, Key>,
  ...options: OptionsArgument<OptionsOf<Chosen, Key>>
): Key extends 'external' ? ExternalSigner : Signer

/** A scheme with credentials whose key is external. */
export interface ExternalSigner extends Disposal {
  /** The scheme's id. */
  readonly scheme: string

  /**
   * The public half of the key pair, which verifies what this signer signs and which a provider asks for: SPKI in base64. `undefined` for
   * a scheme without a key pair, and for an external key without a `publicKey`.
   */
  readonly publicKey: string | undefined

  /**
   * Makes the bytes to sign with the external key.
   *
   * @throws {CountersignError} `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID`, `ERR_TIMESTAMP_INVALID` and
   * `ERR_HEADER_MISSING`, as `sign`; `ERR_ARGUMENT_INVALID` for a signer that makes two signatures, as
   * `tu-cambio.request` with a `privateKey` does.
   */
  readonly prepare: (request: SignRequest) => Prepared
}

/** A scheme with its credentials. `Symbol.dispose`, if the runtime has it, wipes the key. */
export interface Signer extends ExternalSigner {
  /**
   * Signs a request synchronously, without sending it.
   *
   * @throws {CountersignError} `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID` and `ERR_TIMESTAMP_INVALID` name the input
   * that cannot be signed; `ERR_HEADER_MISSING` if a signed header is missing;
   * `ERR_CREDENTIAL_INVALID` for an RSA key too small for the message; `ERR_RANDOMNESS_UNAVAILABLE`; `ERR_INTERNAL`
   * should the core itself fail, after which the next call works again.
   *
   * @example
   * ```js
   * const body = JSON.stringify({ product: 'LCI', type: 'deposit', amount: 1 })
   * const { headers, canonical } = signer.sign({ method: 'POST', url: 'https://api.securo.dev/api/v1/sessions', body })
   * ```
   */
  readonly sign: <Body extends GivenBody = undefined>(request: SignRequest<Body>) => Signed<SentBody<Body>>

  /**
   * Signs a request and sends it with the host's `fetch`: what arrives is what was signed. A redirect is an error, since
   * the signature holds for one URL. It can be passed wherever a `fetch` is expected.
   *
   * @throws {CountersignError} by rejecting: as `sign`; `ERR_BODY_INVALID` for a stream; `ERR_REDIRECT_REFUSED`; and
   * whatever the host's `fetch` or the signal throws.
   *
   * @example
   * ```js
   * const response = await signer.fetch('https://api.moneroo.io/v1/payments', { method: 'POST', body, retry: true })
   * ```
   */
  readonly fetch: (resource: FetchResource, init?: FetchOptions) => Promise<FetchResponse>
}

/** The type of the host's `fetch` if it is known, else what all of them have in common. */
type HostFetch = typeof globalThis extends { readonly fetch: infer Fetch extends (...args: any) => any }
  ? Fetch
  : (resource: string, init?: { readonly signal?: object | null | undefined }) => Promise<CommonResponse>

/** The host's `RequestInit`. */
type HostInit = NonNullable<Parameters<HostFetch>[1]>

/** The type of one of its members; `never` if the host has no such member. */
type HostMember<Name extends string> = HostInit extends { readonly [Key in Name]?: infer Value } ? Value : never

/** The first argument of `fetch`: a URL, a `Request`, and whatever else the host takes. */
export type FetchResource = string | UrlObject | FetchMessage | Parameters<HostFetch>[0]

/** The host's `Response`. */
export type FetchResponse = Awaited<ReturnType<HostFetch>>

/** The members that every `Response` has. */
interface CommonResponse extends FetchMessage {
  readonly ok: boolean
  readonly status: number
  text(): Promise<string>
  json(): Promise<unknown>
}

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number
  readonly type: string
  arrayBuffer(): Promise<ArrayBuffer>
}

/** A `URLSearchParams` or `FormData`. */
export interface FormLike {
  append(name: string, value: string): void
  getAll(name: string): unknown[]
}

/** The host's `RequestInit`, with the options of signing. */
export type FetchOptions = Omit<HostInit, 'method' | 'headers' | 'body' | 'redirect' | 'duplex'> & {
  /** The method, in any case; by default `GET`, or `POST` with a body. */
  readonly method?: string | undefined
  /** The request's own headers. They must not contradict those that the scheme sets. */
  readonly headers?: HeadersLike | HostMember<'headers'> | null | undefined
  /**
   * The body to send, at most 32 MiB. A stream is refused with `ERR_BODY_INVALID`, since its bytes are not known before it is sent.
   * The type allows one, so that `fetch` is assignable to the host's.
   */
  readonly body?: GivenBody | BlobLike | FormLike | HostMember<'body'>
  /**
   * `manual` returns a redirect as the response; by default it is an error. It is never followed: `follow` is refused with
   * `ERR_REQUEST_INVALID`. The type allows it for the same reason.
   */
  readonly redirect?: 'error' | 'manual' | HostMember<'redirect'> | undefined
  /** As in `sign`; not with `retry`, for which each attempt has its own timestamp. */
  readonly timestamp?: Date | string | undefined
  /** As in `sign`; not with `retry`, for which each attempt has its own timestamp. */
  readonly now?: Date | undefined
  /**
   * Retries after a 429, with a new timestamp and signature, once `Retry-After` or else the scheme's rate limit allows it. Nothing else
   * is retried, since the request may have taken effect.
   */
  readonly retry?: boolean | RetryOptions | undefined
}

/** Retry limits for 429 responses; after that the response is returned. */
export interface RetryOptions {
  /** The most attempts, the first included; 3 by default. */
  readonly attempts?: number | undefined
  /** The longest single wait, in seconds; 120 by default. */
  readonly maxWaitSeconds?: number | undefined
}

/** A request that waits for its external signature. */
export interface Prepared {
  /** The algorithm to sign `signingInput` with, as `crypto.subtle.sign` takes it. */
  algorithm: SigningAlgorithm
  /** The bytes to sign. */
  signingInput: ByteArray
  /**
   * Puts the raw signature into the request. One by ECDSA may be in DER, or r and s.
   *
   * @throws {CountersignError} `ERR_SIGNATURE_INVALID` for a signature of the wrong length or form, or one that the `publicKey`, if
   * given, does not verify; `ERR_ARGUMENT_INVALID` for anything but bytes.
   */
  finish(signature: Bytes): Signed
}

/** An algorithm, with the names of WebCrypto. */
export interface SigningAlgorithm {
  /**
   * `none` if the credential itself is sent; `RSAES-PKCS1-v1_5` is the encryption of `smile-id.sec-key`; the name of a hash is a plain
   * hash over key and signing input. `Derived-HMAC` is HMAC with a key `K` that is derived for `keyScope`: `K = HMAC(K, element)` for
   * each element between slashes, from the scheme's key on, which for AWS is `AWS4` and the secret access key.
   */
  name: 'none' | 'HMAC' | 'Derived-HMAC' | HashName | 'RSA-PSS' | 'RSASSA-PKCS1-v1_5' | 'RSAES-PKCS1-v1_5' | 'ECDSA' | 'Ed25519'
  /** The hash function, if there is one. */
  hash?: HashName
  /** For a plain hash, whether the key comes first, last or in both places. */
  key?: 'first' | 'last' | 'both'
  /** For RSA-PSS, the length of the salt in bytes. */
  saltLength?: number
  /** For ECDSA, the curve. */
  namedCurve?: 'P-256' | 'P-384' | 'P-521' | 'secp256k1'
  /** For ECDSA, the form in which the signature is sent. `finish` takes both: DER, as a KMS makes it, and r and s, as WebCrypto makes it. */
  dsaEncoding?: DsaEncoding
  /** For `Derived-HMAC`, what the key is derived for, such as `20261127/us-east-1/iam/aws4_request`. */
  keyScope?: string
}

/** How an ECDSA signature is written, in Node's words: in DER, or as r and s, each as long as the order of the curve. */
export type DsaEncoding = 'der' | 'ieee-p1363'

/** The name of a hash function. */
export type HashName = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** A request as it will be sent. Parts that the scheme does not sign may be left out. */
export interface SignRequest<Body extends GivenBody = GivenBody> {
  /** The method, in any case; required if the scheme signs it, else `GET`, or `POST` with a body, by default. */
  readonly method?: string | undefined
  /** The status of a response, if the scheme signs it. */
  readonly status?: number | undefined
  /**
   * The absolute `https:` URL exactly as it is sent, as a string or a `URL` object (`http:` only for a loopback host, or with `allowHttp`). A URL that
   * clients would rewrite before sending is refused; the error names the byte.
   */
  readonly url?: string | UrlObject | undefined
  /** The request's own headers. They must not contradict those that the scheme sets. */
  readonly headers?: HeadersLike | null | undefined
  /** The string or bytes that are sent, at most 32 MiB; never an object, since bytes are signed. */
  readonly body?: Body | (undefined extends Body ? undefined : never)
  /**
   * A `Date`, which is written in the scheme's form, or the string to send, which is signed as it is and has to be in a form that the
   * scheme accepts; the clock by default. A number is refused, since it may be seconds or milliseconds.
   */
  readonly timestamp?: Date | string | undefined
  /** What time it is; the clock by default. Where there is a `timestamp`, it is not looked at. */
  readonly now?: Date | undefined
}

/** A `URL` object. */
export interface UrlObject {
  readonly href: string
  readonly searchParams: object
}

/** Headers: a plain object, a `Headers`, a `Map`, or pairs of name and value. */
export type HeadersLike =
  | { readonly [name: string]: string | number | readonly string[] | undefined }
  | Iterable<readonly string[]>
  | { get(name: string): string | null; forEach(callback: (value: string, name: string) => void): void }

/** The body to send: text for text, bytes for bytes, and for none that of schemes that sign into it; `any` for `any`. */
export type SentBody<Body extends GivenBody> = IsAny<Body> extends true
  ? any
  : Body extends string
    ? string
    : Body extends Bytes
      ? ByteArray
      : string

type IsAny<Value> = 0 extends 1 & Value ? true : false

/**
 * A signed request: what to send, and what was signed. It is also a `RequestInit`.
 *
 * @example
 * ```js
 * await fetch(signed.url, { ...signed, redirect: 'manual' }) // a signature holds for one URL
 * await axios({ ...signed, data: signed.body, transformRequest: [] }) // a text; axios changes bodies unless told not to
 * ```
 */
export interface Signed<Body extends string | ByteArray = string | ByteArray> {
  /** The method in upper case. */
  method: string
  /** The URL to send to; with the scheme's parameters, if it signs into the query. */
  url: string
  /** The headers to send: the request's and the scheme's. A JSON body, or a form that is signed, gets a content type if it has none. */
  headers: Record<string, string>
  /**
   * The body to send: in canonical form, if the scheme signs that; with the scheme's members, if it signs into the body. A string if
   * the request's body was a string or absent, bytes if it was bytes; `undefined` for no body.
   */
  body?: Body
  /** The members that the scheme added to the body; `undefined` if it adds none. */
  fields: Record<string, string> | undefined
  /** The signature as it is sent; empty for schemes that sign nothing. */
  signature: string
  /** The string that was signed, for people and logs; raw bytes in it are written as `\xhh`. */
  canonical: string
  /** The timestamp to send; `undefined` for schemes that send none. */
  timestamp: string | undefined
}

/**
 * Makes a verifier: the scheme looked up, and its keys checked and made ready, once for all messages. The scheme is an id of the
 * catalogue or a custom scheme, which names its own credentials and options.
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`, and for a custom scheme `ERR_SCHEME_INVALID` with the path of the member;
 * `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for credentials; `ERR_OPTION_INVALID` for options; `ERR_UNSUPPORTED` for a
 * scheme that this import lacks; `ERR_WASM_UNAVAILABLE` if the host runs no WebAssembly.
 *
 * @example
 * ```js
 * const verifier = createVerifier('stripe.webhook', { secret: process.env.STRIPE_WEBHOOK_SECRET! })
 * const { ok } = verifier.check({ headers: request.headers, body: rawBody })
 * ```
 */
export function createVerifier<const Chosen extends string | SchemeDefinition>(
  scheme: SchemeArgument<Chosen>,
  credentials: VerifierCredentialsOf<Chosen>,
  ...options: OptionsArgument<VerifierOptionsOf<Chosen>>
): Verifier<CoversBody<Chosen>, InputsOf<Chosen>>

/** Whether the signature of a scheme covers the whole body; for a custom scheme, that is checked when verifying. */
export type CoversBody<Chosen> = Chosen extends PartlyCovering
  ? false
  : Chosen extends { readonly id: PartlyCovering }
    ? Chosen extends DefinitionOf<Chosen['id']>
      ? false
      : true
    : true

/**
 * The inputs of one scheme, as a verified message has them: an optional input that the message lacks is empty. For the standards, the
 * parameters of the signature.
 */
export type InputsOf<Chosen> = SchemeId extends Chosen ? Record<string, string> : InputsIn<DefinitionOf<Chosen>>

/** A scheme with the keys that may have signed. `Symbol.dispose`, if the runtime has it, wipes the keys. */
export interface Verifier<Whole extends boolean = true, Inputs = Record<string, string>> extends Disposal {
  /** The scheme's id. */
  readonly scheme: string

  /** The least that the signature of a valid message covers, with these options. */
  readonly covers: Covers

  /**
   * Verifies a received message synchronously.
   *
   * @throws {CountersignError} `ERR_SIGNATURE_MISMATCH` if no key made the signature; `ERR_SIGNATURE_STALE` if it
   * is correct, but too old or in the future; `ERR_CERTIFICATE_REFUSED` if it is correct, but its certificate is not valid
   * now; `ERR_KEY_NEEDED` if it names a key that is not at hand; `ERR_KEY_SOURCE_REFUSED` if it names a key that none can be; `ERR_HEADER_MISSING`, `ERR_HEADER_MALFORMED`, `ERR_TIMESTAMP_INVALID`, `ERR_REQUEST_INVALID` and
   * `ERR_BODY_INVALID` for unreadable input; `ERR_ALGORITHM_REFUSED` for a JWS with an algorithm that is not allowed;
   * `ERR_ARGUMENT_INVALID` for a `now` that is no time; `ERR_DISPOSED`.
   *
   * @example
   * ```js
   * const verified = verifier.verify({ headers: request.headers, body: rawBody })
   * const event = verified.json()
   * ```
   */
  readonly verify: <Body extends GivenBody = undefined>(message: ReceivedMessage<Body>) => Verified<BodyOf<Body>, Whole, Inputs>

  /**
   * Verifies a received message and returns the result: no message makes it throw.
   *
   * @throws {CountersignError} only for errors that no message can cause: `ERR_ARGUMENT_INVALID`, `ERR_DISPOSED`,
   * `ERR_WASM_UNAVAILABLE`, `ERR_INTERNAL`.
   *
   * @example
   * ```js
   * const result = verifier.check({ headers: request.headers, body: rawBody })
   * if (!result.ok) console.warn(result.code)
   * ```
   */
  readonly check: <Body extends GivenBody = undefined>(message: ReceivedMessage<Body>) => CheckResult<BodyOf<Body>, Whole, Inputs>

  /**
   * The key to fetch before the message can be verified; `null` if a key at hand may have signed it, or if the scheme does not say
   * where its keys come from. Nothing of the message is verified. A verifier without keys can be asked.
   *
   * @throws {CountersignError} `ERR_KEY_SOURCE_REFUSED` if the message names a URL that is not on one of the scheme's hosts; as `verify`
   * if it names no key.
   *
   * @example
   * ```js
   * const need = verifier.needs({ headers: request.headers, body: rawBody })
   * const key = need && (await fetchKey(need))
   * ```
   */
  readonly needs: (message: ReceivedMessage) => KeyNeed | null

  /**
   * Verifies a fetch `Request` or `Response`: reads its body, at most 32 MiB, and returns it.
   *
   * @throws {CountersignError} as `verify`, by rejecting; `ERR_BODY_INVALID` if the body has already been read.
   *
   * @example
   * ```js
   * const event = (await verifier.verifyRequest(request)).json()
   * ```
   */
  readonly verifyRequest: (request: FetchMessage, options?: VerifyRequestOptions) => Promise<Verified<ByteArray, Whole, Inputs>>
}

/** The key that a message was signed with, to be fetched by the caller. */
export interface KeyNeed {
  /** The id of the key: the credential `keyIds` of what is fetched. It is the URL, if the scheme names its keys by their URLs. */
  readonly keyId: string
  /** The credential to fetch. */
  readonly credential: 'publicKeys' | 'certificates'
  /** The URL to fetch, on one of the scheme's hosts; absent if only the provider's documentation says how a key is fetched. */
  readonly url?: string
}

/** What a `Request` does not contain. */
export interface VerifyRequestOptions {
  /** The URL as the client requested it, if a proxy changed it. */
  readonly url?: string | UrlObject | undefined
  /** The time of the check; the clock by default. */
  readonly now?: Date | undefined
}

/** A message as it was received. Parts that the scheme does not sign may be left out. */
export interface ReceivedMessage<Body extends GivenBody = GivenBody> {
  /** The method, if the scheme signs it. */
  readonly method?: string | undefined
  /** The status of a response, if the scheme signs it. */
  readonly status?: number | undefined
  /** The URL as the client requested it, if the scheme signs it; behind a proxy, the server may see another one. */
  readonly url?: string | UrlObject | undefined
  /** The headers; lines of the same name stay separate. */
  readonly headers?: HeadersLike | null | undefined
  /** The raw string or bytes, before any parsing; at most 32 MiB. */
  readonly body?: Body | (undefined extends Body ? undefined : never)
  /** The time of the check; the clock by default. A number is refused, since it may be seconds or milliseconds. */
  readonly now?: Date | undefined
}

/** A `Request` or `Response` of fetch, in any runtime. */
export interface FetchMessage {
  /** The method of a request. */
  readonly method?: string
  /** The status of a response. */
  readonly status?: number
  /** The URL. */
  readonly url: string
  /** A `Headers`. */
  readonly headers: { get(name: string): string | null }
  /** Whether the body has been read. */
  readonly bodyUsed: boolean
  /** Reads the body. */
  arrayBuffer(): Promise<ArrayBuffer>
}

/** The body of a verified message: text for text, a `Uint8Array` for bytes; `any` for `any`. */
export type BodyOf<Body extends GivenBody> = IsAny<Body> extends true
  ? any
  : Body extends string
    ? string
    : Body extends Bytes
      ? ByteArray
      : undefined

/** The facts of a valid signature. */
export interface VerifiedSignature<Inputs = Record<string, string>> {
  /** The scheme's id. */
  scheme: string
  /** The timestamp as it was signed; `undefined` if none was, so there is no replay protection. */
  timestamp: string | undefined
  /** The time in the timestamp, if there is one. */
  signedAt: Date | undefined
  /** The index of the key that signed, from 0. */
  keyIndex: number
  /** The template of the canonical string that was signed; empty if the scheme signs nothing. */
  canonical: string
  /**
   * The replay key: the SHA-256 of the canonical string, in hexadecimal. A message that arrives twice has the same one, so store it to
   * refuse replays. Empty if the scheme signs nothing.
   */
  fingerprint: string
  /**
   * The signed values from headers, query and body, by their names in the scheme. Read these instead of parsing the message yourself.
   */
  inputs: Inputs
  /** Which parts of the message the signature covers. */
  covers: Covers
}

/** Which parts of a message a signature covers; values of a part that is not covered whole are in `inputs`. */
export interface Covers {
  readonly method: Coverage
  /** Scheme, host, path and query. */
  readonly url: Coverage
  readonly query: Coverage
  /** Usually `part`: some headers. */
  readonly headers: Coverage
  /** The bytes, or their JSON value, if the scheme signs JSON in canonical form. */
  readonly body: Coverage
}

/** `'part'` also if everything is covered, but not the order or the ends of its pieces. */
export type Coverage = 'whole' | 'part' | 'none'

/** A message with a valid signature; with its body, if the signature covers the whole body. */
export type Verified<
  Body extends TextOrBytes = TextOrBytes,
  Whole extends boolean = true,
  Inputs = Record<string, string>,
> = VerifiedMessage<Body, Inputs> & (Whole extends true ? SignedBody<Body> : unknown)

/** The facts of a valid signature, and the received body. */
export interface VerifiedMessage<Body extends TextOrBytes = TextOrBytes, Inputs = Record<string, string>>
  extends VerifiedSignature<Inputs> {
  /** The facts of the companion's signature, a JWS, if its keys were given. */
  companion: VerifiedSignature | undefined
  /** The received body, signed or not; bytes are a copy. */
  received: { body: Body }
}

/**
 * The signed body. Reading it throws `ERR_BODY_NOT_SIGNED` if a custom scheme or the options do not cover the whole body.
 */
export interface SignedBody<Body extends TextOrBytes = TextOrBytes> {
  /** The received body, bytes as a copy; in canonical form, if the scheme signs that. */
  readonly body: Body
  /**
   * The body as a string.
   *
   * @throws {CountersignError} `ERR_BODY_INVALID` for bytes that are not UTF-8.
   */
  text(): string
  /**
   * The body parsed as JSON, with the type that the caller chooses.
   *
   * @throws {CountersignError} `ERR_BODY_INVALID` for a body that is not JSON.
   */
  json<Value = any>(): Value
}

/** The result of `check`: a valid message, or the error. */
export type CheckResult<
  Body extends TextOrBytes = TextOrBytes,
  Whole extends boolean = true,
  Inputs = Record<string, string>,
> = Accepted<Body, Whole, Inputs> | Refused

/** A message that passed the check. */
export type Accepted<
  Body extends TextOrBytes = TextOrBytes,
  Whole extends boolean = true,
  Inputs = Record<string, string>,
> = Verified<Body, Whole, Inputs> & {
  ok: true
  code?: undefined
  error?: undefined
}

/** A message that did not pass the check: `code` is that of `error`, and `error` what `verify` would have thrown. */
export type Refused = RefusedWith<CountersignError>

/** One type for each type of error, so that `code` tells which facts `error` has. */
type RefusedWith<Reason extends CountersignError> = Reason extends CountersignError
  ? { ok: false; code: Reason['code']; error: Reason }
  : never

/**
 * Finds out why a signature does not match: tries known mistakes until one reproduces the received signature. For debugging; never
 * call it while serving a request: it returns the expected signature, and needs the secret. It takes from 1 ms to about half a second;
 * `createExplainer` does the same in steps.
 *
 * Edge builds do not contain it: import it from `countersign/explain`.
 *
 * @param request what was sent, or received; with its `timestamp`, where no header carries it
 * @param rest `received`, the signature that was refused, or the header that holds it, by default the one among the headers; and
 * `options`
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`, and for a custom scheme `ERR_SCHEME_INVALID` with the path of the member;
 * `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for credentials; `ERR_OPTION_INVALID` for options; `ERR_ARGUMENT_INVALID` for
 * `signedBy`, `budgetBytes`, `now` and `received`; `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID`, `ERR_TIMESTAMP_INVALID`,
 * `ERR_HEADER_MISSING` and `ERR_HEADER_MALFORMED` for a request that cannot be read; `ERR_UNSUPPORTED` where this entry point leaves
 * `explain` out; `ERR_WASM_UNAVAILABLE` if the host runs no WebAssembly.
 *
 * @example
 * ```js
 * const report = explain('github.webhook', { secret }, { body, headers })
 * for (const { causes } of report.findings) console.log(causes.map(({ detail, fix }) => `${detail} ${fix}`).join('\n'))
 * ```
 */
export function explain<const Chosen extends string | SchemeDefinition>(
  scheme: SchemeArgument<Chosen>,
  credentials: ExplainCredentials<Chosen>,
  request: ExplainRequest,
  ...rest: ExplainArguments<Chosen>
): Report

/**
 * `explain` in steps, so that a page can show progress, and stop.
 *
 * @throws {CountersignError} as `explain`.
 *
 * @example
 * ```js
 * const search = createExplainer('github.webhook', { secret }, { body, headers })
 * while (!search.step(1 << 20)) postMessage(search.report().tried)
 * const report = search.report()
 * ```
 */
export function createExplainer<const Chosen extends string | SchemeDefinition>(
  scheme: SchemeArgument<Chosen>,
  credentials: ExplainCredentials<Chosen>,
  request: ExplainRequest,
  ...rest: ExplainArguments<Chosen>
): Explainer

/** A search in steps. `Symbol.dispose`, if the runtime has it, wipes its keys. */
export interface Explainer extends Disposal {
  /** Searches until about `budgetBytes` more are hashed, or to the end; returns `true` at the end. */
  readonly step: (budgetBytes?: number) => boolean
  /** The report so far. */
  readonly report: () => Report
  /**
   * The case as plain data that can be shared. Every credential but `publicKeys` and `certificates` is replaced by a fresh one of the
   * same shape, wherever it occurs in the case: in upper or lower case, percent-encoded, in a form, with JSON or XML escapes, in base64
   * or hexadecimal, and in any nesting of these, in strings and in bytes. The signature is made with the fresh credentials and the same
   * mistakes; if nothing was found, it is random. `name` says which, and whether the fresh case has the same finding.
   *
   * A fresh credential keeps the length, the kind of each character, and a prefix that only tells the kind of secret, such as `whsec_`.
   *
   * @throws {CountersignError} `ERR_EXPORT_REFUSED` where a credential would be left, as in a custom scheme, or by chance where it has
   * few bytes; where the case does not read without it; for private keys; for a signature that only a private key makes, unless all
   * keys given are public; and for a secret that is not UTF-8. `ERR_RANDOMNESS_UNAVAILABLE`; `ERR_DISPOSED`.
   */
  readonly export: () => SavedCase
}

/** A saved case, as the command line explains it: `npx countersign explain case.json`. */
export interface SavedCase {
  /** A name for people. */
  name?: string
  /** The scheme's id, or a custom scheme. */
  scheme: string | SchemeDefinition
  /** The request; a body that is not UTF-8 is in `bodyBase64`. */
  request: {
    method?: string
    url?: string
    status?: number
    timestamp?: string
    headers?: Record<string, string>
    body?: string
    bodyBase64?: string
  }
  /** The secret, or several. */
  secret?: string | string[]
  /** The other credentials. */
  credentials?: Record<string, string | string[]>
  /** The received signature, if it is not in the headers. */
  receivedSignature?: string
  /** Who signed, as the findings say. */
  signedBy?: 'client' | 'provider'
  /** The other options; in JSON, a `toleranceSeconds` of null is `Infinity`. */
  options?: Record<string, unknown>
}

/** The credentials to explain with: those that make the key. Others may be left out, if the message has them. Each may be several keys. */
export type ExplainCredentials<Chosen> = Chosen extends unknown ? ExplainedWith<DefinitionOf<Chosen>> : never

/** The arguments after the request, which may be left out. So may options of the scheme that the message says, such as a region. */
export type ExplainArguments<Chosen> = [
  received?: string | undefined,
  options?: (ExplainOptions & Partial<VerifierOptionsOf<Chosen>>) | undefined,
]

/** A request as it was sent, or a message as it was received. */
export interface ExplainRequest extends Omit<SignRequest, 'timestamp' | 'now'> {
  /** The timestamp as it was sent, or a `Date`, which is written in the scheme's form; by default the one in the headers. */
  readonly timestamp?: Date | string | undefined
}

/** The options of a search. */
export interface ExplainOptions {
  /** The most bytes to hash; 64 MiB by default. */
  readonly budgetBytes?: number | undefined
  /** Who signed, as the findings say; the scheme's `signedBy` by default. */
  readonly signedBy?: 'client' | 'provider' | undefined
  /** The time of the check; the clock by default. */
  readonly now?: Date | undefined
}

/** The result of an explanation. */
export interface Report {
  /**
   * `match`: the received signature is correct. `stale`: it is correct, but too old or in the future. `explained`: `findings` reproduce
   * it. `unexplained`: no known mistake does.
   */
  verdict: 'match' | 'stale' | 'explained' | 'unexplained'
  /** The expected signature, as the scheme writes it; empty if none can be made. */
  expected: string
  /** The expected canonical string. */
  canonical: Segment[]
  /** The expected strings of which only the hash is signed, by their names in the scheme, such as the canonical request of AWS. */
  preimages: Segment[]
  /** The index of the key that made the received signature, from 0. */
  keyIndex: number | undefined
  /** How long ago it was signed, in seconds; negative for the future. */
  ageSeconds: number | undefined
  /** Warnings that need no hashing. */
  warnings: Cause[]
  /** What reproduces the received signature, the most likely first. */
  findings: Finding[]
  /** Why this request cannot be signed, such as a body that is not JSON for a scheme that serialises it. */
  fault: CountersignError | undefined
  /** How many signatures were tried. */
  tried: number
  /** How many bytes were hashed for them. */
  hashedBytes: number
  /** Whether all known mistakes were tried; `false` if something was found, or the budget was used up. */
  exhausted: boolean
}

/** Causes that together reproduce the received signature. */
export interface Finding {
  /** The causes, one or two. */
  causes: Cause[]
  /** Other causes that would make the same bytes. */
  alternatives: Cause[][]
  /** The index of the key that was used, from 0. */
  keyIndex: number
  /** The canonical string that was signed instead. */
  canonical: Segment[]
  /** The strings that were hashed instead, as `preimages` in `Report`. */
  preimages: Segment[]
}

/** A mistake that was found, or a warning. */
export interface Cause {
  /** A stable name, such as `body-minified`. Any string: the `misreadings` of a custom scheme have ids of their own. */
  id: string
  /** A short title. */
  title: string
  /** What happened, in a sentence. */
  detail: string
  /** What to do. */
  fix: string
}

/** A part of a canonical string. */
export interface Segment {
  /** The origin of the bytes: an input such as `body`, or `literal` for a literal of the scheme. */
  label: string
  /** Its bytes. */
  bytes: ByteArray
  /** The bytes as a string, if they are UTF-8. */
  text: string | undefined
}

/**
 * All schemes of the catalogue, as plain data; new objects at every call.
 *
 * @throws {CountersignError} `ERR_WASM_UNAVAILABLE`
 *
 * @example
 * ```js
 * for (const { id, canonical } of schemes()) console.log(id, canonical)
 * ```
 */
export function schemes(): Scheme[]

/**
 * The algorithm of a scheme: none; HMAC; a plain hash with the key first, last or in both places; RSA encryption; a signature by RSA, ECDSA
 * or Ed25519, of which those with SHA-1 only verify; a JWS with a key pair, or with a shared secret.
 */
export type Algorithm =
  | 'none'
  | `hmac-${Hash}`
  | `${Hash}-key-${'first' | 'last' | 'both'}`
  | 'rsaes-pkcs1-v1_5'
  | `rsassa-pss-${'sha256' | 'sha384' | 'sha512'}`
  | `rsassa-pkcs1-v1_5-${'sha1' | 'sha256' | 'sha384' | 'sha512'}`
  | `ecdsa-p256-${'sha1' | 'sha256'}`
  | 'ecdsa-p384-sha384'
  | 'ecdsa-p521-sha512'
  | 'ecdsa-secp256k1-sha256'
  | 'ed25519'
  | 'jws'
  | 'jws-hmac'

type Hash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** How one provider signs, as plain data. */
export interface Scheme {
  /** `provider.purpose`, in lower case. */
  id: SchemeId
  /** A short title. */
  title: string
  /** The URL of the provider's documentation. */
  documentation: string
  /** The day on which the documentation was last checked, as `2026-11-22`. */
  lastChecked: string
  /** The names of the credentials it signs with. */
  credentials: string[]
  /** The options it takes, each with its default. */
  options: Record<string, string>
  /** The standard in which the sender chooses what is signed, or a token; it computes the bindings with empty templates. */
  profile: 'http-message-signatures' | 'aws-signature-v4' | 'json-web-token' | null
  /** Intermediate values, each with its template. */
  bindings: Record<string, string>
  /**
   * Values from the request, by their names in templates, with their places: `header:webhook-id`, `headers:x-acme-`, `query:id`,
   * `field:id` or `field:/data/id`, `claim:jti` or `protected:kid` in a token; with a trailing `?`, the value is optional.
   */
  inputs: Record<string, string>
  /** The one input that may contain the separator of the inputs, if the provider escapes nothing; usually empty. */
  freeInput: string
  /** The JSON pointer of items in the body that are signed one by one; usually empty. */
  signedItems: string
  /** The template of the canonical string; empty if nothing is signed. */
  canonical: string
  /** Further canonical strings that a verifier accepts. */
  acceptedCanonicals: string[]
  /** The claims of a JSON Web Token, by name or JSON pointer, each with its template. */
  claims: Record<string, string>
  /** The members of the token's header after `alg`, each with its template. */
  tokenHeader: Record<string, string>
  /** The algorithm that signs the canonical string. */
  algorithm: Algorithm
  /** The template of the key. */
  key: string
  /** Further algorithms of a token: one signs with the first that its key fits, and a verifier accepts all. */
  acceptedAlgorithms: Algorithm[]
  /** What the provider writes in front of the keys of a pair, such as `whpk_`; usually empty. */
  keyPrefixes: string[]
  /** The size in bits of the smallest RSA key that is accepted; `null` for 2048, and for 1024 where it encrypts. */
  minimumKeyBits: number | null
  /** The length in bytes of the salt of RSASSA-PSS; `null` for that of the digest. */
  saltLength: number | null
  /**
   * How an ECDSA signature is written; `null` for DER, but r and s in HTTP Message Signatures. `der-or-ieee-p1363` is written in DER and
   * read in both forms. A JWS always has r and s.
   */
  dsaEncoding: DsaEncoding | 'der-or-ieee-p1363' | null
  /** Where a receiver fetches the provider's keys: an input that holds the URL, or a URL with inputs in it; usually empty. */
  keyUrl: string
  /** The hosts from which keys are fetched. */
  keyHosts: string[]
  /** The template of the id by which a message names its key, over inputs; usually empty. */
  keyId: string
  /** The credential that is fetched. */
  keyCredential: 'publicKeys' | 'certificates'
  /** For a JWS that brings its certificates along (`x5c`: leaf, intermediate, root): the SHA-256 of each trusted root, in hexadecimal. */
  trustedRoots: string[]
  /** The object identifiers of the extensions that the leaf and the intermediate certificate must have. */
  certificateExtensions: string[]
  /** The JSON pointer in the payload of the time at which the certificates must be valid, in milliseconds since 1970; usually empty. */
  certificateTime: string
  /**
   * The binding for which the key is derived; usually empty. With `K` the key, `K = HMAC(K, element)` is computed for each element of
   * its value between slashes, as in AWS Signature Version 4.
   */
  keyScope: string
  /** The encoding of the signature; `base64-lines` may contain line breaks when it is received. */
  encoding: 'hex' | 'base64' | 'base64-lines' | 'base64-percent' | 'base64url'
  /** The headers it adds, each with the template of its value. */
  headers: Record<string, string>
  /** The query parameters it adds. */
  query: Record<string, string>
  /** The members of the body that it adds. */
  fields: Record<string, string>
  /** The headers that contain a list, with their separators: any of several signatures may match. */
  listSeparators: Record<string, string>
  /** Further templates that a verifier accepts in a place, such as `['header:Authorization', 'Signature: {signature}']`. */
  acceptedPlacements: [place: string, template: string][]
  /** The form of the timestamp. */
  timestamp: TimestampForm
  /** Further forms of the timestamp that a verifier accepts. */
  acceptedTimestamps: TimestampForm[]
  /** The allowed difference between timestamp and clock, in seconds; `null` if no time is signed or checked. */
  toleranceSeconds: number | null
  /** For a timestamp that is an expiry: how far ahead of the clock it is written, in seconds; otherwise 0. */
  expiresAfterSeconds: number
  /** Which body is sent: the given one, the canonical one that is signed, or an object with a JWS that carries the signed one. */
  body: 'as-given' | 'as-signed' | 'carried'
  /** The type of a body without a content type. */
  bodyType: 'json' | 'form' | 'json-or-form'
  /** Who signs: `client` for requests, `provider` for webhooks. */
  signedBy: 'client' | 'provider'
  /** A second scheme on the same message, for callers who give its credentials; it only adds headers. */
  companion: Scheme | null
  /**
   * Whether the provider joins inputs without a separator, so that bytes can move from one input to the next. Verifiers refuse such a
   * scheme unless this is `true`.
   */
  touchingInputs: boolean
  /** The rate limit, and the wait in seconds after a 429 without `Retry-After`. */
  rateLimit: { requestsPerMinute: number; waitSeconds: number } | null
  /** The scheme that replaces this one, if it is deprecated. */
  deprecated: string | null
  /** Whether the provider publishes test vectors. */
  hasPublishedVectors: boolean
  /** Notes for users. */
  notes: string[]
  /** Misreadings of the documentation, which `explain` can name. */
  misreadings: Misreading[]
}

/** Another way to understand the provider's documentation. */
export interface Misreading {
  /** The stable name of the cause. */
  id: string
  /** The part of the scheme that differs: `canonical`, or the name of a binding. */
  part: string
  /** The template of the misreading. */
  template: string
  title: string
  /** What happened, in a sentence; `@` stands for `The client` or `The provider`, who signed. */
  detail: string
  fix: string
}

/**
 * A custom scheme, as plain data in the form of the catalogue's schemes. By default it uses HMAC-SHA256 in hexadecimal with the
 * credential `secret`; with a `timestamp`, `toleranceSeconds` is 300. `countersign/scheme.schema.json` describes it for editors.
 *
 * @example
 * ```js
 * const scheme = {
 *   id: 'acme.request',
 *   canonical: '{timestamp}.{body}',
 *   headers: { 'Acme-Time': '{timestamp}', 'Acme-Signature': 'v1={signature}' },
 *   timestamp: 'seconds',
 * }
 * const signer = createSigner(scheme, { secret })
 * ```
 */
export interface SchemeDefinition extends OptionalMembers {
  /** The address of the JSON Schema, for editors. */
  readonly $schema?: string | undefined
  /** `provider.purpose`, in lower case. */
  readonly id: string
  /** The template of the canonical string. */
  readonly canonical: string
  /** A second scheme on the same message, for callers who give its credentials; it only adds headers. */
  readonly companion?: SchemeDefinition | null | undefined
}

type OptionalMembers = {
  readonly [Name in keyof Scheme as Exclude<Name, 'id' | 'canonical' | 'companion'>]?: Plain<Scheme[Name]> | undefined
}

/** The same, to be read only. */
type Plain<Value> = Value extends object ? { readonly [Name in keyof Value]: Plain<Value[Name]> } : Value

/**
 * Returns a custom scheme as it is. Editors complete its members, the compiler checks them, and signers and verifiers know the
 * credentials, options and inputs that it names.
 *
 * @example
 * ```js
 * const acme = defineScheme({
 *   id: 'acme.webhook',
 *   credentials: ['signingKey'],
 *   key: '{signingKey}',
 *   inputs: { delivery: 'header:acme-delivery' },
 *   canonical: '{delivery}.{body}',
 *   headers: { 'Acme-Signature': '{signature}' },
 * })
 * const { inputs } = createVerifier(acme, { signingKey }).verify({ headers, body })
 * console.log(inputs.delivery)
 * ```
 */
export function defineScheme<const Definition extends SchemeDefinition>(definition: DefinitionArgument<Definition>): Definition

/** The definition of a scheme: the one that was given, or the catalogue's for an id; for another string, one of which nothing is known. */
// Not `Catalogue[Chosen]`: of that the compiler would make the union of all schemes, wherever it asks what a `Chosen` can be.
type DefinitionOf<Chosen> = Chosen extends SchemeDefinition
  ? Chosen
  : Catalogue extends { readonly [Id in Chosen & string]: infer Definition }
    ? Definition
    : SchemeDefinition

// Conditional types throughout: the compiler's messages then say what comes of them, and not their names.

/** The credentials that a scheme signs with. */
type SignedWith<Definition, Key> = Key extends 'external'
  ? [AlgorithmOf<Definition>] extends [Asymmetric]
    ? { readonly publicKey?: PublicKey } & Others<Definition, One>
    : Others<Definition, One> & Optional<Definition, KeyName<Definition>, One>
  : Needed<Definition, CredentialName<Definition>, One> & OfCompanion<Definition, One>

/** The credentials that a scheme is verified with. */
type VerifiedWith<Definition> = [AlgorithmOf<Definition>] extends [Asymmetric]
  ? KeysOf<Definition> & Others<Definition, Many> & OfCompanion<Definition, Many>
  : Needed<Definition, CredentialName<Definition>, Many> & OfCompanion<Definition, Many>

/** The keys that a scheme with key pairs is verified with; none are needed to ask which. */
type KeysOf<Definition> = Definition extends { readonly trustedRoots: readonly string[] }
  ? RootCertificates
  : Definition extends { readonly keyUrl: string } | { readonly keyId: string }
  ? FetchedKeys & KeyIds
  : [AlgorithmOf<Definition>] extends ['jws']
    ? VerificationKeys & KeyIds
    : Definition extends { readonly profile: 'http-message-signatures' }
    ? VerificationKeys & KeyIds
    : VerificationKeys

/** The credentials that a scheme is explained with. */
type ExplainedWith<Definition> = [AlgorithmOf<Definition>] extends [Asymmetric]
  ? PublicKeysOrCertificates & Optional<Definition, Exclude<CredentialName<Definition>, KeyName<Definition>>, Many> & OfCompanion<Definition, Many>
  : Needed<Definition, KeyName<Definition>, Many> &
      Optional<Definition, Exclude<CredentialName<Definition>, KeyName<Definition>>, Many> &
      OfCompanion<Definition, Many>

/** The credentials that do not make the key. */
type Others<Definition, Count> = [Exclude<CredentialName<Definition>, KeyName<Definition>>] extends [never]
  ? unknown
  : Needed<Definition, Exclude<CredentialName<Definition>, KeyName<Definition>>, Count>

/** The credentials of a companion, which may be left out. */
type OfCompanion<Definition, Count> = CompanionOf<Definition> extends infer Companion
  ? [Companion] extends [never]
    ? unknown
    : [AlgorithmOf<Companion>, Count] extends [Asymmetric, Many]
      ? PerhapsPublicKeys & Optional<Companion, Exclude<CredentialName<Companion>, KeyName<Companion>>, Many>
      : Optional<Companion, Exclude<CredentialName<Companion>, CredentialName<Definition>>, Count>
  : never

/** Credentials of these names, of which those may be left out that only fill an optional header. */
type Needed<Definition, Name extends string, Count> = [Extract<Name, OptionalCredential<Definition>>] extends [never]
  ? { readonly [Key in Name]: Value<Definition, Key, Count> }
  : { readonly [Key in Exclude<Name, OptionalCredential<Definition>>]: Value<Definition, Key, Count> } & {
      readonly [Key in Extract<Name, OptionalCredential<Definition>>]?: Value<Definition, Key, Count>
    }

/** Credentials of these names, which may be left out; `unknown` for no names, which the compiler's messages leave out. */
type Optional<Definition, Name extends string, Count> = [Name] extends [never]
  ? unknown
  : { readonly [Key in Name]?: Value<Definition, Key, Count> }

/** A signer takes one value of a credential, and whoever verifies one or many. */
type One = 'one'
type Many = 'many'

/** What a credential can be: the key as the algorithm needs it, and anything else a string or bytes. */
type Value<Definition, Name, Count> = Count extends Many ? OneOrMany<Single<Definition, Name>> : Single<Definition, Name>

type Single<Definition, Name> = string extends Name ? AnyKey : Name extends KeyName<Definition> ? KeyOf<AlgorithmOf<Definition>> : Credential

/** The key that an algorithm signs with. */
type KeyOf<Chosen> = Algorithm extends Chosen
  ? AnyKey
  : Chosen extends Asymmetric
    ? PrivateKey
    : Chosen extends `rsaes-${string}`
      ? PublicKey
      : Credential

/** A credential of a scheme of which nothing is known. */
type AnyKey = Credential | Jwk | KeyObjectLike

/** The algorithms that sign with a private key. */
type Asymmetric = 'jws' | `rsassa-${string}` | `ecdsa-${string}` | 'ed25519'

/** The algorithm of a definition; any if its type does not say which. */
type AlgorithmOf<Definition> = Definition extends { readonly algorithm: infer Chosen extends string }
  ? Chosen
  : 'algorithm' extends keyof Definition
    ? Algorithm
    : 'hmac-sha256'

type CompanionOf<Definition> = Definition extends { readonly companion: infer Companion extends SchemeDefinition } ? Companion : never

/** The names of a definition's credentials, `secret` by default; any string if its type does not list them. */
type CredentialName<Definition> = Definition extends { readonly credentials: readonly (infer Name extends string)[] }
  ? Name
  : 'credentials' extends keyof Definition
    ? string
    : 'secret'

/** The names of the credentials that make the key. */
type KeyName<Definition> = CredentialName<Definition> & NamesIn<KeyTemplate<Definition>>

type KeyTemplate<Definition> = Definition extends { readonly key: infer Template extends string }
  ? Template
  : 'key' extends keyof Definition
    ? string
    : '{secret}'

/** The names in a template, without their filters; any if it is not known. */
type NamesIn<Template> = Template extends string
  ? string extends Template
    ? string
    : Unescaped<Template> extends `${string}{${infer Inner}}${infer Rest}`
      ? (Inner extends `${infer Name}|${string}` ? Name : Inner) | NamesIn<Rest>
      : never
  : never

/** A template without the characters that a backslash makes literal. */
type Unescaped<Template extends string> = Template extends `${infer Before}\\${infer After}`
  ? After extends `${string}${infer Rest}`
    ? `${Before}${Unescaped<Rest>}`
    : Before
  : Template

/** The names of the credentials that only fill an optional header, `[{name}]`. */
type OptionalCredential<Definition> = AloneIn<ValuesOf<Definition, 'headers'>> extends infer Name
  ? Name extends CredentialName<Definition>
    ? Uses<Exclude<TemplateOf<Definition>, `[{${Name}}]`> | SignedTemplate<Definition>, Name> extends true
      ? never
      : Name
    : never
  : never

type AloneIn<Template> = Template extends `[{${infer Name}}]` ? Name : never

type Uses<Template, Name extends string> = [Extract<Template, `${string}{${Name}${string}`>] extends [never] ? false : true

/** The templates of what is sent, and of what is made on the way. */
type TemplateOf<Definition> = ValuesOf<Definition, 'bindings' | 'headers' | 'query' | 'fields' | 'claims' | 'tokenHeader'>

/** The templates of what is signed, and of the key. */
type SignedTemplate<Definition> =
  | KeyTemplate<Definition>
  | (Definition extends { readonly canonical: infer Template } ? Template : never)
  | (Definition extends { readonly acceptedCanonicals: readonly (infer Template)[] } ? Template : never)

/** The values of these members of a definition. */
type ValuesOf<Definition, Member extends string> = Member extends keyof Definition ? NonNullable<Definition[Member]>[keyof NonNullable<Definition[Member]>] : never

/** The options of a scheme, and those of its companion; of a standard, those that it has. */
type OptionsIn<Definition, Side> = Definition extends { readonly profile: infer Profile extends Standard }
  ? StandardOptions<Definition, Profile> & OptionsNamed<Definition, Exclude<OptionName<Definition>, keyof StandardOptions<Definition, Profile>>, Side>
  : OptionsNamed<Definition, OptionName<Definition>, Side> &
      OptionsNamed<CompanionOf<Definition>, Exclude<OptionName<CompanionOf<Definition>>, OptionName<Definition>>, Side>

/** The profiles with options and inputs of their own. */
type Standard = Exclude<Scheme['profile'], 'json-web-token' | null>

type StandardOptions<Definition, Profile> = Profile extends 'aws-signature-v4'
  ? Definition extends { readonly options: { readonly region: ''; readonly service: '' } }
    ? AwsOptions
    : Partial<AwsOptions>
  : MessageSignatureOptions

type OptionsNamed<Definition, Name, Side> = [Name] extends [never]
  ? unknown
  : {
      readonly [Key in Name & string]?:
        | (string extends Key ? unknown : Key extends 'jws' ? JwsOptionsOf<AlgorithmOf<Definition>, Side> : string)
        | undefined
    }

type JwsOptionsOf<Chosen, Side> = Chosen extends 'jws' ? (Side extends 'signs' ? JwsOptions : JwsExpectations) : JwsHmacOptions

/** The names of a definition's options, with `jws` for those of a JWS; any string if its type does not list them. */
type OptionName<Definition> = [Definition] extends [never]
  ? never
  : Definition extends { readonly options: infer Options }
    ? keyof { [Name in keyof Options as Name extends `jws.${string}` ? 'jws' : Name]: unknown }
    : 'options' extends keyof Definition
      ? string
      : never

type InputsIn<Definition> = Definition extends { readonly profile: infer Profile extends Standard }
  ? Profile extends 'aws-signature-v4'
    ? AwsInputs
    : MessageSignatureInputs
  : Definition extends { readonly inputs: infer Inputs }
    ? { -readonly [Name in keyof Inputs as IsOfKeySourceAlone<Definition, Name & string> extends true ? never : Name]: string }
    : 'inputs' extends keyof Definition
      ? Record<string, string>
      : {}

/** Whether an input only says where a key is to be found: nobody signs it. */
type IsOfKeySourceAlone<Definition, Name extends string> = Definition extends { readonly canonical: infer Canonical }
  ? Canonical extends `${string}{${Name}${'}' | '|'}${string}`
    ? false
    : Definition extends { readonly keyUrl: `${string}{${Name}${'}' | '|'}${string}` } | { readonly keyId: `${string}{${Name}${'}' | '|'}${string}` }
      ? true
      : false
  : false

/** The signed headers, and the date, region and service. */
// Types, since interfaces are not assignable to `Record<string, string>`.
type AwsInputs = { signedHeaders: string; scope: string }

/** The parameters of an HTTP message signature, and the components that it covers. */
type MessageSignatureInputs = { label: string; components: string; keyid?: string; alg?: string; nonce?: string; tag?: string }

type KnownMembers<Definition> = SchemeDefinition extends Definition
  ? SchemeDefinition
  : { readonly [Name in keyof Definition as Name extends keyof SchemeDefinition ? Name : never]: Definition[Name] } & SchemeDefinition

/** The ids that `Given` may mean: those that are one typing error away, else those of the same provider. */
type MeantBy<Given> = Given extends string ? (string extends Given ? never : IfNone<OneErrorAway<Given>, OfSameProvider<Given>>) : never

type IfNone<Found, Otherwise> = [Found] extends [never] ? Otherwise : Found

type OneErrorAway<Given extends string, Id = SchemeId> = Id extends string
  ? IsOneErrorAway<Given, Id> extends true
    ? Id
    : never
  : never

/** Whether one character is wrong, missing or too many in `A`, or two characters are swapped. */
type IsOneErrorAway<A extends string, B extends string> = A extends `${infer First}${infer RestOfA}`
  ? B extends `${First}${infer RestOfB}`
    ? IsOneErrorAway<RestOfA, RestOfB>
    : B extends RestOfA
      ? true
      : B extends `${infer Second}${infer RestOfB}`
        ? RestOfB extends A | RestOfA | (RestOfA extends `${Second}${infer End}` ? `${First}${End}` : never)
          ? true
          : false
        : false
  : B extends `${string}${infer End}`
    ? End extends ''
      ? true
      : false
    : true

type OfSameProvider<Given extends string, Id = SchemeId> = Id extends `${infer Provider}.${string}`
  ? Given extends Provider | `${Provider}.${string}`
    ? Id
    : never
  : never

/** The form of a timestamp: Unix seconds, milliseconds or nanoseconds, ISO 8601 with or without separators, or an HTTP date. */
export type TimestampForm = 'none' | 'seconds' | 'milliseconds' | 'nanoseconds' | 'iso8601' | 'iso8601-basic' | 'rfc1123'

/**
 * Every error that the package throws. Its message never contains a secret or a computed signature.
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
export declare const CountersignError: {
  /** `facts` are the other members of the error. */
  new (code: CountersignErrorCode, message: string, facts?: ErrorFacts): CountersignError
  readonly prototype: CountersignError
}

/** An error of the package. Its `code` tells which facts it has. */
export type CountersignError = StaleError | MismatchError | OtherError

/** The error for a valid signature whose timestamp is too far from the clock. */
export interface StaleError extends ErrorWith<'ERR_SIGNATURE_STALE'> {
  /** How long ago the message was signed, in seconds; negative for the future. */
  readonly ageSeconds: number
  /** How far from the clock it may be in that direction, in seconds. */
  readonly limitSeconds: number
}

/** The error for a signature that no key makes: only what the caller knows of the message, and nothing of where it differs. */
export interface MismatchError extends ErrorWith<'ERR_SIGNATURE_MISMATCH'> {
  /** The id of the scheme. */
  readonly scheme: string
  /** How many keys were tried. */
  readonly keyCount: number
  /** How many bytes the body has. */
  readonly bodyLength: number
  readonly ageSeconds?: undefined
  readonly limitSeconds?: undefined
}

/** Any other error. */
export interface OtherError extends ErrorWith<Exclude<CountersignErrorCode, 'ERR_SIGNATURE_STALE' | 'ERR_SIGNATURE_MISMATCH'>> {
  readonly ageSeconds?: undefined
  readonly limitSeconds?: undefined
}

/** The members of every error. */
export interface ErrorWith<Code extends CountersignErrorCode> extends Error {
  readonly name: 'CountersignError'
  /** The error code, which is stable; the message is not. */
  readonly code: Code
  /** The input with the error: `url`, `body`, or the name of a credential or header. */
  readonly part?: string
  /** The byte offset in that input, from 0. */
  readonly offset?: number
  /** The header with the error. */
  readonly header?: string
  /**
   * The error as plain data: `JSON.stringify` calls this. `structuredClone` and `postMessage` keep the message of an error, but not
   * its code and facts: pass them `error.toJSON()`.
   */
  toJSON(): ErrorJson
}

/** The members of an error besides its code and message. */
export interface ErrorFacts {
  readonly part?: string | undefined
  readonly offset?: number | undefined
  readonly header?: string | undefined
  readonly ageSeconds?: number | undefined
  readonly limitSeconds?: number | undefined
  readonly scheme?: string | undefined
  readonly keyCount?: number | undefined
  readonly bodyLength?: number | undefined
  /** The error that led to this one. */
  readonly cause?: unknown
}

/** An error as plain data, without members for absent facts. */
export interface ErrorJson {
  name: 'CountersignError'
  code: CountersignErrorCode
  message: string
  part?: string
  offset?: number
  header?: string
  ageSeconds?: number
  limitSeconds?: number
  scheme?: string
  keyCount?: number
  bodyLength?: number
}

/** The error codes. */
export type CountersignErrorCode =
  | 'ERR_SCHEME_UNKNOWN'
  | 'ERR_SCHEME_INVALID'
  | 'ERR_CREDENTIAL_MISSING'
  | 'ERR_CREDENTIAL_INVALID'
  | 'ERR_OPTION_INVALID'
  | 'ERR_ARGUMENT_INVALID'
  | 'ERR_UNSUPPORTED'
  | 'ERR_DISPOSED'
  | 'ERR_REQUEST_INVALID'
  | 'ERR_BODY_INVALID'
  | 'ERR_BODY_NOT_SIGNED'
  | 'ERR_TIMESTAMP_INVALID'
  | 'ERR_ALGORITHM_REFUSED'
  | 'ERR_EXPORT_REFUSED'
  | 'ERR_RANDOMNESS_UNAVAILABLE'
  | 'ERR_HEADER_MISSING'
  | 'ERR_HEADER_MALFORMED'
  | 'ERR_SIGNATURE_INVALID'
  | 'ERR_SIGNATURE_MISMATCH'
  | 'ERR_SIGNATURE_STALE'
  | 'ERR_CERTIFICATE_REFUSED'
  | 'ERR_KEY_NEEDED'
  | 'ERR_KEY_SOURCE_REFUSED'
  | 'ERR_REDIRECT_REFUSED'
  | 'ERR_WASM_UNAVAILABLE'
  | 'ERR_INTERNAL'

/** `{ [Symbol.dispose](): void }`, if the `lib` in use has that symbol. */
type Disposal = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
  ? { [Key in Dispose]: () => void }
  : {}

export {}
