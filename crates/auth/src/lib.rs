//! Who asks, and what they may do and see.
//!
//! Knows the domain's nouns and commands; must not know how callers prove who they are to the
//! API, nor how anything is stored.

mod caller;
pub mod policy;

pub use caller::{Caller, Role, Scope};
pub use policy::{
    Denial, Refused, Sight, VisibleView, allowed_actions, allowed_anywhere, authorise, decide,
    least_role, may_see, sight_of,
};
