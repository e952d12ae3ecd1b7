//! The host's cryptography, which may be asked in place of the core's own where it is faster.
//!
//! A host is believed for a key only once it has agreed with the core. One that cannot answer, or is wrong, is not asked
//! about that key again.

use alloc::vec::Vec;
use core::panic::RefUnwindSafe;
use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use zeroize::Zeroizing;

use super::Method;
use super::keyed_digest::KeyPosition;
use crate::digest::Hash;

/// A host with cryptography. Each answer is `None` if it has none.
pub(crate) trait Host: Sync + RefUnwindSafe {
    /// Takes a copy of `key`, and returns its number.
    fn take(&self, key: &KeyCopy) -> Option<u32>;

    /// Writes the MAC over `input` into `mac`.
    fn mac(&self, key: u32, input: &[u8], mac: &mut [u8]) -> Option<()>;

    /// Writes the signature over `input` into `signature`, which is as long as the signature.
    fn sign(&self, key: u32, method: Method, input: &[u8], signature: &mut [u8]) -> Option<()>;

    /// Whether `signature` over `input` was made with the key pair. One by ECDSA is r and s, whatever the method says.
    fn verify(&self, key: u32, method: Method, input: &[u8], signature: &[u8]) -> Option<bool>;

    /// Drops its copy of a key.
    fn forget(&self, key: u32);
}

/// A copy of a key for the host.
#[cfg_attr(not(any(test, feature = "js")), expect(dead_code, reason = "only JavaScript has a host"))]
pub(crate) struct KeyCopy {
    pub form: KeyForm,
    pub bytes: Zeroizing<Vec<u8>>,
}

/// What the bytes of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "curves"), expect(dead_code, reason = "without curves, there are no such keys"))]
pub(crate) enum KeyForm {
    Hmac(Hash),
    KeyedDigest(Hash, KeyPosition),
    /// `RSAPrivateKey` in DER (RFC 8017 §A.1.2).
    PrivateRsa,
    /// `PrivateKeyInfo` in DER (RFC 5958 §2).
    Pkcs8,
    /// `SubjectPublicKeyInfo` in DER (RFC 5280 §4.1).
    Spki,
}

/// Who computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The host, where it has agreed with the core; otherwise the core.
    Host,
    /// The core.
    Core,
}

/// A key as the host has it; the host forgets it when this is dropped.
#[derive(Default)]
pub(crate) struct HostKey {
    host: Option<&'static dyn Host>,
    /// The host's number of the key, [`NEW`] or [`REFUSED`].
    number: AtomicU32,
    /// Whether the host has agreed with the core, one bit for each use of the key.
    agreed: AtomicU32,
}

impl HostKey {
    /// The key as `host` will have it: a copy is handed over when it is first needed.
    #[cfg(any(test, feature = "js"))]
    pub(super) const fn of(host: &'static dyn Host) -> Self {
        Self { host: Some(host), number: AtomicU32::new(NEW), agreed: AtomicU32::new(0) }
    }

    /// The host's answer to `ask`, which is called with the number of the key. `copy` makes the copy to hand over.
    pub(super) fn answer<T>(
        &self,
        copy: impl FnOnce() -> Option<KeyCopy>,
        ask: impl FnOnce(&dyn Host, u32) -> Option<T>,
    ) -> Option<T> {
        let host = self.host?;
        if self.number.load(Relaxed) == NEW {
            self.number.store(copy().and_then(|key| host.take(&key)).unwrap_or(REFUSED), Relaxed);
        }
        let number = Some(self.number.load(Relaxed)).filter(|number| *number != REFUSED)?;
        let answer = ask(host, number);
        if answer.is_none() {
            self.refuse();
        }
        answer
    }

    /// Whether the host has agreed with the core on the `use_index`th use of the key.
    pub(super) fn has_agreed(&self, use_index: usize) -> bool {
        self.number.load(Relaxed) != REFUSED && self.agreed.load(Relaxed) & bit(use_index) != 0
    }

    /// Whether the host has agreed with the core on any use of the key.
    pub(super) fn has_agreed_once(&self) -> bool {
        self.number.load(Relaxed) != REFUSED && self.agreed.load(Relaxed) != 0
    }

    /// Notes whether the host agrees with the core.
    pub(super) fn judge(&self, use_index: usize, agrees: bool) {
        if agrees {
            self.agreed.store(self.agreed.load(Relaxed) | bit(use_index), Relaxed);
        } else {
            self.refuse();
        }
    }

    /// Never asks the host about this key again.
    pub(super) fn refuse(&self) {
        let number = self.number.load(Relaxed);
        self.number.store(REFUSED, Relaxed);
        if let Some(host) = self.host.filter(|_| number != NEW && number != REFUSED) {
            host.forget(number);
        }
    }
}

impl Drop for HostKey {
    fn drop(&mut self) {
        self.refuse();
    }
}

