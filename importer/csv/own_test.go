package csv_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"lettrage/importer"
	"lettrage/importer/csv"
	"lettrage/importer/importertest"
)

// ownProfile is of a bank whose header no profile of ours has.
const ownProfile = `title = "a bank of our town"
separator = ";"
dates = ["DD/MM/YYYY"]
decimal = ","
currency = "EUR"

[columns]
date = "Jour d'écriture"
label = "Quoi"
debit = "Parti"
credit = "Venu"
`

// TestOwnProfiles: a profile of the user's folder is used as ours are, and before them.
func TestOwnProfiles(t *testing.T) {
	content := "Jour d'écriture;Quoi;Parti;Venu\n05/01/2026;VIR MAISON PERROT;;310,00\n06/01/2026;PRLV EAUX;12,40;\n"
	read := func(as string, files map[string]string) ([]importertest.Statement, error) {
		folder := fstest.MapFS{}
		for name, text := range files {
			folder[name] = &fstest.MapFile{Data: []byte(text)}
		}
		all, _, err := importertest.ReadFile(t, csv.Format, &importer.File{Name: "own.csv", Profile: as, Profiles: folder}, []byte(content))
		return all, err
	}
	for _, as := range []string{"town", ""} {
		all, err := read(as, map[string]string{"town.toml": ownProfile, "README": "not a profile"})
		if err != nil || len(all) != 1 || len(all[0].Lines) != 2 {
			t.Fatalf("as %q: %v: %+v", as, err, all)
		}
		if got := all[0].Lines[1].Amount.String() + " " + all[0].Origin.Format; got != "-12.40 csv:town" {
			t.Errorf("as %q: %s", as, got)
		}
	}
	for name, files := range map[string]map[string]string{
		"a key that nobody knows": {"town.toml": ownProfile + "debitt = \"3\"\n"},
		"no TOML":                 {"town.toml": "title"},
		"too long":                {"town.toml": ownProfile + strings.Repeat("# x\n", 20_000)},
	} {
		_, err := read("", files)
		var refused *importer.Error
		if !errors.As(err, &refused) || refused.Field != "profiles/town.toml" || refused.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
