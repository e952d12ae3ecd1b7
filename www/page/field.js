// Fields of the form. A byte field keeps pasted bytes and files even if a text area cannot hold them.
import { MODES, characters, decode, encode, plural, utf8, utf8Bytes } from './bytes.js'
import { button, fill, h, prose } from './dom.js'

/** A field whose value is a string. */
export class TextField {
  constructor({ id, label, hint, rows = 1, isOneLine = true, onchange, onpaste }) {
    this.id = id
    this.isOneLine = isOneLine
    this.onchange = onchange
    this.area = area(id, rows)
    this.badge = h('span', { class: 'badge' })
    this.note = h('p', { class: 'note', id: `${id}-note` })
    this.element = h(
      'div',
      { class: 'field' },
      heading(id, label, this.badge),
      hint && h('p', { class: 'hint', id: `${id}-hint` }, prose(hint)),
      this.area,
      this.note,
    )
    describe(this.area, hint ? `${id}-hint ${id}-note` : `${id}-note`)
    this.area.addEventListener('input', () => {
      this.say('')
      onchange(TYPED)
    })
    this.area.addEventListener('paste', (event) => onpaste?.(event, this) || this.#pasted(event))
  }

  get value() {
    return this.area.value
  }

  set value(text) {
    this.area.value = text ?? ''
    this.say('')
  }

  clear() {
    this.value = ''
  }

  /** Shows a sentence under the field; `isWrong` marks the field, too. */
  say(text, isWrong = false) {
    this.area.toggleAttribute('aria-invalid', false)
    if (isWrong) this.area.setAttribute('aria-invalid', 'true')
    this.note.classList.toggle('wrong', isWrong)
    fill(this.note, prose(text))
  }

  #pasted(event) {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!/[\r\n]/.test(text)) return
    if (this.isOneLine && !/[\r\n][^]*\S/.test(text.trimEnd())) {
      event.preventDefault()
      insert(this.area, text.replace(/[\r\n]+$/, ''))
      this.onchange()
      this.say('The trailing line break of the pasted text was removed.')
    } else if (text.includes('\r')) {
      setTimeout(() => this.say('The pasted text contained CR, which this field turns into LF.'))
    }
  }
}

/** A field whose value is bytes. */
export class ByteField {
  constructor({ id, label, hint, rows, onchange, isSecret = false }) {
    this.id = id
    this.onchange = onchange
    /** Bytes that the text area cannot show. */
    this.held = undefined
    this.error = undefined
    this.mode = 'text'
    /** Whether the page chose the mode, since plain text cannot hold the bytes. */
    this.isAuto = false
    this.area = area(id, rows)
    this.badge = h('span', { class: 'badge' })
    this.note = h('p', { class: 'note', id: `${id}-note` })
    this.extra = h('span', { class: 'extra' })
    this.select = h(
      'select',
      { id: `${id}-mode`, 'aria-label': `Encoding of ${label.toLowerCase()}`, autocomplete: 'off' },
      MODES.map(([value, text]) => h('option', { value }, text)),
    )
    this.tools = h(
      'div',
      { class: 'tools' },
      this.select,
      fileButton(label, (file) => this.takeFile(file)),
    )
    this.element = h(
      'div',
      { class: 'field bytes-field' },
      heading(id, label, this.badge),
      hint && h('p', { class: 'hint', id: `${id}-hint` }, prose(hint)),
      this.area,
      this.tools,
      h('div', { class: 'notes' }, this.note, this.extra),
    )
    describe(this.area, hint ? `${id}-hint ${id}-note` : `${id}-note`)
    if (isSecret) this.#mask(label)
    this.#listen()
  }

  /** The bytes; empty if the text is not valid in its mode, and `error` says why. */
  get bytes() {
    this.error = undefined
    if (this.held) return this.held
    try {
      return decode(this.mode, this.area.value)
    } catch (error) {
      this.error = error.message
      return new Uint8Array()
    }
  }

