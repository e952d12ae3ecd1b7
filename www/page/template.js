// What a scheme's templates say: which inputs are signed, and what the canonical string is put together from.

/** The pieces of a template: `{ literal }`, or `{ name, filters }`; brackets around what may be absent are dropped. */
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

/** The names of all inputs that are signed, through bindings, too. */
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

/** Which field of the form each signed name is read from; where the sender chooses what is signed, it may be any. */
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

/** The credential that the key is made of. */
export function keyName(definition) {
  if (isPublic(definition)) return 'publicKeys'
  return pieces(definition.key).find(({ name }) => name !== undefined)?.name ?? definition.credentials[0] ?? 'secret'
}

/** The other credentials. */
export const otherCredentials = (definition) =>
  definition.credentials.filter((name) => name !== keyName(definition) && name !== 'privateKey')

/** The options that are texts, and signed, or choose what is. */
export const signedOptions = (definition) => {
  const names = signedNames(definition)
  return Object.keys(definition.options).filter((name) => definition.profile || names.has(name))
}

/** Whether every language can write down what a scheme makes: the message that the scheme names, and an HMAC over it by a secret. */
export const isHmac = (definition) =>
  !definition.profile &&
  /^hmac-/.test(definition.algorithm) &&
  /^\{[\w-]+(?:\|(?:whsec|unbase64|unhex))*\}$/.test(definition.key) &&
  // Code never holds the secret.
  !signedNames(definition).has(keyName(definition))

/** Whether it is public keys that check the signatures of a scheme. */
export const isPublic = ({ algorithm }) => /^(?:jws$|rsassa-)/.test(algorithm)
