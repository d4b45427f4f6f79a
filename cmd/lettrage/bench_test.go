package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lettrage/fixtures"
	"lettrage/fixtures/gen"
)

// BenchmarkDryRun has the command read and identify a CAMT file of 100,000 lines, keeping
// nothing, in turns with xmllint, which reads its bare tokens. It gives the ratio of the
// best times and the most memory that the command had, and fails above 1.5.
func BenchmarkDryRun(b *testing.B) {
	xmllint := fixtures.Program(b, "xmllint")
	lines := 100_000
	if testing.Short() {
		lines = 5_000
	}
	b.Chdir(b.TempDir())
	f, err := os.Create("year.xml")
	if err == nil {
		g := gen.New(gen.Options{Seed: 1, Customers: lines / 15, Invoices: lines, Lines: lines})
		err = g.Year().WriteCAMT(f)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	run := func(name string, args ...string) (time.Duration, *os.ProcessState) {
		c := exec.Command(name, args...)
		c.Env = append(os.Environ(), "GOGC=400") // as main sets it
		start := time.Now()
		if text, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%s: %v\n%s", filepath.Base(name), err, text)
		}
		return time.Since(start), c.ProcessState
	}
	run("lettrage", "init", ".", "--company", "Essai")
	ours, theirs, peak := time.Hour, time.Hour, int64(0)
	for b.Loop() {
		took, state := run("lettrage", "import", "year.xml", "--dry-run", "--format", "json")
		ours = min(ours, took)
		if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, int64(usage.Maxrss)>>10) // KiB, on Linux
		}
		took, _ = run(xmllint, "--stream", "--noout", "--huge", "year.xml")
		theirs = min(theirs, took)
	}
	ratio := float64(ours) / float64(theirs)
	b.ReportMetric(ratio, "time/xmllint")
	b.ReportMetric(float64(peak), "peak-MiB")
	if ratio > 1.5 && !testing.Short() {
		b.Errorf("took %v, xmllint %v", ours, theirs)
	}
}
