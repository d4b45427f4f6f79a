package store

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"iter"
	"os"
	"slices"

	"lettrage/ledger"
)

// A file of more lines than one step that is only looked at (DryRun) is not staged: its
// lines are spooled to a temporary file, which costs a tenth of a table. The file is
// without a name from its first moment on, so that nothing is left of it whatever happens.

// spool is the lines of a long file, beside the book.
type spool struct {
	file       *os.File
	to         *bufio.Writer
	at         int64 // where the next line goes
	buf        []byte
	runs       []run
	statements []loaded // once all are read
}

// run is a range of the file: lines that follow one another and are of one target and day.
type run struct {
	target   int
	day      ledger.Date
	from, to int64
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "lettrage-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // where an open file can't be removed, close does it
	return &spool{file: f, to: bufio.NewWriterSize(f, 256<<10)}, nil
}

func (s *spool) close() error {
	err := s.file.Close()
	if gone := os.Remove(s.file.Name()); !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// add adds a line under the target by which it will be asked for.
func (s *spool) add(f fileLine, target int) error {
	content := encodeStaged(f.Transaction)
	s.buf = binary.AppendUvarint(s.buf[:0], uint64(f.n))
	s.buf = binary.AppendUvarint(s.buf, uint64(f.statement))
	s.buf = binary.AppendUvarint(s.buf, uint64(len(content)))
	s.buf = append(s.buf, content...)
	if _, err := s.to.Write(s.buf); err != nil {
		return err
	}
	if n := len(s.runs); n == 0 || s.runs[n-1].target != target || s.runs[n-1].day != f.Booked {
		s.runs = append(s.runs, run{target: target, day: f.Booked, from: s.at})
	}
	s.at += int64(len(s.buf))
	s.runs[len(s.runs)-1].to = s.at
	return nil
}

func (s *spool) days(target int) iter.Seq2[fileDay, error] {
	of := s.of(target)
	slices.SortStableFunc(of, func(a, b run) int { return cmp.Compare(a.day, b.day) })
	return byDay(func(yield func(fileLine, error) bool) {
		for f, err := range s.lines(of) {
			if (err != nil || !s.statements[f.statement].repeat) && !yield(f, err) {
				return
			}
		}
	})
}

func (s *spool) notices() iter.Seq2[fileLine, error] { return s.lines(s.of(noticeTarget)) }

// of returns the runs of a target, in the order of the file.
func (s *spool) of(target int) (of []run) {
	for _, r := range s.runs {
		if r.target == target {
			of = append(of, r)
		}
	}
	return of
}

// lines reads runs, one after the other.
func (s *spool) lines(of []run) iter.Seq2[fileLine, error] {
	return func(yield func(fileLine, error) bool) {
		from := bufio.NewReaderSize(nil, 64<<10)
		for _, r := range of {
			from.Reset(io.NewSectionReader(s.file, r.from, r.to-r.from))
			day := r.day.String()
			for {
				f, err := s.line(from, day)
				if err == io.EOF {
					break
				}
				if !yield(f, err) || err != nil {
					return
				}
			}
		}
	}
}

func (s *spool) line(from *bufio.Reader, day string) (fileLine, error) {
	var head [3]uint64
	for i := range head {
		var err error
		if head[i], err = binary.ReadUvarint(from); err != nil {
			return fileLine{}, err // io.EOF before a line alone
		}
	}
	f := fileLine{n: int(head[0]), statement: int(head[1])}
	s.buf = slices.Grow(s.buf[:0], int(head[2]))[:head[2]]
	if _, err := io.ReadFull(from, s.buf); err != nil {
		return f, err
	}
	var err error
	f.Transaction, err = decodeStaged(string(s.buf), day, s.statements[f.statement].Currency)
	return f, err
}

// spoolLines spools the lines that were read since the last time.
func (l *Loader) spoolLines() error {
	if l.spooled == nil {
		var err error
		if l.spooled, err = newSpool(); err != nil {
			return err
		}
	}
	for _, f := range l.lines {
		if err := l.spooled.add(f, l.statements[f.statement].stagedTarget()); err != nil {
			return err
		}
	}
	l.lines = l.lines[:0]
	return nil
}

// lookAtSpooled compares a spooled file with the book, without a lock.
func (l *Loader) lookAtSpooled() (LoadResult, error) {
	if err := l.spoolLines(); err != nil {
		return LoadResult{}, err
	}
	if err := l.spooled.to.Flush(); err != nil {
		return LoadResult{}, err
	}
	l.spooled.statements = l.statements
	base, err := one(l.ctx, l.store.read, scanHead, selectHead, string(l.company))
	if err != nil {
		return LoadResult{}, err
	}
	t := newTaking(l, l.store.read, base, l.spooled)
	err = t.identify()
	return t.res, err
}

// unspool takes the spooled lines away.
func (l *Loader) unspool() error {
	if l.spooled == nil {
		return nil
	}
	return l.spooled.close()
}
