// Misspelt ids.
import { createExplainer, createSigner, createVerifier, explain } from 'countersign'

createSigner('securo.reqest', { apiKey: 'key', secret: 'secret' })
// ^ 'securo.reqest' TS2345: `Argument of type '"securo.reqest"' is not assignable to parameter of type '"securo.request"'`
createVerifier('stripe.webhok', { secret: 'secret' })
// ^ 'stripe.webhok' TS2345: `Argument of type '"stripe.webhok"' is not assignable to parameter of type '"stripe.webhook"'`
createVerifier('stirpe.webhook', { secret: 'secret' })
// ^ 'stirpe.webhook' TS2345: `Argument of type '"stirpe.webhook"' is not assignable to parameter of type '"stripe.webhook"'`
createVerifier(
  'githubb.webhook',
  // ^ 'githubb.webhook' TS2345: `Argument of type '"githubb.webhook"' is not assignable to parameter of type '"github.webhook"'`
  { secret: 'secret' },
)
createVerifier('stripe', { secret: 'secret' })
// ^ 'stripe' TS2345: `Argument of type '"stripe"' is not assignable to parameter of type '"stripe.webhook"'`
createVerifier('tu-cambio.hook', { secret: 'secret' })
// ^ 'tu-cambio.hook' TS2345: `"tu-cambio.hook"`, `"tu-cambio.webhook"`
createVerifier('acme.webhook', { secret: 'secret' })
// ^ 'acme.webhook' TS2345: `"acme.webhook"`, `SchemeId`, `SchemeDefinition`
createVerifier('Stripe.Webhook', { secret: 'secret' })
// ^ 'Stripe.Webhook' TS2345: `"Stripe.Webhook"`, `SchemeId`, `SchemeDefinition`
explain('slack.webhooks', { secret: 'secret' }, {})
// ^ 'slack.webhooks' TS2345: `Argument of type '"slack.webhooks"' is not assignable to parameter of type '"slack.webhook"'`
createExplainer('mailgun.rout', { secret: 'secret' }, {})
// ^ 'mailgun.rout' TS2345: `Argument of type '"mailgun.rout"' is not assignable to parameter of type '"mailgun.route"'`

declare const chosen: string
createVerifier(chosen, { secret: 'secret' })
// ^ chosen TS2345: `Argument of type 'string' is not assignable`, `SchemeId`
