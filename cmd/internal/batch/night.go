package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"lettrage/export"
	"lettrage/importer"
	"lettrage/ledger"
	"lettrage/ledger/store"
)

// Night says what came of one night of a company.
type Night struct {
	Taken   int // files
	Refused int
	New     int     // bank lines
	Outcome Outcome // of the new lines
	Review  int     // lines that need a person when the night is over
	Written []string
	Files   []ImportReport // of the statement files, in the order in which they were taken
}

// Night takes what lies in the inbox, looks again at what stands in the suspense
// account when items or facts have come since, and writes exports and report to out/.
func (b *Batch) Night(ctx context.Context, c ledger.Company) (Night, error) {
	companies, err := b.Store.Companies(ctx)
	if err != nil {
		return Night{}, err
	}
	outcome, err := b.settle(ctx, c)
	if err != nil {
		return Night{}, err
	}
	if err := b.recordBudget(ctx, c); err != nil {
		return Night{}, err
	}
	files, err := b.Waiting(ctx, c, len(companies) > 1)
	if err != nil {
		return Night{}, err
	}
	n, err := b.TakeIn(ctx, c, files)
	if err != nil {
		return n, err
	}
	n.Outcome.plus(outcome)
	if err := b.matchIfNews(ctx, c); err != nil {
		return n, err
	}
	reviews, err := b.Reviews(ctx, c)
	if err != nil {
		return n, err
	}
	n.Review = len(reviews)
	n.Written, err = b.writeOut(ctx, c, len(companies) > 1)
	return n, err
}

// inbox is the company's own: inbox/ of a book of one company, inbox/COMPANY/ of several.
func folderOf(root string, c ledger.Company, several bool) string {
	if several {
		return filepath.Join(root, string(c.ID))
	}
	return root
}

// Waiting returns the files that lie in the company's inbox, in the order in which
// they are taken: lists of customers and open items first, for the statements'
// lines are matched with them; then by name.
func (b *Batch) Waiting(ctx context.Context, c ledger.Company, several bool) ([]string, error) {
	dir := folderOf(b.Config.Inbox, c, several)
	if several {
		if err := makeDir(dir); err != nil {
			return nil, err
		}
	}
	files, err := waiting(dir)
	if err != nil {
		return nil, err
	}
	var lists, statements []string
	for _, path := range files {
		isList, err := isList(ctx, path)
		switch {
		case errors.Is(err, fs.ErrNotExist): // somebody took it away
		case err == nil && isList:
			lists = append(lists, path)
		default: // what cannot be read is told when it is taken
			statements = append(statements, path)
		}
	}
	return append(lists, statements...), nil
}

// Astray returns the files that lie in inbox/ itself though the book has several
// companies: whose they are was not said, so no night takes them.
func (b *Batch) Astray(several bool) ([]string, error) {
	if !several {
		return nil, nil
	}
	return waiting(b.Config.Inbox)
}

// TakeIn takes files of the inbox, each one wholly or not at all, and moves them to
// done/ or refused/. A file leaves the inbox only when what it brought is durable.
func (b *Batch) TakeIn(ctx context.Context, c ledger.Company, files []string) (Night, error) {
	var n Night
	for _, path := range files {
		r, err := b.takeOne(ctx, c, path, &n)
		if err == nil && r.because == nil {
			err = putAway(path, b.Config.Done, b.Today)
		} else if err == nil {
			err = refuse(path, b.Config.Refused, r.text())
		}
		switch {
		case errors.Is(err, fs.ErrNotExist): // somebody took it away, perhaps another night
		case err != nil:
			return n, err
		case r.because == nil:
			n.Taken++
		default:
			n.Refused++
		}
	}
	return n, nil
}

// refusal says why a file was refused, or files of an archive.
type refusal struct {
	because []string // a line each
	taken   int      // files of the archive that were taken all the same
}

// takeOne takes a file, or each of those that are packed in it.
func (b *Batch) takeOne(ctx context.Context, c ledger.Company, path string, n *Night) (r refusal, err error) {
	u, err := Unpack(ctx, path)
	if because := reasons(err); because != nil {
		return refusal{because: reasonLines(because, "")}, nil
	}
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, u.Close()) }()
	for _, f := range u.Files {
		because, err := b.takeHanded(ctx, c, f, n)
		if err != nil {
			return r, err
		}
		if len(because) == 0 {
			r.taken++
		} else if f.Name == path {
			r.because = reasonLines(because, "")
		} else {
			r.because = append(r.because, reasonLines(because, filepath.Base(f.Name))...)
		}
	}
	return r, nil
}

