// The input column: the fields of a case, and their values.
import { utf8, utf8Bytes } from './bytes.js'
import { described } from './countersign.js'
import { isCurl } from './curl.js'
import { fill, h, prose } from './dom.js'
import { headerLines } from './http.js'
import { OWN, credentialField, labelOf, lay, makeFields, optionField } from './layout.js'
import { readable } from './custom-scheme.js'
import { recognised, schemeOf, understood } from './paste.js'
import { isPublic, keyName, otherCredentials, signedFields, signedOptions } from './template.js'
import { keysIn, summary } from './key-list.js'

/** The form; it calls `onchange` after every change. */
export class Form {
  constructor({ definitions, samples, onchange }) {
    this.definitions = definitions
    this.samples = samples
    this.onchange = onchange
    this.#takeOwn(undefined)
    const on = (this.on = this.#listeners())
    Object.assign(this, makeFields({ definitions, samples, on }))
    this.element = h(
      'form',
      { class: 'input', autocomplete: 'off', novalidate: true, onsubmit: (event) => event.preventDefault() },
      lay(this, on),
    )
    this.choose(definitions[0].id)
  }

  /** The chosen scheme, with every member; undefined while a custom scheme is not valid JSON. */
  get definition() {
    return this.scheme.value === OWN ? this.customDefinition : this.definitions.find(({ id }) => id === this.scheme.value)
  }

  get by() {
    const { value } = this.element.querySelector('input[name=by]:checked')
    return value
  }

  set by(value) {
    for (const input of this.element.querySelectorAll('input[name=by]')) input.checked = input.value === value
  }

  /** The keys in the secret field. */
  get keys() {
    return keysIn(this.keyList.bytes)
  }

  /** Every value that may be a credential. */
  get secrets() {
    return [
      ...this.keys.map(({ bytes }) => bytes),
      ...Object.entries(this.others)
        .filter(([name]) => name !== 'partnerId')
        .map(([, { value }]) => utf8Bytes(value)),
    ]
  }

  /** The case as `createExplainer` takes it, with the `definition` of its scheme; or `{ problem: { field, text } }`. */
  asked() {
    for (const field of [...this.texts, ...Object.values(this.options), this.body, this.keyList])
      if (!field.note.textContent || field.note.classList.contains('wrong')) field.say('')
    const definition = this.definition
    if (!definition) return { problem: { field: this.own, text: this.ownProblem } }
    const { pairs, wrong } = headerLines(this.headers.value)
    if (wrong)
      return {
        problem: { field: this.headers, text: `line ${wrong}: expected \`Name: value\`, got no colon after a name` },
      }
    const [body, keys] = [this.body.bytes, this.keys]
    for (const field of [this.body, this.keyList]) if (field.error) return { problem: { field, text: field.error } }
    if (keys.length > 0) this.keyList.say(summary(keys))
    return {
      definition,
      scheme: this.scheme.value === OWN ? this.custom : definition.id,
      credentials: this.#credentials(definition, keys),
      request: {
        method: this.method.value || undefined,
        url: this.url.value || undefined,
        headers: pairs,
        body: body.length > 0 ? body : undefined,
        timestamp: this.timestamp.value || undefined,
      },
      received: this.received.value,
      options: this.#options(definition),
      signedBy: this.by,
      isEmpty:
        [this.method, this.url, this.headers, this.received].every(({ value }) => value === '') &&
        body.length === 0 &&
        keys.length === 0,
    }
  }

  /** Chooses a scheme, and who signed. */
  choose(id, by) {
    this.scheme.value = this.definitions.some((definition) => definition.id === id) ? id : OWN
    if (this.scheme.value === OWN) this.#readOwn()
    this.by = by ?? this.#byOfScheme()
    this.#adapt()
  }

  /** Takes a custom scheme, as data. */
  chooseOwn(definition, by) {
    this.own.value = JSON.stringify(definition, null, 2)
    this.choose(OWN, by)
  }

  /** Fills the fields from a pasted request or a sample. */
  take({ method, url, headers, body, timestamp, received, credentials, options = {} }) {
    if (method !== undefined) this.method.value = method
    if (url !== undefined) this.url.value = url
    if (headers?.length) this.headers.value = headers.map(([name, value]) => `${name}: ${value}`).join('\n')
    if (body !== undefined) this.body.set(typeof body === 'string' ? utf8Bytes(body) : body)
    if (timestamp !== undefined) this.timestamp.value = String(timestamp)
    if (received !== undefined) this.received.value = received
    if (credentials) this.#takeCredentials(credentials)
    for (const [name, value] of Object.entries(options)) if (this.options[name]) this.options[name].value = value
  }

  /** Loads a sample, with its sentence. */
  load(sample) {
    this.clear(false)
    this.choose(sample.scheme)
    this.take(sample)
    this.#say(h('strong', {}, 'Sample: '), prose(sample.about))
    this.sample.value = sample.title
    this.onchange()
  }

  /** Empties every field. */
  clear(notifies = true) {
    const asked = [this.others, this.options].flatMap(Object.values)
    for (const field of [...this.texts, ...asked, this.body, this.keyList, this.own, this.server]) field.clear()
    this.paste.value = this.sample.value = ''
    this.#takeOwn(undefined)
    if (this.scheme.value === OWN) this.#readOwn()
    this.#say()
    if (notifies) this.onchange()
  }

  /** Marks the field that an error names. */
  blame({ part, header, message }) {
    const field = this.fieldOf(part, header)
    field?.say(message, true)
    return field
  }

  fieldOf(part, header) {
    if (header) return this.headers
    const own = {
      method: this.method,
      url: this.url,
      body: this.body,
      timestamp: this.timestamp,
      received: this.received,
      headers: this.headers,
      scheme: this.own,
    }
    if (own[part]) return own[part]
    const named = this.others[part] ?? this.options[part]
    if (named) return named
    if (this.definition && (part === keyName(this.definition) || part === 'certificates')) return this.keyList
    return this.scheme.value === OWN ? this.own : undefined
  }

  #credentials(definition, keys) {
    const name = keyName(definition)
    // A credential may have any name, `__proto__` included.
    const given = Object.create(null)
    const values = keys.map(({ bytes, isPem }) => (isPem ? utf8(bytes) : bytes))
    if (isPublic(definition)) {
      const isCertificate = (value) => typeof value === 'string' && value.includes('CERTIFICATE')
      const [certificates, publicKeys] = [values.filter(isCertificate), values.filter((value) => !isCertificate(value))]
      if (certificates.length > 0) given.certificates = certificates
      if (publicKeys.length > 0) given.publicKeys = publicKeys
    } else if (values.length > 0) given[name] = values
    for (const other of otherCredentials(definition)) if (this.others[other]?.value) given[other] = this.others[other].value
    return given
  }

