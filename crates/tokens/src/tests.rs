//! What is let in, and what a change of the file does.

use tempfile::TempDir;

use super::*;
use auth::{Role, Scope};
use domain::{Noun, NounId, ProvinceId, RecordId};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

struct Place {
    folder: TempDir,
    made: u8,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), made: 0 }
    }

    fn register(&self) -> Register {
        Register::within(self.folder.path())
    }

    fn tokens(&self) -> Tokens {
        Tokens::open(self.folder.path()).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("tokens.toml")
    }

    fn create(&mut self, name: &str, expires: Option<&str>) -> (Token, Secret) {
        self.made += 1;
        let secret = Secret::from_random([self.made; 32]);
        let province = RecordId { noun: Noun::Province, number: 12 };
        let coverage = Coverage::of(province, "gia-lai").unwrap();
        let draft = Draft {
            name: name.to_owned(),
            grant: Grant { role: Role::Recorder, coverage },
            expires_at: expires.map(at),
        };
        let made = self.register().create(draft, &secret, [self.made; 8], at(NOON));
        (made.unwrap(), secret)
    }
}

const NOON: &str = "2026-11-23T12:00:00Z";
const LATER: &str = "2026-11-23T13:00:00Z";

#[test]
fn a_token_lets_its_holder_in_under_its_id_role_and_scope() {
    let mut place = Place::new();
    let tokens = place.tokens();
    let (token, secret) = place.create("  Sở Y tế Gia Lai ", None);
    let caller = tokens.authenticate(secret.expose(), at(LATER)).unwrap();
    assert_eq!(caller.id, token.id);
    assert_eq!((caller.name.as_str(), caller.role), ("Sở Y tế Gia Lai", Role::Recorder));
    assert_eq!(caller.scope, Scope::Province(ProvinceId::from_number(12)));
    assert_eq!(place.register().list().unwrap(), [token]);
}

#[test]
fn what_is_no_token_lets_nobody_in() {
    let mut place = Place::new();
    place.create("a", None);
    let tokens = place.tokens();
    let other = Secret::from_random([99; 32]);
    let refused = |secret: &str| tokens.authenticate(secret, at(LATER)).unwrap_err();
    assert!(matches!(refused(other.expose()), TokenError::Unknown));
    assert!(matches!(refused(""), TokenError::Malformed));
    assert!(matches!(refused(&"x".repeat(100_000)), TokenError::Malformed));
}

#[test]
fn a_token_ends_at_the_very_moment_of_its_expiry() {
    let mut place = Place::new();
    let (token, secret) = place.create("a", Some(LATER));
    let tokens = place.tokens();
    let before = at(LATER) - jiff::SignedDuration::from_nanos(1);
    assert!(tokens.authenticate(secret.expose(), before).is_ok());
    assert_eq!(tokens.check(&token.id, before).unwrap(), Some(at(LATER)));
    let refused = tokens.authenticate(secret.expose(), at(LATER)).unwrap_err();
    assert!(matches!(refused, TokenError::Expired { .. }));
    assert!(!tokens.is_valid(&token.id, at(LATER)));
}

#[test]
fn a_revocation_counts_at_the_next_question() {
    let mut place = Place::new();
    let (token, secret) = place.create("a", None);
    let tokens = place.tokens();
    assert!(tokens.is_valid(&token.id, at(NOON)));
    let revoked = place.register().revoke("a", at(NOON)).unwrap();
    assert!(revoked.is_new && revoked.token.id == token.id);
    assert!(!tokens.is_valid(&token.id, at(NOON)));
    let refused = tokens.authenticate(secret.expose(), at(LATER)).unwrap_err();
    assert!(matches!(refused, TokenError::Revoked { .. }));
    let again = place.register().revoke(&token.id, at(LATER)).unwrap();
    assert!(!again.is_new && again.token.revoked_at == Some(at(NOON)));
}

#[test]
fn a_name_means_the_one_valid_token_that_has_it() {
    let mut place = Place::new();
    place.create("a", None);
    place.register().revoke("a", at(NOON)).unwrap();
    let (second, _) = place.create("a", None);
    let (third, _) = place.create("a", None);
    let several = place.register().revoke("a", at(LATER)).unwrap_err();
    assert!(matches!(several, RegisterError::Ambiguous { ids, .. } if ids.len() == 2));
    place.register().revoke(&second.id, at(LATER)).unwrap();
    assert_eq!(place.register().revoke("a", at(LATER)).unwrap().token.id, third.id);
    let absent = place.register().revoke("b", at(LATER)).unwrap_err();
    assert!(matches!(absent, RegisterError::Absent(_)));
}

