// Loaded before the tests by `run.mjs`: notes each error of the package that a process makes, and appends them to a file at its end.
import { appendFileSync } from 'node:fs'

const made = new Set()
const BRAND = Symbol.for('countersign.error')
const { defineProperty } = Object

// An error gets its brand last: its code and message are there by then, and no test has added words to them.
Object.defineProperty = (object, name, descriptor) => {
  if (name === BRAND) made.add(JSON.stringify([object.code, object.message]))
  return defineProperty(object, name, descriptor)
}

process.on('exit', () => {
  if (made.size > 0) appendFileSync(process.env.COUNTERSIGN_ERRORS, `${[...made].join('\n')}\n`)
})
