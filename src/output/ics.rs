//! `-o ics`: times to come as an iCalendar file (RFC 5545), which calendar programs import or subscribe to.
//!
//! An event keeps its UID from one file to the next, so that a subscribed calendar moves it instead of adding one.

use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::Timestamp;

use super::sanitize;
use crate::domain::hash;

/// Octets of a line, its end not counted (RFC 5545, 3.1).
const LINE: usize = 75;

/// A calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// What calendar programs call it.
    pub name: String,
    /// The instant at which its content was computed.
    pub now: Timestamp,
    /// The events.
    pub events: Vec<Event>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What stays the same while the event moves or gets other words, unique in the calendar.
    pub identity: String,
    /// When it begins.
    pub begin: Timestamp,
    /// When it ends; not later than the begin means that it has no length.
    pub end: Timestamp,
    /// What it is, in a few words.
    pub summary: String,
    /// More about it, in lines.
    pub description: String,
    /// What it can be filtered by.
    pub categories: Vec<String>,
    /// Whether it may come later.
    pub tentative: bool,
}

/// Write a calendar.
pub fn write(calendar: &Calendar, out: &mut dyn Write) -> io::Result<()> {
    let mut file = File { out };
    file.line("BEGIN:VCALENDAR")?;
    file.line("VERSION:2.0")?;
    file.line("PRODID:-//kubectl-gardener//EN")?;
    file.line("CALSCALE:GREGORIAN")?;
    file.line("METHOD:PUBLISH")?;
    file.text("NAME", &calendar.name)?;
    // What programs knew before RFC 7986 gave calendars a name.
    file.text("X-WR-CALNAME", &calendar.name)?;
    file.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H")?;
    for event in &calendar.events {
        file.event(event, calendar.now)?;
    }
    file.line("END:VCALENDAR")
}

struct File<'a> {
    out: &'a mut dyn Write,
}

impl File<'_> {
    fn event(&mut self, event: &Event, now: Timestamp) -> io::Result<()> {
        self.line("BEGIN:VEVENT")?;
        let hash = hash::stable(&event.identity);
        self.line(&format!("UID:{hash:016x}@kubectl-gardener"))?;
        self.line(&format!("DTSTAMP:{}", utc(now)))?;
        self.line(&format!("DTSTART:{}", utc(event.begin)))?;
        if event.end > event.begin {
            self.line(&format!("DTEND:{}", utc(event.end)))?;
        }
        self.text("SUMMARY", &event.summary)?;
        if !event.description.is_empty() {
            self.text("DESCRIPTION", &event.description)?;
        }
        if !event.categories.is_empty() {
            let categories: Vec<String> = event.categories.iter().map(|c| escape(c)).collect();
            self.line(&format!("CATEGORIES:{}", categories.join(",")))?;
        }
        self.line(if event.tentative {
            "STATUS:TENTATIVE"
        } else {
            "STATUS:CONFIRMED"
        })?;
        // Nobody is busy because of it.
        self.line("TRANSP:TRANSPARENT")?;
        self.line("END:VEVENT")
    }

    fn text(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.line(&format!("{name}:{}", escape(value)))
    }

    /// Write a line, folded between characters.
    fn line(&mut self, line: &str) -> io::Result<()> {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LINE {
                self.out.write_all(b"\r\n ")?;
                used = 1;
            }
            self.out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            used += c.len_utf8();
        }
        self.out.write_all(b"\r\n")
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Escape a value of type TEXT; what it cannot hold, control characters, is shown.
fn escape(value: &str) -> String {
    let safe = sanitize::lines(value);
    let mut escaped = String::with_capacity(safe.len() + 8);
    for c in safe.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => {
                let _ = write!(escaped, "\\{c}"); // writing to a String does not fail
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rendered(summary: &str) -> String {
        let at: Timestamp = "2026-11-21T22:00:00Z".parse().unwrap();
        let calendar = Calendar {
            name: "Maintenance".into(),
            now: at,
            events: vec![Event {
                identity: "garden-dev/prod kubernetes 1.33.15".into(),
                begin: at,
                end: at,
                summary: summary.into(),
                description: String::new(),
                categories: vec!["forced".into()],
                tentative: true,
            }],
        };
        let mut bytes = Vec::new();
        write(&calendar, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_separates_values_is_escaped() {
        assert!(rendered("a,b;c\\d\ne").contains("SUMMARY:a\\,b\\;c\\\\d\\ne\r\n"));
    }

    #[test]
    fn an_event_without_length_has_no_end() {
        let text = rendered("now");
        assert!(text.contains("DTSTART:20261121T220000Z\r\n") && !text.contains("DTEND"));
        assert!(text.contains("STATUS:TENTATIVE\r\n"));
    }

    proptest! {
        #[test]
        fn lines_are_folded_between_characters_and_unfold_to_what_they_were(summary in any::<String>()) {
            let text = rendered(&summary);
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LINE && !line.contains(['\r', '\n'])));
            let unfolded = text.replace("\r\n ", "");
            let line = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:"));
            let escaped = escape(&summary);
            prop_assert_eq!(line, Some(escaped.as_str()));
        }
    }
}