  /** Shows bytes: as text if the field can hold them, else escaped. */
  set(bytes, mode = 'text') {
    this.held = undefined
    this.area.readOnly = false
    this.say('')
    if (bytes.length > MOST_SHOWN) return this.#hold(bytes)
    const text = encode(mode, bytes)
    this.#show(mode, text ?? '')
    if (text !== undefined && this.area.value === text) return
    this.#show('escaped', encode('escaped', bytes))
    this.isAuto = true
    this.#explainEscapes(bytes)
  }

  clear() {
    this.held?.fill(0)
    this.set(new Uint8Array())
  }

  say(text, isWrong = false, ...more) {
    this.area.toggleAttribute('aria-invalid', false)
    if (isWrong) this.area.setAttribute('aria-invalid', 'true')
    this.note.classList.toggle('wrong', isWrong)
    fill(this.note, prose(text))
    fill(this.extra, more)
  }

  async takeFile(file) {
    const bytes = new Uint8Array(await file.arrayBuffer())
    this.set(bytes)
    if (!this.note.textContent) this.say(`${plural(bytes.length, 'byte')} from the file, unchanged.`)
    this.onchange()
  }

  #listen() {
    this.area.addEventListener('input', () => {
      this.say('')
      if (this.isAuto && this.area.value === '') this.#show('text', '')
      this.onchange(TYPED)
      if (this.mode !== 'text' && this.bytes && this.error) this.say(this.error, true)
    })
    this.area.addEventListener('beforeinput', (event) => {
      if (this.mode !== 'escaped' || event.inputType !== 'insertLineBreak') return
      event.preventDefault()
      insert(this.area, '\\n\n')
    })
    this.area.addEventListener('paste', (event) => this.#pasted(event))
    this.select.addEventListener('change', () => this.#switch(this.select.value))
    for (const kind of ['dragenter', 'dragover']) {
      this.area.addEventListener(kind, (event) => {
        event.preventDefault()
        this.element.classList.add('dropping')
      })
    }
    this.area.addEventListener('dragleave', () => this.element.classList.remove('dropping'))
    this.area.addEventListener('drop', (event) => this.#dropped(event))
  }

  #dropped(event) {
    this.element.classList.remove('dropping')
    event.preventDefault()
    const [file] = event.dataTransfer.files
    if (file) return this.takeFile(file)
    this.#take(event.dataTransfer.getData('text/plain'))
  }

  #pasted(event) {
    const [file] = event.clipboardData?.files ?? []
    event.preventDefault()
    if (file) return this.takeFile(file)
    this.#take(event.clipboardData.getData('text/plain'))
  }

