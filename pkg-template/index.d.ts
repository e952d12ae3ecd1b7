// Written by hand; names nothing that is not in ECMAScript itself, so that it compiles without DOM and Node types.

/** The ids of the schemes in the catalogue: `provider.purpose`. */
// A look-up, not `keyof`: then the compiler's messages say `SchemeId` instead of all ids.
export type SchemeId = { [Id in keyof SchemeCredentials]: Id }[keyof SchemeCredentials]

/**
 * The scheme as an argument: an id of the catalogue, or a custom scheme. The compiler's message names this type. So for a misspelt id
 * this is the ids that may be meant, and for a custom scheme the members that schemes have.
 */
export type SchemeArgument<Chosen> = [Chosen] extends [SchemeId]
  ? Chosen
  : Chosen extends string
    ? MeantBy<Chosen>
    : DefinitionArgument<Chosen>

/** A custom scheme as an argument, without members that no scheme has: the compiler refuses them and suggests others. */
export type DefinitionArgument<Definition> = [Definition] extends [SchemeDefinition] ? KnownMembers<Definition> : Definition

/** Bytes: an ArrayBuffer, or any view of one (`Uint8Array`, Node's `Buffer`, `DataView`). */
export type Bytes = ArrayBuffer | ArrayBufferView

/** A `Uint8Array` over an `ArrayBuffer`, as TypeScript reads it before and since 5.7. */
type ByteArray = ReturnType<typeof Uint8Array.of>

/** A body as it is given. */
type GivenBody = string | Bytes | null | undefined

/** A body as it is given back. */
type TextOrBytes = string | ByteArray | undefined

/** A key or id, as text (read as UTF-8) or bytes; never empty. */
export type Credential = string | Bytes

/** An RSA private key of 2048 to 8192 bits with two primes: PKCS#8 or PKCS#1, as PEM, DER or base64 of either, or a JWK. */
export type PrivateKey = Credential | Jwk | KeyObjectLike

/** An RSA public key of 2048 to 8192 bits: SPKI or PKCS#1, as PEM, DER or base64 of either, or a JWK. */
export type PublicKey = Credential | Jwk | KeyObjectLike

/** A `KeyObject` of Node. */
export interface KeyObjectLike {
  readonly type: 'secret' | 'private' | 'public'
  export(options?: any): any
}

/** An X.509 certificate with such a key: PEM, DER or base64 of either, one at a time. */
export type Certificate = Credential

/**
 * An RSA key as a JSON Web Key: `kty` is `RSA`, and `n` and `e` are base64url. What it says that it is for is obeyed:
 * a key for something else is `ERR_CREDENTIAL_INVALID` with the member in `part`, such as `publicKeys.use`.
 */
export interface Jwk {
  /** The kind of key: `RSA`. */
  readonly kty?: string | undefined
  /** The modulus, in base64url. */
  readonly n?: string | undefined
  /** The public exponent, in base64url: `AQAB` as a rule. */
  readonly e?: string | undefined
  /**
   * The one algorithm that the key is for: `PS256`, `RS256` or `PS512`; it has to be the scheme's, or one that `jws.alg` allows.
   * Where several are allowed, the key verifies this one alone. `RSA1_5` to encrypt.
   */
  readonly alg?: string | undefined
  /** Not looked at. */
  readonly ext?: boolean | undefined
  /** What the key may do: `verify` has to be among it, or `encrypt` where the scheme encrypts. */
  readonly key_ops?: readonly string[] | undefined
  /** Not looked at. */
  readonly kid?: string | undefined
  /** What the key is for: `sig`, or `enc` where the scheme encrypts. */
  readonly use?: string | undefined
  /** The numbers of a private key, in base64url. */
  readonly d?: string | undefined
  readonly p?: string | undefined
  readonly q?: string | undefined
  readonly dp?: string | undefined
  readonly dq?: string | undefined
  readonly qi?: string | undefined
  /** Not looked at: a certificate is trusted where it is given as one. */
  readonly x5c?: readonly string[] | undefined
}

/** One key, or several while they are rotated: any of them may have signed. */
export type OneOrMany<Key> = Key | readonly Key[]

/** The credentials that each scheme signs with. */
export interface SchemeCredentials {
  'securo.request': { readonly apiKey: Credential; readonly secret: Credential }
  'securo.websocket': { readonly apiKey: Credential; readonly secret: Credential }
  'thirdfi.request': { readonly apiKey: Credential; readonly secret: Credential }
  /**
   * `apiKey` is an RSA public key, as `PublicKey` says, but from 1024 bits on.
   *
   * @deprecated by the provider in favour of `smile-id.signature`
   */
  'smile-id.sec-key': { readonly partnerId: Credential; readonly apiKey: PublicKey }
  'smile-id.signature': { readonly partnerId: Credential; readonly apiKey: Credential }
  'moneroo.request': { readonly secret: Credential }
  'moneroo.webhook': { readonly secret: Credential }
  /** With a `privateKey`, the header `jws-signature` of `tu-cambio.jws` is added. */
  'tu-cambio.request': {
    readonly apiKey: Credential
    readonly secret: Credential
    readonly privateKey?: PrivateKey
  }
  'tu-cambio.jws': { readonly privateKey: PrivateKey }
  /** With a `privateKey`, the header `jws-signature` of `tu-cambio.jws` is added. */
  'tu-cambio.webhook': { readonly secret: Credential; readonly privateKey?: PrivateKey }
  /** `secret` is base64, with or without `whsec_` in front. */
  'standard-webhooks.webhook': { readonly secret: Credential }
  /** `secret` is the text as Stripe gives it, `whsec_` included. */
  'stripe.webhook': { readonly secret: Credential }
  'github.webhook': { readonly secret: Credential }
  'slack.webhook': { readonly secret: Credential }
  'binance.request': { readonly apiKey: Credential; readonly secret: Credential }
  'bitmex.request': { readonly apiKey: Credential; readonly secret: Credential }
  /** `secret` is base64, as the provider gives it. */
  'kraken.request': { readonly apiKey: Credential; readonly secret: Credential }
  /** `secret` is hexadecimal, as the provider gives it. */
  'adyen.webhook': { readonly secret: Credential }
  /** `secret` is hexadecimal, as the provider gives it. */
  'adyen-banking.webhook': { readonly secret: Credential }
  /** `secret` is the master key in base64, as the provider gives it. */
  'azure-cosmos.request': { readonly secret: Credential }
  'box.webhook': { readonly secret: Credential }
  'circleci.webhook': { readonly secret: Credential }
  'coinbase-commerce.webhook': { readonly secret: Credential }
  'coinify.webhook': { readonly secret: Credential }
  'fintoc.webhook': { readonly secret: Credential }
  'gateio.request': { readonly apiKey: Credential; readonly secret: Credential }
  'gocardless.webhook': { readonly secret: Credential }
  'hubspot.webhook': { readonly secret: Credential }
  'line.webhook': { readonly secret: Credential }
  /** `secret` is the HTTP webhook signing key. */
  'mailgun.webhook': { readonly secret: Credential }
  'mailgun.route': { readonly secret: Credential }
  /** `secret` is the app secret. */
  'meta.webhook': { readonly secret: Credential }
  'monnify.webhook': { readonly secret: Credential }
  'mux.webhook': { readonly secret: Credential }
  /** `secret` is the `verification_token` of the subscription. */
  'notion.webhook': { readonly secret: Credential }
  'onfido.webhook': { readonly secret: Credential }
  'paddle.webhook': { readonly secret: Credential }
  'pagerduty.webhook': { readonly secret: Credential }
  'payu-latam.form': { readonly apiKey: Credential; readonly merchantId: Credential }
  'razorpay.webhook': { readonly secret: Credential }
  'razorpay.order': { readonly secret: Credential }
  'razorpay.payment-link': { readonly secret: Credential }
  'sanity.webhook': { readonly secret: Credential }
  /** `secret` is the client secret of the app. */
  'shopify.webhook': { readonly secret: Credential }
  'shopify.oauth': { readonly secret: Credential }
  'square.webhook': { readonly secret: Credential }
  /** `secret` is base64, with or without `whsec_` in front. */
  'svix.webhook': { readonly secret: Credential }
  /** `secret` is the auth token. */
  'twilio.webhook': { readonly secret: Credential }
  /** `secret` is the auth token. */
  'twilio.json': { readonly secret: Credential }
  'veriff.webhook': { readonly secret: Credential }
  /** `secret` is the integrity secret. */
  'wompi.integrity': { readonly secret: Credential }
  'worldline.request': { readonly apiKey: Credential; readonly secret: Credential }
  /** `secret` is used as it is given: decode what you have in base64. */
  'rfc9421.hmac-sha256': { readonly secret: Credential }
  'rfc9421.rsa-pss-sha512': { readonly privateKey: PrivateKey }
  'rfc9421.rsa-v1_5-sha256': { readonly privateKey: PrivateKey }
  'aws.request': {
    readonly accessKeyId: Credential
    readonly secretAccessKey: Credential
    readonly sessionToken?: Credential
  }
}

