// What a row's templates say: which inputs are signed, and what the canonical string is put together from.

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
export function signedNames(row) {
  const names = new Set()
  const take = (template) => {
    for (const { name } of pieces(template)) {
      if (name === undefined || names.has(name)) continue
      names.add(name)
      if (Object.hasOwn(row.bindings, name)) take(row.bindings[name])
    }
  }
  for (const template of [row.canonical, ...row.alsoCanonical]) take(template)
  return names
}

/** Which field of the form each signed name is read from; where the sender chooses what is signed, it may be any. */
export function signedFields(row) {
  if (row.standard) return { method: true, url: true, body: true, timestamp: true, headers: true }
  const names = signedNames(row)
  const has = (...any) => any.some((name) => names.has(name))
  return {
    method: has('method'),
    url: has('url', 'base', 'path', 'target', 'query', 'host', 'origin'),
    body: has('body') || Object.keys(row.fields).length > 0,
    timestamp: has('timestamp'),
    headers: Object.keys(row.inputs).length > 0,
  }
}

/** The credential that the key is made of. */
export function keyName(row) {
  if (isPublic(row)) return 'publicKeys'
  return pieces(row.key).find(({ name }) => name !== undefined)?.name ?? row.credentials[0] ?? 'secret'
}

/** The other credentials. */
export const otherCredentials = (row) =>
  row.credentials.filter((name) => name !== keyName(row) && name !== 'privateKey')

/** The options that are texts, and signed, or choose what is. */
export const signedOptions = (row) => {
  const names = signedNames(row)
  return Object.keys(row.options).filter((name) => row.standard || names.has(name))
}

/** Whether every language can write down what a row makes: the message that the row names, and an HMAC over it by a secret. */
export const isHmac = (row) =>
  !row.standard &&
  /^hmac-/.test(row.algorithm) &&
  /^\{[\w-]+(?:\|(?:whsec|unbase64|unhex))*\}$/.test(row.key) &&
  // Code never holds the secret.
  !signedNames(row).has(keyName(row))

/** Whether it is public keys that check the signatures of a row. */
export const isPublic = ({ algorithm }) => /^(?:jws$|rsassa-)/.test(algorithm)
