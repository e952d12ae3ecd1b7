//! How programs print the JSON that they have read.

/// One way to print; what is not said is as ECMAScript prints.
#[derive(Clone, Copy, Debug)]
pub(in crate::explain) struct Style {
    /// The constants of this file, joined.
    pub(super) bits: u32,
    pub(super) numbers: &'static Numbers,
}

/// How numbers are read and printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub whole: Whole,
    /// Between which places of the decimal point a double prints without an exponent; and the last one with a fraction.
    pub fixed: (i32, i32, i32),
    /// Whether a whole double ends in `.0`; without an exponent, and with one.
    pub zero: (bool, bool),
    /// The letter before an exponent, its sign where it is not negative, and how many digits it has at least.
    pub exponent: (u8, &'static str, i32),
    /// Whether the double below zero that equals zero keeps its sign.
    pub negative_zero: bool,
    /// What an overflow prints as; nothing where it is refused.
    pub infinite: &'static str,
}

/// How a number without a point and an exponent is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// As a double.
    Double,
    /// As 64 bits where they suffice, else as a double.
    Long,
    /// Exactly, however long.
    Exact,
    /// Not at all: this and any other number stays as it is written.
    Written,
}

impl Style {
    pub(super) const fn has(&self, bit: u32) -> bool {
        self.bits & bit != 0
    }

    pub(super) const fn with(self, bits: u32) -> Self {
        Self { bits: self.bits | bits, ..self }
    }

    pub(super) const fn without(self, bits: u32) -> Self {
        Self { bits: self.bits & !bits, ..self }
    }

    const fn numbers(self, numbers: &'static Numbers) -> Self {
        Self { numbers, ..self }
    }
}

/// What is not ASCII becomes `\u` and its UTF-16 units in lower-case hexadecimal.
pub(super) const ASCII: u32 = 1;
/// So does U+007F.
pub(super) const DELETE: u32 = 1 << 1;
/// `/` becomes `\/`.
pub(super) const SLASHES: u32 = 1 << 2;
/// `<`, `>` and `&` become `\u003c`, `\u003e` and `\u0026`.
pub(super) const HTML: u32 = 1 << 3;
/// So do `=` and `'`.
pub(super) const QUOTES: u32 = 1 << 4;
/// So do U+2028 and U+2029.
pub(super) const LINES: u32 = 1 << 5;
/// `\b` and `\f` are written as `\u0008` and `\u000c`.
pub(super) const LONG: u32 = 1 << 6;
/// Hexadecimal digits are in upper case.
pub(super) const UPPER: u32 = 1 << 7;
/// Texts and words as Python's `repr` writes them.
pub(super) const REPR: u32 = 1 << 8;
/// Members that are `null` are left out.
pub(super) const NO_NULLS: u32 = 1 << 9;
/// Numbers stand in quotes.
pub(super) const QUOTED: u32 = 1 << 10;
/// A lone surrogate is refused.
pub(super) const LONE_REFUSED: u32 = 1 << 11;
/// A lone surrogate is read as U+FFFD.
pub(super) const LONE_REPLACED: u32 = 1 << 12;
/// A lone surrogate is sent as `?`.
pub(super) const LONE_ASKED: u32 = 1 << 13;
/// Array indices come first, ascending.
pub(super) const INDICES: u32 = 1 << 14;
/// Members are in the order of their code points, which is that of their bytes.
pub(super) const BY_POINTS: u32 = 1 << 15;
/// Members are in the order of their UTF-16 units.
pub(super) const BY_UNITS: u32 = 1 << 16;
/// Only the outermost object is put in order.
pub(super) const TOP: u32 = 1 << 17;
/// An object whose keys count up from 0, and so an empty one, is a list.
pub(super) const LISTS: u32 = 1 << 18;
/// A space stands after commas and colons.
pub(super) const SPACED: u32 = 1 << 19;
/// An empty array or object is two lines, as Ruby's json before 2.8 prints it.
pub(super) const OPEN: u32 = 1 << 20;
/// A line for each member, moved by two spaces, four or a tab; only colons have a space.
pub(super) const TWO: u32 = 1 << 21;
pub(super) const FOUR: u32 = 1 << 22;
pub(super) const TAB: u32 = 1 << 23;
/// A line break ends the text.
pub(super) const LINE: u32 = 1 << 24;

/// Only what takes two UTF-16 units becomes `\u` and these, as LINE sends emoji.
pub(super) const ASTRAL: u32 = 1 << 25;
/// `@` and `%` become `\u0040` and `\u0025`, as Meta sends them.
pub(super) const MARKS: u32 = 1 << 26;
/// `"`, `'`, `+` and the backquote become `\u0022`, `\u0027`, `\u002B` and `\u0060`, as .NET prints them.
pub(super) const QUOTATION: u32 = 1 << 27;

/// `JSON.stringify(JSON.parse(text))`.
pub(super) const JS: Style = Style { bits: INDICES, numbers: &JS_NUMBERS };

