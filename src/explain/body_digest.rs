//! Which body produced the digest that a header or parameter carries.

use alloc::{boxed::Box, vec::Vec};

use super::body::{Bodies, Name};
use super::causes::CauseId;
use super::reason::Reason;
use crate::canonical::{Inputs, Template, limit_reads};
use crate::error::{Error, Fault};
use crate::message::Message;
use crate::placement::{Placement, Placements};
use crate::recipe::Members;

/// A header or parameter that does not say what the scheme makes of the request there.
#[derive(Debug)]
pub(super) struct BodyDigest {
    pub error: Error,
    /// What explains it, each by itself; at least that it is so.
    pub causes: Vec<Reason>,
    template: Template,
    carried: Vec<u8>,
}

impl BodyDigest {
    /// The first of them in `message`, whose body has `members`.
    pub(super) fn read(placements: &Placements, message: &Message<'_>, members: Members<'_>) -> Option<Box<Self>> {
        placements.computed(message, members).find_map(|(Placement { name, template, .. }, carried)| {
            let made = made(template, message.method, message.body)?;
            if *carried == made {
                return None;
            }
            let expected = "what the scheme makes of the request, as the digest of its body";
            let error = Error::RequestInvalid(Fault::new(name, expected, "another value"));
            let causes = Vec::from([Reason::named(CauseId::DigestOfAnotherBody, name)]);
            Some(Box::new(Self { error, causes, template: template.clone(), carried: carried.into_owned() }))
        })
    }

    /// Looks which of `bodies` makes what was carried.
    pub(super) fn look(&mut self, method: &str, bodies: &Bodies) {
        let mut causes = Vec::new();
        for place in 0..bodies.count() {
            let made = bodies.make(place).and_then(|body| made(&self.template, method, &body));
            if causes.len() < MOST && made.as_ref() == Some(&self.carried) {
                let Name { id, which, .. } = bodies.name(place);
                causes.push(Reason::named(id, &which));
            }
        }
        if !causes.is_empty() {
            self.causes = causes;
        }
    }
}

fn made(template: &Template, method: &str, body: &[u8]) -> Option<Vec<u8>> {
    let mut made = Vec::new();
    let mut inputs = Inputs { method, body, ..Inputs::default() };
    limit_reads!(inputs, &[]);
    template.fill(&inputs, &mut made).ok()?;
    Some(made)
}

/// More names for one thing confuse.
const MOST: usize = 12;
