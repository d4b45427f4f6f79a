package mt940

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"lettrage/importer"
)

// Tags that are none of a statement's fields.
const (
	tagEnd   = ""  // the file ends
	tagBlock = "{" // a line of SWIFT blocks: the header of a message
	tagDash  = "-" // a message ends
	tagOther = "?" // a field that says nothing here
)

// tags are the fields of a statement, by what stands between the colons.
var tags = map[string]string{
	"20": "20", "21": "21", "25": "25", "25P": "25", "28": "28", "28C": "28", "13": "13", "13D": "13", "34F": "34",
	"60": "60F", "60F": "60F", "60M": "60M", "61": "61", "86": "86", "NS": "NS", "62": "62F", "62F": "62F", "62M": "62M",
	"64": "64", "64F": "64", "64M": "64", "65": "64", "65F": "64", "65M": "64", "90C": "90", "90D": "90",
	"940": tagOther, "942": tagOther, // above the messages of some banks
}

// field is a field with its text.
type field struct {
	tag     string
	line    int
	text    []byte // its lines, a line end between them; valid until the next field is read
	begins  bool   // a statement begins with it
	tooLong bool   // the text is over the limit, and cut
}

// scanner cuts a text into fields. Line ends are \n.
type scanner struct {
	r      *bufio.Reader
	limits importer.Limits
	cut    bool // lines may end within a character
	n      int  // lines read

	held    []byte // a line that was read and not used; valid until the next is read
	isHeld  bool
	ended   bool   // a dash was read that ends the message
	long    []byte // a line longer than the buffer of r
	text    []byte // of the field
	within  bool   // a statement has begun
	closed  bool   // its closing balance was read, or the end of its message
	nothing bool   // the file has ended
}

const bufferBytes = 64 << 10

func newScanner(r io.Reader, limits importer.Limits) *scanner {
	return &scanner{r: bufio.NewReaderSize(importer.LineEnds(r), bufferBytes), limits: limits}
}

// next reads a field. At the end of the file its tag is tagEnd.
func (s *scanner) next() (field, error) {
	for {
		if s.ended {
			return s.dash(), nil
		}
		line, err := s.readLine()
		if err == io.EOF {
			return field{tag: tagEnd, line: s.n}, nil
		}
		if err != nil {
			return field{}, err
		}
		switch tag, value := s.sort(line); tag {
		case isBlank, isText: // outside of a field
		case tagDash:
			s.afterDash(line)
			return s.dash(), nil
		case tagBlock:
			return s.block(line), nil
		default:
			return s.field(tag, value)
		}
	}
}

// What a line is, when it is no field.
const (
	isText  = "text"
	isBlank = "blank"
)

// sort says what a line is: the tag of a field, with what stands behind it, or one of
// tagBlock, tagDash, isText, isBlank.
func (s *scanner) sort(line []byte) (tag string, value []byte) {
	if len(bytes.TrimSpace(line)) == 0 {
		return isBlank, nil
	}
	if rest := bytes.TrimLeft(line, " \t"); movesMoney(rest) {
		line = rest // no text begins so: taken for one, it would be lost without a word
	}
	switch line[0] {
	case ':':
		if end := bytes.IndexByte(line[1:min(len(line), 6)], ':'); end > 0 {
			name := line[1 : 1+end]
			if tag, ok := tags[string(name)]; ok {
				return tag, line[2+end:]
			}
			if end <= 3 && allDigits(name[:min(2, len(name))]) {
				return tagOther, line[2+end:]
			}
		}
	case '{':
		if len(line) > 2 && line[1] >= '1' && line[1] <= '5' && line[2] == ':' {
			return tagBlock, nil
		}
	case '-':
		if isEnd(line) {
			return tagDash, nil
		}
	}
	return isText, nil
}

// movesMoney reports whether a line begins as an entry or a balance does.
func movesMoney(line []byte) bool {
	const entry, day = ":61:", len("YYMMDD")
	if bytes.HasPrefix(line, []byte(entry)) {
		return len(line) >= len(entry)+day && allDigits(line[len(entry):len(entry)+day])
	}
	if len(line) < 6 || line[0] != ':' || line[1] != '6' || line[2] != '0' && line[2] != '2' || line[4] != ':' {
		return false
	}
	return (line[3] == 'F' || line[3] == 'M') && (line[5] == 'C' || line[5] == 'D')
}

// isEnd reports whether a line that begins with a dash may end a message: alone, with
// the end of the block, or as -XXX.
func isEnd(line []byte) bool {
	rest := bytes.TrimSpace(line[1:])
	return len(rest) == 0 || rest[0] == '}' || string(rest) == "XXX"
}