/** The credential that the key of a scheme is made of. */
type KeyName<Id extends SchemeId> = Id extends 'smile-id.sec-key' | 'smile-id.signature' | 'payu-latam.form'
  ? 'apiKey'
  : Id extends 'moneroo.request'
    ? never
    : Id extends 'aws.request'
      ? 'secretAccessKey'
      : 'secret'

/**
 * The credentials of a scheme whose key is external: without that of the key. With a `publicKey`, `finish` checks
 * the signature that comes back.
 */
export type ExternalCredentials<Id extends SchemeId> = Id extends
  | 'tu-cambio.jws'
  | 'rfc9421.rsa-pss-sha512'
  | 'rfc9421.rsa-v1_5-sha256'
  ? { readonly publicKey?: PublicKey }
  : { [Name in keyof SchemeCredentials[Id] as Exclude<Name, KeyName<Id> | 'privateKey'>]: SchemeCredentials[Id][Name] } & {
      readonly [Name in KeyName<Id>]?: Credential
    }

/** What a JWS is verified with: at least one of the two. */
export type PublicKeysOrCertificates =
  | { readonly publicKeys: OneOrMany<PublicKey>; readonly certificates?: OneOrMany<Certificate> }
  | { readonly publicKeys?: OneOrMany<PublicKey>; readonly certificates: OneOrMany<Certificate> }

/**
 * The credentials that each scheme is verified with; each may be a ring. Of several rings, the keys at the same place
 * belong together, and what is given once belongs to all.
 */
export interface VerifierCredentials {
  'securo.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'securo.websocket': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'thirdfi.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  /** `apiKey` is the public half of the key that signs what comes back. */
  'smile-id.sec-key': { readonly partnerId: OneOrMany<Credential>; readonly apiKey: OneOrMany<PublicKey> }
  'smile-id.signature': { readonly partnerId: OneOrMany<Credential>; readonly apiKey: OneOrMany<Credential> }
  'moneroo.request': { readonly secret: OneOrMany<Credential> }
  'moneroo.webhook': { readonly secret: OneOrMany<Credential> }
  /** With `publicKeys` or `certificates`, the header `jws-signature` is required and verified too. */
  'tu-cambio.request': {
    readonly apiKey: OneOrMany<Credential>
    readonly secret: OneOrMany<Credential>
    readonly publicKeys?: OneOrMany<PublicKey>
    readonly certificates?: OneOrMany<Certificate>
  }
  'tu-cambio.jws': PublicKeysOrCertificates
  /** With `publicKeys` or `certificates`, the header `jws-signature` is required and verified too. */
  'tu-cambio.webhook': {
    readonly secret: OneOrMany<Credential>
    readonly publicKeys?: OneOrMany<PublicKey>
    readonly certificates?: OneOrMany<Certificate>
  }
  'standard-webhooks.webhook': { readonly secret: OneOrMany<Credential> }
  'stripe.webhook': { readonly secret: OneOrMany<Credential> }
  'github.webhook': { readonly secret: OneOrMany<Credential> }
  'slack.webhook': { readonly secret: OneOrMany<Credential> }
  'binance.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'bitmex.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'kraken.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'adyen.webhook': { readonly secret: OneOrMany<Credential> }
  'adyen-banking.webhook': { readonly secret: OneOrMany<Credential> }
  'azure-cosmos.request': { readonly secret: OneOrMany<Credential> }
  /** `secret` is the primary and the secondary key: give both. */
  'box.webhook': { readonly secret: OneOrMany<Credential> }
  'circleci.webhook': { readonly secret: OneOrMany<Credential> }
  'coinbase-commerce.webhook': { readonly secret: OneOrMany<Credential> }
  'coinify.webhook': { readonly secret: OneOrMany<Credential> }
  'fintoc.webhook': { readonly secret: OneOrMany<Credential> }
  'gateio.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'gocardless.webhook': { readonly secret: OneOrMany<Credential> }
  'hubspot.webhook': { readonly secret: OneOrMany<Credential> }
  'line.webhook': { readonly secret: OneOrMany<Credential> }
  'mailgun.webhook': { readonly secret: OneOrMany<Credential> }
  'mailgun.route': { readonly secret: OneOrMany<Credential> }
  'meta.webhook': { readonly secret: OneOrMany<Credential> }
  'monnify.webhook': { readonly secret: OneOrMany<Credential> }
  'mux.webhook': { readonly secret: OneOrMany<Credential> }
  'notion.webhook': { readonly secret: OneOrMany<Credential> }
  'onfido.webhook': { readonly secret: OneOrMany<Credential> }
  'paddle.webhook': { readonly secret: OneOrMany<Credential> }
  'pagerduty.webhook': { readonly secret: OneOrMany<Credential> }
  'payu-latam.form': { readonly apiKey: OneOrMany<Credential>; readonly merchantId: OneOrMany<Credential> }
  'razorpay.webhook': { readonly secret: OneOrMany<Credential> }
  'razorpay.order': { readonly secret: OneOrMany<Credential> }
  'razorpay.payment-link': { readonly secret: OneOrMany<Credential> }
  'sanity.webhook': { readonly secret: OneOrMany<Credential> }
  'shopify.webhook': { readonly secret: OneOrMany<Credential> }
  'shopify.oauth': { readonly secret: OneOrMany<Credential> }
  'square.webhook': { readonly secret: OneOrMany<Credential> }
  'svix.webhook': { readonly secret: OneOrMany<Credential> }
  'twilio.webhook': { readonly secret: OneOrMany<Credential> }
  'twilio.json': { readonly secret: OneOrMany<Credential> }
  'veriff.webhook': { readonly secret: OneOrMany<Credential> }
  'wompi.integrity': { readonly secret: OneOrMany<Credential> }
  'worldline.request': { readonly apiKey: OneOrMany<Credential>; readonly secret: OneOrMany<Credential> }
  'rfc9421.hmac-sha256': { readonly secret: OneOrMany<Credential> }
  'rfc9421.rsa-pss-sha512': PublicKeysOrCertificates
  'rfc9421.rsa-v1_5-sha256': PublicKeysOrCertificates
  /** A `sessionToken` is compared where it is given. */
  'aws.request': {
    readonly accessKeyId: OneOrMany<Credential>
    readonly secretAccessKey: OneOrMany<Credential>
    readonly sessionToken?: OneOrMany<Credential>
  }
}

