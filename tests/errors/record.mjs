// Loaded before the tests by `run.mjs`: notes each error of the package that a process makes, and appends them to a file at its end.
import { appendFileSync } from 'node:fs'

const made = []
globalThis.Error = new Proxy(globalThis.Error, {
  construct(target, args, by) {
    const error = Reflect.construct(target, args, by)
    // Its code is given after this; bundled, the class may have a name with `_` in front.
    if (/CountersignError$/.test(by.name)) made.push(error)
    return error
  },
})

process.on('exit', () => {
  const lines = new Set(made.map(({ code, message }) => JSON.stringify([code, message])))
  if (lines.size > 0) appendFileSync(process.env.COUNTERSIGN_ERRORS, `${[...lines].join('\n')}\n`)
})
