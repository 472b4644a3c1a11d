//! An agenda on a terminal: a chart with a lane for each, then a list by week. Both fit the width.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::ToSpan;
use jiff::civil::Date;
use unicode_width::UnicodeWidthStr;

use super::{GAP, Page, fold};
use crate::order::Order as _;
use crate::output::agenda::{Agenda, Entry, Week, date};
use crate::output::document::Tone;
use crate::output::sanitize;

/// Columns where there is no terminal.
const WIDTH: usize = 120;
/// Columns below which a chart says nothing.
const NARROWEST: usize = 10;
/// With more lanes than this a chart shows groups.
const MANY: usize = 60;

impl Page<'_> {
    pub(super) fn agenda(&mut self, agenda: &Agenda) -> io::Result<()> {
        if agenda.entries.is_empty() {
            self.text(&sanitize::line(&agenda.empty), Tone::Muted)?;
            return writeln!(self.out);
        }
        self.chart(agenda)?;
        for week in agenda.weeks() {
            writeln!(self.out)?;
            self.week(&week)?;
        }
        Ok(())
    }

    fn chart(&mut self, agenda: &Agenda) -> io::Result<()> {
        let width = self.style.width.unwrap_or(WIDTH);
        let mut lanes: BTreeMap<Cow<'_, str>, Vec<&Entry>> = BTreeMap::new();
        let names: BTreeSet<&str> = agenda.entries.iter().map(|entry| &*entry.who).collect();
        let grouped = names.len() > MANY;
        for entry in &agenda.entries {
            let name = if grouped { &entry.group } else { &entry.who };
            lanes.entry(sanitize::line(name)).or_default().push(entry);
        }
        let longest = lanes
            .keys()
            .map(|who| who.width())
            .max()
            .unwrap_or_default();
        let label = longest.min(width.saturating_sub(GAP.len() + NARROWEST).max(NARROWEST));
        let columns = width.saturating_sub(label + GAP.len()).max(NARROWEST);
        let scale = Scale::new(agenda, columns);
        writeln!(self.out, "{:label$}{GAP}{}", "", scale.axis())?;
        for (who, entries) in &lanes {
            let shown = cut(who, label);
            let padding = label - shown.width();
            self.text(&shown, Tone::Strong)?;
            write!(self.out, "{:padding$}{GAP}", "")?;
            for (mark, tone) in scale.lane(entries) {
                self.text(mark.encode_utf8(&mut [0; 4]), tone)?;
            }
            writeln!(self.out)?;
        }
        let days = match scale.days_per_column {
            1 => "a column is a day".to_owned(),
            days => format!("a column is {days} days"),
        };
        let legend = agenda.legend.iter();
        let legend: Vec<String> = legend
            .map(|(mark, text)| format!("{mark} {text}"))
            .collect();
        let rows = if grouped {
            "; a row stands for all of the group"
        } else {
            ""
        };
        for line in fold(&format!("{}; {days}{rows}", legend.join(", ")), Some(width)) {
            self.text(&line, Tone::Muted)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn week(&mut self, week: &Week<'_>) -> io::Result<()> {
        self.text(&week.name(), Tone::Strong)?;
        writeln!(self.out)?;
        for entry in &week.entries {
            let when = format!(
                "{} {}",
                date(entry.begin).strftime("%a %-d %b"),
                entry.hours()
            );
            let (who, what) = (sanitize::line(&entry.who), sanitize::line(&entry.what));
            // Each goes on a line of its own where the width asks for it.
            let width = self.style.width.unwrap_or(usize::MAX);
            let mut used = GAP.len() + when.width();
            write!(self.out, "{GAP}{when}")?;
            used = self.go_on(used, who.width(), width)?;
            write!(self.out, "{who}")?;
            self.go_on(used, what.width(), width)?;
            self.text(&what, entry.tone)?;
            writeln!(self.out)?;
            for detail in entry.details.iter().cloned().chain(entry.repetition()) {
                let detail = format!("      {}", sanitize::line(&detail));
                for line in fold(&detail, self.style.width) {
                    writeln!(self.out, "{line}")?;
                }
            }
        }
        Ok(())
    }
}

impl Page<'_> {
    /// Go on behind a gap where there is room, else on the next line; give the columns used then.
    fn go_on(&mut self, used: usize, needed: usize, width: usize) -> io::Result<usize> {
        let fits = used + GAP.len() + needed <= width;
        let between = if fits { GAP } else { "\n    " };
        write!(self.out, "{between}")?;
        Ok(needed + if fits { used + GAP.len() } else { 4 })
    }
}

/// Cut a name to a width; what is left out is at the front, where namespaces are alike.
fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut rest = text;
    while rest.width() + 1 > width {
        let mut characters = rest.chars();
        characters.next();
        rest = characters.as_str();
    }
    Cow::Owned(format!("…{rest}"))
}

/// How days become columns.
struct Scale {
    first: Date,
    columns: usize,
    days_per_column: usize,
}

impl Scale {
    fn new(agenda: &Agenda, columns: usize) -> Self {
        // A window that has begun before the first day still belongs to the chart.
        let begins = agenda.entries.iter().map(|entry| entry.begin);
        let first = date(begins.min().unwrap_or(agenda.begin).min(agenda.begin));
        // The end does not belong to it.
        let last = agenda
            .end
            .saturating_sub(1.nanosecond())
            .unwrap_or(agenda.end);
        let days = days(first, date(last)) + 1;
        let days_per_column = days.div_ceil(columns).max(1);
        Self {
            first,
            columns: days.div_ceil(days_per_column),
            days_per_column,
        }
    }

