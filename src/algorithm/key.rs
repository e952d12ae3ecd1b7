//! Keys of every family, set up once.

use alloc::{borrow::Cow, boxed::Box, vec::Vec};
use core::iter::repeat_n;
use core::ops::{Deref, RangeInclusive};

use zeroize::{Zeroize as _, Zeroizing};

#[cfg(any(test, feature = "js"))]
use super::host::Host;
use super::host::{By, HostKey, KeyCopy, KeyForm, break_even};
use super::{Algorithm, Family, Method, Rules, asymmetric, hmac, keyed_digest, random::Random};
use crate::digest::{Digest, Hash};
use crate::error::{Error, Fault};
use crate::secret::Secret;
use crate::text::decimal;

/// A key, set up for its algorithm. The host may have it, too.
pub(crate) struct Key {
    own: OwnKey,
    host: HostKey,
}

/// A key in the core.
enum OwnKey {
    Nothing,
    /// The key schedule, and the key itself for the host.
    Hmac(Box<hmac::Key>, Secret),
    KeyedDigest(keyed_digest::Key),
    Asymmetric(asymmetric::Key),
    /// An external key: how it signs, if it is of a pair, and the possible lengths of its signatures in bytes.
    External(Option<Method>, RangeInclusive<usize>),
}

/// A MAC to compare in constant time; zeroized on drop, since it is the signature that a forger needs.
pub(crate) struct Mac(Digest);

impl Deref for Mac {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Mac {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Key {
    /// Parses `secret` as a signing key for `algorithm`. `name` names the credential in errors.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] for bytes that are not such a key. [`Error::Unsupported`] for an asymmetric
    /// algorithm in a build without them.
    #[inline(never)]
    pub(crate) fn new(algorithm: Algorithm, rules: &Rules<'_>, secret: &Secret, name: &str) -> Result<Self, Error> {
        Ok(Self::of(match algorithm.family() {
            Family::Nothing => OwnKey::Nothing,
            Family::Hmac(hash) => OwnKey::Hmac(Box::new(hmac::Key::new(hash, secret.expose())), secret.clone()),
            Family::KeyedDigest(hash, position) => OwnKey::KeyedDigest(keyed_digest::Key::new(hash, position, secret)),
            Family::RsaEncryption | Family::Rsa(..) | Family::Ecdsa(..) | Family::Eddsa | Family::Jws(_) => {
                OwnKey::Asymmetric(asymmetric::Key::new(algorithm, rules, secret, name)?)
            }
        }))
    }

    /// Parses `key` as a public key that verifies signatures of any of the `algorithms`.
    ///
    /// # Errors
    ///
    /// As [`Self::new`]; also [`Error::CredentialInvalid`] for a JWK whose members declare another purpose.
    pub(crate) fn public(algorithms: &[Algorithm], rules: &Rules<'_>, key: &Secret, name: &str) -> Result<Self, Error> {
        asymmetric::Key::public(algorithms, rules, key, name).map(|key| Self::of(OwnKey::Asymmetric(key)))
    }

    /// The public keys in `key`: one, or those of a JWK Set. Each has its id as a JWK, if it has one.
    ///
    /// # Errors
    ///
    /// As [`Self::public`].
    pub(crate) fn public_keys(
        algorithms: &[Algorithm],
        rules: &Rules<'_>,
        key: &Secret,
        name: &str,
        is_named: bool,
    ) -> Result<Vec<(asymmetric::KeyId, Self)>, Error> {
        let keys = asymmetric::Key::public_keys(algorithms, rules, key, name, is_named)?;
        Ok(keys.into_iter().map(|(id, key)| (id, Self::of(OwnKey::Asymmetric(key)))).collect())
    }

    /// The key of a certificate, which verifies signatures of any of the `algorithms`.
    pub(crate) fn certified(algorithms: &[Algorithm], rules: &Rules<'_>, key: asymmetric::PublicKey) -> Self {
        Self::of(OwnKey::Asymmetric(asymmetric::Key::of_public(algorithms, rules, key)))
    }

    /// An external key of `algorithm`, as in a KMS.
    pub(crate) fn external(algorithm: Algorithm, rules: &Rules<'_>) -> Self {
        let bytes = |least_bits: u32| least_bits.div_ceil(8) as usize..=MOST_BITS / 8;
        let method = Method::of(algorithm, rules);
        let lengths = match algorithm.family() {
            Family::Nothing => 0..=0,
            Family::Hmac(hash) | Family::KeyedDigest(hash, _) => hash.len()..=hash.len(),
            // Refused before.
            _ if !asymmetric::IS_ENABLED => 0..=0,
            Family::RsaEncryption => bytes(rules.encrypting_bits()),
            Family::Rsa(..) | Family::Ecdsa(..) | Family::Eddsa | Family::Jws(_) => {
                let modulus = || bytes(rules.signing_bits());
                method.map_or_else(modulus, |method| method.lengths(modulus()))
            }
        };
        Self::of(OwnKey::External(method, lengths))
    }

