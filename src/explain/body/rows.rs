//! What is done to a whole body: the printers, and the mistakes around them.

use super::edit::Replacements;
use super::form::{self, Form};
use super::pairs::Edit;
use super::style::{
    ASCII, ASTRAL, BY_POINTS, BY_UNITS, DOTNET, FOUR, GO, GSON, GSON_MAP, HTML, INDICES, JACKSON, JACKSON_ASCII, JS,
    JS_TEXT, LINE, LINES, LISTS, META, NO_NULLS, OPEN, PHP, PHP_PLAIN, PYTHON, PYTHON_REPR, PYTHON_UTF8, QUOTED,
    QUOTES, RAILS, RUBY, SLASHES, SPACED, Style, TAB, TOP, TWO, UPPER, WRITTEN,
};
use crate::canonical::filter::Filter;
use crate::explain::causes::CauseId;

/// An id, which of several it is, a cost, and how it is made.
pub(super) struct Row(pub CauseId, pub &'static str, pub u8, pub How);

pub(super) enum How {
    /// This text, whatever the body.
    Text(&'static str),
    Printed(Style),
    Replaced(Replacements),
    /// Without white space, then texts replaced, and an end.
    Compact(Replacements, &'static str),
    /// Printed, then texts replaced.
    Requoted(Style, Replacements),
    /// The body between two texts.
    Between(&'static [&'static str; 2]),
    /// An object as a form.
    Pairs(&'static Form),
    /// A form decoded and encoded again.
    Again(&'static Form),
    /// A form with texts replaced.
    FormReplaced(Replacements),
    /// A form with all its pairs edited.
    Edited(Edit),
    /// The body as the value of a form's only pair.
    AsValue(&'static str, &'static Form),
    /// A form as an object.
    AsJson,
    Twice,
    Stringified,
    Unstringified,
    /// Decoded from base64.
    Unbase64,
    Trimmed,
    /// Sorted where it is a form, or through others whatever it is.
    Filtered(&'static [Filter]),
}

/// How a body is printed in which a number had a fraction of zeros.
#[derive(Debug)]
pub(super) struct Fraction {
    pub program: &'static str,
    pub style: Style,
    pub digits: usize,
    /// The cost of one number; all of them cost 4.
    pub cost: u8,
}

pub(super) const FRACTIONS: &[Fraction] = &[
    Fraction { program: "`JSON.stringify`", style: JS, digits: 1, cost: 1 },
    Fraction { program: "`JSON.stringify`", style: JS, digits: 2, cost: 4 },
    Fraction { program: "Python's `json.dumps`", style: PYTHON, digits: 1, cost: 4 },
    Fraction { program: "Python's `json.dumps` with `ensure_ascii=False`", style: PYTHON_UTF8, digits: 1, cost: 4 },
    Fraction { program: "Python's `json.dumps` with `separators`", style: PYTHON.without(SPACED), digits: 1, cost: 4 },
];

/// What Go escapes in a text that it copies.
const GO_HTML: Replacements =
    &[("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026"), ("\u{2028}", r"\u2028"), ("\u{2029}", r"\u2029")];

pub(super) const ROWS: &[Row] = &[
    Row(CauseId::BodyRawNotCanonical, "", 1, How::Replaced(&[])),
    Row(CauseId::BodyMinified, "`JSON.stringify`", 1, How::Printed(JS)),
    Row(CauseId::BodyMinified, "numbers kept as they are written", 1, How::Printed(WRITTEN)),
    Row(CauseId::BodyWhiteSpaceRemoved, "", 1, How::Compact(&[], "")),
    Row(CauseId::BodyLeftOut, "", 1, How::Text("")),
    Row(CauseId::BodyEmptyObject, "", 1, How::Text("{}")),
    Row(CauseId::BodyEmptyArray, "", 1, How::Text("[]")),
    Row(CauseId::BodyEmptyQuotes, "", 1, How::Text("\"\"")),
    Row(CauseId::BodyUndefinedLiteral, "", 1, How::Text("undefined")),
    Row(CauseId::BodyNullLiteral, "null", 1, How::Text("null")),
    Row(CauseId::BodyNullLiteral, "None", 1, How::Text("None")),
    Row(CauseId::BodyObjectObject, "", 1, How::Text("[object Object]")),
    Row(CauseId::BodyTrailingNewline, "LF", 1, How::Between(&["", "\n"])),
    Row(CauseId::BodyTrailingNewline, "CR LF", 1, How::Between(&["", "\r\n"])),
    Row(CauseId::BodyTrailingSpace, "", 1, How::Between(&["", " "])),
    Row(CauseId::BodyTrimmed, "", 1, How::Trimmed),
    Row(CauseId::BodyPythonSeparators, "`json.dumps`", 1, How::Printed(PYTHON)),
    Row(CauseId::BodyPythonSeparators, "`json.dumps` with `ensure_ascii=False`", 1, How::Printed(PYTHON_UTF8)),
    Row(CauseId::BodyAsciiEscaped, "a replacement after `JSON.stringify`", 1, How::Printed(JS.with(ASCII))),
    Row(CauseId::BodyAsciiEscaped, "Python's `json.dumps` with `separators`", 1, How::Printed(PYTHON.without(SPACED))),
    Row(
        CauseId::BodyPythonNumbers,
        "`json.dumps` with `separators` and `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED)),
    ),
    Row(CauseId::BodyPhpJsonEscapes, "`json_encode`, objects as arrays", 1, How::Printed(PHP.with(LISTS))),
    Row(CauseId::BodyPhpJsonEscapes, "`json_encode`, objects as objects", 1, How::Printed(PHP)),
    Row(
        CauseId::BodyAsciiEscaped,
        "PHP's `JSON_UNESCAPED_SLASHES`, objects as arrays",
        1,
        How::Printed(PHP.without(SLASHES).with(LISTS)),
    ),
    Row(
        CauseId::BodyAsciiEscaped,
        "PHP's `JSON_UNESCAPED_SLASHES`, objects as objects",
        1,
        How::Printed(PHP.without(SLASHES)),
    ),
    Row(CauseId::BodySlashesEscaped, "a replacement after `JSON.stringify`", 1, How::Printed(JS.with(SLASHES))),
    Row(
        CauseId::BodySlashesEscaped,
        "PHP's `JSON_UNESCAPED_UNICODE`, objects as arrays",
        1,
        How::Printed(PHP_PLAIN.with(SLASHES).with(LISTS)),
    ),
    Row(
        CauseId::BodySlashesEscaped,
        "PHP's `JSON_UNESCAPED_UNICODE`, objects as objects",
        1,
        How::Printed(PHP_PLAIN.with(SLASHES)),
    ),
    Row(
        CauseId::BodyPhpArrays,
        "`json_encode` with both flags, objects as arrays",
        1,
        How::Printed(PHP_PLAIN.with(LISTS)),
    ),
    Row(CauseId::BodyPhpArrays, "`json_encode` with both flags, objects as objects", 1, How::Printed(PHP_PLAIN)),
    Row(CauseId::BodyKeysSorted, "RFC 8785", 1, How::Printed(JS.without(INDICES).with(BY_UNITS))),
    Row(CauseId::BodyKeysSorted, "an object with its keys inserted in order", 1, How::Printed(JS.with(BY_UNITS))),
    Row(CauseId::BodyKeysSorted, "sorted by bytes", 1, How::Printed(WRITTEN.with(BY_POINTS))),
    Row(CauseId::BodyKeysSorted, "the outermost object only", 1, How::Printed(JS.with(BY_UNITS).with(TOP))),
    Row(CauseId::BodyGoHtmlEscapes, "`json.Marshal`", 1, How::Printed(GO)),
    Row(CauseId::BodyGoHtmlEscapes, "`json.RawMessage`", 1, How::Compact(GO_HTML, "")),
    Row(
        CauseId::BodyGoHtmlEscapes,
        "`json.RawMessage` by `json.NewEncoder`, with its line feed",
        1,
        How::Compact(GO_HTML, "\n"),
    ),
    Row(
        CauseId::BodyGoHtmlEscapes,
        "a `struct` in the order of the body",
        1,
        How::Printed(JS.without(INDICES).with(HTML).with(LINES)),
    ),
    Row(CauseId::BodyGoHtmlEscapes, "`json.NewEncoder`, with its line feed", 1, How::Printed(GO.with(LINE))),
    Row(CauseId::BodyRubyNumbers, "`JSON.generate`", 1, How::Printed(RUBY)),
    Row(CauseId::BodyRailsHtmlEscapes, "`to_json`", 1, How::Printed(RAILS)),
    Row(CauseId::BodyPretty2, "`JSON.stringify`", 1, How::Printed(JS.with(TWO))),
    Row(CauseId::BodyPretty2, "Python's `json.dumps`", 1, How::Printed(PYTHON.without(SPACED).with(TWO))),
    Row(
        CauseId::BodyPretty2,
        "Python's `json.dumps` with `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED).with(TWO)),
    ),
    Row(CauseId::BodyPretty2, "Go's `json.MarshalIndent`", 1, How::Printed(GO.with(TWO))),
    Row(CauseId::BodyPretty2, "Ruby's `JSON.pretty_generate`", 1, How::Printed(RUBY.with(TWO))),
    Row(
        CauseId::BodyPretty2,
        "Ruby's `JSON.pretty_generate` before json 2.8",
        1,
        How::Printed(RUBY.with(OPEN).with(TWO)),
    ),
    Row(CauseId::BodyPretty2, "Gson's `setPrettyPrinting`", 1, How::Printed(GSON.with(TWO))),
    Row(CauseId::BodyPretty2, "`jq`, with its line feed", 1, How::Printed(JS.without(INDICES).with(TWO).with(LINE))),
    Row(CauseId::BodyPretty4, "`JSON.stringify`", 1, How::Printed(JS.with(FOUR))),
    Row(CauseId::BodyPretty4, "Python's `json.dumps`", 1, How::Printed(PYTHON.without(SPACED).with(FOUR))),
    Row(
        CauseId::BodyPretty4,
        "Python's `json.dumps` with `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED).with(FOUR)),
    ),
    Row(CauseId::BodyPretty4, "PHP's `JSON_PRETTY_PRINT`", 1, How::Printed(PHP.with(LISTS).with(FOUR))),
    Row(
        CauseId::BodyPretty4,
        "PHP's `JSON_PRETTY_PRINT` with both `JSON_UNESCAPED` flags",
        1,
        How::Printed(PHP_PLAIN.with(LISTS).with(FOUR)),
    ),
    Row(CauseId::BodyPretty4, "Go's `json.MarshalIndent`", 1, How::Printed(GO.with(FOUR))),
    Row(CauseId::BodyPrettyTab, "`JSON.stringify`", 1, How::Printed(JS.with(TAB))),
    Row(CauseId::BodyPrettyTab, "Go's `json.MarshalIndent`", 1, How::Printed(GO.with(TAB))),
    Row(CauseId::BodyKeysSorted, "Python's `sort_keys`", 1, How::Printed(PYTHON.with(BY_POINTS))),
    Row(
        CauseId::BodyKeysSorted,
        "Python's `sort_keys` with `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.with(BY_POINTS)),
    ),
    Row(
        CauseId::BodyKeysSorted,
        "Python's `sort_keys` with `separators`",
        1,
        How::Printed(PYTHON.without(SPACED).with(BY_POINTS)),
    ),
    Row(
        CauseId::BodyKeysSorted,
        "Python's `sort_keys` with `separators` and `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED).with(BY_POINTS)),
    ),
    Row(CauseId::BodyKeysSorted, "Go's `SetEscapeHTML(false)`", 1, How::Printed(GO.without(HTML))),
    Row(
        CauseId::BodyKeysSorted,
        "Go's `SetEscapeHTML(false)`, with its line feed",
        1,
        How::Printed(GO.without(HTML).with(LINE)),
    ),
    Row(CauseId::BodyKeysSorted, "PHP's `ksort`", 1, How::Printed(PHP.with(LISTS).with(BY_POINTS).with(TOP))),
    Row(CauseId::BodyTrailingNewline, "LF after `JSON.stringify`", 1, How::Printed(JS.with(LINE))),
    Row(CauseId::BodyDoubleStringified, "after parsing it", 1, How::Twice),
    Row(CauseId::BodyDoubleStringified, "as it is", 1, How::Stringified),
    Row(CauseId::BodyUnescaped, "", 1, How::Unstringified),
    Row(CauseId::BodyAsciiEscaped, "Jackson's `ESCAPE_NON_ASCII`", 1, How::Printed(JACKSON_ASCII)),
    Row(CauseId::BodyDotnetEscapes, "`System.Text.Json`", 1, How::Printed(DOTNET)),
    Row(CauseId::BodyEmojiEscaped, "in upper case", 1, How::Printed(JS.with(ASTRAL | UPPER))),
    Row(CauseId::BodyEmojiEscaped, "in lower case", 1, How::Printed(JS.with(ASTRAL))),
    Row(CauseId::BodyMetaEscapes, "", 1, How::Printed(META)),
    Row(CauseId::BodyMetaEscapes, "in upper case", 1, How::Printed(META.with(UPPER))),
    Row(CauseId::BodyMetaEscapes, "`<`, `>` and `&`, too", 1, How::Printed(META.with(HTML))),
    Row(CauseId::BodyMetaEscapes, "`<`, `>` and `&`, too, in upper case", 1, How::Printed(META.with(HTML | UPPER))),
    Row(CauseId::BodyBase64Decoded, "", 1, How::Unbase64),
    Row(CauseId::BodyFormUrlencoded, "`URLSearchParams`", 2, How::Pairs(&form::SEARCH_PARAMS)),
    Row(CauseId::BodyFormUrlencoded, "`encodeURIComponent`", 2, How::Pairs(&form::COMPONENTS)),
    Row(CauseId::BodyFormUrlencoded, "Python's `urlencode`", 2, How::Pairs(&form::URLENCODE)),
    Row(CauseId::BodyFormUrlencoded, "PHP's `http_build_query`", 2, How::Pairs(&form::BUILD_QUERY)),
    Row(CauseId::BodyFormUrlencoded, "nothing encoded", 2, How::Pairs(&form::PLAIN)),
    Row(CauseId::BodyFormUrlencoded, "nothing encoded, sorted", 2, How::Pairs(&form::PLAIN_SORTED)),
    Row(CauseId::BodyFormReencoded, "`URLSearchParams`", 2, How::Again(&form::SEARCH_PARAMS)),
    Row(CauseId::BodyFormReencoded, "`encodeURIComponent`", 2, How::Again(&form::COMPONENTS)),
    Row(CauseId::BodyFormReencoded, "nothing encoded", 2, How::Again(&form::PLAIN)),
    Row(CauseId::BodyFormReencoded, "`+` for `%20`", 2, How::FormReplaced(&[("%20", "+")])),
    Row(CauseId::BodyFormReencoded, "`%20` for `+`", 2, How::FormReplaced(&[("+", "%20")])),
    Row(CauseId::BodyFormReencoded, "PHP's `urlencode`", 2, How::Again(&form::BUILD_QUERY)),
    Row(CauseId::BodyFormReencoded, "PHP's `rawurlencode`", 2, How::Again(&form::RAW)),
    Row(CauseId::BodyFormReencoded, "Python's `urlencode`", 2, How::Again(&form::URLENCODE)),
    Row(CauseId::BodyFormReencoded, "`%2A` for `*`", 2, How::FormReplaced(&[("*", "%2A")])),
    Row(CauseId::BodyFormReencoded, "`*` for `%2A`", 2, How::FormReplaced(&[("%2A", "*")])),
    Row(CauseId::BodyFormWords, "`1` for `true`, `0` for `false`", 2, How::Edited(Edit::Words(["1", "0"]))),
    Row(CauseId::BodyFormWords, "`1` for `true`, nothing for `false`", 2, How::Edited(Edit::Words(["1", ""]))),
    Row(CauseId::BodyFormWords, "`True` and `False`", 2, How::Edited(Edit::Words(["True", "False"]))),
    Row(CauseId::BodyFormEmptyLeftOut, "", 2, How::Edited(Edit::LeftOutIfEmpty)),
    Row(CauseId::BodyValueOfForm, "payload", 2, How::AsValue("payload", &form::SEARCH_PARAMS)),
    Row(CauseId::BodyValueOfForm, "payload, by `encodeURIComponent`", 2, How::AsValue("payload", &form::COMPONENTS)),
    Row(CauseId::BodyValueOfForm, "payload, by PHP", 2, How::AsValue("payload", &form::BUILD_QUERY)),
    Row(CauseId::BodyValueOfForm, "data", 2, How::AsValue("data", &form::SEARCH_PARAMS)),
    Row(CauseId::BodyFormSorted, "", 2, How::Filtered(&[Filter::Sorted])),
    Row(CauseId::BodyFormAsJson, "", 2, How::AsJson),
    Row(CauseId::BodyBase64, "", 2, How::Filtered(&[Filter::Base64])),
    Row(CauseId::BodySha256Hex, "", 2, How::Filtered(&[Filter::Sha256, Filter::Hex])),
    Row(CauseId::BodyPythonRepr, "`str(dict)`", 2, How::Printed(PYTHON_REPR)),
    Row(CauseId::BodyPythonRepr, "`str(dict)` with its quotes replaced", 2, How::Requoted(PYTHON_REPR, &[("'", "\"")])),
    Row(CauseId::BodySingleQuotes, "", 2, How::Replaced(&[("\"", "'")])),
    Row(CauseId::BodySingleQuotes, "after `JSON.stringify`", 2, How::Requoted(JS, &[("\"", "'")])),
    Row(CauseId::BodyCrlf, "", 2, How::Replaced(&[("\r\n", "\n"), ("\n", "\r\n")])),
    Row(CauseId::BodyLf, "", 2, How::Replaced(&[("\r\n", "\n")])),
    Row(CauseId::BodyLineBreaksRemoved, "", 2, How::Replaced(&[("\r", ""), ("\n", "")])),
    Row(CauseId::BodyBomAdded, "", 2, How::Between(&["\u{feff}", ""])),
    Row(CauseId::BodyBomRemoved, "", 2, How::Replaced(&[("\u{feff}", "")])),
    Row(CauseId::BodyNulRemoved, "", 2, How::Replaced(&[("\0", "")])),
    Row(CauseId::BodyNullsDropped, "", 2, How::Printed(JS.with(NO_NULLS))),
    Row(CauseId::BodyGsonEscapes, "`JsonElement`", 2, How::Printed(GSON)),
    Row(CauseId::BodyGsonEscapes, "`fromJson` to a `Map`", 2, How::Printed(GSON_MAP)),
    Row(
        CauseId::BodyGsonEscapes,
        "`JsonElement.toString`",
        2,
        How::Printed(GSON.without(HTML).without(QUOTES).without(NO_NULLS)),
    ),
    Row(CauseId::BodyGsonEscapes, "`disableHtmlEscaping`", 2, How::Printed(GSON.without(HTML).without(QUOTES))),
    Row(CauseId::BodyJacksonNumbers, "", 2, How::Printed(JACKSON)),
    Row(CauseId::BodyNumbersAsStrings, "as they are written", 3, How::Printed(WRITTEN.with(QUOTED))),
    Row(
        CauseId::BodyNumbersAsStrings,
        "`String(number)`",
        3,
        How::Printed(Style { numbers: &JS_TEXT, ..JS.with(QUOTED) }),
    ),
];
