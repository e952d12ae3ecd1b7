// The input column: the fields of a case, and what is read out of them.
import { utf8, utf8Bytes } from './bytes.js'
import { isCurl } from './curl.js'
import { fill, h, prose } from './dom.js'
import { headerLines } from './http.js'
import { OWN, credentialField, labelOf, lay, makeFields, optionField } from './layout.js'
import { readable } from './own.js'
import { recognised, schemeOf, told } from './paste.js'
import { isPublic, keyName, otherCredentials, signedFields, signedOptions } from './recipe.js'
import { keysIn, summary } from './ring.js'

/** The form; `onchange` is called after every change, `onscheme` after another scheme was chosen. */
export class Form {
  constructor({ rows, samples, onchange }) {
    this.rows = rows
    this.samples = samples
    this.onchange = onchange
    this.#takeOwn(undefined)
    const on = (this.on = this.#listeners())
    Object.assign(this, makeFields({ rows, samples, on }))
    this.element = h(
      'form',
      { class: 'input', autocomplete: 'off', novalidate: true, onsubmit: (event) => event.preventDefault() },
      lay(this, on),
    )
    this.choose(rows[0].id)
  }

  /** The row that is chosen, with every member; undefined while one's own is no JSON. */
  get row() {
    return this.scheme.value === OWN ? this.customRow : this.rows.find(({ id }) => id === this.scheme.value)
  }

  get by() {
    const { value } = this.element.querySelector('input[name=by]:checked')
    return value
  }

  set by(value) {
    for (const input of this.element.querySelectorAll('input[name=by]')) input.checked = input.value === value
  }

  /** The keys of the ring. */
  get keys() {
    return keysIn(this.ring.bytes)
  }

  /** Everything that a credential could be. */
  get secrets() {
    return [
      ...this.keys.map(({ bytes }) => bytes),
      ...Object.entries(this.others)
        .filter(([name]) => name !== 'partnerId')
        .map(([, { value }]) => utf8Bytes(value)),
    ]
  }

  /** The case as `explainer` takes it, with the `row` of its scheme, or `{ problem: { field, text } }`. */
  asked() {
    for (const field of [...this.texts, ...Object.values(this.options), this.body, this.ring])
      if (!field.note.textContent || field.note.classList.contains('wrong')) field.say('')
    const row = this.row
    if (!row) return { problem: { field: this.own, text: this.ownProblem } }
    const { pairs, wrong } = headerLines(this.headers.value)
    if (wrong)
      return {
        problem: { field: this.headers, text: `line ${wrong}: expected \`Name: value\`, got no name with a colon` },
      }
    const [body, keys] = [this.body.bytes, this.keys]
    for (const field of [this.body, this.ring]) if (field.error) return { problem: { field, text: field.error } }
    if (keys.length > 0) this.ring.say(summary(keys))
    return {
      row,
      scheme: this.scheme.value === OWN ? this.custom : row.id,
      credentials: this.#credentials(row, keys),
      request: {
        method: this.method.value || undefined,
        url: this.url.value || undefined,
        headers: pairs,
        body: body.length > 0 ? body : undefined,
        timestamp: this.timestamp.value || undefined,
      },
      received: this.received.value,
      options: this.#options(row),
      signedBy: this.by,
      isEmpty:
        [this.method, this.url, this.headers, this.received].every(({ value }) => value === '') &&
        body.length === 0 &&
        keys.length === 0,
    }
  }

  /** Chooses a scheme, and whom it speaks of. */
  choose(id, by) {
    this.scheme.value = this.rows.some((row) => row.id === id) ? id : OWN
    if (this.scheme.value === OWN) this.#readOwn()
    this.by = by ?? this.#byOfRow()
    this.#adapt()
  }

  /** Takes a row of one's own, as data. */
  chooseOwn(row, by) {
    this.own.value = JSON.stringify(row, null, 2)
    this.choose(OWN, by)
  }

  /** Fills the fields from what was pasted in one piece, or a sample. */
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

  /** A sample, with its sentence. */
  load(sample) {
    this.clear(false)
    this.choose(sample.scheme)
    this.take(sample)
    this.#say(h('strong', {}, 'Sample: '), prose(sample.about))
    this.sample.value = sample.title
    this.onchange()
  }

  /** Empties every field. */
  clear(isTold = true) {
    const asked = [this.others, this.options].flatMap(Object.values)
    for (const field of [...this.texts, ...asked, this.body, this.ring, this.own, this.server]) field.clear()
    this.paste.value = this.sample.value = ''
    this.#takeOwn(undefined)
    if (this.scheme.value === OWN) this.#readOwn()
    this.#say()
    if (isTold) this.onchange()
  }

  /** Marks the field that is to blame. */
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
    if (this.row && (part === keyName(this.row) || part === 'certificates')) return this.ring
    return this.scheme.value === OWN ? this.own : undefined
  }

