// Loaded before the tests by `run.mjs`: notes each error of the package that a process makes, and appends them to a file at its end.
import { appendFileSync } from 'node:fs'

const made = []
globalThis.Error = new Proxy(globalThis.Error, {
  construct(target, args, by) {
    const error = Reflect.construct(target, args, by)
    // Its code is given after this, and a test may add words to its message; bundled, the class may have a name with `_` in front.
    if (/CountersignError$/.test(by.name)) made.push({ error, message: error.message })
    return error
  },
})

process.on('exit', () => {
  const lines = new Set(made.map(({ error, message }) => JSON.stringify([error.code, message])))
  if (lines.size > 0) appendFileSync(process.env.COUNTERSIGN_ERRORS, `${[...lines].join('\n')}\n`)
})
