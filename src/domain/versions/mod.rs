//! Versions: how they compare, what stage they are in, and what maintenance makes of them.
//!
//! [`version`], [`constraint`], [`window`] and [`lifecycle`] read and compare; [`profile`] is what is on offer;
//! [`select`] chooses a target, [`run`] does one maintenance run, [`rejection`] says what the API server makes
//! of it; [`next_run`], [`judge`] and [`report`] tell about it, [`forecast`] goes on from run to run, [`diff`] compares two of them.

pub mod concern;
pub mod constraint;
pub mod dashboard;
pub mod diff;
pub mod facts;
pub mod finding;
pub mod forecast;
pub mod judge;
pub mod kubernetes;
pub mod lifecycle;
pub mod next_run;
pub mod profile;
pub mod rejection;
pub mod report;
pub mod run;
pub mod select;
pub mod version;
pub mod waiver;
pub mod window;
