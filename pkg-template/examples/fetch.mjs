// signer.fetch: signs and sends, so that nothing comes between the two.
import { createSigner } from 'countersign'

const ORIGIN = process.env.MONEROO_ORIGIN ?? 'https://api.moneroo.io'
const signer = createSigner('moneroo.request', { secret: process.env.MONEROO_SECRET })

/** Creates a payment. After a 429, it waits as long as Moneroo asks for, and tries again. */
export async function initializePayment(payment) {
  const response = await signer.fetch(`${ORIGIN}/v1/payments/initialize`, {
    method: 'POST',
    body: JSON.stringify(payment),
    retry: true,
    signal: AbortSignal.timeout(150_000),
  })
  if (!response.ok) throw new Error(`moneroo answered ${response.status}`)
  return response.json()
}
