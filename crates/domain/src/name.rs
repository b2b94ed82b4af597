//! Names as people write them: two spellings that nobody would tell apart are one.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The five marks that tell the tone of a Vietnamese syllable: which of its vowels carries the mark
/// is a matter of taste (`Hoà`, `Hòa`).
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The letters and digits of a name in lower case, the mark of a syllable's tone behind it: `TP.HCM`,
/// `TP HCM` and `tphcm` fold alike, so do `Hoà Bình` and `Hòa Bình`. Other diacritics tell names
/// apart. Nothing is left of a name without a letter or digit.
#[must_use]
pub fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut tones = String::new();
    for c in name.nfc().flat_map(char::to_lowercase).nfd() {
        if TONES.contains(&c) {
            tones.push(c);
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            folded.push(c);
        } else {
            folded.push_str(&std::mem::take(&mut tones));
        }
    }
    folded.push_str(&tones);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike_and_other_names_do_not() {
        for spellings in [
            &["TP.HCM", "TP HCM", "tphcm", "TP. HCM", "TP-HCM"][..],
            &["Hoà Bình", "Hòa Bình", "HÒA BÌNH", "Ho\u{300}a  Bi\u{300}nh"],
            &["Thừa Thiên Huế", "Thừa Thiên - Huế", "Thừa Thiên–Huế"],
            &["Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu"],
        ] {
            for spelling in spellings {
                assert_eq!(folded(spelling), folded(spellings[0]), "{spelling}");
            }
        }
        for (one, other) in
            [("Đắk Lắk", "Dak Lak"), ("Hà Nam", "Hạ Nam"), ("Mường La", "Mưởng La"), ("Lào", "Lao")]
        {
            assert_ne!(folded(one), folded(other));
        }
        assert_eq!(folded(" - . "), "");
    }
}
