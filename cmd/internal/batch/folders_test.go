package batch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// inInbox puts a file into the inbox of a book.
func inInbox(t *testing.T, b *Batch, name, text string) string {
	t.Helper()
	path := filepath.Join(b.Config.Inbox, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A name may be as long as the file system takes: a number and the ending of the
// reason find their place, and the night goes on.
func TestNightTakesLongNames(t *testing.T) {
	b, c := newBook(t)
	statement := "Date;Libellé;Débit;Crédit\n02/11/2026;VIR CHAT NOIR;;12,00\n"
	for _, name := range []string{strings.Repeat("a", 251) + ".csv", "." + strings.Repeat("a", 254), strings.Repeat("é", 127), "z." + strings.Repeat("b", 253)} {
		inInbox(t, b, name, "no statement")
	}
	inInbox(t, b, strings.Repeat("k", 251)+".csv", statement)
	for night := range 2 {
		n, err := b.Night(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if night == 0 && (n.Taken != 1 || n.Refused != 3) { // the hidden one is left alone
			t.Errorf("%d taken and %d refused, want 1 and 3", n.Taken, n.Refused)
		}
		inInbox(t, b, strings.Repeat("a", 251)+".csv", "no statement either")
	}
	reasons, err := filepath.Glob(filepath.Join(b.Config.Refused, "*.txt"))
	if err != nil || len(reasons) != 4 {
		t.Errorf("%d files have their reason beside them, want 4 (%v)", len(reasons), err)
	}
}

// A reason never takes the place of a file that was refused before, whatever that one is called.
func TestReasonTakesNoPlace(t *testing.T) {
	b, c := newBook(t)
	for _, name := range []string{"x.csv.txt", "x.csv", "x.csv"} {
		inInbox(t, b, name, "customer's own: "+name)
		if _, err := b.Night(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"x.csv.txt": "customer's own: x.csv.txt", "x-2.csv": "customer's own: x.csv", "x-3.csv": "customer's own: x.csv"} {
		got, err := os.ReadFile(filepath.Join(b.Config.Refused, name))
		if err != nil || string(got) != want {
			t.Errorf("refused/%s: %q, %v, want %q", name, got, err, want)
		}
	}
}

// A file that cannot be opened is refused like any other, and stops no other.
func TestNightRefusesUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser can open everything")
	}
	b, c := newBook(t)
	path := inInbox(t, b, "a.csv", "Date;Libellé;Débit;Crédit\n")
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	inInbox(t, b, "b.csv", "Date;Libellé;Débit;Crédit\n02/11/2026;VIR CHAT NOIR;;12,00\n")
	n, err := b.Night(t.Context(), c)
	if err != nil || n.Taken != 1 || n.Refused != 1 {
		t.Errorf("%d taken, %d refused, %v, want 1, 1 and no error", n.Taken, n.Refused, err)
	}
}

// What somebody takes away while the night looks at it is neither taken nor refused.
func TestTakeInPassesOverWhatIsGone(t *testing.T) {
	b, c := newBook(t)
	n, err := b.TakeIn(t.Context(), c, []string{filepath.Join(b.Config.Inbox, "gone.csv")})
	if err != nil || n.Taken+n.Refused != 0 {
		t.Errorf("%+v, %v, want nothing", n, err)
	}
	if err := refuse(filepath.Join(b.Config.Inbox, "gone.csv"), b.Config.Refused, "why"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("refuse says %v", err)
	}
	if left, err := os.ReadDir(b.Config.Refused); err != nil || len(left) > 0 {
		t.Errorf("refused/ holds %d files, %v", len(left), err)
	}
}

// A file that cannot be moved leaves no reason behind: there would be one more each night.
func TestRefuseLeavesNoReasonAlone(t *testing.T) {
	b, _ := newBook(t)
	path := filepath.Join(b.Config.Inbox, "folder")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(path, "within") // a folder cannot be moved into itself
	if err := refuse(path, into, "why"); err == nil {
		t.Fatal("it was moved")
	}
	if left, err := os.ReadDir(into); err != nil || len(left) > 0 {
		t.Errorf("there are %d files, %v", len(left), err)
	}
}
