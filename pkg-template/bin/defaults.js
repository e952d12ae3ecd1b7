// What a row may leave out, and what it then is: for the command line, and for the page.
/** @import { Scheme } from '../index.js' */

/** The row with every member, those that it leaves out as the core has them. */
export function whole(given) {
  const tolerance = (given.timestamp ?? 'none') === 'none' ? null : TOLERANCE
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  const row = { ...DEFAULTS, toleranceSeconds: tolerance, ...said }
  if (given.toleranceSeconds === null) row.toleranceSeconds = null
  if (row.companion) row.companion = whole(row.companion)
  return row
}

const TOLERANCE = 300
/**
 * In the order in which rows are printed.
 *
 * @type {Omit<Scheme, 'id' | 'companion'> & { id: string, companion: object | null }}
 */
export const DEFAULTS = {
  id: '',
  title: '',
  documentation: '',
  checked: '',
  credentials: ['secret'],
  options: {},
  standard: null,
  bindings: {},
  inputs: {},
  freeInput: '',
  items: '',
  canonical: '',
  alsoCanonical: [],
  algorithm: 'hmac-sha256',
  key: '{secret}',
  encoding: 'hex',
  headers: {},
  query: {},
  fields: {},
  lists: {},
  accepts: [],
  timestamp: 'none',
  alsoTimestamp: [],
  toleranceSeconds: null,
  expiresAfterSeconds: 0,
  body: 'as-given',
  bodyType: 'json',
  signedBy: 'you',
  companion: null,
  touchingInputs: false,
  rateLimit: null,
  deprecated: null,
  publishedVectors: false,
  notes: [],
  variants: [],
}
