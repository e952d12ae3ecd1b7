//! The axis of the body: what else may have been signed as the body, each of which is made when it is tried.

use crate::explain::body::{Bodies, Name};
use crate::explain::hypothesis::{Change, List};
use crate::explain::reason::Reason;

/// Adds all of `bodies`.
pub(in crate::explain) fn add(list: &mut List, bodies: &Bodies) {
    for place in 0..bodies.count() {
        let Name { id, which, cost } = bodies.name(place);
        // All orders of the members, which cost 3, are very many.
        list.push(Reason::named(id, &which), cost, cost > 2, Change::Body(place));
    }
}
