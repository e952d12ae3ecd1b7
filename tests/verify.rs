//! Verifying: what a verifier takes, what it hands back, and which schemes can be read backwards.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/pairs.rs"]
mod pairs;
mod support;

use countersign::{
    CertificateValidity, Encoding, Error, Message, Scheme, Secret, Signer, SignerOptions, Timestamp, TimestampForm,
    Tolerance, Verified, Verifier, VerifierOptions, scheme, schemes,
};
use pairs::{is_built, pair_for, verifying};
use support::Weyl;

#[test]
fn every_row_reads_back_what_it_signs() {
    for scheme in schemes()
        .filter(|scheme| scheme.profile.is_none())
        .filter(|scheme| scheme.id != "smile-id.sec-key" && scheme.id != "tu-cambio.jws" && is_built(scheme.algorithm))
    {
        let sent = sent(scheme);
        let given = verifying(scheme, credentials(scheme));
        let verifier = Verifier::new(scheme, &given, &VerifierOptions::default()).unwrap();
        let verified =
            verifier.verify(&sent.message(), NOW_MS).unwrap_or_else(|error| panic!("{}: {error}", scheme.id));
        assert_eq!(verified.scheme(), scheme.id);
        assert_eq!(verified.canonical(), scheme.canonical);
        assert_eq!(verified.fingerprint().is_empty(), scheme.canonical.is_empty(), "{}", scheme.id);
        assert_eq!(verified.timestamp().is_some(), scheme.timestamp != TimestampForm::None, "{}", scheme.id);
        assert_eq!((verified.key_index(), verified.companion().is_none()), (0, true), "{}", scheme.id);
    }
}

/// What a handler reads is the slice that was verified, not a copy of it or the body printed again.
#[test]
fn the_body_handed_back_is_the_one_that_was_given() {
    let (verifier, headers) = (github("secret"), github_headers("secret", BODY));
    let message = Message { headers: &headers_of(&headers), body: BODY, ..Message::default() };
    let verified = verifier.verify(&message, 0).unwrap();
    assert!(std::ptr::eq(verified.body().unwrap(), BODY));
}

/// A scheme that signs JSON in canonical form must not vouch for another spelling, which other parsers may read otherwise.
#[test]
fn a_body_that_was_not_signed_as_it_stands_is_not_handed_back() {
    let scheme = scheme("securo.request").unwrap();
    let verifier = Verifier::new(scheme, &credentials(scheme), &VerifierOptions::default()).unwrap();
    let sent = sent(scheme);
    for body in [r#"{"a":2,"a":1}"#, r#"{"a":1.00000000000000000001}"#, " {\"a\" : 1}\n", r#"{"\u0061":1}"#] {
        let message = Message { body: body.as_bytes(), ..sent.message() };
        if let Ok(verified) = verifier.verify(&message, NOW_MS) {
            assert_eq!(verified.body().unwrap(), BODY, "{body}");
        }
    }
}

#[test]
fn one_verifier_serves_any_number_of_messages_and_threads() {
    let verifier = github("secret");
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let verifier = &verifier;
            scope.spawn(move || {
                for number in 0..50 {
                    let body = format!("{thread}.{number}");
                    let headers = github_headers("secret", body.as_bytes());
                    let message =
                        Message { headers: &headers_of(&headers), body: body.as_bytes(), ..Message::default() };
                    assert!(verifier.verify(&message, 0).is_ok());
                    let changed = Message { body: b"another", ..message };
                    assert_eq!(verifier.verify(&changed, 0).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
                }
            });
        }
    });
}

#[test]
fn a_ring_says_which_key_signed() {
    let secrets: Vec<String> = (0..20).map(|number| format!("secret {number}")).collect();
    let ring: Vec<(&str, Secret)> = secrets.iter().map(|secret| ("secret", secret.as_str().into())).collect();
    let verifier = Verifier::new(scheme("github.webhook").unwrap(), &ring, &VerifierOptions::default()).unwrap();
    for (index, secret) in secrets.iter().enumerate() {
        let headers = github_headers(secret, BODY);
        let message = Message { headers: &headers_of(&headers), body: BODY, ..Message::default() };
        assert_eq!(verifier.verify(&message, 0).unwrap().key_index(), index);
    }
}

