//! The timestamp where the scheme's signer writes it into the URL and the body.

use alloc::{string::String, vec::Vec};

use crate::message::Message;
use crate::placement::{self, Placement, Placements};
use crate::recipe::{Format, Location, Members};
use crate::scheme::BodyType;

/// The URL and the body of `message` with `timestamp`, as the signer sends them; unchanged where it would refuse the
/// request.
pub(super) fn with_time(
    placements: &Placements,
    body_type: BodyType,
    message: &Message<'_>,
    format: Option<Format>,
    timestamp: &str,
) -> (String, Vec<u8>) {
    let fill = |_: &Placement, out: &mut Vec<u8>| {
        out.extend_from_slice(timestamp.as_bytes());
        Ok(())
    };
    let added = |location| placements.timed(location).filter(|own| own.required && !timestamp.is_empty());
    let members = Members::read(format.filter(|_| body_type != BodyType::Json), message.body).unwrap_or(Members::None);
    let url = placement::into_query(&mut added(Location::Query), message, members, &fill);
    let body = format.map(|format| placement::into_body(&mut added(Location::Field), message, format, &fill));
    (
        url.ok().flatten().unwrap_or_else(|| message.url.into()),
        body.and_then(Result::ok).flatten().unwrap_or_else(|| message.body.into()),
    )
}
