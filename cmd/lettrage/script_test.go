package main

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"lettrage/fixtures"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lettrage": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs the command as its users do: one script a verb, and one with the README's commands.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               surroundings,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": checkStatus, "pack": pack},
	})
}

// surroundings are those of each script: no colours, and the samples that are no text.
func surroundings(e *testscript.Env) error {
	e.Setenv("NO_COLOR", "1")
	e.Setenv("FIXTURES", fixtures.Path())
	for name, data := range map[string]string{
		"photo.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
		"charset.xml": `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-02</Dt></BookgDt>` +
			"<AddtlNtryInf>VIR RE\xc7U</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>",
	} {
		if err := os.WriteFile(filepath.Join(e.WorkDir, name), []byte(data), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// checkStatus is the script command `status N ARGS…`: it runs lettrage and checks its exit status.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args[0]) != 1 {
		ts.Fatalf("usage: status N ARGS…")
	}
	err := ts.Exec("lettrage", args[1:]...)
	got := 0
	if err != nil {
		got = exitCode(err)
	}
	if want := int(args[0][0] - '0'); got != want {
		ts.Fatalf("exit status is %d, want %d", got, want)
	}
}

// pack is the script command `pack ARCHIVE FILE…`: it makes a ZIP archive.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: pack ARCHIVE FILE…")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range args[1:] {
		w, err := z.Create(name)
		ts.Check(err)
		_, err = io.WriteString(w, ts.ReadFile(name))
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

func exitCode(err error) int {
	type coder interface{ ExitCode() int }
	if c, ok := err.(coder); ok {
		return c.ExitCode()
	}
	return -1
}
