//! Enums whose variants have a name in schemes: declared once, with the name and the documentation of each variant.

/// The variants of an enum, by their names in schemes.
pub(crate) trait Named: Copy + 'static {
    /// All variants, in the order in which they are declared.
    const ALL: &'static [Self];
    /// Their names, in the same order.
    const NAMES: &'static [&'static str];

    /// The name in JSON and in templates.
    #[allow(dead_code, reason = "not every build writes schemes")]
    fn name(self) -> &'static str;

    /// The variant of that name.
    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|own| *own == name).map(|place| Self::ALL[place])
    }
}

/// Declares an enum as [`Named`]: `Variant = "name"`. The documentation of a variant is also what `describe` says about it.
macro_rules! named {
    (
        $(#[$about:meta])*
        $visible:vis enum $type:ident {
            $($(#[doc = $documentation:literal])+ $variant:ident = $name:tt,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $visible enum $type {
            $($(#[doc = $documentation])+ #[cfg_attr(feature = "serde", serde(rename = $name))] $variant,)+
        }

        impl crate::named::Named for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];

            fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }

        #[cfg(any(feature = "js-describe", feature = "schema"))]
        impl crate::named::Documented for $type {
            fn documentation(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($documentation),+).trim_ascii(),)+
                }
            }
        }
    };
}
pub(crate) use named;

/// What an enum's variants mean, for people.
#[cfg(any(feature = "js-describe", feature = "schema"))]
pub(crate) trait Documented: Named {
    /// The documentation of the variant, in one line.
    fn documentation(self) -> &'static str;
}