#[test]
fn a_key_that_stands_twice_in_a_ring_is_the_first() {
    let ring = [("secret", "other".into()), ("secret", "secret".into()), ("secret", "secret".into())];
    let verifier = Verifier::new(scheme("github.webhook").unwrap(), &ring, &VerifierOptions::default()).unwrap();
    let headers = github_headers("secret", BODY);
    let message = Message { headers: &headers_of(&headers), body: BODY, ..Message::default() };
    assert_eq!(verifier.verify(&message, 0).unwrap().key_index(), 1);
}

/// The fingerprint is the memory against replay: the same for the same message, however it is delivered.
#[test]
fn a_fingerprint_is_the_same_for_the_same_message_only() {
    let scheme = scheme("stripe.webhook").unwrap();
    let ring = [("secret", "new".into()), ("secret", "old".into())];
    let verifier = Verifier::new(scheme, &ring, &VerifierOptions::default()).unwrap();
    let fingerprint = |secret: &str, time: &str, body: &[u8], list: &dyn Fn(&str) -> String, now_ms| {
        let signer = Signer::new(scheme, &[("secret", secret.into())], &SignerOptions::default()).unwrap();
        let message = Message { body, ..Message::default() };
        let signed = signer.sign(&message, Timestamp::Text(time)).unwrap();
        let value = list(signed.headers().next().unwrap().1);
        let message = Message { headers: &[("stripe-signature", &value)], ..message };
        verifier.verify(&message, now_ms).unwrap().fingerprint().to_owned()
    };
    let plain = |value: &str| value.to_owned();
    let first = fingerprint("new", "1747216800", BODY, &plain, NOW_MS);
    assert_eq!(first.len(), 64);
    let listed = |value: &str| format!("v1={},{value},v0=x", "0".repeat(64));
    assert_eq!(first, fingerprint("new", "1747216800", BODY, &listed, NOW_MS + 299_000), "sent again in a list");
    assert_eq!(first, fingerprint("old", "1747216800", BODY, &plain, NOW_MS), "signed with another key");
    assert_ne!(first, fingerprint("new", "1747216801", BODY, &plain, NOW_MS), "another time");
    assert_ne!(first, fingerprint("new", "1747216800", b"{}", &plain, NOW_MS), "another body");
}

#[test]
fn inputs_are_handed_back_by_their_names() {
    let scheme = Scheme {
        inputs: &[("id", "header:acme-id"), ("topic", "header:Acme-Topic")],
        canonical: "{id}\n{topic}\n{body}",
        ..ACME
    };
    let headers = [("Acme-Id", "1"), ("acme-topic", "cafe")];
    let message = Message { headers: &headers, body: BODY, ..Message::default() };
    let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
    let signature = signer.sign(&message, Timestamp::Now(0)).unwrap().signature().to_owned();
    let headers = [headers[0], headers[1], ("Acme-Signature", &signature)];
    let verifier = Verifier::new(&scheme, &[("secret", "hush".into())], &VerifierOptions::default()).unwrap();
    let message = Message { headers: &headers, ..message };
    let verified = verifier.verify(&message, 0).unwrap();
    let inputs: Vec<_> = verified.inputs().collect();
    assert_eq!(inputs, [("id", &b"1"[..]), ("topic", "cafe".as_bytes())]);
}

/// Where one input ends, the text after it in the canonical string begins: an input that holds that text is refused.
#[test]
fn an_input_cannot_hold_what_ends_it() {
    let scheme = Scheme {
        inputs: &[("id", "header:Acme-Id"), ("topic", "header:Acme-Topic")],
        canonical: "{id}::{topic}.{body}",
        ..ACME
    };
    let verifier = Verifier::new(&scheme, &[("secret", "hush".into())], &VerifierOptions::default()).unwrap();
    for (id, topic, at) in [("a::b", "t", Some(1)), ("a", "t.u", Some(1)), ("a:b", "t:u", None), ("a.b", "::", None)] {
        let signature = "0".repeat(64);
        let headers = [("Acme-Id", id), ("Acme-Topic", topic), ("Acme-Signature", &signature)];
        let told = verifier.verify(&Message { headers: &headers, ..Message::default() }, 0).unwrap_err();
        let expected = if at.is_some() { "ERR_HEADER_MALFORMED" } else { "ERR_SIGNATURE_MISMATCH" };
        assert_eq!((told.code(), told.fault().and_then(|fault| fault.at)), (expected, at), "{id} {topic}");
    }
}