/// The length in bytes from which the host computes a MAC faster than the core.
///
/// Measured through the package with Node 20 on x64: a call of the host costs as much as the core needs for about 0.6 KiB
/// with SHA-1, 0.95 KiB with SHA-256, 2.4 KiB with SHA-384 and SHA-512, and 7 KiB with MD5.
pub(super) const fn break_even(hash: Hash) -> usize {
    match hash {
        Hash::Sha1 | Hash::Sha256 => 1 << 10,
        Hash::Sha384 | Hash::Sha512 => 5 << 9,
        Hash::Md5 => 8 << 10,
    }
}

const fn bit(use_index: usize) -> u32 {
    1 << (use_index % 32)
}

/// The key has not been handed over.
const NEW: u32 = 0;
/// The host is not asked about the key.
const REFUSED: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

    use super::{By, Host, KeyCopy, KeyForm, break_even};
    use crate::algorithm::hmac::hmac;
    use crate::algorithm::{Algorithm, Key, Method, Rules};
    use crate::digest::Hash;
    use crate::error::Error;
    use crate::secret::Secret;

    /// A host that computes one MAC, rightly until its question `wrong_from`, and counts.
    struct Planted {
        wrong_from: u32,
        keys: AtomicU32,
        questions: AtomicU32,
    }

    impl Planted {
        const fn wrong_from(wrong_from: u32) -> Self {
            Self { wrong_from, keys: AtomicU32::new(0), questions: AtomicU32::new(0) }
        }

        fn counts(&self) -> (u32, u32) {
            (self.keys.load(Relaxed), self.questions.load(Relaxed))
        }
    }

    impl Host for Planted {
        fn take(&self, key: &KeyCopy) -> Option<u32> {
            assert_eq!((key.form, &**key.bytes), (KeyForm::Hmac(Hash::Sha256), SECRET));
            self.keys.fetch_add(1, Relaxed);
            Some(7)
        }

        fn mac(&self, key: u32, input: &[u8], mac: &mut [u8]) -> Option<()> {
            assert_eq!(key, 7);
            mac.copy_from_slice(&hmac(Hash::Sha256, SECRET, input));
            if self.questions.fetch_add(1, Relaxed) >= self.wrong_from {
                mac[31] ^= 1;
            }
            Some(())
        }

        fn sign(&self, _: u32, _: Method, _: &[u8], _: &mut [u8]) -> Option<()> {
            None
        }

        fn verify(&self, _: u32, _: Method, _: &[u8], _: &[u8]) -> Option<bool> {
            None
        }

        fn forget(&self, key: u32) {
            assert_eq!(key, 7);
            self.keys.fetch_sub(1, Relaxed);
        }
    }

    /// A key whose host is `host`.
    fn key(host: &'static dyn Host) -> Result<Key, Error> {
        let mut key = Key::new(Algorithm::HmacSha256, &Rules::DEFAULT, &Secret::from(SECRET), "secret")?;
        key.use_host(host);
        Ok(key)
    }

    #[test]
    fn a_host_has_a_key_from_its_first_use_until_the_key_is_dropped() -> Result<(), Error> {
        static HOST: Planted = Planted::wrong_from(u32::MAX);
        let key = key(&HOST)?;
        let input = [b'x'; BREAK_EVEN];
        let mac = |by, input: &[u8]| key.mac(by, input, None).map(|mac| mac.to_vec());
        assert_eq!(mac(By::Host, &input[1..]), mac(By::Core, &input[1..]));
        assert!(key.mac(By::Host, &input, Some(b"scope")).is_some());
        assert_eq!(HOST.counts(), (0, 0));
        for questions in 1..4 {
            assert_eq!(mac(By::Host, &input), mac(By::Core, &input));
            assert_eq!(HOST.counts(), (1, questions));
        }
        assert!(key.asks_host(BREAK_EVEN) && !key.asks_host(BREAK_EVEN - 1));
        drop(key);
        assert_eq!(HOST.counts(), (0, 3));
        Ok(())
    }

    #[test]
    fn a_host_that_is_wrong_at_first_loses_the_key() -> Result<(), Error> {
        static HOST: Planted = Planted::wrong_from(0);
        let key = key(&HOST)?;
        let input = Vec::from([b'x'; BREAK_EVEN]);
        for _ in 0..3 {
            assert_eq!(key.mac(By::Host, &input, None).as_deref(), key.mac(By::Core, &input, None).as_deref());
            assert_eq!(HOST.counts(), (0, 1));
            assert!(!key.asks_host(BREAK_EVEN));
        }
        Ok(())
    }

    #[test]
    fn a_host_that_is_left_loses_the_key() -> Result<(), Error> {
        static HOST: Planted = Planted::wrong_from(1);
        let key = key(&HOST)?;
        let input = Vec::from([b'x'; BREAK_EVEN]);
        let macs = |by| key.mac(by, &input, None).map(|mac| mac.to_vec());
        assert_eq!(macs(By::Host), macs(By::Core));
        assert_ne!(macs(By::Host), macs(By::Core));
        key.leave_host();
        assert_eq!(macs(By::Host), macs(By::Core));
        assert_eq!(HOST.counts(), (0, 2));
        Ok(())
    }

    const BREAK_EVEN: usize = break_even(Hash::Sha256);
    const SECRET: &[u8] = b"a secret";
}
