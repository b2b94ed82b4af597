//! `hoptac token`: makes, lists and revokes the tokens of a data folder or a cluster, also while servers run.

#[cfg(feature = "cluster")]
mod cluster;
mod expiry;
mod kept;
mod list;
pub mod scope;

use std::io::Write;

use anyhow::{Context, bail};
use jiff::Timestamp;

#[cfg(feature = "cluster")]
pub use cluster::ClusterTokens;
use kept::Kept;
pub use list::run as list;

use super::{CommandResult, args::CreateArgs, report, settings::Settings};
use crate::{
    auth::Role,
    registry::{Clock, Folders, SystemClock},
    tokens::{Coverage, Draft, Grant, Register, Secret, State, Token, write_private},
};

/// Makes a token. Its secret alone goes to standard output, so that it can be piped to where it is
/// kept; what people want to know goes to standard error.
pub fn create(settings: &Settings, args: &CreateArgs) -> anyhow::Result<CommandResult> {
    // A token of no registry lets nobody in anywhere, and keeps the first start from making one.
    if settings.cluster.order.is_none() && !Folders::within(&settings.data).journal.is_dir() {
        bail!(
            "there is no registry in {}; name its folder with --data, or start the server there \
             first",
            settings.data.display()
        );
    }
    let mut kept = Kept::of(settings)?;
    let now = SystemClock.now();
    let expires_at = args.expires.as_deref().map(|text| expiry::parse(text, now)).transpose()?;
    let role = args.role.granted();
    let coverage = coverage(settings, args, role)?;
    let draft = Draft { name: args.name.clone(), grant: Grant { role, coverage }, expires_at };
    let secret = random_secret()?;
    let token = kept.create(draft, &secret, random_id()?, now)?;
    let shown = writeln!(std::io::stdout(), "{}", secret.expose());
    shown.with_context(|| {
        format!("the secret of {} was not printed; run `hoptac token revoke {0}`", token.id)
    })?;
    eprintln!(
        "\n{} for `{}`: {} of {}, {}.\nIts secret is shown only this once. Send it as \
         `Authorization: Bearer …`;\n`hoptac token revoke {}` revokes it at once.",
        token.id,
        token.name,
        token.grant.role,
        token.grant.coverage,
        until(&token),
        token.id
    );
    Ok(CommandResult::Done)
}

/// Revokes a token.
pub fn revoke(settings: &Settings, which: &str) -> anyhow::Result<CommandResult> {
    let (mut kept, now) = (Kept::of(settings)?, SystemClock.now());
    let revocation = kept.revoke(settings, which, now)?;
    let Token { id, name, revoked_at, .. } = &revocation.token;
    match revoked_at {
        Some(at) if !revocation.is_new => {
            report::say(format_args!("{id} of `{name}` was already revoked at {}", second(*at)));
        }
        _ => report::say(format_args!(
            "revoked {id} of `{name}`; {}",
            if kept.is_folder() {
                "it is refused from the next request on"
            } else {
                "every machine of the cluster refuses it within a second"
            }
        )),
    }
    Ok(CommandResult::Done)
}

/// Where the data folder has no token at all, makes one for an administrator and leaves its secret
/// in a file that only the owner of the data folder can read.
///
/// # Errors
/// Where files cannot be read or written.
pub fn create_first(settings: &Settings) -> anyhow::Result<()> {
    if !Register::within(&settings.data).list()?.is_empty() {
        return Ok(());
    }
    let secret = random_secret()?;
    let path = settings.data.join("admin-token");
    // Before the token: a crash in between leaves no token that nobody has the secret of.
    write_private(&path, &format!("{}\n", secret.expose()))?;
    let draft = Draft { name: "first start".to_owned(), grant: Grant::admin(), expires_at: None };
    let register = Register::within(&settings.data);
    let token = register.create(draft, &secret, random_id()?, SystemClock.now())?;
    tracing::warn!(
        token.id, path = %path.display(),
        "Created the first token, for an administrator. Its secret is in {}; move it to a \
         private place",
        path.display()
    );
    Ok(())
}

fn random_id() -> anyhow::Result<[u8; 8]> {
    let mut id = [0; 8];
    getrandom::fill(&mut id).context("the system provides no random bytes")?;
    Ok(id)
}

fn random_secret() -> anyhow::Result<Secret> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).context("the system provides no random bytes")?;
    Ok(Secret::from_random(random))
}

/// The records that the token is to be for. Whom others would have to trust for records that are
/// not theirs is told so explicitly.
fn coverage(settings: &Settings, args: &CreateArgs, role: Role) -> anyhow::Result<Coverage> {
    match (args.coverage.named(), args.coverage.everywhere) {
        (Some(_), _) if role == Role::Admin => bail!(
            "an ADMIN has the scope of all records; omit --province, --organization and \
             --agreement, or choose another role"
        ),
        (Some(named), _) => scope::find(settings, &named),
        (None, false) if (Role::Recorder..=Role::Coordinator).contains(&role) => bail!(
            "a {role} needs a scope: use --province, --organization, --agreement or --everywhere"
        ),
        (None, _) => Ok(Coverage::everywhere()),
    }
}

fn until(token: &Token) -> String {
    token.expires_at.map_or("without expiry".to_owned(), |at| format!("until {}", second(at)))
}

/// A moment for people, in UTC, to the second.
fn second(at: Timestamp) -> impl std::fmt::Display {
    at.strftime("%Y-%m-%dT%H:%M:%SZ")
}

const fn state_name(state: State) -> &'static str {
    match state {
        State::Valid => "VALID",
        State::Expired(_) => "EXPIRED",
        State::Revoked(_) => "REVOKED",
    }
}
