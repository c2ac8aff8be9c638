;;; perenne-mode.el --- Rules of public doctrine -*- lexical-binding: t; coding: utf-8 -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; Colours and indentation of rules (`.perenne'), alone or in the fences of a Markdown text (`.perenne.md'); with eglot,
;; what the program `perenne' says of them as they are typed.

;;; Code:

(require 'rx)

(defgroup perenne nil
  "Rules of public doctrine."
  :group 'languages)

(defcustom perenne-program '("perenne" "lsp")
  "The program that checks rules, and what it is given."
  :type '(repeat string))

(defcustom perenne-indent-offset 2
  "Blanks before a clause."
  :type 'integer)

(defface perenne-word '((t :inherit font-lock-builtin-face))
  "Words of the language.")

(defface perenne-verdict '((t :inherit font-lock-constant-face))
  "Verdicts, forces, and words that stand as values.")

(defface perenne-number '((t :inherit font-lock-constant-face))
  "Numbers and dates.")

(defface perenne-unit '((t :inherit font-lock-type-face))
  "Units.")

(defface perenne-passage '((t :inherit font-lock-constant-face))
  "References, and passages of texts.")

;; made by tests/editors: begin
(defconst perenne--item "\\(?:non[ \t  ]+codé\\(?:e\\)?\\(?:s\\)?\\|définition\\|checklist\\|criterion\\|milestone\\|parameter\\|paramètre\\|doctrine\\|instance\\|language\\|scenario\\|scénario\\|actrice\\|critère\\|dataset\\|données\\|uncoded\\|utilise\\|acteur\\|choice\\|define\\|grille\\|langue\\|record\\|source\\|actor\\|choix\\|facts\\|faits\\|fiche\\|jalon\\|table\\|unité\\|body\\|test\\|unit\\|use\\)\\_>")
(defconst perenne--clause "\\(?:in[ \t  ]+tension[ \t  ]+with\\|takes[ \t  ]+effect[ \t  ]+on\\|prend[ \t  ]+au[ \t  ]+moins\\|prend[ \t  ]+effet[ \t  ]+le\\|takes[ \t  ]+at[ \t  ]+least\\|texts[ \t  ]+as[ \t  ]+of\\|valable\\(?:s\\)?[ \t  ]+pendant\\|étant[ \t  ]+donné\\(?:e\\)?\\(?:s\\)?\\|atteint\\(?:e\\)?\\(?:s\\)?[ \t  ]+le\\|décidé\\(?:e\\)?\\(?:s\\)?[ \t  ]+par\\|divergence[ \t  ]+avec\\|prochaine[ \t  ]+étape\\|s['’]appliquent[ \t  ]+si\\|seulement[ \t  ]+entre\\|connu\\(?:e\\)?\\(?:s\\)?[ \t  ]+au\\|faisable\\(?:s\\)?[ \t  ]+si\\|feasible[ \t  ]+when\\|s['’]applique[ \t  ]+si\\|applies[ \t  ]+when\\|en[ \t  ]+supposant\\|only[ \t  ]+between\\|except[ \t  ]+when\\|pour[ \t  ]+chaque\\|decided[ \t  ]+by\\|reached[ \t  ]+on\\|next[ \t  ]+step\\|parce[ \t  ]+que\\|se[ \t  ]+réunit\\|textes[ \t  ]+au\\|valid[ \t  ]+for\\|for[ \t  ]+each\\|known[ \t  ]+by\\|sauf[ \t  ]+si\\|dès[ \t  ]+le\\|as[ \t  ]+of\\|facultative\\(?:s\\)?\\|attendu\\(?:e\\)?\\(?:s\\)?\\|facultatif\\(?:s\\)?\\|anciennement\\|ouverte\\(?:s\\)?\\|valable\\(?:s\\)?\\|advantage\\|authority\\|ouvert\\(?:s\\)?\\|precedent\\|précédent\\|publisher\\|assuming\\|autorité\\|avantage\\|examples\\|exemples\\|expected\\|formerly\\|jusqu['’]au\\|jusqu['’]en\\|optional\\|question\\|remarque\\|requires\\|scenario\\|scénario\\|sections\\|éditrice\\|because\\|jusqu['’]à\\|members\\|membres\\|pluriel\\|symbole\\|éditeur\\|attend\\|bornes\\|bounds\\|expect\\|plural\\|remark\\|remedy\\|remède\\|risque\\|symbol\\|after\\|après\\|exige\\|given\\|meets\\|selon\\|texte\\|until\\|vague\\|aide\\|date\\|from\\|hint\\|open\\|risk\\|role\\|rôle\\|step\\|text\\|dès\\|pas\\|per\\|ref\\|réf\\|url\\|au\\)\\_>\\|parce[ \t  ]+qu['’]")
(defconst perenne--force "\\(?:best[ \t  ]+effort\\|au[ \t  ]+mieux\\|recommandation\\|recommendation\\|indicative\\(?:s\\)?\\|indicatif\\(?:s\\)?\\|requirement\\|indicative\\|obligation\\|exigence\\)\\_>")
(defconst perenne--verdict "\\(?:non[ \t  ]+satisfait\\(?:e\\)?\\(?:s\\)?\\|non[ \t  ]+applicable\\(?:s\\)?\\|not[ \t  ]+applicable\\|sans[ \t  ]+objet\\|not[ \t  ]+met\\|indéterminé\\(?:e\\)?\\(?:s\\)?\\|satisfait\\(?:e\\)?\\(?:s\\)?\\|exempté\\(?:e\\)?\\(?:s\\)?\\|exempt\\(?:e\\)?\\(?:s\\)?\\|unknown\\|exempt\\|met\\)\\_>")
(defconst perenne--state "\\(?:à[ \t  ]+vérifier\\|to[ \t  ]+check\\|contesté\\(?:e\\)?\\(?:s\\)?\\|manquant\\(?:e\\)?\\(?:s\\)?\\|applicable\\(?:s\\)?\\|présent\\(?:e\\)?\\(?:s\\)?\\|absent\\(?:e\\)?\\(?:s\\)?\\|connu\\(?:e\\)?\\(?:s\\)?\\|applicable\\|contested\\|aucun\\(?:e\\)?\\|manquent\\|missing\\|present\\|absent\\|manque\\|known\\|none\\)\\_>")
(defconst perenne--literal "\\(?:non[ \t  ]+précisé\\(?:e\\)?\\(?:s\\)?\\|aujourd['’]hui\\|unspecified\\|aucun\\(?:e\\)?\\|today\\|none\\|non\\|oui\\|yes\\|no\\)\\_>")
(defconst perenne--operator "\\(?:au[ \t  ]+moins[ \t  ]+toutes[ \t  ]+les\\|au[ \t  ]+moins[ \t  ]+tous[ \t  ]+les\\|at[ \t  ]+least[ \t  ]+one[ \t  ]+of\\|au[ \t  ]+plus[ \t  ]+tard[ \t  ]+le\\|au[ \t  ]+plus[ \t  ]+tôt[ \t  ]+le\\|ne[ \t  ]+s['’]appliquent[ \t  ]+pas\\|ne[ \t  ]+s['’]applique[ \t  ]+pas\\|at[ \t  ]+least[ \t  ]+every\\|does[ \t  ]+not[ \t  ]+apply\\|se[ \t  ]+termine[ \t  ]+par\\|au[ \t  ]+moins[ \t  ]+une\\|au[ \t  ]+plus[ \t  ]+tard\\|on[ \t  ]+or[ \t  ]+before\\|au[ \t  ]+moins[ \t  ]+un\\|au[ \t  ]+plus[ \t  ]+tôt\\|ne[ \t  ]+sont[ \t  ]+pas\\|on[ \t  ]+or[ \t  ]+after\\|arrondi[ \t  ]+inférieur\\|arrondi[ \t  ]+supérieur\\|months[ \t  ]+between\\|valeur[ \t  ]+absolue\\|years[ \t  ]+between\\|années[ \t  ]+entre\\|commence[ \t  ]+par\\|days[ \t  ]+between\\|jours[ \t  ]+entre\\|starts[ \t  ]+with\\|valeurs[ \t  ]+des\\|mois[ \t  ]+entre\\|nombre[ \t  ]+des\\|valeurs[ \t  ]+de\\|valeurs[ \t  ]+du\\|ans[ \t  ]+entre\\|ends[ \t  ]+with\\|finit[ \t  ]+par\\|less[ \t  ]+than\\|moins[ \t  ]+que\\|more[ \t  ]+than\\|n['’]est[ \t  ]+pas\\|nombre[ \t  ]+de\\|somme[ \t  ]+des\\|values[ \t  ]+of\\|après[ \t  ]+le\\|at[ \t  ]+least\\|au[ \t  ]+moins\\|avant[ \t  ]+le\\|count[ \t  ]+of\\|date[ \t  ]+des\\|moins[ \t  ]+de\\|part[ \t  ]+des\\|plus[ \t  ]+que\\|share[ \t  ]+of\\|somme[ \t  ]+de\\|somme[ \t  ]+du\\|à[ \t  ]+défaut\\|are[ \t  ]+not\\|at[ \t  ]+most\\|au[ \t  ]+plus\\|date[ \t  ]+de\\|date[ \t  ]+du\\|date[ \t  ]+of\\|max[ \t  ]+des\\|min[ \t  ]+des\\|none[ \t  ]+of\\|or[ \t  ]+else\\|part[ \t  ]+de\\|part[ \t  ]+du\\|plus[ \t  ]+de\\|all[ \t  ]+of\\|any[ \t  ]+of\\|is[ \t  ]+not\\|max[ \t  ]+de\\|max[ \t  ]+du\\|max[ \t  ]+of\\|min[ \t  ]+de\\|min[ \t  ]+du\\|min[ \t  ]+of\\|one[ \t  ]+of\\|sum[ \t  ]+of\\|s['’]appliquent\\|exactement\\|s['’]applique\\|contains\\|contient\\|dernière\\|première\\|applies\\|arrondi\\|between\\|dernier\\|exactly\\|premier\\|aucune\\|before\\|chaque\\|toutes\\|after\\|après\\|aucun\\|avant\\|entre\\|every\\|first\\|floor\\|parmi\\|round\\|under\\|ceil\\|last\\|some\\|sont\\|sous\\|tous\\|abs\\|and\\|are\\|est\\|max\\|min\\|non\\|not\\|une\\|et\\|if\\|is\\|or\\|ou\\|si\\|un\\)\\_>\\|valeurs[ \t  ]+d['’]\\|nombre[ \t  ]+d['’]\\|moins[ \t  ]+d['’]\\|somme[ \t  ]+d['’]\\|date[ \t  ]+d['’]\\|part[ \t  ]+d['’]\\|plus[ \t  ]+d['’]\\|max[ \t  ]+d['’]\\|min[ \t  ]+d['’]")
(defconst perenne--part "\\(?:pas[ \t  ]+dans[ \t  ]+le[ \t  ]+désordre\\|not[ \t  ]+out[ \t  ]+of[ \t  ]+order\\|dans[ \t  ]+le[ \t  ]+désordre\\|en[ \t  ]+retard[ \t  ]+de\\|le[ \t  ]+reste[ \t  ]+des\\|out[ \t  ]+of[ \t  ]+order\\|le[ \t  ]+reste[ \t  ]+de\\|le[ \t  ]+reste[ \t  ]+du\\|the[ \t  ]+rest[ \t  ]+of\\|non[ \t  ]+bloqué\\(?:e\\)?\\(?:s\\)?\\|non[ \t  ]+faisable\\(?:s\\)?\\|possible[ \t  ]+from\\|not[ \t  ]+feasible\\|passent[ \t  ]+avec\\|possible[ \t  ]+dès\\|not[ \t  ]+blocked\\|passes[ \t  ]+with\\|comme[ \t  ]+dans\\|passe[ \t  ]+avec\\|toutes[ \t  ]+les\\|depuis[ \t  ]+le\\|tous[ \t  ]+les\\|late[ \t  ]+by\\|as[ \t  ]+in\\|ordonné\\(?:e\\)?\\(?:s\\)?\\|bloqué\\(?:e\\)?\\(?:s\\)?\\|faisable\\(?:s\\)?\\|milestone\\|otherwise\\|satisfies\\|feasible\\|première\\|becomes\\|blocked\\|dataset\\|devient\\|données\\|environ\\|fichier\\|ordered\\|premier\\|section\\|vérifie\\|depuis\\|about\\|alors\\|among\\|every\\|first\\|jalon\\|parmi\\|quote\\|since\\|sinon\\|where\\|cite\\|dans\\|else\\|file\\|pour\\|sous\\|then\\|when\\|des\\|for\\|par\\|as\\|au\\|by\\|de\\|du\\|in\\|le\\|of\\|on\\|où\\|si\\|to\\|à\\)\\_>\\|en[ \t  ]+retard[ \t  ]+d['’]\\|le[ \t  ]+reste[ \t  ]+d['’]\\|d['’]")
(defconst perenne--type "\\(?:liste[ \t  ]+des\\|liste[ \t  ]+de\\|list[ \t  ]+of\\|appréciation\\(?:s\\)?\\|pourcentage\\(?:s\\)?\\|percentage\\(?:s\\)?\\|judgement\\(?:s\\)?\\|judgment\\(?:s\\)?\\|integer\\(?:s\\)?\\|entier\\(?:s\\)?\\|nombre\\(?:s\\)?\\|number\\(?:s\\)?\\|texte\\(?:s\\)?\\|date\\(?:s\\)?\\|oui/non\\|percent\\|text\\(?:s\\)?\\|yes/no\\)\\_>\\|liste[ \t  ]+d['’]")
(defconst perenne--phrase "\\(?:pas[ \t  ]+dans[ \t  ]+le[ \t  ]+désordre\\|au[ \t  ]+moins[ \t  ]+toutes[ \t  ]+les\\|au[ \t  ]+moins[ \t  ]+tous[ \t  ]+les\\|not[ \t  ]+out[ \t  ]+of[ \t  ]+order\\|at[ \t  ]+least[ \t  ]+one[ \t  ]+of\\|au[ \t  ]+plus[ \t  ]+tard[ \t  ]+le\\|au[ \t  ]+plus[ \t  ]+tôt[ \t  ]+le\\|ne[ \t  ]+s['’]appliquent[ \t  ]+pas\\|ne[ \t  ]+s['’]applique[ \t  ]+pas\\|dans[ \t  ]+le[ \t  ]+désordre\\|in[ \t  ]+tension[ \t  ]+with\\|takes[ \t  ]+effect[ \t  ]+on\\|at[ \t  ]+least[ \t  ]+every\\|does[ \t  ]+not[ \t  ]+apply\\|prend[ \t  ]+au[ \t  ]+moins\\|prend[ \t  ]+effet[ \t  ]+le\\|se[ \t  ]+termine[ \t  ]+par\\|takes[ \t  ]+at[ \t  ]+least\\|au[ \t  ]+moins[ \t  ]+une\\|au[ \t  ]+plus[ \t  ]+tard\\|en[ \t  ]+retard[ \t  ]+de\\|le[ \t  ]+reste[ \t  ]+des\\|on[ \t  ]+or[ \t  ]+before\\|out[ \t  ]+of[ \t  ]+order\\|au[ \t  ]+moins[ \t  ]+un\\|au[ \t  ]+plus[ \t  ]+tôt\\|le[ \t  ]+reste[ \t  ]+de\\|le[ \t  ]+reste[ \t  ]+du\\|ne[ \t  ]+sont[ \t  ]+pas\\|on[ \t  ]+or[ \t  ]+after\\|texts[ \t  ]+as[ \t  ]+of\\|the[ \t  ]+rest[ \t  ]+of\\|non[ \t  ]+satisfait\\(?:e\\)?\\(?:s\\)?\\|valable\\(?:s\\)?[ \t  ]+pendant\\|arrondi[ \t  ]+inférieur\\|arrondi[ \t  ]+supérieur\\|non[ \t  ]+applicable\\(?:s\\)?\\|non[ \t  ]+précisé\\(?:e\\)?\\(?:s\\)?\\|étant[ \t  ]+donné\\(?:e\\)?\\(?:s\\)?\\|atteint\\(?:e\\)?\\(?:s\\)?[ \t  ]+le\\|décidé\\(?:e\\)?\\(?:s\\)?[ \t  ]+par\\|non[ \t  ]+bloqué\\(?:e\\)?\\(?:s\\)?\\|divergence[ \t  ]+avec\\|non[ \t  ]+faisable\\(?:s\\)?\\|prochaine[ \t  ]+étape\\|s['’]appliquent[ \t  ]+si\\|seulement[ \t  ]+entre\\|connu\\(?:e\\)?\\(?:s\\)?[ \t  ]+au\\|faisable\\(?:s\\)?[ \t  ]+si\\|months[ \t  ]+between\\|not[ \t  ]+applicable\\|valeur[ \t  ]+absolue\\|feasible[ \t  ]+when\\|possible[ \t  ]+from\\|s['’]applique[ \t  ]+si\\|years[ \t  ]+between\\|années[ \t  ]+entre\\|applies[ \t  ]+when\\|commence[ \t  ]+par\\|days[ \t  ]+between\\|en[ \t  ]+supposant\\|not[ \t  ]+feasible\\|only[ \t  ]+between\\|passent[ \t  ]+avec\\|possible[ \t  ]+dès\\|best[ \t  ]+effort\\|except[ \t  ]+when\\|jours[ \t  ]+entre\\|not[ \t  ]+blocked\\|passes[ \t  ]+with\\|pour[ \t  ]+chaque\\|starts[ \t  ]+with\\|valeurs[ \t  ]+des\\|comme[ \t  ]+dans\\|decided[ \t  ]+by\\|mois[ \t  ]+entre\\|nombre[ \t  ]+des\\|passe[ \t  ]+avec\\|reached[ \t  ]+on\\|sans[ \t  ]+objet\\|toutes[ \t  ]+les\\|valeurs[ \t  ]+de\\|valeurs[ \t  ]+du\\|à[ \t  ]+vérifier\\|ans[ \t  ]+entre\\|depuis[ \t  ]+le\\|ends[ \t  ]+with\\|finit[ \t  ]+par\\|less[ \t  ]+than\\|liste[ \t  ]+des\\|moins[ \t  ]+que\\|more[ \t  ]+than\\|n['’]est[ \t  ]+pas\\|next[ \t  ]+step\\|nombre[ \t  ]+de\\|parce[ \t  ]+que\\|se[ \t  ]+réunit\\|somme[ \t  ]+des\\|textes[ \t  ]+au\\|valid[ \t  ]+for\\|values[ \t  ]+of\\|après[ \t  ]+le\\|at[ \t  ]+least\\|au[ \t  ]+mieux\\|au[ \t  ]+moins\\|avant[ \t  ]+le\\|count[ \t  ]+of\\|date[ \t  ]+des\\|for[ \t  ]+each\\|known[ \t  ]+by\\|liste[ \t  ]+de\\|moins[ \t  ]+de\\|part[ \t  ]+des\\|plus[ \t  ]+que\\|share[ \t  ]+of\\|somme[ \t  ]+de\\|somme[ \t  ]+du\\|to[ \t  ]+check\\|tous[ \t  ]+les\\|à[ \t  ]+défaut\\|are[ \t  ]+not\\|at[ \t  ]+most\\|au[ \t  ]+plus\\|date[ \t  ]+de\\|date[ \t  ]+du\\|date[ \t  ]+of\\|late[ \t  ]+by\\|list[ \t  ]+of\\|max[ \t  ]+des\\|min[ \t  ]+des\\|none[ \t  ]+of\\|not[ \t  ]+met\\|or[ \t  ]+else\\|part[ \t  ]+de\\|part[ \t  ]+du\\|plus[ \t  ]+de\\|sauf[ \t  ]+si\\|all[ \t  ]+of\\|any[ \t  ]+of\\|dès[ \t  ]+le\\|is[ \t  ]+not\\|max[ \t  ]+de\\|max[ \t  ]+du\\|max[ \t  ]+of\\|min[ \t  ]+de\\|min[ \t  ]+du\\|min[ \t  ]+of\\|one[ \t  ]+of\\|sum[ \t  ]+of\\|as[ \t  ]+in\\|as[ \t  ]+of\\)\\_>\\|en[ \t  ]+retard[ \t  ]+d['’]\\|le[ \t  ]+reste[ \t  ]+d['’]\\|valeurs[ \t  ]+d['’]\\|nombre[ \t  ]+d['’]\\|parce[ \t  ]+qu['’]\\|liste[ \t  ]+d['’]\\|moins[ \t  ]+d['’]\\|somme[ \t  ]+d['’]\\|date[ \t  ]+d['’]\\|part[ \t  ]+d['’]\\|plus[ \t  ]+d['’]\\|max[ \t  ]+d['’]\\|min[ \t  ]+d['’]")
(defconst perenne--unit "\\(?:semaines\\|semaine\\|années\\|months\\|année\\|euros\\|jours\\|month\\|weeks\\|years\\|GEUR\\|MEUR\\|days\\|euro\\|jour\\|kEUR\\|mois\\|week\\|year\\|ETP\\|EUR\\|FTE\\|Md€\\|ans\\|day\\|M€\\|an\\|k€\\|€\\)")
;; made by tests/editors: end

(defun perenne--word (words)
  "A regular expression for WORDS that are no part of a longer name."
  (concat "\\(?:^\\|[^.`'’[:word:]_]\\)\\(" words "\\)"))

(defconst perenne--blank "[ \t  ]")

;; A function, for what stands after a word must not be taken from the next one.
(defun perenne--match-clause (limit)
  "Find the next word of a clause or a type before LIMIT that is no name."
  (let ((found nil))
    (while (and (not found)
                (re-search-forward (perenne--word (concat perenne--clause "\\|" perenne--type)) limit t))
      (setq found (not (looking-at-p (concat perenne--blank "*[=|]")))))
    found))

(defconst perenne-font-lock-keywords
  (let* ((name "[[:alpha:]_][[:word:]_]*")
         (blank perenne--blank)
         (opening (concat "^\\(" perenne--item "\\)"))
         (no-name (concat "\\(?:" blank "*$\\|" blank "*[^].,:)}=+*/<>≥≤≠ \t\n]\\|" blank "*\\.[^[:alpha:]_]\\)")))
    `(;; An item and its name.
      (,(concat opening blank "+\\(" name "\\|`[^`\n]+`\\)")
       (1 font-lock-keyword-face) (2 font-lock-function-name-face))
      (,(concat opening blank "*\\(?:$\\|[«“\"]\\)") 1 font-lock-keyword-face)
      ("^\\(\\(?:langue\\|language\\)[ \t]+\\(?:fr\\|en\\)\\)[ \t]*$" 1 font-lock-keyword-face t)
      ;; References and passages are no numbers.
      (,(concat "^" blank "+\\(r[ée]f\\)" blank "+\\([^#\n«“\"]+\\)") (1 'perenne-word) (2 'perenne-passage))
      (,(concat "§" blank "*\\([[:word:]_]+\\(?:[-./][[:word:]_]+\\)*\\)") 1 'perenne-passage)
      ;; Fields, where a word of the language may stand as a name.
      (,(concat "\\(?:^\\|[{,]\\)" blank "*\\(" name "\\)" blank "*:") 1 font-lock-variable-name-face)
      (,(concat "\\.\\(" name "\\)") 1 font-lock-variable-name-face)
      (,(concat ":" blank "*\\(" perenne--type "\\)") 1 font-lock-type-face)
      ;; Words of more than one word, then clauses at the start of their line, then words anywhere.
      (,(perenne--word perenne--phrase) 1 'perenne-word)
      (,(concat "^" blank "+\\(" perenne--clause "\\)" no-name) 1 'perenne-word)
      (,(concat "^" blank "+\\(" perenne--force "\\)" no-name) 1 'perenne-verdict)
      (,(perenne--word (concat perenne--verdict "\\|" perenne--force "\\|" perenne--state "\\|" perenne--literal))
       (1 'perenne-verdict))
      (,(perenne--word (concat perenne--operator "\\|" perenne--part)) 1 'perenne-word)
      (perenne--match-clause 1 'perenne-word)
      ;; Numbers and dates, and units after them.
      (,(concat "\\(?:^\\|[^-./[:word:]_]\\|[^[:word:]_][-./]\\)"
                "\\(\\(?:[0-9]\\{1,3\\}\\(?:[   ][0-9]\\{3\\}\\)+\\|[0-9]+\\)\\(?:[.,-][0-9]+\\)*\\)"
                "\\(?:/\\([0-9]+\\)\\)?"
                "\\(?:" blank "*\\(%\\|" perenne--unit "\\(?:/" perenne--unit "\\)*\\_>\\)\\)?")
       (1 'perenne-number) (2 'perenne-number nil t) (3 'perenne-unit nil t))))
  "What rules are made of.")

(defvar perenne-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?\" "." table)
    (modify-syntax-entry ?\' "." table)
    (modify-syntax-entry ?’ "." table)
    (modify-syntax-entry ?« "." table)
    (modify-syntax-entry ?» "." table)
    (modify-syntax-entry ?% "." table)
    (modify-syntax-entry ?€ "w" table)
    table)
  "Marks of rules.")

(defun perenne--text-end (open limit)
  "The place after the text that OPEN begins and that point is in, or nil.
A text never goes on in a line at the margin, nor beyond LIMIT."
  (let ((close (pcase open (?« "»") (?“ "”") (_ "\"")))
        (depth 0)
        (end nil)
        (stop (save-excursion (if (re-search-forward "\n[^ \t\n]" limit t) (- (point) 1) limit))))
    (save-excursion
      (while (and (not end) (re-search-forward (if (eq open ?«) "[«»]" close) stop t))
        (cond ((and (eq open ?«) (eq (char-before) ?«)) (setq depth (1+ depth)))
              ((> depth 0) (setq depth (1- depth)))
              (t (setq end (point))))))
    end))

(defun perenne-syntax-propertize (start end)
  "Marks comments and texts from START to END."
  (goto-char start)
  (while (re-search-forward "[«\"“#]" end t)
    (let ((open (char-before)) (from (1- (point))))
      (if (eq open ?#)
          (end-of-line)
        (let ((to (perenne--text-end open (point-max))))
          (progn
            ;; Where its end lacks, the line alone.
            (unless to (setq to (max (1+ from) (line-end-position))))
            (put-text-property from (1+ from) 'syntax-table (string-to-syntax "|"))
            (put-text-property (1- to) to 'syntax-table (string-to-syntax "|"))
            (put-text-property from to 'syntax-multiline t)
            (goto-char to)))))))

(defun perenne--extend-region (start end)
  "Begins at the item that START is in: a text may have begun above."
  (cons (save-excursion
          (goto-char start)
          (if (re-search-backward "^[^ \t\n]" nil t) (point) (point-min)))
        end))

(defun perenne-indent-line ()
  "An item at the margin; a clause, a row or a field as the line above."
  (interactive)
  (let ((column
         (save-excursion
           (beginning-of-line)
           (cond ((looking-at (concat "[ \t]*\\(?:" perenne--item "\\)[ \t]+[«“\"`[:alpha:]_]")) (current-indentation))
                 ((looking-at "[ \t]*}")
                  (if (ignore-errors (end-of-line) (backward-up-list) t) (current-indentation) 0))
                 ((bobp) 0)
                 (t (skip-chars-backward " \t\n")
                    (beginning-of-line)
                    (+ (current-indentation)
                       (if (or (looking-at "[^ \t\n#]") (looking-at ".*{[ \t]*$")) perenne-indent-offset 0)))))))
    (if (> (current-column) (current-indentation))
        (save-excursion (indent-line-to column))
      (indent-line-to column))))

(defvar perenne-imenu-generic-expression
  `((nil ,(concat "^\\(?:" perenne--item "\\)[ \t]+\\(`[^`\n]+`\\|[[:alpha:]_][[:word:]_]*\\)") 1)
    ("Tests" "^test[ \t]+[«“\"] *\\([^»”\"\n]+?\\) *[»”\"]" 1))
  "Items by their names.")

;;;###autoload
(define-derived-mode perenne-mode prog-mode "Pérenne"
  "Rules of public doctrine."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+ *")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'perenne-indent-line)
  (setq-local imenu-generic-expression perenne-imenu-generic-expression)
  (setq-local syntax-propertize-function #'perenne-syntax-propertize)
  (setq-local font-lock-defaults '(perenne-font-lock-keywords))
  (setq-local font-lock-multiline t)
  (add-hook 'syntax-propertize-extend-region-functions #'perenne--extend-region nil t))

(defun perenne--fontify-fence (limit)
  "Colours the next fence of rules before LIMIT."
  (when (re-search-forward "^```+[ \t]*perenne\\(?:[ \t].*\\)?\n" limit t)
    (let* ((start (point))
           (end (if (re-search-forward "^ \\{0,3\\}```+[ \t]*$" nil t) (match-beginning 0) (point-max)))
           (text (buffer-substring-no-properties start end))
           (buffer (current-buffer)))
      (with-current-buffer (get-buffer-create " *perenne-fence*")
        (let ((inhibit-modification-hooks nil))
          (erase-buffer)
          (insert text))
        (unless (eq major-mode 'perenne-mode) (perenne-mode))
        (font-lock-ensure)
        (let ((at (point-min)))
          (while (< at (point-max))
            (let ((next (next-single-property-change at 'face nil (point-max)))
                  (face (get-text-property at 'face)))
              (with-silent-modifications
                (put-text-property (+ start at -1) (+ start next -1) 'face face buffer))
              (setq at next)))))
      (goto-char end)
      t)))

(defun perenne--extend-fence ()
  "Has whole fences coloured at once."
  (defvar font-lock-beg)
  (defvar font-lock-end)
  (let ((begin (save-excursion (goto-char font-lock-beg) (and (re-search-backward "^```+[ \t]*perenne" nil t) (point))))
        (end (save-excursion (goto-char font-lock-end) (and (re-search-forward "^ \\{0,3\\}```+[ \t]*$" nil t) (point))))
        (changed nil))
    (when (and begin (< begin font-lock-beg)) (setq font-lock-beg begin changed t))
    (when (and end (> end font-lock-end)) (setq font-lock-end end changed t))
    changed))

(eval-and-compile
  ;; Markdown with its own mode where that is installed.
  (defconst perenne--prose (if (require 'markdown-mode nil t) 'markdown-mode 'text-mode)))

;;;###autoload
(eval
 `(define-derived-mode perenne-literate-mode ,perenne--prose "Pérenne+Markdown"
    "Prose in Markdown with rules in its fences."
    (font-lock-add-keywords nil '((perenne--fontify-fence)) t)
    (add-hook 'font-lock-extend-region-functions #'perenne--extend-fence nil t)))

;;;###autoload
(progn
  (add-to-list 'auto-mode-alist '("\\.perenne\\'" . perenne-mode))
  (add-to-list 'auto-mode-alist '("\\.perenne\\.md\\'" . perenne-literate-mode)))

(defvar eglot-server-programs)
(defun perenne--contact (&rest _)
  "The program, for eglot."
  perenne-program)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((perenne-mode perenne-literate-mode) . perenne--contact)))

(declare-function eglot-current-server "eglot")
(declare-function jsonrpc-request "jsonrpc")

(defun perenne--run (command &rest arguments)
  "Has the server carry out COMMAND with ARGUMENTS; gives what it answers."
  (let ((server (and (fboundp 'eglot-current-server) (eglot-current-server))))
    (unless server (user-error "Start the server first: M-x eglot"))
    (jsonrpc-request server :workspace/executeCommand `(:command ,command :arguments ,(vconcat arguments)))))

(defun perenne--uri ()
  "The address of this file."
  (concat "file://" (url-encode-url (or buffer-file-name ""))))

(defun perenne-test ()
  "Run all tests of the doctrine, and show those that fail."
  (interactive)
  (let* ((answer (perenne--run "perenne.test" (perenne--uri) nil))
         (failed (plist-get answer :failed)))
    (unless (eql failed 0)
      (with-help-window "*perenne*" (princ (plist-get answer :text))))
    (message "✓ %s  ✗ %s" (plist-get answer :passed) failed)
    answer))

(defun perenne-why (rule)
  "Show why RULE has its verdict under the dossier chosen."
  (interactive (list (read-string "Rule: " (thing-at-point 'symbol t))))
  (with-help-window "*perenne*" (princ (perenne--run "perenne.why" (perenne--uri) rule))))

(defun perenne-explain (code)
  "Show the page of the diagnostic CODE."
  (interactive "sCode: ")
  (with-help-window "*perenne*" (princ (perenne--run "perenne.explain" code))))

(defun perenne-dossier (file)
  "Show the values of the facts in FILE beside the rules, where eglot can."
  (interactive "fFacts: ")
  (perenne--run "perenne.dossier" (concat "file://" (url-encode-url (expand-file-name file)))))

(provide 'perenne-mode)
;;; perenne-mode.el ends here