// reasonLines are the reasons as an operator reads them.
func reasonLines(because []RefusedBecause, file string) []string {
	lines := make([]string, len(because))
	for i, e := range because {
		if lines[i] = e.Text(); file != "" {
			lines[i] = export.Plain(file) + ": " + lines[i]
		}
	}
	return lines
}

func (b *Batch) takeHanded(ctx context.Context, c ledger.Company, f Handed, n *Night) ([]RefusedBecause, error) {
	list, err := isList(ctx, f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err == nil && list { // what cannot be opened is refused as a statement, with the reason
		r, err := b.ImportList(ctx, c, f.Path, f.Name)
		return all(r.Error, r.Errors), err
	}
	r, err := b.Import(ctx, c, f.Path, ImportOptions{Name: f.Name})
	n.New += r.New
	n.Outcome.plus(r.Outcome)
	if err == nil {
		n.Files = append(n.Files, r)
	}
	return all(r.Error, r.Errors), err
}

func all(first *RefusedBecause, errs []RefusedBecause) []RefusedBecause {
	if len(errs) == 0 && first != nil {
		return []RefusedBecause{*first}
	}
	return errs
}

// text is what an operator reads beside a refused file.
func (r refusal) text() string {
	var t strings.Builder
	if r.taken == 0 {
		t.WriteString("Ce fichier n'a pas été pris ; rien n'en a été enregistré. / This file was refused; nothing of it was taken.\n\n")
	} else {
		fmt.Fprintf(&t, "De cette archive, %d fichier(s) ont été pris et ceux-ci refusés. / Of this archive %d file(s) were taken, and these refused.\n\n", r.taken, r.taken)
	}
	for _, line := range r.because {
		t.WriteString(line + "\n")
	}
	t.WriteString("\nCorrigez-le puis remettez-le dans inbox/, ou prenez-le par lettrage import. / Put it right, then drop it into inbox/ again, or take it with lettrage import.\n")
	return t.String()
}

// Text writes "line 12: TRNAMT: should be an amount (hint)", in one line that is
// harmless on a terminal: the name of a field may be the file's own heading.
func (e RefusedBecause) Text() string {
	return export.Plain((&importer.Error{Kind: e.Kind, Line: e.Line, Field: e.Field, Msg: e.Message, Hint: e.Hint}).Error())
}

// matchIfNews looks again at the lines in review when items or facts have come
// since the oldest of them was taken; without news the answer would be the same.
func (b *Batch) matchIfNews(ctx context.Context, c ledger.Company) error {
	oldest := int64(0)
	for l, err := range b.Store.Lines(ctx, c.ID, store.LineFilter{Review: true}) {
		if err != nil {
			return err
		}
		if oldest == 0 || l.Intake < oldest {
			oldest = l.Intake
		}
	}
	news := false
	for e, err := range b.Store.Events(ctx, c.ID) {
		if err != nil {
			return err
		}
		switch e.Kind {
		case ledger.MatchRun:
			news = false
		case ledger.InvoicesTaken, ledger.FactLearned, ledger.FactRemoved, ledger.SettingChanged:
			news = news || oldest > 0 && e.Seq > oldest
		}
	}
	if !news {
		return nil
	}
	_, err := b.Match(ctx, c, false)
	return err
}

// writeOut writes the report and the exports of the night, each file whole.
func (b *Batch) writeOut(ctx context.Context, c ledger.Company, several bool) ([]string, error) {
	dir := folderOf(b.Config.Out, c, several)
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	outputs, err := b.outputs(ctx, c)
	if err != nil {
		return nil, err
	}
	var written []string
	for _, f := range outputs {
		path := filepath.Join(dir, f.name)
		if err := WriteTo(path, f.write); err != nil {
			return written, fmt.Errorf("write %s: %w", f.name, err)
		}
		written = append(written, path)
	}
	return written, nil
}
