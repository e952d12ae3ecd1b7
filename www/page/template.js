// Reads a scheme's templates: which inputs are signed, and how the canonical string is composed.

/** The pieces of a template: `{ literal }` or `{ name, filters }`; brackets around optional parts are dropped. */
export function pieces(template) {
  const found = []
  for (const [, name, literal] of template.matchAll(/\{([^{}]+)\}|([^{}[\]]+)/g)) {
    if (literal !== undefined) found.push({ literal })
    else {
      const [base, ...filters] = name.split('|')
      found.push({ name: base, filters })
    }
  }
  return found
}

/** The names of all signed inputs, including those in bindings. */
export function signedNames(definition) {
  const names = new Set()
  const take = (template) => {
    for (const { name } of pieces(template)) {
      if (name === undefined || names.has(name)) continue
      names.add(name)
      if (Object.hasOwn(definition.bindings, name)) take(definition.bindings[name])
    }
  }
  for (const template of [definition.canonical, ...definition.acceptedCanonicals]) take(template)
  return names
}

/** Which fields of the form are signed; for a standard whose sender chooses, any may be. */
export function signedFields(definition) {
  if (definition.profile) return { method: true, url: true, body: true, timestamp: true, headers: true }
  const names = signedNames(definition)
  const has = (...any) => any.some((name) => names.has(name))
  return {
    method: has('method'),
    url: has('url', 'base', 'path', 'target', 'query', 'host', 'origin'),
    body: has('body') || Object.keys(definition.fields).length > 0,
    timestamp: has('timestamp'),
    headers: Object.keys(definition.inputs).length > 0,
  }
}

/** The credential that the key is made from. */
export function keyName(definition) {
  if (isPublic(definition)) return 'publicKeys'
  return pieces(definition.key).find(({ name }) => name !== undefined)?.name ?? definition.credentials[0] ?? 'secret'
}

/** The other credentials. */
export const otherCredentials = (definition) =>
  definition.credentials.filter((name) => name !== keyName(definition) && name !== 'privateKey')

/** The options that are signed, or that choose what is signed. */
export const signedOptions = (definition) => {
  const names = signedNames(definition)
  return Object.keys(definition.options).filter((name) => definition.profile || names.has(name))
}

/** Whether every language can compute the signature: an HMAC over the canonical string, with a key from one secret. */
export const isHmac = (definition) =>
  !definition.profile &&
  /^hmac-/.test(definition.algorithm) &&
  /^\{[\w-]+(?:\|(?:whsec|unbase64|unhex))*\}$/.test(definition.key) &&
  // Code never contains the secret.
  !signedNames(definition).has(keyName(definition))

/** Whether a scheme is verified with public keys. */
export const isPublic = ({ algorithm }) => /^(?:jws$|rsassa-)/.test(algorithm)
