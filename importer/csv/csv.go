package csv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lettrage/importer"
	"lettrage/ledger"
)

// Format reads CSV exports of banks.
var Format = importer.Format{Name: "csv", Detect: detect, Read: read}

// source is a file whose rows can be read again from the first.
type source struct {
	*importer.File
	limits  importer.Limits
	family  string // how origins begin: csv
	seps    string // what may part its cells; given when they are parted already
	charset string // of a text
	open    func(*source, byte) (records, error)
}

// given stands for the separator of rows whose cells are parted already.
const given = 0

// records returns the rows from the first, with cells parted by sep.
func (s *source) records(sep byte) (records, error) { return s.open(s, sep) }

// separators returns those of the profile, as far as they matter here.
func (s *source) separators(p *profile) []byte {
	if s.seps[0] == given {
		return []byte(s.seps)
	}
	return []byte(p.seps)
}

// text returns the file's text from its start.
func (s *source) text() (io.Reader, error) {
	if _, err := s.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return importer.Decode(s.ReadSeeker, s.charset)
}

// split cuts the file's text into records.
func split(s *source, sep byte) (records, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	return newSplitter(text, sep, s.limits), nil
}

// read reads a text.
func read(ctx context.Context, f *importer.File, to importer.Sink) error {
	s, err := textOf(f)
	if err != nil {
		return err
	}
	return s.read(ctx, to)
}

// textOf opens a text.
func textOf(f *importer.File) (*source, error) {
	limits := f.Limits.OrDefaults()
	if f.Size > limits.FileBytes {
		return nil, &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: fmt.Sprintf("should have %d bytes at most (limit FileBytes)", limits.FileBytes), Hint: "ask the bank for a shorter period"}
	}
	charset, err := importer.DetectCharset(f.ReadSeeker)
	if err != nil {
		return nil, err
	}
	s := &source{f, limits, "csv", separators, charset, split}
	return s, s.isText()
}

// read finds out how the file is written, reads it once to see whether all of it
// can be read, and once more for each statement to send it.
func (s *source) read(ctx context.Context, to importer.Sink) error {
	p, found, err := s.understand(ctx)
	if err != nil {
		return s.inFamily(err)
	}
	s.Format = s.origin(p) // the head alone may have fitted none, or another
	if n := found.seen.wrong; n > 0 {
		s.Warn(importer.Warning{Kind: "iban", Line: found.seen.wrongAt, Message: fmt.Sprintf("%d accounts from here on look like IBANs and have wrong check digits; they are kept as they are", n)})
	}
	for _, pt := range found.parts {
		if err := s.send(ctx, p, pt, to); err != nil {
			return err
		}
	}
	return nil
}

// inFamily lets a hint name the flag for files of this family: --as xlsx:PROFILE.
func (s *source) inFamily(err error) error {
	var refused *importer.Error
	if errors.As(err, &refused) {
		refused.Hint = strings.ReplaceAll(refused.Hint, "--as csv:", "--as "+s.family+":")
	}
	return err
}

// isText refuses what cannot be a table before anything is said of columns.
func (s *source) isText() error {
	text, err := s.text()
	if err != nil {
		return err
	}
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(text, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) && !errors.Is(err, importer.ErrCharset) {
		return err
	}
	switch foreign := importer.Foreign(head[:n]); {
	case strings.TrimSpace(string(head[:n])) == "":
		return empty()
	case foreign != nil:
		return foreign
	case !readable(string(head[:n])):
		return &importer.Error{Kind: importer.UnknownFormat, Line: 1, Field: "file", Msg: "should be a text with cells and separators", Hint: "export the statement as CSV"}
	}
	return nil
}

