// Builds elements from values. Text is always inserted as text, so pasted input never becomes markup.

/** An element: `h('p', { class: 'note' }, 'text', child)`. Functions are listeners; `true` is a bare attribute. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) set(element, key, value)
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false))
  return element
}

/** Replaces the contents of an element. */
export const fill = (element, ...children) =>
  element.replaceChildren(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  )

/** A sentence with the parts between backticks as code. */
export const prose = (text) =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part))
    .filter((part) => part !== '')

/** A button that never submits a form. */
export const button = (label, onclick, attributes = {}) =>
  h('button', { type: 'button', onclick, ...attributes }, label)

/** A button that copies a text and confirms it in its label. */
export function copyButton(label, text, attributes = {}) {
  const own = button(
    label,
    async () => {
      const isDone = await copied(text())
      own.textContent = isDone ? 'Copied' : 'Select it and copy'
      setTimeout(() => (own.textContent = label), 1600)
    },
    { class: 'quiet copy', ...attributes },
  )
  return own
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedByHand(text)
  }
}

/** Copies without the clipboard API, which some browsers lack under `file:`. */
function copiedByHand(text) {
  const area = h('textarea', { class: 'offscreen', 'aria-hidden': 'true', tabindex: '-1' })
  area.value = text
  const before = document.activeElement
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  before?.focus()
  return isDone
}

function set(element, key, value) {
  if (typeof value === 'function') element.addEventListener(key.slice(2), value)
  else if (value === true) element.setAttribute(key, '')
  else if (value !== false && value !== undefined) element.setAttribute(key, value)
}
