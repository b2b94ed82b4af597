//! The tokens of a cluster, in etcd.

use anyhow::{Context, bail};
use jiff::Timestamp;
use order::{
    Membership,
    etcd::{KeptToken, Shared},
};

use crate::{
    cli::{reach, settings::Settings},
    tokens::{Revocation, Token},
};

/// How often a change is decided anew because another one came first.
const TRIES: usize = 20;

/// The tokens of a cluster.
pub struct ClusterTokens {
    shared: Shared,
}

impl ClusterTokens {
    /// Those of the cluster that the settings name.
    ///
    /// # Errors
    /// Where etcd does not answer, or holds another cluster than the folder belongs to.
    pub fn of(settings: &Settings) -> anyhow::Result<Self> {
        let mut shared = reach::shared(settings)?;
        let order = reach::address(settings)?;
        let meta = shared.meta().context("the tokens of the cluster cannot be read")?;
        let Some(meta) = meta else {
            bail!("etcd holds no cluster {}: found it with `hoptac cluster init`", order.name);
        };
        if let Some(own) = Membership::read(&settings.data)?
            && own.id != meta.id
        {
            bail!(
                "{order} holds another cluster than {} belongs to, of the same name: name the right \
                 etcd with --order",
                settings.data.display()
            );
        }
        Ok(Self { shared })
    }

    /// All tokens, in the order in which they were made.
    pub fn list(&mut self) -> anyhow::Result<Vec<Token>> {
        Ok(self.read()?.into_iter().map(|(token, _)| token).collect())
    }

    fn read(&mut self) -> anyhow::Result<Vec<(Token, KeptToken)>> {
        let kept = self.shared.tokens()?.tokens.into_iter();
        let read = kept.map(|kept| Ok((Token::from_kept(&kept.id, &kept.value)?, kept)));
        let mut tokens: Vec<_> = read.collect::<anyhow::Result<_>>()?;
        tokens.sort_by(|(one, _), (two, _)| one.cmp_by_age(two));
        Ok(tokens)
    }

    /// Adds a token.
    pub fn create(&mut self, token: &Token) -> anyhow::Result<Token> {
        let value = token.to_kept()?;
        if !self.shared.put_token(&token.id, value.as_bytes(), None)? {
            bail!("the id {} is taken; try again", token.id);
        }
        Ok(token.clone())
    }

    /// Adds those tokens that are not there. Those that are stay as they are.
    pub fn add_missing(&mut self, tokens: &[Token]) -> anyhow::Result<()> {
        for token in tokens {
            self.shared.put_token(&token.id, token.to_kept()?.as_bytes(), None)?;
        }
        Ok(())
    }

    /// Revokes a token.
    pub fn revoke(&mut self, which: &str, now: Timestamp) -> anyhow::Result<Revocation> {
        for _ in 0..TRIES {
            let (tokens, kept): (Vec<_>, Vec<_>) = self.read()?.into_iter().unzip();
            let revocation = Revocation::among(&tokens, which, now)?;
            let (token, before) = (&revocation.token, kept.iter());
            let before = before.zip(&tokens).find(|(_, it)| it.id == token.id).map(|(it, _)| it);
            let value = token.to_kept()?;
            if !revocation.is_new || self.shared.put_token(&token.id, value.as_bytes(), before)? {
                return Ok(revocation);
            }
        }
        bail!("others change `{which}` all the time; try again")
    }
}