/// A reader that keeps all as it is written but white space and escapes, as .NET, `jq` and Go with `json.Number`.
pub(super) const WRITTEN: Style = JS.without(INDICES).numbers(&WRITTEN_NUMBERS);

/// `json.dumps(json.loads(text))`.
pub(super) const PYTHON: Style = Style { bits: ASCII | DELETE | SPACED, numbers: &PYTHON_NUMBERS };

/// The same with `ensure_ascii=False`.
pub(super) const PYTHON_UTF8: Style = PYTHON.without(ASCII | DELETE).with(LONE_REFUSED);

/// `str(json.loads(text))`.
pub(super) const PYTHON_REPR: Style = Style { bits: REPR | SPACED, numbers: &PYTHON_TEXT };

/// `json_encode(json_decode($text))`, with objects as objects.
pub(super) const PHP: Style = JS.without(INDICES).with(ASCII | SLASHES | LONE_REFUSED).numbers(&PHP_NUMBERS);

/// The same with `JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE`, which leaves two characters escaped.
pub(super) const PHP_PLAIN: Style = PHP.without(ASCII | SLASHES).with(LINES);

/// `json.Marshal` of what `json.Unmarshal` made of the text.
pub(super) const GO: Style =
    JS.without(INDICES).with(HTML | LINES | LONG | LONE_REPLACED | BY_POINTS).numbers(&GO_NUMBERS);

/// `JSON.generate(JSON.parse(text))`.
pub(super) const RUBY: Style = JS.without(INDICES).with(LONE_REFUSED).numbers(&RUBY_NUMBERS);

/// `JSON.parse(text).to_json` in Rails.
pub(super) const RAILS: Style = RUBY.with(HTML | LINES).numbers(&RAILS_NUMBERS);

/// `new Gson().toJson(JsonParser.parseString(text))`.
pub(super) const GSON: Style = WRITTEN.with(HTML | QUOTES | LINES | NO_NULLS | LONE_ASKED);

/// `gson.toJson(gson.fromJson(text, Object.class))`.
pub(super) const GSON_MAP: Style = GSON.numbers(&GSON_NUMBERS);

/// `mapper.writeValueAsString(mapper.readTree(text))`.
pub(super) const JACKSON: Style = WRITTEN.with(UPPER | LONE_ASKED).numbers(&JACKSON_NUMBERS);

/// The same with `JsonWriteFeature.ESCAPE_NON_ASCII`.
pub(super) const JACKSON_ASCII: Style = JACKSON.with(ASCII);

/// `JsonNode.Parse(text).ToJsonString()` in .NET.
pub(super) const DOTNET: Style = WRITTEN.with(ASCII | DELETE | HTML | QUOTATION | UPPER | LONE_REPLACED);

/// What Meta sends.
pub(super) const META: Style = JS.with(ASCII | SLASHES | MARKS);

const JS_NUMBERS: Numbers = Numbers {
    whole: Whole::Double,
    fixed: (-5, 21, 21),
    zero: (false, false),
    exponent: (b'e', "+", 1),
    negative_zero: false,
    infinite: "null",
};

/// `String(number)`.
pub(super) const JS_TEXT: Numbers = Numbers { infinite: "Infinity", ..JS_NUMBERS };

const WRITTEN_NUMBERS: Numbers = Numbers { whole: Whole::Written, ..JS_NUMBERS };

const PYTHON_NUMBERS: Numbers = Numbers {
    whole: Whole::Exact,
    fixed: (-3, 16, 16),
    zero: (true, false),
    exponent: (b'e', "+", 2),
    negative_zero: true,
    infinite: "Infinity",
};

/// `str(number)`.
pub(super) const PYTHON_TEXT: Numbers = Numbers { infinite: "inf", ..PYTHON_NUMBERS };

/// With `serialize_precision` at its default, -1.
const PHP_NUMBERS: Numbers = Numbers {
    whole: Whole::Long,
    fixed: (-3, 17, 17),
    zero: (false, true),
    exponent: (b'e', "+", 1),
    negative_zero: true,
    infinite: "",
};

/// `(string) $number`, with `precision` at its default, 14; more digits than those are not cut.
pub(super) const PHP_TEXT: Numbers =
    Numbers { fixed: (-3, 14, 14), exponent: (b'E', "+", 1), infinite: "INF", ..PHP_NUMBERS };

const GO_NUMBERS: Numbers = Numbers { negative_zero: true, infinite: "", ..JS_NUMBERS };

const RUBY_NUMBERS: Numbers = Numbers { fixed: (-3, 15, 16), zero: (true, true), infinite: "", ..PYTHON_NUMBERS };

const RAILS_NUMBERS: Numbers = Numbers { infinite: "null", ..RUBY_NUMBERS };

/// `Double.toString`, since Java 19 with no digit too many.
const JACKSON_NUMBERS: Numbers =
    Numbers { fixed: (-2, 7, 7), zero: (true, true), exponent: (b'E', "", 1), infinite: "", ..PYTHON_NUMBERS };

const GSON_NUMBERS: Numbers = Numbers { whole: Whole::Double, ..JACKSON_NUMBERS };