    /// The same key, with the public half that checks its signatures. `None` if `half` belongs to another key.
    pub(crate) fn with_public_half(
        self,
        algorithm: Algorithm,
        rules: &Rules<'_>,
        half: asymmetric::PublicKey,
    ) -> Option<Self> {
        match &self.own {
            OwnKey::Asymmetric(key) => key.has_public_half(&half).then_some(self),
            OwnKey::External(..) => Some(Self::certified(&[algorithm], rules, half)),
            OwnKey::Nothing | OwnKey::Hmac(..) | OwnKey::KeyedDigest(_) => None,
        }
    }

    /// The public half of a key pair as a `SubjectPublicKeyInfo` in DER; `None` without a key pair.
    pub(crate) fn public_half(&self) -> Option<Vec<u8>> {
        match &self.own {
            OwnKey::Asymmetric(key) => key.spki(),
            OwnKey::Nothing | OwnKey::Hmac(..) | OwnKey::KeyedDigest(_) | OwnKey::External(..) => None,
        }
    }

    fn of(own: OwnKey) -> Self {
        Self { own, host: HostKey::default() }
    }

    /// Lets `host` compute with this key. It gets a copy when it is first needed.
    #[cfg(any(test, feature = "js"))]
    pub(crate) fn use_host(&mut self, host: &'static dyn Host) {
        self.host = HostKey::of(host);
    }

    /// Replaces `raw` with the signature over `input`; `scope` is what the key is derived for, if it is derived.
    ///
    /// # Errors
    ///
    /// [`Error::CredentialInvalid`] if the key is too small for the input, [`Error::ArgumentInvalid`] if the key is external,
    /// [`Error::RandomnessUnavailable`].
    pub(crate) fn sign(
        &self,
        input: &[u8],
        scope: Option<&[u8]>,
        random: &mut Random<'_>,
        raw: &mut Vec<u8>,
    ) -> Result<(), Error> {
        raw.clear();
        match &self.own {
            OwnKey::Nothing => {}
            OwnKey::Hmac(..) | OwnKey::KeyedDigest(_) => {
                self.mac(By::Host, input, scope).iter().for_each(|mac| raw.extend_from_slice(mac));
            }
            OwnKey::Asymmetric(key) => match self.signed_by_host(key, input) {
                Some(signature) => raw.extend_from_slice(&signature),
                None => raw.extend_from_slice(&key.sign(input, random)?.ok_or_else(external_key)?),
            },
            OwnKey::External(..) => return Err(external_key()),
        }
        Ok(())
    }

    /// The MAC over `input`, to be compared in constant time; `None` for a key that computes no MAC.
    pub(crate) fn mac(&self, by: By, input: &[u8], scope: Option<&[u8]>) -> Option<Mac> {
        // A derived key is not handed over.
        let is_for_host = by == By::Host && scope.is_none() && self.own.is_long(input.len());
        let mac = if is_for_host { self.mac_by_host(input) } else { None };
        mac.or_else(|| self.own.mac(input, scope))
    }

    /// Whether `raw` is a signature over `input` by `algorithm` that this public key verifies.
    pub(crate) fn verify(&self, by: By, algorithm: Algorithm, input: &[u8], raw: &[u8]) -> bool {
        let OwnKey::Asymmetric(key) = &self.own else { return false };
        let asked = if by == By::Host { key.verifies_by_host(algorithm, raw) } else { None };
        let Some((use_index, method, read)) = asked else { return key.verify(algorithm, input, raw) };
        let ask = |raw: &[u8]| self.host.answer(|| key.copy(), |host, number| host.verify(number, method, input, raw));
        if self.host.has_agreed(use_index) {
            return ask(&read).unwrap_or_else(|| key.verify(algorithm, input, raw));
        }
        let is_signature = key.verify(algorithm, input, raw);
        if is_signature {
            let mut changed = read.to_vec();
            changed.last_mut().into_iter().for_each(|byte| *byte ^= 1);
            self.host.judge(use_index, ask(&read) == Some(true) && ask(&changed) == Some(false));
        }
        is_signature
    }

    /// Whether the host may have been asked about an input of `length` bytes in place of the core.
    pub(crate) fn asks_host(&self, length: usize) -> bool {
        let is_public = matches!(self.own, OwnKey::Asymmetric(_));
        self.host.has_agreed_once() && (is_public || self.own.is_long(length))
    }

    /// Never asks the host about this key again.
    pub(crate) fn leave_host(&self) {
        self.host.refuse();
    }

