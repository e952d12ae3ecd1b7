//! Texts cut at other texts, and put together for messages.

use alloc::string::String;

/// Where `part`, which is not empty, first stands in `text`.
#[inline(never)]
pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// What stands in `text` before and after the first `separator`.
pub(crate) fn cut<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text.as_bytes(), separator.as_bytes())?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// The texts in backquotes, with `between` between.
pub(crate) fn quoted<'a>(texts: impl Iterator<Item = &'a str>, between: &str) -> String {
    let mut list = String::new();
    for text in texts {
        list.push_str(if list.is_empty() { "" } else { between });
        list.push('`');
        list.push_str(text);
        list.push('`');
    }
    list
}
