// The class of errors where Jest wants one.
import { CountersignError, createVerifier } from 'countersign'

test('a verifier without a secret', () => {
  expect(() => createVerifier('stripe.webhook', { secret: '' })).toThrow(CountersignError)
  expect(() => createVerifier('stripe.webhook', { secret: '' })).toThrow(new CountersignError('ERR_CREDENTIAL_MISSING', 'none'))
  expect(new CountersignError('ERR_CREDENTIAL_MISSING', 'none')).toBeInstanceOf(CountersignError)
  const verifier = { verify: jest.fn().mockImplementation(() => { throw new CountersignError('ERR_SIGNATURE_MISMATCH', 'no') }) }
  expect(verifier.verify).toThrow(CountersignError)
})
