//! The axis of the secret: the forms in which a program may have loaded it.

use crate::explain::hypothesis::{Change, List};
use crate::explain::secret_forms::FORMS;

/// The forms that `applies` to any key.
pub(super) fn add(list: &mut List, applies: impl Fn(usize) -> bool) {
    for (place, (name, cost, _)) in FORMS.iter().enumerate().filter(|(place, _)| applies(*place)) {
        list.add(*name, *cost, Change::Secret(place));
    }
}
