// App Store Server Notifications of Apple, version 2: each brings its certificates along, up to Apple Root CA - G3.
import { createVerifier, defineScheme } from 'countersign'

/** A JWS in `signedPayload`. A transaction or renewal inside the payload is a JWS of the same make: pass it as `signedPayload`, too. */
export const appStore = defineScheme({
  id: 'apple.app-store-notification',
  documentation: 'https://developer.apple.com/documentation/appstoreservernotifications/responsebodyv2',
  credentials: ['privateKey'],
  key: '{privateKey}',
  algorithm: 'jws',
  options: { 'jws.form': 'attached', 'jws.alg': 'ES256', 'jws.certificate': '' },
  encoding: 'base64url',
  canonical: '{body}',
  fields: { signedPayload: '{signature}' },
  body: 'carried',
  trustedRoots: ['63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179'],
  certificateExtensions: ['1.2.840.113635.100.6.11.1', '1.2.840.113635.100.6.2.1'],
  certificateTime: '/signedDate',
  signedBy: 'provider',
})

/** A function that reads the body of a notification for your app; it throws for one that Apple did not sign, or that is not yours. */
export function reader({ bundleId, environment, rootCertificates }) {
  const verifier = createVerifier(appStore, rootCertificates === undefined ? {} : { rootCertificates })
  return (body) => {
    const payload = verifier.verify({ body }).json()
    const about = payload.data ?? payload.summary ?? payload.appData
    if (about?.bundleId !== bundleId || about.environment !== environment) throw new Error('a notification for another app or environment')
    // Apple sends again for days: keep the `notificationUUID` to find what comes twice.
    return payload
  }
}
