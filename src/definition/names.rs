//! The algorithms by their names in schemes.

use crate::algorithm::Algorithm;
use crate::named::Named;

impl Named for Algorithm {
    const ALL: &'static [Self] = Self::ALL;
    const NAMES: &'static [&'static str] = &{
        let mut names = [""; Self::ALL.len()];
        let mut place = 0;
        while place < names.len() {
            names[place] = Self::ALL[place].name();
            place += 1;
        }
        names
    };

    fn name(self) -> &'static str {
        self.name()
    }
}