  /** Inserts pasted or dropped text at the selection, without losing a character. */
  #take(text) {
    if (this.held) return
    const { value, selectionStart, selectionEnd } = this.area
    const isAll = selectionStart === 0 && selectionEnd === value.length
    if (this.isAuto && isAll) this.#show('text', '')
    const plain = this.#asWritten(text)
    const whole = this.isAuto || isAll ? plain : value.slice(0, selectionStart) + plain + value.slice(selectionEnd)
    if (this.mode === 'text' && (!canHold(whole) || whole.length > MOST_SHOWN)) this.set(utf8Bytes(whole))
    else {
      insert(this.area, plain)
      this.say('')
    }
    this.onchange()
  }

  /** A text in the field's mode: typed escapes stay, and characters that the field would lose become escapes. */
  #asWritten(text) {
    if (this.mode !== 'escaped') return text
    if (this.isAuto) return encode('escaped', utf8Bytes(text))
    return text
      .replaceAll('\r', '\\r')
      .replaceAll('\0', '\\0')
      .replace(/(\\n)?\n/g, '\\n\n')
  }

  #switch(mode) {
    const bytes = this.bytes
    if (this.error) {
      this.select.value = this.mode
      return this.say(this.error, true)
    }
    const text = encode(mode, bytes)
    if (mode === 'text' && (text === undefined || !canHold(text))) {
      this.select.value = this.mode
      return this.#explainEscapes(bytes)
    }
    this.#show(mode, text)
    this.say('')
    this.onchange()
  }

  #show(mode, text) {
    this.mode = this.select.value = mode
    this.isAuto = false
    this.area.value = text
  }

  #hold(bytes) {
    this.held = bytes
    this.#show('escaped', encode('escaped', bytes.subarray(0, 4096)))
    this.area.readOnly = true
    const empty = button(
      'Clear the field',
      () => {
        this.clear()
        this.onchange()
        this.area.focus()
      },
      { class: 'quiet' },
    )
    this.say(`${plural(bytes.length, 'byte')}, unchanged; the first 4096 are shown.`, false, empty)
  }

  /** Says why the bytes are shown escaped, and offers a button to turn CR LF into LF. */
  #explainEscapes(bytes) {
    const found = new Set(
      characters(bytes)
        .map(({ text }) => (text === undefined ? 'bytes that are not UTF-8' : UNHOLDABLE[text]))
        .filter(Boolean),
    )
    const what = found.size > 0 ? [...found].join(', ') : 'characters'
    const toLf = button(
      'Turn CR LF into LF',
      () => {
        this.set(utf8Bytes(utf8(this.bytes).replace(/\r\n?/g, '\n')))
        this.onchange()
      },
      { class: 'quiet' },
    )
    const isFixable = found.has('CR') && utf8(bytes) !== undefined
    this.say(`Shown escaped: it contains ${what}, which a text field would lose.`, false, isFixable && toLf)
  }

  /** Hides the value, with a button to show it. */
  #mask(label) {
    this.area.classList.add('masked')
    const toggle = button(
      'Show',
      () => {
        const isMasked = this.area.classList.toggle('masked')
        toggle.textContent = isMasked ? 'Show' : 'Hide'
        toggle.setAttribute('aria-pressed', String(!isMasked))
      },
      { class: 'quiet', 'aria-pressed': 'false', 'aria-label': `Show ${label.toLowerCase()}` },
    )
    this.tools.append(toggle)
  }
}

/** Whether a text area keeps every character of a text. */
function canHold(text) {
  const probe = document.createElement('textarea')
  probe.value = text
  return probe.value === text && !/[\0\ufeff\p{Cs}]/u.test(text)
}

/** Inserts a text at the selection, so that undo works. */
function insert(area, text) {
  area.focus()
  if (document.execCommand('insertText', false, text) && area.value.includes(text)) return
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
}

function area(id, rows) {
  return h('textarea', {
    id,
    rows: String(rows),
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    autocorrect: 'off',
    'data-1p-ignore': true,
    'data-lpignore': 'true',
  })
}

const heading = (id, label, badge) => h('div', { class: 'heading' }, h('label', { for: id }, label), badge)
const describe = (area, ids) => area.setAttribute('aria-describedby', ids)

function fileButton(label, onfile) {
  const input = h('input', {
    type: 'file',
    class: 'offscreen',
    tabindex: '-1',
    'aria-hidden': 'true',
    autocomplete: 'off',
  })
  input.addEventListener('change', async () => {
    if (input.files[0]) await onfile(input.files[0])
    input.value = ''
  })
  return h(
    'span',
    {},
    button('Open a file', () => input.click(), {
      class: 'quiet',
      'aria-label': `Open a file for ${label.toLowerCase()}`,
    }),
    input,
  )
}

/** Marks a change by typing, which may continue with the next key. */
const TYPED = { isTyped: true }
/** The most bytes that a text area shows without becoming slow. */
const MOST_SHOWN = 128 << 10
const UNHOLDABLE = { '\r': 'CR', '\0': 'NUL', '\ufeff': 'a byte order mark' }
