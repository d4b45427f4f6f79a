package pdf

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf16"
)

// Attachment is a file that is attached to a PDF.
type Attachment struct {
	Name   string // as the PDF has it; empty where it has none
	file   *File
	stream int // the object
}

// Attachments returns the attached files, each stream once: those that the catalog
// leads to, or all file specifications where it leads to none. There are MaxAttachments at most.
func (f *File) Attachments() []Attachment {
	w := walk{file: f, seen: make(map[int]bool), streams: make(map[int]bool)}
	catalog := f.resolve(f.root)
	w.tree(f.resolve(f.resolve(catalog.dict["Names"]).dict["EmbeddedFiles"]), 0)
	for _, spec := range f.resolve(catalog.dict["AF"]).list {
		w.spec(spec)
	}
	if len(w.found) == 0 {
		for _, n := range f.specs {
			if len(w.found) >= MaxAttachments {
				break
			}
			w.spec(value{kind: reference, n: n})
		}
	}
	return w.found
}

// Unread reports whether a part of the PDF could not be unpacked, so that an
// attachment may be missing.
func (f *File) Unread() bool { return f.unread }

// Ends reports whether the file ends as a PDF does. What is cut may lack attachments.
func (f *File) Ends() bool { return bytes.Contains(f.b, []byte("startxref")) }

// walk collects attachments.
type walk struct {
	file    *File
	seen    map[int]bool // nodes of the tree: a hostile one leads in circles
	streams map[int]bool
	found   []Attachment
}

// tree walks a node of the name tree. Names holds keys and values in turn.
func (w *walk) tree(node value, depth int) {
	names := w.file.resolve(node.dict["Names"]).list
	for i := 1; i < len(names); i += 2 {
		w.spec(names[i])
	}
	if depth >= maxDepth {
		return
	}
	for _, kid := range w.file.resolve(node.dict["Kids"]).list {
		if kid.kind == reference && !w.seen[kid.n] {
			w.seen[kid.n] = true
			w.tree(w.file.resolve(kid), depth+1)
		}
	}
}

// spec notes the stream of a file specification.
func (w *walk) spec(v value) {
	spec := w.file.resolve(v)
	files := w.file.resolve(spec.dict["EF"])
	for _, key := range []string{"F", "UF"} {
		stream := files.dict[key]
		if stream.kind != reference || w.streams[stream.n] || len(w.found) >= MaxAttachments {
			continue
		}
		w.streams[stream.n] = true
		name := textOf(w.file.resolve(spec.dict["UF"]))
		if name == "" {
			name = textOf(w.file.resolve(spec.dict["F"]))
		}
		w.found = append(w.found, Attachment{Name: name, file: w.file, stream: stream.n})
		return
	}
}

// textOf reads a text string: UTF-16 or UTF-8 with its mark, else a character a byte.
func textOf(v value) string {
	if v.kind != text {
		return ""
	}
	if s, ok := strings.CutPrefix(v.text, "\xef\xbb\xbf"); ok {
		return s
	}
	if s, ok := strings.CutPrefix(v.text, "\xfe\xff"); ok {
		units := make([]uint16, 0, len(s)/2)
		for i := 0; i+1 < len(s); i += 2 {
			units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(units))
	}
	runes := make([]rune, len(v.text))
	for i := range len(v.text) {
		runes[i] = rune(v.text[i])
	}
	return string(runes)
}

// Content unpacks the file, MaxAttachment bytes at most, and MaxAttached of all files
// of the PDF together. Its error is an *importer.Error.
func (a Attachment) Content() ([]byte, error) {
	at, ok := a.file.objects[a.stream]
	if !ok {
		return nil, a.file.refusal(errSyntax)
	}
	v, end, err := a.file.parse(at)
	if err != nil {
		return nil, a.file.refusal(err)
	}
	raw, _, ok := a.file.stream(v.dict, end)
	if !ok || len(a.file.b) == 0 || &at.b[0] != &a.file.b[0] { // a stream stands in no other stream
		return nil, a.file.refusal(errSyntax)
	}
	content, err := a.file.unpack(v.dict, raw, min(MaxAttachment, MaxAttached-a.file.given))
	if err != nil {
		err = a.file.refusal(err)
		a.file.given = min(a.file.given+MaxAttachment, MaxAttached) // what it cost until it was given up
		return nil, err
	}
	a.file.given += len(content)
	return slices.Clip(content), nil
}
