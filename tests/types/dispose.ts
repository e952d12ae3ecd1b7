// The types where the language has explicit resource management.
import { createSigner, createVerifier } from 'countersign'

export function headers(): Record<string, string> {
  using signer = createSigner('moneroo.request', { secret: 'secret' })
  return signer.sign({}).headers
}

export function isRight(given: Record<string, string>): boolean {
  using verifier = createVerifier('moneroo.request', { secret: 'secret' })
  return verifier.check({ headers: given }).ok
}