// field reads on to the end of a field.
func (s *scanner) field(tag string, value []byte) (field, error) {
	f := field{tag: tag, line: s.n, begins: s.place(tag)}
	s.text = s.text[:0]
	s.add(&f, value)
	dashes := 0
	for {
		line, err := s.readLine()
		if err != nil && err != io.EOF {
			return f, err
		}
		kind := tagEnd
		if err == nil {
			kind, _ = s.sort(line)
		}
		switch {
		case kind == isBlank:
			continue
		case kind == tagDash && !s.closed && len(bytes.TrimSpace(line)) == 1:
			dashes++
			continue
		case kind == isText, kind == tagOther && isLongText(tag) && !bytes.HasPrefix(line, []byte(":94")):
			for ; dashes > 0; dashes-- {
				s.add(&f, []byte("-"))
			}
			s.add(&f, line)
			continue
		}
		if dashes > 0 {
			s.ended = kind == "20" || kind == tagBlock || kind == tagEnd
			for ; dashes > 0 && !s.ended; dashes-- {
				s.add(&f, []byte("-"))
			}
		}
		s.held, s.isHeld = line, err == nil
		if s.cut {
			s.text = bytes.ToValidUTF8(s.text, []byte("\ufffd"))
		}
		f.text = s.text
		return f, nil
	}
}

// isLongText reports whether a field has lines of free text, which may begin with anything.
func isLongText(tag string) bool { return tag == "61" || tag == "86" || tag == "NS" }

// place notes where in a statement a field stands, and reports whether one begins with it.
func (s *scanner) place(tag string) bool {
	switch tag {
	case "62F", "62M", "90":
		s.closed = s.within
	case "20":
		s.within, s.closed = true, false
		return true
	case "25", "28", "60F", "60M", "13", "34":
		if !s.within || s.closed {
			s.within, s.closed = true, false
			return true
		}
	}
	return false
}

// add adds a line to the text of a field.
func (s *scanner) add(f *field, line []byte) {
	if len(s.text)+len(line)+1 > s.limits.FieldBytes {
		f.tooLong = true
		return
	}
	if within := s.cut && len(line) > 0 && !utf8.RuneStart(line[0]); !within && (len(s.text) > 0 || f.line != s.n) {
		s.text = append(s.text, '\n')
	}
	s.text = append(s.text, line...)
}

// dash is the end of a message.
func (s *scanner) dash() field {
	s.ended, s.closed = false, true
	return field{tag: tagDash, line: s.n}
}

// afterDash keeps the header of the next message where it stands on the line that ends one.
func (s *scanner) afterDash(line []byte) {
	if at := bytes.Index(line, []byte("{1:")); at >= 0 {
		s.held, s.isHeld = line[at:], true
	}
}

// block is a line of SWIFT blocks. What stands behind the start of the text on the same line is the next.
func (s *scanner) block(line []byte) field {
	head := line
	if at := bytes.Index(line, []byte("{4:")); at >= 0 && bytes.HasPrefix(line[at+3:], []byte(":")) {
		s.held, s.isHeld = line[at+3:], true
		head = line[:at+3]
	}
	return field{tag: tagBlock, line: s.n, text: head}
}

// readLine returns the next line without its end and the marks of a transmission; io.EOF at the end of the file.
func (s *scanner) readLine() ([]byte, error) {
	if s.isHeld {
		s.isHeld = false
		return s.held, nil
	}
	if s.nothing {
		return nil, io.EOF
	}
	line, err := s.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		line, err = s.longLine(line)
	}
	if err != nil && err != io.EOF {
		return nil, err
	}
	s.nothing = err == io.EOF
	if s.nothing && len(line) == 0 {
		return nil, io.EOF
	}
	s.n++
	if s.n == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if bytes.IndexByte(line, 0) >= 0 { // no text has them, and no database takes them
		line = bytes.ReplaceAll(line, []byte{0}, nil)
	}
	return trimMarks(line), nil
}

// trimMarks takes the line end, start and end of a transmission, zeros and Ctrl-Z off the ends of a line.
func trimMarks(line []byte) []byte {
	from, to := 0, len(line)
	for from < to && isMark(line[from]) {
		from++
	}
	for from < to && isMark(line[to-1]) {
		to--
	}
	return line[from:to]
}

func isMark(c byte) bool { return c < ' ' && c != '\t' }

// longLine reads on a line that is longer than the buffer.
func (s *scanner) longLine(line []byte) ([]byte, error) {
	s.long = append(s.long[:0], line...)
	for {
		if len(s.long) > s.limits.LineBytes {
			return nil, &importer.Error{Kind: importer.TooLarge, Line: s.n + 1, Field: "line", Hint: hints[importer.TooLarge],
				Msg: fmt.Sprintf("is over the limit LineBytes of %d bytes", s.limits.LineBytes)}
		}
		more, err := s.r.ReadSlice('\n')
		s.long = append(s.long, more...)
		if err != bufio.ErrBufferFull {
			return s.long, err
		}
	}
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}
