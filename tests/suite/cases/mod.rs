//! The named cases of the version rules: each carries its id in a function's name or in a table's first column.
//!
//! | ids | what | where |
//! |---|---|---|
//! | C01–C23 | classification | unit tests of `domain/versions/lifecycle.rs` |
//! | D01–D09 | the dashboard's view | unit tests of `domain/versions/dashboard.rs` |
//! | W01–W15 | maintenance windows | `windows` |
//! | K01–K31 | the control plane's version | `control_plane` |
//! | P01–P10 | Kubernetes versions of pools | `pools` |
//! | I01–I53 | machine images | `images`, and `abort` for what stops the image step |
//! | N01–N15 | profiles and references | `profiles`; N08 in `versions::diff` |
//! | S01–S15 | the next run, chains, blocked runs | `simulation`, S14 in `profiles`; run by run in `forecast` |
//! | M01–M13 | what was measured on a real garden | `measured` |
//! | V01–V20, by code | findings | `findings` |
//!
//! Not here, because the API server decides it and a report does not ask it: P08, P09, N05–N07, N10, N11, N13 (what
//! admission accepts or drops when an object is written), and of the measured points the 8th, 9th and 10th
//! (validation of profiles, rotation of credentials). What W02 and W15 say about the random instant of a run
//! is held against the interval from which Gardener draws it.

mod abort;
mod control_plane;
mod findings;
mod forecast;
mod images;
mod measured;
mod notation;
mod pools;
mod profiles;
mod report;
mod simulation;
mod windows;
mod world;