// understand returns how the file is to be read, and what it holds.
func (s *source) understand(ctx context.Context) (*plan, findings, error) {
	profiles, common, err := load(s.Profiles)
	if err != nil {
		return nil, findings{}, err
	}
	if _, told := toldBy(s.Profile); told {
		return s.guess(ctx, common)
	}
	p, err := s.plan(profiles)
	if err != nil {
		return nil, findings{}, err
	}
	var found findings
	if p != nil {
		found, err = s.check(ctx, p)
		switch {
		case err != nil:
			return nil, found, err
		case len(found.errs) == 0 && found.seen.unclear() && s.Profile == "" && !p.own:
			return nil, found, &importer.Error{Kind: importer.AmbiguousProfile, Line: 1, Msg: "amounts like 1.234 can be read in two ways, and none shows the decimal mark",
				Hint: "choose --as csv:" + p.name + " if the mark parts thousands"}
		case len(found.errs) == 0:
			if p.generic || p.remarks {
				found.tell(s.Warn)
			}
			return p, found, s.complete(p, &found)
		case s.Profile != "" || !p.generic:
			return nil, found, found.errs
		}
	}
	g, read, err := s.guess(ctx, common)
	if err != nil && p != nil {
		return nil, found, found.errs // of the profile: they name the rows
	}
	var refused *importer.Error
	if errors.As(err, &refused) && refused.Kind == importer.AmbiguousProfile && refused.Hint == adviceProfile {
		near, failed := s.near(ctx, profiles)
		if failed != nil {
			return nil, read, failed
		}
		if len(near) > 0 {
			refused.Hint = "choose " + strings.Join(near, " or ") + ", which can read it"
		}
	}
	return g, read, err
}

// near lists the profiles that can read the whole file when they are named, though
// the header has columns that they don't know, or they are only for whom asks for them.
func (s *source) near(ctx context.Context, profiles []*profile) (names []string, err error) {
	for _, one := range profiles {
		p := *one
		p.open = true
		for _, sep := range s.separators(&p) {
			f, ok, err := s.try(&p, sep)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			f.plan.guessed = true // its first error is enough
			found, err := s.check(ctx, f.plan)
			if err == nil && len(found.errs) == 0 && len(found.parts) > 0 {
				names = append(names, "--as csv:"+p.name)
			}
			break
		}
	}
	return names, ctx.Err()
}

// try looks for the table of a profile. A text that makes no table is none of its.
func (s *source) try(p *profile, sep byte) (fitting, bool, error) {
	all, err := s.records(sep)
	if err != nil {
		return fitting{}, false, err
	}
	rows, err := top(all)
	if err != nil {
		return fitting{}, false, nil
	}
	f, ok := p.find(rows, sep)
	return f, ok, nil
}

// plan finds the profile of the file; nil when none fits.
func (s *source) plan(profiles []*profile) (*plan, error) {
	if s.Profile != "" {
		return s.chosen(profiles)
	}
	rowless, tables := true, len(s.seps)
	var broken error // the first reason why a separator makes no table
	for _, sep := range []byte(s.seps) {
		all, err := s.records(sep)
		if err != nil {
			return nil, err
		}
		rows, err := top(all)
		if err != nil {
			if broken == nil {
				broken = err
			}
			tables--
			continue
		}
		rowless = rowless && !slices.ContainsFunc(rows, func(r record) bool { return strings.Trim(strings.Join(r.cells, ""), separators+" ") != "" })
		switch fits := preferOwn(fit(rows, profiles, sep)); len(fits) {
		case 0:
		case 1:
			return fits[0].plan, nil
		default:
			return nil, several(fits)
		}
	}
	if tables == 0 {
		return nil, broken
	}
	if rowless {
		return nil, empty()
	}
	return nil, nil
}

// preferOwn leaves the user's own profiles, where some fit.
func preferOwn(fits []fitting) []fitting {
	isOurs := func(f fitting) bool { return !f.plan.own }
	if !slices.ContainsFunc(fits, func(f fitting) bool { return f.plan.own }) {
		return fits
	}
	return slices.DeleteFunc(fits, isOurs)
}

func empty() error {
	return &importer.Error{Kind: importer.Empty, Line: 1, Msg: "the file should not be empty", Hint: "export it anew"}
}

// several is the refusal of a header that profiles read in different ways.
func several(fits []fitting) error {
	names := make([]string, len(fits))
	for i, f := range fits {
		names[i] = "--as csv:" + f.plan.name
	}
	return &importer.Error{Kind: importer.AmbiguousProfile, Line: 1, Msg: "the header fits several profiles", Hint: "choose " + strings.Join(names, " or ")}
}