  /** The options that have a field; an empty field means the default. */
  #options(definition) {
    const given = signedOptions(definition).filter((name) => this.options[name]?.value)
    return Object.fromEntries(given.map((name) => [name, this.options[name].value]))
  }

  #takeCredentials(given) {
    const credentials = Object.assign(Object.create(null), given)
    const name = this.definition ? keyName(this.definition) : 'secret'
    const keys = [credentials[name], credentials.publicKeys, credentials.certificates].filter(Boolean).flat()
    const unique = [...new Set(keys.length > 0 ? keys : [credentials.secret].flat().filter(Boolean))]
    this.keyList.set(utf8Bytes(unique.join('\n')))
    for (const [other, field] of Object.entries(this.others)) field.value = credentials[other] ?? ''
  }

  /** What the fields call. */
  #listeners() {
    return {
      change: (how) => this.#changed(how),
      by: () => this.onchange(),
      paste: (event) => this.#pastedWhole(event),
      pasteHere: (event) => this.#pastedWhole(event, true),
      typedHere: () => this.#typedWhole(),
      dropHere: (event) => this.#droppedWhole(event),
      scheme: () => this.#schemeChanged(),
      sample: () => this.#sampleChosen(),
      own: () => this.#ownChanged(),
      server: () => this.onserver?.(),
      clear: () => {
        this.clear()
        this.paste.focus()
      },
    }
  }

  #changed(how) {
    // The sentence of a sample no longer applies; its space stays, so that nothing moves under the caret.
    if (this.sample.value) {
      this.understood.style.minHeight = `${this.understood.offsetHeight}px`
      fill(this.understood)
    }
    this.sample.value = ''
    this.onchange(how)
  }

  #schemeChanged() {
    if (this.scheme.value === OWN && !this.own.value) {
      this.own.value = JSON.stringify({ ...this.lastDefinition, id: 'mine.request', title: 'My custom scheme' }, null, 2)
      this.#readOwn()
    }
    this.by = this.#byOfScheme()
    this.#adapt()
    this.#changed()
  }

  #ownChanged() {
    this.#readOwn()
    this.#adapt()
    this.#changed()
  }

  /** Who signs, as the scheme says; a custom scheme may have an invalid value. */
  #byOfScheme() {
    return BY.find((by) => by === this.definition?.signedBy) ?? 'client'
  }

  #takeOwn(data) {
    this.custom = data
    this.customDefinition = data && readable(data)
  }

  #readOwn() {
    try {
      const definition = JSON.parse(this.own.value)
      if (typeof definition !== 'object' || definition === null || Array.isArray(definition))
        throw new Error('expected a JSON object, as `schemes()` returns')
      this.#takeOwn(definition)
    } catch (error) {
      this.#takeOwn(undefined)
      this.ownProblem = this.own.value === '' ? 'expected a scheme as JSON, got nothing' : error.message
    }
  }

  /** Shows which fields the scheme signs. Only fields of credentials and options appear or disappear. */
  #adapt() {
    const definition = this.definition
    this.ownBox.hidden = this.scheme.value !== OWN
    if (!definition) return
    if (this.scheme.value !== OWN) this.lastDefinition = definition
    const signed = signedFields(definition)
    for (const name of ['method', 'url', 'body', 'timestamp', 'headers']) {
      this[name].badge.textContent = signed[name] ? 'signed' : 'not signed'
      this[name].badge.classList.toggle('yes', signed[name])
    }
    showOnly(otherCredentials(definition), this.others, this.otherBox, (name) => credentialField(name, this.on.change))
    showOnly(signedOptions(definition), this.options, this.optionBox, (name) => optionField(name, this.on.change))
    for (const [name, { area }] of Object.entries(this.options)) area.placeholder = Object.hasOwn(definition.options, name) ? definition.options[name] : ''
    const label = described(definition).algorithm.hasKeyPair
      ? 'Public keys, certificates'
      : labelOf(keyName(definition))
    this.keyList.element.querySelector('label').textContent = label
  }

  #sampleChosen() {
    const sample = this.samples.find(({ title }) => title === this.sample.value)
    if (sample) this.load(sample)
  }

  /** Handles a paste into the paste area, or of a whole request into another field. */
  #pastedWhole(event, isHere = false) {
    const [file] = event.clipboardData?.files ?? []
    if (file) {
      event.preventDefault()
      file.arrayBuffer().then((bytes) => this.#takeWhole(new Uint8Array(bytes), true))
      return true
    }
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!isHere && !isCurl(text) && !/^[A-Z]{3,8} \S+ HTTP\/\d/.test(text)) return false
    if (!this.#takeWhole(text, isHere)) return false
    event.preventDefault()
    return true
  }

  #droppedWhole(event) {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    file.arrayBuffer().then((bytes) => this.#takeWhole(new Uint8Array(bytes), true))
  }

  #typedWhole() {
    const text = this.paste.value
    if (text.includes('\n') || (isCurl(text) && /https?:\/\/\S+/.test(text))) this.#takeWhole(text, false)
  }

  #takeWhole(given, isHere) {
    let found
    try {
      found = recognised(given)
    } catch (error) {
      this.#say(h('span', { class: 'wrong' }, prose(`Paste: ${error.message}.`)))
      return false
    }
    if (!found) {
      if (isHere)
        this.#say(
          h(
            'span',
            { class: 'wrong' },
            'Paste: expected a curl command, an HTTP request or headers, got something else: use the fields below.',
          ),
        )
      return false
    }
    const scheme =
      typeof found.scheme === 'object'
        ? this.chooseOwn(found.scheme)
        : (found.scheme ?? schemeOf(found.headers ?? [], found.url, this.definitions, this.scheme.value))
    const isOther = scheme && scheme !== this.scheme.value
    if (isOther) this.choose(scheme)
    if (BY.includes(found.by)) this.by = found.by
    // Clears the values of an earlier request.
    if (found.method) for (const field of [this.headers, this.body, this.timestamp, this.received]) field.clear()
    this.take(found)
    this.paste.value = ''
    this.#changed()
    this.#say(prose(understood(found)), isOther && !found.scheme && prose(` Its headers belong to \`${scheme}\`.`))
    return true
  }

  #say(...parts) {
    this.understood.style.minHeight = ''
    fill(this.understood, ...parts)
  }
}

/** Shows the fields of these names in a box, and hides all others; makes fields that only a custom scheme has. */
function showOnly(names, fields, box, make) {
  for (const name of names) if (!fields[name]) box.append((fields[name] = make(name)).element)
  for (const [name, { element }] of Object.entries(fields)) element.hidden = !names.includes(name)
  box.hidden = names.length === 0
}

/** Who can have signed. */
export const BY = ['client', 'provider']
