//! What is done to a whole body: the printers, and the mistakes around them.

use super::form::{self, Form};
use super::style::{
    ASCII, ASTRAL, BY_POINTS, BY_UNITS, DOTNET, FOUR, GO, GSON, GSON_MAP, HTML, INDICES, JACKSON, JACKSON_ASCII, JS,
    JS_TEXT, LINE, LINES, LISTS, META, NO_NULLS, OPEN, PHP, PHP_PLAIN, PYTHON, PYTHON_REPR, PYTHON_UTF8, QUOTED,
    QUOTES, RAILS, RUBY, SLASHES, SPACED, Style, TAB, TOP, TWO, UPPER, WRITTEN,
};
use crate::canonical::filter::Filter;

/// An id, which of several it is, a cost, and how it is made.
pub(super) struct Row(pub &'static str, pub &'static str, pub u8, pub How);

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
    /// A form with `true` and `false` in other words.
    InWords([&'static str; 2]),
    /// A form without pairs that have no value.
    WithoutEmpty,
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

pub(super) type Replacements = &'static [(&'static str, &'static str)];

/// How a body is printed in which a number had a fraction of zeros.
#[derive(Debug)]
pub(super) struct Fraction {
    pub program: &'static str,
    pub style: Style,
    pub digits: usize,
}

pub(super) const FRACTIONS: &[Fraction] = &[
    Fraction { program: "`JSON.stringify`", style: JS, digits: 1 },
    Fraction { program: "`JSON.stringify`", style: JS, digits: 2 },
    Fraction { program: "Python's `json.dumps`", style: PYTHON, digits: 1 },
    Fraction { program: "Python's `json.dumps` with `ensure_ascii=False`", style: PYTHON_UTF8, digits: 1 },
    Fraction { program: "Python's `json.dumps` with `separators`", style: PYTHON.without(SPACED), digits: 1 },
];

/// What Go escapes in a text that it copies.
const GO_HTML: Replacements =
    &[("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026"), ("\u{2028}", r"\u2028"), ("\u{2029}", r"\u2029")];

pub(super) const ROWS: &[Row] = &[
    Row("body-raw-not-canonical", "", 1, How::Replaced(&[])),
    Row("body-minified", "`JSON.stringify`", 1, How::Printed(JS)),
    Row("body-minified", "numbers kept as they are written", 1, How::Printed(WRITTEN)),
    Row("body-white-space-removed", "", 1, How::Compact(&[], "")),
    Row("body-left-out", "", 1, How::Text("")),
    Row("body-empty-object", "", 1, How::Text("{}")),
    Row("body-empty-array", "", 1, How::Text("[]")),
    Row("body-empty-quotes", "", 1, How::Text("\"\"")),
    Row("body-undefined-literal", "", 1, How::Text("undefined")),
    Row("body-null-literal", "null", 1, How::Text("null")),
    Row("body-null-literal", "None", 1, How::Text("None")),
    Row("body-object-object", "", 1, How::Text("[object Object]")),
    Row("body-trailing-newline", "LF", 1, How::Between(&["", "\n"])),
    Row("body-trailing-newline", "CR LF", 1, How::Between(&["", "\r\n"])),
    Row("body-trailing-space", "", 1, How::Between(&["", " "])),
    Row("body-trimmed", "", 1, How::Trimmed),
    Row("body-python-separators", "`json.dumps`", 1, How::Printed(PYTHON)),
    Row("body-python-separators", "`json.dumps` with `ensure_ascii=False`", 1, How::Printed(PYTHON_UTF8)),
    Row("body-ascii-escaped", "a replacement after `JSON.stringify`", 1, How::Printed(JS.with(ASCII))),
    Row("body-ascii-escaped", "Python's `json.dumps` with `separators`", 1, How::Printed(PYTHON.without(SPACED))),
    Row(
        "body-python-numbers",
        "`json.dumps` with `separators` and `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED)),
    ),
    Row("body-php-json-escapes", "`json_encode`, objects as arrays", 1, How::Printed(PHP.with(LISTS))),
    Row("body-php-json-escapes", "`json_encode`, objects as objects", 1, How::Printed(PHP)),
    Row(
        "body-ascii-escaped",
        "PHP's `JSON_UNESCAPED_SLASHES`, objects as arrays",
        1,
        How::Printed(PHP.without(SLASHES).with(LISTS)),
    ),
    Row(
        "body-ascii-escaped",
        "PHP's `JSON_UNESCAPED_SLASHES`, objects as objects",
        1,
        How::Printed(PHP.without(SLASHES)),
    ),
    Row("body-slashes-escaped", "a replacement after `JSON.stringify`", 1, How::Printed(JS.with(SLASHES))),
    Row(
        "body-slashes-escaped",
        "PHP's `JSON_UNESCAPED_UNICODE`, objects as arrays",
        1,
        How::Printed(PHP_PLAIN.with(SLASHES).with(LISTS)),
    ),
    Row(
        "body-slashes-escaped",
        "PHP's `JSON_UNESCAPED_UNICODE`, objects as objects",
        1,
        How::Printed(PHP_PLAIN.with(SLASHES)),
    ),
    Row("body-php-arrays", "`json_encode` with both flags, objects as arrays", 1, How::Printed(PHP_PLAIN.with(LISTS))),
    Row("body-php-arrays", "`json_encode` with both flags, objects as objects", 1, How::Printed(PHP_PLAIN)),
    Row("body-keys-sorted", "RFC 8785", 1, How::Printed(JS.without(INDICES).with(BY_UNITS))),
    Row("body-keys-sorted", "an object with its keys inserted in order", 1, How::Printed(JS.with(BY_UNITS))),
    Row("body-keys-sorted", "sorted by bytes", 1, How::Printed(WRITTEN.with(BY_POINTS))),
    Row("body-keys-sorted", "the outermost object only", 1, How::Printed(JS.with(BY_UNITS).with(TOP))),
    Row("body-go-html-escapes", "`json.Marshal`", 1, How::Printed(GO)),
    Row("body-go-html-escapes", "`json.RawMessage`", 1, How::Compact(GO_HTML, "")),
    Row(
        "body-go-html-escapes",
        "`json.RawMessage` by `json.NewEncoder`, with its line feed",
        1,
        How::Compact(GO_HTML, "\n"),
    ),
    Row(
        "body-go-html-escapes",
        "a `struct` in the order of the body",
        1,
        How::Printed(JS.without(INDICES).with(HTML).with(LINES)),
    ),
    Row("body-go-html-escapes", "`json.NewEncoder`, with its line feed", 1, How::Printed(GO.with(LINE))),
    Row("body-ruby-numbers", "`JSON.generate`", 1, How::Printed(RUBY)),
    Row("body-rails-html-escapes", "`to_json`", 1, How::Printed(RAILS)),
    Row("body-pretty-2", "`JSON.stringify`", 1, How::Printed(JS.with(TWO))),
    Row("body-pretty-2", "Python's `json.dumps`", 1, How::Printed(PYTHON.without(SPACED).with(TWO))),
    Row(
        "body-pretty-2",
        "Python's `json.dumps` with `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED).with(TWO)),
    ),
    Row("body-pretty-2", "Go's `json.MarshalIndent`", 1, How::Printed(GO.with(TWO))),
    Row("body-pretty-2", "Ruby's `JSON.pretty_generate`", 1, How::Printed(RUBY.with(TWO))),
    Row("body-pretty-2", "Ruby's `JSON.pretty_generate` before json 2.8", 1, How::Printed(RUBY.with(OPEN).with(TWO))),
    Row("body-pretty-2", "Gson's `setPrettyPrinting`", 1, How::Printed(GSON.with(TWO))),
    Row("body-pretty-2", "`jq`, with its line feed", 1, How::Printed(JS.without(INDICES).with(TWO).with(LINE))),
    Row("body-pretty-4", "`JSON.stringify`", 1, How::Printed(JS.with(FOUR))),
    Row("body-pretty-4", "Python's `json.dumps`", 1, How::Printed(PYTHON.without(SPACED).with(FOUR))),
    Row(
        "body-pretty-4",
        "Python's `json.dumps` with `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED).with(FOUR)),
    ),
    Row("body-pretty-4", "PHP's `JSON_PRETTY_PRINT`", 1, How::Printed(PHP.with(LISTS).with(FOUR))),
    Row(
        "body-pretty-4",
        "PHP's `JSON_PRETTY_PRINT` with both `JSON_UNESCAPED` flags",
        1,
        How::Printed(PHP_PLAIN.with(LISTS).with(FOUR)),
    ),
    Row("body-pretty-4", "Go's `json.MarshalIndent`", 1, How::Printed(GO.with(FOUR))),
    Row("body-pretty-tab", "`JSON.stringify`", 1, How::Printed(JS.with(TAB))),
    Row("body-pretty-tab", "Go's `json.MarshalIndent`", 1, How::Printed(GO.with(TAB))),
    Row("body-keys-sorted", "Python's `sort_keys`", 1, How::Printed(PYTHON.with(BY_POINTS))),
    Row(
        "body-keys-sorted",
        "Python's `sort_keys` with `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.with(BY_POINTS)),
    ),
    Row(
        "body-keys-sorted",
        "Python's `sort_keys` with `separators`",
        1,
        How::Printed(PYTHON.without(SPACED).with(BY_POINTS)),
    ),
    Row(
        "body-keys-sorted",
        "Python's `sort_keys` with `separators` and `ensure_ascii=False`",
        1,
        How::Printed(PYTHON_UTF8.without(SPACED).with(BY_POINTS)),
    ),
    Row("body-keys-sorted", "Go's `SetEscapeHTML(false)`", 1, How::Printed(GO.without(HTML))),
    Row(
        "body-keys-sorted",
        "Go's `SetEscapeHTML(false)`, with its line feed",
        1,
        How::Printed(GO.without(HTML).with(LINE)),
    ),
    Row("body-keys-sorted", "PHP's `ksort`", 1, How::Printed(PHP.with(LISTS).with(BY_POINTS).with(TOP))),
    Row("body-trailing-newline", "LF after `JSON.stringify`", 1, How::Printed(JS.with(LINE))),
    Row("body-double-stringified", "after parsing it", 1, How::Twice),
    Row("body-double-stringified", "as it is", 1, How::Stringified),
    Row("body-unescaped", "", 1, How::Unstringified),
    Row("body-ascii-escaped", "Jackson's `ESCAPE_NON_ASCII`", 1, How::Printed(JACKSON_ASCII)),
    Row("body-dotnet-escapes", "`System.Text.Json`", 1, How::Printed(DOTNET)),
    Row("body-emoji-escaped", "in upper case", 1, How::Printed(JS.with(ASTRAL | UPPER))),
    Row("body-emoji-escaped", "in lower case", 1, How::Printed(JS.with(ASTRAL))),
    Row("body-meta-escapes", "", 1, How::Printed(META)),
    Row("body-meta-escapes", "in upper case", 1, How::Printed(META.with(UPPER))),
    Row("body-meta-escapes", "`<`, `>` and `&`, too", 1, How::Printed(META.with(HTML))),
    Row("body-meta-escapes", "`<`, `>` and `&`, too, in upper case", 1, How::Printed(META.with(HTML | UPPER))),
    Row("body-base64-decoded", "", 1, How::Unbase64),
    Row("body-form-urlencoded", "`URLSearchParams`", 2, How::Pairs(&form::SEARCH_PARAMS)),
    Row("body-form-urlencoded", "`encodeURIComponent`", 2, How::Pairs(&form::COMPONENTS)),
    Row("body-form-urlencoded", "Python's `urlencode`", 2, How::Pairs(&form::URLENCODE)),
    Row("body-form-urlencoded", "PHP's `http_build_query`", 2, How::Pairs(&form::BUILD_QUERY)),
    Row("body-form-urlencoded", "nothing encoded", 2, How::Pairs(&form::PLAIN)),
    Row("body-form-urlencoded", "nothing encoded, sorted", 2, How::Pairs(&form::PLAIN_SORTED)),
    Row("body-form-reencoded", "`URLSearchParams`", 2, How::Again(&form::SEARCH_PARAMS)),
    Row("body-form-reencoded", "`encodeURIComponent`", 2, How::Again(&form::COMPONENTS)),
    Row("body-form-reencoded", "nothing encoded", 2, How::Again(&form::PLAIN)),
    Row("body-form-reencoded", "`+` for `%20`", 2, How::FormReplaced(&[("%20", "+")])),
    Row("body-form-reencoded", "`%20` for `+`", 2, How::FormReplaced(&[("+", "%20")])),
    Row("body-form-reencoded", "PHP's `urlencode`", 2, How::Again(&form::BUILD_QUERY)),
    Row("body-form-reencoded", "PHP's `rawurlencode`", 2, How::Again(&form::RAW)),
    Row("body-form-reencoded", "Python's `urlencode`", 2, How::Again(&form::URLENCODE)),
    Row("body-form-reencoded", "`%2A` for `*`", 2, How::FormReplaced(&[("*", "%2A")])),
    Row("body-form-reencoded", "`*` for `%2A`", 2, How::FormReplaced(&[("%2A", "*")])),
    Row("body-form-words", "`1` for `true`, `0` for `false`", 2, How::InWords(["1", "0"])),
    Row("body-form-words", "`1` for `true`, nothing for `false`", 2, How::InWords(["1", ""])),
    Row("body-form-words", "`True` and `False`", 2, How::InWords(["True", "False"])),
    Row("body-form-empty-left-out", "", 2, How::WithoutEmpty),
    Row("body-value-of-form", "payload", 2, How::AsValue("payload", &form::SEARCH_PARAMS)),
    Row("body-value-of-form", "payload, by `encodeURIComponent`", 2, How::AsValue("payload", &form::COMPONENTS)),
    Row("body-value-of-form", "payload, by PHP", 2, How::AsValue("payload", &form::BUILD_QUERY)),
    Row("body-value-of-form", "data", 2, How::AsValue("data", &form::SEARCH_PARAMS)),
    Row("body-form-sorted", "", 2, How::Filtered(&[Filter::Sorted])),
    Row("body-form-as-json", "", 2, How::AsJson),
    Row("body-base64", "", 2, How::Filtered(&[Filter::Base64])),
    Row("body-sha256-hex", "", 2, How::Filtered(&[Filter::Sha256, Filter::Hex])),
    Row("body-python-repr", "`str(dict)`", 2, How::Printed(PYTHON_REPR)),
    Row("body-python-repr", "`str(dict)` with its quotes replaced", 2, How::Requoted(PYTHON_REPR, &[("'", "\"")])),
    Row("body-single-quotes", "", 2, How::Replaced(&[("\"", "'")])),
    Row("body-single-quotes", "after `JSON.stringify`", 2, How::Requoted(JS, &[("\"", "'")])),
    Row("body-crlf", "", 2, How::Replaced(&[("\r\n", "\n"), ("\n", "\r\n")])),
    Row("body-lf", "", 2, How::Replaced(&[("\r\n", "\n")])),
    Row("body-line-breaks-removed", "", 2, How::Replaced(&[("\r", ""), ("\n", "")])),
    Row("body-bom-added", "", 2, How::Between(&["\u{feff}", ""])),
    Row("body-bom-removed", "", 2, How::Replaced(&[("\u{feff}", "")])),
    Row("body-nul-removed", "", 2, How::Replaced(&[("\0", "")])),
    Row("body-nulls-dropped", "", 2, How::Printed(JS.with(NO_NULLS))),
    Row("body-gson-escapes", "`JsonElement`", 2, How::Printed(GSON)),
    Row("body-gson-escapes", "`fromJson` to a `Map`", 2, How::Printed(GSON_MAP)),
    Row(
        "body-gson-escapes",
        "`JsonElement.toString`",
        2,
        How::Printed(GSON.without(HTML).without(QUOTES).without(NO_NULLS)),
    ),
    Row("body-gson-escapes", "`disableHtmlEscaping`", 2, How::Printed(GSON.without(HTML).without(QUOTES))),
    Row("body-jackson-numbers", "", 2, How::Printed(JACKSON)),
    Row("body-numbers-as-strings", "as they are written", 3, How::Printed(WRITTEN.with(QUOTED))),
    Row("body-numbers-as-strings", "`String(number)`", 3, How::Printed(Style { numbers: &JS_TEXT, ..JS.with(QUOTED) })),
];
