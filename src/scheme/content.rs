//! What the members of a scheme contain, for whatever writes a scheme: JSON, or `serde`.

use alloc::vec::Vec;

use super::{Misreading, RateLimit, Scheme};
use crate::named::Named;

/// A type whose members are listed in a table.
pub(crate) trait Members {
    /// Shows each member to the visitor, by its name in JSON.
    fn each(&self, visitor: &mut Visitor<'_>);
}

/// What is called with the name and the content of each member.
pub(crate) struct Visitor<'v>(pub &'v mut dyn FnMut(&'static str, Content<'_>));

/// The content of a member, of a kind of JSON.
pub(crate) enum Content<'s> {
    Null,
    Text(&'s str),
    Number(u32),
    Flag(bool),
    Texts(&'s [&'s str]),
    /// An object of strings.
    Map(&'s [(&'s str, &'s str)]),
    /// An array of pairs of strings.
    Pairs(&'s [(&'s str, &'s str)]),
    Object(&'s dyn Members),
    Misreadings(&'s [Misreading<'s>]),
}

/// Shows a member of the given kind to the visitor; the tolerance is the one that the scheme results in.
macro_rules! show {
    ($visitor:ident, $name:literal, $self:ident, $field:ident, tolerance) => {
        $visitor.optional_number($name, $self.tolerance_s())
    };
    ($visitor:ident, $name:literal, $self:ident, $field:ident, $kind:ident $(<$named:ty>)?) => {
        $visitor.$kind($name, &$self.$field)
    };
}
pub(super) use show;

// One call of one function for each member: these take less code than the content of each member at its place.
impl Visitor<'_> {
    #[inline(never)]
    pub(super) fn text(&mut self, name: &'static str, text: &&str) {
        (self.0)(name, Content::Text(text));
    }

    #[inline(never)]
    pub(super) fn optional_text(&mut self, name: &'static str, text: &Option<&str>) {
        (self.0)(name, text.map_or(Content::Null, Content::Text));
    }

    #[inline(always)]
    pub(super) fn needed(&mut self, name: &'static str, text: &&str) {
        self.text(name, text);
    }

    #[inline(never)]
    pub(super) fn texts(&mut self, name: &'static str, texts: &&[&str]) {
        (self.0)(name, Content::Texts(texts));
    }

    #[inline(never)]
    pub(super) fn map(&mut self, name: &'static str, pairs: &&[(&str, &str)]) {
        (self.0)(name, Content::Map(pairs));
    }

    #[inline(never)]
    pub(super) fn pairs(&mut self, name: &'static str, pairs: &&[(&str, &str)]) {
        (self.0)(name, Content::Pairs(pairs));
    }

    #[inline(never)]
    pub(super) fn flag(&mut self, name: &'static str, flag: &bool) {
        (self.0)(name, Content::Flag(*flag));
    }

    #[inline(never)]
    pub(super) fn number(&mut self, name: &'static str, number: &u32) {
        (self.0)(name, Content::Number(*number));
    }

    pub(super) fn optional_number(&mut self, name: &'static str, number: Option<u32>) {
        (self.0)(name, number.map_or(Content::Null, Content::Number));
    }

    pub(super) fn number_or_none(&mut self, name: &'static str, number: &Option<u32>) {
        self.optional_number(name, *number);
    }

    pub(super) fn one<T: Named>(&mut self, name: &'static str, one: &T) {
        self.text(name, &one.name());
    }

    pub(super) fn optional<T: Named>(&mut self, name: &'static str, one: &Option<T>) {
        self.optional_text(name, &one.map(T::name));
    }

    pub(super) fn all<T: Named>(&mut self, name: &'static str, all: &&[T]) {
        let names: Vec<&str> = all.iter().map(|one| one.name()).collect();
        self.texts(name, &&*names);
    }

    pub(super) fn companion(&mut self, name: &'static str, companion: &Option<&Scheme<'_>>) {
        (self.0)(name, companion.map_or(Content::Null, |companion| Content::Object(companion)));
    }

    pub(super) fn rate_limit(&mut self, name: &'static str, limit: &Option<RateLimit>) {
        (self.0)(name, limit.as_ref().map_or(Content::Null, |limit| Content::Object(limit)));
    }

    pub(super) fn misreadings(&mut self, name: &'static str, misreadings: &&[Misreading<'_>]) {
        (self.0)(name, Content::Misreadings(misreadings));
    }
}

#[cfg(feature = "serde")]
mod through_serde {
    use serde::ser::{Serialize, SerializeMap as _, Serializer};

    use super::{Content, Members, Visitor};
    use crate::scheme::{Misreading, RateLimit, Scheme};

    impl Serialize for Scheme<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Object(self).serialize(serializer)
        }
    }

    impl Serialize for Misreading<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Object(self).serialize(serializer)
        }
    }

    impl Serialize for RateLimit {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Object(self).serialize(serializer)
        }
    }

    struct Object<'s>(&'s dyn Members);

    impl Serialize for Object<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            let mut result = Ok(());
            self.0.each(&mut Visitor(&mut |name, content| {
                if result.is_ok() {
                    result = map.serialize_entry(name, &content);
                }
            }));
            result.and_then(|()| map.end())
        }
    }

    impl Serialize for Content<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Null => serializer.serialize_none(),
                Self::Text(text) => serializer.serialize_str(text),
                Self::Number(number) => serializer.serialize_u32(*number),
                Self::Flag(flag) => serializer.serialize_bool(*flag),
                Self::Texts(texts) => serializer.collect_seq(*texts),
                Self::Map(pairs) => serializer.collect_map(pairs.iter().copied()),
                Self::Pairs(pairs) => serializer.collect_seq(*pairs),
                Self::Object(object) => Object(*object).serialize(serializer),
                Self::Misreadings(misreadings) => serializer.collect_seq(*misreadings),
            }
        }
    }
}
