//! The input whose value may hold the text that joins the inputs.
//!
//! Some providers join values by a text that one of them may hold, since it is the user's own, and escape nothing. Say that
//! the canonical string is `a:b:F:c:d`. It reads in one way as long as no value but that of F holds a `:`. For from the front,
//! the first `:` ends `a`, the next ends `b`; from the back, the last `:` begins `d`, the one before it begins `c`; and what
//! is left between is F, whatever it holds. So two lists of values that are joined to the same string are the same list.
//!
//! Hence a value in front of F is held to the rule of all inputs: the text that stands after it must not begin earlier. A
//! value behind F is held to its mirror image: the text that stands before it must not begin later. That is not enough where
//! anything else stands beside F, such as a body, which may hold all: such a canonical string is refused with the scheme.

use core::cmp::Ordering;

use crate::canonical::{Part, Template, Variable};
use crate::error::{Error, Fault, cited};
use crate::scheme::Scheme;
use crate::text::find;

/// The place of the scheme's free input among its inputs; none where it names none.
///
/// # Errors
///
/// [`Error::SchemeInvalid`] where no input is called so.
pub(crate) fn place(scheme: &Scheme<'_>) -> Result<Option<usize>, Error> {
    let name = scheme.free_input;
    let place = scheme.inputs.iter().position(|(own, _)| *own == name);
    match place {
        None if !name.is_empty() => Err(refused("the name of an input", name)),
        _ => Ok(place),
    }
}

/// Refuses a scheme whose free input, at `free`, stands in one of the `bindings`, or in a canonical string that does not read
/// in one way.
///
/// # Errors
///
/// [`Error::SchemeInvalid`]
pub(super) fn check(scheme: &Scheme<'_>, free: usize, bindings: &[Template], template: &Template) -> Result<(), Error> {
    let variable = Variable::Input(free);
    let free = template.position(variable);
    let is_found = |(at, part): (usize, &Part)| match part {
        // The same for all that a key signs.
        Part::Literal(_) | Part::Input { variable: Variable::Credential(_) | Variable::Option(_), .. } => true,
        Part::Input { variable: own @ Variable::Input(_), filters, .. } => {
            let joint = match Some(at).cmp(&free) {
                Ordering::Less => template.literal_after(*own),
                Ordering::Equal => "itself",
                Ordering::Greater => template.literal_before(*own),
            };
            // One that stands twice would have to be the same twice.
            !joint.is_empty() && filters.is_empty() && template.position(*own) == Some(at)
        }
        Part::Input { .. } | Part::Group { .. } => false,
    };
    let is_read_in_one_way = free.is_none() || template.parts().iter().enumerate().all(is_found);
    if !is_read_in_one_way || bindings.iter().any(|binding| binding.uses(variable)) {
        let expected = "an input of a canonical string that names inputs alone, each once, without filters and groups, and \
                        with characters between each two";
        return Err(refused(expected, scheme.free_input));
    }
    Ok(())
}

/// The byte of `value` at which `start`, which stands before it, begins once more; none where it does not.
pub(super) fn begins_late(value: &[u8], start: &str) -> Option<usize> {
    let both = [start.as_bytes(), value].concat();
    let at = find(both.get(1..)?, Some(start.as_bytes()).filter(|start| !start.is_empty())?)?;
    Some((at + 1).saturating_sub(start.len()))
}

fn refused(expected: &'static str, name: &str) -> Error {
    Error::SchemeInvalid(Fault::new("freeInput", expected, cited(name)))
}
