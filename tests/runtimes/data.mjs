// The vector files, and the key files that they name, as data.
import { readFileSync, readdirSync } from 'node:fs'
import { at } from '../../pkg-template/tools.mjs'

/** All of them; a vector has the path of its `file` too. */
export function readData() {
  const read = (...path) => readFileSync(at('tests', ...path), 'utf8')
  const vectors = readdirSync(at('tests', 'vectors')).flatMap((folder) =>
    readdirSync(at('tests', 'vectors', folder)).map((name) => ({
      file: `${folder}/${name}`,
      ...JSON.parse(read('vectors', folder, name)),
    })),
  )
  const folder = ['explain', 'planted']
  const explained = readdirSync(at('tests', ...folder)).flatMap((name) => planted(JSON.parse(read(...folder, name))))
  return { vectors, explained, keys: readKeys() }
}

/** The key files by their names. */
export function readKeys() {
  const files = readdirSync(at('tests', 'keys')).filter((name) => name.endsWith('.pem'))
  return Object.fromEntries(files.map((name) => [name, readFileSync(at('tests', 'keys', name), 'utf8')]))
}

/** One refused signature for each of some mistakes that the engine names in every scheme, as cases to explain. */
function planted({ scheme, cases }) {
  const all = cases.flatMap(({ credentials, options, request, right, planted }) =>
    // Where a digest of another body travels, nothing is right for this one.
    planted
      .filter(({ url }) => url === undefined)
      .map(({ id, received }) => ({ scheme, credentials, options, request, right, id, received })),
  )
  return NAMED.map((id) => all.find((one) => one.id === id)).filter(Boolean)
}

const NAMED = [
  'method-lowercase',
  'url-trailing-slash-added',
  'timestamp-milliseconds',
  'body-minified',
  'body-python-separators',
  'charset-latin1',
  'secret-trailing-newline',
  'hmac-arguments-swapped',
  'algorithm-sha512',
  'output-uppercase-hex',
]
