//! What a row and its credentials have to be before anything is signed.

use super::Plan;
use crate::canonical::Variable;
use crate::credentials;
use crate::error::{Error, Fault};
use crate::scheme::Scheme;
use crate::sign::draft::Part;
use crate::sign::placement::Placement;

/// Refuses a row that cannot be signed by as it stands, with these credentials and options.
pub(super) fn check(plan: &Plan, scheme: &Scheme<'_>) -> Result<(), Error> {
    check_order(plan, scheme)?;
    check_placed(plan, scheme)?;
    check_given(plan, scheme)
}

/// Refuses a value that is sent before those are made that it names.
fn check_order(plan: &Plan, scheme: &Scheme<'_>) -> Result<(), Error> {
    let is_late = |placement: &&Placement| (0..scheme.bindings.len()).any(|index| placement.is_before(index));
    plan.placements.iter().find(is_late).map_or(Ok(()), |placement| {
        let expected = "a value without bindings, since it is signed itself";
        let member = if placement.part == Part::Query { "query." } else { "fields." };
        let path = [member, &placement.name].concat();
        Err(Error::SchemeInvalid(Fault::new(&path, expected, "one that names a binding")))
    })
}

/// Refuses to do without a credential that is not only the key's.
fn check_given(plan: &Plan, scheme: &Scheme<'_>) -> Result<(), Error> {
    for (index, name) in scheme.credentials.iter().enumerate() {
        let variable = Variable::Credential(index);
        let is_optional = credentials::is_optional(scheme, name);
        let placed = || !is_optional && plan.placements.iter().any(|placement| placement.template.uses(variable));
        if plan.credentials[index].expose().is_empty() && (plan.recipe.uses(variable) || placed()) {
            return Err(Error::missing(scheme.id, name));
        }
    }
    Ok(())
}

/// Refuses credentials and options that the place they travel in cannot hold.
fn check_placed(plan: &Plan, scheme: &Scheme<'_>) -> Result<(), Error> {
    for placement in &plan.placements {
        let by = placement.separator(scheme);
        for (index, name) in scheme.credentials.iter().enumerate() {
            let variable = Variable::Credential(index);
            if placement.template.uses(variable) {
                placement.check(name, plan.credentials[index].expose())?;
                Placement::check_ends(name, plan.credentials[index].expose(), &placement.ends(by, variable))?;
            }
        }
        for (index, (name, _)) in scheme.options.iter().enumerate() {
            // A value inside a header may end in a space, as a prefix does.
            if placement.template.uses(Variable::Option(index)) {
                placement.check(name, plan.options[index].trim_matches(' ').as_bytes())?;
                Placement::check_ends(name, plan.options[index].as_bytes(), &[by])?;
            }
        }
    }
    Ok(())
}