/** Where the payload of a JWS is: inside; in the body (RFC 7515, appendix F); or there and unencoded (RFC 7797). */
export type JwsForm = 'attached' | 'detached' | 'unencoded'

/** What a JWS is signed with: RSASSA-PSS or RSASSA-PKCS1-v1_5, both with SHA-256. */
export type JwsAlgorithm = 'PS256' | 'RS256'

/** How a JWS is signed. */
export interface JwsOptions {
  /** `attached` by default. */
  readonly form?: JwsForm | undefined
  /** `PS256` by default. */
  readonly alg?: JwsAlgorithm | undefined
  /** The certificate of the key, which is sent along as `x5c`; none by default. */
  readonly certificate?: Certificate | undefined
}

/** Which JWS are accepted. */
export interface JwsExpectations {
  /** Any form by default. */
  readonly form?: JwsForm | undefined
  /** `PS256` alone by default. */
  readonly alg?: JwsAlgorithm | readonly JwsAlgorithm[] | undefined
}

/** What an HTTP message signature (RFC 9421) covers, and what is said of it. */
export interface MessageSignatureOptions {
  /**
   * What is signed, in this order: headers in lower case, and `@method`, `@target-uri`, `@authority`, `@scheme`,
   * `@request-target`, `@path`, `@query`, `@query-param;name="…"` and `@status`, as a list or with spaces between. By default
   * `['@method', '@target-uri', 'content-digest']`. A verifier refuses signatures that do not cover all of them.
   */
  readonly components?: string | readonly string[] | undefined
  /** What the signature is called; `sig1` by default. For a verifier the one to verify; by default any that is signed so. */
  readonly label?: string | undefined
  /** How the digest of the body is made where the request has none; `sha-256` by default. */
  readonly digest?: 'sha-256' | 'sha-512' | undefined
  /** For how long the signature holds; without an end by default. */
  readonly expiresAfterSeconds?: number | undefined
  /** The name of the key, which a verifier requires if it is given. */
  readonly keyid?: string | undefined
  /** The name of the algorithm, to be sent along: that of the scheme. */
  readonly alg?: 'hmac-sha256' | 'rsa-pss-sha512' | 'rsa-v1_5-sha256' | undefined
  /** A text that is used once, which a verifier requires if it is given. */
  readonly nonce?: string | undefined
  /** What the signature is for, which a verifier requires if it is given. */
  readonly tag?: string | undefined
}

/** What AWS Signature Version 4 is told. */
export interface AwsOptions {
  /** Such as `us-east-1`. */
  readonly region: string
  /** Such as `execute-api`. */
  readonly service: string
  /** Whether the body is signed, its hash sent as well, or neither; `signed` by default. */
  readonly payload?: 'signed' | 'sent' | 'unsigned' | undefined
  /** Whether the path is signed encoded once more than it is sent; `twice` by default, and `once` for S3. */
  readonly pathEncoding?: 'twice' | 'once' | undefined
  /** Whether empty and dot segments of the path are resolved before it is signed; `as-sent` for S3. */
  readonly pathForm?: 'normalized' | 'as-sent' | undefined
}

/** The options of the schemes that have some. */
export interface SchemeOptions {
  'tu-cambio.request': {
    /** What stands before the signature in `Authorization`, such as `'Signature: '`; nothing by default. */
    readonly authorizationPrefix?: string | undefined
    /** How the JWS is signed, where a `privateKey` is given. */
    readonly jws?: JwsOptions | undefined
  }
  'tu-cambio.jws': {
    /** How the JWS is signed. */
    readonly jws?: JwsOptions | undefined
  }
  'tu-cambio.webhook': {
    /** How the JWS is signed, where a `privateKey` is given. */
    readonly jws?: JwsOptions | undefined
  }
  'azure-cosmos.request': {
    /** The type of the resource, such as `docs`. */
    readonly resourceType?: string | undefined
    /** The link of the resource, such as `dbs/sales/colls/orders`; for a list that of its parent. */
    readonly resourceLink?: string | undefined
  }
  'rfc9421.hmac-sha256': MessageSignatureOptions
  'rfc9421.rsa-pss-sha512': MessageSignatureOptions
  'rfc9421.rsa-v1_5-sha256': MessageSignatureOptions
  'aws.request': AwsOptions
}

/** The options that every signer takes. */
export interface SignerOptions<Key = 'external' | undefined> {
  /** `external` if a KMS, an HSM or WebCrypto holds the key: its credential may then be left out. */
  readonly key?: Key
}

/** The options of one scheme's signer. */
export type OptionsOf<Chosen, Key = undefined> = WithOptionsOf<Chosen, SchemeOptions, SignerOptions<Key>>

/** The options `Common`, and those of the scheme: from `Table` for an id, else those that the custom scheme names. */
type WithOptionsOf<Chosen, Table, Common> = Chosen extends keyof Table
  ? Common & Table[Chosen]
  : Chosen extends SchemeDefinition
    ? Common & CustomOptionsOf<Chosen>
    : Common

/** The options as the last argument, which may be left out unless an option has no default. */
export type OptionsArgument<Options> = {} extends Options ? [options?: Options | undefined] : [options: Options]

/** The credentials of one scheme's signer; if `Key` is `external`, the key itself may be left out. */
export type CredentialsOf<Chosen, Key = undefined> = Chosen extends SchemeId
  ? Key extends 'external'
    ? ExternalCredentials<Chosen>
    : SchemeCredentials[Chosen]
  : Chosen extends SchemeDefinition
    ? CustomCredentialsOf<Chosen, Key>
    : unknown

/** The credentials of one scheme's verifier. */
export type VerifierCredentialsOf<Chosen> = Chosen extends SchemeId
  ? VerifierCredentials[Chosen]
  : Chosen extends SchemeDefinition
    ? CustomVerifierCredentialsOf<Chosen>
    : unknown

/** The options that every verifier takes. */
export interface VerifierOptions {
  /**
   * How far from the clock, in whole seconds and either direction, a signed time may be; `Infinity` does not judge it.
   * By default what the scheme says.
   */
  readonly toleranceSeconds?: number | undefined
  /** `ignored` takes certificates outside their validity; `checked` by default. */
  readonly certificateValidity?: 'checked' | 'ignored' | undefined
}

