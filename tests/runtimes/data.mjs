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
  const files = readdirSync(at('tests', 'keys')).filter((name) => name.endsWith('.pem'))
  return { vectors, keys: Object.fromEntries(files.map((name) => [name, read('keys', name)])) }
}
