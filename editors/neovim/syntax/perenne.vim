" Colours of rules, in French and in English.
if exists('b:current_syntax')
  finish
endif

let s:cpo = &cpo
set cpo&vim
scriptencoding utf-8

syntax iskeyword @,48-57,_,192-255
syntax sync minlines=200

syntax match perenneMark "[=<>≥≤≠+*/×−-]"
syntax match perenneMark "|"
syntax match perenneName "\<\k\+\>"
syntax match perenneNumber "\%(\k\|[[:alpha:]_]\k*[-./]\)\@8<!\%([0-9]\{1,3}\%([ \u00a0\u202f][0-9]\{3}[0-9]\@!\)\+\|[0-9]\+\)\%([.,-][0-9]\+\)*"

" made by tests/editors: begin
syntax match perenneType "\%(\.\)\@1<!\<\%(\%(appréciation\%(s\)\=\|pourcentage\%(s\)\=\|percentage\%(s\)\=\|judgement\%(s\)\=\|judgment\%(s\)\=\|integer\%(s\)\=\|entier\%(s\)\=\|nombre\%(s\)\=\|number\%(s\)\=\|texte\%(s\)\=\|date\%(s\)\=\|oui/non\|percent\|text\%(s\)\=\|yes/no\)\>\)\%(\.\k\)\@!"
syntax match perenneClause "\%(\.\)\@1<!\<\%(\%(facultative\%(s\)\=\|attendu\%(e\)\=\%(s\)\=\|facultatif\%(s\)\=\|anciennement\|ouverte\%(s\)\=\|valable\%(s\)\=\|advantage\|authority\|ouvert\%(s\)\=\|precedent\|précédent\|publisher\|assuming\|autorité\|avantage\|examples\|exemples\|expected\|formerly\|jusqu['’]au\|jusqu['’]en\|optional\|question\|remarque\|requires\|scenario\|scénario\|sections\|éditrice\|because\|jusqu['’]à\|members\|membres\|pluriel\|symbole\|éditeur\|attend\|bornes\|bounds\|expect\|plural\|remark\|remedy\|remède\|risque\|symbol\|exige\|given\|meets\|selon\|texte\|until\|vague\|aide\|date\|from\|hint\|open\|risk\|role\|rôle\|step\|text\|dès\|pas\|per\|ref\|réf\|url\)\>\)\%(\.\k\)\@!"
syntax match perennePart "\%(\.\)\@1<!\<\%(\%(ordonné\%(e\)\=\%(s\)\=\|bloqué\%(e\)\=\%(s\)\=\|faisable\%(s\)\=\|milestone\|otherwise\|satisfies\|feasible\|becomes\|blocked\|dataset\|devient\|données\|environ\|fichier\|ordered\|section\|vérifie\|depuis\|about\|alors\|among\|jalon\|quote\|since\|sinon\|where\|cite\|dans\|else\|file\|pour\|then\|when\|des\|for\|par\|as\|au\|by\|de\|du\|in\|le\|of\|on\|où\|to\|à\)\>\|d['’]\)\%(\.\k\)\@!"
syntax match perenneOperator "\%(\.\)\@1<!\<\%(\%(s['’]appliquent\|exactement\|s['’]applique\|contains\|contient\|dernière\|première\|applies\|arrondi\|between\|dernier\|exactly\|premier\|aucune\|before\|chaque\|toutes\|after\|après\|aucun\|avant\|entre\|every\|first\|floor\|parmi\|round\|under\|ceil\|last\|some\|sont\|sous\|tous\|abs\|and\|are\|est\|max\|min\|not\|une\|et\|if\|is\|or\|ou\|si\|un\)\>\)\%(\.\k\)\@!"
syntax match perenneLiteral "\%(\.\)\@1<!\<\%(\%(aujourd['’]hui\|unspecified\|today\|non\|oui\|yes\|no\)\>\)\%(\.\k\)\@!"
syntax match perenneState "\%(\.\)\@1<!\<\%(\%(contesté\%(e\)\=\%(s\)\=\|manquant\%(e\)\=\%(s\)\=\|applicable\%(s\)\=\|présent\%(e\)\=\%(s\)\=\|absent\%(e\)\=\%(s\)\=\|connu\%(e\)\=\%(s\)\=\|applicable\|contested\|aucun\%(e\)\=\|manquent\|missing\|present\|absent\|manque\|known\|none\)\>\)\%(\.\k\)\@!"
syntax match perenneVerdict "\%(\.\)\@1<!\<\%(\%(indéterminé\%(e\)\=\%(s\)\=\|satisfait\%(e\)\=\%(s\)\=\|exempté\%(e\)\=\%(s\)\=\|exempt\%(e\)\=\%(s\)\=\|unknown\|exempt\|met\)\>\)\%(\.\k\)\@!"
syntax match perenneForce "\%(\.\)\@1<!\<\%(\%(recommandation\|recommendation\|indicative\%(s\)\=\|indicatif\%(s\)\=\|requirement\|indicative\|obligation\|exigence\)\>\)\%(\.\k\)\@!"
syntax match perenneType "\%(\.\)\@1<!\<\%(\%(liste[ \t\u00a0\u202f]\+des\|liste[ \t\u00a0\u202f]\+de\|list[ \t\u00a0\u202f]\+of\)\>\|liste[ \t\u00a0\u202f]\+d['’]\)\%(\.\k\)\@!"
syntax match perenneClause "\%(\.\)\@1<!\<\%(\%(valable\%(s\)\=[ \t\u00a0\u202f]\+pendant\|étant[ \t\u00a0\u202f]\+donné\%(e\)\=\%(s\)\=\|atteint\%(e\)\=\%(s\)\=[ \t\u00a0\u202f]\+le\|décidé\%(e\)\=\%(s\)\=[ \t\u00a0\u202f]\+par\|divergence[ \t\u00a0\u202f]\+avec\|prochaine[ \t\u00a0\u202f]\+étape\|s['’]appliquent[ \t\u00a0\u202f]\+si\|seulement[ \t\u00a0\u202f]\+entre\|connu\%(e\)\=\%(s\)\=[ \t\u00a0\u202f]\+au\|faisable\%(s\)\=[ \t\u00a0\u202f]\+si\|feasible[ \t\u00a0\u202f]\+when\|s['’]applique[ \t\u00a0\u202f]\+si\|applies[ \t\u00a0\u202f]\+when\|en[ \t\u00a0\u202f]\+supposant\|only[ \t\u00a0\u202f]\+between\|except[ \t\u00a0\u202f]\+when\|pour[ \t\u00a0\u202f]\+chaque\|decided[ \t\u00a0\u202f]\+by\|reached[ \t\u00a0\u202f]\+on\|next[ \t\u00a0\u202f]\+step\|parce[ \t\u00a0\u202f]\+que\|se[ \t\u00a0\u202f]\+réunit\|textes[ \t\u00a0\u202f]\+au\|valid[ \t\u00a0\u202f]\+for\|for[ \t\u00a0\u202f]\+each\|known[ \t\u00a0\u202f]\+by\|sauf[ \t\u00a0\u202f]\+si\|dès[ \t\u00a0\u202f]\+le\|as[ \t\u00a0\u202f]\+of\)\>\|parce[ \t\u00a0\u202f]\+qu['’]\)\%(\.\k\)\@!"
syntax match perennePart "\%(\.\)\@1<!\<\%(\%(non[ \t\u00a0\u202f]\+bloqué\%(e\)\=\%(s\)\=\|non[ \t\u00a0\u202f]\+faisable\%(s\)\=\|possible[ \t\u00a0\u202f]\+from\|not[ \t\u00a0\u202f]\+feasible\|passent[ \t\u00a0\u202f]\+avec\|possible[ \t\u00a0\u202f]\+dès\|not[ \t\u00a0\u202f]\+blocked\|passes[ \t\u00a0\u202f]\+with\|comme[ \t\u00a0\u202f]\+dans\|passe[ \t\u00a0\u202f]\+avec\|toutes[ \t\u00a0\u202f]\+les\|depuis[ \t\u00a0\u202f]\+le\|tous[ \t\u00a0\u202f]\+les\|late[ \t\u00a0\u202f]\+by\|as[ \t\u00a0\u202f]\+in\)\>\)\%(\.\k\)\@!"
syntax match perenneOperator "\%(\.\)\@1<!\<\%(\%(arrondi[ \t\u00a0\u202f]\+inférieur\|arrondi[ \t\u00a0\u202f]\+supérieur\|months[ \t\u00a0\u202f]\+between\|valeur[ \t\u00a0\u202f]\+absolue\|years[ \t\u00a0\u202f]\+between\|années[ \t\u00a0\u202f]\+entre\|commence[ \t\u00a0\u202f]\+par\|days[ \t\u00a0\u202f]\+between\|jours[ \t\u00a0\u202f]\+entre\|starts[ \t\u00a0\u202f]\+with\|valeurs[ \t\u00a0\u202f]\+des\|mois[ \t\u00a0\u202f]\+entre\|nombre[ \t\u00a0\u202f]\+des\|valeurs[ \t\u00a0\u202f]\+de\|valeurs[ \t\u00a0\u202f]\+du\|ans[ \t\u00a0\u202f]\+entre\|ends[ \t\u00a0\u202f]\+with\|finit[ \t\u00a0\u202f]\+par\|less[ \t\u00a0\u202f]\+than\|moins[ \t\u00a0\u202f]\+que\|more[ \t\u00a0\u202f]\+than\|n['’]est[ \t\u00a0\u202f]\+pas\|nombre[ \t\u00a0\u202f]\+de\|somme[ \t\u00a0\u202f]\+des\|values[ \t\u00a0\u202f]\+of\|après[ \t\u00a0\u202f]\+le\|at[ \t\u00a0\u202f]\+least\|au[ \t\u00a0\u202f]\+moins\|avant[ \t\u00a0\u202f]\+le\|count[ \t\u00a0\u202f]\+of\|date[ \t\u00a0\u202f]\+des\|moins[ \t\u00a0\u202f]\+de\|part[ \t\u00a0\u202f]\+des\|plus[ \t\u00a0\u202f]\+que\|share[ \t\u00a0\u202f]\+of\|somme[ \t\u00a0\u202f]\+de\|somme[ \t\u00a0\u202f]\+du\|à[ \t\u00a0\u202f]\+défaut\|are[ \t\u00a0\u202f]\+not\|at[ \t\u00a0\u202f]\+most\|au[ \t\u00a0\u202f]\+plus\|date[ \t\u00a0\u202f]\+de\|date[ \t\u00a0\u202f]\+du\|date[ \t\u00a0\u202f]\+of\|max[ \t\u00a0\u202f]\+des\|min[ \t\u00a0\u202f]\+des\|none[ \t\u00a0\u202f]\+of\|or[ \t\u00a0\u202f]\+else\|part[ \t\u00a0\u202f]\+de\|part[ \t\u00a0\u202f]\+du\|plus[ \t\u00a0\u202f]\+de\|all[ \t\u00a0\u202f]\+of\|any[ \t\u00a0\u202f]\+of\|is[ \t\u00a0\u202f]\+not\|max[ \t\u00a0\u202f]\+de\|max[ \t\u00a0\u202f]\+du\|max[ \t\u00a0\u202f]\+of\|min[ \t\u00a0\u202f]\+de\|min[ \t\u00a0\u202f]\+du\|min[ \t\u00a0\u202f]\+of\|one[ \t\u00a0\u202f]\+of\|sum[ \t\u00a0\u202f]\+of\)\>\|valeurs[ \t\u00a0\u202f]\+d['’]\|nombre[ \t\u00a0\u202f]\+d['’]\|moins[ \t\u00a0\u202f]\+d['’]\|somme[ \t\u00a0\u202f]\+d['’]\|date[ \t\u00a0\u202f]\+d['’]\|part[ \t\u00a0\u202f]\+d['’]\|plus[ \t\u00a0\u202f]\+d['’]\|max[ \t\u00a0\u202f]\+d['’]\|min[ \t\u00a0\u202f]\+d['’]\)\%(\.\k\)\@!"
syntax match perenneLiteral "\%(\.\)\@1<!\<\%(\%(non[ \t\u00a0\u202f]\+précisé\%(e\)\=\%(s\)\=\)\>\)\%(\.\k\)\@!"
syntax match perenneState "\%(\.\)\@1<!\<\%(\%(à[ \t\u00a0\u202f]\+vérifier\|to[ \t\u00a0\u202f]\+check\)\>\)\%(\.\k\)\@!"
syntax match perenneVerdict "\%(\.\)\@1<!\<\%(\%(non[ \t\u00a0\u202f]\+satisfait\%(e\)\=\%(s\)\=\|non[ \t\u00a0\u202f]\+applicable\%(s\)\=\|not[ \t\u00a0\u202f]\+applicable\|sans[ \t\u00a0\u202f]\+objet\|not[ \t\u00a0\u202f]\+met\)\>\)\%(\.\k\)\@!"
syntax match perenneForce "\%(\.\)\@1<!\<\%(\%(best[ \t\u00a0\u202f]\+effort\|au[ \t\u00a0\u202f]\+mieux\)\>\)\%(\.\k\)\@!"
syntax match perenneClause "\%(\.\)\@1<!\<\%(\%(in[ \t\u00a0\u202f]\+tension[ \t\u00a0\u202f]\+with\|takes[ \t\u00a0\u202f]\+effect[ \t\u00a0\u202f]\+on\|prend[ \t\u00a0\u202f]\+au[ \t\u00a0\u202f]\+moins\|prend[ \t\u00a0\u202f]\+effet[ \t\u00a0\u202f]\+le\|takes[ \t\u00a0\u202f]\+at[ \t\u00a0\u202f]\+least\|texts[ \t\u00a0\u202f]\+as[ \t\u00a0\u202f]\+of\)\>\)\%(\.\k\)\@!"
syntax match perennePart "\%(\.\)\@1<!\<\%(\%(dans[ \t\u00a0\u202f]\+le[ \t\u00a0\u202f]\+désordre\|en[ \t\u00a0\u202f]\+retard[ \t\u00a0\u202f]\+de\|le[ \t\u00a0\u202f]\+reste[ \t\u00a0\u202f]\+des\|out[ \t\u00a0\u202f]\+of[ \t\u00a0\u202f]\+order\|le[ \t\u00a0\u202f]\+reste[ \t\u00a0\u202f]\+de\|le[ \t\u00a0\u202f]\+reste[ \t\u00a0\u202f]\+du\|the[ \t\u00a0\u202f]\+rest[ \t\u00a0\u202f]\+of\)\>\|en[ \t\u00a0\u202f]\+retard[ \t\u00a0\u202f]\+d['’]\|le[ \t\u00a0\u202f]\+reste[ \t\u00a0\u202f]\+d['’]\)\%(\.\k\)\@!"
syntax match perenneOperator "\%(\.\)\@1<!\<\%(\%(ne[ \t\u00a0\u202f]\+s['’]appliquent[ \t\u00a0\u202f]\+pas\|ne[ \t\u00a0\u202f]\+s['’]applique[ \t\u00a0\u202f]\+pas\|at[ \t\u00a0\u202f]\+least[ \t\u00a0\u202f]\+every\|does[ \t\u00a0\u202f]\+not[ \t\u00a0\u202f]\+apply\|se[ \t\u00a0\u202f]\+termine[ \t\u00a0\u202f]\+par\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+une\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tard\|on[ \t\u00a0\u202f]\+or[ \t\u00a0\u202f]\+before\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+un\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tôt\|ne[ \t\u00a0\u202f]\+sont[ \t\u00a0\u202f]\+pas\|on[ \t\u00a0\u202f]\+or[ \t\u00a0\u202f]\+after\)\>\)\%(\.\k\)\@!"
syntax match perennePart "\%(\.\)\@1<!\<\%(\%(pas[ \t\u00a0\u202f]\+dans[ \t\u00a0\u202f]\+le[ \t\u00a0\u202f]\+désordre\|not[ \t\u00a0\u202f]\+out[ \t\u00a0\u202f]\+of[ \t\u00a0\u202f]\+order\)\>\)\%(\.\k\)\@!"
syntax match perenneOperator "\%(\.\)\@1<!\<\%(\%(au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+toutes[ \t\u00a0\u202f]\+les\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+tous[ \t\u00a0\u202f]\+les\|at[ \t\u00a0\u202f]\+least[ \t\u00a0\u202f]\+one[ \t\u00a0\u202f]\+of\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tard[ \t\u00a0\u202f]\+le\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tôt[ \t\u00a0\u202f]\+le\)\>\)\%(\.\k\)\@!"
syntax match perenneClause "^[ \t\u00a0]\+\zs\%(\%(pas[ \t\u00a0\u202f]\+dans[ \t\u00a0\u202f]\+le[ \t\u00a0\u202f]\+désordre\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+toutes[ \t\u00a0\u202f]\+les\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+tous[ \t\u00a0\u202f]\+les\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tard[ \t\u00a0\u202f]\+le\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tôt[ \t\u00a0\u202f]\+le\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+une\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tard\|au[ \t\u00a0\u202f]\+moins[ \t\u00a0\u202f]\+un\|au[ \t\u00a0\u202f]\+plus[ \t\u00a0\u202f]\+tôt\|après[ \t\u00a0\u202f]\+le\|au[ \t\u00a0\u202f]\+moins\|date[ \t\u00a0\u202f]\+des\|au[ \t\u00a0\u202f]\+plus\|date[ \t\u00a0\u202f]\+de\|date[ \t\u00a0\u202f]\+du\|date[ \t\u00a0\u202f]\+of\)\>\|date[ \t\u00a0\u202f]\+d['’]\)\@!\%(\%(facultative\%(s\)\=\|attendu\%(e\)\=\%(s\)\=\|facultatif\%(s\)\=\|anciennement\|ouverte\%(s\)\=\|valable\%(s\)\=\|advantage\|authority\|ouvert\%(s\)\=\|precedent\|précédent\|publisher\|assuming\|autorité\|avantage\|examples\|exemples\|expected\|formerly\|jusqu['’]au\|jusqu['’]en\|optional\|question\|remarque\|requires\|scenario\|scénario\|sections\|éditrice\|because\|jusqu['’]à\|members\|membres\|pluriel\|symbole\|éditeur\|attend\|bornes\|bounds\|expect\|plural\|remark\|remedy\|remède\|risque\|symbol\|after\|après\|exige\|given\|meets\|selon\|texte\|until\|vague\|aide\|date\|from\|hint\|open\|risk\|role\|rôle\|step\|text\|dès\|pas\|per\|ref\|réf\|url\|au\|recommandation\|recommendation\|indicative\%(s\)\=\|indicatif\%(s\)\=\|requirement\|indicative\|obligation\|exigence\)\>\)\%([ \t]*\%(\.\k\|[:,)}=+*/<>≥≤≠]\)\)\@!"
syntax match perenneClause "^[ \t\u00a0]\+\zs\%(\%(valable\%(s\)\=[ \t\u00a0\u202f]\+pendant\|étant[ \t\u00a0\u202f]\+donné\%(e\)\=\%(s\)\=\|atteint\%(e\)\=\%(s\)\=[ \t\u00a0\u202f]\+le\|décidé\%(e\)\=\%(s\)\=[ \t\u00a0\u202f]\+par\|divergence[ \t\u00a0\u202f]\+avec\|prochaine[ \t\u00a0\u202f]\+étape\|s['’]appliquent[ \t\u00a0\u202f]\+si\|seulement[ \t\u00a0\u202f]\+entre\|connu\%(e\)\=\%(s\)\=[ \t\u00a0\u202f]\+au\|faisable\%(s\)\=[ \t\u00a0\u202f]\+si\|feasible[ \t\u00a0\u202f]\+when\|s['’]applique[ \t\u00a0\u202f]\+si\|applies[ \t\u00a0\u202f]\+when\|en[ \t\u00a0\u202f]\+supposant\|only[ \t\u00a0\u202f]\+between\|except[ \t\u00a0\u202f]\+when\|pour[ \t\u00a0\u202f]\+chaque\|decided[ \t\u00a0\u202f]\+by\|reached[ \t\u00a0\u202f]\+on\|next[ \t\u00a0\u202f]\+step\|parce[ \t\u00a0\u202f]\+que\|se[ \t\u00a0\u202f]\+réunit\|textes[ \t\u00a0\u202f]\+au\|valid[ \t\u00a0\u202f]\+for\|for[ \t\u00a0\u202f]\+each\|known[ \t\u00a0\u202f]\+by\|sauf[ \t\u00a0\u202f]\+si\|dès[ \t\u00a0\u202f]\+le\|as[ \t\u00a0\u202f]\+of\|best[ \t\u00a0\u202f]\+effort\|au[ \t\u00a0\u202f]\+mieux\)\>\|parce[ \t\u00a0\u202f]\+qu['’]\)\%([ \t]*\%(\.\k\|[:,)}=+*/<>≥≤≠]\)\)\@!"
syntax match perenneClause "^[ \t\u00a0]\+\zs\%(\%(in[ \t\u00a0\u202f]\+tension[ \t\u00a0\u202f]\+with\|takes[ \t\u00a0\u202f]\+effect[ \t\u00a0\u202f]\+on\|prend[ \t\u00a0\u202f]\+au[ \t\u00a0\u202f]\+moins\|prend[ \t\u00a0\u202f]\+effet[ \t\u00a0\u202f]\+le\|takes[ \t\u00a0\u202f]\+at[ \t\u00a0\u202f]\+least\|texts[ \t\u00a0\u202f]\+as[ \t\u00a0\u202f]\+of\)\>\)\%([ \t]*\%(\.\k\|[:,)}=+*/<>≥≤≠]\)\)\@!"
syntax match perenneType "\%(:\s*\)\@<=\%(\%(liste[ \t\u00a0\u202f]\+des\|liste[ \t\u00a0\u202f]\+de\|list[ \t\u00a0\u202f]\+of\|appréciation\%(s\)\=\|pourcentage\%(s\)\=\|percentage\%(s\)\=\|judgement\%(s\)\=\|judgment\%(s\)\=\|integer\%(s\)\=\|entier\%(s\)\=\|nombre\%(s\)\=\|number\%(s\)\=\|texte\%(s\)\=\|date\%(s\)\=\|oui/non\|percent\|text\%(s\)\=\|yes/no\)\>\|liste[ \t\u00a0\u202f]\+d['’]\)"
syntax match perenneItem "^\%(\%(non[ \t\u00a0\u202f]\+codé\%(e\)\=\%(s\)\=\|définition\|checklist\|criterion\|milestone\|parameter\|paramètre\|doctrine\|instance\|language\|scenario\|scénario\|actrice\|critère\|dataset\|données\|uncoded\|utilise\|acteur\|choice\|define\|grille\|langue\|record\|source\|actor\|choix\|facts\|faits\|fiche\|jalon\|table\|unité\|body\|test\|unit\|use\)\>\)\ze\%([ \t]*$\|[ \t]*[«“`\d34]\|[ \t]*\k\)" nextgroup=perenneDefined skipwhite
syntax match perenneUnit "\%([0-9][ \u00a0\u202f\t]*\)\@<=\%(%\|\%(semaines\|semaine\|années\|months\|année\|euros\|jours\|month\|weeks\|years\|GEUR\|MEUR\|days\|euro\|jour\|kEUR\|mois\|week\|year\|ETP\|EUR\|FTE\|Md€\|ans\|day\|M€\|an\|k€\|€\)\%(/\%(semaines\|semaine\|années\|months\|année\|euros\|jours\|month\|weeks\|years\|GEUR\|MEUR\|days\|euro\|jour\|kEUR\|mois\|week\|year\|ETP\|EUR\|FTE\|Md€\|ans\|day\|M€\|an\|k€\|€\)\)*\k\@!\)"
" made by tests/editors: end

