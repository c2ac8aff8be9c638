;;; server.el --- The server in Emacs -*- lexical-binding: t; coding: utf-8 -*-

;;; Commentary:

;; PERENNE=program FILE=rules.perenne emacs --batch -l server.el, without -Q, which would not find eglot before Emacs 29.
;; FILE is a copy that may be changed.

;;; Code:

(load (expand-file-name "../perenne-mode.el" (file-name-directory load-file-name)) nil t)
(require 'flymake)
(unless (require 'eglot nil t)
  (princ "no eglot\n")
  (kill-emacs 0))

(setq perenne-program (list (getenv "PERENNE") "lsp")
      eglot-sync-connect 20
      flymake-no-changes-timeout 0.1)

(defun perenne-test-await (what ready)
  "Waits until READY gives something, and says WHAT was seen."
  (let ((until (+ (float-time) 20)) (found nil))
    (while (and (not (setq found (funcall ready))) (< (float-time) until))
      (accept-process-output nil 0.1))
    (unless found
      (princ (format "FAILED: no %s in twenty seconds\n" what))
      (kill-emacs 1))
    (princ (format "seen: %s\n" what))
    found))

(defun perenne-test-holds (what holds)
  "Says WHAT was seen if HOLDS."
  (perenne-test-await what (lambda () holds)))

(find-file (getenv "FILE"))
(perenne-test-holds "the mode" (eq major-mode 'perenne-mode))
(apply #'eglot (eglot--guess-contact))
(perenne-test-await "the server" #'eglot-current-server)
(goto-char (point-max))
(insert "\ncritère essai « À moitié »\n  exige inconnu_ici au moins 2\n")
(eglot--signal-textDocument/didChange)
(let ((found (perenne-test-await
              "a diagnostic"
              (lambda ()
                (flymake-start)
                (seq-find (lambda (one) (string-match-p "inconnu_ici" (flymake-diagnostic-text one)))
                          (flymake-diagnostics))))))
  (perenne-test-holds "its place"
                      (equal (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))
                             "inconnu_ici")))
(goto-char (point-min))
(re-search-forward "^crit\\(?:ère\\|erion\\) .")
(perenne-test-holds "a hover"
                    (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams)))
(perenne-test-holds "the tests run" (> (plist-get (perenne-test) :passed) 0))
(perenne-explain "R0301")
(perenne-test-holds "a page" (with-current-buffer "*perenne*" (search-forward "R0301" nil t)))
(set-buffer-modified-p nil)
;; Versions before 1.10 send null where the protocol has nothing, which a strict server may refuse.
(ignore-errors (eglot-shutdown (eglot-current-server)))
(kill-emacs 0)
;;; server.el ends here
