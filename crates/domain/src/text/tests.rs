//! Tests of texts and languages.

use proptest::prelude::*;

use super::{super::string_form::assert, *};

fn any_text() -> impl Strategy<Value = LocalizedText> {
    let text = || prop::option::of("\\PC{1,30}( \\PC{1,30})?");
    (text(), text()).prop_filter_map("no text", |(vi, en)| {
        LocalizedText::new(vi.as_deref(), en.as_deref(), TextKind::Title).ok()
    })
}

#[test]
fn a_text_falls_back_to_the_other_language() {
    let text = |vi, en| LocalizedText::new(vi, en, TextKind::Title).unwrap();
    let (vi, en) = (Some("Sở Du lịch"), Some("Department of Tourism"));
    assert_eq!(text(vi, en).get(Lang::Vi), "Sở Du lịch");
    assert_eq!(text(vi, en).get(Lang::En), "Department of Tourism");
    assert_eq!(text(vi, None).get(Lang::En), "Sở Du lịch");
    assert_eq!(text(None, en).get(Lang::Vi), "Department of Tourism");
    assert_eq!(text(None, en).vi(), None);
    assert_eq!(LocalizedText::new(None, None, TextKind::Title), Err(LocalizedTextError::Missing));
}

#[test]
fn a_rejection_names_the_language_and_the_text() {
    let long = "đ".repeat(501);
    for (vi, message) in [
        ("", "vi: the text is empty".to_owned()),
        (" ", "vi: ` ` starts or ends with white space".to_owned()),
        ("Kon Tum\u{a0}", "vi: `Kon Tum\u{a0}` starts or ends with white space".to_owned()),
        ("a\nb", "vi: `a\\u{a}b` contains U+000A, which is not allowed here".to_owned()),
        ("a\u{202e}b", "vi: `a\\u{202e}b` contains U+202E, which is not allowed here".to_owned()),
        (&long, format!("vi: `{}…` has 501 characters, at most 500 are allowed", "đ".repeat(40))),
    ] {
        let error = LocalizedText::new(Some(vi), Some("fine"), TextKind::Title).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn a_narrative_is_longer_and_has_lines() {
    assert!(TextKind::Narrative.accept("dòng một\n\ndòng hai").is_ok());
    assert!(TextKind::Narrative.accept(&"đ".repeat(NARRATIVE_MAX)).is_ok());
    assert!(matches!(
        TextKind::Narrative.accept(&"đ".repeat(NARRATIVE_MAX + 1)),
        Err(TextError::TooLong { length: 10_001, max: NARRATIVE_MAX, .. })
    ));
    assert!(matches!(
        TextKind::Narrative.accept("a\r\nb"),
        Err(TextError::Unprintable { character: '\r', .. })
    ));
}

#[test]
fn length_counts_composed_characters() {
    // Each letter is written with two combining marks.
    assert_eq!(
        TextKind::Title.accept(&"e\u{302}\u{323}".repeat(TITLE_MAX)),
        Ok("ệ".repeat(TITLE_MAX))
    );
}

#[test]
fn the_written_form_has_only_known_languages() {
    let text = LocalizedText::new(None, Some("Fair"), TextKind::Title).unwrap();
    assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"en":"Fair"}"#);
    assert_eq!(toml::from_str::<LocalizedText>("en = \"Fair\"").unwrap(), text);
    assert_eq!(serde_json::from_str::<LocalizedText>(r#"{"vi":null,"en":"Fair"}"#).unwrap(), text);
    for (json, reason) in [
        (r#"{"en":"Fair","fr":"Foire"}"#, "unknown field `fr`"),
        ("{}", "a text is needed in vi or en"),
        (r#"{"en":""}"#, "en: the text is empty"),
    ] {
        let error = serde_json::from_str::<LocalizedText>(json).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn binary_form_is_frozen() {
    let text = LocalizedText::new(None, Some("é"), TextKind::Title).unwrap();
    assert_eq!(assert::to_bincode(&text), [0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0xa9]);
    assert_eq!(assert::to_bincode(&Lang::ALL), [0, 0, 0, 0, 1, 0, 0, 0]);
    assert!(assert::from_bincode::<LocalizedText>(&[0, 0]).is_err());
}

#[test]
fn a_language_is_read_from_its_tag() {
    for (value, lang) in
        [("vi", Lang::Vi), ("EN", Lang::En), ("en-US", Lang::En), ("vi-Latn-VN", Lang::Vi)]
    {
        assert_eq!(value.parse(), Ok(lang));
    }
    for value in ["", "fr", "english", "en-", "en_US", " en", "en-US-", "en-waytoolong9", "vi--VN"]
    {
        let error = value.parse::<Lang>().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`{value}` is not a supported language; write vi or en")
        );
    }
}

proptest! {
    #[test]
    fn every_form_round_trips(text in any_text()) {
        assert::survives_serde(&text);
        prop_assert_eq!(text.check(TextKind::Title), Ok(()));
    }

    #[test]
    fn accepting_is_idempotent(text in ".*|[ae\u{302}\u{323}\u{301} \n]{0,40}") {
        for kind in [TextKind::Title, TextKind::Narrative] {
            if let Ok(accepted) = kind.accept(&text) {
                prop_assert_eq!(kind.accept(&accepted), Ok(accepted));
            }
        }
    }

    #[test]
    fn a_parsed_tag_starts_with_its_language(
        tag in "\\PC{0,12}|(en|vi|EN)(-[a-zA-Z0-9]{0,9}){0,3}",
    ) {
        if let Ok(lang) = tag.parse::<Lang>() {
            prop_assert!(tag.to_ascii_lowercase().starts_with(lang.as_str()));
        }
    }
}
