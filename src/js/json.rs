//! What is asked for rarely, as JSON: an error, and the rows.

use alloc::string::String;

use crate::error::{Error, two_digits};
use crate::scheme::Scheme;
use crate::text::push_number;

/// The error as an object: `code` and `message`, and of `part`, `offset`, `ageSeconds` and `limitSeconds` what applies.
pub(super) fn error(error: &Error) -> String {
    let mut json = String::new();
    let mut object = Object::open(&mut json);
    object.text("code", error.code());
    object.text("message", &error.message());
    if let Some(fault) = error.fault() {
        object.text("part", &fault.part);
        if let Some(at) = fault.at {
            object.number("offset", i64::try_from(at).ok());
        }
    }
    if let Error::SignatureStale(stale) = error {
        object.number("ageSeconds", Some(stale.age_s));
        object.number("limitSeconds", Some(stale.limit_s.into()));
    }
    object.close();
    json
}

/// The rows as a list of objects, just as `serde` would write them.
pub(super) fn rows(schemes: impl Iterator<Item = &'static Scheme<'static>>) -> String {
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
    object.map("bindings", row.bindings);
    object.map("inputs", row.inputs);
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
    object.number("toleranceSeconds", row.tolerance_s.map(i64::from));
    object.number("expiresAfterSeconds", Some(row.expires_after_s.into()));
    object.text("body", row.body.name());
    object.text("bodyType", row.body_type.name());
    match row.companion {
        Some(companion) => self::row(object.member("companion"), companion),
        None => object.null("companion"),
    }
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

/// An object that is being written.
struct Object<'j> {
    json: &'j mut String,
    is_empty: bool,
}

impl<'j> Object<'j> {
    fn open(json: &'j mut String) -> Self {
        json.push('{');
        Self { json, is_empty: true }
    }

    fn close(self) {
        self.json.push('}');
    }

    /// Where the value of the member `name` has to be written.
    #[inline(never)]
    fn member(&mut self, name: &str) -> &mut String {
        self.json.push_str(if self.is_empty { "" } else { "," });
        self.is_empty = false;
        push_text(self.json, name);
        self.json.push(':');
        self.json
    }

    #[inline(never)]
    fn text(&mut self, name: &str, text: &str) {
        push_text(self.member(name), text);
    }

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

    /// A number, or `null`.
    #[inline(never)]
    fn number(&mut self, name: &str, number: Option<i64>) {
        match number {
            Some(number) => push_number(self.member(name), number, 1),
            None => self.null(name),
        }
    }

    fn null(&mut self, name: &str) {
        self.member(name).push_str("null");
    }
}

fn list<T>(json: &mut String, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    json.push('[');
    for (place, item) in items.enumerate() {
        json.push_str(if place == 0 { "" } else { "," });
        write(json, item);
    }
    json.push(']');
}

/// A text in quotes.
#[inline(never)]
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            '\0'..' ' => {
                json.push_str("\\u00");
                json.push_str(&two_digits(letter as u8, b"0123456789abcdef"));
            }
            _ => json.push(letter),
        }
    }
    json.push('"');
}
