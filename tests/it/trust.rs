//! Random callers send random mutations through the whole API; a plain model says what must become
//! of each, what must be remembered of it, and who may ever hear of it.

mod absent;
mod asks;
mod model;
mod paths;
mod remembered;
mod stage;
mod steps;
mod told;

use proptest::prelude::*;

use model::Model;
use stage::Stage;
use steps::{Ask, any_ask};

/// The registry is a real one: each case waits for its disk. A failure is told as it was found:
/// what is asked is about what was done before, so that less of it means something else.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn whatever_is_asked_is_decided_and_remembered_as_the_model_says(
        asks in prop::collection::vec(any_ask(), 20..80),
    ) {
        run(async {
            let (stage, model) = asked(&asks).await;
            remembered::check(&stage, &model).await;
        });
    }
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn whatever_is_asked_is_told_to_those_alone_who_may_see_it(
        asks in prop::collection::vec(any_ask(), 40..60),
    ) {
        run(async {
            let (stage, model) = asked(&asks).await;
            told::check(&stage, &model).await;
            absent::check(&stage, &model).await;
            let found = told::found(&stage, 0).await;
            let stage = stage.reopened();
            remembered::check(&stage, &model).await;
            assert_eq!(told::found(&stage, 0).await, found, "after a new start");
        });
    }

    #[test]
    fn what_is_hidden_changes_nothing_for_a_stranger(
        asks in prop::collection::vec(any_ask(), 30..40),
    ) {
        run(unchanged(&asks));
    }
}

/// A life by chance, of which the model says what is decided and remembered, and where asked all that
/// everybody is told; gives the number of operations.
pub fn live(seed: u64, thorough: bool) -> usize {
    use proptest::{
        strategy::ValueTree,
        test_runner::{RngAlgorithm, TestRng, TestRunner},
    };
    let bytes: Vec<u8> = (0..4).flat_map(|nth| (seed ^ nth).to_le_bytes()).collect();
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(cases(1), chance);
    let asks = prop::collection::vec(any_ask(), 40..80).new_tree(&mut runner).unwrap().current();
    run(async {
        let (stage, model) = asked(&asks).await;
        remembered::check(&stage, &model).await;
        if thorough {
            told::check(&stage, &model).await;
            absent::check(&stage, &model).await;
        }
    });
    asks.len()
}

fn run(life: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(life);
}

/// A registry of which all that was asked, and the model of it.
async fn asked(asks: &[Ask]) -> (Stage, Model) {
    let stage = Stage::new().await;
    let mut model = Model::new(&stage);
    for ask in asks {
        asks::ask(&stage, &mut model, ask).await;
    }
    (stage, model)
}

/// Between two things that anybody may know of, anybody finds the same: what happened there is as
/// if it never had.
async fn unchanged(asks: &[Ask]) {
    let stage = Stage::new().await;
    let mut model = Model::new(&stage);
    let mut known = told::found(&stage, 0).await;
    // How much happened since, of which nobody may know.
    let mut hidden = 0;
    for ask in asks {
        let (seq, public) = (model.seq, model.public());
        asks::ask(&stage, &mut model, ask).await;
        if model.public() != public {
            (known, hidden) = (told::found(&stage, 0).await, 0);
        } else if model.seq > seq {
            hidden += 1;
            // Now and then: it takes its time.
            if hidden % 3 == 0 {
                assert_eq!(told::found(&stage, 0).await, known);
            }
        }
    }
    assert_eq!(told::found(&stage, 0).await, known);
}
