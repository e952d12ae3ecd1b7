//! Checks that a receiver can read everything that is signed.

use super::Plan;
use crate::canonical::{Inputs, Variable};
use crate::credentials;
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::recipe::Location;
use crate::recipe::{self, Format, Members};
use crate::scheme::Scheme;
use crate::sign::draft::Draft;
use crate::sign::outgoing::Outgoing;
use crate::sign::readable::{self, Known};

/// Refuses a scheme that cannot sign with these credentials and options.
pub(super) fn check(plan: &Plan, scheme: &Scheme<'_>) -> Result<(), Error> {
    check_read(plan, &plan.inputs(""), Some(Format::Json), &[Known::WithSigner], &[Known::WithSigner])?;
    check_given(plan, scheme)
}

/// Refuses a missing credential, unless only the external key needs it.
fn check_given(plan: &Plan, scheme: &Scheme<'_>) -> Result<(), Error> {
    for (index, name) in scheme.credentials.iter().enumerate() {
        let variable = Variable::Credential(index);
        let is_optional = credentials::is_optional(scheme, name);
        let placed = || !is_optional && plan.placements().any(|own| own.template.uses(variable));
        if plan.credentials[index].expose().is_empty() && (plan.recipe.uses(variable) || placed()) {
            return Err(Error::missing(scheme.id, name));
        }
    }
    Ok(())
}

/// Refuses values that a receiver would read differently. Placements that are filled before signing are checked for the
/// values in `before_signing`, the others for those in `after_signing`.
pub(super) fn check_read(
    plan: &Plan,
    inputs: &Inputs<'_>,
    format: Option<Format>,
    before_signing: &[Known],
    after_signing: &[Known],
) -> Result<(), Error> {
    let check = |Outgoing { placement, after_signing: is_later, .. }: &Outgoing| {
        let known = if *is_later { after_signing } else { before_signing };
        readable::check(placement, inputs, &plan.inputs, format, known)
    };
    plan.outgoing.iter().try_for_each(check)
}

/// Refuses inputs whose values in the sent request differ from the signed ones.
pub(super) fn check_sent(plan: &Plan, draft: &Draft, message: &Message<'_>) -> Result<(), Error> {
    if plan.inputs.is_empty() {
        return Ok(());
    }
    let body = draft.sent(message.body);
    let content_type = draft.content_type(body).map(|own| ("content-type", own.media_type()));
    let added = plan.values(draft, Location::Header).chain(content_type).collect();
    let headers = message.headers_with(added);
    let sent = Message { url: draft.sent_to(message.url), headers: &headers, body, ..*message };
    let format = plan.format(&sent)?;
    let sent = Message { body: &body[plan.item(body)?], ..sent };
    let received = recipe::extract(&plan.inputs, &sent, Members::read(format, sent.body)?)?;
    let mut values = plan.inputs.iter().zip(draft.extracted.iter().zip(&received));
    // What a token has of its own, no other part of the request repeats.
    values.find(|(locator, (given, received))| given != received && !locator.location.is_in_token()).map_or(Ok(()), |(locator, _)| {
        let expected = "a value that is the same once the scheme has added to the request what it adds: put that into the \
                        request before signing";
        Err(locator.blame(Fault::new(&locator.name, expected, "one that changes")))
    })
}
