//! Items ready to be filled in, in both languages.

use crate::base::Lang;

/// An item with stops for the cursor, by its name in the grammar.
pub fn snippet_of(id: &str, lang: Lang) -> Option<&'static str> {
    Some(match (id, lang) {
        ("doctrine", Lang::En) => "doctrine ${1:name} \"${2:Title}\"\n  authority \"${3:Who publishes it}\"\n$0",
        ("doctrine", Lang::Fr) => "doctrine ${1:nom} « ${2:Titre} »\n  autorité « ${3:Qui la publie} »\n$0",
        ("source", Lang::En) => {
            "source ${1:name} \"${2:Title}\"\n  publisher \"${3:Publisher}\"\n  date ${4:2024-01}\n$0"
        }
        ("source", Lang::Fr) => "source ${1:nom} « ${2:Titre} »\n  éditeur « ${3:Éditeur} »\n  date ${4:2024-01}\n$0",
        ("actor", Lang::En) => "actor ${1:name} \"${2:Title}\"$0",
        ("actor", Lang::Fr) => "acteur ${1:nom} « ${2:Titre} »$0",
        ("unit", Lang::En) => "unit ${1:name}\n  plural ${2:names}$0",
        ("unit", Lang::Fr) => "unité ${1:nom}\n  pluriel ${2:noms}$0",
        ("choice", Lang::En) => "choice ${1:name} { ${2:value} \"${3:Title}\", ${4:other} \"${5:Title}\" }$0",
        ("choice", Lang::Fr) => "choix ${1:nom} { ${2:valeur} « ${3:Titre} », ${4:autre} « ${5:Titre} » }$0",
        ("record", Lang::En) => "record ${1:name} {\n  ${2:field} : ${3:text} \"${4:Title}\"\n}$0",
        ("record", Lang::Fr) => "fiche ${1:nom} {\n  ${2:champ} : ${3:texte} « ${4:Titre} »\n}$0",
        ("facts", Lang::En) => "facts ${1:group} \"${2:Title}\" {\n  ${3:name} : ${4:yes/no} \"${5:Title}\"\n}$0",
        ("facts", Lang::Fr) => "faits ${1:groupe} « ${2:Titre} » {\n  ${3:nom} : ${4:oui/non} « ${5:Titre} »\n}$0",
        ("parameter", Lang::En) => {
            "parameter ${1:name} : ${2:percent} \"${3:Title}\"\n  = ${4:40 %} from ${5:2024-01} per ${6:source}$0"
        }
        ("parameter", Lang::Fr) => {
            "paramètre ${1:nom} : ${2:pourcentage} « ${3:Titre} »\n  = ${4:40 %}  dès ${5:2024-01}  selon ${6:source}$0"
        }
        ("define", Lang::En) => "define ${1:name} : ${2:type} \"${3:Title}\"\n  = ${0:value}",
        ("define", Lang::Fr) => "définition ${1:nom} : ${2:type} « ${3:Titre} »\n  = ${0:valeur}",
        ("table", Lang::En) => {
            "table ${1:name} : ${2:type} \"${3:Title}\"\n  | ${4:fact} | ${1} |\n  | ${5:yes} | ${6:value} |\n  | otherwise | ${0:value} |"
        }
        ("table", Lang::Fr) => {
            "table ${1:nom} : ${2:type} « ${3:Titre} »\n  | ${4:fait} | ${1} |\n  | ${5:oui} | ${6:valeur} |\n  | sinon | ${0:valeur} |"
        }
        ("criterion", Lang::En) => "criterion ${1:name} \"${2:Title}\"\n  per ${3:source}\n  requires ${0:condition}",
        ("criterion", Lang::Fr) => "critère ${1:nom} « ${2:Titre} »\n  selon ${3:source}\n  exige ${0:condition}",
        ("checklist", Lang::En) => "checklist ${1:name} \"${2:Title}\"\n  all of (${0:criterion})",
        ("checklist", Lang::Fr) => "grille ${1:nom} « ${2:Titre} »\n  toutes (${0:critère})",
        ("scenario", Lang::En) => {
            "scenario ${1:name} \"${2:Title}\"\n  feasible when ${3:condition}\n  advantage \"${0:Advantage}\""
        }
        ("scenario", Lang::Fr) => {
            "scénario ${1:nom} « ${2:Titre} »\n  faisable si ${3:condition}\n  avantage « ${0:Avantage} »"
        }
        ("body", Lang::En) => "body ${1:name} \"${2:Title}\"\n  members ${0:actor}",
        ("body", Lang::Fr) => "instance ${1:nom} « ${2:Titre} »\n  membres ${0:acteur}",
        ("milestone", Lang::En) => "milestone ${1:name} \"${2:Title}\"\n  expected ${0:2024-01}",
        ("milestone", Lang::Fr) => "jalon ${1:nom} « ${2:Titre} »\n  attendu ${0:2024-01}",
        ("dataset", Lang::En) => "dataset ${1:name} \"${2:Title}\"\n  ${3:group.fact} = \"${0:key}\"",
        ("dataset", Lang::Fr) => "données ${1:nom} « ${2:Titre} »\n  ${3:groupe.fait} = « ${0:clé} »",
        ("uncoded", Lang::En) => "uncoded ${1:name} \"${2:Title}\"\n  per ${3:source}\n  because \"${0:Reason}\"",
        ("uncoded", Lang::Fr) => "non codé ${1:nom} « ${2:Titre} »\n  selon ${3:source}\n  parce que « ${0:Raison} »",
        ("test", Lang::En) => {
            "test \"${1:Title}\"\n  as of ${2:2024-01-01}\n  given ${3:group.fact} = ${4:yes}\n  expect ${0:criterion} met"
        }
        ("test", Lang::Fr) => {
            "test « ${1:Titre} »\n  au ${2:2024-01-01}\n  étant donné ${3:groupe.fait} = ${4:oui}\n  attend ${0:critère} satisfait"
        }
        ("use", Lang::En) => "use \"${1:../folder}\"$0",
        ("use", Lang::Fr) => "utilise « ${1:../dossier} »$0",
        ("language", Lang::En) => "language ${1|en,fr|}$0",
        ("language", Lang::Fr) => "langue ${1|fr,en|}$0",
        _ => return None,
    })
}

/// A text with its stops filled in by the words they propose.
pub fn without_stops(snippet: &str) -> String {
    let mut plain = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some((before, after)) = rest.split_once('$') {
        plain.push_str(before);
        match after.strip_prefix('{') {
            Some(inside) => {
                let (stop, tail) = inside.split_once('}').unwrap_or((inside, ""));
                let words = stop.split_once(':').map_or("", |(_, words)| words);
                let choice =
                    stop.split_once('|').and_then(|(_, choices)| choices.split([',', '|']).next()).unwrap_or("");
                plain.push_str(if words.is_empty() { choice } else { words });
                rest = tail;
            }
            None => rest = after.trim_start_matches(|character: char| character.is_ascii_digit()),
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_become_the_words_they_propose() {
        assert_eq!(without_stops("a ${1:b} « ${2:c} »$0"), "a b « c »");
        assert_eq!(without_stops("langue ${1|fr,en|}$0"), "langue fr");
    }
}
