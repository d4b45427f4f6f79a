package csv

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"lettrage/importer"
	"lettrage/ledger/money"
)

//go:embed words.toml profiles/*.toml
var files embed.FS

// file is a profile as its data file has it; the package documentation shows one
// line by line.
type file struct {
	Title     string              `toml:"title"`
	Separator string              `toml:"separator"`
	Dates     []string            `toml:"dates"`
	Decimal   string              `toml:"decimal"`
	Thousands string              `toml:"thousands"`
	Currency  string              `toml:"currency"`
	Sign      string              `toml:"sign"`
	Generic   bool                `toml:"generic"`
	Headless  bool                `toml:"headless"`
	Open      bool                `toml:"open"`
	Asked     bool                `toml:"asked"`
	Interim   bool                `toml:"interim"`
	Common    bool                `toml:"common"`
	Remarks   bool                `toml:"remarks"`
	Continued bool                `toml:"continued"`
	Columns   map[string]string   `toml:"columns"`
	Optional  []string            `toml:"optional"`
	Ignore    []string            `toml:"ignore"`
	Preamble  []string            `toml:"preamble"`
	Footer    []string            `toml:"footer"`
	Status    statusWords         `toml:"status"`
	Rows      rowWords            `toml:"rows"`
	Sides     sideWords           `toml:"sides"`
	Kinds     map[string][]string `toml:"kinds"`
	Tags      map[string][]string `toml:"tags"`
}

// profile says how one bank writes its files.
type profile struct {
	name     string
	seps     string // separators between cells, any of them
	dates    []form
	style    style
	currency money.Currency // of a file that names none; empty: it has a column
	inverted bool           // positive amounts are money out, as in lists of card payments
	generic  bool           // of no bank in particular: where its rows do not fit, the file may be something else
	headless bool           // the file has no header; columns go by number
	asked    bool           // only when the user names it
	own      bool           // of the user's folder: where it fits, ours are not asked
	interim  bool           // the bank has it all again in its statement: never booked
	open     bool           // the header may have columns that nobody knows
	common   bool           // any bank's words count, beside its own
	remarks  bool           // rows without an amount are left out, and told
	blank    int            // what a blank means in the column of the side
	goesOn   bool           // a label may go on in the next row
	columns  []wanted       // in the order of roles
	ignore   []string       // folded words of columns without a use
	preamble []*regexp.Regexp
	footer   []*regexp.Regexp
	status   map[string]status // by folded word
	sides    map[string]int    // by folded word: +1 in, −1 out
	opening  []string          // beginnings of folded labels of rows that are balances or totals, and no movements
	closing  []string
	totals   []string
	kinds    map[string]string // kind of movement by folded code
	said     sideWords         // beginnings of labels that say a side, when guessed
	tags     map[string]role   // what stands behind a tag of a label, by the tag in capitals
}

// wanted is one column that a profile looks for.
type wanted struct {
	role     role
	words    []string // folded, any of them; of a headless file one number
	optional bool
}

// status says whether a row is a movement.
type status int8

const (
	booked  status = iota + 1
	pending        // it may still come, or not
	void           // it never came to be
)

// words is what all banks have in common, as words.toml has it.
type words struct {
	Preamble   []string            `toml:"preamble"`
	Footer     []string            `toml:"footer"`
	Rows       rowWords            `toml:"rows"`
	Sides      sideWords           `toml:"sides"`
	Status     statusWords         `toml:"status"`
	Tags       map[string][]string `toml:"tags"`
	Columns    map[string][]string `toml:"columns"`  // header words by role
	Said       sideWords           `toml:"said"`     // beginnings of labels that say a side
	Others     map[string][]string `toml:"others"`   // those of tables that are no statements
	Gross      []string            `toml:"gross"`    // those of amounts that hold more than what moved
	Net        []string            `toml:"net"`      // those of amounts less a fee, beside which others hold it
	Original   []string            `toml:"original"` // parts of those of amounts before an exchange, or of their currency
	English    []string            `toml:"english"`  // those of English-speaking countries, if not of others too
	known      map[string]bool     // all of them
	Currencies map[string][]string `toml:"currencies"` // those of one country, by its currency
	profile                        // what of them a profile has too
}

