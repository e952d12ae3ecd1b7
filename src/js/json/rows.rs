//! The rows as JSON.

use alloc::string::String;

use super::{Object, list, push_text};
use crate::scheme::Scheme;

/// The rows as a list of objects, just as `serde` would write them, and with the tolerance of those that leave it to the default.
pub(in crate::js) fn rows(schemes: impl Iterator<Item = &'static Scheme<'static>>) -> String {
    let mut json = String::new();
    list(&mut json, schemes, row);
    json
}

fn row(json: &mut String, row: &Scheme<'_>) {
    let mut object = Object::open(json);
    object.text("id", row.id);
    object.text("title", row.title);
    object.text("documentation", row.documentation);
    object.text("checked", row.checked);
    object.texts("credentials", row.credentials.iter().copied());
    object.map("options", row.options);
    match row.standard {
        Some(standard) => object.text("standard", standard.name()),
        None => object.null("standard"),
    }
    object.map("bindings", row.bindings);
    object.map("inputs", row.inputs);
    object.text("freeInput", row.free_input);
    object.text("items", row.items);
    object.text("canonical", row.canonical);
    object.texts("alsoCanonical", row.also_canonical.iter().copied());
    object.text("algorithm", row.algorithm.name());
    object.text("key", row.key);
    object.text("encoding", row.encoding.name());
    object.map("headers", row.headers);
    object.map("query", row.query);
    object.map("fields", row.fields);
    object.map("lists", row.lists);
    list(object.member("accepts"), row.accepts.iter(), |json, (place, template)| {
        list(json, [place, template].into_iter(), |json, text| push_text(json, text));
    });
    object.text("timestamp", row.timestamp.word());
    object.texts("alsoTimestamp", row.also_timestamp.iter().map(|form| form.word()));
    object.number("toleranceSeconds", row.tolerance_s().map(i64::from));
    object.number("expiresAfterSeconds", Some(row.expires_after_s.into()));
    object.text("body", row.body.name());
    object.text("bodyType", row.body_type.name());
    object.text("signedBy", row.signed_by.name());
    match row.companion {
        Some(companion) => self::row(object.member("companion"), companion),
        None => object.null("companion"),
    }
    object.member("touchingInputs").push_str(if row.touching_inputs { "true" } else { "false" });
    match row.rate_limit {
        Some(limit) => {
            let mut limits = Object::open(object.member("rateLimit"));
            limits.number("requestsPerMinute", Some(limit.requests_per_minute.into()));
            limits.number("waitSeconds", Some(limit.wait_s.into()));
            limits.close();
        }
        None => object.null("rateLimit"),
    }
    match row.deprecated {
        Some(successor) => object.text("deprecated", successor),
        None => object.null("deprecated"),
    }
    object.member("publishedVectors").push_str(if row.published_vectors { "true" } else { "false" });
    object.texts("notes", row.notes.iter().copied());
    list(object.member("variants"), row.variants.iter(), |json, reading| {
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
