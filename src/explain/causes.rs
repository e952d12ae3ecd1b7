//! Every cause: its id, and its words, in the rows of `causes/scheme.rs` and `causes/standard.rs`.
//!
//! Each row has a name, the id that reports show, title, detail and fix: what happened, and what to do. In the detail alone, `@` stands
//! for who signed, `%` for which of several, `#` for the same in brackets.

#[macro_use]
mod scheme;
#[macro_use]
mod standard;

use core::fmt;

/// Id, title, detail and fix.
pub(super) type Text = [&'static str; 4];

/// The rows of every scheme, which `scheme_causes` has, and then those of the standards, which `standard_causes` has.
macro_rules! causes {
    (
        { $($name:ident $id:literal $title:literal $detail:literal $fix:literal;)* }
        { $($own:ident $own_id:literal $own_title:literal $own_detail:literal $own_fix:literal;)* }
    ) => {
        /// A cause, in the order of the rows.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(not(any(test, feature = "standards")), expect(dead_code, reason = "most causes of standards are theirs alone"))]
        pub(super) enum CauseId {
            $($name,)*
            $($own,)*
        }

        #[cfg(test)]
        pub(super) const ALL: &[CauseId] = &[$(CauseId::$name,)* $(CauseId::$own,)*];

        // One text, without pointers: small data.
        const TEXTS: &str = concat!($($id, "~", $title, "~", $detail, "~", $fix, "\n",)*);
        const OTHERS: &str = concat!($($own_id, "~", $own_title, "~", $own_detail, "~", $own_fix, "\n",)*);
    };
}

impl CauseId {
    /// The id that reports show.
    pub(super) fn name(self) -> &'static str {
        let [id, ..] = self.text();
        id
    }

    /// Its row.
    pub(super) fn text(self) -> Text {
        TEXTS.lines().chain(OTHERS.lines()).nth(self as usize).map_or([""; 4], members)
    }
}

impl fmt::Debug for CauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// All rows: those of every scheme, or those of signature standards.
#[cfg(feature = "js-explain")]
pub(crate) fn all(of_standards: bool) -> impl Iterator<Item = Text> {
    (if of_standards { OTHERS } else { TEXTS }).lines().map(members)
}

fn members(line: &'static str) -> Text {
    let mut members = line.split('~');
    [(); 4].map(|()| members.next().unwrap_or_default())
}

scheme_causes! { standard_causes! causes! }
