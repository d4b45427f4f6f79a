package fec

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"lettrage/ledger"
	"lettrage/ledger/money"
)

// Severity says who objects to what a file has.
type Severity string

// Severities.
const (
	Blocking Severity = "blocking" // the tax office's tool refuses the file
	Warning  Severity = "warning"  // the tool takes it and lists this
	Own      Severity = "own"      // the tool doesn't look; we do
)

// Problem is one thing wrong with a file. Its text never quotes the file.
type Problem struct {
	Line     int    // from 1; 0: the file as a whole
	Field    string // the column's name, or empty
	Severity Severity
	Msg      string // "should be X"
}

// Error writes "line 12: Debit: should be an amount like 1234,56 (blocking)".
func (p Problem) Error() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", p.Line)
	}
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	fmt.Fprintf(&b, "%s (%s)", p.Msg, p.Severity)
	return b.String()
}

// MaxProblems is how many problems of one file are told.
const MaxProblems = 100

const maxRecord = 1 << 20 // bytes

// Checked is what Check found.
type Checked struct {
	Lines, Entries int          // the header not counted
	Debit, Credit  money.Amount // Σ of the file, EUR
	Problems       []Problem    // in the order of the file, MaxProblems at most
}

// CheckOptions say what the file is. The zero value is a complete FEC.
type CheckOptions struct {
	Name    string // checked too, when given
	Partial bool   // written without the openings: letters may balance with what is not in the file
}

// Check reads a FEC as the tax office's Test-Compta-Demat does, and looks for what
// that tool leaves out: that each entry and the file balance, that the numbers have
// no hole, that letters balance and have their date, that days follow one another. A
// file without problems passes both. The error is that of reading; a file that is
// wrong is no error. Memory grows with the number of letters.
func Check(r io.Reader, o CheckOptions) (Checked, error) {
	c := &checker{options: o, letters: make(map[string]*letterSum), last: make(map[string]int64)}
	c.result.Debit, c.result.Credit = money.New(0, money.EUR), money.New(0, money.EUR)
	if o.Name != "" && !nameFits(o.Name) {
		c.problem("", Blocking, "the file's name should be like 123456789FEC20261231.txt")
	}
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 1<<16), maxRecord)
	scan.Split(records)
	for scan.Scan() {
		c.record(scan.Text())
	}
	if errors.Is(scan.Err(), bufio.ErrTooLong) {
		c.number++
		c.problem("", Blocking, "should have %d bytes at most", maxRecord)
		return c.result, nil
	}
	c.finish()
	return c.result, scan.Err()
}

// nameFits reports whether a name ends in FEC and a day of this century, extension aside.
func nameFits(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	i := strings.LastIndex(name, "FEC")
	if i < 0 || len(name) < i+11 || !strings.HasPrefix(name[i+3:], "20") {
		return false
	}
	_, err := ledger.ParseCompactDate(name[i+3 : i+11])
	return err == nil && (len(name) == i+11 || name[i+11] == '_')
}

// records splits at CR, LF or both.
func records(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0, data[i] == '\r' && i+1 == len(data) && !atEOF:
		return 0, nil, nil
	case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}

type checker struct {
	options   CheckOptions
	result    Checked
	number    int // of the record
	separator string
	width     int
	entry     entrySum
	letters   map[string]*letterSum
	last      map[string]int64 // last counter by what stands before it
	valid     string           // ValidDate of the record before
}

// entrySum is the entry whose records are being read.
type entrySum struct {
	number, journal, date string
	line                  int
	minor                 int64
}

type letterSum struct {
	line  int
	minor int64
}

func (c *checker) problem(field string, s Severity, format string, args ...any) {
	c.problemAt(c.number, field, s, format, args...)
}

func (c *checker) problemAt(line int, field string, s Severity, format string, args ...any) {
	if len(c.result.Problems) < MaxProblems {
		c.result.Problems = append(c.result.Problems, Problem{line, field, s, fmt.Sprintf(format, args...)})
	}
}

func (c *checker) record(text string) {
	c.number++
	if c.number == 1 {
		c.header(text)
		return
	}
	if !utf8.ValidString(text) {
		c.problem("", Own, "should be UTF-8")
	}
	fields := strings.Split(text, c.separator)
	if text == "" || len(fields) != c.width {
		c.problem("", Blocking, "should have %d fields, has %d", c.width, len(fields))
		return
	}
	c.result.Lines++
	c.texts(fields)
	c.days(fields)
	c.sums(fields)
}

// header finds the separator and checks the names. The tool compares them without
// regard to case; the law gives their order and spelling.
func (c *checker) header(text string) {
	if rest, found := strings.CutPrefix(text, "\ufeff"); found {
		c.problem("", Own, "should have no byte order mark")
		text = rest
	}
	if c.separator = "\t"; !strings.Contains(text, "\t") {
		c.separator = "|"
	}
	names := strings.Split(text, c.separator)
	c.width = max(len(names), len(columns))
	for i, want := range columns {
		if i >= len(names) || !strings.EqualFold(names[i], want) {
			c.problem(want, Blocking, "should be the name of column %d", i+1)
		} else if names[i] != want {
			c.problem(want, Own, "should be written so")
		}
	}
}

