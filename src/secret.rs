//! Credentials that are zeroized when dropped and hidden from `Debug`, and a `Debug` wrapper for other sensitive bytes.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

/// The bytes of a credential: an API key, a shared secret, or a key in PEM or DER.
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
    /// The bytes of the credential.
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
    /// Takes over the buffer, so that no second copy remains in memory.
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes: Zeroizing::new(bytes), is_text: false }
    }
}

/// A `Debug` wrapper that shows only the length of bytes that may hold a credential or a signature.
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