  #credentials(row, keys) {
    const name = keyName(row)
    // A credential may have any name.
    const given = Object.create(null)
    const values = keys.map(({ bytes, isPem }) => (isPem ? utf8(bytes) : bytes))
    if (isPublic(row)) {
      const isCertificate = (value) => typeof value === 'string' && value.includes('CERTIFICATE')
      const [certificates, publicKeys] = [values.filter(isCertificate), values.filter((value) => !isCertificate(value))]
      if (certificates.length > 0) given.certificates = certificates
      if (publicKeys.length > 0) given.publicKeys = publicKeys
    } else if (values.length > 0) given[name] = values
    for (const other of otherCredentials(row)) if (this.others[other]?.value) given[other] = this.others[other].value
    return given
  }

  /** The options that have a field; an empty one is what it is by default. */
  #options(row) {
    const given = signedOptions(row).filter((name) => this.options[name]?.value)
    return Object.fromEntries(given.map((name) => [name, this.options[name].value]))
  }

  #takeCredentials(given) {
    const credentials = Object.assign(Object.create(null), given)
    const name = this.row ? keyName(this.row) : 'secret'
    const keys = [credentials[name], credentials.publicKeys, credentials.certificates].filter(Boolean).flat()
    const unique = [...new Set(keys.length > 0 ? keys : [credentials.secret].flat().filter(Boolean))]
    this.ring.set(utf8Bytes(unique.join('\n')))
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
    // What was said of a sample is no longer so; its place stays, so that nothing moves under the caret.
    if (this.sample.value) {
      this.told.style.minHeight = `${this.told.offsetHeight}px`
      fill(this.told)
    }
    this.sample.value = ''
    this.onchange(how)
  }

  #schemeChanged() {
    if (this.scheme.value === OWN && !this.own.value) {
      this.own.value = JSON.stringify({ ...this.lastRow, id: 'mine.request', title: 'My own scheme' }, null, 2)
      this.#readOwn()
    }
    this.by = this.#byOfRow()
    this.#adapt()
    this.#changed()
  }

  #ownChanged() {
    this.#readOwn()
    this.#adapt()
    this.#changed()
  }

  /** Who signs by the row; what stands there in one's own may be no such word. */
  #byOfRow() {
    return BY.find((by) => by === this.row?.signedBy) ?? 'you'
  }

  #takeOwn(data) {
    this.custom = data
    this.customRow = data && readable(data)
  }

  #readOwn() {
    try {
      const row = JSON.parse(this.own.value)
      if (typeof row !== 'object' || row === null || Array.isArray(row))
        throw new Error('expected an object, as `schemes()` gives')
      this.#takeOwn(row)
    } catch (error) {
      this.#takeOwn(undefined)
      this.ownProblem = this.own.value === '' ? 'expected a row as JSON, got nothing' : error.message
    }
  }

  /** Shows which fields the scheme signs; no field comes or goes but those of credentials and options. */
  #adapt() {
    const row = this.row
    this.ownBox.hidden = this.scheme.value !== OWN
    if (!row) return
    if (this.scheme.value !== OWN) this.lastRow = row
    const signed = signedFields(row)
    for (const name of ['method', 'url', 'body', 'timestamp', 'headers']) {
      this[name].badge.textContent = signed[name] ? 'signed' : 'not signed'
      this[name].badge.classList.toggle('yes', signed[name])
    }
    showOnly(otherCredentials(row), this.others, this.otherBox, (name) => credentialField(name, this.on.change))
    showOnly(signedOptions(row), this.options, this.optionBox, (name) => optionField(name, this.on.change))
    for (const [name, { area }] of Object.entries(this.options)) area.placeholder = Object.hasOwn(row.options, name) ? row.options[name] : ''
    const label = isPublic(row) || row.algorithm === 'rsaes-pkcs1-v1_5'
      ? 'Public keys, certificates'
      : labelOf(keyName(row))
    this.ring.element.querySelector('label').textContent = label
  }

  #sampleChosen() {
    const sample = this.samples.find(({ title }) => title === this.sample.value)
    if (sample) this.load(sample)
  }

  /** A paste into the paste area, or one into a field that is plainly a whole request. */
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
        : (found.scheme ?? schemeOf(found.headers ?? [], found.url, this.rows, this.scheme.value))
    const isOther = scheme && scheme !== this.scheme.value
    if (isOther) this.choose(scheme)
    if (BY.includes(found.by)) this.by = found.by
    // What an earlier request had does not belong to this one.
    if (found.method) for (const field of [this.headers, this.body, this.timestamp, this.received]) field.clear()
    this.take(found)
    this.paste.value = ''
    this.#changed()
    this.#say(prose(told(found)), isOther && !found.scheme && prose(` Its headers are those of \`${scheme}\`.`))
    return true
  }

  #say(...parts) {
    this.told.style.minHeight = ''
    fill(this.told, ...parts)
  }
}

/** Shows the fields of these names in a box, and no other; a row of one's own may want some that no row here has. */
function showOnly(names, fields, box, make) {
  for (const name of names) if (!fields[name]) box.append((fields[name] = make(name)).element)
  for (const [name, { element }] of Object.entries(fields)) element.hidden = !names.includes(name)
  box.hidden = names.length === 0
}

/** Who may have made a signature. */
export const BY = ['you', 'sender']
