package batch

import (
	"lettrage/importer"
	"lettrage/ledger"
)

// beside passes lines on to a sink in a goroutine of its own, so that a file is read
// while the lines before are taken. A statement begins and ends in the caller's; an error of
// the sink comes back a few blocks later, at the latest with the end of the statement.
type beside struct {
	importer.Sink
	lines   []ledger.Transaction // read and not passed on
	work    chan []ledger.Transaction
	done    chan error // for each block
	waiting int        // blocks passed on and not yet done
}

const (
	besideLines  = 256 // of a block
	besideBlocks = 4   // on the way
)

func newBeside(to importer.Sink) *beside {
	b := &beside{Sink: to, work: make(chan []ledger.Transaction, besideBlocks), done: make(chan error, besideBlocks)}
	go b.take()
	return b
}

// take passes on block after block, until one fails.
func (b *beside) take() {
	defer close(b.done)
	var err error
	for lines := range b.work {
		for i := 0; i < len(lines) && err == nil; i++ {
			err = b.Sink.Line(lines[i])
		}
		b.done <- err
	}
}

// Begin opens a statement, once what came before it is taken.
func (b *beside) Begin(s ledger.Statement) error {
	if err := b.flush(); err != nil {
		return err
	}
	return b.Sink.Begin(s)
}

// Line passes a line on.
func (b *beside) Line(t ledger.Transaction) error {
	if b.lines = append(b.lines, t); len(b.lines) < besideLines {
		return nil
	}
	return b.pass()
}

func (b *beside) pass() error {
	if b.waiting == besideBlocks {
		b.waiting--
		if err := <-b.done; err != nil {
			return err
		}
	}
	b.waiting++
	b.work <- b.lines
	b.lines = make([]ledger.Transaction, 0, besideLines)
	return nil
}

// End closes the statement, once all its lines are taken.
func (b *beside) End(s ledger.Statement) error {
	if err := b.flush(); err != nil {
		return err
	}
	return b.Sink.End(s)
}

func (b *beside) flush() error {
	err := b.pass()
	for ; b.waiting > 0; b.waiting-- {
		if failed := <-b.done; err == nil {
			err = failed
		}
	}
	return err
}

// stop ends the goroutine. Its error is that of the lines that were still on the way.
func (b *beside) stop() (err error) {
	close(b.work)
	for failed := range b.done {
		if err == nil {
			err = failed
		}
	}
	return err
}
