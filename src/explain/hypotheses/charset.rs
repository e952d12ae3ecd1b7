//! The axis of the whole string: its character encoding, and its line breaks.

use crate::explain::charset::Charset;
use crate::explain::hypothesis::{Change, List};

/// Adds them; a standard has names of its own for escapes.
pub(super) fn add(list: &mut List, is_standard: bool) {
    list.add("charset-latin1", 1, Change::Charset(Charset::Latin1));
    list.add("charset-latin1", 1, Change::Charset(Charset::Latin1Cut));
    list.add("charset-double-utf8", 1, Change::Charset(Charset::DoubleUtf8));
    list.add("charset-ascii-question-marks", 1, Change::Charset(Charset::QuestionMarks));
    list.add("charset-ascii-question-marks", 1, Change::Charset(Charset::QuestionMarkPairs));
    list.add("charset-utf16", 2, Change::Charset(Charset::Utf16Le));
    list.add("charset-utf16", 2, Change::Charset(Charset::Utf16Be));
    list.add("charset-bytes-as-text", 1, Change::Charset(Charset::BytesAsLatin1));
    list.add("charset-bytes-as-text", 1, Change::Charset(Charset::BytesAsUtf8));
    list.add("charset-lower-case-escapes", if is_standard { 2 } else { 1 }, Change::Charset(Charset::LowerEscapes));
    list.add("layout-backslash-n", 1, Change::Charset(Charset::Replaced("\n", "\\n")));
    list.add("layout-crlf", 2, Change::Charset(Charset::Replaced("\n", "\r\n")));
    list.add("layout-cr", 2, Change::Charset(Charset::Replaced("\n", "\r")));
    list.add("layout-ampersands-left-out", 2, Change::Charset(Charset::Replaced("&", "")));
}
