//! Limits on how much of a message templates may read: how often each byte, so that a short message cannot cause much
//! work, and how many bytes in total, so that everything fits into memory.

use core::cell::Cell;

use super::variable::Variable;
use crate::error::{Error, Fault};
use crate::text::{at_most, decimal};

/// The bytes that templates may still read.
#[derive(Debug)]
pub(crate) struct Budget {
    /// The bytes left to the scheme, however its values grow: a value that a filter lengthens counts with its old
    /// length.
    charged: Cell<usize>,
    /// The bytes left in actual lengths.
    bytes: Cell<usize>,
    all: usize,
}

/// How much templates may read of their values.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Limit<'a> {
    /// Everything: no value comes from a message.
    #[default]
    None,
    /// What is left in a budget, which all templates of a message share; see [`limit_reads`].
    Budget { left: &'a Budget },
}

/// Limits how much templates may read of `$inputs` and of the values `$computed`, up to the end of the block around. A
/// macro, since the budget lives in the frame of the caller; a function that takes it would copy the inputs.
macro_rules! limit_reads {
    ($inputs:ident, $computed:expr) => {
        let budget = $inputs.budget($computed);
        $inputs.limit = $crate::canonical::Limit::Budget { left: &budget };
    };
}
pub(crate) use limit_reads;

/// Why no more may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overrun {
    /// The scheme reads each byte too often.
    Scheme,
    /// The message is too long for the number of times that the scheme reads it.
    Message,
}

impl Budget {
    /// A budget for values with a total length of `bytes`.
    pub(super) fn of(bytes: usize) -> Self {
        Self { charged: Cell::new((SHORT + bytes).saturating_mul(TIMES)), bytes: Cell::new(MOST), all: MOST }
    }

    /// The budget of `templates` templates that each have a full budget.
    pub(crate) fn times(self, templates: usize) -> Self {
        let all = self.all.saturating_mul(templates);
        Self { charged: Cell::new(self.charged.get().saturating_mul(templates)), bytes: Cell::new(all), all }
    }

    /// The number of bytes read so far.
    pub(crate) fn spent(&self) -> usize {
        self.all - self.bytes.get()
    }

    /// Takes a value of `bytes` from the budget, of which `charged` count against the scheme.
    ///
    /// # Errors
    ///
    /// The limit that is exceeded; the budget is then unchanged, or nearly so.
    fn spend(&self, charged: usize, bytes: usize) -> Result<(), Overrun> {
        let charged = self.charged.get().checked_sub(charged).ok_or(Overrun::Scheme)?;
        self.bytes.set(self.bytes.get().checked_sub(bytes).ok_or(Overrun::Message)?);
        self.charged.set(charged);
        Ok(())
    }
}

impl Limit<'_> {
    /// See [`Budget::spend`].
    pub(super) fn spend(self, charged: usize, bytes: usize) -> Result<(), Overrun> {
        match self {
            Self::None => Ok(()),
            Self::Budget { left } => left.spend(charged, bytes),
        }
    }
}

impl Overrun {
    /// The error for reading the value of `variable`, written `name` in the template.
    #[cold]
    #[inline(never)]
    pub(super) fn error(self, variable: Variable, name: &str, value: &[u8]) -> Error {
        match self {
            Self::Scheme => {
                let expected = "a scheme that reads each byte of a message at most 16 times";
                Error::SchemeInvalid(Fault::new(name, expected, "one that reads this more often"))
            }
            Self::Message => {
                let most = at_most(MOST, "bytes in all the places together where the scheme reads a message");
                variable.blame(Fault::new(name, most, [&*decimal(value.len()), " bytes here"].concat()))
            }
        }
    }
}

