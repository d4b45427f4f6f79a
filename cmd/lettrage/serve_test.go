package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lettrage/cmd/internal/batch"
	"lettrage/cmd/internal/config"
	"lettrage/cmd/internal/schedule"
	"lettrage/cmd/internal/watch"
	"lettrage/fixtures/gen"
	"lettrage/ledger"
)

// newServer makes the example company's book and a server of it whose log is kept.
func newServer(t *testing.T) (*server, *bytes.Buffer) {
	t.Helper()
	dir := t.TempDir()
	today, err := ledger.ParseDate(gen.DemoDay)
	if err != nil {
		t.Fatal(err)
	}
	example := gen.DemoBook()
	if _, err := batch.Init(t.Context(), dir, batch.CompanyOptions{Name: example.Owner, IBANs: []string{example.IBAN}}, today); err != nil {
		t.Fatal(err)
	}
	settings, err := config.Load(filepath.Join(dir, config.Name))
	if err != nil {
		t.Fatal(err)
	}
	night, err := schedule.Parse(settings.Night.Cron, settings.Night.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	return &server{app: &app{}, config: settings, night: night, log: slog.New(slog.NewTextHandler(log, nil)), folders: map[ledger.CompanyID]*watch.Folder{}}, log
}

func names(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// A file is taken when two looks saw it alike, refused ones lie beside their reason,
// and the log says so without a name, an account or a text of the bank.
func TestServeTakesWhatHasStoppedGrowing(t *testing.T) {
	s, log := newServer(t)
	now := time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)
	files := append(gen.Demo(), gen.File{Name: "releve FR7699871000100004002811723.txt", Data: []byte("DUPONT owes 12")})
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(s.config.Inbox, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.look(t.Context(), now)
	if got := names(t, s.config.Done); got != "" {
		t.Errorf("after one look %s were taken: they might be growing still", got)
	}
	s.look(t.Context(), now)
	if got := names(t, s.config.Inbox); got != "" {
		t.Errorf("after two looks %s lie in inbox/ still", got)
	}
	if got, want := strings.Count(names(t, s.config.Done), "."), len(files)-1; got != want {
		t.Errorf("done/ has %d files, want %d", got, want)
	}
	if got := names(t, s.config.Refused); !strings.Contains(got, ".txt.txt") {
		t.Errorf("refused/ has %q, want the file and its reason", got)
	}
	s.run(t.Context(), now)
	if got := names(t, s.config.Out); !strings.Contains(got, "report.html") {
		t.Errorf("out/ has %q after the night, want the report", got)
	}
	if lines := strings.Count(log.String(), "file="); lines != len(files)-2 {
		t.Errorf("the log has %d lines of statement files, want one for each of %d:\n%s", lines, len(files)-2, log)
	}
	impersonal(t, log.String())
}

// impersonal fails the test when a text holds what is personal in the example.
func impersonal(t *testing.T, log string) {
	t.Helper()
	example := gen.DemoBook()
	personal := []string{example.Owner, example.IBAN, "DUPONT", "FR76"}
	for _, c := range example.Customers {
		personal = append(personal, c.Name)
	}
	for _, l := range example.Lines {
		personal = append(personal, l.Label, l.IBAN)
	}
	for _, p := range personal {
		if p != "" && strings.Contains(log, p) {
			t.Errorf("the log holds %q", p)
		}
	}
}

// A failing book is reported and does not end the loop.
func TestServeGoesOnAfterAFailure(t *testing.T) {
	s, log := newServer(t)
	database := s.config.Database
	s.config.Database = filepath.Join(filepath.Dir(database), "no such folder", "x.db")
	s.look(t.Context(), time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC))
	if !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("a book that cannot be opened was not logged: %s", log)
	}
	s.config.Database = database
	log.Reset()
	s.look(t.Context(), time.Date(2027, 1, 4, 8, 0, 5, 0, time.UTC))
	if log.String() != "" {
		t.Errorf("the next look failed: %s", log)
	}
}
