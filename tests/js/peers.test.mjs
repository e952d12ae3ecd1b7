// Other libraries on the same figures: what each makes of the vectors that are received, where it differs, and why.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mock, test } from 'node:test'
import { verify as octokit } from '@octokit/webhooks-methods'
import tern from '@hookflo/tern'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import { at } from '../../pkg-template/tools.mjs'
import { readData } from '../runtimes/data.mjs'

/** For each scheme that a library knows: whether it takes a message, by its own documentation. */
const PEERS = {
  standardwebhooks: {
    'standard-webhooks.webhook': ({ secret, body, headers }) => new StandardWebhook(secret).verify(body, headers),
  },
  svix: {
    'svix.webhook': ({ secret, body, headers }) => new SvixWebhook(secret).verify(body, headers),
  },
  '@octokit/webhooks-methods': {
    'github.webhook': ({ secret, body, headers }) => octokit(secret, body, headers['x-hub-signature-256']),
  },
  stripe: {
    'stripe.webhook': ({ secret, body, headers }) => {
      Stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret)
      return true
    },
  },
  '@hookflo/tern': {
    'github.webhook': ternOf('github'),
    'paddle.webhook': ternOf('paddle'),
    'razorpay.webhook': ternOf('razorpay'),
    'shopify.webhook': ternOf('shopify'),
    'standard-webhooks.webhook': ternOf('replicateai'),
    'stripe.webhook': ternOf('stripe'),
    'svix.webhook': ternOf('clerk'),
  },
}

/** Where a library judges otherwise, and what makes it: facts about the versions in package.json. */
const DIFFERENCES = {
  'standardwebhooks standard-webhooks.webhook': {
    'received-id-with-a-dot': ['accepts', 'an id with a dot, after which it is not clear where the id ends'],
  },
  'svix svix.webhook': {
    'received-body-empty': ['refuses', 'parses the body as JSON once it is verified, and an empty one is none'],
  },
  '@octokit/webhooks-methods github.webhook': {
    'received-body-empty': ['refuses', 'takes an empty body for one that was not given'],
  },
  'stripe stripe.webhook': {
    'list-as-the-65th-element': ['accepts', 'looks at any number of signatures'],
    'received-early-by-301-s': ['accepts', 'any time in the future'],
    'received-timestamp-in-milliseconds': ['accepts', 'milliseconds as seconds, which lie in the future for ever'],
  },
  '@hookflo/tern paddle.webhook': {
    'list-with-commas': ['accepts', 'commas and semicolons alike'],
    'received-early-by-6-s': ['accepts', 'its own 300 s, where the provider says 5 s'],
    'received-late-by-6-s': ['accepts', 'its own 300 s, where the provider says 5 s'],
  },
  '@hookflo/tern shopify.webhook': {
    'received-header-of-events': ['refuses', 'knows the header of webhooks alone, not the one of events'],
  },
  '@hookflo/tern standard-webhooks.webhook': {
    'received-id-with-a-dot': ['accepts', 'an id with a dot, after which it is not clear where the id ends'],
    'received-timestamp-with-a-dot': ['accepts', 'reads the digits that a timestamp begins with, and signs all of its text'],
  },
  '@hookflo/tern stripe.webhook': {
    'list-as-the-65th-element': ['accepts', 'looks at the last signature of the list alone'],
    'list-first-of-two': ['refuses', 'looks at the last signature of the list alone: messages fail while secrets are rotated'],
    'list-one-signature-malformed-beside-a-good-one': ['refuses', 'looks at the last signature of the list alone'],
    'list-semicolons': ['accepts', 'commas and semicolons alike'],
    'list-with-spaces': ['accepts', 'spaces around elements'],
    'received-timestamp-in-milliseconds': ['accepts', 'milliseconds too, which the provider does not send'],
  },
}

const { vectors } = readData()

for (const [name, schemes] of Object.entries(PEERS)) {
  const { version } = JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8'))
  for (const [scheme, accepts] of Object.entries(schemes)) {
    test(`${name} ${version}: ${scheme}`, async (t) => {
      const wanted = DIFFERENCES[`${name} ${scheme}`] ?? {}
      const told = {}
      let [published, all] = [0, 0]
      for (const vector of vectors.filter((one) => one.scheme === scheme && isPlain(one))) {
        const accepted = await isAccepted(accepts, vector)
        const isRight = accepted === (vector.error === undefined)
        if (!isRight) told[caseOf(vector)] = accepted ? 'accepts' : 'refuses'
        if (vector.published) assert.ok(isRight, `${vector.file}: what the provider published`)
        published += vector.published
        all++
      }
      t.diagnostic(`${published} published figures taken; of ${all} messages ${all - Object.keys(told).length} judged as here`)
      for (const [one, [does, why]] of Object.entries(wanted)) t.diagnostic(`${does} ${one}: ${why}`)
      assert.deepEqual(told, Object.fromEntries(Object.entries(wanted).map(([one, [does]]) => [one, does])))
      assert.ok(published > 0, 'expected a published figure')
    })
  }
}

async function isAccepted(accepts, { credentials, received }) {
  const headers = Object.fromEntries(pairs(received).map(([header, value]) => [header.toLowerCase(), value]))
  const { body = '' } = received
  mock.timers.enable({ apis: ['Date'], now: received.nowMs })
  try {
    return Boolean(await accepts({ secret: credentials.secret, body, headers }))
  } catch {
    return false
  } finally {
    mock.timers.reset()
  }
}

/** What every library can be asked: one secret, the usual tolerance, a body that is text, and each header once. */
function isPlain({ received, credentials, options }) {
  if (received === undefined || options !== undefined || received.bodyBase64 !== undefined) return false
  const names = pairs(received).map(([name]) => name.toLowerCase())
  return typeof credentials.secret === 'string' && new Set(names).size === names.length
}

function caseOf({ file }) {
  return file.split('/')[1].replace('.json', '')
}

function pairs({ headers = {} }) {
  return Array.isArray(headers) ? headers : Object.entries(headers)
}

function ternOf(platform) {
  return async ({ secret, body, headers }) => {
    const request = new Request('https://example.com/', { method: 'POST', headers, body })
    return (await tern.WebhookVerificationService.verify(request, { platform, secret })).isValid
  }
}