// chosen finds the header of the profile that the user named. It may have columns
// that the profile does not know.
func (s *source) chosen(profiles []*profile) (*plan, error) {
	i := slices.IndexFunc(profiles, func(p *profile) bool { return p.name == s.Profile })
	if i < 0 {
		names := make([]string, len(profiles))
		for i, p := range profiles {
			names[i] = p.name
		}
		return nil, &importer.Error{Kind: importer.AmbiguousProfile, Field: "--as", Msg: "should be csv: and the name of a profile", Hint: "one of " + strings.Join(names, ", ") + "; or of an unknown bank day-first, month-first, money-in, money-out"}
	}
	p := *profiles[i]
	p.open = true
	var rows []record
	for _, sep := range s.separators(&p) {
		all, err := s.records(sep)
		if err != nil {
			return nil, err
		}
		if rows, err = top(all); err != nil {
			return nil, err
		}
		if f, ok := p.find(rows, sep); ok {
			return f.plan, nil
		}
	}
	if len(rows) == 0 {
		return nil, empty()
	}
	if p.headless {
		return nil, &importer.Error{Kind: importer.Missing, Line: 1, Msg: "should begin as files of the profile do", Hint: "choose another profile"}
	}
	return nil, &importer.Error{Kind: importer.Missing, Line: rows[0].line, Field: p.missing(rows), Msg: "should be in the header, with the profile's separator between its cells", Hint: "choose another profile"}
}

// complete makes the statements whole once all rows are read.
func (s *source) complete(p *plan, found *findings) error {
	if len(found.parts) == 0 {
		return s.none(p, found)
	}
	for _, pt := range found.parts {
		pt.st.Origin, pt.st.Interim = ledger.Origin{Format: s.origin(p), Line: 1}, p.interim
		if err := pt.complete(p, found, s.Warn); err != nil {
			return err
		}
	}
	return nil
}

// none is a file without a line: a statement in which nothing moved.
func (s *source) none(p *plan, found *findings) error {
	cur := p.currency
	if p.top.currency != "" {
		cur = p.top.currency
	}
	if cur == "" {
		s.Warn(importer.Warning{Kind: "empty", Message: "the table has no rows, and no currency is named: nothing was read"})
		return nil
	}
	pt := newPart(key{p.top.account, cur})
	found.parts = append(found.parts, pt)
	pt.st.Origin, pt.st.Interim = ledger.Origin{Format: s.origin(p), Line: 1}, p.interim
	return pt.complete(p, found, s.Warn)
}

// origin names the format of what was read.
func (s *source) origin(p *plan) string {
	if p.name == "" {
		return s.family
	}
	return s.family + ":" + p.name
}

// check reads the whole file under a plan, and sends nothing.
func (s *source) check(ctx context.Context, p *plan) (findings, error) {
	all, err := s.records(p.sep)
	if err != nil {
		return findings{}, err
	}
	return check(ctx, all, p, s.limits)
}

// send reads the file once more and sends the lines of one statement, oldest first.
func (s *source) send(ctx context.Context, p *plan, pt *part, to importer.Sink) error {
	all, err := s.records(p.sep)
	if err != nil {
		return err
	}
	t, err := openTable(all, p)
	if err != nil {
		return err
	}
	if err := to.Begin(pt.st); err != nil {
		return err
	}
	rd := &reading{plan: p, limits: s.limits, heads: headsOf(p), sends: true}
	newestFirst := pt.newestFirst()
	var held []ledger.Transaction
	err = t.each(ctx, func(r *row) error {
		m := rd.movement(r)
		switch {
		case len(rd.errs) > 0:
			return errors.New("csv: the file changed while it was read")
		case m.what != moved || m.account != pt.st.Account || m.Amount.Currency() != pt.st.Currency:
			return nil
		case newestFirst:
			held = append(held, m.Transaction)
			return nil
		}
		return to.Line(m.Transaction)
	})
	for i := len(held) - 1; i >= 0 && err == nil; i-- {
		err = to.Line(held[i])
	}
	if err != nil {
		return err
	}
	return to.End(pt.st)
}
