//! The words of a page: the same number always gives the same page.

/// A generator of numbers that needs no crate and never changes: splitmix64.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// Starts from a page's number.
    #[must_use]
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// The next number.
    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) const fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// One of a list.
    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// Words that need no escaping and carry no meaning.
const WORDS: &str = "market share price growth report quarter region supply demand chain export import policy tariff \
    factory worker output energy metal magnet battery vehicle engine sensor network server model token training data \
    platform channel retail consumer brand margin revenue cost profit forecast estimate survey sample panel series \
    index average median range period season trend cycle shift change level rate ratio weight volume capacity plant \
    mine refinery harbour railway road bridge canal airport city province country border agency ministry council bank \
    fund investor lender insurer auditor analyst engineer designer teacher student patient doctor hospital school \
    library archive museum garden river lake forest valley mountain coast island desert winter spring summer autumn \
    steady rapid slow broad narrow early late strong weak common rare local foreign public private heavy light open \
    closed direct indirect recent former annual monthly weekly daily small large higher lower nearly almost rather \
    quite very often seldom always never usually partly mostly mainly largely slightly sharply \
    rises falls grows shrinks holds moves turns opens closes begins ends follows leads shows hides keeps loses gains \
    buys sells makes ships stores counts measures compares reports expects plans builds tests repairs replaces";

const LINKS: [&str; 12] =
    ["of", "in", "for", "with", "from", "under", "after", "before", "against", "between", "and", "while"];

fn words() -> Vec<&'static str> {
    WORDS.split_whitespace().collect()
}

/// Writes prose of one page.
pub(crate) struct Writer {
    random: Random,
    words: Vec<&'static str>,
}

impl Writer {
    /// For the page of a number.
    #[must_use]
    pub(crate) fn new(page: u64) -> Self {
        Self { random: Random::new(page), words: words() }
    }

    /// The numbers behind it.
    pub(crate) const fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    fn word(&mut self) -> &'static str {
        self.words[self.random.below(self.words.len() as u64) as usize]
    }

    /// A few words with a capital in front.
    pub(crate) fn title(&mut self, count: u64) -> String {
        let mut text = String::new();
        for index in 0..count {
            let word = self.word();
            if index > 0 {
                text.push(' ');
            }
            text.push_str(word);
        }
        capital(&text)
    }

    /// A sentence of 8 to 20 words, now and then with emphasis, code or a link.
    pub(crate) fn sentence(&mut self) -> String {
        let length = 8 + self.random.below(13);
        let mut text = String::new();
        for index in 0..length {
            if index > 0 {
                text.push_str(if index % 7 == 6 { ", " } else { " " });
            }
            match self.random.below(40) {
                0 => text.push_str(&format!("*{}*", self.word())),
                1 => text.push_str(&format!("**{}**", self.word())),
                2 => text.push_str(&format!("`{}`", self.word())),
                3 => text.push_str(&format!("[{}](https://example.org/{})", self.word(), self.word())),
                4..=12 => text.push_str(self.random.pick(&LINKS)),
                _ => text.push_str(self.word()),
            }
        }
        format!("{}.", capital(&text))
    }

    /// Sentences up to about so many words.
    pub(crate) fn paragraph(&mut self, words: usize) -> String {
        let mut text = String::new();
        while text.split_whitespace().count() < words {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&self.sentence());
        }
        text
    }

    /// A pipe table with a header, so many records and fields.
    pub(crate) fn table(&mut self, records: usize, fields: usize) -> String {
        let mut text = String::from("|");
        for _ in 0..fields {
            text.push_str(&format!(" {} |", self.title(1)));
        }
        text.push_str("\n|");
        text.push_str(&" --- |".repeat(fields));
        for _ in 0..records {
            text.push_str(&format!("\n| {} |", self.title(2)));
            for _ in 1..fields {
                text.push_str(&format!(" {} |", self.random.below(10_000)));
            }
        }
        text.push_str("\n\n");
        text
    }

    /// A CSV file with a key, a word and numbers.
    pub(crate) fn csv(&mut self, records: usize, fields: usize) -> String {
        let mut text = String::from("Key,Kind");
        for field in 2..fields {
            text.push_str(&format!(",Value {}", field - 1));
        }
        for record in 0..records {
            text.push_str(&format!("\nK{record:02},{}", self.word()));
            for field in 2..fields {
                let whole = self.random.below(1_000);
                match field % 3 {
                    0 => text.push_str(&format!(",{}%", whole % 100)),
                    1 => text.push_str(&format!(",{whole}.{}", self.random.below(10))),
                    _ => text.push_str(&format!(",${whole}M")),
                }
            }
        }
        text.push('\n');
        text
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_ascii_lowercase() => first.to_ascii_uppercase().to_string() + chars.as_str(),
        _ => text.to_owned(),
    }
}
