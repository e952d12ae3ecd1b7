// The causes that the page lists as tried, in groups.

/**
 * The titles of all causes, by group: `{ name, field, ofKeyPairs, ofStandards, titles }`. `causes` are two lists of `[id, title]`, as the core gives
 * them: those of every scheme, and those of signature standards. A cause without a group is an error.
 */
export function tried(causes) {
  const groups = causes.flatMap((list, place) => inGroups(list, place === 1))
  const empty = GROUPS.find(({ name }) => !groups.some((group) => group.name === name))
  if (empty) throw new Error(`expected causes of the group \`${empty.name}\`, got none`)
  return groups
}

function inGroups(causes, ofStandards) {
  const found = GROUPS.map(({ begins, ...group }) => ({ ...group, ofStandards, titles: new Set() }))
  for (const [id, title] of causes) {
    const at = GROUPS.findIndex(({ begins }) => begins.test(id))
    if (at < 0) throw new Error(`expected a group for the cause \`${id}\`, got none`)
    found[at].titles.add(title)
  }
  return found.filter(({ titles }) => titles.size > 0).map((group) => ({ ...group, titles: [...group.titles] }))
}

/** The groups in their order; the first one whose pattern fits has a cause. */
const GROUPS = [
  { name: 'Noticed', begins: /^(?:received-(?:is-|begins-|length$)|credentials-equal|url-(?:has|behind)-|signature-not-last|body-(?:is-|empty$|compressed|replacement-|json-for-form|form-for-json)|secret-(?:kind|white-space$|environment)|timestamp-(?:missing|unit)|template-variable|odd-characters|body-escaped|stale|refused|credential-other|input-ambiguous)/ },
  { name: 'Output', begins: /^output-/ },
  { name: 'As received', begins: /^received-/ },
  { name: 'Body', field: 'body', begins: /^(?:body|payload|content-digest|digest-of)-/ },
  { name: 'URL', field: 'url', begins: /^(?:url|path)-/ },
  { name: 'Query', field: 'url', begins: /^query-/ },
  { name: 'Method', field: 'method', begins: /^method-/ },
  { name: 'Timestamp', field: 'timestamp', begins: /^timestamp-/ },
  { name: 'Headers', begins: /^(?:headers?|host|signed|session|component)-/ },
  { name: 'Layout', begins: /^(?:layout|params|scope|scheme)-/ },
  { name: 'Character encoding', begins: /^charset-/ },
  { name: 'Secret', begins: /^secret-/ },
  { name: 'Value', begins: /^value-/ },
  { name: 'Key pair', ofKeyPairs: true, begins: /^(?:key|certificate)-/ },
  { name: 'Signature of a key pair', ofKeyPairs: true, begins: /^(?:hal(?:f|ves)|signature|pss)-/ },
  { name: 'JWS', ofKeyPairs: true, begins: /^jws-/ },
  { name: 'Hash and MAC', begins: /^(?:hmac-|algorithm-|plain-|message|digest-|secret\+)/ },
]
