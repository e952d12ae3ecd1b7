//! JSON data with its members in order.

use alloc::{string::String, vec::Vec};

use crate::error::{Error, Fault};
use crate::json;
use crate::text::decimal;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// A number; `None` if it is not an unsigned 32-bit integer.
    Number(Option<u32>),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Value {
    /// Parses JSON.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let refused = |expected: &str, got| Err(Error::SchemeInvalid(Fault::new(SCHEME, String::from(expected), got)));
        if text.len() > MAX_BYTES {
            return refused(&["at most ", &decimal(MAX_BYTES), " bytes"].concat(), "more");
        }
        let compact =
            json::compact(text.as_bytes()).map_err(|unexpected| Error::SchemeInvalid(unexpected.of(SCHEME)))?;
        match (Reader { rest: &compact }).value(0) {
            Ok(value) => Ok(value),
            Err(expected) => refused(expected, "another value"),
        }
    }

    /// The member of an object.
    #[cfg(feature = "catalogue")]
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The member of an object, taken out of it.
    #[cfg(feature = "catalogue")]
    pub(super) fn into_member(self, name: &str) -> Option<Self> {
        let Self::Object(members) = self else { return None };
        members.into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// A description for error messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Parses JSON without white space that [`json::reserialise`] has already checked.
struct Reader<'j> {
    rest: &'j [u8],
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, &'static str> {
        if depth > MAX_DEPTH {
            return Err("at most six lists and objects inside each other");
        }
        Ok(match self.next() {
            b'"' => Value::Text(self.text()?),
            b'[' => {
                let mut list = Vec::new();
                while !self.ends(b']') {
                    list.push(self.value(depth + 1)?);
                }
                Value::List(list)
            }
            b'{' => {
                let mut members = Vec::new();
                while !self.ends(b'}') {
                    self.next();
                    let name = self.text()?;
                    self.next();
                    members.push((name, self.value(depth + 1)?));
                }
                Value::Object(members)
            }
            first => {
                let end =
                    self.rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}')).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                match first {
                    b't' => Value::Bool(true),
                    b'f' => Value::Bool(false),
                    b'n' => Value::Null,
                    _ => Value::Number(number(first, word)),
                }
            }
        })
    }

    /// The next byte.
    fn next(&mut self) -> u8 {
        let (&byte, rest) = self.rest.split_first().unwrap_or((&0, &[]));
        self.rest = rest;
        byte
    }

    /// Whether an array or object ends here. Skips the closing bracket, or the comma before the next value.
    fn ends(&mut self, close: u8) -> bool {
        let next = self.rest.first().copied().unwrap_or(close);
        if next == close || next == b',' {
            self.next();
        }
        next == close
    }

    /// The string after an opening quote.
    fn text(&mut self) -> Result<String, &'static str> {
        let mut end = 0;
        loop {
            match self.rest.get(end..).unwrap_or_default() {
                [b'\\', b'u', b'd', ..] => return Err("a string without lone surrogates"),
                [b'\\', ..] => end += 2,
                [b'"', ..] | [] => break,
                _ => end += 1,
            }
        }
        let (printed, rest) = self.rest.split_at(end.min(self.rest.len()));
        self.rest = rest;
        self.next();
        String::from_utf8(json::unescaped(printed)).map_err(|_| "UTF-8")
    }
}

fn number(first: u8, rest: &[u8]) -> Option<u32> {
    let digits = [&[first], rest].concat();
    core::str::from_utf8(&digits).ok()?.parse().ok()
}

#[cfg(feature = "serde")]
mod through_serde {
    use alloc::{string::String, vec::Vec};
    use core::fmt;

    use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

    use super::Value;

    impl<'de> Deserialize<'de> for Value {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(AnyValue)
        }
    }

    struct AnyValue;

    impl<'de> Visitor<'de> for AnyValue {
        type Value = Value;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a scheme as plain data")
        }

        fn visit_unit<E>(self) -> Result<Value, E> {
            Ok(Value::Null)
        }

        fn visit_none<E>(self) -> Result<Value, E> {
            Ok(Value::Null)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
            Ok(Value::Bool(value))
        }

        fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
            Ok(Value::Number(u32::try_from(number).ok()))
        }

        fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
            Ok(Value::Number(u32::try_from(number).ok()))
        }

        fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
            Ok(Value::Number(None))
        }

        fn visit_str<E>(self, text: &str) -> Result<Value, E> {
            Ok(Value::Text(text.into()))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
            Ok(Value::List(list))
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
            let mut object = Vec::new();
            while let Some(member) = members.next_entry::<String, Value>()? {
                object.push(member);
            }
            Ok(Value::Object(object))
        }
    }
}

/// The name of the whole scheme in errors.
pub(super) const SCHEME: &str = "scheme";
/// The largest definition in bytes: far more than any scheme of the catalogue has.
const MAX_BYTES: usize = 64 << 10;
const MAX_DEPTH: usize = 6;