// rowWords are beginnings of labels of rows that are no movements.
type rowWords struct {
	Opening []string `toml:"opening"`
	Closing []string `toml:"closing"`
	Ignore  []string `toml:"ignore"`
}

// sideWords say whether an amount is money in or out.
type sideWords struct {
	In    []string `toml:"in"`
	Out   []string `toml:"out"`
	Blank string   `toml:"blank"` // "in" or "out": what a blank means
}

// statusWords say whether a row is a movement.
type statusWords struct {
	Booked  []string `toml:"booked"`
	Pending []string `toml:"pending"`
	Void    []string `toml:"void"`
}

// loadWords reads words.toml.
func loadWords() (*words, error) {
	data, err := files.ReadFile("words.toml")
	if err != nil {
		return nil, err
	}
	var w words
	if err := unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("words.toml: %w", err)
	}
	f := file{Preamble: w.Preamble, Footer: w.Footer, Rows: w.Rows, Sides: w.Sides, Status: w.Status, Tags: w.Tags}
	for _, step := range []func(file) error{w.setWords, w.setPatterns, w.setTags} {
		if err := step(f); err != nil {
			return nil, fmt.Errorf("words.toml: %w", err)
		}
	}
	for name := range w.Columns {
		if !slices.Contains(roles, role(name)) {
			return nil, fmt.Errorf("words.toml: columns: %s should be one of %v", name, roles)
		}
		w.Columns[name] = foldAll(w.Columns[name])
	}
	for code, words := range w.Currencies {
		if _, err := money.ParseCurrency(code); err != nil {
			return nil, fmt.Errorf("words.toml: currencies: %s: %w", code, err)
		}
		w.Currencies[code] = foldAll(words)
	}
	for kind, words := range w.Others {
		w.Others[kind] = foldAll(words)
	}
	w.said = sideWords{In: foldAll(w.Said.In), Out: foldAll(w.Said.Out)}
	w.Gross, w.Net, w.English, w.Original, w.known = foldAll(w.Gross), foldAll(w.Net), foldAll(w.English), foldAll(w.Original), make(map[string]bool)
	for _, words := range w.Columns {
		for _, word := range words {
			w.known[word] = true
		}
	}
	return &w, nil
}

// unmarshal reads TOML. Keys that nobody knows are errors, with their lines.
func unmarshal(data []byte, to any) error {
	err := toml.NewDecoder(strings.NewReader(string(data))).DisallowUnknownFields().Decode(to)
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) {
		return errors.New(strict.String())
	}
	return err
}

// load returns all profiles, in the order of their names, and the words that banks have in
// common. A profile of the user's own takes the place of ours of the same name.
func load(own fs.FS) (all []*profile, common *words, err error) {
	if common, err = loadWords(); err != nil {
		return nil, nil, err
	}
	ours, err := fs.Sub(files, "profiles")
	if err != nil {
		return nil, nil, err
	}
	if all, err = readProfiles(ours, common); err != nil {
		return nil, nil, err
	}
	if own != nil {
		theirs, err := readProfiles(own, common)
		if err != nil {
			return nil, nil, err
		}
		all = slices.DeleteFunc(all, func(p *profile) bool {
			return slices.ContainsFunc(theirs, func(o *profile) bool { return o.name == p.name })
		})
		for _, p := range theirs {
			p.own = true
		}
		all = append(all, theirs...)
	}
	slices.SortFunc(all, func(a, b *profile) int { return strings.Compare(a.name, b.name) })
	return all, common, nil
}

// Bounds of the profiles of a folder.
const (
	maxProfiles     = 500
	maxProfileBytes = 64 << 10
)

// readProfiles reads the profiles of a folder. The error says which is wrong.
func readProfiles(folder fs.FS, common *words) (all []*profile, err error) {
	entries, err := fs.Glob(folder, "*.toml")
	if err != nil {
		return nil, err
	}
	if len(entries) > maxProfiles {
		return nil, badProfile("", fmt.Errorf("should be %d files at most", maxProfiles))
	}
	for _, name := range entries {
		data, err := readProfile(folder, name)
		if err != nil {
			return nil, badProfile(name, err)
		}
		p, err := parseProfile(strings.TrimSuffix(name, ".toml"), data)
		if err != nil {
			return nil, badProfile(name, err)
		}
		p.share(common)
		all = append(all, p)
	}
	return all, nil
}

