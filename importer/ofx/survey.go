package ofx

import (
	"io"

	"lettrage/importer"
	"lettrage/ledger/money"
)

// known is what names a statement, wherever in it that stands.
type known struct {
	currency    money.Currency
	account     account
	accountLine int
}

// lookAhead fills in the currency and the account of a statement that begins with its
// lines: some programs sort its elements. The file is then read through once more.
func (w *walker) lookAhead() error {
	if w.st.currency != "" && w.st.account.number != "" {
		return nil
	}
	if w.ahead == nil {
		if err := w.survey(); err != nil {
			return err
		}
	}
	if w.statements > len(w.ahead) {
		return nil
	}
	found := w.ahead[w.statements-1]
	if w.st.currency == "" {
		w.st.currency = found.currency
	}
	if w.st.account.number == "" {
		w.st.account, w.st.accountLine = found.account, found.accountLine
	}
	return nil
}

// survey reads the file for what names its statements. What is wrong with it is found
// when it is read for its lines. The file is where it was afterwards.
func (w *walker) survey() error {
	at, err := w.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	quiet := *w.file
	quiet.Warn = func(importer.Warning) {}
	src, err := open(&quiet)
	if err != nil {
		return err
	}
	s := newWalker(w.ctx, newScanner(w.ctx, src, w.limits), &quiet, nil)
	s.surveys = true
	if err := s.walk(); err != nil && !refusal(err) {
		return err
	}
	w.ahead = append(make([]known, 0, 1), s.ahead...)
	_, err = w.file.Seek(at, io.SeekStart)
	return err
}

// refusal reports whether an error is one of the file, and none of reading it.
func refusal(err error) bool {
	switch err.(type) {
	case *importer.Error, importer.Errors:
		return true
	}
	return false
}
