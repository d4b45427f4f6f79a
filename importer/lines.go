package importer

import "io"

// LineEnds returns a reader of the same text in which each line ends with \n: \r and
// \r\n, which old and other systems write, become it.
func LineEnds(r io.Reader) io.Reader { return &lineEnds{r: r} }

type lineEnds struct {
	r      io.Reader
	wasEnd bool // the last byte was \r
}

// Read implements io.Reader.
func (l *lineEnds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	kept := p[:0]
	for _, c := range p[:n] {
		switch {
		case c == '\r':
			kept = append(kept, '\n')
		case c != '\n' || !l.wasEnd:
			kept = append(kept, c)
		}
		l.wasEnd = c == '\r'
	}
	return len(kept), err
}
