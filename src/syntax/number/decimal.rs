//! A number as its shortest decimal digits, so that rounding sees what a reader sees: 2.675 rounds to 2.68.

/// Digits and the place of the decimal mark; without sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal {
    /// Digits from 0 to 9, the first and the last not 0; empty for zero.
    digits: Vec<u8>,
    /// How many digits stand before the mark; may be negative or beyond the digits.
    point: i32,
}

impl Decimal {
    /// The shortest digits that give back the number's magnitude; `None` when it is not finite.
    pub(crate) fn of(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let text = format!("{:e}", number.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        let decimal = Self { digits, point: exponent.parse::<i32>().ok()? + 1 };
        Some(decimal.trimmed())
    }

    /// The number times ten to the power `by`.
    pub(crate) fn shifted(mut self, by: i32) -> Self {
        self.point += by;
        self.trimmed()
    }

    /// Rounded to so many digits after the mark, halves away from zero.
    pub(crate) fn rounded(mut self, decimals: i32) -> Self {
        let Ok(keep) = usize::try_from(self.point.saturating_add(decimals)) else {
            return Self { digits: Vec::new(), point: 0 };
        };
        let Some(&next) = self.digits.get(keep) else { return self };
        self.digits.truncate(keep);
        if next >= 5 {
            self.increment();
        }
        self.trimmed()
    }

    /// Digits before the mark: 3 for 123.4, 0 for 0.5, −2 for 0.005.
    pub(crate) const fn magnitude(&self) -> i32 {
        self.point
    }

    /// Digits after the mark.
    pub(crate) fn decimals(&self) -> i32 {
        (self.digits.len() as i32 - self.point).max(0)
    }

    /// Written out with so many digits after the mark (it has been rounded to them) and these marks.
    pub(crate) fn text(&self, decimals: u8, mark: char, group: Option<char>) -> String {
        let mut text = String::new();
        let whole = self.point.max(1);
        for place in 0..whole {
            if place > 0
                && (whole - place) % 3 == 0
                && let Some(group) = group
            {
                text.push(group);
            }
            text.push(self.digit(self.point - whole + place));
        }
        if decimals > 0 {
            text.push(mark);
        }
        for place in 0..i32::from(decimals) {
            text.push(self.digit(self.point + place));
        }
        text
    }

    fn digit(&self, index: i32) -> char {
        let digit =
            usize::try_from(index).ok().and_then(|index| self.digits.get(index)).copied().unwrap_or(0);
        char::from(b'0' + digit)
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            *digit += 1;
            if *digit < 10 {
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        self.point -= zeros as i32;
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }
}
