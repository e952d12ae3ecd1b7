// The panels below the verdict; each shows one part of a report.
import { TRIED } from '#tried'
import { grouped, plural } from './bytes.js'
import { described } from './countersign.js'
import { firstDifference } from './diff.js'
import { DiffView } from './diffview.js'
import { button, copyButton, fill, h, prose } from './dom.js'
import { ByteTable, whole } from './hexview.js'
import { isHmac, signedFields } from './template.js'
import { snippets } from './snippets.js'

/** A titled part of the answer. */
export class Panel {
  constructor(id, title, ...content) {
    this.body = h('div', { class: 'panel-body' }, content)
    this.element = h(
      'section',
      { class: 'panel', id, 'aria-labelledby': `${id}-title`, hidden: true },
      h('h2', { id: `${id}-title` }, title),
      this.body,
    )
  }

  set isShown(shown) {
    this.element.hidden = !shown
  }

  /** Hides the panel and forgets its contents. */
  clear() {
    this.isShown = false
  }
}

/** The expected and the received signature. */
export class ExpectedPanel extends Panel {
  #expected = ''

  constructor() {
    const code = h('code', { class: 'value', id: 'expected-value' })
    const received = h('code', { class: 'value', id: 'received-value' })
    super(
      'expected',
      'Signature',
      h(
        'dl',
        { class: 'pairs' },
        h(
          'div',
          {},
          h('dt', {}, 'expected'),
          h(
            'dd',
            {},
            code,
            copyButton('Copy', () => this.#expected, { 'aria-label': 'Copy the expected signature' }),
          ),
        ),
        h('div', { class: 'came' }, h('dt', {}, 'received'), h('dd', {}, received)),
      ),
    )
    Object.assign(this, { code, received, came: this.element.querySelector('.came') })
  }

  clear() {
    super.clear()
    this.#expected = this.code.textContent = this.received.textContent = ''
  }

  show({ expected, isBare }, received) {
    this.isShown = expected !== ''
    this.#expected = this.code.textContent = expected
    this.came.hidden = isBare || received === ''
    this.received.textContent = received
  }
}

/** The scheme's canonical string against the one that reproduces the signature. */
export class DiffPanel extends Panel {
  constructor() {
    super('diff', 'What differs')
    this.view = new DiffView(['the scheme', 'the client'])
    this.hint = h('p', { class: 'hint', hidden: true })
    fill(this.body, this.hint, this.view.element)
  }

  clear() {
    super.clear()
    this.view.clear()
  }

  show({ canonical, preimages, findings: [finding] }, signedBy) {
    this.isShown = canonical.length > 0 && finding?.canonical.length > 0
    if (this.element.hidden) return
    this.view.names = ['the scheme', `the ${signedBy}`]
    // If only a hash differs, compare the hashed strings.
    const isWithin = finding.preimages.length > 0 && firstDifference(whole(preimages), whole(finding.preimages)) !== undefined
    this.hint.hidden = !isWithin
    this.hint.textContent = isWithin ? `In ${preimages[0].label}, whose hash is signed:` : ''
    const [expected, signed] = isWithin ? [preimages, finding.preimages] : [canonical, finding.canonical]
    this.view.show(whole(expected), whole(signed))
  }
}

/** The canonical string, byte by byte. */
export class BytesPanel extends Panel {
  constructor() {
    super('canonical', 'What is signed, byte by byte')
    this.table = new ByteTable('Canonical string')
    this.hint = h(
      'p',
      { class: 'hint' },
      prose(
        'Each block names the input that its bytes came from. `·` is a space; invisible characters such as TAB, CR, LF and BOM are named.',
      ),
    )
    this.preimages = h('div', {})
    fill(this.body, this.hint, this.table.element, this.preimages)
  }

  clear() {
    super.clear()
    this.table.show([])
    fill(this.preimages)
  }

  show({ canonical, preimages }) {
    this.isShown = canonical.length > 0
    if (this.element.hidden) return
    this.table.show(canonical)
    const tables = preimages.map((segment) => {
      const table = new ByteTable(`${segment.label}, whose hash is signed`)
      table.show([segment])
      return table.element
    })
    fill(this.preimages, tables)
  }
}

/** Compares the server's string to sign with the expected one. */
export class ServerPanel extends Panel {
  constructor(form) {
    super('compare', "The server's string")
    this.form = form
    this.view = new DiffView(['the scheme', 'the server'])
    fill(
      this.body,
      h(
        'p',
        { class: 'hint' },
        'Some providers return the string that they signed. Paste it to see the first byte that differs.',
      ),
      form.server.element,
      this.view.element,
    )
    form.onserver = () => this.#compare()
  }

  clear() {
    super.clear()
    this.expected = undefined
    this.view.clear()
  }

