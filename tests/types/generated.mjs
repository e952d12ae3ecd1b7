// A program that compares the types of every scheme, by its id and as a definition, with what the core says of it: its credentials,
// options and inputs, whether its whole body is signed, and whether `countersign/core` can do it. So no type is kept by hand.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nameOf } from '../../pkg-template/catalogue.mjs'
import { at } from '../../pkg-template/tools.mjs'
import { typeOf } from '../../pkg-template/types.mjs'
import { filesFor } from '../js/key-pairs.mjs'

/** The program, for the package in the folder `home`. */
export async function generated(home) {
  const [whole, core, { describe, names }, definitions] = await Promise.all(
    ['index', 'core', 'describe', 'schemes'].map((name) => import(pathToFileURL(join(home, 'dist', `${name}.js`)))),
  )
  const inputs = inputsOf(whole)
  const lines = [PRELUDE]
  const all = whole.schemes().map(({ id }) => id)
  lines.push(`same<SchemeId, ${union(all)}>()`, `same<keyof typeof definitions, ${union(all.map(nameOf))}>()`)
  for (const id of all) {
    const definition = definitions[nameOf(id)]
    assert.equal(definition.id, id)
    const facts = { ...factsOf(describe(definition), inputs), CoversBody: String(!partlyCovering().includes(id)) }
    lines.push(`same<typeof definitions.${nameOf(id)}, ${typeOf(definition)}>()`)
    for (const chosen of [`'${id}'`, `definitions.${nameOf(id)}`]) lines.push(...checks(chosen, facts))
    lines.push(atCore(core, definition, describe(definition), `definitions.${nameOf(id)}`))
  }
  for (const definition of [...names().algorithms.map(withAlgorithm), ...CUSTOM]) {
    lines.push(...checks(typeOf(definition), factsOf(describe(definition), inputs)))
    lines.push(atCore(core, definition, describe(definition), JSON.stringify(definition)))
  }
  return `${lines.join('\n')}\n`
}

/** One line for each type of a scheme. */
const checks = (chosen, facts) => Object.entries(facts).map(([type, expected]) => `same<${typeWith(type, chosen)}, ${expected}>()`)

const typeWith = (type, chosen) => (type === 'External' ? `CredentialsOf<${chosen}, 'external'>` : `${type}<${chosen}>`)

/** What each type of a scheme has to be. */
function factsOf(description, inputs) {
  const { definition, companion, templates, credentials } = description
  const inKey = templates.key.flatMap(({ kind, name }) => (kind === 'credential' ? [name] : []))
  const isOfKey = ({ name }) => inKey.includes(name)
  const isPair = description.algorithm.isAsymmetric
  const sign = (one, isOptional = one.isOptional) => member(one.name, isOptional, valueOf(description, one))
  const verify = (one, isOptional = one.isOptional) => member(one.name, isOptional, `OneOrMany<${valueOf(description, one)}>`)
  const others = credentials.filter((one) => !isOfKey(one))
  const { keyUrl, keyId, trustedRoots } = definition
  const ids = description.algorithm.name === 'jws' || definition.profile === 'http-message-signatures' ? ' & KeyIds' : ''
  const verified = trustedRoots.length > 0 ? 'RootCertificates' : keyUrl || keyId ? 'FetchedKeys & KeyIds' : `VerificationKeys${ids}`
  const pair = (members, keys) => `${keys} & ${object(members)}`
  const more = companion?.credentials.filter(({ name }) => !credentials.some((own) => own.name === name)) ?? []
  const moreSign = more.map((one) => member(one.name, true, valueOf(companion, one)))
  const moreVerify = more.flatMap((one) => one.verifiedWith.map((name) => member(name, true, `OneOrMany<${VERIFIED[name] ?? valueOf(companion, one)}>`)))
  return {
    CredentialsOf: object([...credentials.map((one) => sign(one)), ...moreSign]),
    External: object([
      ...others.map((one) => sign(one)),
      ...(isPair ? ['readonly publicKey?: PublicKey'] : credentials.filter(isOfKey).map((one) => sign(one, true))),
    ]),
    VerifierCredentialsOf: isPair
      ? pair([...others.map((one) => verify(one)), ...moreVerify], verified)
      : object([...credentials.map((one) => verify(one)), ...moreVerify]),
    ExplainCredentials: isPair
      ? pair([...others.map((one) => verify(one, true)), ...moreVerify], 'PublicKeysOrCertificates')
      : object([...credentials.map((one) => verify(one, one.isOptional || !isOfKey(one))), ...moreVerify]),
    OptionsOf: `SignerOptions<undefined> & ${options(description, 'signs')}`,
    VerifierOptionsOf: `VerifierOptions & ${options(description, 'verifies')}`,
    InputsOf: inputs[definition.profile] ?? object(description.inputs.filter((one) => !isOfKeySource(definition, one)).map(({ name }) => `'${name}': string`)),
  }
}

