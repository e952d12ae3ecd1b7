//! In a build without the feature `asymmetric`: refuses every key, so that callers need no `cfg`.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::marker::PhantomData;
use core::ops::RangeInclusive;

use super::host::KeyCopy;
use super::jws::Compact;
use super::pair::{Curve, DsaEncoding};
use super::{Algorithm, Method, Random, Rules};
use crate::digest::Hash;
use crate::error::{Error, Fault};
use crate::secret::Secret;
use crate::timestamp::Validity;
use keys::disabled;

/// Whether this build has these algorithms.
pub(crate) const IS_ENABLED: bool = false;

/// Whether this build has keys on curves.
pub(crate) const HAS_CURVES: bool = false;

/// A part of what this build lacks.
pub(crate) enum Enabled {}

/// None.
pub(crate) const fn enabled() -> Option<Enabled> {
    None
}

/// Refuses an algorithm that this build lacks.
#[inline(always)]
pub(crate) fn require(name: &str) -> Result<(), Error> {
    Err(disabled(name))
}

/// No key.
pub(crate) struct Key(Infallible);

/// No public key.
#[derive(PartialEq)]
pub(crate) struct PublicKey(Infallible);

/// No certificate.
pub(crate) struct Certificate {
    pub key: PublicKey,
    pub der: Vec<u8>,
    pub validity: Validity,
}

/// No chains of certificates.
pub(crate) struct Chains(Infallible);

impl Chains {
    pub(crate) fn new(_: &[&str], _: &[&str], _: &str) -> Result<Self, Error> {
        Err(disabled("trustedRoots"))
    }

    pub(crate) fn replace_roots<'c>(&mut self, _: impl Iterator<Item = &'c [u8]>, _: &str) -> Result<(), Error> {
        match self.0 {}
    }

    pub(crate) fn key(&self, _: &Compact, _: i64) -> Result<PublicKey, Error> {
        match self.0 {}
    }
}

/// Which keys are expected.
pub(crate) struct Wanted;

/// The id of a key.
pub(crate) type KeyId = Option<Vec<u8>>;

/// The purpose of a key.
#[derive(Clone, Copy)]
pub(crate) struct Purpose<'a>(PhantomData<&'a Algorithm>);

impl Key {
    pub(super) fn new(_: Algorithm, _: &Rules<'_>, _: &Secret, name: &str) -> Result<Self, Error> {
        Err(disabled(name))
    }

    pub(super) fn public(_: &[Algorithm], _: &Rules<'_>, _: &Secret, name: &str) -> Result<Self, Error> {
        Err(disabled(name))
    }

    pub(super) fn public_keys(
        _: &[Algorithm],
        _: &Rules<'_>,
        _: &Secret,
        name: &str,
        _: bool,
    ) -> Result<Vec<(KeyId, Self)>, Error> {
        Err(disabled(name))
    }

    pub(crate) fn of_public(_: &[Algorithm], _: &Rules<'_>, key: PublicKey) -> Self {
        match key.0 {}
    }

    pub(super) fn has_public_half(&self, _: &PublicKey) -> bool {
        match self.0 {}
    }

    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        match self.0 {}
    }

    pub(super) fn sign(&self, _: &[u8], _: &mut Random<'_>) -> Result<Option<Vec<u8>>, Error> {
        match self.0 {}
    }

    pub(super) fn verify(&self, _: Algorithm, _: &[u8], _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(super) fn has_signed(&self, _: &[u8], _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(super) fn signs_by_host(&self) -> Option<Method> {
        match self.0 {}
    }

    pub(super) fn algorithms(&self) -> core::iter::Empty<Algorithm> {
        match self.0 {}
    }

    pub(super) fn verifies_by_host<'r>(&self, _: Algorithm, _: &'r [u8]) -> Option<(usize, Method, Cow<'r, [u8]>)> {
        match self.0 {}
    }

    pub(super) fn copy(&self) -> Option<KeyCopy> {
        match self.0 {}
    }

    pub(super) fn check(&self, _: &[u8], _: &[u8]) -> Result<(), Error> {
        match self.0 {}
    }

    pub(super) fn lengths(&self) -> RangeInclusive<usize> {
        match self.0 {}
    }

    pub(super) fn method(&self) -> Option<Method> {
        match self.0 {}
    }
}

/// A signature as it stands.
pub(super) fn as_written(_: Option<Method>, signature: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    core::iter::once(Cow::Borrowed(signature))
}

/// A key that nothing here reads.
pub(crate) const fn without_prefix<'k>(_: &Rules<'_>, key: &'k [u8]) -> &'k [u8] {
    key
}

/// No signature.
pub(crate) const fn halves_of(_: &[u8], _: DsaEncoding, _: Curve) -> Option<(Vec<u8>, bool)> {
    None
}

impl PublicKey {
    pub(crate) fn is_for(&self, _: Algorithm) -> bool {
        match self.0 {}
    }

    pub(crate) fn verify_on_curve(&self, _: Hash, _: &[u8], _: &[u8]) -> bool {
        match self.0 {}
    }

    pub(crate) fn open(&self, _: &[u8]) -> Option<Vec<u8>> {
        match self.0 {}
    }

    pub(crate) fn len(&self) -> usize {
        match self.0 {}
    }

    pub(crate) fn bits(&self) -> u32 {
        match self.0 {}
    }
}

impl Certificate {
    pub(crate) fn read(_: &[u8], name: &str, _: &Wanted) -> Result<Self, Error> {
        Err(disabled(name))
    }

    pub(crate) fn of_issuer(_: &[u8], name: &str) -> Result<Vec<u8>, Error> {
        Err(disabled(name))
    }

    pub(crate) fn for_algorithms(_: &[u8], name: &str, _: &[Algorithm], _: &Rules<'_>) -> Result<Self, Error> {
        Err(disabled(name))
    }
}

impl Wanted {
    pub(crate) const fn rsa(_: u32) -> Self {
        Self
    }

    pub(crate) fn of(_: &[Algorithm], _: &Rules<'_>, name: &str) -> Result<Self, Error> {
        Err(disabled(name))
    }
}

impl<'a> Purpose<'a> {
    pub(crate) const fn verify(_: &'a [Algorithm]) -> Self {
        Self(PhantomData)
    }

    pub(crate) const fn encrypt(_: &'a [Algorithm]) -> Self {
        Self(PhantomData)
    }

    pub(crate) fn check(self, _: &[u8], name: &str) -> Result<Vec<Algorithm>, Error> {
        Err(disabled(name))
    }
}

/// Readers of keys.
pub(crate) mod keys {
    use super::{Error, Fault, PublicKey, Wanted};

    pub(crate) fn public_key(_: &[u8], name: &str, _: &Wanted) -> Result<PublicKey, Error> {
        Err(disabled(name))
    }

    pub(crate) fn public_half(_: &[u8], name: &str, _: &Wanted) -> Result<PublicKey, Error> {
        Err(disabled(name))
    }

    pub(super) fn disabled(name: &str) -> Error {
        let import = "the import with public keys, `countersign`";
        let build = "a build with public keys: enable the feature `asymmetric`";
        let expected = if cfg!(feature = "wire") { import } else { build };
        Error::Unsupported(Fault::new(name, expected, "one without it"))
    }
}