#[test]
fn a_signature_in_the_query_does_not_cover_itself() {
    let scheme = Scheme {
        canonical: "{method|upper} {url}",
        headers: &[],
        query: &[("time", "{timestamp}"), ("hmac", "{signature}")],
        timestamp: TimestampForm::Seconds,
        tolerance: Tolerance::Seconds(60),
        ..ACME
    };
    let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
    let message = Message { method: "GET", url: "https://h.example/a?b=c", ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
    let verifier = Verifier::new(&scheme, &[("secret", "hush".into())], &VerifierOptions::default()).unwrap();
    let verified = verifier.verify(&Message { url: signed.url(), ..message }, NOW_MS).map(|own| own.at_ms());
    assert_eq!(verified, Ok(Some(NOW_MS)));
    let other = signed.url().replace("b=c", "b=d");
    let told = verifier.verify(&Message { url: &other, ..message }, NOW_MS).unwrap_err();
    assert_eq!(told.code(), "ERR_SIGNATURE_MISMATCH");
    let cut = signed.url().split_once("&hmac").unwrap().0;
    let told = verifier.verify(&Message { url: cut, ..message }, NOW_MS).unwrap_err();
    assert_eq!((told.code(), told.fault().map(|fault| &*fault.part)), ("ERR_REQUEST_INVALID", Some("hmac")));
}

/// A credential that both name is given to both; a signature of one is none of the other, and what one alone names is its own.
#[test]
fn a_companion_that_shares_a_credential_takes_nothing_from_the_scheme() {
    let second =
        Scheme { id: "a.second", canonical: "{body}", headers: &[("X-Body", "{signature}")], ..Scheme::WEBHOOK };
    let of_other = Scheme { credentials: &["secret", "other"], key: "{other}", ..second };
    let row = |companion| Scheme {
        id: "a.first",
        canonical: "{timestamp}.{body}",
        headers: &[("X-Time", "{timestamp}"), ("X-Sig", "{signature}")],
        timestamp: TimestampForm::Seconds,
        companion: Some(companion),
        ..Scheme::WEBHOOK
    };
    let (shared, partly) = (row(&second), row(&of_other));
    let message = Message { body: BODY, ..Message::default() };
    let signed = |row: &Scheme<'_>, keys: &[(&str, Secret)]| -> Vec<(String, String)> {
        let signer = Signer::new(row, keys, &SignerOptions::default()).unwrap();
        let signed = signer.sign(&message, Timestamp::Now(NOW_MS)).unwrap();
        signed
            .headers()
            .filter(|(name, _)| *name != "content-type")
            .map(|(name, value)| (name.into(), value.into()))
            .collect()
    };
    let told = |row: &Scheme<'_>, keys: &[(&str, Secret)], headers: &[(String, String)]| {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let verified = Verifier::new(row, keys, &VerifierOptions::default()).unwrap();
        let verified = verified.verify(&Message { headers: &headers, ..message }, NOW_MS);
        verified.map(|own| (own.key_index(), own.companion().map(Verified::key_index))).map_err(|error| error.code())
    };
    // With the signature of the first by one key, and that of the second by another.
    let mixed = |first: &[(String, String)], other: &[(String, String)]| [&first[..2], &other[2..]].concat();
    let swapped = |headers: &[(String, String)]| {
        let [time, first, other] = headers else { panic!("{headers:?}") };
        vec![time.clone(), (first.0.clone(), other.1.clone()), (other.0.clone(), first.1.clone())]
    };
    let (old, new) = ([("secret", "old".into())], [("secret", "new".into())]);
    let ring = [old.clone(), new.clone()].concat();
    let (by_old, by_new) = (signed(&shared, &old), signed(&shared, &new));
    assert_eq!(by_old.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["X-Time", "X-Sig", "X-Body"]);
    assert_ne!(by_old[1].1, by_old[2].1);
    assert_eq!(told(&shared, &old, &by_old), Ok((0, Some(0))));
    assert_eq!(told(&shared, &ring, &by_new), Ok((1, Some(1))));
    assert_eq!(told(&shared, &ring, &mixed(&by_old, &by_new)), Ok((0, Some(1))));
    let mismatch = Err("ERR_SIGNATURE_MISMATCH");
    assert_eq!(told(&shared, &old, &mixed(&by_old, &by_new)), mismatch);
    assert_eq!(told(&shared, &old, &mixed(&by_new, &by_old)), mismatch);
    assert_eq!(told(&shared, &old, &swapped(&by_old)), mismatch);
    for (place, (own, other)) in [(1, 2), (2, 1)].into_iter().enumerate() {
        let mut twice = by_old.clone();
        twice[own].1 = by_old[other].1.clone();
        assert_eq!(told(&shared, &old, &twice), mismatch, "{place}");
        let mut less = by_old.clone();
        less.remove(own);
        assert_eq!(told(&shared, &old, &less), Err("ERR_HEADER_MISSING"), "{place}");
    }
    // Where the companion has a key of its own, that of the scheme does not stand in for it, nor the other way round.
    let both = [("secret", "old".into()), ("other", "new".into())];
    assert_eq!(signed(&partly, &old).len(), 2);
    let own = signed(&partly, &both);
    assert_eq!(own, mixed(&by_old, &by_new));
    assert_eq!(told(&partly, &old, &own), Ok((0, None)));
    assert_eq!(told(&partly, &both, &own), Ok((0, Some(0))));
    for forged in [&by_old, &by_new, &mixed(&by_new, &by_old), &swapped(&own)] {
        assert_eq!(told(&partly, &both, forged), mismatch);
    }
    let error = Verifier::new(&partly, &both[1..], &VerifierOptions::default()).unwrap_err();
    assert_eq!(error.code(), "ERR_CREDENTIAL_MISSING");
    let error = Signer::new(&partly, &both[1..], &SignerOptions::default()).unwrap_err();
    assert_eq!(error.code(), "ERR_CREDENTIAL_MISSING");
}

