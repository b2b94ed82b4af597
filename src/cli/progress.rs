//! Progress of long tasks: a bar on a terminal, a line now and then elsewhere.

use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::registry::Progress;

/// Tasks that end sooner are not shown.
const PATIENCE: Duration = Duration::from_millis(250);
/// Between two lines where there is no terminal.
const PAUSE: Duration = Duration::from_secs(5);

/// Shows one task after another.
pub struct Bars {
    terminal: bool,
    task: Option<Task>,
}

struct Task {
    name: &'static str,
    started: Instant,
    bar: Option<ProgressBar>,
    /// When a line was last printed.
    told: Instant,
}

impl Bars {
    /// Nothing shown yet.
    pub fn new() -> Self {
        Self { terminal: std::io::stderr().is_terminal(), task: None }
    }

    /// Shows how far a task is; one of another name ends the one before.
    pub fn show(&mut self, progress: Progress) {
        if self.task.as_ref().is_none_or(|task| task.name != progress.task) {
            self.finish();
            let now = Instant::now();
            self.task = Some(Task { name: progress.task, started: now, bar: None, told: now });
        }
        let Some(task) = &mut self.task else { return };
        if task.started.elapsed() < PATIENCE {
            return;
        }
        if self.terminal {
            let bar = task.bar.get_or_insert_with(|| bar(progress.task));
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        } else if task.told.elapsed() >= PAUSE {
            task.told = Instant::now();
            eprintln!("{}: {}", progress.task, share(progress));
        }
    }

    /// Ends the task that is shown.
    pub fn finish(&mut self) {
        if let Some(bar) = self.task.take().and_then(|task| task.bar) {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.finish();
    }
}

fn bar(task: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // The template is a constant, so it is valid or a bar in the plain style is shown.
    if let Ok(style) =
        ProgressStyle::with_template("{msg} [{bar:32}] {percent:>3} % {human_pos}, {eta} left")
    {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(task);
    bar
}

/// How far a task is, in percent; in steps where the end is not known.
fn share(progress: Progress) -> String {
    if progress.total > progress.done {
        format!("{} %", progress.done.saturating_mul(100) / progress.total)
    } else {
        format!("{} done", progress.done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_in_percent_where_the_end_is_known() {
        let share = |done, total| share(Progress { task: "test", done, total });
        assert_eq!(share(1, 3), "33 %");
        assert_eq!(share(70_000, 70_000), "70000 done");
        assert_eq!(share(0, 0), "0 done");
    }
}
