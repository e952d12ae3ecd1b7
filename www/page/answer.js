// The answer: the verdict, then the panels, and one sentence for screen readers.
import { grouped } from './bytes.js'
import { verdictOfCredentials } from './credential-check.js'
import { button, fill, h, prose } from './dom.js'
import { BytesPanel, CodePanel, DiffPanel, ExpectedPanel, ServerPanel, TriedPanel, sizeOf } from './panels.js'
import { SharePanel } from './share.js'
import { verdictOf, verdictOfError } from './verdict.js'

/** Shows the results of a search; its buttons call `onfurther` and `oncancel`. */
export class Answer {
  constructor({ form, status, onfurther, oncancel }) {
    this.form = form
    this.status = status
    this.onfurther = onfurther
    this.#makeVerdict(oncancel)
    this.warnings = h('ul', { class: 'warnings', hidden: true })
    this.expected = new ExpectedPanel()
    this.diff = new DiffPanel()
    this.bytes = new BytesPanel()
    this.server = new ServerPanel(form)
    this.code = new CodePanel()
    this.tried = new TriedPanel()
    this.share = new SharePanel(form)
    this.panels = [this.diff, this.expected, this.bytes, this.code, this.server, this.tried, this.share]
    this.element = h(
      'div',
      { class: 'answer' },
      this.panels.map(({ element }) => element),
    )
  }