#[test]
fn a_companion_is_verified_where_its_keys_are_given() {
    if !cfg!(feature = "asymmetric") {
        let keys = [("secret", "s".into()), ("publicKeys", PUBLIC.into())];
        let told = Verifier::new(scheme("tu-cambio.webhook").unwrap(), &keys, &VerifierOptions::default()).unwrap_err();
        assert_eq!(told.code(), "ERR_UNSUPPORTED");
        return;
    }
    let scheme = scheme("tu-cambio.webhook").unwrap();
    let keys = [("secret", "s".into()), ("privateKey", PRIVATE.into())];
    let signer =
        Signer::new(scheme, &keys, &SignerOptions { scheme: &[("jws.form", "detached")], ..SignerOptions::default() })
            .unwrap();
    let message = Message { body: BODY, ..Message::default() };
    let signed = signer.sign_with_rng(&message, Timestamp::Now(NOW_MS), &mut Weyl(1)).unwrap();
    let headers: Vec<_> = signed.headers().collect();
    let message = Message { headers: &headers, ..message };
    let alone = Verifier::new(scheme, &[("secret", "s".into())], &VerifierOptions::default()).unwrap();
    assert!(alone.verify(&message, NOW_MS).unwrap().companion().is_none());
    let both =
        Verifier::new(scheme, &[("secret", "s".into()), ("publicKeys", PUBLIC.into())], &VerifierOptions::default())
            .unwrap();
    let verified = both.verify(&message, NOW_MS).unwrap();
    let companion = verified.companion().unwrap();
    assert_eq!((companion.scheme(), companion.body().unwrap()), ("tu-cambio.jws", BODY));
    assert_ne!(companion.fingerprint(), verified.fingerprint());
    for missing in ["Authorization", "jws-signature"] {
        let rest: Vec<_> = headers.iter().copied().filter(|(name, _)| *name != missing).collect();
        let told = both.verify(&Message { headers: &rest, ..message }, NOW_MS).unwrap_err();
        let part = told.fault().map(|fault| &*fault.part);
        assert_eq!((told.code(), part), ("ERR_HEADER_MISSING", Some(missing)));
    }
}

