//! Random callers send random mutations through the whole API; the plain model of `trust` says what must
//! become of each, what is remembered, and who may ever hear of it.

use super::{cases, seed, tell};
use crate::trust;

#[test]
fn random_callers_are_told_what_the_model_allows() {
    let many = cases(200);
    let (mut done, mut lives) = (0, 0);
    while done < many {
        let seed = seed().wrapping_mul(1_000_003) + lives;
        // What everybody may see is looked through now and then: it takes its time.
        done += trust::live(seed, lives % 10 == 0);
        lives += 1;
    }
    tell(
        "random",
        &format!("{done} operations in {lives} registries: 0 decided otherwise, 0 told to others"),
    );
}