/** Whether an input only says where the key is: it is not signed. */
function isOfKeySource({ canonical, keyUrl, keyId }, { name }) {
  const isIn = (template) => new RegExp(`\\{${name}[|}]`).test(template ?? '')
  return !isIn(canonical) && (isIn(keyUrl) || isIn(keyId))
}

const object = (members) => `{ ${members.join('; ')} }`
const member = (name, isOptional, type) => `readonly '${name}'${isOptional ? '?' : ''}: ${type}`

const valueOf = ({ algorithm, key }, { name, isOfPair }) =>
  isOfPair ? 'PrivateKey' : algorithm.hasKeyPair && name === key ? 'PublicKey' : 'Credential'

const VERIFIED = { publicKeys: 'PublicKey', certificates: 'Certificate' }

/** The options of a scheme and its companion; those of a JWS and of a standard have types of their own, whose members are compared. */
function options(description, side) {
  const { profile } = description.definition
  const isTaken = (one) => side === 'signs' || !one.onlySigns
  const ofStandard = { 'aws-signature-v4': 'AwsOptions', 'http-message-signatures': 'MessageSignatureOptions' }[profile]
  if (ofStandard !== undefined) return withMembers(ofStandard, description.options.filter(isTaken).map(({ name }) => name))
  const taken = [description, description.companion].flatMap((one) => one?.options.filter(isTaken).map((option) => ({ ...option, of: one })) ?? [])
  const plain = taken.filter(({ name }) => !name.startsWith('jws.')).map(({ name }) => member(name, true, 'string | undefined'))
  const jws = taken.filter(({ name }) => name.startsWith('jws.'))
  if (jws.length === 0) return object(plain)
  const type = jws[0].of.algorithm.name === 'jws-hmac' ? 'JwsHmacOptions' : side === 'signs' ? 'JwsOptions' : 'JwsExpectations'
  return object([...plain, `readonly jws?: ${withMembers(type, jws.map(({ name }) => name.slice(4)))} | undefined`])
}

/** A type, if its members are those. */
const withMembers = (type, names) => `With<${type}, ${union(names)}>`

const union = (names) => names.map((name) => `'${name}'`).join(' | ')

/** The inputs of the standards: those that a message brings along whatever it covers, and those that its options bring. */
function inputsOf({ createSigner, createVerifier }) {
  const of = (id, credentials, options) => {
    const signed = createSigner(id, credentials, options).sign({ method: 'GET', url: 'https://example.com/' })
    return Object.keys(createVerifier(id, credentials, options).verify(signed).inputs)
  }
  const [least, most] = [{}, { keyid: 'a', alg: 'hmac-sha256', nonce: 'b', tag: 'c' }].map((more) =>
    of('rfc9421.hmac-sha256', { secret: 's' }, { components: ['@method'], ...more }),
  )
  assert(least.length > 0 && most.length > least.length)
  const aws = of('aws.request', { accessKeyId: 'id', secretAccessKey: 'key' }, { region: 'us-east-1', service: 's3' })
  return {
    'http-message-signatures': object(most.map((name) => `${name}${least.includes(name) ? '' : '?'}: string`)),
    'aws-signature-v4': object(aws.map((name) => `'${name}': string`)),
  }
}

