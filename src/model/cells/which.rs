//! Which of the held cells each record has, in as few bytes as that takes.

/// Which of the held cells each record has.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Which {
    /// Its own.
    Own,
    /// One of 256.
    Few(Vec<u8>),
    /// One of 65,536.
    Some(Vec<u16>),
    /// Any.
    Many(Vec<u32>),
}

impl Default for Which {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Which {
    /// That of a record.
    pub(super) fn get(&self, record: usize) -> usize {
        match self {
            Self::Own => record,
            Self::Few(which) => which[record].into(),
            Self::Some(which) => which[record].into(),
            Self::Many(which) => which[record] as usize,
        }
    }

    /// Adds that of the next record.
    pub(super) fn push(&mut self, index: u32) {
        match self {
            Self::Own => {}
            Self::Few(which) => match u8::try_from(index) {
                Ok(index) => which.push(index),
                Err(_) => self.widen(index),
            },
            Self::Some(which) => match u16::try_from(index) {
                Ok(index) => which.push(index),
                Err(_) => self.widen(index),
            },
            Self::Many(which) => which.push(index),
        }
    }

    /// Makes more room for each, and adds one.
    fn widen(&mut self, index: u32) {
        match self {
            Self::Few(which) => *self = Self::Some(wider(which)),
            Self::Some(which) => *self = Self::Many(wider(which)),
            Self::Own | Self::Many(_) => return,
        }
        self.push(index);
    }

    /// Takes no more memory than it needs.
    pub(super) fn shrink(&mut self) {
        match self {
            Self::Own => {}
            Self::Few(which) => which.shrink_to_fit(),
            Self::Some(which) => which.shrink_to_fit(),
            Self::Many(which) => which.shrink_to_fit(),
        }
    }
}

/// The same numbers in more bytes, with as much room behind them.
fn wider<N: Copy, W: From<N>>(numbers: &Vec<N>) -> Vec<W> {
    let mut wide = Vec::with_capacity(numbers.capacity());
    wide.extend(numbers.iter().map(|number| W::from(*number)));
    wide
}
