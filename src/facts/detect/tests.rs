//! The rules, one by one, and the extents of facts.

use super::*;

/// The numbers of a text as `text=class`, in order.
fn seen(text: &str) -> String {
    let found = numbers(text, "en");
    let shown = found.iter().map(|found| {
        let part = &text[found.range.clone()];
        match &found.class {
            Class::Fact(number) => format!("{part}={:?}", number.form),
            Class::Exempt(reason) => format!("{part}={}", reason.name()),
        }
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn sees(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&seen(text), expected, "{text}");
    }
}

#[test]
fn facts_carry_their_unit_scale_and_sign() {
    sees(&[
        ("It rose by 68%, to $18M.", "68%=Single; $18M=Single"),
        ("It cost US$3.4bn and −4% of € 5 million.", "US$3.4bn=Single; −4%=Single; € 5 million=Single"),
        (
            "12x the figure, 386k downloads in six weeks",
            "12x=Single; 386k downloads=Single; six weeks=Single",
        ),
        ("1,200 per day, 14.6 per 100,000", "1,200 per day=Single; 14.6 per 100,000=Single"),
        ("0.60 × 2.8 = 1.68", "0.60=Single; 2.8=Single; 1.68=Single"),
        ("a bound of 2.3 × 10⁻⁷,", "2.3 × 10⁻⁷=Single"),
    ]);
}

#[test]
fn a_unit_behind_a_hyphen_is_the_numbers() {
    let found = numbers("a 9.0-percent rise", "en");
    let Class::Fact(number) = &found[0].class else { panic!("no fact") };
    assert!(number.quantities[0].unit.is_percent());
    assert_eq!(found[0].range, 2..5);
}

#[test]
fn fractions_and_tenths_belong_to_their_number() {
    let first = |text: &str, language: &str| {
        let found = numbers(text, language);
        let Some(Found { range, class: Class::Fact(number) }) = found.first() else { panic!("{text}") };
        (text[range.clone()].to_owned(), number.quantities[0].amount, found.len())
    };
    for (text, language, said, amount) in [
        ("some 1½ million people", "en", "1½ million people", 1.5e6),
        ("es sind 3 Billionen Euro", "de", "3 Billionen Euro", 3e12),
        ("un montant de 1 billion", "fr", "1 billion", 1e12),
        ("a sum of 1 billion", "en", "1 billion", 1e9),
        ("下降三成五", "zh", "三成五", 35.0),
        ("下降3成5", "zh", "3成5", 35.0),
        ("三割五分の増加", "ja", "三割五分", 35.0),
    ] {
        assert_eq!(first(text, language), (said.to_owned(), amount, 1), "{text}");
    }
}

#[test]
fn ranges_ratios_and_fractions_are_one_number() {
    sees(&[
        ("€3–5 billion", "€3–5 billion=Range"),
        ("won 7–2 after 4-for-1", "7–2=Range; 4-for-1=Ratio"),
        ("73.04 ± 1.04 km", "73.04 ± 1.04 km=Range"),
        ("a 1:3 ratio, 3 in 4, six out of ten", "1:3=Ratio; 3 in 4=Ratio; six out of ten=Ratio"),
        ("3/4 of it, 2:01:09", "3/4=Fraction; 2:01:09=Ratio"),
    ]);
    let found = numbers("€3–5 billion", "en");
    let Class::Fact(number) = &found[0].class else { panic!("no fact") };
    assert_eq!(number.quantities.iter().map(|q| q.amount).collect::<Vec<_>>(), [3e9, 5e9]);
}

#[test]
fn number_words_are_numbers_and_pronouns_are_not() {
    sees(&[
        (
            "Twelve of them, twenty-one, two and a half.",
            "Twelve=Single; twenty-one=Single; two=Single; half=Fraction",
        ),
        (
            "two-thirds, half of it, a quarter of that, another fifth",
            "two-thirds=Fraction; half=Fraction; quarter=Fraction; fifth=Fraction",
        ),
        (
            "It doubled, then tripling; twice; double the rate",
            "doubled=Multiple; tripling=Multiple; twice=Multiple; double=Multiple",
        ),
        ("a dozen, a hundred, half a million", "dozen=Single; hundred=Single; half a million=Single"),
        ("one of them, no one, one another, the one that", ""),
        ("one percent, one in five, one year", "one percent=Single; one in five=Ratio; one year=Single"),
        ("first, second, a third dose, the twenty-first century", ""),
        ("the second half, half-time, net zero, zero-sum, two-way", ""),
        ("double-digit growth, dozens, millions of", ""),
        ("the Big Four, week eight, number one", "Four=name; eight=label; one=ordinal"),
        ("between the two, and the two are", "two=back reference; two=back reference"),
    ]);
    assert_eq!(numbers("six mille et dix", "fr"), []);
}

#[test]
fn chinese_and_japanese_numbers_are_read_with_their_units() {
    sees(&[
        ("增长三分之一，利润3億", "三分之一=Fraction; 3億=Single"),
        ("2.4万用户，百分之五", "2.4万用户=Single; 百分之五=Single"),
        ("下降两成，3割，十五家", "两成=Single; 3割=Single; 十五家=Single"),
        ("3億2,000万円だった", "3億2,000万円=Single"),
        ("2024年3月5日，令和6年，第3四半期，图2", "2024年3月5日=date; 6年=date; 第3=ordinal; 2=label"),
        ("一方面，统一，四川，十分", ""),
    ]);
}

#[test]
fn years_dates_and_times_are_exempt() {
    sees(&[
        ("In 2024, by 2024-25 and 1850–1900", "2024=year; 2024-25=year; 1850–1900=year"),
        ("the 1990s, the late 90s, mid-2024", "1990s=year; 90s=year; mid-2024=year"),
        ("Q1 2025, FY2025, H2 2024, 1Q25", "Q1 2025=date; FY2025=date; H2 2024=date; 1Q25=date"),
        (
            "May 2025, 12 May, 3 March 2021, May 12, 2025",
            "2025=date; 12 May=date; 3 March 2021=date; 12, 2025=date",
        ),
        (
            "14–15 July 2021 and 2025-03-01 or 2/14/2024",
            "14–15 July 2021=date; 2025-03-01=date; 2/14/2024=date",
        ),
        ("at 17:00, 8:30, 3 pm and 6 a.m. sharp", "17:00=time; 8:30=time; 3 pm=time; 6 a.m.=time"),
        ("1850 MW and 2020 people", "1850 MW=Single; 2020 people=Single"),
    ]);
}

#[test]
fn ordinals_labels_and_list_marks_are_exempt() {
    sees(&[
        ("the 20th, 1st and 3rd", "20th=ordinal; 1st=ordinal; 3rd=ordinal"),
        ("Section 3.2, Figure 3a, p. 14, No. 5", "3.2=label; 3a=label; 14=label; 5=label"),
        ("Tables 2 and 3, pages 21–34, Equation (5)", "2=label; 3=label; 21–34=label; 5=label"),
        ("Article 5(1), week 8, step 2, Unit 3", "5(1=label; 8=label; 2=label; 3=label"),
        ("1. First comes", "1=list mark"),
        ("no 5 people and page 14 million", "5 people=Single; 14 million=Single"),
    ]);
}

#[test]
fn names_and_versions_are_exempt() {
    sees(&[
        (
            "F-35, MiniMax-01, GPT-4, COVID-19, PM2.5",
            "F-35=name; MiniMax-01=name; GPT-4=name; COVID-19=name; PM2.5=name",
        ),
        ("Windows 11, Boeing 737, S&P 500, ISO 9001", "11=name; 737=name; 500=name; 9001=name"),
        ("5G, B2B, 3D, G7, 24/7", "5G=name; B2B=name; 3D=name; G7=name; 24/7=name"),
        ("v2.3, 2.3.1, Pika 1.0, Python 3.12", "v2.3=version; 2.3.1=version; 1.0=version; 3.12=name"),
        ("under CC BY 4.0", "4.0=version"),
        ("the 10-year Treasury yields 4%", "10-year=name; 4%=Single"),
        ("sub-5% rates and under-21s", "5%=Single; 21s=Single"),
    ]);
}

#[test]
fn identifiers_and_addresses_are_exempt() {
    sees(&[
        ("(202) 691-6900", "202) 691-6900=identifier"),
        ("call +44 20 7946 0958 or 555-0134", "44 20 7946 0958=identifier; 555-0134=identifier"),
        (
            "ISBN 978-3-16-148410-0, doi:10.1038/x-2",
            "978-3-16-148410-0=identifier; doi:10.1038/x-2=identifier",
        ),
        ("at 192.168.10.24, https://a.org/7", "192.168.10.24=identifier; https://a.org/7=identifier"),
        ("Regulation (EU) 2016/679 and § 12", "2016/679=identifier; 12=identifier"),
        (
            "10 Downing Street, CA 94105, #4521",
            "10 Downing Street=address; 94105=identifier; #4521=identifier",
        ),
    ]);
}

#[test]
fn no_text_breaks_the_detector() {
    for text in [
        "",
        "%",
        "1,",
        "1.2.3.4.5",
        "９９",
        "$",
        "3–",
        "1–2–3–4",
        "½",
        "一二三",
        "0/0",
        "1e999",
        "é5é",
        "5é",
        "two-",
        "0分之5",
        "99999999999999999999%",
    ] {
        for found in numbers(text, "en") {
            assert!(text.get(found.range.clone()).is_some(), "{text}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn numbers_lie_in_their_text_in_order(text in "[ -~–€万三分之年月日]{0,60}") {
        let mut end = 0;
        for found in numbers(&text, "en") {
            proptest::prop_assert!(found.range.start >= end && text.get(found.range.clone()).is_some_and(|part| !part.is_empty()));
            end = found.range.end;
        }
    }
}

#[test]
fn ratings_with_decimals_are_no_dates() {
    sees(&[
        ("The app got 8.7/10 from users, rated 3.5/5.", "8.7/10=Single; 3.5/5=Single"),
        ("on 3.5.2024 or 01-02-2025", "3.5.2024=date; 01-02-2025=date"),
    ]);
}

/// The facts of a text, with their first quantity.
fn facts(text: &str, language: &str) -> Vec<(String, String)> {
    let fact = |found: Found| match found.class {
        Class::Fact(number) => {
            let quantity = number.quantities.first();
            let shown =
                quantity.map_or_else(String::new, |q| format!("{} {}", q.amount, q.unit).trim().to_owned());
            Some((text[found.range].to_owned(), shown))
        }
        Class::Exempt(_) => None,
    };
    numbers(text, language).into_iter().filter_map(fact).collect()
}

#[test]
fn numbers_have_the_marks_of_their_language() {
    for (language, text, expected) in [
        ("de", "Es gab 1.234 Fälle.", &[("1.234", "1234")][..]),
        (
            "de",
            "Sie stieg auf 2,1 %, also 1.234.567 Euro.",
            &[("2,1 %", "2.1 %"), ("1.234.567 Euro", "1234567 €")],
        ),
        ("de", "Das kostet 3,5 Mrd. € im Jahr.", &[("3,5 Mrd. €", "3500000000 €")]),
        ("de", "Am 5. März 2025 und am 12. Mai fiel es.", &[]),
        ("de-CH", "Es gab 1’234 Fälle.", &[("1’234", "1234")]),
        ("fr", "La ville a 1 234 567 habitants.", &[("1 234 567", "1234567")]),
        ("fr", "Cela coûte 12 000 € en 2024.", &[("12 000 €", "12000 €")]),
        ("fr", "En 2024 123 cas, soit 3,5 200.", &[("123", "123"), ("3,5", "3.5"), ("200", "200")]),
        ("fr", "Le 5 mars 2025, le 1er mai et du 3 au 7 juin.", &[]),
        ("fr", "de 10 000–12 000 €", &[("10 000–12 000 €", "10000 €")]),
        ("es", "El 5 de marzo de 2025 costó 1.234,5 €.", &[("1.234,5 €", "1234.5 €")]),
        ("es", "del 3 al 21 de marzo", &[]),
        ("it", "il 5 marzo 2025", &[]),
        ("nl", "op 5 maart 2025", &[]),
        ("en", "It was 1,234 on 5 March 2025.", &[("1,234", "1234")]),
    ] {
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(facts(text, language), expected, "{text}");
    }
}

#[test]
fn numbers_that_begin_otherwise_are_read_whole() {
    for (language, text, expected) in [
        ("en", "One million people left.", &[("One million people", "1000000 person")][..]),
        (
            "en",
            "There are one hundred firms, one million at most.",
            &[("one hundred firms", "100 firm"), ("one million", "1000000")],
        ),
        ("en", "About one hundred and twenty firms did.", &[("one hundred and twenty firms", "120 firm")]),
        ("en", "It is one of them.", &[]),
        ("en", "It costs £5–6m.", &[("£5–6m", "5000000 £")]),
        ("en", "It differs (p = .03) a bit.", &[(".03", "0.03")]),
        ("en", "It rose half a percent.", &[("half a percent", "0.5 %")]),
        (
            "ja",
            "3分の1が、１２３人と４．２％。",
            &[("3分の1", "0.3333333333333333"), ("１２３人", "123 person"), ("４．２％", "4.2 %")],
        ),
    ] {
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(facts(text, language), expected, "{text}");
    }
}
