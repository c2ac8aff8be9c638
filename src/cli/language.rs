//! The language of the output.

use crate::base::Lang;

/// The language that the call, the environment or the system asks for: `--lang`, else `PERENNE_LANG`, else the first
/// of the user's locales that is one of the two. `None` leaves the choice to the files: see [`choose_lang`].
pub fn asked_lang(flag: Option<Lang>) -> Option<Lang> {
    let locales: Vec<String> = sys_locale::get_locales().collect();
    first_of(flag, std::env::var("PERENNE_LANG").ok().as_deref(), &locales)
}

/// The language that the call or the environment asks for outright: an editor says its own where they do not.
pub fn told_lang(flag: Option<Lang>) -> Option<Lang> {
    first_of(flag, std::env::var("PERENNE_LANG").ok().as_deref(), &[])
}

/// The language asked for, else that of the files, else French.
pub fn choose_lang(flag: Option<Lang>, files: Option<Lang>) -> Lang {
    asked_lang(flag).or(files).unwrap_or_default()
}

fn first_of(flag: Option<Lang>, variable: Option<&str>, locales: &[String]) -> Option<Lang> {
    flag.or_else(|| variable.and_then(Lang::from_code)).or_else(|| locales.iter().find_map(|it| Lang::from_code(it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_then_the_variable_then_the_locale() {
        let locales = ["C".to_string(), "de-DE".to_string(), "en-GB".to_string()];
        assert_eq!(first_of(Some(Lang::En), Some("fr"), &locales), Some(Lang::En));
        assert_eq!(first_of(None, Some("fr_FR"), &locales), Some(Lang::Fr));
        assert_eq!(first_of(None, Some(""), &locales), Some(Lang::En));
        assert_eq!(first_of(None, None, &locales[..2]), None);
    }
}
