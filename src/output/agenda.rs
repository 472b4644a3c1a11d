//! What happens when: a chart with a list by week on terminals, a calendar by week in HTML.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::document::Tone;
use crate::order::Order as _;

/// Things that happen, each at its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Where it begins.
    pub begin: Timestamp,
    /// Where it ends.
    pub end: Timestamp,
    /// What happens, in any order.
    pub entries: Vec<Entry>,
    /// What is said when nothing happens.
    pub empty: String,
    /// What the marks of the chart mean.
    pub legend: Vec<(char, &'static str)>,
}

/// Something that happens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// To whom: the lane of the chart.
    pub who: String,
    /// What it belongs to: the lane where there would be very many.
    pub group: String,
    /// When it begins.
    pub begin: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// How often it happens again, daily.
    pub repeats: u32,
    /// What kind of thing it is, in a word or two.
    pub what: String,
    /// What it does, in lines.
    pub details: Vec<String>,
    /// What it means for the reader; where several things share a place in the chart, the worst shows.
    pub tone: Tone,
    /// How the chart shows it.
    pub mark: char,
}

/// A week with what happens in it.
#[derive(Debug)]
pub(super) struct Week<'a> {
    /// Its Monday.
    pub(super) monday: Date,
    /// What begins in it, in the order of time.
    pub(super) entries: Vec<&'a Entry>,
}

impl Agenda {
    /// Give the weeks in which something begins.
    pub(super) fn weeks(&self) -> Vec<Week<'_>> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.order_by(|a, b| (a.begin, &a.who).cmp(&(b.begin, &b.who)));
        let mut weeks: Vec<Week<'_>> = Vec::new();
        for entry in entries {
            let monday = monday(entry.begin);
            match weeks.last_mut().filter(|week| week.monday == monday) {
                Some(week) => week.entries.push(entry),
                None => weeks.push(Week {
                    monday,
                    entries: vec![entry],
                }),
            }
        }
        weeks
    }
}

impl Week<'_> {
    /// Give its seven days.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        (0..7).map(|day| self.monday.saturating_add(day.days()))
    }

    /// Give what begins on a day.
    pub(super) fn on(&self, day: Date) -> impl Iterator<Item = &Entry> {
        let entries = self.entries.iter().copied();
        entries.filter(move |entry| date(entry.begin) == day)
    }

    /// Name the week.
    pub(super) fn name(&self) -> String {
        format!("Week of {}", self.monday.strftime("%a %-d %b %Y"))
    }
}

impl Entry {
    /// Say when it is, in UTC, the day left out: `22:00–23:00 UTC`.
    pub(super) fn hours(&self) -> String {
        hours(self.begin, self.end)
    }

    /// Say how often it happens again, if it does.
    pub(super) fn repetition(&self) -> Option<String> {
        let last = date(self.begin).saturating_add(i64::from(self.repeats).days());
        (self.repeats > 0).then(|| {
            let times = if self.repeats == 1 { "time" } else { "times" };
            format!(
                "and {} more {times}, daily until {}",
                self.repeats,
                last.strftime("%a %-d %b %Y")
            )
        })
    }
}

/// Write a span of time in UTC, the day left out: `22:00–23:00 UTC`.
pub(super) fn hours(begin: Timestamp, end: Timestamp) -> String {
    let hours = |at: Timestamp| at.strftime("%H:%M").to_string();
    if end > begin {
        format!("{}–{} UTC", hours(begin), hours(end))
    } else {
        format!("{} UTC", hours(begin))
    }
}

/// The day of an instant, in UTC.
pub(super) fn date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

pub(super) fn monday(at: Timestamp) -> Date {
    let day = date(at);
    let since = day.weekday().since(Weekday::Monday);
    day.saturating_sub(i64::from(since).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(begin: &str, repeats: u32) -> Entry {
        let begin: Timestamp = begin.parse().unwrap();
        Entry {
            begin,
            end: begin + 1.hours(),
            repeats,
            ..Entry::default()
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_only_those_with_something_are_given() {
        let agenda = Agenda {
            entries: vec![
                entry("2026-12-07T00:00:00Z", 0),
                entry("2026-11-22T23:59:59Z", 0),
                entry("2026-11-21T22:00:00Z", 0),
            ],
            ..Agenda::default()
        };
        let names: Vec<String> = agenda.weeks().iter().map(Week::name).collect();
        assert_eq!(names, ["Week of Mon 16 Nov 2026", "Week of Mon 7 Dec 2026"]);
        let first = &agenda.weeks()[0];
        assert_eq!(first.entries.len(), 2);
        assert_eq!(first.days().count(), 7);
        assert_eq!(first.on(date(first.entries[0].begin)).count(), 1);
    }

    #[test]
    fn hours_and_repetitions_read_well() {
        let once = entry("2026-11-21T23:30:00Z", 0);
        assert_eq!(once.hours(), "23:30–00:30 UTC");
        assert_eq!(once.repetition(), None);
        let again = entry("2026-11-21T23:30:00Z", 9).repetition();
        assert_eq!(
            again.unwrap(),
            "and 9 more times, daily until Mon 30 Nov 2026"
        );
    }
}
