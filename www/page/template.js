// What a scheme signs, and with which keys: what the core's description of it says, for the form.
import { described } from './countersign.js'
import { canWrite } from './expressions.js'

/** The parts of a template in a row; the brackets around optional parts are dropped. Nothing for a template that cannot be parsed. */
export const pieces = (parts) => (parts ?? []).flatMap((part) => (part.optional ? pieces(part.optional) : [part]))

/** Which fields of the form are signed; for a standard whose sender chooses, any may be. */
export function signedFields(definition) {
  const { signsMethod, signsUrl, signsBody, signsTimestamp, inputs } = described(definition)
  const isAny = definition.profile !== null
  return {
    method: isAny || signsMethod,
    url: isAny || signsUrl,
    body: isAny || signsBody || Object.keys(definition.fields).length > 0,
    timestamp: isAny || signsTimestamp,
    headers: isAny || inputs.length > 0,
  }
}

/** The credential that the key is made from. */
export function keyName(definition) {
  const { credentials, key } = described(definition)
  return credentials.find(({ isOfPair }) => isOfPair)?.verifiedWith[0] ?? key ?? definition.credentials[0] ?? 'secret'
}

/** The other credentials. */
export const otherCredentials = (definition) =>
  described(definition).credentials.filter(({ isOfPair }) => !isOfPair).map(({ name }) => name).filter((name) => name !== keyName(definition))

/** The options that are signed, or that choose what is signed. */
export const signedOptions = (definition) =>
  described(definition).options.filter(({ isSigned }) => isSigned).map(({ name }) => name)

/** The filters of the key, if it is one credential; undefined for any other key. */
export function keyFilters(definition) {
  const parts = described(definition).templates.key ?? []
  return parts.length === 1 && parts[0].kind === 'credential' ? parts[0].filters : undefined
}

/** Whether a language can compute the signature: an HMAC over the canonical string, with a key from one secret. */
export const isHmac = (definition) =>
  definition.profile === null &&
  definition.keyScope === '' &&
  keyFilters(definition) !== undefined &&
  canWrite(definition.algorithm, keyFilters(definition)) &&
  // Code never contains the secret.
  !described(definition).signed.includes(keyName(definition))

/** Whether a scheme is verified with public keys. */
export const isPublic = (definition) => described(definition).algorithm.isAsymmetric