// share takes over what banks have in common: patterns and tags; words for rows that are no
// movements in a profile of no bank; those for sides and states as well where it says so.
func (p *profile) share(common *words) {
	p.preamble = append(p.preamble, common.preamble...)
	for tag, r := range common.tags {
		if p.tags[tag] == "" {
			p.tags[tag] = r
		}
	}
	if p.generic || p.common {
		p.opening, p.closing, p.totals = append(p.opening, common.opening...), append(p.closing, common.closing...), append(p.totals, common.totals...)
	}
	if !p.common {
		return
	}
	for word, s := range common.status {
		if p.status[word] == 0 {
			p.status[word] = s
		}
	}
	for word, sign := range common.sides {
		if p.sides[word] == 0 {
			p.sides[word] = sign
		}
	}
}

func readProfile(folder fs.FS, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxProfileBytes+1))
	if err == nil && len(data) > maxProfileBytes {
		err = fmt.Errorf("should have %d bytes at most", maxProfileBytes)
	}
	return data, err
}

// badProfile refuses to read with a profile that is not right: its file would be read by another one.
func badProfile(name string, cause error) error {
	return &importer.Error{Kind: importer.Malformed, Field: "profiles/" + name, Msg: "should be a profile", Hint: "put it right, or take it out of the folder; importer/csv describes its keys", Err: cause}
}

