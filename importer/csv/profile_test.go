package csv

import (
	"os"
	"strings"
	"testing"

	"lettrage/fixtures"
)

func profiles(t testing.TB) []*profile {
	t.Helper()
	all, _, err := load(nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestProfilesHaveSamples: each profile has a sample of its name that is read by it,
// so that no profile is a claim.
func TestProfilesHaveSamples(t *testing.T) {
	for _, p := range profiles(t) {
		if p.asked {
			continue
		}
		golden, err := os.ReadFile(fixtures.Path("csv", p.name+".csv.golden"))
		if err != nil {
			t.Errorf("profile %s has no sample: %v", p.name, err)
			continue
		}
		if !strings.Contains(string(golden), `format="csv:`+p.name+`"`) {
			t.Errorf("fixtures/csv/%s.csv is not read by its profile", p.name)
		}
	}
}

// TestDetectNames: the header of a sample names the profile.
func TestDetectNames(t *testing.T) {
	for _, p := range profiles(t) {
		if p.asked {
			continue
		}
		name, ok := detect(fixtures.Read(t, fixtures.Path("csv", p.name+".csv")))
		if !ok || name != "csv:"+p.name {
			t.Errorf("%s: detected %q, %v", p.name, name, ok)
		}
	}
}

// TestDetect: it is asked last, and still says no to what is no table.
func TestDetect(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		" \n":                                 "",
		"\x89PNG\r\n\x1a\n\x00":               "",
		"%PDF-1.7;a;b\nDate;c;d\n":            "",
		"<html>Date;Libellé;Montant</html>\n": "",
		"PK\x03\x04":                          "",
		"{\"date\":1,\"amount\":2}":           "",
		"OFXHEADER:100\nDATA:OFXSGML\n":       "",
		"Bonjour, voici le relevé,\ncomme convenu.\n":                                "",
		"1,Cyberdine\n2,Skynet\n":                                                    "",
		"Posting Date,Details,Amount\n":                                              "csv",
		"Date;Libellé;Montant\n":                                                     "csv:minimum",
		"\xef\xbb\xbfDate;Libellé;Montant\r\n":                                       "csv:minimum",
		"Date;Libell\xe9;D\xe9bit;Cr\xe9dit\n":                                       "csv:french",
		"\xff\xfeD\x00a\x00t\x00e\x00;\x00M\x00o\x00n\x00t\x00a\x00n\x00t\x00\n\x00": "csv",
		"02.03.2026;Papier;-12,40\n05.03.2026;Tinte;-3,10\n":                         "csv",
	} {
		name, ok := detect([]byte(text))
		if name != want || ok != (want != "") {
			t.Errorf("%q: detected %q, %v, want %q", text, name, ok, want)
		}
	}
}

func TestGuessedForms(t *testing.T) {
	seen := make(map[form]bool)
	for _, f := range guessedForms {
		again, err := parseForm(f.String())
		if err != nil || again != f || seen[f] {
			t.Errorf("%s: %v, %v", f, again, err)
		}
		seen[f] = true
	}
}

// TestParseProfile: what a profile must not say.
func TestParseProfile(t *testing.T) {
	const good = "separator = ';'\ndates = ['DD/MM/YYYY']\ndecimal = ','\ncurrency = 'EUR'\n[columns]\ndate = 'Date'\nlabel = 'Libellé'\namount = 'Montant'\n"
	if _, err := parseProfile("good", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"separator = ';'", "separator = 'x'", "separator"},
		{"DD/MM/YYYY", "DD/MM", "dates"},
		{"dates = ['DD/MM/YYYY']", "dates = []", "dates"},
		{"decimal = ','", "decimal = ''", "decimal"},
		{"decimal = ','", "decimal = ','\nthousands = ','", "thousands"},
		{"decimal = ','", "decimal = ','\nsign = 'up'", "sign"},
		{"'EUR'", "'EURO'", "currency"},
		{"currency = 'EUR'\n", "", "currency"},
		{"amount = 'Montant'", "", "amount"},
		{"label = ", "lable = ", "lable"},
		{"[columns]", "optional = ['value']\n[columns]", "optional"},
		{"[columns]", "preamble = ['(']\n[columns]", "preamble"},
		{"[columns]", "preamble = ['(?P<name>x)']\n[columns]", "group"},
		{"[columns]", "[kinds]\ngift = ['x']\n[columns]", "gift"},
		{"[columns]", "headless = true\n[columns]", "number"},
		{"[columns]\ndate = 'Date'", "headless = true\n[columns]\ndate = '0'", "number"},
		{"decimal = ','", "decimals = ','", "decimals"},
	} {
		_, err := parseProfile("bad", []byte(strings.Replace(good, c.from, c.to, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to say %s", c.to, err, c.want)
		}
	}
}

// TestSeveral: a header that two profiles know equally well is nobody's.
func TestSeveral(t *testing.T) {
	all := profiles(t)
	rows := []record{{cells: []string{"Date", "Libellé", "Montant"}, words: []string{"date", "libelle", "montant"}, line: 1}}
	one := fit(rows, all, ';')
	if len(one) != 1 {
		t.Fatalf("%d profiles fit", len(one))
	}
	twin := *one[0].plan.profile
	twin.name = "twin"
	two := fit(rows, append(all, &twin), ';')
	if len(two) != 2 || !strings.Contains(several(two).Error(), "--as csv:minimum or --as csv:twin") {
		t.Errorf("%d profiles fit: %v", len(two), several(two))
	}
}
