// Loaded before the tests by `run.mjs`: notes each error of the package that a process makes, and appends them to a file at its end.
import { appendFileSync } from 'node:fs'

const made = []
const Native = globalThis.Error

globalThis.Error = class Error extends Native {
  constructor(...args) {
    super(...args)
    // The code is given after this; minified, the class keeps its name.
    if (new.target.name === 'CountersignError') made.push(this)
  }
}

process.on('exit', () => {
  const lines = new Set(made.map(({ code, message }) => JSON.stringify([code, message])))
  if (lines.size > 0) appendFileSync(process.env.COUNTERSIGN_ERRORS, `${[...lines].join('\n')}\n`)
})
