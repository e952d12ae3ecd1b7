//! What people sign in the place of a body: the same JSON printed by other programs, and the mistakes around it.
//!
//! What each printer prints is compared with the programs themselves, whose versions stand in `tests/explain/bodies.json`.

mod edit;
mod form;
mod number;
mod print;
mod style;
mod tree;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use alloc::{borrow::Cow, string::String, vec::Vec};

use form::Form;
use print::Member;
use style::{
    ASCII, BY_POINTS, BY_UNITS, FOUR, GO, GSON, GSON_MAP, HTML, INDICES, JACKSON, JS, JS_TEXT, LINE, LINES, LISTS,
    NO_NULLS, OPEN, PHP, PHP_PLAIN, PYTHON, PYTHON_REPR, PYTHON_UTF8, QUOTED, QUOTES, RAILS, RUBY, SLASHES, SPACED,
    Style, TAB, TOP, TWO, WRITTEN,
};
use tree::Tree;

use crate::canonical::Limit;
use crate::canonical::filter::Filter;
use crate::json;

/// A body, and all that may have been signed in its place.
#[derive(Debug)]
pub(super) struct Bodies {
    raw: Vec<u8>,
    /// `None` where the body is no JSON.
    tree: Option<Tree>,
    /// The members of the object that the body is.
    members: Vec<Member>,
}

/// One of them: its id, which of several of that id it is (a program, a member, an order), and its cost.
#[derive(Debug)]
pub(super) struct Name<'b> {
    pub id: &'static str,
    pub which: Cow<'b, str>,
    pub cost: u8,
}

impl Bodies {
    /// The body `raw`, of which nothing is known until it is [read](Self::read).
    pub(super) const fn of(raw: Vec<u8>) -> Self {
        Self { raw, tree: None, members: Vec::new() }
    }

    /// Reads the body where it is JSON.
    pub(super) fn read(&mut self) {
        self.tree = Tree::read(&self.raw);
        let is_object = |tree: &&Tree| tree.is_object(0);
        self.members = self.tree.as_ref().filter(is_object).map_or_else(Vec::new, |tree| print::members(tree, 0, &JS));
    }

    /// The body as it stands.
    pub(super) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// How many there may be; not all of them apply to every body.
    pub(super) fn count(&self) -> usize {
        ROWS.len() + self.single_members().len() + self.orders()
    }

    /// What the one at `place` is called.
    pub(super) fn name(&self, place: usize) -> Name<'_> {
        if let Some(&Row(id, which, cost, _)) = ROWS.get(place) {
            return Name { id, which: which.into(), cost };
        }
        match self.single_members().get(place - ROWS.len()) {
            Some(member) => Name { id: "body-only-member", which: self.text(member.key).into(), cost: 2 },
            None => {
                let mut which = String::new();
                for Member { key, .. } in self.in_order(place) {
                    which.push_str(if which.is_empty() { "" } else { ", " });
                    which.push_str(&self.text(key));
                }
                Name { id: "body-key-order", which: which.into(), cost: 3 }
            }
        }
    }

    /// The bytes of the one at `place`; `None` where it does not apply, or the program would have refused.
    pub(super) fn make(&self, place: usize) -> Option<Vec<u8>> {
        if let Some(Row(_, _, _, how)) = ROWS.get(place) {
            return self.made(how);
        }
        let tree = self.tree.as_ref().filter(|_| place < self.count())?;
        match self.single_members().get(place - ROWS.len()) {
            Some(member) if tree.text(member.value).starts_with('"') => Some(self.text(member.value).into_bytes()),
            Some(member) => print::print(tree, member.value, &JS),
            None => print::print_object(tree, &self.in_order(place), &JS),
        }
    }

    fn made(&self, how: &How) -> Option<Vec<u8>> {
        let (raw, tree) = (&*self.raw, self.tree.as_ref());
        let form = || core::str::from_utf8(raw).ok().filter(|_| !json::is_json(raw) && raw.contains(&b'='));
        let mut out = Vec::new();
        match *how {
            How::Text(text) => out.extend_from_slice(text.as_bytes()),
            How::Printed(style) => return print::print(tree?, 0, &style),
            How::Replaced(pairs) => return Some(edit::replaced(raw, pairs)),
            How::Compact(pairs, end) => {
                tree?;
                out = edit::replaced(&edit::compact(raw), pairs);
                out.extend_from_slice(end.as_bytes());
            }
            How::Requoted(style, pairs) => return Some(edit::replaced(&print::print(tree?, 0, &style)?, pairs)),
            How::FormReplaced(pairs) => return Some(edit::replaced(form()?.as_bytes(), pairs)),
            How::Between(pieces) => {
                for piece in [pieces[0].as_bytes(), raw, pieces[1].as_bytes()] {
                    out.extend_from_slice(piece);
                }
            }
            How::Pairs(form) => return form::print(tree?, form),
            How::Again(kind) => return Some(form::encoded_again(form()?, kind)),
            How::AsJson => return form::as_json(form()?),
            How::Twice => return edit::stringified(&print::print(tree?, 0, &JS)?),
            How::Stringified => return edit::stringified(raw),
            How::Unstringified => return edit::unstringified(raw),
            How::Trimmed => out.extend_from_slice(raw.trim_ascii()),
            How::Filtered(filters) => {
                let is_form = filters[0] != Filter::Sorted || form().is_some();
                is_form.then(|| Filter::apply(filters, raw, Limit::None, &mut out))?.ok()?;
            }
        }
        Some(out)
    }

    fn single_members(&self) -> &[Member] {
        let count = self.members.len();
        &self.members[..if count > MOST_MEMBERS { 0 } else { count }]
    }

    /// How many orders of the members there are but their own.
    fn orders(&self) -> usize {
        match self.members.len() {
            count @ 2..=MOST_ORDERED => (1..=count).product::<usize>() - 1,
            _ => 0,
        }
    }

    /// The members in the order at `place`, whose number's digits say which of those left comes next.
    fn in_order(&self, place: usize) -> Vec<Member> {
        let mut number = place.saturating_sub(ROWS.len() + self.members.len()) + 1;
        let mut left = self.members.clone();
        let mut order = Vec::new();
        while !left.is_empty() {
            let count = left.len();
            order.push(left.remove(number % count));
            number /= count;
        }
        order
    }

    fn text(&self, token: usize) -> String {
        self.tree.as_ref().map_or_else(String::new, |tree| form::utf8(tree, token))
    }
}

/// An id, which of several it is, a cost, and how it is made.
struct Row(&'static str, &'static str, u8, How);

enum How {
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
    /// A form as an object.
    AsJson,
    Twice,
    Stringified,
    Unstringified,
    Trimmed,
    /// Sorted where it is a form, or through others whatever it is.
    Filtered(&'static [Filter]),
}

type Replacements = &'static [(&'static str, &'static str)];

/// An object with more is not tried member by member.
const MOST_MEMBERS: usize = 32;

/// An object with more is not tried in all orders: 5 have 120.
const MOST_ORDERED: usize = 5;

/// What Go escapes in a text that it copies.
const GO_HTML: Replacements =
    &[("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026"), ("\u{2028}", r"\u2028"), ("\u{2029}", r"\u2029")];

const ROWS: &[Row] = &[
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
