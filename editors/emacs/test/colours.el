;;; colours.el --- Colours files and compares with what the compiler gives -*- lexical-binding: t; coding: utf-8 -*-

;;; Commentary:

;; LIST=list.json MOST=0 emacs -Q --batch -l colours.el, where the list is [{ path, stretches: [[start, end, class]] }] in
;; characters.

;;; Code:

(require 'json)
(require 'seq)
(load (expand-file-name "../perenne-mode.el" (file-name-directory load-file-name)) nil t)

(defconst perenne-test--classes
  '((font-lock-comment-face . "comment") (font-lock-comment-delimiter-face . "comment")
    (font-lock-string-face . "text") (perenne-number . "number")
    (font-lock-keyword-face . "keyword") (perenne-word . "keyword")
    (perenne-verdict . "keyword") (font-lock-type-face . "keyword"))
  "What each face says.")

(defun perenne-test--class (face)
  "The class of FACE, or plain."
  (let ((found (seq-some (lambda (one) (cdr (assq one perenne-test--classes))) (if (listp face) face (list face)))))
    (or found "plain")))

(let ((compared 0) (differences 0) (most (string-to-number (or (getenv "MOST") "0"))))
  (seq-doseq (file (with-temp-buffer
                     (insert-file-contents (getenv "LIST"))
                     (goto-char (point-min))
                     (json-parse-buffer :object-type 'alist)))
    (with-current-buffer (find-file-noselect (alist-get 'path file))
      (font-lock-ensure)
      (let ((wanted (make-vector (1+ (point-max)) "plain")) (last nil))
        (seq-doseq (stretch (alist-get 'stretches file))
          (let ((at (aref stretch 0)))
            (while (< at (aref stretch 1))
              (aset wanted at (aref stretch 2))
              (setq at (1+ at)))))
        (goto-char (point-min))
        (while (re-search-forward "[^ \t\n\u00a0\u202f]" nil t)
          (let* ((at (- (point) 2))
                 (found (perenne-test--class (get-text-property (1- (point)) 'face)))
                 (should (aref wanted at))
                 (differs (and (not (equal found should)) (concat found should))))
            (setq compared (1+ compared))
            (when (and differs (not (equal differs last)))
              (setq differences (1+ differences))
              (princ (format "%s:%d:%d is %s, coloured %s: %s\n" (alist-get 'path file) (line-number-at-pos)
                             (current-column) should found
                             (buffer-substring-no-properties (line-beginning-position) (line-end-position)))))
            (setq last differs))))
      (kill-buffer)))
  (princ (format "%d characters compared, %d stretches differ\n" compared differences))
  (kill-emacs (if (or (= compared 0) (> differences most)) 1 0)))
;;; colours.el ends here
