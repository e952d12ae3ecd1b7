//! How much templates may read: each byte some times, so that no scheme makes much work of a short message, and all of it so
//! much that it fits into memory.

use core::cell::Cell;

use super::at_most;
use super::template::Variable;
use crate::error::{Error, Fault};
use crate::text::decimal;

/// What may still be read.
#[derive(Debug)]
pub(crate) struct Budget {
    /// As the scheme asks for it, whatever the values are: a value that grows in a filter counts as one that does not.
    asked: Cell<usize>,
    /// In bytes as they are.
    bytes: Cell<usize>,
    all: usize,
}

/// Why no more may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overrun {
    /// The scheme reads each byte too often.
    Scheme,
    /// The message is too long for how often the scheme reads it.
    Message,
}

impl Budget {
    /// For values of `bytes` together.
    pub(super) fn of(bytes: usize) -> Self {
        Self { asked: Cell::new((SHORT + bytes).saturating_mul(TIMES)), bytes: Cell::new(MOST), all: MOST }
    }

    /// The same for so many templates, each as if it were the only one.
    pub(crate) fn times(self, templates: usize) -> Self {
        let all = self.all.saturating_mul(templates);
        Self { asked: Cell::new(self.asked.get().saturating_mul(templates)), bytes: Cell::new(all), all }
    }

    /// How many bytes were read.
    pub(crate) fn spent(&self) -> usize {
        self.all - self.bytes.get()
    }

    /// Takes a value of `bytes` off it, of which the scheme asked for `asked`.
    ///
    /// # Errors
    ///
    /// Which of the two is not enough; nothing is taken then.
    pub(super) fn spend(&self, asked: usize, bytes: usize) -> Result<(), Overrun> {
        let asked = self.asked.get().checked_sub(asked).ok_or(Overrun::Scheme)?;
        self.bytes.set(self.bytes.get().checked_sub(bytes).ok_or(Overrun::Message)?);
        self.asked.set(asked);
        Ok(())
    }
}

impl Overrun {
    /// The error for the value of `variable`, which a template calls `name`.
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
                super::blame(variable, Fault::new(name, most, [&*decimal(value.len()), " bytes here"].concat()))
            }
        }
    }
}

/// How often each byte of a request may be read, and what a short one counts as.
const TIMES: usize = 16;
const SHORT: usize = 16 << 10;
/// Eight times the largest body.
const MOST: usize = 256 << 20;

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use crate::canonical::{Inputs, Symbols, Template};
    use crate::error::Error;
    use crate::secret::Secret;
    use crate::url::Url;

    /// All that a template can name, each long and every other value empty.
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

    fn written(template: &str, inputs: &Inputs<'_>, made: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        let names = Symbols {
            credentials: &["key"],
            options: &[("option", "")],
            bindings: &[("made", "")],
            inputs: &[("input", "")],
        };
        let budget = inputs.most_to_read(made);
        let mut out = Vec::new();
        let template = Template::parse("canonical", template, names)?;
        template.fill(&Inputs { budget: Some(&budget), ..*inputs }, &mut out).map(|()| out)
    }

    /// Whatever was received: a scheme that reads it often enough is not to blame for how long it is, and one that reads it more
    /// often is to blame alone.
    #[test]
    fn whatever_is_long_is_read_sixteen_times() {
        let mut names = Vec::new();
        each_long(|name, inputs, made| {
            let once = ["{", name, "}"].concat();
            let out = written(&once.repeat(16), inputs, made);
            assert_eq!(out.as_ref().map(Vec::len), Ok(16 << 20), "{name}");
            let error = written(&once.repeat(17), inputs, made).err().map(|error| (error.code(), error.message()));
            let expected = "expected a scheme that reads each byte of a message at most 16 times";
            let sentence = ["`", name, "`: ", expected, ", got one that reads this more often"].concat();
            assert_eq!(error, Some(("ERR_SCHEME_INVALID", sentence)));
            names.push(String::from(name));
        });
        assert_eq!(names.len(), 15);
    }

    /// JSON that grows where it is printed does so for a scheme that is none the worse.
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