/// How often each byte may be read, and the length that a shorter message counts as.
const TIMES: usize = 16;
const SHORT: usize = 16 << 10;
/// The limit on bytes read per message: eight times the largest body.
const MOST: usize = 256 << 20;

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use super::Limit;
    use crate::canonical::{Inputs, Symbols, Template};
    use crate::error::Error;
    use crate::secret::Secret;
    use crate::url::Url;

    /// Visits each variable with a long value while all other values are empty.
    fn each_long(mut visit: impl FnMut(&str, &Inputs<'_>, &[Vec<u8>])) {
        let text = "1".repeat(1 << 20);
        let (long, none) = (Vec::from([text.clone().into_bytes()]), Vec::from([Vec::new()]));
        let (secret, no_secret) = ([Secret::from(&*text)], [Secret::from("")]);
        let (option, no_option) = ([text.clone()], [String::new()]);
        let url = Url { text: &text, target: &text, path: &text, query: &text };
        let bytes = text.as_bytes();
        let empty = Inputs {
            credentials: &no_secret,
            options: &no_option,
            extracted: &none,
            bindings: &none,
            ..Inputs::default()
        };
        visit("method", &Inputs { method: &text, ..empty }, &[]);
        visit("url", &Inputs { url, ..empty }, &[]);
        visit("base", &Inputs { url, ..empty }, &[]);
        visit("target", &Inputs { url, ..empty }, &[]);
        visit("path", &Inputs { url, ..empty }, &[]);
        visit("query", &Inputs { url, ..empty }, &[]);
        visit("body", &Inputs { body: bytes, ..empty }, &[]);
        visit("timestamp", &Inputs { timestamp: &text, ..empty }, &[]);
        visit("canonical", &Inputs { canonical: bytes, ..empty }, &[]);
        visit("signature", &Inputs { signature: bytes, ..empty }, &[]);
        visit("protected", &Inputs { protected: bytes, ..empty }, &[]);
        visit("key", &Inputs { credentials: &secret, ..empty }, &[]);
        visit("option", &Inputs { options: &option, ..empty }, &[]);
        visit("input", &Inputs { extracted: &long, ..empty }, &[]);
        visit("made", &Inputs { bindings: &long, ..empty }, &long);
    }

    fn written(template: &str, inputs: &Inputs<'_>, computed: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        let names = Symbols {
            credentials: &["key"],
            options: &[("option", "")],
            bindings: &[("made", "")],
            inputs: &[("input", "")],
        };
        let mut out = Vec::new();
        let template = Template::parse("canonical", template, names)?;
        template
            .fill(&Inputs { limit: Limit::Budget { left: &inputs.budget(computed) }, ..*inputs }, &mut out)
            .map(|()| out)
    }

    /// The length of a received message never makes a scheme invalid: a scheme that reads it at most 16 times may read
    /// any length, and one that reads it more often is invalid.
    #[test]
    fn whatever_is_long_is_read_sixteen_times() {
        let mut names = Vec::new();
        each_long(|name, inputs, computed| {
            let once = ["{", name, "}"].concat();
            let out = written(&once.repeat(16), inputs, computed);
            assert_eq!(out.as_ref().map(Vec::len), Ok(16 << 20), "{name}");
            let error = written(&once.repeat(17), inputs, computed).err().map(|error| (error.code(), error.message()));
            let expected = "expected a scheme that reads each byte of a message at most 16 times";
            let sentence = ["`", name, "`: ", expected, ", got one that reads this more often"].concat();
            assert_eq!(error, Some(("ERR_SCHEME_INVALID", sentence)));
            names.push(String::from(name));
        });
        assert_eq!(names.len(), 15);
    }

    /// A body that grows when it is reserialised does not make the scheme invalid.
    #[test]
    fn what_grows_where_it_is_printed_is_no_fault_of_the_scheme() {
        let body = ["[", &"1e20,".repeat(1 << 18), "1e20]"].concat();
        let inputs = Inputs { body: body.as_bytes(), ..Inputs::default() };
        assert!(written("{body|json|hex|upper|sha256|hex}", &inputs, &[]).is_ok());
        for times in 1..=4 {
            assert!(written(&"{body|json|hex|sha256|hex}".repeat(times), &inputs, &[]).is_ok(), "{times}");
        }
        let error = written(&"{body|json|hex|sha256|hex}".repeat(5), &inputs, &[]).err();
        assert_eq!(error.map(|error| error.code()), Some("ERR_SCHEME_INVALID"));
    }
}
