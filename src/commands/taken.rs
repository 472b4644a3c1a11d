//! What is said of a snapshot that takes the place of a garden.

use crate::cli::App;
use crate::garden::landscape::Taken;
use crate::output::time;

/// Nobody takes a snapshot of this age for the garden itself.
const FRESH: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);

/// Say how old a snapshot is: what it says of heartbeats and holds is of then, and the clock is not.
pub(super) fn tell(taken: Option<&Taken>, app: &App) {
    let Some(taken) = taken.filter(|_| app.global.now.is_none()) else {
        return;
    };
    let at = taken.header.taken_at;
    let age = app.now.duration_since(at);
    if age > FRESH {
        app.ui.warning(format!(
            "the snapshot is {} old, and ages are told as of now",
            time::age(at, app.now)
        ));
        app.ui.hint(format!("--now {at} tells how it was then"));
    }
}
