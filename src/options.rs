//! What a caller chooses besides credentials: the options of signers and verifiers.

use core::fmt;

use crate::scheme::Tolerance;

/// The options of a [`Signer`](crate::Signer).
///
/// ```
/// use countersign::{Message, Signer, SignerOptions, Timestamp, scheme};
///
/// let credentials = [("apiKey", "key".into()), ("secret", "hush".into())];
/// // A mock of the provider, next to this program in Compose.
/// let options = SignerOptions { allow_http: true, ..SignerOptions::default() };
/// let signer = Signer::new(scheme("securo.request")?, &credentials, &options)?;
/// let message = Message { method: "GET", url: "http://securo-mock:8080/api/v1/sessions", ..Message::default() };
/// assert!(signer.sign(&message, Timestamp::Now(1_747_216_800_000)).is_ok());
/// # Ok::<(), countersign::Error>(())
/// ```
///
/// `Debug` shows the names of the scheme's own options, and none of their values.
#[derive(Clone, Copy, Default)]
pub struct SignerOptions<'a> {
    /// Whether the key is external, as in a KMS: the credentials that only the key is made of are not needed, and
    /// [`Signer::prepare`](crate::Signer::prepare) is the way to sign.
    pub external_key: bool,
    /// Whether `http:` URLs of any host are signed, for a mock in Compose or in a cluster. Without it only those of loopback
    /// hosts are: anybody on the way could read and change what plain `http:` carries.
    pub allow_http: bool,
    /// The scheme's own options, each with its value.
    pub scheme: &'a [(&'a str, &'a str)],
}

/// The options of a [`Verifier`](crate::Verifier), and of an [`Explainer`](crate::Explainer).
///
/// `Debug` shows the names of the scheme's own options, and none of their values.
#[derive(Clone, Copy, Default)]
pub struct VerifierOptions<'a> {
    /// How far from the clock a signed time may be, in either direction; by default what the scheme says. Above a day it is
    /// refused, unless `allow_long_tolerance` says so too.
    pub tolerance: Tolerance,
    /// Whether a tolerance above a day is meant: for as long as that, a message that somebody recorded can be sent again.
    pub allow_long_tolerance: bool,
    /// Whether certificates have to be valid when they verify.
    pub certificate_validity: CertificateValidity,
    /// The scheme's own options, each with its value.
    pub scheme: &'a [(&'a str, &'a str)],
}

/// Whether certificates have to be valid when they verify.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CertificateValidity {
    /// A certificate verifies only between the two times that it says.
    #[default]
    Checked,
    /// A certificate verifies at any time.
    Ignored,
}

/// The names of options, without their values: one may be a secret in the wrong place.
struct Names<'a>(&'a [(&'a str, &'a str)]);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl fmt::Debug for SignerOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Taken apart, so that the compiler finds a field that is not shown.
        let Self { external_key, allow_http, scheme } = self;
        let mut debug = f.debug_struct("SignerOptions");
        debug.field("external_key", external_key).field("allow_http", allow_http);
        debug.field("scheme", &Names(scheme)).finish()
    }
}

impl fmt::Debug for VerifierOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tolerance, allow_long_tolerance, certificate_validity, scheme } = self;
        let mut debug = f.debug_struct("VerifierOptions");
        debug.field("tolerance", tolerance).field("allow_long_tolerance", allow_long_tolerance);
        debug.field("certificate_validity", certificate_validity).field("scheme", &Names(scheme)).finish()
    }
}