#[test]
fn options_are_judged() {
    let new = |id: &str, options: VerifierOptions<'_>| {
        let scheme = scheme(id).unwrap();
        Verifier::new(scheme, &credentials(scheme), &options).map(drop).map_err(|error| error.code())
    };
    let default = VerifierOptions::default();
    let of = |tolerance| VerifierOptions { tolerance, ..default };
    for tolerance in [Tolerance::Default, Tolerance::Off, Tolerance::Seconds(0), Tolerance::Seconds(86_400)] {
        assert_eq!(new("stripe.webhook", of(tolerance)), Ok(()), "{tolerance:?}");
    }
    // More than a day is said twice.
    for seconds in [86_401, 172_800, u32::MAX] {
        let options = of(Tolerance::Seconds(seconds));
        assert_eq!(new("stripe.webhook", options), Err("ERR_OPTION_INVALID"), "{seconds}");
        let options = VerifierOptions { allow_long_tolerance: true, ..options };
        assert_eq!(new("stripe.webhook", options), Ok(()), "{seconds}");
    }
    for certificate_validity in [CertificateValidity::Checked, CertificateValidity::Ignored] {
        assert_eq!(new("tu-cambio.webhook", VerifierOptions { certificate_validity, ..default }), Ok(()));
    }
    // Ours are no options of a scheme.
    for name in ["tolerance", "toleranceSeconds", "allowLongTolerance", "certificateValidity", "key", "jws.form"] {
        let options = VerifierOptions { scheme: &[(name, "5")], ..default };
        assert_eq!(new("stripe.webhook", options), Err("ERR_OPTION_INVALID"), "{name}");
    }
}

/// Anyone can sign with an empty key, so a secret of which nothing is left is none.
#[test]
fn a_secret_that_makes_an_empty_key_is_refused() {
    let scheme = scheme("standard-webhooks.webhook").unwrap();
    for secret in ["whsec_", "_"] {
        let verifier = Verifier::new(scheme, &[("secret", secret.into())], &VerifierOptions::default()).map(drop);
        let signer = Signer::new(scheme, &[("secret", secret.into())], &SignerOptions::default()).map(drop);
        for told in [verifier, signer] {
            let code = told.map_err(|error| error.code());
            assert!(matches!(code, Err("ERR_CREDENTIAL_INVALID" | "ERR_CREDENTIAL_MISSING")), "{secret}: {code:?}");
        }
    }
}

/// What cannot be read back is not signed: the receiver could not tell where the id ends.
#[test]
fn an_id_that_no_verifier_takes_is_not_signed() {
    let scheme = scheme("standard-webhooks.webhook").unwrap();
    let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
    for id in ["msg.1", "msg_1.1747216800"] {
        let message = Message { headers: &[("webhook-id", id)], body: BODY, ..Message::default() };
        assert!(signer.sign(&message, Timestamp::Now(NOW_MS)).is_err(), "{id}");
    }
}

#[test]
fn rows_that_cannot_be_read_backwards_are_refused() {
    let schemes = [
        ("a filter", Scheme { headers: &[("A", "{signature|upper}")], ..ACME }),
        ("two names without text between", Scheme { headers: &[("A", "{timestamp}{signature}")], ..ACME }),
        ("an optional group inside", Scheme { headers: &[("A", "v1={signature}[;t={timestamp}]")], ..ACME }),
        ("a signature inside what it covers", Scheme { headers: &[], fields: &[("sig", "{signature}")], ..ACME }),
        ("an accepted place of no kind", Scheme { accepted_placements: &[("cookie:A", "{signature}")], ..ACME }),
        ("an accepted template that is broken", Scheme { accepted_placements: &[("header:A", "{signature")], ..ACME }),
        ("an input from nowhere", Scheme { inputs: &[("id", "cookie:id")], ..ACME }),
        ("another canonical string that is broken", Scheme { accepted_canonicals: &["{nothing}"], ..ACME }),
    ];
    for (what, scheme) in schemes {
        let told = Verifier::new(&scheme, &[("secret", "hush".into())], &VerifierOptions::default())
            .map(drop)
            .map_err(|error| error.code());
        assert_eq!(told, Err("ERR_SCHEME_INVALID"), "{what}");
    }
    let nowhere = Scheme { headers: &[], ..ACME };
    let told =
        Verifier::new(&nowhere, &[("secret", "hush".into())], &VerifierOptions::default()).and_then(|verifier| {
            let message = Message { body: BODY, ..Message::default() };
            verifier.verify(&message, 0).map(drop)
        });
    assert_eq!(told.map_err(|error| error.code()), Err("ERR_SCHEME_INVALID"), "a signature that travels nowhere");
}