" Names where a word of the language may stand as one.
syntax match perenneField "^\s*\zs\k\+\ze\s*:"
syntax match perenneField "[{,]\s*\zs\k\+\ze\s*:"
syntax match perenneField "\.\@1<=\k\+"
syntax match perenneDefined "\k\+" contained
syntax match perenneItem "^\%(langue\|language\)\s\+\%(fr\|en\)\s*$"
syntax match perenneReference "\%(^\s\+\%(réf\|ref\)\s\)\@<=.*$" contains=perenneComment
syntax match perenneSection "§\s*\%([[:alnum:]_]\+\%([-./][[:alnum:]_]\+\)*\)\="
syntax match perenneBackquoted "`[^`]\+`"

" A text never goes on in a line at the margin.
syntax region perenneText matchgroup=perenneText start="«" end="»" end="^\S"me=s-1 contains=perenneNested,perennePlaceholder
syntax region perenneNested matchgroup=perenneNested start="«" end="»" end="^\S"me=s-1 contained contains=perenneNested
syntax region perenneText start=+"+ end=+"+ end="^\S"me=s-1 contains=perennePlaceholder
syntax region perenneText start="“" end="”" end="^\S"me=s-1 contains=perennePlaceholder
syntax match perennePlaceholder "{[^{}]*}" contained
syntax match perenneComment "#.*$" contains=@Spell,perenneTodo
syntax keyword perenneTodo contained TODO FIXME

highlight default link perenneItem Statement
highlight default link perenneDefined Identifier
highlight default link perenneClause Keyword
highlight default link perennePart Keyword
highlight default link perenneOperator Operator
highlight default link perenneMark Operator
highlight default link perenneType Type
highlight default link perenneForce StorageClass
highlight default link perenneVerdict Constant
highlight default link perenneState Constant
highlight default link perenneLiteral Boolean
highlight default link perenneNumber Number
highlight default link perenneUnit Special
highlight default link perenneField Identifier
highlight default link perenneSection Tag
highlight default link perenneReference Tag
highlight default link perenneBackquoted Identifier
highlight default link perenneText String
highlight default link perenneNested perenneText
highlight default link perennePlaceholder SpecialChar
highlight default link perenneComment Comment
highlight default link perenneTodo Todo

let b:current_syntax = 'perenne'
let &cpo = s:cpo
unlet s:cpo
