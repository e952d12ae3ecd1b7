//! The time that a received text says, in whatever form.

use crate::timestamp::TimestampForm;

/// The instant that `text` says, and the form that it has.
pub(super) fn read(text: &str) -> Option<(TimestampForm, i64)> {
    FORMS.into_iter().find_map(|form| Some((form, form.read(text)?)))
}

const FORMS: [TimestampForm; 5] = [
    TimestampForm::Seconds,
    TimestampForm::Milliseconds,
    TimestampForm::Iso8601,
    TimestampForm::Iso8601Basic,
    TimestampForm::Rfc1123,
];
