package camt_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"lettrage/fixtures"
	"lettrage/fixtures/gen"
	"lettrage/importer"
)

// year is a statement of n lines, as benchmarks read them.
func year(n int) gen.Statement {
	return gen.New(gen.Options{Seed: 1, Customers: n/15 + 1, Invoices: n, Lines: n}).Year()
}

// BenchmarkAgainstXmllint reads a file of 100,000 lines into transactions and has
// xmllint read its bare tokens, in turns. It gives the best time of each and their
// ratio, and fails above 1: what is made of the tokens costs no more than they do.
func BenchmarkAgainstXmllint(b *testing.B) {
	xmllint := fixtures.Program(b, "xmllint")
	lines := 100_000
	if testing.Short() {
		lines = 5_000
	}
	path := filepath.Join(b.TempDir(), "year.xml")
	f, err := os.Create(path)
	if err == nil {
		err = year(lines).WriteCAMT(f)
	}
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	st, err := f.Stat()
	if err != nil {
		b.Fatal(err)
	}
	ours, theirs := time.Hour, time.Hour
	for b.Loop() {
		ours = min(ours, took(b, func() error {
			if _, err := f.Seek(0, io.SeekStart); err != nil {
				return err
			}
			to := &sink{}
			err := read(b.Context(), f, st.Size(), importer.Limits{}, to)
			if err == nil && to.lines != lines {
				err = fmt.Errorf("%d lines of %d", to.lines, lines)
			}
			return err
		}))
		theirs = min(theirs, took(b, exec.Command(xmllint, "--stream", "--noout", "--huge", path).Run))
	}
	ratio := float64(ours) / float64(theirs)
	b.ReportMetric(float64(st.Size())/1e6/ours.Seconds(), "MB/s")
	b.ReportMetric(float64(st.Size())/1e6/theirs.Seconds(), "xmllint-MB/s")
	b.ReportMetric(ratio, "time/xmllint")
	if ratio > 1 && !testing.Short() {
		b.Errorf("took %v, xmllint %v", ours, theirs)
	}
}

func took(b *testing.B, f func() error) time.Duration {
	start := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkMemory reads a file of a GiB, which is written as it is read, and gives the
// most memory that the process had meanwhile (VmHWM). It fails at 200 MiB.
func BenchmarkMemory(b *testing.B) {
	size := int64(1 << 30)
	if testing.Short() {
		size = 16 << 20
	}
	for b.Loop() {
		s := year(2_000)
		var one counter
		if err := s.WriteCAMT(&one); err != nil {
			b.Fatal(err)
		}
		n := int(size/int64(one)) + 1
		file := &written{write: func(w io.Writer) error { return s.WriteLongCAMT(w, n) }}
		to := &sink{}
		fixtures.ForgetPeak(b)
		if err := read(b.Context(), file, size, importer.Limits{}, to); err != nil || to.lines != n*len(s.Lines) {
			b.Fatalf("%d lines, %v", to.lines, err)
		}
		file.stop()
		most := fixtures.PeakMiB(b)
		b.ReportMetric(float64(file.read)/(1<<20), "MiB")
		b.ReportMetric(float64(most), "peak-MiB")
		if file.read < size || most >= 200 {
			b.Errorf("read %d bytes with %d MiB", file.read, most)
		}
	}
}

// counter counts the bytes that are written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// written is a file that is written while it is read. To seek, which goes to its start only, is to begin anew.
type written struct {
	write func(io.Writer) error
	from  *io.PipeReader
	read  int64
}

// Read implements io.Reader.
func (w *written) Read(p []byte) (int, error) {
	if w.from == nil {
		var to *io.PipeWriter
		w.from, to = io.Pipe()
		go func() { _ = to.CloseWithError(w.write(to)) }() // ends with the text, or when the reader is closed
	}
	n, err := w.from.Read(p)
	w.read += int64(n)
	return n, err
}

// Seek implements io.Seeker.
func (w *written) Seek(int64, int) (int64, error) {
	w.stop()
	w.from, w.read = nil, 0
	return 0, nil
}

func (w *written) stop() {
	if w.from != nil {
		_ = w.from.Close()
	}
}

// BenchmarkRead reads 10,000 entries of a payment each; ns/entry beside that of a loop over encoding/xml's tokens.
func BenchmarkRead(b *testing.B) {
	const entries = 10_000
	text := paid(entries)
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			to := &sink{}
			if err := read(b.Context(), bytes.NewReader(text), int64(len(text)), importer.Limits{}, to); err != nil || to.lines != entries {
				b.Fatalf("%d lines, %v", to.lines, err)
			}
		}
	})
	b.Run("tokens of encoding/xml", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(text))
			for {
				if _, err := d.RawToken(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// paid is a statement of n lines, each of one payment.
func paid(n int) []byte {
	entry := `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E0038150643</EndToEndId></Refs>` +
		`<Amt Ccy="EUR">1.00</Amt><RltdPties><Dbtr><Pty><Nm>Menuiserie Leduc &amp; Fils</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>FR7610278060420002020202058</IBAN></Id></DbtrAcct></RltdPties>` +
		`<RmtInf><Ustrd>FACTURE F2026-0117 DU 12/01/2026</Ustrd></RmtInf></TxDtls></NtryDtls><AddtlNtryInf>VIR SEPA RECU DE MENUISERIE LEDUC</AddtlNtryInf></Ntry>`
	return bytes.ReplaceAll(statement("", "", n), []byte("</Ntry>"), []byte(entry))
}
