//! Files in and out: seeds now. Reads them into commands; what is right is for the rules to say.

pub mod seeds;
