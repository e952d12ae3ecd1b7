//! A pair of keys for each algorithm, for tests of every scheme.

use countersign::{Algorithm, Scheme, Secret};

/// The private and the public key of a pair that signs by `algorithm`.
#[allow(dead_code, reason = "not every test has both signers and verifiers")]
pub(crate) fn pair_for(algorithm: Algorithm) -> [&'static str; 2] {
    let curves = [
        ("ecdsa-p256", [include_str!("../keys/ec-p256.pkcs8.pem"), include_str!("../keys/ec-p256.spki.pem")]),
        ("ecdsa-p384", [include_str!("../keys/ec-p384.pkcs8.pem"), include_str!("../keys/ec-p384.spki.pem")]),
        ("ecdsa-p521", [include_str!("../keys/ec-p521.pkcs8.pem"), include_str!("../keys/ec-p521.spki.pem")]),
        (
            "ecdsa-secp256k1",
            [include_str!("../keys/ec-secp256k1.pkcs8.pem"), include_str!("../keys/ec-secp256k1.spki.pem")],
        ),
        ("ed25519", [include_str!("../keys/ed25519.pkcs8.pem"), include_str!("../keys/ed25519.spki.pem")]),
    ];
    let own = curves.into_iter().find(|(name, _)| algorithm.name().starts_with(name));
    own.map_or([include_str!("../keys/rsa-2048.pkcs8.pem"), include_str!("../keys/rsa-2048.spki.pem")], |(_, pair)| {
        pair
    })
}

/// The credentials of a signer as its verifier takes them: the public key in place of the private one.
#[allow(dead_code, reason = "not every test has verifiers")]
pub(crate) fn verifying<'a>(scheme: &Scheme<'_>, credentials: Vec<(&'a str, Secret)>) -> Vec<(&'a str, Secret)> {
    let public = |(name, key)| match name {
        "privateKey" => ("publicKeys", pair_for(scheme.algorithm)[1].into()),
        name => (name, key),
    };
    credentials.into_iter().map(public).collect()
}

/// Whether its keys are on an elliptic curve.
pub(crate) fn is_on_curve(algorithm: Algorithm) -> bool {
    algorithm.name().starts_with("ecdsa-") || algorithm == Algorithm::Ed25519
}

/// Whether this build has the algorithm.
#[allow(dead_code, reason = "not every test is part of smaller builds")]
pub(crate) fn is_built(algorithm: Algorithm) -> bool {
    let needs_pair = matches!(algorithm, Algorithm::Jws | Algorithm::JwsHmac | Algorithm::RsaesPkcs1v15);
    match algorithm.name() {
        _ if is_on_curve(algorithm) => cfg!(feature = "curves"),
        name => cfg!(feature = "asymmetric") || !(needs_pair || name.starts_with("rsassa-")),
    }
}