/** What the verifiers of some schemes take besides. */
export interface SchemeVerifierOptions {
  'tu-cambio.request': {
    /** What stands before the signature in `Authorization`; nothing and `'Signature: '` are read in any case. */
    readonly authorizationPrefix?: string | undefined
    /** Which JWS are accepted, where `publicKeys` or `certificates` are given. */
    readonly jws?: JwsExpectations | undefined
  }
  'tu-cambio.jws': {
    /** Which JWS are accepted. */
    readonly jws?: JwsExpectations | undefined
  }
  'tu-cambio.webhook': {
    /** Which JWS are accepted, where `publicKeys` or `certificates` are given. */
    readonly jws?: JwsExpectations | undefined
  }
  'azure-cosmos.request': {
    /** The type of the resource, such as `docs`. */
    readonly resourceType?: string | undefined
    /** The link of the resource, such as `dbs/sales/colls/orders`; for a list that of its parent. */
    readonly resourceLink?: string | undefined
  }
  'rfc9421.hmac-sha256': MessageSignatureOptions
  'rfc9421.rsa-pss-sha512': MessageSignatureOptions
  'rfc9421.rsa-v1_5-sha256': MessageSignatureOptions
  'aws.request': AwsOptions
}

/** The options of one scheme's verifier. */
export type VerifierOptionsOf<Chosen> = WithOptionsOf<Chosen, SchemeVerifierOptions, VerifierOptions>

/**
 * Makes a signer: the scheme looked up, its credentials checked and its key made ready, once for all requests. The scheme is an id
 * of the catalogue or a custom scheme, which names its own credentials and options.
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`, and for a custom scheme `ERR_SCHEME_INVALID` with the path of the member to
 * blame; `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for
 * credentials or options; `ERR_CERTIFICATE_REFUSED` for a `jws.certificate` of another key; `ERR_ALGORITHM_REFUSED` for
 * an RSA scheme in `countersign/hmac`; `ERR_WASM_UNAVAILABLE` where the host runs no WebAssembly.
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

/** A scheme whose key is external. */
export interface ExternalSigner extends Disposal {
  /** The scheme's id. */
  readonly scheme: string

  /**
   * Makes the bytes to sign, for a key that is external.
   *
   * @throws {CountersignError} `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID`, `ERR_TIMESTAMP_INVALID` and
   * `ERR_HEADER_MISSING`, as `sign`; `ERR_ALGORITHM_REFUSED` for a signer that makes two signatures, as
   * `tu-cambio.request` with a `privateKey` does.
   */
  readonly prepare: (request: SignRequest) => Prepared
}

/** A scheme with its credentials. Where the language has `Symbol.dispose`, disposing of it forgets the key. */
export interface Signer extends ExternalSigner {
  /**
   * Signs a request: synchronously, and without sending it.
   *
   * @throws {CountersignError} `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID` and `ERR_TIMESTAMP_INVALID` say which input
   * cannot be signed as it stands; `ERR_HEADER_MISSING` where a header that the scheme signs is absent;
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

/** What the host's `fetch` takes and gives, where its types are known; else the least that is common to all. */
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

/** What every `Response` has. */
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

/** The host's `RequestInit`, with what signing needs. */
export type FetchOptions = Omit<HostInit, 'method' | 'headers' | 'body' | 'redirect' | 'duplex'> & {
  /** The method, in any case; by default `GET`, or `POST` with a body. */
  readonly method?: string | undefined
  /** The request's own headers. Those that the scheme sets must not contradict it. */
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
  /** As in `sign`; not with `retry`, where each attempt has its own. */
  readonly timestamp?: Date | string | undefined
  /**
   * Sends again after a 429, with a timestamp and signature of its own each time, when `Retry-After` or, without it, the
   * scheme's rate limit allows it. Nothing else is sent again, since it may have had its effect.
   */
  readonly retry?: boolean | RetryOptions | undefined
}

/** How often, and how long, a 429 is borne with; after that the caller gets it. */
export interface RetryOptions {
  /** How often a request is sent at most; 3 by default. */
  readonly attempts?: number | undefined
  /** The longest single wait, in seconds; 120 by default. */
  readonly maxWaitSeconds?: number | undefined
}

/** A request whose signature is still to come. */
export interface Prepared {
  /** What has to be done to `signingInput`, as `crypto.subtle.sign` takes it. */
  algorithm: SigningAlgorithm
  /** The bytes to sign. */
  signingInput: ByteArray
  /**
   * Takes the raw signature, and puts it where the scheme wants it.
   *
   * @throws {CountersignError} `ERR_REQUEST_INVALID` for a signature of another length than the algorithm and key make,
   * or one that the `publicKey`, where it was given, does not verify.
   */
  finish(signature: Bytes): Signed
}

/** An algorithm, in WebCrypto's names. */
export interface SigningAlgorithm {
  /** `none` where the credential itself travels; `RSAES-PKCS1-v1_5` is the encryption of `smile-id.sec-key`. */
  name: 'none' | 'HMAC' | 'AWS4-HMAC' | 'SHA-256' | 'RSA-PSS' | 'RSASSA-PKCS1-v1_5' | 'RSAES-PKCS1-v1_5'
  /** The digest, where there is one. */
  hash?: 'SHA-1' | 'SHA-256' | 'SHA-512'
  /** For a bare hash, which side of the input the key is on. */
  key?: 'first' | 'last'
  /** For RSA-PSS, the bytes of salt. */
  saltLength?: number
}

/** A request as it will travel. What a scheme does not sign may be left out. */
export interface SignRequest<Body extends GivenBody = GivenBody> {
  /** The method, in any case; by default `GET`, or `POST` with a body, where a scheme that signs it wants it said. */
  readonly method?: string | undefined
  /** The status of a response, where the scheme signs it. */
  readonly status?: number | undefined
  /**
   * The absolute `https:` URL exactly as it is sent, as text or a `URL` object (`http:` only to a loopback host). A URL
   * that clients would rewrite before sending is refused, with the byte that is to blame.
   */
  readonly url?: string | UrlObject | undefined
  /** The request's own headers. Those that the scheme sets must not contradict it. */
  readonly headers?: HeadersLike | null | undefined
  /** The text or bytes that are sent, at most 32 MiB; never an object, since bytes are what is signed. */
  readonly body?: Body | (undefined extends Body ? undefined : never)
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
 * A signed request: what to send, and what was signed. It is a `RequestInit` too.
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
  /** The URL to send to: for schemes that sign into the query, with their parameters. */
  url: string
  /** The request's own headers and the scheme's; JSON, and a form where the scheme signs one, get a content type if they have none. */
  headers: Record<string, string>
  /**
   * The body to send: for schemes that sign a canonical form, that form; for schemes that sign into it, with their
   * members. Text where the request's was text or none, bytes where it was bytes; `undefined` for none.
   */
  body?: Body
  /** What the scheme added to the body, by name; `undefined` for schemes that add nothing. */
  fields: Record<string, string> | undefined
  /** The signature as it is sent; empty for schemes that sign nothing. */
  signature: string
  /** The string that was signed, for people and logs; an inner digest in it prints as `\xhh`. */
  canonical: string
  /** The timestamp as it was sent; `undefined` for schemes that send none. */
  timestamp: string | undefined
}

/**
 * Makes a verifier: the scheme looked up, and its keys checked and made ready, once for all messages. The scheme is an id of the
 * catalogue or a custom scheme, which names its own credentials and options.
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`, and for a custom scheme `ERR_SCHEME_INVALID` with the path of the member to
 * blame; `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for
 * credentials or options; `ERR_ALGORITHM_REFUSED` for an RSA scheme in `countersign/hmac`; `ERR_WASM_UNAVAILABLE` where
 * the host runs no WebAssembly.
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

/**
 * The schemes whose signature does not cover the whole body: what it covers is in `inputs`. The list is made from the schemes.
 */
export type PartlyCovering =
  | 'securo.websocket'
  | 'smile-id.sec-key'
  | 'smile-id.signature'
  | 'moneroo.request'
  | 'adyen.webhook'
  | 'azure-cosmos.request'
  | 'mailgun.webhook'
  | 'mailgun.route'
  | 'payu-latam.form'
  | 'razorpay.order'
  | 'razorpay.payment-link'
  | 'shopify.oauth'
  | 'twilio.webhook'
  | 'wompi.integrity'
  | 'worldline.request'

/** Whether the signature of a scheme covers the whole body: of one of your own, that is seen when it verifies. */
export type CoversBody<Id> = Id extends PartlyCovering ? false : true

/**
 * The inputs of the schemes that have any, as a verified message has them: an optional input that the message lacks is empty. For the
 * standards, the parameters of the signature.
 */
export interface SchemeInputs {
  'standard-webhooks.webhook': { id: string }
  'svix.webhook': { id: string }
  'adyen.webhook': {
    pspReference: string
    originalReference: string
    merchantAccountCode: string
    merchantReference: string
    value: string
    currency: string
    eventCode: string
    success: string
  }
  'mailgun.webhook': { token: string }
  'mailgun.route': { token: string }
  'payu-latam.form': { referenceCode: string; amount: string; currency: string }
  'razorpay.order': { orderId: string; paymentId: string }
  'razorpay.payment-link': { linkId: string; referenceId: string; status: string; paymentId: string }
  'wompi.integrity': { reference: string; amount: string; currency: string; expiration: string }
  /** `gcs` is all headers that start with `X-GCS-`, as they are signed. */
  'worldline.request': { contentType: string; gcs: string }
  'rfc9421.hmac-sha256': MessageSignatureInputs
  'rfc9421.rsa-pss-sha512': MessageSignatureInputs
  'rfc9421.rsa-v1_5-sha256': MessageSignatureInputs
  'aws.request': { signedHeaders: string; scope: string }
}

/** The parameters of an HTTP message signature, and the components that it covers. */
// A type, since interfaces are not assignable to `Record<string, string>`.
type MessageSignatureInputs = { label: string; components: string; keyid?: string; alg?: string; nonce?: string; tag?: string }

/** The inputs of one scheme: from `SchemeInputs` for an id, else those that the custom scheme names. */
export type InputsOf<Chosen> = SchemeId extends Chosen
  ? Record<string, string>
  : Chosen extends keyof SchemeInputs
    ? SchemeInputs[Chosen]
    : Chosen extends string
      ? {}
      : CustomInputsOf<Chosen>

/** A scheme with the keys that may have signed. Where the language has `Symbol.dispose`, disposing forgets them. */
export interface Verifier<Whole extends boolean = true, Inputs = Record<string, string>> extends Disposal {
  /** The scheme's id. */
  readonly scheme: string

