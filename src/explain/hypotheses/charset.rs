//! The axis of the whole string: its character encoding, and its line breaks.

use crate::explain::causes::CauseId;
use crate::explain::charset::Charset;
use crate::explain::hypothesis::{Change, List};

/// Adds them; a standard has names of its own for escapes.
pub(super) fn add(list: &mut List, is_standard: bool) {
    list.add(CauseId::CharsetLatin1, 1, Change::Charset(Charset::Latin1));
    list.add(CauseId::CharsetLatin1, 1, Change::Charset(Charset::Latin1Cut));
    list.add(CauseId::CharsetDoubleUtf8, 1, Change::Charset(Charset::DoubleUtf8));
    list.add(CauseId::CharsetAsciiQuestionMarks, 1, Change::Charset(Charset::QuestionMarks));
    list.add(CauseId::CharsetAsciiQuestionMarks, 1, Change::Charset(Charset::QuestionMarkPairs));
    list.add(CauseId::CharsetUtf16, 2, Change::Charset(Charset::Utf16Le));
    list.add(CauseId::CharsetUtf16, 2, Change::Charset(Charset::Utf16Be));
    list.add(CauseId::CharsetBytesAsText, 1, Change::Charset(Charset::BytesAsLatin1));
    list.add(CauseId::CharsetBytesAsText, 1, Change::Charset(Charset::BytesAsUtf8));
    list.add(CauseId::CharsetLowerCaseEscapes, if is_standard { 2 } else { 1 }, Change::Charset(Charset::LowerEscapes));
    list.add(CauseId::LayoutBackslashN, 1, Change::Charset(Charset::Replaced("\n", "\\n")));
    list.add(CauseId::LayoutCrlf, 2, Change::Charset(Charset::Replaced("\n", "\r\n")));
    list.add(CauseId::LayoutCr, 2, Change::Charset(Charset::Replaced("\n", "\r")));
    list.add(CauseId::LayoutAmpersandsLeftOut, 2, Change::Charset(Charset::Replaced("&", "")));
}