  show({ canonical, preimages }) {
    this.isShown = canonical.length > 0
    this.expected = [canonical, preimages].filter((segments) => segments.length > 0).map(whole)
    this.#compare()
  }

  #compare() {
    const given = this.form.server.bytes
    if (this.form.server.error) return this.form.server.say(this.form.server.error, true)
    this.view.element.hidden = given.length === 0
    if (given.length === 0 || !this.expected) return
    // A server returns the string to sign, or the string whose hash it contains: compare with the more similar one.
    const alike = (expected) => firstDifference(expected, given) ?? Infinity
    this.view.show(
      this.expected.reduce((best, expected) => (alike(expected) > alike(best) ? expected : best), this.expected[0]),
      given,
    )
  }
}

/** The fix as code, one language at a time. */
export class CodePanel extends Panel {
  #all = []
  #chosen = 'node'

  constructor() {
    super('code', 'The correct signature, as code')
    this.tabs = h('div', { class: 'languages', role: 'group', 'aria-label': 'Language' })
    this.pre = h('pre', { tabindex: '0', role: 'region', 'aria-label': 'Code' })
    this.copy = copyButton('Copy', () => this.pre.textContent, { 'aria-label': 'Copy the code' })
    this.missing = h('p', { class: 'hint', hidden: true })
    this.hint = h(
      'p',
      { class: 'hint' },
      prose('The secret comes from the environment variable `SIGNING_SECRET`; the code never contains it.'),
    )
    fill(
      this.body,
      h(
        'div',
        { class: 'bar' },
        this.tabs,
        this.copy,
      ),
      this.pre,
      this.missing,
      this.hint,
    )
  }

  clear() {
    super.clear()
    this.#all = []
    this.pre.textContent = ''
  }

  show(asked, report) {
    const { definition } = asked
    const isPossible = definition.algorithm !== 'none' && (!isHmac(definition) || report.canonical.length > 0)
    this.isShown = isPossible
    if (!isPossible) return this.clear()
    this.#all = snippets(asked, report)
    this.hint.hidden = !isHmac(definition)
    this.#draw()
  }

  #draw() {
    const chosen = this.#all.find(({ id }) => id === this.#chosen) ?? this.#all[0]
    const ids = this.#all.map(({ id }) => id).join()
    if (this.drawn !== ids)
      fill(
        this.tabs,
        this.#all.map(({ id, label }) => button(label, () => this.#choose(id), { 'data-id': id })),
      )
    this.drawn = ids
    for (const tab of this.tabs.children) tab.setAttribute('aria-pressed', String(tab.dataset.id === chosen.id))
    this.pre.textContent = chosen.code ?? ''
    this.pre.hidden = this.copy.hidden = chosen.code === undefined
    this.missing.textContent = chosen.missing ?? ''
    this.missing.hidden = chosen.missing === undefined
  }

  #choose(id) {
    this.#chosen = id
    this.#draw()
  }
}

/** The attempts: their number, the time, and the list of causes. */
export class TriedPanel extends Panel {
  constructor() {
    super('tried', 'What was tried')
    this.count = h('p', {})
    this.list = h('dl', { class: 'facts' })
    fill(this.body, this.count, h('details', {}, h('summary', {}, 'All causes'), this.list))
  }

  show({ tried, hashedBytes, exhausted, verdict, isBare }, ms, definition) {
    this.isShown = !isBare
    const end = exhausted
      ? 'All known causes for this scheme were tried, alone and in pairs.'
      : verdict === 'unexplained'
        ? 'The search stopped at its limit.'
        : 'The search stopped at the first match.'
    this.count.textContent = `${plural(tried, 'attempt')}, ${sizeOf(hashedBytes)} hashed, ${duration(ms)}. ${end}`
    const [fields, { hasKeyPair }] = [signedFields(definition), described(definition).algorithm]
    const groups = TRIED.filter(
      ({ field, ofKeyPairs, ofStandards }) =>
        (!field || fields[field]) && (!ofKeyPairs || hasKeyPair) && (!ofStandards || definition.profile !== null),
    )
    fill(
      this.list,
      groups.map(({ name, titles }) => h('div', {}, h('dt', {}, name), h('dd', {}, prose(titles.join(' · '))))),
    )
  }
}

/** A number of bytes in a readable unit. */
export function sizeOf(bytes) {
  if (bytes < 1024) return plural(bytes, 'byte')
  return bytes < 1 << 20 ? `${grouped(Math.round(bytes / 1024))} KiB` : `${grouped(Math.round(bytes / (1 << 20)))} MiB`
}

const duration = (ms) => (ms < 1000 ? `${grouped(Math.max(1, Math.round(ms)))} ms` : `${(ms / 1000).toFixed(1)} s`)
