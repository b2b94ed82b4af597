//! Texts of lines: one form for what looks the same, and nothing that is hidden.

use hoptac::exchange::import::Account;
use unicode_normalization::UnicodeNormalization;

use super::{exported, transferred as lines};
use crate::fixture::open;

#[test]
fn lines_have_one_form_and_hide_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let apart = |text: &str| text.nfd().collect::<String>();
    let event = |key: &str, at: &str| {
        format!(
            "{{\"noun\":\"event\",\"key\":\"{key}\",\"kind\":\"OTHER\",\"title\":{{\"vi\":\"E\"}},\"status\":\"HELD\",\"place\":\"{at}\"}}\n"
        )
    };
    let text = event("e-1", "Buôn Ma Thuột")
        + &event("e-2", &apart("Buôn Ma Thuột"))
        + &event("e-3", "Buôn\u{202e}");
    let (summary, told) = lines(&registry, &text);
    assert_eq!(summary.account, Account { registered: 2, rejected: 1, ..Account::default() });
    assert_eq!(told.lines(), "3: place: the text has the invisible U+202E; remove it\n");
    assert_eq!(exported(&registry).matches("\"place\":\"Buôn Ma Thuột\"").count(), 2);
    let document = |url: &str| {
        format!(
            "{{\"noun\":\"document\",\"key\":\"d-x\",\"title\":\"T\",\"language\":\"vi\",\"reliability\":\"NORMAL\",\"reading\":\"FULL\",\"url\":\"{url}\"}}"
        )
    };
    for url in ["https://exa\u{200b}mple.vn/a", "https://example.vn/a b", "https://example.vn/<a>"]
    {
        assert_eq!(lines(&registry, &document(url)).0.account.rejected, 1, "{url}");
    }
}
