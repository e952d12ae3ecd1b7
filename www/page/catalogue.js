// The catalogue: every scheme of `schemes()`, with its attributes.
import { signature, time, within } from '../../pkg-template/bin/describe.js'
import { described } from './countersign.js'
import { button, fill, h, prose } from './dom.js'
import { pieces } from './template.js'

/** The view of all schemes; `ondebug` opens one in the debugger. */
export function catalogue(definitions, ondebug) {
  const list = h('div', { class: 'schemes' })
  const count = h('span', { class: 'count', role: 'status' })
  const show = (wanted) => {
    const found = definitions.filter((definition) => JSON.stringify(definition).toLowerCase().includes(wanted.trim().toLowerCase()))
    count.textContent =
      found.length === definitions.length ? `${definitions.length} schemes` : `${found.length} of ${definitions.length} schemes`
    fill(
      list,
      found.map((definition) => entry(definition, ondebug)),
      found.length === 0 &&
        h(
          'p',
          { class: 'hint' },
          'No scheme contains this. You can paste a custom scheme as JSON in the debugger.',
        ),
    )
  }
  const filter = h('input', {
    id: 'filter',
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    oninput: () => show(filter.value),
  })
  show('')
  return h(
    'section',
    { class: 'catalogue', 'aria-labelledby': 'catalogue-title' },
    h('h2', { id: 'catalogue-title' }, 'Catalogue'),
    h('div', { class: 'field filter' }, h('label', { for: 'filter' }, 'Filter'), filter, count),
    list,
  )
}

/** A template with its variables marked, out of its parts. */
const recipe = (parts) => h('code', { class: 'recipe' }, marked(parts))

const marked = (parts) =>
  parts.flatMap(({ literal, optional, name, filters }) => {
    if (literal !== undefined) return literal
    return optional ? ['[', ...marked(optional), ']'] : h('var', {}, `{${[name, ...filters].join('|')}}`)
  })

function entry(definition, ondebug) {
  const { id, title, documentation, lastChecked, notes, deprecated, companion, rateLimit, hasPublishedVectors } = definition
  const description = described(definition)
  const { templates, inputs } = description
  const facts = [
    ['Signs', definition.canonical ? recipe(templates.canonical) : 'nothing: the secret itself is sent'],
    ...templates.acceptedCanonicals.map((template) => ['or', recipe(template)]),
    ...Object.entries(templates.bindings).map(([name, template]) => [`where ${name}`, recipe(template)]),
    ['Signature', signature(description)],
    pieces(templates.key).some(({ filters }) => filters?.length) && ['Key', recipe(templates.key)],
    ['Sends', places(templates)],
    ['Reads', read(inputs)],
    definition.acceptedPlacements.length > 0 && [
      'Accepts',
      h(
        'ul',
        { class: 'places' },
        definition.acceptedPlacements.map(([place], at) => h('li', {}, h('code', {}, `${place}: `), recipe(templates.acceptedPlacements[at]))),
      ),
    ],
    ['Timestamp', `${time(description)}; tolerance: ${within(description)}`],
    ['Credentials', h('code', {}, definition.credentials.join(', '))],
    companion && ['Companion', h('code', {}, companion.id)],
    rateLimit && ['Rate limit', `${rateLimit.requestsPerMinute} requests per minute`],
    ['Tested with', hasPublishedVectors ? 'test vectors of the provider' : 'our own test vectors: the provider publishes none'],
    notes.length > 0 && [
      'Notes',
      h(
        'ul',
        {},
        notes.map((note) => h('li', {}, prose(note))),
      ),
    ],
    [
      'Source',
      [
        h('a', { href: documentation, rel: 'noreferrer noopener', target: '_blank' }, host(documentation)),
        ` last checked on ${lastChecked}`,
      ],
    ],
  ]
    .filter(Boolean)
    .filter(([, value]) => value !== undefined)
  return h(
    'article',
    { class: 'scheme', id: `scheme-${id}` },
    h(
      'header',
      {},
      h('h3', {}, id),
      h('p', {}, title, deprecated && [' — deprecated: use ', h('code', {}, deprecated)]),
      button('Debug', () => ondebug(id), { class: 'quiet', 'aria-label': `Debug ${id}` }),
    ),
    h(
      'dl',
      {},
      facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
  )
}

function places({ headers, query, fields }) {
  const lines = [
    ...Object.entries(headers),
    ...Object.entries(query).map(([name, value]) => [`query ${name}`, value]),
    ...Object.entries(fields).map(([name, value]) => [`body ${name}`, value]),
  ]
  return lines.length === 0
    ? undefined
    : h(
        'ul',
        { class: 'places' },
        lines.map(([name, value]) => h('li', {}, h('code', {}, `${name}: `), recipe(value))),
      )
}

function read(inputs) {
  return inputs.length === 0
    ? undefined
    : h(
        'ul',
        { class: 'places' },
        inputs.map(({ name, part, at, isOptional }) =>
          h('li', {}, h('var', {}, `{${name}}`), ' from ', h('code', {}, `${part} ${at}`), isOptional && ', if it is there'),
        ),
      )
}

const host = (url) => new URL(url).host + new URL(url).pathname