/// A scheme's encodings are read as strictly as they are written.
#[test]
fn each_encoding_is_read_as_it_is_written() {
    for encoding in
        [Encoding::Hex, Encoding::Base64, Encoding::Base64Lines, Encoding::Base64Percent, Encoding::Base64Url]
    {
        let scheme = Scheme { encoding, ..ACME };
        let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
        let message = Message { body: BODY, ..Message::default() };
        let signature = signer.sign(&message, Timestamp::Now(0)).unwrap().signature().to_owned();
        let verifier = Verifier::new(&scheme, &[("secret", "hush".into())], &VerifierOptions::default()).unwrap();
        let told = |text: &str| {
            let headers = [("Acme-Signature", text)];
            verifier.verify(&Message { headers: &headers, ..message }, 0).map(drop).map_err(|error| error.code())
        };
        assert_eq!(told(&signature), Ok(()), "{encoding:?}");
        let broken = format!("{}\n{}", &signature[..20], &signature[20..]);
        let lines = encoding == Encoding::Base64Lines;
        assert_eq!(told(&broken), if lines { Ok(()) } else { Err("ERR_HEADER_MALFORMED") }, "{encoding:?}");
        for wrong in [format!("{signature}="), signature[1..].to_owned(), format!("{signature}\u{e9}")] {
            assert_eq!(told(&wrong), Err("ERR_HEADER_MALFORMED"), "{encoding:?}: {wrong}");
        }
    }
}

#[test]
fn no_clock_is_too_wrong() {
    let scheme = scheme("stripe.webhook").unwrap();
    let verifier = Verifier::new(scheme, &credentials(scheme), &VerifierOptions::default()).unwrap();
    let sent = sent(scheme);
    for (now_ms, early) in [(978_307_200_000, true), (i64::MAX, false)] {
        match verifier.verify(&sent.message(), now_ms).unwrap_err() {
            Error::SignatureStale(stale) => assert_eq!((stale.limit_s, stale.age_s < 0), (300, early), "{now_ms}"),
            other => panic!("{now_ms}: {other}"),
        }
    }
}

/// Seconds, which somebody took for milliseconds, are told as what they are: by them all that is signed would be in the future,
/// and by those that are signed for nobody would see how late they are.
#[test]
fn a_clock_in_seconds_is_refused_where_time_is_judged() {
    let told = |scheme: &Scheme<'_>, tolerance, now_ms: i64| {
        let options = VerifierOptions { tolerance, ..VerifierOptions::default() };
        let verifier = Verifier::new(scheme, &credentials(scheme), &options).unwrap();
        let error = verifier.verify(&sent(scheme).message(), now_ms).err();
        error.map(|error| (error.code(), error.fault().map(|fault| fault.part.clone()), error.to_string()))
    };
    let scheme = scheme("stripe.webhook").unwrap();
    for now_ms in [i64::MIN, -1, 0, NOW_MS / 1000, 978_307_199_999] {
        let message = format!(
            "`now`: expected a clock after 2001, in milliseconds since 1970 (seconds times 1000), got {now_ms} ms since 1970"
        );
        let expected = Some(("ERR_ARGUMENT_INVALID", Some("now".into()), message.clone()));
        assert_eq!(told(scheme, Tolerance::Default, now_ms), expected);
        let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
        let error = signer.sign(&Message { body: b"a", ..Message::default() }, Timestamp::Now(now_ms)).unwrap_err();
        assert_eq!((error.code(), error.to_string()), ("ERR_TIMESTAMP_INVALID", message.replace("now", "timestamp")));
        assert_eq!(told(scheme, Tolerance::Off, now_ms), None, "nothing is judged");
        for scheme in ["github.webhook", "kraken.request"].map(|id| countersign::scheme(id).unwrap()) {
            assert_eq!(told(scheme, Tolerance::Default, now_ms), None, "{}", scheme.id);
        }
    }
    assert_eq!(told(scheme, Tolerance::Default, NOW_MS), None);
    let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
    let message = Message { body: b"a", ..Message::default() };
    assert_eq!(signer.sign(&message, Timestamp::At(7000)).unwrap().timestamp(), "7", "an instant may be any");
    let github = countersign::scheme("github.webhook").unwrap();
    assert!(
        Signer::new(github, &credentials(github), &SignerOptions::default())
            .unwrap()
            .sign(&message, Timestamp::Now(0))
            .is_ok()
    );
}