#[test]
fn a_file_that_cannot_be_read_lets_nobody_in() {
    let mut place = Place::new();
    let (token, secret) = place.create("a", None);
    let tokens = place.tokens();
    let whole = std::fs::read_to_string(place.path()).unwrap();
    // Without its province the token would cover everything.
    let narrowed = whole.replace("province = \"gia-lai\"\n", "");
    assert_ne!(narrowed, whole);
    let system = whole.replace("RECORDER", "SYSTEM");
    let mut noise = whole.clone().into_bytes();
    noise[whole.len() / 2] = 0xff;
    for damaged in
        [b"[[token]", &b"[[token]]\nid = 1"[..], narrowed.as_bytes(), system.as_bytes(), &noise]
    {
        std::fs::write(place.path(), damaged).unwrap();
        let refused = tokens.authenticate(secret.expose(), at(LATER)).unwrap_err();
        assert!(matches!(refused, TokenError::File(_)), "{refused}");
        assert!(refused.to_string().contains("restore a backup"), "{refused}");
        assert!(!tokens.is_valid(&token.id, at(LATER)));
        assert!(Tokens::open(place.folder.path()).is_err());
    }
    std::fs::write(place.path(), whole).unwrap();
    assert!(tokens.authenticate(secret.expose(), at(LATER)).is_ok());
}

#[test]
fn the_last_use_is_written_down_and_read_back() {
    let mut place = Place::new();
    let (token, secret) = place.create("a", None);
    let tokens = place.tokens();
    tokens.save_used().unwrap();
    assert!(place.register().last_used().is_empty());
    for moment in [LATER, NOON] {
        tokens.authenticate(secret.expose(), at(moment)).unwrap();
    }
    tokens.save_used().unwrap();
    assert_eq!(place.register().last_used()[&token.id], at(LATER));
    let again = place.tokens();
    again.save_used().unwrap();
    assert_eq!(place.register().last_used()[&token.id], at(LATER));
}

#[test]
fn a_wrong_draft_is_refused_and_nothing_written() {
    let place = Place::new();
    let long = "x".repeat(101);
    for name in ["", "  ", "a\nb", "a\u{1b}[31m", &long] {
        let draft = Draft { name: name.to_owned(), grant: Grant::admin(), expires_at: None };
        let secret = Secret::from_random([1; 32]);
        let made = place.register().create(draft, &secret, [1; 8], at(NOON));
        assert!(matches!(made, Err(RegisterError::Name { .. })), "{name:?}");
    }
    let draft = Draft { name: "a".to_owned(), grant: Grant::admin(), expires_at: Some(at(NOON)) };
    let made = place.register().create(draft, &Secret::from_random([1; 32]), [1; 8], at(NOON));
    assert!(matches!(made, Err(RegisterError::Past(_))));
    assert!(!place.path().exists());
}

#[test]
fn changes_at_the_same_time_are_all_kept() {
    let place = Place::new();
    std::thread::scope(|scope| {
        for thread in 0..8_u8 {
            let register = place.register();
            scope.spawn(move || {
                for nth in 0..4_u8 {
                    let number = thread * 4 + nth + 1;
                    let secret = Secret::from_random([number; 32]);
                    let draft =
                        Draft { name: number.to_string(), grant: Grant::admin(), expires_at: None };
                    register.create(draft, &secret, [number; 8], at(NOON)).unwrap();
                }
            });
        }
    });
    assert_eq!(place.register().list().unwrap().len(), 32);
}

#[test]
fn a_mirror_has_what_is_kept_elsewhere_and_counts_while_there_is_contact() {
    let mut place = Place::new();
    let contact = Arc::new(Contact::new(std::time::Duration::from_secs(60)));
    let tokens = place.tokens().mirrored(Arc::clone(&contact));
    let (token, secret) = place.create("one", Some("2027-01-01T00:00:00Z"));
    let refused = tokens.authenticate(secret.expose(), at(LATER));
    assert!(matches!(refused, Err(TokenError::Stale { seconds: 60 })));
    assert!(!tokens.is_valid(&token.id, at(LATER)));
    contact.note(std::time::Instant::now());
    assert_eq!(tokens.authenticate(secret.expose(), at(LATER)).unwrap().id, token.id);

    let kept = token.to_kept().unwrap();
    assert_eq!(Token::from_kept(&token.id, kept.as_bytes()).unwrap(), token);
    assert!(Token::from_kept("tok_other", kept.as_bytes()).is_err());
    assert!(Token::from_kept(&token.id, b"id = 3").is_err());

    // As a file has them: in the order in which they were made, and written where they differ.
    let register = place.register();
    assert!(!register.mirror(vec![token.clone()]).unwrap());
    let revoked = Revocation::among(std::slice::from_ref(&token), "one", at(LATER)).unwrap();
    assert!(revoked.is_new);
    assert!(register.mirror(vec![revoked.token.clone()]).unwrap());
    assert_eq!(register.list().unwrap(), [revoked.token]);
    let refused = tokens.authenticate(secret.expose(), at(LATER));
    assert!(matches!(refused, Err(TokenError::Revoked { .. })));
}