  /** What every message that verifies covers at least, with these options. */
  readonly covers: Covers

  /**
   * Verifies a message as it was received: synchronously.
   *
   * @throws {CountersignError} `ERR_SIGNATURE_MISMATCH` where no key made the signature; `ERR_SIGNATURE_STALE` where it
   * is right, and too far from the clock; `ERR_CERTIFICATE_REFUSED` where it is right, and its certificate not valid
   * now; `ERR_HEADER_MISSING`, `ERR_HEADER_MALFORMED`, `ERR_TIMESTAMP_INVALID`, `ERR_REQUEST_INVALID` and
   * `ERR_BODY_INVALID` for what cannot be read; `ERR_ALGORITHM_REFUSED` for a JWS that asks for what is not allowed.
   *
   * @example
   * ```js
   * const verified = verifier.verify({ headers: request.headers, body: rawBody })
   * const event = verified.json()
   * ```
   */
  readonly verify: <Body extends GivenBody = undefined>(message: ReceivedMessage<Body>) => Verified<BodyOf<Body>, Whole, Inputs>

  /**
   * The same as a value: nothing that was received makes it throw.
   *
   * @throws {CountersignError} for what no sender brings about: a body or clock of the wrong type, a verifier that was
   * disposed of, `ERR_WASM_UNAVAILABLE`, `ERR_INTERNAL`.
   *
   * @example
   * ```js
   * const result = verifier.check({ headers: request.headers, body: rawBody })
   * if (!result.ok) console.warn(result.code)
   * ```
   */
  readonly check: <Body extends GivenBody = undefined>(message: ReceivedMessage<Body>) => CheckResult<BodyOf<Body>, Whole, Inputs>