/// A scheme that sends when it expires may lie ahead of the clock by that much more.
#[test]
fn an_expiry_may_lie_ahead_by_its_lifetime() {
    let scheme = scheme("bitmex.request").unwrap();
    let verifier = Verifier::new(scheme, &credentials(scheme), &VerifierOptions::default()).unwrap();
    let sent = sent(scheme); // expires 60 s after NOW_MS
    for (ahead_s, accepted) in [(66, false), (65, true), (60, true), (0, true), (-5, true), (-6, false)] {
        let told = verifier.verify(&sent.message(), NOW_MS + (60 - ahead_s) * 1000);
        assert_eq!(told.is_ok(), accepted, "{ahead_s} s ahead");
    }
}

#[test]
fn a_body_beyond_the_bound_is_refused() {
    let (verifier, headers) = (github("secret"), github_headers("secret", BODY));
    let body = vec![b'a'; (32 << 20) + 1];
    let message = Message { headers: &headers_of(&headers), body: &body, ..Message::default() };
    assert_eq!(verifier.verify(&message, 0).unwrap_err().code(), "ERR_BODY_INVALID");
}

#[test]
fn debug_tells_no_key() {
    let verifier = github("a secret to nobody");
    assert_eq!(format!("{verifier:?}"), r#"Verifier { scheme: "github.webhook", keys: 1, .. }"#);
    let headers = github_headers("a secret to nobody", BODY);
    let message = Message { headers: &headers_of(&headers), body: BODY, ..Message::default() };
    let text = format!("{:?}", verifier.verify(&message, 0).unwrap());
    assert!(!text.contains("nobody") && !text.contains(&headers[0].1[7..]), "{text}");
}

/// What a signer made, to be received.
struct Sent {
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    fn message(&self) -> Message<'_> {
        let headers: Vec<(&str, &str)> = headers_of(&self.headers);
        // Tests are short: what a message borrows may stay.
        Message { method: "POST", url: &self.url, headers: headers.leak(), body: &self.body }
    }
}

fn sent(scheme: &Scheme<'_>) -> Sent {
    let signer = Signer::new(scheme, &credentials(scheme), &SignerOptions::default()).unwrap();
    let headers = [
        ("webhook-id", "msg_1"),
        ("svix-id", "msg_1"),
        ("paypal-transmission-id", "1"),
        ("paypal-cert-url", "https://api.paypal.com/c"),
        ("x-circle-key-id", "1"),
    ];
    let (query, body) = query_and_body(scheme.id).map_or(("c=d", BODY), |(query, body)| (query, body.as_bytes()));
    // What a scheme reads as a form has to be one.
    let body = if scheme.canonical.contains("|joined") { b"a=1&b=%20" } else { body };
    let url = format!("https://h.example/a/b?{query}");
    let url = if scheme.id == "securo.websocket" { "https://h.example" } else { &url };
    let message = Message { method: "POST", url, headers: &headers, body };
    let signed = signer.sign_with_rng(&message, Timestamp::Now(NOW_MS), &mut Weyl(1)).unwrap();
    let headers = headers.into_iter().chain(signed.headers());
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Sent { url: signed.url().into(), headers, body: signed.body().into() }
}

/// A query and a body in which the inputs of the scheme `id` are, where it takes any from there.
fn query_and_body(id: &str) -> Option<(&'static str, &'static str)> {
    Some(match id {
        "adyen.webhook" => (
            "",
            r#"{"notificationItems":[{"NotificationRequestItem":{"additionalData":{},"amount":{"currency":"EUR","value":1},"eventCode":"A","merchantAccountCode":"M","pspReference":"1","success":"true"}}]}"#,
        ),
        "mailgun.route" => ("", "token=a"),
        "mailgun.webhook" => ("", r#"{"signature":{"token":"a"}}"#),
        "payu-latam.form" => ("", "referenceCode=a&amount=1&currency=COP"),
        "razorpay.order" => ("", "razorpay_order_id=a&razorpay_payment_id=b"),
        "razorpay.payment-link" => {
            ("razorpay_payment_id=a&razorpay_payment_link_id=b&razorpay_payment_link_status=paid", "")
        }
        "wompi.integrity" => ("", "reference=a&amount-in-cents=1&currency=COP"),
        _ => return None,
    })
}

fn credentials<'a>(scheme: &Scheme<'a>) -> Vec<(&'a str, Secret)> {
    let value = |name| if name == "privateKey" { pair_for(scheme.algorithm)[0] } else { "c2ec7ef0" };
    scheme.credentials.iter().map(|name| (*name, value(*name).into())).collect()
}

