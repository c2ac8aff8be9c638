//! Paths as users read them: from the working folder, with `/`.

use std::path::{Component, Path, PathBuf};

/// A relative path as seen from the working folder (`../commun/a.perenne`), an absolute one as it is; always with `/`.
pub fn shown(path: &Path) -> String {
    let working = std::env::current_dir().unwrap_or_default();
    shown_from(path, &working)
}

fn shown_from(path: &Path, working: &Path) -> String {
    if path.is_absolute() || path.has_root() {
        return slashes(&clean(path));
    }
    slashes(&relative(&clean(&working.join(path)), working))
}

/// The absolute path without `.` and `..`, by its words alone: links are not followed, so that what the user typed is
/// what the user sees.
pub(super) fn absolute(path: &Path) -> PathBuf {
    clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
}

/// The folder above, keeping the spelling of the path where it can: `a/b` → `a` → `.` → `..` → `../..`.
pub(super) fn parent(path: &Path) -> PathBuf {
    match path.components().next_back() {
        Some(Component::Normal(_)) => match path.parent() {
            Some(above) if !above.as_os_str().is_empty() => above.to_path_buf(),
            Some(_) | None => PathBuf::from("."),
        },
        Some(Component::CurDir) | None => PathBuf::from(".."),
        Some(Component::ParentDir) => path.join(".."),
        Some(Component::RootDir | Component::Prefix(_)) => path.to_path_buf(),
    }
}

/// The path without `.`, and without the `..` that a folder before them undoes.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match cleaned.components().next_back() {
                Some(Component::Normal(_)) => {
                    cleaned.pop();
                }
                // The folder above the root is the root.
                Some(Component::RootDir | Component::Prefix(_)) => {}
                Some(Component::ParentDir | Component::CurDir) | None => cleaned.push(component),
            },
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => cleaned.push(component),
        }
    }
    cleaned
}

/// `path` from `base`, both absolute and clean.
fn relative(path: &Path, base: &Path) -> PathBuf {
    let common = path.components().zip(base.components()).take_while(|(one, other)| one == other).count();
    let mut relative = PathBuf::new();
    for _ in base.components().skip(common) {
        relative.push("..");
    }
    relative.extend(path.components().skip(common));
    relative
}

fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.is_empty() {
        return ".".to_string();
    }
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// A path as a file of that folder would write it.
pub fn seen_from(folder: &Path, path: &Path) -> String {
    // What is there is found whatever links and dots lead to it.
    let absolute = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
    };
    slashes(&relative(&absolute(path), &absolute(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_working_folder() {
        let working = std::env::temp_dir().join("a").join("b");
        let seen = |path: &str| shown_from(Path::new(path), &working);
        assert_eq!(seen("./rules//x.perenne"), "rules/x.perenne");
        assert_eq!(seen("../b/x.perenne"), "x.perenne");
        assert_eq!(seen("../commun/x.perenne"), "../commun/x.perenne");
        assert_eq!(seen("."), ".");
        assert_eq!(seen(".."), "..");
    }

    #[test]
    fn the_folder_above_keeps_the_spelling() {
        let above = |path: &str| parent(Path::new(path)).to_string_lossy().replace('\\', "/");
        assert_eq!([above("a/b"), above("a"), above("."), above("..")], ["a", ".", "..", "../.."]);
    }
}
