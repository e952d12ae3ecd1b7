// Durations for people.

/** A duration in the largest unit that fits at least twice. */
export function duration(seconds) {
  const [unit, length] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['s', 1]
  return `${Math.floor(seconds / length)} ${unit}`
}

/** @type {[string, number][]} */
const UNITS = [['days', 86400], ['h', 3600], ['min', 60]]
