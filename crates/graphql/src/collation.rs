//! Vietnamese alphabetical order, by the Unicode collation algorithm with CLDR's tailoring.

use std::{cmp::Ordering, sync::LazyLock};

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;

static VIETNAMESE: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("vi").into(), CollatorOptions::default()).ok());

/// Compares two texts as a Vietnamese dictionary does.
pub fn compare(a: &str, b: &str) -> Ordering {
    VIETNAMESE.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_follow_the_vietnamese_alphabet() {
        let mut names = ["Đồng Nai", "Dĩ An", "An Giang", "Ân Thi", "Ea Súp", "Ăn", "Điện Biên"];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["An Giang", "Ăn", "Ân Thi", "Dĩ An", "Điện Biên", "Đồng Nai", "Ea Súp"]);
    }
}