  /** Shows the report for a case. */
  report(report, asked, ms) {
    this.#verdict(
      verdictOf(report, this.form.keys, asked.definition),
      report.fault ? 'error' : report.isBare ? 'bare' : report.verdict,
    )
    if (report.fault) this.#blame(report.fault)
    this.#details(report, asked)
    this.#expected(report, asked)
    this.tried.show(report, ms, asked.definition)
    this.share.show(asked)
  }

  /** Shows an error, and marks the field that it names. */
  error(error, asked) {
    this.#verdict(verdictOfError(error), error.code === 'ERR_CREDENTIAL_MISSING' ? 'need' : 'error')
    if (error.code !== 'ERR_CREDENTIAL_MISSING') this.#blame(error)
    this.#nothing()
    if (asked) this.share.show(asked)
  }

  /** Shows that a field cannot be read. */
  problem({ field, text }) {
    this.#verdict(verdictOfError({ message: text }), 'error')
    this.#link(field, text)
    this.#nothing()
  }

  /** Shows the check of a scheme that signs nothing. */
  credentialCheck(asked) {
    const { fix, ...verdict } = verdictOfCredentials(asked)
    this.#verdict(verdict, verdict.tone === 'good' ? 'match' : 'explained')
    this.#nothing()
    this.steps.classList.toggle('single', fix !== undefined)
    if (fix) fill(this.steps, h('li', {}, h('p', {}), fixLine(fix)))
    this.share.show(asked)
  }

  empty() {
    this.#verdict(
      {
        tone: 'idle',
        mark: '·',
        title: 'Why does this signature not match?',
        sentence: 'Paste a request, the secret and the received signature, or load a sample.',
      },
      'empty',
    )
    fill(
      this.steps,
      BEGIN.map((step) => h('li', {}, h('p', {}, prose(step)))),
    )
    this.steps.classList.remove('single')
    this.#nothing()
  }

  /** Shows the progress of the search. */
  progress({ tried, hashedBytes, report, asked }) {
    const isFirst = this.searching.hidden
    this.searching.hidden = false
    this.bar.max = asked.budget
    this.bar.value = hashedBytes
    this.far.textContent = `${grouped(tried)} attempts, ${sizeOf(hashedBytes)} of ${sizeOf(asked.budget)} hashed`
    if (report) this.#expected(report, asked)
    if (!isFirst) return
    this.#verdict(
      {
        tone: 'busy',
        mark: '…',
        title: 'Searching',
        sentence: 'No frequent mistake explains it. Trying rare mistakes and pairs of mistakes.',
      },
      'searching',
    )
    this.searching.hidden = false
  }

  cancelled() {
    const far = this.far.textContent
    this.#verdict({ tone: 'idle', mark: '·', title: 'Search cancelled', sentence: `${far}.` }, 'cancelled')
    fill(
      this.more,
      button('Search again', () => this.onfurther(1)),
    )
  }

  #makeVerdict(oncancel) {
    this.mark = h('span', { class: 'mark', 'aria-hidden': 'true' })
    this.title = h('h2', { id: 'verdict-title' }, 'Starting …')
    this.sentence = h('p', { class: 'sentence' })
    this.steps = h('ol', { class: 'steps' })
    this.more = h('div', { class: 'more' })
    this.bar = h('progress', { 'aria-label': 'Progress of the search', max: '1', value: '0' })
    this.far = h('span', { class: 'far' })
    this.searching = h(
      'div',
      { class: 'searching', hidden: true },
      this.bar,
      this.far,
      button('Cancel', oncancel, { id: 'cancel' }),
    )
    this.warningsBox = h('div', { class: 'warnings' })
    this.verdict = h(
      'section',
      { class: 'verdict', 'aria-labelledby': 'verdict-title', 'data-tone': 'busy', 'data-state': 'starting' },
      h('div', { class: 'headline' }, this.mark, h('div', {}, this.title, this.sentence)),
      this.searching,
      this.steps,
      this.more,
      this.warningsBox,
    )
  }

  #verdict({ tone, mark, title, sentence }, state) {
    Object.assign(this.verdict.dataset, { tone, state })
    this.mark.textContent = mark
    if (this.title.textContent !== title) this.title.textContent = title
    fill(this.sentence, prose(sentence))
    fill(this.steps)
    fill(this.more)
    fill(this.warningsBox)
    this.searching.hidden = true
    clearTimeout(this.timer)
    // Announced once typing pauses: a sentence for every key would be noise.
    this.timer = setTimeout(() => (this.status.textContent = `${title}. ${sentence.replaceAll('`', '')}`), QUIET_MS)
  }

  #details(report, asked) {
    const [first, ...others] = report.findings
    if (first) {
      fill(
        this.steps,
        first.causes.map((cause) =>
          h(
            'li',
            {},
            h('p', {}, h('strong', {}, prose(cause.title)), first.causes.length > 1 && [' — ', prose(cause.detail)]),
            cause.fix && fixLine(cause.fix),
          ),
        ),
      )
      this.steps.classList.toggle('single', first.causes.length === 1)
      const also = [...first.alternatives, ...others.map(({ causes }) => causes)]
      if (also.length > 0) fill(this.more, alternatives(also))
    }
    if (report.verdict === 'unexplained' && !report.isBare && !report.fault)
      fill(this.more, this.#advice(report, asked))
    // If the cause is unknown, warnings are the best lead, so they come first.
    if (report.verdict === 'unexplained') this.more.before(this.warningsBox)
    else this.more.after(this.warningsBox)
    if (report.warnings.length > 0) fill(this.warningsBox, h('h3', {}, 'Warnings'), h('ul', {}, report.warnings.map(warning)))
  }

  #advice({ exhausted }, asked) {
    const further = !exhausted && button('Search 8 times further', () => this.onfurther(8), { id: 'further' })
    return h(
      'div',
      { class: 'advice' },
      h('p', {}, 'A search cannot find another secret, or bytes that changed on the way here. What you can do:'),
      h(
        'ul',
        {},
        h('li', {}, 'Add every secret that may have signed, one per line: each is tried.'),
        h('li', {}, 'Save the body where it is sent or received, and open it here as a file.'),
        asked.signedBy === 'client' && h('li', {}, 'Print the string that your code signs, and compare it below.'),
      ),
      further,
    )
  }

  #blame(error) {
    this.#link(this.form.blame(error), error.message)
  }

  /** Shows what is known before the cause is. */
  #expected(report, asked) {
    this.expected.show(report, asked.received.trim())
    this.diff.show(report, asked.signedBy)
    this.bytes.show(report)
    this.server.show(report)
    this.code.show(asked, report)
    this.tried.clear()
  }

  /** Links the verdict to the field. */
  #link(field, text) {
    if (!field) return
    field.say(text, true)
    const label = field.element.querySelector('label').textContent
    fill(
      this.more,
      button(`Go to ${label}`, () => field.area.focus()),
    )
  }

  #nothing() {
    for (const panel of this.panels) panel.clear()
  }
}

const fixLine = (fix) => h('p', { class: 'fix' }, h('span', {}, 'Fix '), h('span', {}, prose(fix)))

const warning = ({ title, detail, fix }) =>
  h('li', {}, h('strong', {}, prose(title)), ' — ', prose(detail), fix && [' ', prose(fix)])

function alternatives(lists) {
  const sentence = (causes) => causes.map(({ detail }) => detail).join(' ')
  return h(
    'details',
    {},
    h(
      'summary',
      {},
      `Or: ${lists.length} other ${lists.length === 1 ? 'cause makes' : 'causes make'} the same signature`,
    ),
    h(
      'ul',
      {},
      lists.map((causes) => h('li', {}, prose(sentence(causes)))),
    ),
  )
}

const BEGIN = [
  'Paste a `curl` command, a raw HTTP request or headers: they fill the fields and choose the scheme.',
  'Add the secret, or every secret that may have signed, one per line. They stay in this tab.',
  'Compare what was signed with what was expected, byte by byte, and copy the fix as code.',
]
const QUIET_MS = 700
