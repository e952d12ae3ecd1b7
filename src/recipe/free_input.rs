//! The free input: the one input whose value may contain the separator of the canonical string.
//!
//! Some providers join values with a separator that one value may contain, because the customer chooses it, and escape
//! nothing. Say that the canonical string is `a:b:F:c:d`. It can be split in only one way if no value except F contains
//! a `:`. From the front, the first `:` ends `a` and the second ends `b`. From the back, the last `:` starts `d` and
//! the one before it starts `c`. The rest in the middle is F, whatever it contains. So two lists of values with the
//! same joined string are the same list.
//!
//! A value before F therefore follows the rule for all inputs: it must not contain the literal after it. A value after
//! F follows the mirrored rule: it must not contain the literal before it. This is not enough if a variable that can
//! contain anything, such as a body, stands beside F. A scheme with such a canonical string is refused.

use core::cmp::Ordering;

use crate::canonical::{Part, Template, Variable};
use crate::error::{Error, Fault, cited};
use crate::scheme::Scheme;
use crate::text::find;

/// The index of the scheme's free input; `None` if the scheme has none.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] if no input has this name.
pub(crate) fn index_of(scheme: &Scheme<'_>) -> Result<Option<usize>, Error> {
    let name = scheme.free_input;
    let index = scheme.inputs.iter().position(|(input, _)| *input == name);
    match index {
        None if !name.is_empty() => Err(refused("the name of an input", name)),
        _ => Ok(index),
    }
}

/// Refuses a scheme whose free input, with the index `free`, is used in one of the `bindings` or in a canonical string
/// that can be split in several ways.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]
pub(super) fn check(scheme: &Scheme<'_>, free: usize, bindings: &[Template], template: &Template) -> Result<(), Error> {
    let variable = Variable::Input(free);
    let free = template.position(variable);
    let is_splittable = |(at, part): (usize, &Part)| match part {
        // The same in every message that a key signs.
        Part::Literal(_) | Part::Input { variable: Variable::Credential(_) | Variable::Option(_), .. } => true,
        Part::Input { variable: input @ Variable::Input(_), filters, .. } => {
            let separator = match Some(at).cmp(&free) {
                Ordering::Less => template.literal_after(*input),
                Ordering::Equal => "itself",
                Ordering::Greater => template.literal_before(*input),
            };
            // An input that is used twice would need the same value in joined places.
            !separator.is_empty() && filters.is_empty() && template.position(*input) == Some(at)
        }
        Part::Input { .. } | Part::Group { .. } => false,
    };
    let is_unambiguous = free.is_none() || template.parts().iter().enumerate().all(is_splittable);
    if !is_unambiguous || bindings.iter().any(|binding| binding.uses(variable)) {
        let expected = "an input of a canonical string that names inputs alone, each once, without filters and groups, and \
                        with characters between each two";
        return Err(refused(expected, scheme.free_input));
    }
    Ok(())
}

/// The offset in `value` of a second occurrence of `start`, the literal before it; `None` if there is none.
pub(super) fn repeated_separator(value: &[u8], start: &str) -> Option<usize> {
    let joined = [start.as_bytes(), value].concat();
    let at = find(joined.get(1..)?, Some(start.as_bytes()).filter(|start| !start.is_empty())?)?;
    Some((at + 1).saturating_sub(start.len()))
}

fn refused(expected: &'static str, name: &str) -> Error {
    Error::SchemeInvalid(Fault::new("freeInput", expected, cited(name)))
}
