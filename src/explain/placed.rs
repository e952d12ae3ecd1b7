//! What the scheme itself puts into the URL and the body.

use alloc::vec::Vec;

use super::base::Base;
use super::url::split;
use crate::canonical::params;
use crate::json;
use crate::scheme::Scheme;
use crate::text::{find, utf8};

impl Base {
    /// Reads the URL, without the signature that stands in it, and with the timestamp that is due there.
    pub(super) fn set_url(&mut self, scheme: &Scheme<'_>, whole: &str) {
        let holds = |template: &str| find(template.as_bytes(), b"{signature}").is_some();
        let signatures: Vec<&str> =
            scheme.query.iter().filter(|(_, template)| holds(template)).map(|(name, _)| *name).collect();
        let url = params::covered(whole, &signatures);
        let (front, tail) = split(&url);
        self.front = front.into();
        self.tail = tail.into();
        if *url != *whole {
            self.whole_tail = split(whole).1.into();
        }
        let query = tail.trim_start_matches('?').as_bytes();
        for (name, _) in scheme.query.iter().filter(|(_, template)| *template == TIMESTAMP) {
            let is_there = [query, self.bodies.raw()].iter().any(|params| params::find(params, name).is_some());
            if !is_there && !self.timestamp.is_empty() {
                let mut query = query.to_vec();
                params::push(&mut query, name, self.timestamp.as_bytes());
                self.tail = ["?", utf8(&query)].concat();
            }
        }
    }
}

/// A form with the timestamp that the scheme puts into it.
pub(super) fn with_fields(scheme: &Scheme<'_>, body: &[u8], timestamp: &str) -> Vec<u8> {
    let mut body = body.to_vec();
    for (name, _) in scheme.fields.iter().filter(|(_, template)| *template == TIMESTAMP) {
        let is_form = !body.is_empty() && !json::is_json(&body);
        if is_form && !timestamp.is_empty() && params::find(&body, name).is_none() {
            params::push(&mut body, name, timestamp.as_bytes());
        }
    }
    body
}

pub(super) const TIMESTAMP: &str = "{timestamp}";
