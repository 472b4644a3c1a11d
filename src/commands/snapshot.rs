//! `snapshot`: everything that reports need of a garden, in one file.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use tokio::task::block_in_place;

use crate::cli::App;
use crate::error::{Outcome, WithHint, find, usage};
use crate::garden::Garden;
use crate::garden::snapshot::format::End;
use crate::garden::snapshot::{Draft, Feed, Options, Out, Redactor, Unwritable, again, take};
use crate::interrupt::Interrupt;
use crate::output::terminal;
use crate::output::views::snapshot::Written;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener snapshot -o garden.zst\n  \
    kubectl gardener snapshot --redact -o for-a-colleague.zst\n  \
    kubectl gardener snapshot --landscape garden.zst --redact -o for-a-colleague.zst\n  \
    kubectl gardener snapshot -o - | ssh backup 'cat > garden.zst'\n  \
    kubectl gardener snapshot -n garden-commerce -o commerce.zst --overwrite\n\n\
    Every command that reads takes the file: kubectl gardener versions --landscape garden.zst";

/// Arguments of `snapshot`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// File to write, or - for stdout
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    output: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    overwrite: bool,
    /// Replace names by hashes, and leave out what reports do not need: above all texts and provider configurations
    #[arg(long)]
    redact: bool,
    /// File with a secret of at least 32 bytes for the hashes, to tell later what they stand for [default: random]
    #[arg(long, value_name = "FILE", requires = "redact", value_hint = clap::ValueHint::FilePath)]
    redact_key: Option<PathBuf>,
}

/// What is written into the snapshot.
enum Origin {
    /// What a garden has.
    Garden(Box<Garden>),
    /// What a snapshot has, redacted.
    Snapshot(String),
}

/// Run the command.
pub async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let to_stdout = args.output.as_os_str() == "-";
    let before = app.global.source.landscape.clone();
    if before.is_some() && !args.redact {
        return Err(usage("a snapshot is taken of a garden, and not of files")).hint(
            "leave out --landscape, or redact a snapshot that was taken before with --redact",
        );
    }
    if before.is_some() && app.global.namespace.is_some() {
        return Err(usage("a snapshot is redacted as a whole")).hint("leave out -n");
    }
    if to_stdout && app.answer.style().terminal {
        return Err(usage("a snapshot is nothing to look at on a terminal"))
            .hint("name a file with -o, or redirect stdout");
    }
    if !to_stdout {
        // Before anything is asked for.
        Draft::check(&args.output, args.overwrite)?;
    }
    let redactor = match &args.redact_key {
        Some(path) => Some(Redactor::of_file(path)?),
        None if args.redact => Some(Redactor::random()?),
        None => None,
    };
    let progress = Arc::new(app.ui.progress("reading"));
    let origin = if let Some(path) = before {
        Origin::Snapshot(path)
    } else {
        let mut garden = Garden::connect(&app.global.connection).await?;
        let bar = Arc::clone(&progress);
        garden.on_progress(move |read| {
            bar.text(format!("{} {} read", read.objects, read.plural));
        });
        Origin::Garden(Box::new(garden))
    };
    let claim = app.interrupt.claim();
    let namespace = app.global.namespace.clone();
    let options = Options {
        now: app.now,
        namespace: namespace.as_deref(),
        redactor: redactor.as_ref(),
    };
    let end = if to_stdout {
        match fill(&origin, options, &app.interrupt, &mut io::stdout()).await {
            // The reader has seen enough.
            Err(error) if is_closed(&error) => return Ok(Outcome::Done),
            end => end?,
        }
    } else {
        let mut draft = Draft::begin(&args.output, args.overwrite)?;
        let end = fill(&origin, options, &app.interrupt, &mut draft).await;
        let end = end.map_err(|error| named(error, &args.output))?;
        draft.keep()?;
        end
    };
    drop((claim, progress, origin));
    tell(&end, app);
    if !to_stdout {
        let written = Written {
            file: args.output.display().to_string(),
            bytes: fs::metadata(&args.output).map_or(0, |metadata| metadata.len()),
            kinds: kinds(&end),
        };
        let (document, style) = (written.document(), *app.answer.style());
        app.answer
            .write(|out| Ok(terminal::write(&document, false, &style, out)?))?;
    }
    Ok(Outcome::Done)
}

/// Write the snapshot.
async fn fill(
    origin: &Origin,
    options: Options<'_>,
    interrupt: &Interrupt,
    out: Out<'_>,
) -> anyhow::Result<End> {
    match (origin, options.redactor) {
        (Origin::Garden(garden), _) => take(garden, options, interrupt, out).await,
        (Origin::Snapshot(path), Some(redactor)) => {
            let is_stdin = path == "-";
            let name = if is_stdin { "stdin" } else { path };
            let source = path.clone();
            let open = move || -> io::Result<Box<dyn Read>> {
                if is_stdin {
                    return Ok(Box::new(io::stdin().lock()));
                }
                Ok(Box::new(fs::File::open(source)?))
            };
            let input = Feed::begin(open, interrupt)?;
            // Signals are heard by the threads that this one leaves its work to.
            block_in_place(|| again(name, input, redactor, interrupt, out))
        }
        (Origin::Snapshot(_), None) => Err(usage("a snapshot is written anew to redact it")),
    }
}

/// Name what is not in it.
fn tell(end: &End, app: &App) {
    for list in &end.lists {
        if let Some(failure) = &list.failure {
            app.ui
                .warning(format!("left out {}: {}", list.kind, failure.message));
            for hint in &failure.hints {
                app.ui.hint(hint);
            }
        }
        for problem in &list.unreadable {
            app.ui.warning(problem);
        }
    }
}

fn is_closed(error: &anyhow::Error) -> bool {
    let unwritable = find::<Unwritable>(error);
    unwritable.is_some_and(|Unwritable(error)| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Say which file cannot be written.
fn named(error: anyhow::Error, place: &Path) -> anyhow::Error {
    match find::<Unwritable>(&error) {
        Some(Unwritable(error)) => anyhow!("cannot write {}: {error}", place.display()),
        None => error,
    }
}

/// Count what is in it.
fn kinds(end: &End) -> Vec<(&str, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for list in &end.lists {
        match counts.iter_mut().find(|(kind, _)| *kind == list.kind) {
            Some((_, count)) => *count += list.objects,
            None => counts.push((&list.kind, list.objects)),
        }
    }
    counts
}