  /**
   * Verifies a fetch `Request` or `Response`: reads its bytes, at most 32 MiB and once, and gives them back.
   *
   * @throws {CountersignError} as `verify`, by rejecting; `ERR_BODY_INVALID` for one that was read already.
   *
   * @example
   * ```js
   * const event = (await verifier.verifyRequest(request)).json()
   * ```
   */
  readonly verifyRequest: (request: FetchMessage, options?: VerifyRequestOptions) => Promise<Verified<ByteArray, Whole, Inputs>>
}

/** What a `Request` does not say. */
export interface VerifyRequestOptions {
  /** The URL as the sender called it, where a proxy called the server by another one. */
  readonly url?: string | UrlObject | undefined
  /** What time it is; the clock by default. */
  readonly now?: Date | undefined
}

/** A message as it was received. What a scheme does not sign may be left out. */
export interface ReceivedMessage<Body extends GivenBody = GivenBody> {
  /** The method, where the scheme signs it. */
  readonly method?: string | undefined
  /** The status of a response, where the scheme signs it. */
  readonly status?: number | undefined
  /** The URL as the sender called it, where the scheme signs it: behind a proxy not the one that the server sees. */
  readonly url?: string | UrlObject | undefined
  /** The headers; lines of the same name are not joined. */
  readonly headers?: HeadersLike | null | undefined
  /** The raw text or bytes, before anything parsed them; at most 32 MiB. */
  readonly body?: Body | (undefined extends Body ? undefined : never)
  /** What time it is; the clock by default. A number is refused, since it may be seconds or milliseconds. */
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
  /** Whether the body was read. */
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

/** What a valid signature says. */
export interface VerifiedSignature<Inputs = Record<string, string>> {
  /** The scheme's id. */
  scheme: string
  /** The timestamp as it was signed; `undefined` where none was, so that nothing protects from replay. */
  timestamp: string | undefined
  /** The signedAt that the timestamp says, where it says one. */
  signedAt: Date | undefined
  /** Which of the keys given signed, counted from 0. */
  keyIndex: number
  /** Which canonical string was signed, as the scheme writes it; empty where the scheme signs nothing. */
  canonical: string
  /**
   * The SHA-256 of the canonical string, in hexadecimal: the same whenever the same message comes again, so remember it
   * to refuse replays. Empty where the scheme signs nothing.
   */
  fingerprint: string
  /**
   * What the canonical string takes out of headers, query and body, by the names that the scheme gives it, as it was signed: read
   * these, not what a parser of your own makes of the message.
   */
  inputs: Inputs
  /** How much of the message the signature covers. */
  covers: Covers
}

/** How much of a message a signature covers; what it covers in part is in `inputs`. */
export interface Covers {
  readonly method: Coverage
  /** Scheme, host, path and query. */
  readonly url: Coverage
  readonly query: Coverage
  /** Some headers, as a rule. */
  readonly headers: Coverage
  /** The bytes, or what they mean where the scheme signs JSON in canonical form. */
  readonly body: Coverage
}

/** `'part'` is said also where all is covered, but not in which order, or where one piece ends. */
export type Coverage = 'whole' | 'part' | 'none'

/** A message whose signature is valid; with its body where the signature covers all of it. */
export type Verified<
  Body extends TextOrBytes = TextOrBytes,
  Whole extends boolean = true,
  Inputs = Record<string, string>,
> = VerifiedMessage<Body, Inputs> & (Whole extends true ? SignedBody<Body> : unknown)

/** What a valid signature says, and what came with it. */
export interface VerifiedMessage<Body extends TextOrBytes = TextOrBytes, Inputs = Record<string, string>>
  extends VerifiedSignature<Inputs> {
  /** What the JWS beside it says, where its keys were given. */
  companion: VerifiedSignature | undefined
  /** What came, whether it was signed or not; bytes are a copy. */
  received: { body: Body }
}

/**
 * The body that was signed. For a scheme of one's own, and where options leave the body out of what is signed, reading it throws
 * `ERR_BODY_NOT_SIGNED`.
 */
export interface SignedBody<Body extends TextOrBytes = TextOrBytes> {
  /** The body received, bytes as a copy, or, where the scheme signs a canonical form, that form of it. */
  readonly body: Body
  /**
   * The body as text.
   *
   * @throws {CountersignError} `ERR_BODY_INVALID` for bytes that are no UTF-8.
   */
  text(): string
  /**
   * The body as `JSON.parse` reads it: of the type that the caller says.
   *
   * @throws {CountersignError} `ERR_BODY_INVALID` for what is no JSON.
   */
  json<Value = any>(): Value
}

/** What `check` gives: a message whose signature is valid, or why it is not. */
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
 * Says why a signature does not match: changes what should have been signed one by one, as people change it, until the
 * signature received comes out. For a debugger, never for the way of a request: it returns the signature that was due, and
 * needs the secret. It takes from 1 ms to about half a second; `createExplainer` does the same in steps.
 *
 * On edges and in `countersign/hmac` it is left out, and is imported from `countersign/explain`.
 *
 * @param request what was sent, or received; of its `timestamp` the text, where no header carries it
 * @param rest `received`, the signature that was refused, or the header that holds it, by default the one among the headers; and
 * `options`
 *
 * @throws {CountersignError} `ERR_SCHEME_UNKNOWN`, and for a custom scheme `ERR_SCHEME_INVALID` with the path of the member to
 * blame; `ERR_CREDENTIAL_MISSING` and `ERR_CREDENTIAL_INVALID` for credentials
 * or options; `ERR_REQUEST_INVALID`, `ERR_BODY_INVALID`, `ERR_TIMESTAMP_INVALID`, `ERR_HEADER_MISSING` and
 * `ERR_HEADER_MALFORMED` for a request that cannot be read; `ERR_ALGORITHM_REFUSED` for a scheme that makes no signature; `ERR_WASM_UNAVAILABLE` where the host runs no
 * WebAssembly, or where this entry point leaves it out.
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
 * The same in steps, so that a page can show how far it is, and stop.
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

/** An explanation that is looked for in steps. Where the language has `Symbol.dispose`, disposing forgets its keys. */
export interface Explainer extends Disposal {
  /** Goes on until about `budgetBytes` more are hashed, or to the end; `true` at the end. */
  readonly step: (budgetBytes?: number) => boolean
  /** What is known so far. */
  readonly report: () => Report
  /**
   * The case for others to see, as plain data. Every credential but `publicKeys` and `certificates` is a fresh one of the same shape,
   * wherever it stands in the case: in any case of its letters, percent-encoded, in a form, in JSON or XML escapes, in base64 or
   * hexadecimal, and in those inside each other, in texts and in bytes. The signature is the one that the fresh credentials make by
   * what was found; where nothing was found, a random one. `name` says which, and whether the same is found with them.
   *
   * What stays is the length, the kind of each character, and what says only which kind of secret it is, such as `whsec_` or `sk_live_`.
   *
   * @throws {CountersignError} `ERR_EXPORT_REFUSED` where a credential would be left, as in a custom scheme, or by chance where it has
   * few bytes; where the case does not read without it; and for private keys. `ERR_ALGORITHM_REFUSED` for a signature that only a
   * private key makes, unless all keys given are public; `ERR_CREDENTIAL_INVALID` for a secret that is no text;
   * `ERR_RANDOMNESS_UNAVAILABLE`.
   */
  readonly export: () => SavedCase
}

/** A case as it is saved, which the command line explains: `npx countersign explain case.json`. */
export interface SavedCase {
  /** What it is. */
  name?: string
  /** The scheme's id, or the scheme. */
  scheme: string | SchemeDefinition
  /** The request; a body that is no text is in base64, as `bodyBase64`. */
  request: {
    method?: string
    url?: string
    timestamp?: string
    headers?: Record<string, string>
    body?: string
    bodyBase64?: string
  }
  /** The secret, or several. */
  secret?: string | string[]
  /** The other credentials. */
  credentials?: Record<string, string | string[]>
  /** The signature that was refused, where it is not among the headers. */
  receivedSignature?: string
  /** Whom the texts speak of. */
  signedBy?: 'client' | 'provider'
  /** What was asked for besides. */
  options?: Record<string, unknown>
}

/** The credentials to explain with: those that make the key or are signed; others may be left out. Each may be several keys. */
export type ExplainCredentials<Chosen> = Chosen extends SchemeId
  ? KeyAndPartial<VerifierCredentials[Chosen], KeyName<Chosen>>
  : Chosen extends SchemeDefinition
    ? Optional<CredentialName<Chosen>, OneOrMany<CustomCredential>> &
        CompanionCredentials<CompanionOf<Chosen>> &
        (Chosen extends Asymmetric ? PublicKeysOrCertificates : unknown)
    : unknown

type KeyAndPartial<Credentials, Key> = Credentials extends PublicKeysOrCertificates
  ? Credentials
  : [keyof Credentials] extends [Key]
    ? Credentials
    : Pick<Credentials, Key & keyof Credentials> & Partial<Credentials>

/** The arguments after the request, which may be left out unless an option of the scheme has no default. */
export type ExplainArguments<Chosen> = {} extends VerifierOptionsOf<Chosen>
  ? [received?: string | undefined, options?: (ExplainOptions & VerifierOptionsOf<Chosen>) | undefined]
  : [received: string | undefined, options: ExplainOptions & VerifierOptionsOf<Chosen>]

/** A request as it was sent, or a message as it was received. */
export interface ExplainRequest extends Omit<SignRequest, 'timestamp'> {
  /** The text of the timestamp as it was sent; by default the one in the headers. */
  readonly timestamp?: string | undefined
}

/** How to search. */
export interface ExplainOptions {
  /** How many bytes may be hashed in all; 64 MiB by default. */
  readonly budgetBytes?: number | undefined
  /** Whom the texts speak of: the reader, or whoever sent the message. By default the scheme's `signedBy`. */
  readonly signedBy?: 'client' | 'provider' | undefined
  /** The time to judge the age by; the clock by default. */
  readonly now?: Date | undefined
}

/** What became of a signature, and why. */
export interface Report {
  /**
   * `match`: it is the signature that was due. `stale`: it is, and too far from the clock. `explained`: it is another, and
   * `findings` reproduce it. `unexplained`: nothing that is known does.
   */
  verdict: 'match' | 'stale' | 'explained' | 'unexplained'
  /** The signature that was due, as the scheme writes it; empty where none can be made. */
  expected: string
  /** The canonical string that was due. */
  canonical: Segment[]
  /** What was due on the way where only its hash is signed, by its name in the scheme, such as the canonical request of AWS. */
  preimages: Segment[]
  /** Which of the keys given made the signature received, counted from 0. */
  keyIndex: number | undefined
  /** How long ago it was signed, in seconds; negative for the future. */
  ageSeconds: number | undefined
  /** What strikes the eye without a single hash. */
  warnings: Cause[]
  /** What reproduces the signature received, the likeliest first. */
  findings: Finding[]
  /** Why nothing can be signed as it stands, such as a body that is not JSON where the scheme prints JSON. */
  fault: CountersignError | undefined
  /** How many signatures were tried. */
  tried: number
  /** How many bytes were hashed for them. */
  hashedBytes: number
  /** Whether everything that is known was tried; `false` where something was found, or the budget ended before. */
  exhausted: boolean
}

/** Changes that together reproduce the signature received. */
export interface Finding {
  /** What was done differently: one thing, or two at once. */
  causes: Cause[]
  /** Other names for what makes the same bytes. */
  alternatives: Cause[][]
  /** Which of the keys given was used, counted from 0. */
  keyIndex: number
  /** The canonical string that was signed instead. */
  canonical: Segment[]
  /** What was hashed instead on the way, as in `Report`. */
  preimages: Segment[]
}

/** One thing that was done differently, or that strikes the eye. */
export interface Cause {
  /** A stable name, such as `body-minified`. Any string: the `misreadings` of a custom scheme have ids of their own. */
  id: string
  /** A few words. */
  title: string
  /** What happened, in a sentence. */
  detail: string
  /** What to do. */
  fix: string
}

/** A part of a canonical string. */
export interface Segment {
  /** What made it: an input such as `body`, or the text of the scheme itself. */
  label: string
  /** Its bytes. */
  bytes: ByteArray
  /** The same as text, where it is UTF-8. */
  text: string | undefined
}

/**
 * All schemes, as plain data: each scheme is what its signer works from. The objects are new at every call.
 *
 * @throws {CountersignError} `ERR_WASM_UNAVAILABLE`
 *
 * @example
 * ```js
 * for (const { id, canonical } of schemes()) console.log(id, canonical)
 * ```
 */
export function schemes(): Scheme[]

/** One way to sign, as a scheme of data. */
export interface Scheme {
  /** `provider.purpose`, in lower case. */
  id: SchemeId
  /** What it signs, in a few words. */
  title: string
  /** The URL of the provider's documentation. */
  documentation: string
  /** The day the document was last read, as `2026-11-22`. */
  lastChecked: string
  /** The names of the credentials it signs with. */
  credentials: string[]
  /** The options it takes, each with its default. */
  options: Record<string, string>
  /** The standard by which the sender chooses what is signed: it makes the bindings whose templates are empty. */
  profile: 'http-message-signatures' | 'aws-signature-v4' | null
  /** Intermediate values, each with its template. */
  bindings: Record<string, string>
  /**
   * What is taken out of the request, each by the name that templates use, with its place: `header:webhook-id`,
   * `headers:x-acme-`, `query:id`, `field:id` or `field:/data/id`; with `?` at its end, it may be absent.
   */
  inputs: Record<string, string>
  /** The one input whose value may hold what joins the inputs, where the provider escapes nothing; empty as a rule. */
  freeInput: string
  /** The JSON pointer of what is signed one by one in a body that holds several; empty as a rule. */
  signedItems: string
  /** The template of the canonical string; empty where nothing is signed. */
  canonical: string
  /** Further canonical strings that a received signature may be over. */
  acceptedCanonicals: string[]
  /** What makes the signature from it. */
  algorithm:
    | 'none'
    | 'hmac-sha1'
    | 'hmac-sha256'
    | 'aws4-hmac-sha256'
    | 'hmac-sha512'
    | 'sha256-key-first'
    | 'sha256-key-last'
    | 'rsaes-pkcs1-v1_5'
    | 'rsassa-pss-sha256'
    | 'rsassa-pss-sha512'
    | 'rsassa-pkcs1-v1_5-sha256'
    | 'jws'
  /** The template of the key. */
  key: string
  /** How the raw signature is written; `base64-lines` is read with line breaks inside. */
  encoding: 'hex' | 'base64' | 'base64-lines' | 'base64-percent' | 'base64url'
  /** The headers it adds, each with the template of its value. */
  headers: Record<string, string>
  /** The query parameters it adds. */
  query: Record<string, string>
  /** The members of the body that it adds. */
  fields: Record<string, string>
  /** The headers that hold a list, each with what separates its elements: any of several signatures may match. */
  listSeparators: Record<string, string>
  /** Further ways a place may read when it is received, as `['header:Authorization', 'Signature: {signature}']`. */
  acceptedPlacements: [place: string, template: string][]
  /** How the timestamp is written. */
  timestamp: TimestampForm
  /** Further forms of the timestamp that are read. */
  acceptedTimestamps: TimestampForm[]
  /** How far from the clock a received timestamp may be; `null` where no time is signed or judged. */
  toleranceSeconds: number | null
  /** For a timestamp that says when the request expires: how far ahead of the clock, in seconds; otherwise 0. */
  expiresAfterSeconds: number
  /** Which bytes of the body are sent: those given, or the canonical ones that were signed. */
  body: 'as-given' | 'as-signed'
  /** What a body is where nothing else tells. */
  bodyType: 'json' | 'form' | 'json-or-form'
  /** Who signs as a rule: the caller, as requests are, or the provider, as webhooks are. */
  signedBy: 'client' | 'provider'
  /** A second scheme on the same message, for callers who give its credentials; it only adds headers. */
  companion: Scheme | null
  /**
   * Whether the provider joins inputs with nothing between, so that bytes can move from one into the next: without this word
   * verifiers refuse such a scheme.
   */
  touchingInputs: boolean
  /** How often one may call, and how long to wait after a 429 without `Retry-After`, in seconds. */
  rateLimit: { requestsPerMinute: number; waitSeconds: number } | null
  /** The scheme that the provider wants used instead. */
  deprecated: string | null
  /** Whether the provider publishes figures that prove the scheme. */
  hasPublishedVectors: boolean
  /** What its users should know. */
  notes: string[]
  /** What its users may have understood instead, which `explain` can name. */
  misreadings: Misreading[]
}

/** Another reading of what the provider documents. */
export interface Misreading {
  /** The stable name of the cause. */
  id: string
  /** What it is a reading of: `canonical`, or the name of a binding. */
  part: string
  /** The template in its place. */
  template: string
  title: string
  /** What happened, in a sentence; `@` stands for who signed, `You` or `The sender`. */
  detail: string
  fix: string
}

/**
 * A custom scheme, as plain data: as good as those of the catalogue, which are written so too. What is left out of it is hexadecimal
 * HMAC-SHA256 with the credential `secret`; with a `timestamp` but without `toleranceSeconds`, 300 seconds are allowed.
 * `countersign/scheme.schema.json` describes it for editors.
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

/** A credential of a custom scheme. */
export type CustomCredential = Credential | Jwk | KeyObjectLike

/** Credentials by name; to verify or explain, each may be several keys. */
export type CustomCredentials = Readonly<Record<string, OneOrMany<CustomCredential>>>

/** Options by the names that a scheme gives them. */
export type CustomOptions = Readonly<Record<string, unknown>>

/** The credentials of a custom scheme's signer. */
export type CustomCredentialsOf<Definition, Key = undefined> = Key extends 'external'
  ? { readonly [Name in CredentialName<Definition>]?: CustomCredential } & (Definition extends Asymmetric
      ? { readonly publicKey?: PublicKey }
      : unknown)
  : NeededAndOptional<Definition, CustomCredential> & Optional<CredentialName<CompanionOf<Definition>>, CustomCredential>

/** The credentials of a custom scheme's verifier: public keys or certificates if its algorithm is asymmetric. */
export type CustomVerifierCredentialsOf<Definition> = (Definition extends Asymmetric
  ? PublicKeysOrCertificates & Optional<CredentialName<Definition>, OneOrMany<CustomCredential>>
  : NeededAndOptional<Definition, OneOrMany<CustomCredential>>) &
  CompanionCredentials<CompanionOf<Definition>>

/** The options that a custom scheme names, and those of its companion. */
export type CustomOptionsOf<Definition> = Definition extends { readonly profile: string }
  ? CustomOptions
  : OptionsNamed<OptionName<Definition> | OptionName<CompanionOf<Definition>>>

type OptionsNamed<Name extends PropertyKey> = [Name] extends [never]
  ? unknown
  : { readonly [Key in Name]?: (string extends Key ? unknown : Key extends 'jws' ? JwsOptions | JwsExpectations : string) | undefined }

/** The inputs that a custom scheme names. */
export type CustomInputsOf<Definition> = Definition extends { readonly inputs: infer Inputs }
  ? { -readonly [Name in keyof Inputs]: string }
  : 'inputs' extends keyof Definition
    ? Record<string, string>
    : {}

/** The names of a custom scheme's credentials, `secret` by default; any string if its type does not list them. */
type CredentialName<Definition> = Definition extends { readonly credentials: readonly (infer Name extends string)[] }
  ? Name
  : 'credentials' extends keyof Definition
    ? string
    : 'secret'

/** The credentials that are only sent, in a header that is left out if they are empty. */
type OptionalCredential<Definition> = Definition extends { readonly headers: infer Headers }
  ? { [Name in keyof Headers]: Headers[Name] extends `[{${infer Credential}}]` ? Credential : never }[keyof Headers]
  : never

/** The names of a custom scheme's options, with `jws` for those of a JWS; any string if its type does not list them. */
type OptionName<Definition> = Definition extends { readonly options: infer Options }
  ? keyof { [Name in keyof Options as Name extends `jws.${string}` ? 'jws' : Name]: unknown }
  : 'options' extends keyof Definition
    ? string
    : never

/** The credentials of a companion's verifier, which may be left out. */
type CompanionCredentials<Companion> = [Companion] extends [never]
  ? unknown
  : Companion extends Asymmetric
    ? Partial<PublicKeysOrCertificates>
    : Optional<CredentialName<Companion>, OneOrMany<CustomCredential>>

type CompanionOf<Definition> = Definition extends { readonly companion: infer Companion extends SchemeDefinition } ? Companion : never

type NeededAndOptional<Definition, Value> = {
  readonly [Name in Exclude<CredentialName<Definition>, OptionalCredential<Definition>>]: Value
} & Optional<OptionalCredential<Definition>, Value>

/** Members that may be left out; `unknown` for no names, which the compiler's messages leave out. */
type Optional<Name, Value> = [Name] extends [never] ? unknown : { readonly [Key in Name & string]?: Value }

/** A scheme that signs with a private key. */
type Asymmetric = { readonly algorithm: 'jws' | 'rsassa-pss-sha256' | 'rsassa-pss-sha512' | 'rsassa-pkcs1-v1_5-sha256' }

type KnownMembers<Definition> = SchemeDefinition extends Definition
  ? SchemeDefinition
  : { readonly [Name in keyof Definition as Name extends keyof SchemeDefinition ? Name : never]: Definition[Name] } & SchemeDefinition

/** The ids that `Given` may mean: those that are one typing error away, else those of the same provider, else all. */
type MeantBy<Given extends string> = IfNone<OneErrorAway<Given>, IfNone<OfSameProvider<Given>, SchemeId | SchemeDefinition>>

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

/** How a timestamp is written: Unix seconds or milliseconds, ISO 8601 with separators or without, or the date of HTTP headers. */
export type TimestampForm = 'none' | 'seconds' | 'milliseconds' | 'nanoseconds' | 'iso8601' | 'iso8601-basic' | 'rfc1123'

/**
 * Every error that the package throws. Its message says what was expected and what came, and never holds a secret or a
 * computed signature.
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
export type CountersignError = StaleError | OtherError

/** The error for a valid signature whose timestamp is too far from the clock. */
export interface StaleError extends ErrorWith<'ERR_SIGNATURE_STALE'> {
  /** How long ago the message was signed, in seconds; negative for the future. */
  readonly ageSeconds: number
  /** How far from the clock it may be in that direction, in seconds. */
  readonly limitSeconds: number
}

/** Any other error. */
export interface OtherError extends ErrorWith<Exclude<CountersignErrorCode, 'ERR_SIGNATURE_STALE'>> {
  readonly ageSeconds?: undefined
  readonly limitSeconds?: undefined
}

/** The members of every error. */
export interface ErrorWith<Code extends CountersignErrorCode> extends Error {
  readonly name: 'CountersignError'
  /** What went wrong, for programs: stable, where the message is not. */
  readonly code: Code
  /** The input to blame: `url`, `body`, a credential's or header's name. */
  readonly part?: string
  /** The byte within that input, counted from 0. */
  readonly offset?: number
  /** The header to blame. */
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
}

/** What an error's `code` can be. */
export type CountersignErrorCode =
  | 'ERR_SCHEME_UNKNOWN'
  | 'ERR_SCHEME_INVALID'
  | 'ERR_CREDENTIAL_MISSING'
  | 'ERR_CREDENTIAL_INVALID'
  | 'ERR_REQUEST_INVALID'
  | 'ERR_BODY_INVALID'
  | 'ERR_BODY_NOT_SIGNED'
  | 'ERR_TIMESTAMP_INVALID'
  | 'ERR_ALGORITHM_REFUSED'
  | 'ERR_EXPORT_REFUSED'
  | 'ERR_RANDOMNESS_UNAVAILABLE'
  | 'ERR_HEADER_MISSING'
  | 'ERR_HEADER_MALFORMED'
  | 'ERR_SIGNATURE_MISMATCH'
  | 'ERR_SIGNATURE_STALE'
  | 'ERR_CERTIFICATE_REFUSED'
  | 'ERR_REDIRECT_REFUSED'
  | 'ERR_WASM_UNAVAILABLE'
  | 'ERR_INTERNAL'

/** `{ [Symbol.dispose](): void }` where the `lib` in use knows that symbol. */
type Disposal = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
  ? { [Key in Dispose]: () => void }
  : {}

export {}
