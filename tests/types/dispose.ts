// The types where the language has explicit resource management.
import { createSigner } from 'countersign'

export function headers(): Record<string, string> {
  using signer = createSigner('moneroo.request', { secret: 'secret' })
  return signer.sign({}).headers
}
