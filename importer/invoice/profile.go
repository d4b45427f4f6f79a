package invoice

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"lettrage/ledger/money"
)

// A profile says how one program writes its lists, where the words of columns.go and
// words.go do not say it: a data file in profiles. To add a program is to add a file
// and a sample.
//
//go:embed profiles/*.toml
var profileFiles embed.FS

// profileFile is a profile as its data file has it.
type profileFile struct {
	Title     string              `toml:"title"`
	List      string              `toml:"list"`      // "invoices" or "customers"
	Separator string              `toml:"separator"` // any of these
	Dates     []string            `toml:"dates"`     // left out: as the file shows
	Decimal   string              `toml:"decimal"`   // left out: as the file shows
	Currency  string              `toml:"currency"`  // of a list without a column for it
	Repeats   bool                `toml:"repeats"`   // an item may have several rows that are alike
	AllOpen   bool                `toml:"all_open"`  // what is in the list is open in full
	Required  []string            `toml:"required"`  // roles without which the profile does not fit
	Sign      string              `toml:"sign"`      // headings that no other program has, any of them
	Columns   map[string]string   `toml:"columns"`   // headings by role, the names of columns.go
	Types     wordsOfTypes        `toml:"types"`
	Statuses  map[string][]string `toml:"statuses"`
	Stages    map[string][]string `toml:"stages"`
}

// wordsOfTypes say what a row is.
type wordsOfTypes struct {
	Invoice []string `toml:"invoice"`
	Credit  []string `toml:"credit"`
	Sale    []string `toml:"sale"` // either, by its sign
	LeftOut []string `toml:"left_out"`
	Others  string   `toml:"others"` // "left out", or refused
}

// profile is a profile, ready to be looked up: headings and words are folded.
type profile struct {
	name       string
	kind       *kind
	separators string
	days       []dayForm
	decimal    byte
	currency   money.Currency
	repeats    bool
	allOpen    bool
	required   []int
	sign       []string
	columns    map[string]int
	types      map[string]string // "invoice", "credit", "sale", "left_out"
	others     bool              // rows of other types are left out
	statuses   map[string]string // "open", "partial", "paid", "cancelled", "left_out"
	stages     map[string]string
}

// loadProfiles reads the data files, in the order of their names.
func loadProfiles() ([]*profile, error) {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		return nil, err
	}
	var all []*profile
	for _, e := range entries {
		data, err := profileFiles.ReadFile("profiles/" + e.Name())
		if err != nil {
			return nil, err
		}
		p, err := parseProfile(strings.TrimSuffix(e.Name(), ".toml"), data)
		if err != nil {
			return nil, fmt.Errorf("profiles/%s: %w", e.Name(), err)
		}
		all = append(all, p)
	}
	return all, nil
}

// parseProfile reads one profile. Keys, roles and words that nobody knows are errors.
func parseProfile(name string, data []byte) (*profile, error) {
	var f profileFile
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&f); err != nil {
		return nil, err
	}
	p := &profile{name: name, separators: f.Separator, repeats: f.Repeats, allOpen: f.AllOpen, others: f.Types.Others == "left out", sign: foldAll(strings.Split(f.Sign, "|")), columns: make(map[string]int)}
	for _, step := range []func(profileFile) error{p.setForms, p.setColumns, p.setWords} {
		if err := step(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

var dayForms = map[string]dayForm{"YYYY-MM-DD": iso, "DD/MM/YYYY": dayFirst, "DD/MM/YY": dayShort, "YYYYMMDD": compact}

func (p *profile) setForms(f profileFile) error {
	switch f.List {
	case invoices.name:
		p.kind = invoices
	case customers.name:
		p.kind = customers
	default:
		return errors.New("list should be invoices or customers")
	}
	if f.Separator == "" || strings.Trim(f.Separator, ";,\t|") != "" {
		return errors.New(`separator should be of ";,\t|"`)
	}
	for _, d := range f.Dates {
		form, ok := dayForms[d]
		if !ok {
			return errors.New("dates should be of YYYY-MM-DD, DD/MM/YYYY, DD/MM/YY and YYYYMMDD")
		}
		p.days = append(p.days, form)
	}
	switch f.Decimal {
	case ",", ".":
		p.decimal = f.Decimal[0]
	case "":
	default:
		return errors.New(`decimal should be "," or "."`)
	}
	if f.Currency == "" {
		return nil
	}
	var err error
	p.currency, err = money.ParseCurrency(f.Currency)
	return err
}

func (p *profile) setColumns(f profileFile) error {
	role := func(name string) int {
		return slices.IndexFunc(p.kind.columns, func(c column) bool { return c.name == name })
	}
	for name, headings := range f.Columns {
		c := role(name)
		if c < 0 {
			return fmt.Errorf("columns: %s is no role", name)
		}
		for _, h := range strings.Split(headings, "|") {
			h = fold(h)
			if other, ok := p.columns[h]; ok && other != c || h == "" {
				return fmt.Errorf("columns: a heading of %s is empty or also one of %s", name, p.kind.columns[other].name)
			}
			p.columns[h] = c
		}
	}
	for _, name := range f.Required {
		if f.Columns[name] == "" {
			return fmt.Errorf("required: %s should be one of the columns", name)
		}
		p.required = append(p.required, role(name))
	}
	if len(p.required) < 3 || p.sign[0] == "" {
		return errors.New("required should have three roles at least, and sign a heading: any list would fit")
	}
	return nil
}

func (p *profile) setWords(f profileFile) error {
	p.types = index(map[string][]string{"invoice": f.Types.Invoice, "credit": f.Types.Credit, "sale": f.Types.Sale, "left_out": f.Types.LeftOut})
	p.statuses, p.stages = index(f.Statuses), index(f.Stages)
	for _, words := range []map[string]string{p.statuses, p.stages} {
		for _, meaning := range words {
			if !slices.Contains([]string{"open", "partial", "paid", "cancelled", "left_out"}, meaning) {
				return fmt.Errorf("statuses, stages: %s should be open, partial, paid, cancelled or left_out", meaning)
			}
		}
	}
	return nil
}

// index turns words by meaning into meanings by word.
func index(words map[string][]string) map[string]string {
	all := make(map[string]string)
	for meaning, of := range words {
		for _, w := range of {
			all[fold(w)] = meaning
		}
	}
	return all
}

// header reads a row as the header of the profile's list. ok is false when a required
// column is missing, the sign is, or two columns have one role.
func (p *profile) header(titles, folded []string, comma rune) (header, bool) {
	h := header{kind: p.kind, profile: p, comma: comma, width: len(titles), at: make([]int, len(titles)), titles: make([]string, len(p.kind.columns))}
	if !strings.ContainsRune(p.separators, comma) || !slices.ContainsFunc(folded, func(f string) bool { return slices.Contains(p.sign, f) }) {
		return h, false
	}
	for i, f := range folded {
		h.at[i] = -1
		h.dayFirst = h.dayFirst || heading(frenchWords, f) || p.kind.strong[f].dayFirst
		c, ok := p.columns[f]
		switch {
		case !ok:
		case h.titles[c] != "":
			return h, false
		default:
			h.take(i, c, titles[i])
		}
	}
	for _, c := range p.required {
		if h.titles[c] == "" {
			return h, false
		}
	}
	return h, true
}
