// The types of `countersign/core`: those of `countersign`, for what the engine alone can do.
import type {
  CoversBody, CredentialsOf, DefinitionArgument, ExternalSigner, InputsOf, OptionsArgument, OptionsOf, SchemeDefinition, Signer, Verifier,
  VerifierCredentialsOf, VerifierOptionsOf,
} from './index.js'

export { CountersignError, defineScheme } from './index.js'
export type {
  Accepted, Algorithm, BlobLike, BodyOf, Bytes, CheckResult, CountersignErrorCode, Coverage, Covers, CoversBody, Credential,
  CredentialsOf, DefinitionArgument, ErrorFacts, ErrorJson, ErrorWith, ExternalSigner, FetchMessage, FetchOptions, FetchResource,
  FetchResponse, FormLike, HashName, HeadersLike, InputsOf, KeyNeed, KeyObjectLike, MismatchError, Misreading, OneOrMany, OptionsArgument,
  OptionsOf, OtherError, Prepared, ReceivedMessage, Refused, RetryOptions, SchemeDefinition, SentBody, SignRequest, Signed, SignedBody,
  Signer, SignerOptions, SigningAlgorithm, StaleError, TimestampForm, UrlObject, Verified, VerifiedMessage, VerifiedSignature, Verifier,
  VerifierCredentialsOf, VerifierOptions, VerifierOptionsOf, VerifyRequestOptions,
} from './index.js'

/**
 * The scheme as an argument: a definition that this import can do. For one that it cannot, this says which import can; the compiler's
 * message names it.
 */
export type CoreArgument<Chosen> = Chosen extends string
  ? 'expected a definition, such as those of `countersign/schemes`; the import with all schemes by id is `countersign`'
  : [Unable<Chosen>] extends [never]
    ? DefinitionArgument<Chosen>
    : Unable<Chosen>

/** Why this import cannot do a scheme. */
type Unable<Definition> = Definition extends { readonly profile: string }
  ? 'expected the import with this standard, `countersign`'
  : Definition extends { readonly algorithm: 'jws' | 'jws-hmac' | `rsassa-${string}` | `rsaes-${string}` | `ecdsa-${string}` | 'ed25519' }
    ? 'expected the import with public keys and JWS, `countersign`'
    : never

/** A definition without a companion that this import cannot do, so that its credentials are not taken. */
type Able<Definition> = Definition extends { readonly companion: infer Companion extends SchemeDefinition }
  ? [Unable<Companion>] extends [never]
    ? Definition
    : { readonly [Name in keyof Definition as Exclude<Name, 'companion'>]: Definition[Name] }
  : Definition

/**
 * Makes a signer, as `createSigner` of `countersign` does, for schemes with an HMAC or a digest.
 *
 * @throws {CountersignError} as that one; `ERR_UNSUPPORTED` for an id, a signature standard, a key pair or a JWS.
 *
 * @example
 * ```js
 * import { createSigner } from 'countersign/core'
 * import { securoRequest } from 'countersign/schemes'
 *
 * const signer = createSigner(securoRequest, { apiKey, secret })
 * ```
 */
export function createSigner<const Chosen extends string | SchemeDefinition, const Key extends 'external' | undefined = undefined>(
  scheme: CoreArgument<Chosen>,
  credentials: CredentialsOf<Able<Chosen>, Key>,
  ...options: OptionsArgument<OptionsOf<Able<Chosen>, Key>>
): Key extends 'external' ? ExternalSigner : Signer

/**
 * Makes a verifier, as `createVerifier` of `countersign` does, for schemes with an HMAC or a digest.
 *
 * @throws {CountersignError} as that one; `ERR_UNSUPPORTED` for an id, a signature standard, RSA or a JWS.
 *
 * @example
 * ```js
 * import { createVerifier } from 'countersign/core'
 * import { stripeWebhook } from 'countersign/schemes'
 *
 * const verifier = createVerifier(stripeWebhook, { secret })
 * ```
 */
export function createVerifier<const Chosen extends string | SchemeDefinition>(
  scheme: CoreArgument<Chosen>,
  credentials: VerifierCredentialsOf<Able<Chosen>>,
  ...options: OptionsArgument<VerifierOptionsOf<Able<Chosen>>>
): Verifier<CoversBody<Chosen>, InputsOf<Chosen>>
