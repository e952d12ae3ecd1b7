//! Schemes as JSON.

use alloc::string::String;

use super::{Object, list, push_text};
use crate::scheme::Scheme;

/// The schemes as an array of objects, as `serde` would serialise them, but with the default tolerance written out.
pub(in crate::js) fn schemes(schemes: impl Iterator<Item = &'static Scheme<'static>>) -> String {
    let mut json = String::new();
    list(&mut json, schemes, scheme);
    json
}

fn scheme(json: &mut String, scheme: &Scheme<'_>) {
    let mut object = Object::open(json);
    object.text("id", scheme.id);
    object.text("title", scheme.title);
    object.text("documentation", scheme.documentation);
    object.text("lastChecked", scheme.last_checked);
    object.texts("credentials", scheme.credentials.iter().copied());
    object.map("options", scheme.options);
    match scheme.profile {
        Some(standard) => object.text("profile", standard.name()),
        None => object.null("profile"),
    }
    object.map("bindings", scheme.bindings);
    object.map("inputs", scheme.inputs);
    object.text("freeInput", scheme.free_input);
    object.text("signedItems", scheme.signed_items);
    object.text("canonical", scheme.canonical);
    object.texts("acceptedCanonicals", scheme.accepted_canonicals.iter().copied());
    object.text("algorithm", scheme.algorithm.name());
    object.text("key", scheme.key);
    object.text("keyScope", scheme.key_scope);
    object.text("encoding", scheme.encoding.name());
    object.map("headers", scheme.headers);
    object.map("query", scheme.query);
    object.map("fields", scheme.fields);
    object.map("listSeparators", scheme.list_separators);
    list(object.member("acceptedPlacements"), scheme.accepted_placements.iter(), |json, (place, template)| {
        list(json, [place, template].into_iter(), |json, text| push_text(json, text));
    });
    object.text("timestamp", scheme.timestamp.name());
    object.texts("acceptedTimestamps", scheme.accepted_timestamps.iter().map(|form| form.name()));
    object.number("toleranceSeconds", scheme.tolerance_s().map(i64::from));
    object.number("expiresAfterSeconds", Some(scheme.expires_after_s.into()));
    object.text("body", scheme.body.name());
    object.text("bodyType", scheme.body_type.name());
    object.text("signedBy", scheme.signed_by.name());
    match scheme.companion {
        Some(companion) => self::scheme(object.member("companion"), companion),
        None => object.null("companion"),
    }
    object.member("touchingInputs").push_str(if scheme.touching_inputs { "true" } else { "false" });
    match scheme.rate_limit {
        Some(limit) => {
            let mut limits = Object::open(object.member("rateLimit"));
            limits.number("requestsPerMinute", Some(limit.requests_per_minute.into()));
            limits.number("waitSeconds", Some(limit.wait_s.into()));
            limits.close();
        }
        None => object.null("rateLimit"),
    }
    match scheme.deprecated {
        Some(successor) => object.text("deprecated", successor),
        None => object.null("deprecated"),
    }
    object.member("hasPublishedVectors").push_str(if scheme.has_published_vectors { "true" } else { "false" });
    object.texts("notes", scheme.notes.iter().copied());
    list(object.member("misreadings"), scheme.misreadings.iter(), |json, reading| {
        let mut object = Object::open(json);
        object.text("id", reading.id);
        object.text("part", reading.part);
        object.text("template", reading.template);
        object.text("title", reading.title);
        object.text("detail", reading.detail);
        object.text("fix", reading.fix);
        object.close();
    });
    object.close();
}

impl Object<'_> {
    fn texts<'t>(&mut self, name: &str, texts: impl Iterator<Item = &'t str>) {
        list(self.member(name), texts, push_text);
    }

    #[inline(never)]
    fn map(&mut self, name: &str, pairs: &[(&str, &str)]) {
        let mut map = Object::open(self.member(name));
        for (name, value) in pairs {
            map.text(name, value);
        }
        map.close();
    }
}
