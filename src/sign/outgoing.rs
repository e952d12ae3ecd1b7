//! The values that a signer sends: the placements of its scheme, with how and when each is filled.

use alloc::{string::String, vec::Vec};

use super::draft::Value;
use crate::canonical::{Inputs, Symbols, Variable, limit_reads};
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::placement::{self, Placement, Reader};
use crate::recipe::{Location, Members, SignedParts};
use crate::scheme::Scheme;
use crate::text::utf8;

/// A placement that signing fills.
pub(super) struct Outgoing {
    pub placement: Placement,
    pub value: Value,
    /// Whether the placement is filled after signing: because its value needs the signature, or because its location is
    /// not signed.
    pub after_signing: bool,
}

/// The scheme's placements, headers first. `signed` are the parts of the request that are signed.
pub(super) fn read(
    scheme: &Scheme<'_>,
    names: Symbols<'_>,
    inputs: &Inputs<'_>,
    signed: &SignedParts,
) -> Result<Vec<Outgoing>, Error> {
    let mut inputs = *inputs;
    limit_reads!(inputs, &[]);
    let own = placement::own(scheme, names, inputs.options, Reader::Provider)?;
    own.into_iter().map(|placement| Outgoing::of(placement, names, &inputs, signed)).collect()
}

impl Outgoing {
    fn of(placement: Placement, names: Symbols<'_>, inputs: &Inputs<'_>, signed: &SignedParts) -> Result<Self, Error> {
        let Placement { location, name, template, .. } = &placement;
        let is_signed = signed.covers(*location);
        let after_signing = !is_signed || template.uses(Variable::Signature) || template.uses(Variable::Canonical);
        // A value that is sent and signed is needed before the bindings are computed.
        if !after_signing && (0..names.bindings.len()).any(|index| template.uses(Variable::Binding(index))) {
            let path = [if *location == Location::Query { "query." } else { "fields." }, name].concat();
            let expected = "a value without bindings, since it is signed itself";
            return Err(Error::SchemeInvalid(Fault::new(&path, expected, "one that names a binding")));
        }
        let value = match () {
            () if template.is_only(Variable::Timestamp) => Value::Timestamp,
            () if template.is_only(Variable::Signature) => Value::Signature,
            () if template.is_fixed() => {
                let mut value = Vec::new();
                template.fill(inputs, &mut value)?;
                Value::Fixed(value.into())
            }
            () => Value::Mixed,
        };
        Ok(Self { placement, value, after_signing })
    }
}

/// The placements at `location` that are filled before signing, or `after_signing`.
pub(super) fn added(
    outgoing: &[Outgoing],
    location: Location,
    after_signing: bool,
) -> impl Iterator<Item = &Placement> {
    let is_added = move |own: &&Outgoing| own.placement.location == location && own.after_signing == after_signing;
    outgoing.iter().filter(is_added).map(|own| &own.placement)
}

/// The timestamp that the request already carries at one of the scheme's placements.
pub(super) fn existing_timestamp(
    outgoing: &[Outgoing],
    message: &Message<'_>,
    members: Members<'_>,
) -> Result<Option<String>, Error> {
    for own in outgoing.iter().filter(|own| matches!(own.value, Value::Timestamp)) {
        if let Some(existing) = own.placement.value(message, members, true)? {
            return Ok(Some(utf8(&existing).into()));
        }
    }
    Ok(None)
}
