//! The caller's source of random bytes.

use alloc::vec::Vec;
use core::fmt;

use rand_core::TryRng;

use crate::encoding::Encoding;
use crate::error::Error;

/// The caller's random source; returns `false` if it fails.
pub(crate) struct Random<'a>(pub &'a mut dyn FnMut(&mut [u8]) -> bool);

impl Random<'_> {
    /// A value for one signature: 16 random bytes in hexadecimal.
    ///
    /// # Errors
    ///
    /// [`Error::RandomnessUnavailable`]
    pub(crate) fn value(&mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = [0; 16];
        self.try_fill_bytes(&mut bytes).map_err(|_| Error::RandomnessUnavailable)?;
        Ok(Encoding::Hex.text(&bytes))
    }
}

#[cfg(feature = "asymmetric")]
impl Random<'_> {
    /// Tells the caller, who wipes its stack after a draw, of a computation with a private key that draws nothing.
    pub(crate) fn note_secret(&mut self) {
        (self.0)(&mut []);
    }
}

/// The caller's random source failed.
#[derive(Debug)]
pub(crate) struct RandomFailed;

impl core::error::Error for RandomFailed {}

impl fmt::Display for RandomFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the random source failed")
    }
}

impl TryRng for Random<'_> {
    type Error = RandomFailed;

    fn try_next_u32(&mut self) -> Result<u32, RandomFailed> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, RandomFailed> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), RandomFailed> {
        if (self.0)(bytes) { Ok(()) } else { Err(RandomFailed) }
    }
}

impl rand_core::TryCryptoRng for Random<'_> {}
