//! Who asks, and what they may do and see.
//!
//! Knows the domain's nouns and commands; must not know how callers prove who they are to the
//! API, nor how anything is stored.

pub mod policy;

pub use policy::{
    Caller, Denial, Refused, Role, Scope, Seen, allowed_actions, allowed_anywhere, authorise,
    decide, may_see,
};
