//! Where tokens are kept: in the data folder, or in etcd for all machines of a cluster.

use anyhow::bail;
use jiff::Timestamp;
use order::Membership;

#[cfg(feature = "cluster")]
use super::cluster::ClusterTokens;
use crate::{
    cli::settings::Settings,
    registry::{Room, is_full},
    tokens::{Draft, Register, Revocation, Secret, Token},
};

/// The tokens, where they are changed.
pub enum Kept {
    Folder(Register),
    #[cfg(feature = "cluster")]
    Cluster(Box<ClusterTokens>),
}

impl Kept {
    /// Those of the cluster, where the folder belongs to one or an order is named; else those of the
    /// folder.
    ///
    /// # Errors
    /// Where there is no folder, or etcd does not answer.
    pub fn of(settings: &Settings) -> anyhow::Result<Self> {
        if let Some(found) = Membership::read(&settings.data)?
            && settings.cluster.order.is_none()
        {
            bail!(
                "{} is a machine's copy of the cluster {}, which keeps its tokens in etcd: name that \
                 with --order",
                settings.data.display(),
                found.name
            );
        }
        #[cfg(feature = "cluster")]
        if settings.cluster.order.is_some() {
            return Ok(Self::Cluster(Box::new(ClusterTokens::of(settings)?)));
        }
        if !settings.data.is_dir() {
            bail!("there is no data folder {}; name it with --data", settings.data.display());
        }
        Ok(Self::Folder(Register::within(&settings.data)))
    }

    pub const fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    pub fn list(&mut self) -> anyhow::Result<Vec<Token>> {
        match self {
            Self::Folder(register) => Ok(register.list()?),
            #[cfg(feature = "cluster")]
            Self::Cluster(kept) => kept.list(),
        }
    }

    pub fn create(
        &mut self,
        draft: Draft,
        secret: &Secret,
        id: [u8; 8],
        now: Timestamp,
    ) -> anyhow::Result<Token> {
        match self {
            Self::Folder(register) => Ok(register.create(draft, secret, id, now)?),
            #[cfg(feature = "cluster")]
            Self::Cluster(kept) => kept.create(&Token::made(draft, secret, id, now)?),
        }
    }

    pub fn revoke(
        &mut self,
        settings: &Settings,
        which: &str,
        now: Timestamp,
    ) -> anyhow::Result<Revocation> {
        match self {
            Self::Folder(register) => match register.revoke(which, now) {
                // Room is kept for this.
                Err(error) if is_full(&error) && Room::of(&settings.data).release() => {
                    Ok(register.revoke(which, now)?)
                }
                revoked => Ok(revoked?),
            },
            #[cfg(feature = "cluster")]
            Self::Cluster(kept) => kept.revoke(which, now),
        }
    }
}
