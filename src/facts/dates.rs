//! Dates as people write them, where files have one form.

use crate::base::{Date, MonthOrDay, name};

/// The date meant by `20/03/2024`, `2024-3-5`, `03/2024`, `20 mars 2024`, `2024-03-20T10:00:00`.
pub fn date_meant(text: &str) -> Option<MonthOrDay> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    if let Some(date) = MonthOrDay::parse(text) {
        return Some(date);
    }
    if let Some((day, _hour)) = text.split_once(['T', ' '])
        && let Some(date) = Date::parse(day)
    {
        return Some(MonthOrDay::Day(date));
    }
    let parts: Vec<&str> = text
        .split(|c: char| c == '/' || c == '.' || c == '-' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if is_year(year) => (year, month, Some(day)),
        [day, month, year] => (year, month, Some(day)),
        [year, month] if is_year(year) => (year, month, None),
        [month, year] => (year, month, None),
        _ => return None,
    };
    let year: i16 = year.parse().ok().filter(|year| *year >= 1000)?;
    let month: i8 = month.parse().ok().or_else(|| month_by_name(month))?;
    match day {
        Some(day) => Date::new(year, month, day.trim_end_matches("er").parse().ok()?).map(MonthOrDay::Day),
        None => Date::new(year, month, 1).map(|_| MonthOrDay::Month { year, month }),
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn month_by_name(text: &str) -> Option<i8> {
    Some(match name::fold(text).as_str() {
        "janvier" | "january" => 1,
        "fevrier" | "february" => 2,
        "mars" | "march" => 3,
        "avril" | "april" => 4,
        "mai" | "may" => 5,
        "juin" | "june" => 6,
        "juillet" | "july" => 7,
        "aout" | "august" => 8,
        "septembre" | "september" => 9,
        "octobre" | "october" => 10,
        "novembre" | "november" => 11,
        "decembre" | "december" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_shapes_are_guessed() {
        for (written, meant) in [
            ("20/03/2024", "2024-03-20"),
            ("20.3.2024", "2024-03-20"),
            ("2024-3-5", "2024-03-05"),
            ("03/2024", "2024-03"),
            ("2024/03", "2024-03"),
            ("20 mars 2024", "2024-03-20"),
            ("1er août 2024", "2024-08-01"),
            ("mars 2024", "2024-03"),
            ("2024-03-20T10:00:00Z", "2024-03-20"),
        ] {
            assert_eq!(date_meant(written).map(|date| date.to_string()).as_deref(), Some(meant), "{written}");
        }
        for written in ["2024", "bientôt", "30/02/2024", "1/2/3/4", ""] {
            assert_eq!(date_meant(written), None, "{written}");
        }
    }
}
