package pdf

import (
	"bytes"
	"errors"
	"strconv"

	"lettrage/importer"
)

// Limits of a PDF, in bytes.
const (
	MaxFile        = 64 << 20
	MaxAttachment  = 16 << 20 // one attached file, unpacked
	MaxAttached    = 64 << 20 // all attached files, unpacked
	MaxPacked      = 32 << 20 // all objects that stand in streams, unpacked
	MaxAttachments = 1000
)

// Is reports whether a file begins as a PDF does, within its first kilobyte.
func Is(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1<<10)], []byte("%PDF-"))
}

// File is a PDF whose objects are found.
type File struct {
	b       []byte
	work    int // bytes that may still be parsed
	packed  int // bytes of objects in streams, so far
	given   int // bytes of attached files, so far
	objects map[int]place
	specs   []int // objects that are file specifications, in the order of the file
	root    value
	locked  bool
	unread  bool // a stream of objects could not be unpacked
	endless int  // no "endstream" stands from here on; 0 where that is not known
}

// place is where an object stands.
type place struct {
	b  []byte
	at int
}

// Open finds the objects of a PDF. Its error is an *importer.Error.
func Open(content []byte) (*File, error) {
	if len(content) > MaxFile {
		return nil, tooLarge("MaxFile", MaxFile, "import the XML invoice by itself")
	}
	f := &File{b: content, work: 8*len(content) + 1<<20, objects: make(map[int]place)}
	if err := f.scan(); err != nil {
		return nil, f.refusal(err)
	}
	if f.locked {
		return nil, &importer.Error{Kind: importer.Unsupported, Field: "file", Msg: "should be a PDF without encryption", Hint: "save it without a password, or ask for the XML invoice"}
	}
	if len(f.objects) == 0 {
		return nil, &importer.Error{Kind: importer.Malformed, Field: "file", Msg: "should be a whole PDF", Hint: "download it again"}
	}
	return f, nil
}

func tooLarge(limit string, n int, hint string) *importer.Error {
	return &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: "should be within the limit " + limit + " of " + strconv.Itoa(n), Hint: hint}
}

// refusal says for a user why a PDF, or an attachment, cannot be read.
func (f *File) refusal(err error) error {
	switch {
	case errors.Is(err, errWork):
		return tooLarge("of work on a PDF, in bytes,", 8*len(f.b)+1<<20, "the file is damaged: export it again, or ask for the XML invoice")
	case errors.Is(err, errTooBig) && f.given > MaxAttached-MaxAttachment:
		return tooLarge("MaxAttached", MaxAttached, "ask for the XML invoice")
	case errors.Is(err, errTooBig):
		return tooLarge("MaxAttachment", MaxAttachment, "ask for the XML invoice")
	}
	return &importer.Error{Kind: importer.Malformed, Field: "file", Msg: "should be a PDF whose attachments can be unpacked", Hint: "export it again, or ask for the XML invoice"}
}

// scan goes over the file once, from object to object and trailer to trailer.
func (f *File) scan() error {
	obj, trailer := next(f.b, 0, "obj"), next(f.b, 0, "trailer")
	for at := 0; ; {
		if obj < at { // looked for again only when it was passed: the way to it may be long
			obj = next(f.b, at, "obj")
		}
		if trailer < at {
			trailer = next(f.b, at, "trailer")
		}
		if obj == len(f.b) && trailer == len(f.b) {
			return nil
		}
		var err error
		if trailer < obj {
			at, err = f.trailer(trailer + len("trailer"))
		} else {
			at, err = f.object(obj)
		}
		if err != nil {
			return err
		}
	}
}

// next returns where a word stands from at on, or the end.
func next(b []byte, at int, what string) int {
	if i := bytes.Index(b[at:], []byte(what)); i >= 0 {
		return at + i
	}
	return len(b)
}

func (f *File) parse(p place) (value, int, error) {
	r := parser{b: p.b, at: p.at, work: &f.work}
	v, err := r.value()
	if err != nil && !errors.Is(err, errWork) {
		return value{}, p.at, nil // it is no object; what follows may be one
	}
	return v, r.at, err
}

func (f *File) trailer(at int) (int, error) {
	v, end, err := f.parse(place{f.b, at})
	f.leads(v)
	return end, err
}

// leads notes what the dictionary of a trailer says.
func (f *File) leads(v value) {
	if root, ok := v.dict["Root"]; ok {
		f.root = root
	}
	if _, ok := v.dict["Encrypt"]; ok {
		f.locked = true
	}
}

