// The fields of the form, and their layout.
import { button, h } from './dom.js'
import { ByteField, TextField } from './field.js'
import { otherCredentials, signedOptions } from './template.js'

/** The fields by name; `on` has their listeners. */
export function makeFields({ definitions, samples, on }) {
  const fields = {}
  const onchange = on.change
  const onpaste = on.paste
  fields.scheme = h(
    'select',
    { id: 'scheme', autocomplete: 'off', onchange: on.scheme },
    definitions.map(({ id, title }) => h('option', { value: id }, `${id} — ${title}`)),
    h('option', { value: OWN }, 'Custom scheme, as JSON'),
  )
  fields.sample = h(
    'select',
    { id: 'sample', autocomplete: 'off', onchange: on.sample },
    h('option', { value: '' }, 'choose one'),
    samples.map(({ title }) => h('option', { value: title }, title)),
  )
  fields.paste = h('textarea', {
    id: 'paste',
    rows: '2',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'understood',
    placeholder: 'curl …, POST /path HTTP/1.1, headers, or a saved case',
    onpaste: on.pasteHere,
    oninput: on.typedHere,
    ondragover: (event) => event.preventDefault(),
    ondrop: on.dropHere,
  })
  fields.understood = h('p', { id: 'understood', class: 'understood' })
  fields.method = new TextField({ id: 'method', label: 'Method', onchange })
  fields.url = new TextField({ id: 'url', label: 'URL', onchange, onpaste })
  fields.timestamp = new TextField({
    id: 'timestamp',
    label: 'Timestamp',
    hint: 'As it was sent. Default: the one in the headers.',
    onchange,
  })
  fields.headers = new TextField({ id: 'headers', label: 'Headers', rows: 3, isOneLine: false, onchange, onpaste })
  fields.body = new ByteField({
    id: 'body',
    label: 'Body',
    rows: 5,
    hint: 'The raw bytes, as they were sent. You can drop a file here.',
    onchange,
  })
  fields.keyList = new ByteField({
    id: 'ring',
    label: 'Secret',
    rows: 2,
    isSecret: true,
    hint: 'One per line; `staging: …` gives it a name.',
    onchange,
  })
  fields.received = new TextField({
    id: 'received',
    label: 'Received signature',
    rows: 2,
    hint: 'The signature that does not match, or its whole header. Default: the one in the headers.',
    isOneLine: false,
    onchange,
    onpaste,
  })
  fields.own = new TextField({
    id: 'own',
    label: 'Scheme',
    rows: 10,
    isOneLine: false,
    hint: 'As `schemes()` returns it. `id` and `canonical` are required.',
    onchange: on.own,
  })
  fields.server = new ByteField({
    id: 'server',
    label: 'The string that the server signed',
    rows: 3,
    onchange: on.server,
  })
  fields.others = named(definitions.flatMap(otherCredentials), (name) => credentialField(name, onchange))
  fields.options = named(definitions.flatMap(signedOptions), (name) => optionField(name, onchange))
  const { method, url, timestamp, headers, received } = fields
  fields.texts = [method, url, timestamp, headers, received]
  return fields
}

/** An object without prototype: what `make` returns for each name. */
const named = (names, make) => Object.assign(Object.create(null), Object.fromEntries(names.map((name) => [name, make(name)])))

export const credentialField = (name, onchange) => fieldOf('credential', name, onchange)
export const optionField = (name, onchange) => fieldOf('option', name, onchange)

function fieldOf(kind, name, onchange) {
  // A custom scheme may have names that are not valid in an id.
  const id = `${kind}-${name.replace(/[^\w.-]/g, (char) => `_${char.charCodeAt(0)}_`)}`
  return new TextField({ id, label: labelOf(name), onchange })
}

/** The label of a credential or option. */
export const labelOf = (name) => (Object.hasOwn(LABELS, name) ? LABELS[name] : name)

/** The elements of the form, in order. */
export function lay(fields, on) {
  const radio = (value, label) =>
    h(
      'label',
      { class: 'choice' },
      h('input', {
        type: 'radio',
        name: 'by',
        value,
        checked: value === 'client',
        autocomplete: 'off',
        onchange: on.by,
      }),
      label,
    )
  fields.ownBox = h('div', { class: 'own', hidden: true }, fields.own.element)
  fields.otherBox = h(
    'div',
    { class: 'others' },
    Object.values(fields.others).map(({ element }) => element),
  )
  fields.optionBox = h(
    'div',
    { class: 'others' },
    Object.values(fields.options).map(({ element }) => element),
  )
  return [
    h('h2', { class: 'offscreen' }, 'The case'),
    h(
      'div',
      { class: 'start' },
      h('div', { class: 'field' }, h('label', { for: 'sample' }, 'Sample'), fields.sample),
      button('Clear everything', on.clear, { class: 'clear' }),
    ),
    h('div', { class: 'field paste' }, h('label', { for: 'paste' }, 'Paste a request'), fields.paste, fields.understood),
    h(
      'fieldset',
      { 'aria-label': 'Scheme' },
      h('div', { class: 'field' }, h('label', { for: 'scheme' }, 'Scheme'), fields.scheme),
      fields.ownBox,
      h(
        'div',
        { class: 'by', role: 'radiogroup', 'aria-labelledby': 'by' },
        h('span', { id: 'by' }, 'Who made this signature?'),
        radio('client', 'my code'),
        radio('provider', 'the provider'),
      ),
    ),
    h(
      'fieldset',
      {},
      h('legend', {}, 'Request'),
      h('div', { class: 'method-url' }, fields.method.element, fields.url.element),
      fields.headers.element,
      fields.body.element,
      fields.timestamp.element,
      fields.optionBox,
    ),
    h('fieldset', {}, h('legend', {}, 'Signature'), fields.keyList.element, fields.otherBox, fields.received.element),
  ]
}

/** The value of the choice `Custom scheme`. */
export const OWN = 'own'
const LABELS = {
  apiKey: 'API key',
  merchantId: 'Merchant ID',
  partnerId: 'Partner ID',
  resourceLink: 'Resource link',
  resourceType: 'Resource type',
  secret: 'Secret',
}
