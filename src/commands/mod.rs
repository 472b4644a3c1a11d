//! One file per command: fetch → decide → show.