// object notes the object whose word "obj" stands at that place, and returns where to go on.
func (f *File) object(obj int) (int, error) {
	after := obj + len("obj")
	n, ok := numberBefore(f.b[:obj])
	if !ok {
		return after, nil
	}
	v, end, err := f.parse(place{f.b, after})
	if err != nil || end == after {
		return after, err
	}
	f.objects[n] = place{f.b, after}
	if v.kind != dictionary {
		return end, nil
	}
	if _, ok := v.dict["EF"]; ok {
		f.specs = append(f.specs, n)
	}
	raw, streamEnd, ok := f.stream(v.dict, end)
	if !ok {
		return end, nil
	}
	switch v.dict["Type"].text {
	case "XRef":
		f.leads(v)
	case "ObjStm":
		f.unpackObjects(v.dict, raw)
	}
	return streamEnd, nil
}

// numberBefore reads "5 0 " backwards: the number of an object before its word.
func numberBefore(b []byte) (int, bool) {
	generation, b := lastDigits(b)
	n, b := lastDigits(b)
	if generation == "" || n == "" || len(b) > 0 && !isBlank(b[len(b)-1]) && !isDelimiter(b[len(b)-1]) && b[len(b)-1] != 'j' && b[len(b)-1] != 'm' { // "endobj5 0 obj", "endstream5 0 obj"
		return 0, false
	}
	number, err := strconv.Atoi(n)
	return number, err == nil
}

// lastDigits cuts blanks and then digits off the end; ten at most, as no number of an object has more.
func lastDigits(b []byte) (string, []byte) {
	for n := 0; n < 10 && len(b) > 0 && isBlank(b[len(b)-1]); n++ {
		b = b[:len(b)-1]
	}
	from := len(b)
	for from > 0 && len(b)-from < 10 && b[from-1] >= '0' && b[from-1] <= '9' {
		from--
	}
	return string(b[from:]), b[:from]
}

// stream returns the bytes of a stream whose dictionary ends at that place: as many
// as Length says if "endstream" stands behind them, else up to that word.
func (f *File) stream(dict map[string]value, at int) (raw []byte, end int, ok bool) {
	p := parser{b: f.b, at: at}
	p.skip()
	rest, ok := bytes.CutPrefix(f.b[p.at:], []byte("stream"))
	if !ok {
		return nil, at, false
	}
	from := len(f.b) - len(rest)
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		from += 2
	case bytes.HasPrefix(rest, []byte("\n")), bytes.HasPrefix(rest, []byte("\r")):
		from++
	}
	if n := f.length(dict["Length"]); n >= 0 && n <= len(f.b)-from {
		if behind := bytes.TrimLeft(f.b[from+n:min(from+n+16, len(f.b))], "\r\n \t"); bytes.HasPrefix(behind, []byte("endstream")) {
			return f.b[from : from+n], from + n, true
		}
	}
	if f.endless > 0 && from >= f.endless {
		return nil, at, false
	}
	to := next(f.b, from, "endstream")
	if to == len(f.b) {
		f.endless = from
		return nil, at, false
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(f.b[from:to], []byte("\n")), []byte("\r")), to, true
}

func (f *File) length(v value) int {
	if v = f.resolve(v); v.kind != number {
		return -1
	}
	return v.n
}

// unpackObjects notes the objects that stand in a stream: their numbers and places, then they themselves.
func (f *File) unpackObjects(dict map[string]value, raw []byte) {
	b, err := f.unpack(dict, raw, MaxPacked-f.packed)
	if err != nil {
		f.unread = true
		return
	}
	f.packed += len(b)
	first, n := f.length(dict["First"]), f.length(dict["N"])
	p := parser{b: b, work: &f.work}
	for i := 0; i < n && p.at < len(b); i++ {
		p.values = 0
		number, err := p.value()
		at, err2 := p.value()
		if err != nil || err2 != nil || number.n < 0 || at.n < 0 || first < 0 || at.n >= len(b)-first {
			f.unread = true
			return
		}
		f.objects[number.n] = place{b, first + at.n}
		begins := b[first+at.n : min(len(b), first+at.n+specBytes)]
		if f.work -= len(begins) / 16; f.work < 0 {
			f.unread = true
			return
		}
		if bytes.Contains(begins, []byte("/EF")) {
			f.specs = append(f.specs, number.n)
		}
	}
}

// specBytes is within how many bytes a file specification names its stream.
const specBytes = 2 << 10

// resolve follows a reference to its object; a few times, for one may name another.
func (f *File) resolve(v value) value {
	for range 4 {
		if v.kind != reference {
			return v
		}
		at, ok := f.objects[v.n]
		if !ok {
			return value{}
		}
		var err error
		if v, _, err = f.parse(at); err != nil {
			return value{}
		}
	}
	return value{}
}
