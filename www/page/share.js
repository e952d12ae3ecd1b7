// The panel for sharing a case: a link without secrets, and an export with fresh secrets.
import { base64, utf8 } from './bytes.js'
import { button, copyButton, fill, h } from './dom.js'
import { fragmentOf } from './share-link.js'
import { exported } from './run.js'
import { Panel } from './panels.js'

export class SharePanel extends Panel {
  constructor(form) {
    super('share', 'Share')
    this.form = form
    this.isWhole = h('input', {
      type: 'checkbox',
      id: 'with-request',
      autocomplete: 'off',
      onchange: () => this.#link(),
    })
    this.link = area('link')
    this.out = area('export')
    this.copy = copyButton('Copy the case', () => this.out.value, { hidden: true })
    this.out.hidden = true
    this.note = h('p', { class: 'note', id: 'link-note' })
    this.outNote = h('p', { class: 'note', id: 'export-note' })
    this.save = h('a', { class: 'button quiet', download: 'case.json', hidden: true }, 'Save as a file')
    fill(
      this.body,
      h(
        'div',
        { class: 'field' },
        h('div', { class: 'heading' }, h('label', { for: 'link' }, 'Link')),
        h(
          'p',
          { class: 'hint' },
          'Scheme and settings are after the #, which no server receives. The link never contains a secret.',
        ),
        h(
          'label',
          { class: 'choice' },
          this.isWhole,
          'include the request: method, URL, headers, body, timestamp, signature',
        ),
        this.link,
        this.note,
        h(
          'div',
          { class: 'bar' },
          copyButton('Copy the link', () => this.link.value),
        ),
      ),
      h(
        'div',
        { class: 'field' },
        h('div', { class: 'heading' }, h('label', { for: 'export' }, 'Case as JSON')),
        h(
          'p',
          { class: 'hint' },
          'With a fresh secret instead of yours, and a signature made with it that has the same mistake.',
        ),
        h(
          'div',
          { class: 'bar' },
          button('Export the case', () => this.#export(), { id: 'export-case' }),
        ),
        this.out,
        this.outNote,
        h('div', { class: 'bar start-bar' }, this.copy, this.save),
      ),
    )
  }

  show(asked) {
    this.isShown = asked !== undefined
    this.asked = asked
    // The export belongs to the last case.
    this.#empty()
    if (asked) this.#link()
    else this.link.value = ''
  }

  clear() {
    this.show(undefined)
  }

  #link() {
    const { scheme, signedBy, request, received } = this.asked
    const isOwn = typeof scheme === 'object'
    const { body, ...rest } = request
    const text = body && utf8(body)
    const sent = this.isWhole.checked
      ? { ...rest, ...(body && (text === undefined ? { body: { base64: base64(body) } } : { body: text })), received }
      : undefined
    try {
      this.link.value =
        location.href.replace(/#.*$/, '') +
        fragmentOf(
          { scheme: isOwn ? scheme.id : scheme, by: signedBy, definition: isOwn ? scheme : undefined },
          sent,
          this.form.secrets,
        )
      this.#say(this.note, '')
    } catch (error) {
      this.link.value = ''
      this.#say(this.note, error.message, true)
    }
  }

  #export() {
    this.#empty()
    try {
      const text = `${JSON.stringify(exported(this.asked), null, 2)}\n`
      this.out.value = text
      this.url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
      this.save.href = this.url
      for (const one of [this.out, this.copy, this.save]) one.hidden = false
    } catch (error) {
      this.#say(this.outNote, error.message, true)
    }
  }

  #empty() {
    if (this.url) URL.revokeObjectURL(this.url)
    this.url = undefined
    this.save.removeAttribute('href')
    for (const one of [this.out, this.copy, this.save]) one.hidden = true
    this.out.value = ''
    this.#say(this.outNote, '')
  }

  #say(note, text, isWrong = false) {
    note.textContent = text
    note.classList.toggle('wrong', isWrong)
  }
}

const area = (id) =>
  h('textarea', {
    id,
    rows: '3',
    readonly: true,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': `${id}-note`,
  })