    fn column(&self, day: Date) -> usize {
        (days(self.first, day) / self.days_per_column).min(self.columns - 1)
    }

    /// Write the first day, and the first of each month where there is room.
    fn axis(&self) -> String {
        let mut axis = self.first.strftime("%-d %b").to_string();
        let mut month = self.first;
        loop {
            month = month.first_of_month().saturating_add(1.month());
            let label = month.strftime("%-d %b").to_string();
            let column = days(self.first, month).div_ceil(self.days_per_column);
            if column + label.width() > self.columns {
                return axis;
            }
            if column > axis.width() {
                axis = format!("{axis:column$}{label}");
            }
        }
    }

    fn lane(&self, entries: &[&Entry]) -> Vec<(char, Tone)> {
        let mut lane = vec![('·', Tone::Muted); self.columns];
        for entry in entries {
            let day = date(entry.begin);
            let (from, to) = (
                self.column(day),
                self.column(day.saturating_add(i64::from(entry.repeats).days())),
            );
            for place in &mut lane[from..=to] {
                if place.0 == '·' {
                    *place = ('-', entry.tone);
                }
            }
        }
        // The worst goes last, so that it stays.
        let mut entries = entries.to_vec();
        entries.order_by_key(|entry| std::cmp::Reverse(entry.tone.rank()));
        for entry in entries {
            lane[self.column(date(entry.begin))] = (entry.mark, entry.tone);
        }
        lane
    }
}

fn days(from: Date, to: Date) -> usize {
    let days = from.until(to).map_or(0, |span| span.get_days());
    usize::try_from(days).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::output::document::Document;
    use crate::output::{Style, terminal};

    fn at(text: &str) -> Timestamp {
        format!("{text}:00Z").parse().unwrap()
    }

    fn entry(who: &str, begin: &str, repeats: u32, mark: char, tone: Tone) -> Entry {
        Entry {
            who: who.to_owned(),
            group: who.split('/').next().unwrap_or_default().to_owned(),
            begin: at(begin),
            end: at(begin) + 1.hours(),
            repeats,
            what: "forced".to_owned(),
            details: vec!["Kubernetes 1.33.15 → 1.34.12".to_owned()],
            tone,
            mark,
        }
    }

    fn rendered(width: usize) -> String {
        let agenda = Agenda {
            begin: at("2026-11-21T00:00"),
            end: at("2027-02-19T00:00"),
            entries: vec![
                entry("garden-dev/prod", "2026-11-21T22:00", 0, 'F', Tone::Warning),
                entry("garden-dev/prod", "2026-12-10T22:00", 0, 'A', Tone::Info),
                entry(
                    "garden-data/reports",
                    "2026-12-01T22:00",
                    30,
                    '!',
                    Tone::Error,
                ),
            ],
            empty: "nothing happens".to_owned(),
            legend: vec![('F', "forced"), ('A', "automatic"), ('!', "fails")],
        };
        let style = Style {
            width: Some(width),
            ..Style::default()
        };
        let mut bytes = Vec::new();
        let document = Document::new("").agenda(agenda);
        terminal::write(&document, false, &style, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_chart_fits_the_width_and_the_list_follows_by_week() {
        snapbox::assert_data_eq!(
            rendered(60),
            snapbox::str![[r"
                     21 Nov        1 Jan     1 Feb
garden-data/reports  ···!----------················
garden-dev/prod      F·····A·······················
F forced, A automatic, ! fails; a column is 3 days

Week of Mon 16 Nov 2026
  Sat 21 Nov 22:00–23:00 UTC  garden-dev/prod  forced
      Kubernetes 1.33.15 → 1.34.12

Week of Mon 30 Nov 2026
  Tue 1 Dec 22:00–23:00 UTC  garden-data/reports  forced
      Kubernetes 1.33.15 → 1.34.12
      and 30 more times, daily until Thu 31 Dec 2026

Week of Mon 7 Dec 2026
  Thu 10 Dec 22:00–23:00 UTC  garden-dev/prod  forced
      Kubernetes 1.33.15 → 1.34.12

"]]
        );
    }

    #[test]
    fn very_many_lanes_become_groups() {
        let agenda = Agenda {
            begin: at("2026-11-21T00:00"),
            end: at("2026-12-01T00:00"),
            entries: (0..=MANY)
                .map(|shoot| {
                    let who = format!("garden-{}/s{shoot}", shoot % 2);
                    entry(&who, "2026-11-21T22:00", 0, 'F', Tone::Warning)
                })
                .collect(),
            ..Agenda::default()
        };
        let mut bytes = Vec::new();
        let document = Document::new("").agenda(agenda);
        terminal::write(&document, false, &Style::default(), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let chart: Vec<&str> = text
            .lines()
            .take_while(|line| !line.starts_with("Week"))
            .collect();
        assert_eq!(
            chart[1..3],
            ["garden-0  F·········", "garden-1  F·········"]
        );
        assert_eq!(
            text.lines().filter(|line| line.contains("/s")).count(),
            MANY + 1
        );
    }

    #[test]
    fn lines_fit_at_every_width() {
        for width in 40..140 {
            for line in rendered(width).lines() {
                assert!(line.width() <= width.max(60), "{width}: {line}");
            }
        }
    }
}
