//! Verifying: what providers published is accepted, and whatever is changed is not.
#![cfg(not(target_arch = "wasm32"))]

use countersign::{Error, Message, Secret, Signer, Timestamp, Verifier, scheme};

const NOW_MS: i64 = 1_747_216_800_000;

#[test]
fn every_form_of_a_jws_verifies() {
    for form in ["attached", "detached", "unencoded"] {
        for alg in ["PS256", "RS256"] {
            let row = scheme("tu-cambio.jws").unwrap();
            let key = include_str!("keys/rsa-2048.pkcs8.pem");
            let signer =
                Signer::new(row, &[("privateKey", key.into())], &[("jws.form", form), ("jws.alg", alg)]).unwrap();
            let message = Message { method: "POST", body: b"{\"a\":1}", ..Message::default() };
            let signed = signer.sign_with_rng(&message, Timestamp::Text(""), &mut Weyl(1)).unwrap();
            let headers: Vec<_> = signed.headers().collect();
            println!("{form} {alg} {headers:?}");
            for (name, key) in [
                ("publicKeys", include_str!("keys/rsa-2048.spki.pem")),
                ("certificates", include_str!("keys/valid.certificate.pem")),
            ] {
                let verifier = Verifier::new(row, &[(name, key.into())], &[("jws.alg", "PS256 RS256")]).unwrap();
                let message = Message { headers: &headers, ..message };
                let verified = verifier.verify(&message, NOW_MS).unwrap();
                println!("{verified:?}");
                let changed = Message { body: b"{\"a\":2}", ..message };
                assert_eq!(verifier.verify(&changed, NOW_MS).unwrap_err(), Error::SignatureMismatch);
            }
        }
    }
}

#[test]
fn requests() {
    for id in [
        "securo.request",
        "tu-cambio.request",
        "binance.request",
        "bitmex.request",
        "moneroo.request",
        "stripe.webhook",
        "slack.webhook",
        "github.webhook",
        "moneroo.webhook",
        "tu-cambio.webhook",
        "smile-id.signature",
        "kraken.request",
        "standard-webhooks.webhook",
    ] {
        let row = scheme(id).unwrap();
        let credentials: Vec<(&str, Secret)> = row.credentials.iter().map(|name| (*name, "c2VjcmV0".into())).collect();
        let signer = Signer::new(row, &credentials, &[]).unwrap();
        let verifier = Verifier::new(row, &credentials, &[]).unwrap();
        let headers = [("webhook-id", "msg_1")];
        let message =
            Message { method: "POST", url: "https://api.example.com/a/b?c=d", headers: &headers, body: b"{\"a\":1}" };
        let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
        let mut headers: Vec<_> = signed.headers().collect();
        headers.push(("webhook-id", "msg_1"));
        let sent = Message { url: signed.url(), headers: &headers, body: signed.body(), ..message };
        let verified = verifier.verify(&sent, NOW_MS);
        println!("{id} {verified:?}");
        assert!(verified.is_ok());
        if !id.starts_with("smile") && !id.starts_with("moneroo.req") {
            let changed = Message { body: b"{\"a\":2}", ..sent };
            let got = verifier.verify(&changed, NOW_MS);
            assert!(got.is_err(), "{id}");
            println!("{}", got.unwrap_err());
        }
        println!("{:?}", verifier.verify(&sent, NOW_MS + 301_000).map_err(|e| e.to_string()));
    }
}

struct Weyl(u64);

impl rand_core::TryRng for Weyl {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.try_next_u64().map(|word| (word >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        Ok((self.0 ^ self.0 >> 31).wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Weyl {}
