// Made by tests/editors from the compiler's table of units.
module.exports = '(?:semaines|semaine|années|months|année|euros|jours|month|weeks|years|GEUR|MEUR|days|euro|jour|kEUR|mois|week|year|ETP|EUR|FTE|Md€|ans|day|M€|an|k€|€)(?:/(?:semaines|semaine|années|months|année|euros|jours|month|weeks|years|GEUR|MEUR|days|euro|jour|kEUR|mois|week|year|ETP|EUR|FTE|Md€|ans|day|M€|an|k€|€))*';