// parseProfile reads one profile. Keys that nobody knows are errors.
func parseProfile(name string, data []byte) (*profile, error) {
	var f file
	if err := unmarshal(data, &f); err != nil {
		return nil, err
	}
	p := &profile{name: name, generic: f.Generic, headless: f.Headless, open: f.Open, interim: f.Interim, asked: f.Asked, ignore: foldAll(f.Ignore), common: f.Common, remarks: f.Remarks, goesOn: f.Continued}
	for _, step := range []func(file) error{p.setForms, p.setColumns, p.setWords, p.setPatterns, p.setTags} {
		if err := step(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func foldAll(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = fold(w)
	}
	return all
}

// setForms takes how the file writes fields, days and amounts.
func (p *profile) setForms(f file) error {
	if f.Separator == "" || strings.Trim(f.Separator, separators) != "" {
		return fmt.Errorf("separator should be of %q", separators)
	}
	p.seps = f.Separator
	for _, d := range f.Dates {
		form, err := parseForm(d)
		if err != nil {
			return fmt.Errorf("dates: %w", err)
		}
		p.dates = append(p.dates, form)
	}
	if len(p.dates) == 0 {
		return errors.New("dates should have one form at least")
	}
	if f.Decimal != "," && f.Decimal != "." {
		return errors.New(`decimal should be "," or "."`)
	}
	if strings.Contains(f.Thousands, f.Decimal) || strings.Trim(f.Thousands, ".,'’") != "" {
		return errors.New("thousands should be of . , ' and differ from decimal; blanks are always read")
	}
	p.style = style{f.Decimal[0], f.Thousands}
	switch f.Sign {
	case "", "in":
	case "out":
		p.inverted = true
	default:
		return errors.New(`sign should say what a positive amount is: "in" or "out"`)
	}
	if f.Currency == "" {
		return nil
	}
	var err error
	p.currency, err = money.ParseCurrency(f.Currency)
	return err
}

// setColumns takes which column has which role. "A | B" are two words for one
// column, "A + B" two columns that are read as one.
func (p *profile) setColumns(f file) error {
	for _, r := range roles {
		text, ok := f.Columns[string(r)]
		if !ok {
			continue
		}
		for _, part := range strings.Split(text, " + ") {
			w := wanted{role: r, optional: slices.Contains(f.Optional, string(r))}
			for _, word := range strings.Split(part, "|") {
				w.words = append(w.words, fold(word))
			}
			if n, err := strconv.Atoi(w.words[0]); p.headless && (err != nil || n < 1) {
				return fmt.Errorf("columns: %s should be a number from 1, as the file has no header", r)
			}
			p.columns = append(p.columns, w)
		}
	}
	for name := range f.Columns {
		if !slices.Contains(roles, role(name)) {
			return fmt.Errorf("columns: %s should be one of %v", name, roles)
		}
	}
	for _, name := range f.Optional {
		if _, ok := f.Columns[name]; !ok {
			return fmt.Errorf("optional: %s should be one of the columns", name)
		}
	}
	has := func(r role) bool { return f.Columns[string(r)] != "" }
	if !has(dateRole) || !has(amountRole) && !(has(debitRole) && has(creditRole)) {
		return errors.New("columns should have date, and amount or debit and credit")
	}
	if p.currency == "" && !has(currencyRole) {
		return errors.New("currency should be given where no column has it")
	}
	return nil
}

// setWords takes the words in cells that mean something.
func (p *profile) setWords(f file) error {
	p.opening, p.closing, p.totals = foldAll(f.Rows.Opening), foldAll(f.Rows.Closing), foldAll(f.Rows.Ignore)
	p.status = make(map[string]status)
	for s, words := range map[status][]string{booked: f.Status.Booked, pending: f.Status.Pending, void: f.Status.Void} {
		for _, w := range foldAll(words) {
			p.status[w] = s
		}
	}
	p.sides = make(map[string]int)
	for _, w := range f.Sides.In {
		p.sides[side(w)] = 1
	}
	for _, w := range f.Sides.Out {
		p.sides[side(w)] = -1
	}
	switch f.Sides.Blank {
	case "":
	case "in":
		p.blank = 1
	case "out":
		p.blank = -1
	default:
		return errors.New(`sides: blank should be "in" or "out"`)
	}
	p.kinds = make(map[string]string)
	for kind, words := range f.Kinds {
		if !knownKind(kind) {
			return fmt.Errorf("kinds: %s should be a kind of movement", kind)
		}
		for _, w := range foldAll(words) {
			p.kinds[w] = kind
		}
	}
	return nil
}

// tagged are what a tag of a label may be for; what is other is left where it is.
var tagged = []role{nameRole, remittanceRole, endToEndRole, mandateRole, otherRole}

// setTags takes the tags of labels.
func (p *profile) setTags(f file) error {
	p.tags = make(map[string]role)
	for name, words := range f.Tags {
		if !slices.Contains(tagged, role(name)) {
			return fmt.Errorf("tags: %s should be one of %v", name, tagged)
		}
		for _, w := range words {
			p.tags[strings.ToUpper(w)] = role(name)
		}
	}
	return nil
}

// setPatterns takes what lines above and below the table say.
func (p *profile) setPatterns(f file) error {
	var err error
	if p.preamble, err = compile(f.Preamble); err != nil {
		return fmt.Errorf("preamble: %w", err)
	}
	if p.footer, err = compile(f.Footer); err != nil {
		return fmt.Errorf("footer: %w", err)
	}
	return nil
}

// groups are the names that a pattern may give to what it finds.
var groups = []string{"account", "currency", "bank", "branch", "opening", "balance", "day", "from", "to"}

// shorthands stand in patterns for a day, an amount and a number of an account.
var shorthands = strings.NewReplacer(
	"DATE", `\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d`,
	"AMOUNT", `[-+]? ?\d[\d .,']*-?`,
	"NUMBER", `\d[0-9A-Z ./-]{3,38}[0-9A-Z]`,
)

func compile(patterns []string) ([]*regexp.Regexp, error) {
	var all []*regexp.Regexp
	for _, text := range patterns {
		re, err := regexp.Compile(`(?i)` + shorthands.Replace(text))
		if err != nil {
			return nil, err
		}
		for _, g := range re.SubexpNames() {
			if g != "" && !slices.Contains(groups, g) {
				return nil, fmt.Errorf("a group should be named one of %v", groups)
			}
		}
		all = append(all, re)
	}
	return all, nil
}

// side folds a word for a side; signs stay what they are.
func side(s string) string {
	if s = clean(s); s == "+" || s == "-" {
		return s
	}
	return fold(s)
}

// Shipped reports whether there is a profile of that name beside those of the user's own.
func Shipped(name string) bool {
	_, err := files.Open("profiles/" + name + ".toml")
	return err == nil
}