    /// The signature over `input` that was made elsewhere, as the scheme writes it. One by ECDSA may have either form.
    ///
    /// # Errors
    ///
    /// [`Error::SignatureInvalid`] for one that this key, or the external key it stands for, cannot have made.
    pub(crate) fn finish<'r>(&self, input: &[u8], signature: &'r [u8]) -> Result<Cow<'r, [u8]>, Error> {
        let (method, lengths) = match &self.own {
            OwnKey::Nothing => (None, 0..=0),
            OwnKey::Hmac(key, _) => (None, key.hash().len()..=key.hash().len()),
            OwnKey::KeyedDigest(key) => (None, key.hash().len()..=key.hash().len()),
            OwnKey::Asymmetric(key) => (key.method(), key.lengths()),
            OwnKey::External(method, lengths) => (*method, lengths.clone()),
        };
        let mut refused = None;
        for own in asymmetric::as_written(method, signature).filter(|own| lengths.contains(&own.len())) {
            match self.check(input, &own) {
                Ok(()) => return Ok(own),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or_else(|| {
            let bytes = |count: usize| [&*decimal(count), " bytes"].concat();
            let expected = match (method, lengths.into_inner()) {
                (Some(Method::Ecdsa(curve, ..)), _) if asymmetric::IS_ENABLED => {
                    ["r and s, which are ", &*bytes(2 * curve.len()), ", or both in DER"].concat()
                }
                (_, (least, most)) if least == most => bytes(most),
                (_, (least, most)) => [&*decimal(least), " to ", &*bytes(most)].concat(),
            };
            Error::SignatureInvalid(Fault::new("signature", expected, bytes(signature.len())))
        }))
    }

    /// Refuses a raw signature over `input` that this key does not verify, if it is a public one.
    fn check(&self, input: &[u8], raw: &[u8]) -> Result<(), Error> {
        match &self.own {
            OwnKey::Asymmetric(key) if key.algorithms().any(|own| self.verify(By::Host, own, input, raw)) => Ok(()),
            OwnKey::Asymmetric(key) => key.check(input, raw),
            OwnKey::Nothing | OwnKey::Hmac(..) | OwnKey::KeyedDigest(_) | OwnKey::External(..) => Ok(()),
        }
    }

    /// The MAC over `input`, if the host has computed it.
    fn mac_by_host(&self, input: &[u8]) -> Option<Mac> {
        let mut mac = Mac(Digest::from_elem(0, self.own.mac_hash()?.len()));
        self.host.answer(|| self.own.copy(), |host, number| host.mac(number, input, &mut mac.0))?;
        if self.host.has_agreed(0) {
            return Some(mac);
        }
        let own = self.own.mac(input, None)?;
        self.host.judge(0, *own == *mac);
        Some(own)
    }

    /// The signature over `input` by the private key, if the host has made it.
    fn signed_by_host(&self, key: &asymmetric::Key, input: &[u8]) -> Option<Vec<u8>> {
        let method = key.signs_by_host()?;
        let mut raw = Vec::from_iter(repeat_n(0, *key.lengths().end()));
        self.host.answer(|| key.copy(), |host, number| host.sign(number, method, input, &mut raw))?;
        if !self.host.has_agreed(0) {
            self.host.judge(0, key.has_signed(input, &raw));
        }
        Some(raw).filter(|_| self.host.has_agreed(0))
    }
}

impl OwnKey {
    /// The MAC over `input`.
    fn mac(&self, input: &[u8], scope: Option<&[u8]>) -> Option<Mac> {
        match (self, scope) {
            (Self::Hmac(key, _), None) => Some(Mac(key.sign(input))),
            (Self::Hmac(key, _), Some(scope)) => Some(Mac(key.derived(scope).sign(input))),
            (Self::KeyedDigest(key), _) => Some(Mac(key.sign(input))),
            (Self::Nothing | Self::Asymmetric(_) | Self::External(..), _) => None,
        }
    }

    /// Whether the host computes the MAC over `length` bytes faster.
    fn is_long(&self, length: usize) -> bool {
        self.mac_hash().is_some_and(|hash| length >= break_even(hash))
    }

    fn mac_hash(&self) -> Option<Hash> {
        match self {
            Self::Hmac(key, _) => Some(key.hash()),
            Self::KeyedDigest(key) => Some(key.hash()),
            Self::Nothing | Self::Asymmetric(_) | Self::External(..) => None,
        }
    }

    /// A copy for the host.
    fn copy(&self) -> Option<KeyCopy> {
        let copy = |form, bytes: &Secret| Some(KeyCopy { form, bytes: Zeroizing::new(bytes.expose().into()) });
        match self {
            Self::Hmac(key, secret) => copy(KeyForm::Hmac(key.hash()), secret),
            Self::KeyedDigest(key) => copy(KeyForm::KeyedDigest(key.hash(), key.position()), key.secret()),
            Self::Asymmetric(key) => key.copy(),
            Self::Nothing | Self::External(..) => None,
        }
    }
}

/// The largest RSA key in bits.
const MOST_BITS: usize = 8192;

fn external_key() -> Error {
    let why = "this signer holds no key to sign with: call `prepare`, sign where the key is, and call `finish`";
    Error::ArgumentInvalid(Fault::inapplicable("sign", why))
}