fn github(secret: &str) -> Verifier {
    Verifier::new(scheme("github.webhook").unwrap(), &[("secret", secret.into())], &VerifierOptions::default()).unwrap()
}

fn github_headers(secret: &str, body: &[u8]) -> Vec<(String, String)> {
    let signer =
        Signer::new(scheme("github.webhook").unwrap(), &[("secret", secret.into())], &SignerOptions::default())
            .unwrap();
    let message = Message { body, ..Message::default() };
    let signed = signer.sign(&message, Timestamp::Now(0)).unwrap();
    signed
        .headers()
        .filter(|(name, _)| *name != "content-type")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn headers_of(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (&**name, &**value)).collect()
}

const ACME: Scheme<'static> = Scheme {
    id: "acme.webhook",
    credentials: &["secret"],
    canonical: "{body}",
    headers: &[("Acme-Signature", "{signature}")],
    ..Scheme::HMAC_SHA256_HEX
};
const NOW_MS: i64 = 1_747_216_800_000;
const BODY: &[u8] = br#"{"a":1}"#;
const PRIVATE: &str = include_str!("keys/rsa-2048.pkcs8.pem");
const PUBLIC: &str = include_str!("keys/rsa-2048.spki.pem");

#[test]
fn a_relative_url_is_the_receivers_fault_where_the_whole_one_is_signed() {
    let credentials = [("apiKey", "key".into()), ("secret", "hush".into())];
    let verifier = |id| Verifier::new(scheme(id).unwrap(), &credentials, &VerifierOptions::default()).unwrap();
    let securo = [("x-sec-key", "key"), ("x-sec-ts", "1747216800"), ("x-sec-sign", &"0".repeat(64))];
    for url in ["/api/v1/sessions?a=1", "api.securo.dev/", "hello", "/a?b=https://c"] {
        let message = Message { method: "GET", url, headers: &securo, ..Message::default() };
        let error = verifier("securo.request").verify(&message, NOW_MS).unwrap_err();
        assert_eq!((error.code(), error.fault().unwrap().part.as_ref()), ("ERR_REQUEST_INVALID", "url"), "{url}");
    }
    // Path and query are all that this one signs.
    let bitmex = [("api-key", "key"), ("api-expires", "1747216800"), ("api-signature", &"0".repeat(64))];
    let message = Message { method: "GET", url: "/api/v1/order", headers: &bitmex, ..Message::default() };
    assert_eq!(verifier("bitmex.request").verify(&message, NOW_MS).unwrap_err().code(), "ERR_SIGNATURE_MISMATCH");
}

#[test]
fn a_signed_header_that_would_travel_otherwise_is_refused() {
    let scheme = Scheme { inputs: &[("id", "header:acme-id")], canonical: "{id}.{body}", ..ACME };
    let signer = Signer::new(&scheme, &[("secret", "hush".into())], &SignerOptions::default()).unwrap();
    for (value, at) in [(" a", 0), ("a ", 1), ("\ta", 0), ("caf\u{e9}", 3)] {
        let headers = [("acme-id", value)];
        let message = Message { headers: &headers, body: BODY, ..Message::default() };
        let error = signer.sign(&message, Timestamp::Now(0)).unwrap_err();
        assert_eq!(
            error.fault().map(|fault| (&*fault.part, fault.at)),
            Some(("acme-id", Some(at))),
            "{value:?}: {error}"
        );
    }
    let headers = [("acme-id", "a"), ("x-arrow", "a\u{2192}")];
    let message = Message { headers: &headers, body: BODY, ..Message::default() };
    let error = signer.sign(&message, Timestamp::Now(0)).unwrap_err();
    assert_eq!(error.fault().map(|fault| (&*fault.part, fault.at)), Some(("x-arrow", Some(1))), "{error}");
}
