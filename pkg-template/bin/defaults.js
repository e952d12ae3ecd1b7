// The defaults of a scheme's members, for the command line and the page.
/** @import { Scheme } from '../index.js' */

/** The scheme with every member; those that it leaves out get the core's defaults. */
export function whole(given) {
  const tolerance = (given.timestamp ?? 'none') === 'none' ? null : TOLERANCE
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  const definition = { ...DEFAULTS, toleranceSeconds: tolerance, ...present }
  if (given.toleranceSeconds === null) definition.toleranceSeconds = null
  if (definition.companion) definition.companion = whole(definition.companion)
  return definition
}

const TOLERANCE = 300
/**
 * In the order in which schemes are printed.
 *
 * @type {Omit<Scheme, 'id' | 'companion'> & { id: string, companion: object | null }}
 */
export const DEFAULTS = {
  id: '',
  title: '',
  documentation: '',
  lastChecked: '',
  credentials: ['secret'],
  options: {},
  profile: null,
  bindings: {},
  inputs: {},
  freeInput: '',
  signedItems: '',
  canonical: '',
  acceptedCanonicals: [],
  algorithm: 'hmac-sha256',
  key: '{secret}',
  keyScope: '',
  encoding: 'hex',
  headers: {},
  query: {},
  fields: {},
  listSeparators: {},
  acceptedPlacements: [],
  timestamp: 'none',
  acceptedTimestamps: [],
  toleranceSeconds: null,
  expiresAfterSeconds: 0,
  body: 'as-given',
  bodyType: 'json',
  signedBy: 'client',
  companion: null,
  touchingInputs: false,
  rateLimit: null,
  deprecated: null,
  hasPublishedVectors: false,
  notes: [],
  misreadings: [],
}