/** The ids that the document on security lists, as tests/covers.rs has it. */
function partlyCovering() {
  const [, list] = /<!-- covers -->([^]*?)<!-- \/covers -->/.exec(readFileSync(at('SECURITY.md'), 'utf8'))
  return [...list.matchAll(/^- `([^`]+)`/gm)].map(([, id]) => id)
}

/** A call of `countersign/core`, which has to compile if it can do the scheme, and only then. */
function atCore({ createVerifier }, definition, { key, credentials, algorithm: { hasKeyPair } }, expression) {
  const publicKey = readFileSync(at('tests', 'keys', filesFor(definition.algorithm).publicKey), 'utf8')
  const value = ({ name }) => (hasKeyPair && name === key ? publicKey : 'c2ec7ef0')
  const given = Object.fromEntries(credentials.map((one) => [one.verifiedWith[0], value(one)]))
  let isAble = true
  try {
    createVerifier(definition, given)
  } catch (error) {
    assert.equal(error.code, 'ERR_UNSUPPORTED', `${definition.id}: ${error.message}`)
    isAble = false
  }
  return `${isAble ? '' : '// @ts-expect-error\n'}core.createVerifier(${expression}, any, any)`
}

const LEAST = {
  id: 'acme.request',
  credentials: ['token', 'secret'],
  canonical: '{body}',
  key: '{secret}',
  headers: { Token: '{token}', Sig: '{signature}' },
}

const withAlgorithm = ({ name }) => ({ ...LEAST, algorithm: name, ...(OF_JWS[name] && { options: OF_JWS[name] }) })

const OF_JWS = {
  jws: { 'jws.form': 'attached', 'jws.alg': 'PS256', 'jws.certificate': '' },
  'jws-hmac': { 'jws.form': 'detached', 'jws.alg': 'HS256' },
}

/** What the catalogue has no scheme with. */
const CUSTOM = [
  { id: 'acme.request', canonical: '{body}', headers: { Sig: '{signature}' } },
  { ...LEAST, key: '{secret}{token|lower}', inputs: { id: 'header:x-id?', 'user-id': 'query:user' } },
  { ...LEAST, options: { region: '' }, canonical: '{token}.{region}.{body}', acceptedCanonicals: ['{region}.{body}'] },
  // What only fills an optional header, and what fills another, too, or is signed.
  { ...LEAST, headers: { Token: '[{token}]', Sig: '{signature}' } },
  { ...LEAST, headers: { Token: '[{token}]', Sig: '{token}:{signature}' } },
  { ...LEAST, headers: { Token: '[{token}]', Sig: '{signature}' }, canonical: '{token|lower}.{body}' },
  { ...LEAST, headers: { Token: '[{token}]', Sig: '{signature}' }, query: { token: '{token}' } },
  // Keys that are fetched.
  { ...withAlgorithm({ name: 'ecdsa-p256-sha256' }), inputs: { keyId: 'header:x-key-id' }, keyId: '{keyId}' },
  { ...withAlgorithm({ name: 'jws' }), inputs: { keys: 'header:x-keys' }, keyUrl: '{keys}', keyHosts: ['keys.example.com'] },
  { ...withAlgorithm({ name: 'jws' }), credentials: ['secret'], headers: { Sig: '{signature}' }, trustedRoots: ['00'.repeat(32)] },
  // Companions: with names of their own, with the same, and with a key pair.
  { ...LEAST, options: { region: '' }, companion: { id: 'acme.other', credentials: ['other'], key: '{other}', canonical: '{body}', headers: { Two: '{signature}' } } },
  { ...LEAST, companion: { id: 'acme.other', canonical: '{body}', headers: { Two: '{signature}' } } },
  {
    ...LEAST,
    options: { region: '' },
    companion: { ...withAlgorithm({ name: 'jws' }), credentials: ['privateKey'], key: '{privateKey}', headers: { Two: '{signature}' } },
  },
]

const PRELUDE = `// Generated by tests/types/generated.mjs.
import * as core from 'countersign/core'
import type {
  AwsOptions, Certificate, CoversBody, Credential, CredentialsOf, ExplainCredentials, FetchedKeys, InputsOf, JwsExpectations, JwsHmacOptions,
  JwsOptions, KeyIds, MessageSignatureOptions, OneOrMany, OptionsOf, PrivateKey, PublicKey, PublicKeysOrCertificates, RootCertificates, SchemeId, SignerOptions,
  VerificationKeys, VerifierCredentialsOf, VerifierOptions, VerifierOptionsOf,
} from 'countersign'
import * as definitions from 'countersign/schemes'

declare const any: any
type Flat<Type> = Type extends object ? { [Name in keyof Type]: Type[Name] } : Type
type Is<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
type With<Type, Names> = Is<keyof Type, Names> extends true ? Type : 'other members'
declare function same<One, Other>(...differ: Is<Flat<One>, Flat<Other>> extends true ? [] : [one: Flat<One>, other: Flat<Other>]): void

// What differs is found.
same<{ readonly a: string }, { readonly a: string } & {}>()
// @ts-expect-error
same<{ readonly a: string }, { readonly a?: string }>()
// @ts-expect-error
same<{ readonly a: string }, { a: string }>()
// @ts-expect-error
same<{ readonly a: Credential }, { readonly a: PublicKey }>()
// @ts-expect-error
same<{ readonly a: Credential }, { readonly a: Credential; readonly b?: Credential }>()
// @ts-expect-error
same<With<AwsOptions, 'region' | 'service'>, AwsOptions>()
// @ts-expect-error
same<CoversBody<'mailgun.route'>, true>()
`
