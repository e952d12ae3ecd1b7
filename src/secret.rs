//! A credential's bytes: zeroized when dropped, and absent from `Debug`; and what `Debug` says of other bytes that may hold one.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

/// The bytes of a credential: an API key, a shared secret, a key in PEM or DER.
///
/// ```
/// let secret = countersign::Secret::from("the shared secret key");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// ```
#[derive(Clone)]
pub struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    is_text: bool,
}

impl Secret {
    /// The bytes themselves, for the one place that needs them.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.bytes
    }

    /// The string that it was given as; `None` for bytes, which may be anything.
    pub(crate) fn text(&self) -> Option<&str> {
        core::str::from_utf8(&self.bytes).ok().filter(|_| self.is_text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self { is_text: true, ..text.as_bytes().into() }
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<Vec<u8>> for Secret {
    /// Takes the buffer over, so that no second copy stays behind.
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: Zeroizing::new(bytes), is_text: false }
    }
}

/// What `Debug` says of bytes that may hold a credential or a signature: how many they are.
pub(crate) struct Hidden<B>(pub B);

impl<B: AsRef<[u8]>> fmt::Debug for Hidden<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.as_ref().len())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
