package invoice

import (
	"strings"
	"testing"

	"lettrage/fixtures"
)

// TestProfiles: each data file can be read, and each has a sample of its name that it fits.
func TestProfiles(t *testing.T) {
	all, err := loadProfiles()
	if err != nil || len(all) == 0 {
		t.Fatal(len(all), err)
	}
	for _, p := range all {
		for _, file := range fixtures.Files(t, "invoices/"+p.name+"*.csv") {
			h, ok := findHeader(text(fixtures.Read(t, file)))
			if !ok || h.profile == nil || h.profile.name != p.name || h.kind != p.kind {
				t.Errorf("%s is not read by the profile %s", file, p.name)
			}
		}
	}
}

// TestBadProfiles: a data file that says nothing, or what nobody knows, is an error.
func TestBadProfiles(t *testing.T) {
	good := "list = 'invoices'\nseparator = ';'\nsign = 'Réf'\nrequired = ['number', 'total', 'issue_date']\n[columns]\nnumber = 'Réf'\ntotal = 'TTC'\nissue_date = 'Date'\n"
	if _, err := parseProfile("good", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"list":            {"'invoices'", "'quotes'"},
		"separator":       {"';'", "'x'"},
		"a key":           {"separator", "seperator"},
		"a role":          {"total = 'TTC'", "totla = 'TTC'"},
		"a role required": {"'issue_date']", "'due_date']"},
		"too few":         {", 'issue_date']", "]"},
		"no sign":         {"sign = 'Réf'", ""},
		"heading twice":   {"'Date'", "'REF'"},
		"a form of days":  {"[columns]", "dates = ['MM/DD/YYYY']\n[columns]"},
		"a decimal mark":  {"[columns]", "decimal = ':'\n[columns]"},
		"a status":        {"[columns]", "[statuses]\nwon = ['x']\n[columns]"},
	} {
		if _, err := parseProfile("bad", []byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
