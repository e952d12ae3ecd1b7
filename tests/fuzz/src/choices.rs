//! Bytes as choices, so that what reads bytes can make schemes, messages and changes out of them.

/// What is left of the bytes; at their end every choice is the first.
pub struct Choices<'d>(pub &'d [u8]);

impl<'d> Choices<'d> {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        let high = if bound > 256 { usize::from(self.byte()) << 8 } else { 0 };
        (high | usize::from(self.byte())) % bound.max(1)
    }

    /// One of `all`.
    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// Whether, once in `often` times.
    pub fn once_in(&mut self, often: usize) -> bool {
        self.below(often) == often - 1
    }

    /// A text of up to `most` of the `pieces`.
    pub fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.pick(pieces)).collect()
    }

    fn byte(&mut self) -> u8 {
        let Some((&byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        byte
    }
}
