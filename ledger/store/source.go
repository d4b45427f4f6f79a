package store

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"lettrage/ledger"
)

// source has the lines of a file: as they were read, or staged.
type source interface {
	// days yields the lines about one account day by day, each day's in the order of
	// the file. Those of statements that the file has before are left out.
	days(target int) iter.Seq2[fileDay, error]
	// notices yields the entries of notices, in the order of the file.
	notices() iter.Seq2[fileLine, error]
}

// fileDay are the lines of the file on one account and day.
type fileDay struct {
	day   ledger.Date
	lines []fileLine
}

// linesRead are the lines of a short file.
type linesRead struct {
	lines      []fileLine
	statements []loaded
}

func (r *linesRead) days(target int) iter.Seq2[fileDay, error] {
	var of []fileLine
	for _, f := range r.lines {
		if s := r.statements[f.statement]; s.target == target && !s.repeat {
			of = append(of, f)
		}
	}
	slices.SortStableFunc(of, func(a, b fileLine) int { return cmp.Compare(a.Booked, b.Booked) })
	return byDay(func(yield func(fileLine, error) bool) {
		for _, f := range of {
			if !yield(f, nil) {
				return
			}
		}
	})
}

func (r *linesRead) notices() iter.Seq2[fileLine, error] {
	return func(yield func(fileLine, error) bool) {
		for _, f := range r.lines {
			if r.statements[f.statement].IsNotice() && !yield(f, nil) {
				return
			}
		}
	}
}

// linesStaged are the lines of a long file.
type linesStaged struct {
	ctx        context.Context
	q          querier
	company    ledger.CompanyID
	statements []loaded
}

const selectStaged = `SELECT n, statement, booked, content FROM loading WHERE company = ?`

func (s *linesStaged) scan(r scanner) (fileLine, error) {
	var f fileLine
	var booked, content string
	err := r.Scan(&f.n, &f.statement, &booked, &content)
	if err == nil {
		f.Transaction, err = decodeStaged(content, booked, s.statements[f.statement].Currency)
	}
	return f, err
}

func (s *linesStaged) days(target int) iter.Seq2[fileDay, error] {
	of := rows(s.ctx, s.q, s.scan, selectStaged+` AND target = ? ORDER BY booked, n`, string(s.company), target)
	return byDay(func(yield func(fileLine, error) bool) {
		for f, err := range of {
			if (err != nil || !s.statements[f.statement].repeat) && !yield(f, err) {
				return
			}
		}
	})
}

func (s *linesStaged) notices() iter.Seq2[fileLine, error] {
	return rows(s.ctx, s.q, s.scan, selectStaged+` AND target = ? ORDER BY n`, string(s.company), noticeTarget)
}

// part returns n lines of the file, fewer at its end.
func (s *linesStaged) part(from, n int) ([]fileLine, error) {
	return all(s.ctx, s.q, s.scan, selectStaged+` AND n >= ? AND n < ? ORDER BY n`, string(s.company), from, from+n)
}

// byDay collects lines that come by day.
func byDay(lines iter.Seq2[fileLine, error]) iter.Seq2[fileDay, error] {
	return func(yield func(fileDay, error) bool) {
		var d fileDay
		for f, err := range lines {
			if err != nil {
				yield(fileDay{}, err)
				return
			}
			if f.Booked != d.day {
				if len(d.lines) > 0 && !yield(d, nil) {
					return
				}
				d = fileDay{day: f.Booked}
			}
			d.lines = append(d.lines, f)
		}
		if len(d.lines) > 0 {
			yield(d, nil)
		}
	}
}
