// How a runtime tells what came of the conformance: one line that it prints.

const MARK = '@conformance '

/** Code that prints `result`, an expression, and what says the runtime's version. */
export const reporting = (result, version = 'undefined') =>
  `console.log(${JSON.stringify(MARK)} + JSON.stringify({ version: ${version}, ...(${result}) }))\n`

/** What the lines in `printed` say, all together. */
export function reported(printed) {
  const lines = printed.split('\n').map((line) => line.slice(line.indexOf(MARK)))
  const results = lines.filter((line) => line.startsWith(MARK)).map((line) => JSON.parse(line.slice(MARK.length)))
  if (results.length === 0) throw new Error(`expected the runtime to report, got\n${printed}`)
  return together(results)
}

/** Several results as one. */
export const together = (results) => ({
  passed: results.reduce((sum, one) => sum + one.passed, 0),
  failed: results.flatMap((one) => one.failed),
  version: results.find((one) => one.version !== undefined)?.version,
  // Who computed, as far as a result says.
  crypto: [...new Set(results.map((one) => one.crypto).filter(Boolean))].join(' and ') || undefined,
})

/** The result of steps that give a sentence where they fail: `[what, run]`. */
export async function tally(steps) {
  const results = []
  for (const [what, run] of steps) {
    const fault = await run().catch((error) => error.message)
    results.push({ passed: fault === undefined ? 1 : 0, failed: fault === undefined ? [] : [`${what}: ${fault}`] })
  }
  return together(results)
}
