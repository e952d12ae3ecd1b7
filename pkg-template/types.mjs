// The types of `countersign/schemes`: each scheme by its name with the literal types of its members, from which those of its
// credentials, options and inputs follow.
import { definitionOf, nameOf } from './catalogue.mjs'

/** The declarations of the `schemes`, with `coversBody` to say whether a scheme's signature covers the whole body. */
export function schemeTypes(schemes, coversBody) {
  const partly = schemes.filter((scheme) => !coversBody(definitionOf(scheme)))
  return [
    '// Generated from the catalogue.',
    ...schemes.map(declaration),
    '/** The definitions of the catalogue by their ids. */',
    `export interface Catalogue {\n${schemes.map(({ id }) => `  '${id}': ${nameOf(id)}\n`).join('')}}\n`,
    '/** The schemes whose signature does not cover the whole body; the values that it covers are in `inputs`. */',
    `export type PartlyCovering =${partly.map(({ id }) => `\n  | '${id}'`).join('') || ' never'}\n`,
  ].join('\n')
}

/** A value with a type of the same name, which the compiler's messages say in place of its members. */
function declaration(scheme) {
  const [name, members] = [nameOf(scheme.id), Object.entries(definitionOf(scheme))]
  const typed = members.map(([member, value]) => `  readonly ${member}: ${typeOf(value)}\n`)
  return `${documentation(scheme)}\nexport declare const ${name}: ${name}\nexport interface ${name} {\n${typed.join('')}}\n`
}

function documentation({ title, documentation, notes = [], deprecated }) {
  const lines = [
    `${title}.`,
    '',
    ...notes.map((note) => `- ${note}`),
    ...(notes.length > 0 ? [''] : []),
    `@see ${documentation}`,
    ...(deprecated ? [`@deprecated by the provider in favour of \`${deprecated}\``] : []),
  ]
  return `/**\n${lines.map((line) => ` * ${line.replaceAll('*/', '*\\/')}`.trimEnd()).join('\n')}\n */`
}

/** The type that has `value` alone, to be read only. */
export function typeOf(value) {
  if (Array.isArray(value)) return `readonly [${value.map(typeOf).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{ ${Object.entries(value).map(([name, one]) => `readonly ${keyOf(name)}: ${typeOf(one)}`).join('; ')} }`
}

const keyOf = (name) => (/^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name))
