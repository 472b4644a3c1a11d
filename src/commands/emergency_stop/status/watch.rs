//! `--watch`: look again and again, and show what has changed.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Args;
use super::reading::{Look, Reading};
use crate::cli::App;
use crate::domain::emergency_stop::status::EmergencyStopStatus;
use crate::error::{Outcome, show};
use crate::output::{Format, machine};

/// The formats that can be followed.
pub(super) const FORMATS: &[Format] = &[Format::Table, Format::Wide, Format::Json, Format::Yaml];

/// Back to the upper left corner of an empty screen.
const CLEAR: &[u8] = b"\x1b[2J\x1b[H";

/// Show the first look, and every later one that differs; ends with Ctrl-C, or when the reader has gone.
///
/// On a terminal tables are drawn again in place. Otherwise each change is appended: JSON as one line, YAML as one document.
pub(super) async fn follow(
    reading: &Reading<'_>,
    first: Look,
    args: &Args,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let tables = matches!(args.output, Format::Table | Format::Wide);
    let redraws = tables && app.answer.style().terminal && app.ui.redraws();
    let mut shown = first;
    show_look(&shown.report, args.output, redraws, app)?;
    let mut pause = args.interval.unsigned_abs();
    loop {
        tokio::time::sleep(pause).await;
        let began = Instant::now();
        let now = app.global.now.unwrap_or_else(Timestamp::now);
        match reading.look(now).await {
            Ok(look) => {
                if look.warnings != shown.warnings {
                    look.warn(&app.ui);
                }
                if redraws || !look.report.says_the_same(&shown.report) {
                    show_look(&look.report, args.output, redraws, app)?;
                }
                shown = look;
            }
            Err(error) => {
                let text = show(&error).message;
                app.ui.warning(format!("{text}; looking again"));
            }
        }
        if app.answer.is_closed() {
            return Ok(Outcome::Done);
        }
        // A garden that takes long to answer is not asked all the time.
        pause = Duration::max(args.interval.unsigned_abs(), began.elapsed());
    }
}

fn show_look(
    report: &EmergencyStopStatus,
    format: Format,
    redraws: bool,
    app: &mut App,
) -> anyhow::Result<()> {
    match format {
        Format::Json => app.answer.write(|out| machine::json_line(report, out)),
        Format::Yaml => {
            app.answer.write(|out| Ok(out.write_all(b"---\n")?))?;
            app.answer.print(report, format)
        }
        _ => {
            let before = if redraws { CLEAR } else { &b""[..] };
            app.answer.write(|out| Ok(out.write_all(before)?))?;
            app.answer.print(report, format)?;
            let after = if redraws { &b""[..] } else { b"\n" };
            app.answer.write(|out| Ok(out.write_all(after)?))
        }
    }
}
