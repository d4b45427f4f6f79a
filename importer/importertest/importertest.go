// Package importertest reads samples through a bank file format for tests: whole
// files into values, values into the text of a golden, a corpus against its manifest.
package importertest

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Statement is a statement that a format sent, with its lines.
type Statement struct {
	ledger.Statement                      // as End had it
	Lines            []ledger.Transaction // in the order in which they were sent
}

// Read reads content as a file of that name through a format, which is asked what
// it is first, within the default limits. It fails the test when the format breaks
// the contract of importer.Sink: lines outside of a statement, values that are not
// valid, counts that are not those of the lines.
func Read(t testing.TB, format importer.Format, name string, content []byte) ([]Statement, []importer.Warning, error) {
	t.Helper()
	return ReadFile(t, format, &importer.File{Name: name}, content)
}

// ReadFile is Read with a profile or limits of the test's own.
func ReadFile(t testing.TB, format importer.Format, f *importer.File, content []byte) ([]Statement, []importer.Warning, error) {
	t.Helper()
	var warnings []importer.Warning
	f.ReadSeeker, f.Size = bytes.NewReader(content), int64(len(content))
	f.Warn = func(w importer.Warning) { warnings = append(warnings, w) }
	if f.Limits == (importer.Limits{}) {
		f.Limits = importer.DefaultLimits()
	}
	f.Format, _ = format.Detect(content[:min(len(content), importer.HeadBytes)])
	to := &sink{}
	err := format.Read(t.Context(), f, to)
	if to.broken != nil {
		t.Errorf("%s: the format breaks the contract of the sink: %v", f.Name, to.broken)
	}
	if err != nil {
		return nil, warnings, err
	}
	if to.open {
		t.Errorf("%s: a statement was not ended", f.Name)
	}
	return to.all, warnings, nil
}

// sink keeps what it is sent and notes the first breach of the contract.
type sink struct {
	all    []Statement
	open   bool
	broken error
}

func (s *sink) check(err error, format string, args ...any) {
	if err != nil && s.broken == nil {
		s.broken = fmt.Errorf(format+": %w", append(args, err)...)
	}
}

var errOrder = errors.New("should be Begin, Line…, End")

// Begin implements importer.Sink.
func (s *sink) Begin(st ledger.Statement) error {
	if s.open {
		s.check(errOrder, "Begin")
	}
	if st.Currency == "" {
		s.check(errors.New("should have a currency"), "Begin")
	}
	s.open = true
	s.all = append(s.all, Statement{Statement: st})
	return nil
}

// Line implements importer.Sink.
func (s *sink) Line(l ledger.Transaction) error {
	if !s.open {
		s.check(errOrder, "Line")
		return nil
	}
	last := &s.all[len(s.all)-1]
	s.check(l.Validate(), "line %d", len(last.Lines)+1)
	last.Lines = append(last.Lines, l)
	return nil
}

// End implements importer.Sink.
func (s *sink) End(st ledger.Statement) error {
	if !s.open {
		s.check(errOrder, "End")
		return nil
	}
	s.open = false
	last := &s.all[len(s.all)-1]
	counted := ledger.Statement{Currency: st.Currency}
	for _, l := range last.Lines {
		s.check(counted.Count(l), "count")
	}
	if st.Lines != counted.Lines || st.Credits.Minor() != counted.Credits.Minor() || st.Debits.Minor() != counted.Debits.Minor() {
		s.check(fmt.Errorf("are %d lines, not %d; %s in, not %s; %s out, not %s", counted.Lines, st.Lines, counted.Credits, st.Credits, counted.Debits, st.Debits), "counts")
	}
	last.Statement = st
	return nil
}

// Golden reads each sample that matches a pattern below fixtures, and compares what
// it gives, an error included, with the golden beside it. What is read passes RoundTrip.
func Golden(t *testing.T, format importer.Format, pattern string) {
	t.Helper()
	for _, file := range fixtures.Files(t, pattern) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			statements, warnings, err := Read(t, format, filepath.Base(file), fixtures.Read(t, file))
			fixtures.Golden(t, file+".golden", Text(statements, warnings, err))
			RoundTrip(t, statements)
		})
	}
}

// Text writes what was read from a file for a golden: one line a fact, nothing left
// out but what is empty.
func Text(statements []Statement, warnings []importer.Warning, err error) []byte {
	var b bytes.Buffer
	if err != nil {
		var all importer.Errors
		var one *importer.Error
		switch {
		case errors.As(err, &all):
		case errors.As(err, &one):
			all = importer.Errors{one}
		default:
			fmt.Fprintf(&b, "error without a kind: %v\n", err)
		}
		for _, e := range all {
			fmt.Fprintf(&b, "refused: %s: %s\n", e.Kind, e)
		}
	}
	for _, s := range statements {
		writeStatement(&b, s)
	}
	for _, w := range warnings {
		fmt.Fprintf(&b, "warning: %s: line %d: %s\n", w.Kind, w.Line, w.Message)
	}
	return b.Bytes()
}

func writeStatement(b *bytes.Buffer, s Statement) {
	fmt.Fprintf(b, "statement %s %s number=%q whole=%s..%s lines=%d in=%s out=%s", s.Account, s.Currency, s.Number, s.Whole.From, s.Whole.To, s.Statement.Lines, s.Credits, s.Debits)
	if s.Opening != nil {
		fmt.Fprintf(b, " opening=%s@%s", s.Opening.Amount, s.Opening.Date)
	}
	if s.Closing != nil {
		fmt.Fprintf(b, " closing=%s@%s", s.Closing.Amount, s.Closing.Date)
	}
	if s.Interim {
		b.WriteString(" interim")
	}
	fmt.Fprintf(b, " format=%q line=%d\n", s.Origin.Format, s.Origin.Line)
	for _, l := range s.Lines {
		fmt.Fprintf(b, "  %s %s", l.Booked, l.Amount)
		fact(b, "value", l.Value.String())
		fact(b, "card-day", l.CardDay.String())
		fact(b, "id", l.BankID)
		fact(b, "kind", string(l.Kind))
		fact(b, "code", l.Code)
		if l.Reversal {
			b.WriteString(" reversal")
		}
		fmt.Fprintf(b, " line=%d\n", l.Line)
		fact(b, "\n    label", l.Label)
		writePayment(b, l.Payment)
		b.WriteString("\n")
		for _, d := range l.Details {
			fmt.Fprintf(b, "    detail %s", d.Amount)
			writePayment(b, d.Payment)
			b.WriteString("\n")
		}
	}
}

func writePayment(b *bytes.Buffer, p ledger.Payment) {
	fact(b, "name", p.Counterparty.Name)
	fact(b, "account", p.Counterparty.Account)
	fact(b, "ultimate", p.Ultimate.Name)
	fact(b, "ultimate-account", p.Ultimate.Account)
	fact(b, "remittance", p.Remittance)
	fact(b, "references", strings.Join(p.References, " · "))
	fact(b, "e2e", p.EndToEndID)
	fact(b, "mandate", p.MandateID)
	fact(b, "cheque", p.Cheque)
	fact(b, "return", p.ReturnReason)
	amount(b, "charges", p.Charges)
	amount(b, "instructed", p.Instructed)
}

func fact(b *bytes.Buffer, name, value string) {
	if value != "" {
		fmt.Fprintf(b, " %s=%q", name, value)
	}
}

func amount(b *bytes.Buffer, name string, a *money.Amount) {
	if a != nil {
		fmt.Fprintf(b, " %s=%s %s", name, a, a.Currency())
	}
}
