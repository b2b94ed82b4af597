//! `hoptac generate`: a made-up registry, as lines.

use std::io::{BufWriter, Write};

use anyhow::{Context, bail};

use super::{CommandResult, args::GenerateArgs, progress::Bars, report};
use crate::exchange::synthetic::{PROVINCES_MAX, Synthetic};

/// Writes it to a file, or on standard output.
pub fn run(args: &GenerateArgs) -> anyhow::Result<CommandResult> {
    let GenerateArgs { activities, provinces, seed, ref out } = *args;
    if !(2..=PROVINCES_MAX).contains(&provinces) {
        bail!("--provinces {provinces} is out of range; write a number from 2 to {PROVINCES_MAX}");
    }
    let synthetic = Synthetic { activities, provinces, seed };
    let mut bars = Bars::new();
    let records = if let Some(path) = out {
        report::replacing(path, |file| {
            let mut file = BufWriter::with_capacity(1 << 20, file);
            let records = synthetic.write(&mut file, &mut |it| bars.show(it))?;
            file.flush()?;
            Ok(records)
        })?
    } else {
        let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        let written = synthetic.write(&mut out, &mut |it| bars.show(it));
        match written.and_then(|records| out.flush().map(|()| records)) {
            Ok(records) => records,
            // A reader that has gone away has read enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                return Ok(CommandResult::Done);
            }
            Err(error) => return Err(error).context("standard output cannot be written"),
        }
    };
    bars.finish();
    eprintln!("generated {}", report::count(records, "record", "records"));
    Ok(CommandResult::Done)
}
