// The answer: the verdict first, then the panels; one polite sentence for those who listen.
import { grouped } from './bytes.js'
import { verdictOfCredentials } from './credential-check.js'
import { button, fill, h, prose } from './dom.js'
import { BytesPanel, CodePanel, DiffPanel, ExpectedPanel, ServerPanel, TriedPanel, sizeOf } from './panels.js'
import { SharePanel } from './share.js'
import { verdictOf, verdictOfError } from './verdict.js'

/** Shows what the search finds; `onfurther` and `oncancel` are what its buttons do. */
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

  /** A report, for what was asked. */
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

  /** An error, which names a field. */
  error(error, asked) {
    this.#verdict(verdictOfError(error), error.code === 'ERR_CREDENTIAL_MISSING' ? 'need' : 'error')
    if (error.code !== 'ERR_CREDENTIAL_MISSING') this.#blame(error)
    this.#nothing()
    if (asked) this.share.show(asked)
  }

  /** A field that cannot be read. */
  problem({ field, text }) {
    this.#verdict(verdictOfError({ message: text }), 'error')
    this.#link(field, text)
    this.#nothing()
  }

  /** A scheme that signs nothing. */
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
        sentence: 'Paste a request, the secret, and the signature that was refused. Or load a sample.',
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

  /** How far the search is. */
  progress({ tried, hashedBytes, report, asked }) {
    const isFirst = this.searching.hidden
    this.searching.hidden = false
    this.bar.max = asked.budget
    this.bar.value = hashedBytes
    this.far.textContent = `${grouped(tried)} variants tried, ${sizeOf(hashedBytes)} of ${sizeOf(asked.budget)} hashed`
    if (report) this.#expected(report, asked)
    if (!isFirst) return
    this.#verdict(
      {
        tone: 'busy',
        mark: '…',
        title: 'Searching',
        sentence: 'No single mistake that is looked at first explains it; pairs and rarer ones are tried.',
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
    this.bar = h('progress', { 'aria-label': 'How far the search is', max: '1', value: '0' })
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
    // Once the typing has paused: a sentence for every key would be noise.
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
    // Where no cause is known, what struck the eye is the best lead.
    if (report.verdict === 'unexplained') this.more.before(this.warningsBox)
    else this.more.after(this.warningsBox)
    if (report.warnings.length > 0) fill(this.warningsBox, h('h3', {}, 'Also seen'), h('ul', {}, report.warnings.map(warning)))
  }

  #advice({ exhausted }, asked) {
    const further = !exhausted && button('Search 8 times as far', () => this.onfurther(8), { id: 'further' })
    return h(
      'div',
      { class: 'advice' },
      h('p', {}, 'What a search cannot find: another secret, or bytes that changed on their way here. So:'),
      h(
        'ul',
        {},
        h('li', {}, 'Add every secret it could be, one a line: each is tried.'),
        h('li', {}, 'Take the body from where it is sent or received, as a file.'),
        asked.signedBy === 'client' && h('li', {}, 'Print the string that your code signs, and compare it below.'),
      ),
      further,
    )
  }

  #blame(error) {
    this.#link(this.form.blame(error), error.message)
  }

  /** What can be said before the cause is known. */
  #expected(report, asked) {
    this.expected.show(report, asked.received.trim())
    this.diff.show(report, asked.signedBy)
    this.bytes.show(report)
    this.server.show(report)
    this.code.show(asked, report)
    this.tried.clear()
  }

  /** A way from the verdict to the field. */
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
  const sentence = (causes) => causes.map(({ detail }) => detail).join(' And: ')
  return h(
    'details',
    {},
    h(
      'summary',
      {},
      `Also fits: ${lists.length} more ${lists.length === 1 ? 'cause makes' : 'causes make'} the same signature`,
    ),
    h(
      'ul',
      {},
      lists.map((causes) => h('li', {}, prose(sentence(causes)))),
    ),
  )
}

const BEGIN = [
  'Paste a `curl` command, a raw HTTP request or headers: they fill the fields, and tell the scheme.',
  'Add the secret, or all that it could be, one a line. They stay in this tab.',
  'Read what was signed byte by byte, what should have been, and the fix as code.',
]
const QUIET_MS = 700
