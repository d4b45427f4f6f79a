package ofx_test

import (
	"bytes"
	"fmt"
	"testing"

	"lettrage/importer"
	"lettrage/importer/ofx"
	"lettrage/ledger"
)

// nowhere is a sink that drops what it is sent.
type nowhere struct{ lines int }

func (n *nowhere) Begin(ledger.Statement) error { return nil }
func (n *nowhere) End(ledger.Statement) error   { return nil }
func (n *nowhere) Line(ledger.Transaction) error {
	n.lines++
	return nil
}

// BenchmarkRead reads a statement of a French bank, in SGML and in XML.
func BenchmarkRead(b *testing.B) {
	const lines = 10_000
	for _, form := range []form{sgml, closed} {
		content := benchFile(form, lines)
		b.Run(fmt.Sprintf("%s/lines=%d", form.name, lines), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				to := &nowhere{}
				f := &importer.File{ReadSeeker: bytes.NewReader(content), Size: int64(len(content)), Format: "ofx", Limits: importer.DefaultLimits(), Warn: func(importer.Warning) {}}
				if err := ofx.Format.Read(b.Context(), f, to); err != nil || to.lines != lines {
					b.Fatalf("%d lines, %v", to.lines, err)
				}
			}
		})
	}
}

func benchFile(form form, lines int) []byte {
	st := file{{currency: "EUR", bank: "30004", branch: "00123", number: "00001234567", from: "20260101", to: "20261231", balance: "1234.56", asOf: "20261231"}}
	for i := range lines {
		st[0].lines = append(st[0].lines, row{
			kind: "CREDIT", day: fmt.Sprintf("2026%02d%02d", i%12+1, i%28+1), amount: fmt.Sprintf("%d.%02d", i, i%100), id: fmt.Sprintf("LN%08d", i),
			name: "MENUISERIE DUVAL ET FILS", memo: fmt.Sprintf("VIR SEPA RECU /DE MENUISERIE DUVAL ET FILS /MOTIF FACT-26/%04d REGLEMENT /REF NOTPROVIDED", i),
		})
	}
	return []byte(form.write(st))
}