// required says what the tool does when a column is empty.
var required = map[int]Severity{2: Blocking, 3: Blocking, 4: Blocking, 5: Blocking, 10: Blocking, 0: Warning, 1: Warning, 8: Warning, 9: Warning, 15: Warning}

func (c *checker) texts(fields []string) {
	for i, f := range fields {
		if s, ok := required[i]; ok && f == "" {
			c.problem(columns[i], s, "should be filled")
		}
		if c.separator == "\t" && strings.Contains(f, "|") {
			c.problem(c.name(i), Blocking, `should have no "|", the other separator`)
		}
		if strings.TrimSpace(f) != f || strings.ContainsFunc(f, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			c.problem(c.name(i), Own, "should have no blanks at its ends and no controls")
		}
	}
	if account := fields[4]; account != "" && (len(account) < 3 || strings.Trim(account[:3], "0123456789") != "") {
		c.problem(columns[4], Warning, "should begin with three digits")
	}
	if (fields[6] == "") != (fields[7] == "") {
		c.problem(columns[7], Own, "should be filled when CompAuxNum is, and only then")
	}
}

func (c *checker) name(i int) string {
	if i < len(columns) {
		return columns[i]
	}
	return fmt.Sprintf("column %d", i+1)
}

func (c *checker) days(fields []string) {
	for _, i := range []int{3, 9, 14, 15} {
		if fields[i] == "" {
			continue
		}
		if _, err := ledger.ParseCompactDate(fields[i]); err != nil {
			c.problem(columns[i], Blocking, "should be a day as AAAAMMJJ")
			return
		}
	}
	if fields[15] < c.valid {
		c.problem(columns[15], Own, "should not be before that of the record above")
	}
	c.valid = fields[15]
	if (fields[13] == "") != (fields[14] == "") {
		c.problem(columns[14], Own, "should be filled when EcritureLet is, and only then")
	}
}

// sums adds the record's amounts to its entry, its letter and the file.
func (c *checker) sums(fields []string) {
	var minor [2]int64
	for i, sum := range []*money.Amount{&c.result.Debit, &c.result.Credit} {
		a, err := parseAmount(fields[11+i])
		if err == nil {
			*sum, err = sum.Add(a)
		}
		if err != nil {
			c.problem(columns[11+i], Blocking, "should be an amount like 1234,56")
			return
		}
		minor[i] = a.Minor()
	}
	if (minor[0] == 0) == (minor[1] == 0) {
		c.problem("Debit", Warning, "should be an amount, or Credit, and not both")
	}
	c.group(fields)
	c.entry.minor += minor[0] - minor[1]
	if letter := fields[13]; letter != "" {
		key := fields[4] + "\t" + fields[6] + "\t" + letter
		if c.letters[key] == nil {
			c.letters[key] = &letterSum{line: c.number}
		}
		c.letters[key].minor += minor[0] - minor[1]
	}
}

// parseAmount reads an amount as the law writes it: a sign first or last, digits, a comma, two digits at most.
func parseAmount(s string) (money.Amount, error) {
	if s == "" {
		return money.New(0, money.EUR), nil
	}
	if strings.Trim(s, "+-0123456789,") != "" {
		return money.Amount{}, money.ErrSyntax
	}
	return money.Parse(s, money.EUR, ',')
}

// group notices when a record begins another entry.
func (c *checker) group(fields []string) {
	journal, number, date := fields[0], fields[2], fields[3]
	if c.entry.line > 0 && c.entry.number == number {
		if c.entry.journal != journal || c.entry.date != date {
			c.problem("EcritureNum", Own, "should stand for one journal and one day")
		}
		return
	}
	c.endEntry()
	c.entry = entrySum{number: number, journal: journal, date: date, line: c.number}
	c.result.Entries++
	c.sequence(number)
}

// sequence checks that the digits at the end of a number count without a hole, for
// each text before them (2026-000123: one sequence a year).
func (c *checker) sequence(number string) {
	digits := len(number) - len(strings.TrimRight(number, "0123456789"))
	prefix, n := number[:len(number)-digits], int64(0)
	for _, d := range []byte(number[len(number)-digits:]) {
		if n = n*10 + int64(d-'0'); n > 1<<53 {
			digits = 0
			break
		}
	}
	last, seen := c.last[prefix]
	if digits == 0 || seen && n != last+1 {
		c.problem("EcritureNum", Own, "should be one more than that of the entry above")
	}
	c.last[prefix] = n
}

func (c *checker) endEntry() {
	if c.entry.line == 0 {
		return
	}
	if c.entry.minor != 0 {
		c.problemAt(c.entry.line, "", Own, "the entry that begins here should balance")
	}
}

// finish checks what only the whole file shows.
func (c *checker) finish() {
	c.endEntry()
	if c.number == 0 {
		c.problem("", Blocking, "should have a line of names")
	}
	if c.result.Debit != c.result.Credit {
		c.problemAt(0, "", Own, "debits and credits of the file should be equal")
	}
	if c.options.Partial {
		return
	}
	var open []int
	for _, l := range c.letters {
		if l.minor != 0 {
			open = append(open, l.line)
		}
	}
	slices.Sort(open)
	for _, line := range open {
		c.problemAt(line, "EcritureLet", Own, "the letter that is first used here should balance")
	}
}
