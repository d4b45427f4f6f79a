package pdf_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"lettrage/fixtures"
	"lettrage/importer"
	"lettrage/importer/invoice/pdf"
)

// file is an attached file of a test.
type file struct{ name, content string }

// writer writes PDFs in the ways in which programs do.
type writer struct {
	bytes.Buffer
	packed []string // objects for a stream of objects
	nums   []int
	last   int
}

func (w *writer) next() int { w.last++; return w.last }

func (w *writer) object(n int, body string) { fmt.Fprintf(w, "%d 0 obj\n%s\nendobj\n", n, body) }

// pack puts an object into the stream of objects.
func (w *writer) pack(n int, body string) {
	w.nums, w.packed = append(w.nums, n), append(w.packed, body)
}

func (w *writer) stream(n int, dict, content, length string) {
	w.object(n, fmt.Sprintf("<< %s /Length %s >>\nstream\n%s\nendstream", dict, length, content))
}

func deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(s)) // to memory
	_ = z.Close()
	return b.String()
}

func (w *writer) flush() {
	if len(w.packed) == 0 {
		return
	}
	var head, body strings.Builder
	for i, o := range w.packed {
		fmt.Fprintf(&head, "%d %d ", w.nums[i], body.Len())
		body.WriteString(o + "\n")
	}
	data := deflate(head.String() + body.String())
	w.stream(w.next(), fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", len(w.nums), head.Len()), data, fmt.Sprint(len(data)))
	w.packed, w.nums = nil, nil
}

// textString writes a name as a literal, in hexadecimal, or in UTF-16.
func textString(t *rapid.T, s string) string {
	switch rapid.SampledFrom([]string{"literal", "octal", "hex", "utf-16"}).Draw(t, "form of a name") {
	case "literal":
		return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
	case "octal":
		var b strings.Builder
		for _, c := range []byte(s) {
			fmt.Fprintf(&b, `\%03o`, c)
		}
		return "(" + b.String() + ")"
	case "hex":
		return fmt.Sprintf("< %X >", s)
	}
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return "<FEFF" + b.String() + ">"
}

// attach writes a file and its specification, and returns the specification's number.
func (w *writer) attach(t *rapid.T, f file) int {
	put := w.object
	if rapid.Bool().Draw(t, "packed") {
		put = w.pack
	}
	spec, stream := w.next(), w.next()
	name := textString(t, f.name)
	put(spec, fmt.Sprintf("<< /Type /Filespec /Desc (an invoice) %%a comment\n/F (x) /UF %s /EF << /F %d 0 R >> >>", name, stream))
	dict, content := "/Type /EmbeddedFile", f.content
	switch rapid.SampledFrom([]string{"plain", "deflated", "hexadecimal"}).Draw(t, "filter") {
	case "deflated":
		dict, content = dict+" /Filter /FlateDecode", deflate(content)
	case "hexadecimal":
		dict, content = dict+" /Filter [ /ASCIIHexDecode ]", fmt.Sprintf("%x>", content)
	}
	length := fmt.Sprint(len(content))
	if rapid.Bool().Draw(t, "length elsewhere") {
		at := w.next()
		w.stream(stream, dict, content, fmt.Sprintf("%d 0 R", at))
		w.object(at, length)
	} else {
		w.stream(stream, dict, content, length)
	}
	return spec
}

// catalog writes the way to the attachments.
func (w *writer) catalog(t *rapid.T, files []file, specs []int) {
	root := w.next()
	var names, refs strings.Builder
	for i, s := range specs {
		fmt.Fprintf(&names, "(%d) %d 0 R ", i, s)
		fmt.Fprintf(&refs, "%d 0 R ", s)
	}
	switch rapid.SampledFrom([]string{"name tree", "kids", "AF", "none"}).Draw(t, "way") {
	case "name tree":
		w.object(root, "<< /Type /Catalog /Names << /EmbeddedFiles << /Names [ "+names.String()+"] >> >> >>")
	case "kids":
		kid, tree := w.next(), w.next()
		w.pack(kid, "<< /Names [ "+names.String()+"] >>")
		w.object(tree, fmt.Sprintf("<< /EmbeddedFiles << /Kids [ %d 0 R %d 0 R ] >> >>", kid, kid))
		w.object(root, fmt.Sprintf("<< /Type /Catalog /Names %d 0 R >>", tree))
	case "AF":
		w.object(root, "<< /Type /Catalog /AF [ "+refs.String()+"] >>")
	default:
		w.object(root, "<< /Type /Catalog >>")
	}
	w.flush()
	fmt.Fprintf(w, "trailer\n<< /Root %d 0 R >>\nstartxref\n0\n%%%%EOF\n", root)
}

// TestAttachmentsComeBack: however a PDF is written, its attachments are read as they were put in.
func TestAttachmentsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) file {
			return file{rapid.StringMatching(`[a-zA-Z0-9 .()\\-]{1,20}`).Draw(t, "name"), rapid.StringMatching(`[a-z<>/ \n0-9]{0,300}`).Draw(t, "content")}
		}), 0, 5).Draw(t, "files")
		var w writer
		w.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
		var specs []int
		for _, f := range files {
			specs = append(specs, w.attach(t, f))
		}
		w.catalog(t, files, specs)
		opened, err := pdf.Open(w.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := opened.Attachments()
		if len(got) != len(files) || opened.Unread() || !opened.Ends() {
			t.Fatalf("%d attachments of %d", len(got), len(files))
		}
		found := map[file]int{}
		for _, a := range got {
			content, err := a.Content()
			if err != nil {
				t.Fatal(err)
			}
			found[file{a.Name, string(content)}]++
		}
		for _, f := range files {
			if found[f]--; found[f] < 0 {
				t.Fatalf("%q did not come back", f.name)
			}
		}
	})
}

// TestLaterObjectsCount: after an incremental update, the later object of a number is the one.
func TestLaterObjectsCount(t *testing.T) {
	first := "%PDF-1.4\n1 0 obj << /Names << /EmbeddedFiles << /Names [ (a) 2 0 R ] >> >> >> endobj\n2 0 obj << /UF (a.xml) /EF << /F 3 0 R >> >> endobj\n" +
		"3 0 obj << /Length 3 >> stream\nold\nendstream endobj\ntrailer << /Root 1 0 R >>\nstartxref\n1\n%%EOF\n"
	later := "3 0 obj << /Length 3 >> stream\nnew\nendstream endobj\ntrailer << /Root 1 0 R /Prev 1 >>\nstartxref\n2\n%%EOF\n"
	for content, want := range map[string]string{first: "old", first + later: "new", strings.ReplaceAll(first+later, "\n", "\r"): "new", "junk\n" + first: "old"} {
		f, err := pdf.Open([]byte(content))
		if err != nil {
			t.Fatal(err)
		}
		all := f.Attachments()
		if len(all) != 1 {
			t.Fatalf("%d attachments", len(all))
		}
		if got, err := all[0].Content(); err != nil || string(got) != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

// TestHostile: what would cost more than it is long, ends, and is told by its limit or as what it is.
func TestHostile(t *testing.T) {
	begin := "%PDF-1.4\n"
	many := 100_000
	tests := map[string]string{
		"strings without end":     begin + strings.Repeat("1 0 obj (", many),
		"streams without end":     begin + strings.Repeat("1 0 obj <<>> stream ", many),
		"arrays in arrays":        begin + "1 0 obj " + strings.Repeat("[", many),
		"dictionaries":            begin + "1 0 obj " + strings.Repeat("<</A", many),
		"names in a circle":       begin + "1 0 obj << /Names << /EmbeddedFiles 2 0 R >> >> endobj 2 0 obj << /Kids [ 2 0 R 3 0 R ] >> endobj 3 0 obj << /Kids [ 2 0 R 3 0 R ] >> endobj trailer << /Root 1 0 R >>",
		"references in a circle":  begin + "1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer << /Root 1 0 R >>",
		"trailers":                begin + strings.Repeat("trailer << /Root 1 0 R >>", many),
		"a stream of itself":      begin + "1 0 obj << /Type /ObjStm /N 1 /First 4 /Length 1 0 R >> stream\n1 0 5\nendstream endobj",
		"numbers without measure": begin + "99999999999999999999 0 obj << /Length 99999999999999999999 /EF << /F -1 0 R >> >> stream\nendstream",
		"a hundred thousand specifications": begin + func() string {
			var b strings.Builder
			for i := range many {
				fmt.Fprintf(&b, "%d 0 obj << /EF << /F %d 0 R >> >> endobj ", 2*i+1, 2*i)
			}
			return b.String()
		}(),
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := pdf.Open([]byte(content))
			var refused *importer.Error
			if err != nil && (!errors.As(err, &refused) || refused.Hint == "") {
				t.Errorf("a refusal without a hint: %v", err)
			}
			if err == nil && len(f.Attachments()) > pdf.MaxAttachments {
				t.Errorf("%d attachments", len(f.Attachments()))
			}
		})
	}
}

func TestLimits(t *testing.T) {
	if _, err := pdf.Open(make([]byte, pdf.MaxFile+1)); !strings.Contains(fmt.Sprint(err), "limit MaxFile") {
		t.Errorf("a long file: %v", err)
	}
	for size, ok := range map[int]bool{pdf.MaxAttachment: true, pdf.MaxAttachment + 1: false} {
		data := deflate(strings.Repeat(" ", size))
		f, err := pdf.Open([]byte("%PDF-1.4\n2 0 obj << /EF << /F 3 0 R >> >> endobj 3 0 obj << /Filter /FlateDecode /Length " + fmt.Sprint(len(data)) + " >> stream\n" + data + "\nendstream endobj\n"))
		if err != nil {
			t.Fatal(err)
		}
		content, err := f.Attachments()[0].Content()
		if ok != (err == nil) || ok && len(content) != size || !ok && !strings.Contains(err.Error(), "limit MaxAttachment") {
			t.Errorf("%d bytes: got %d, %v", size, len(content), err)
		}
	}
}

// TestManyBombs: many attachments that each unpack to the limit cost no more than the limit of all.
func TestManyBombs(t *testing.T) {
	data := deflate(strings.Repeat(" ", pdf.MaxAttachment))
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	for i := 1; i < 20; i += 2 {
		fmt.Fprintf(&b, "%d 0 obj << /EF << /F %d 0 R >> >> endobj %d 0 obj << /Filter /FlateDecode /Length %d >> stream\n%s\nendstream endobj\n", i, i+1, i+1, len(data), data)
	}
	f, err := pdf.Open([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	given, told := 0, 0
	for _, a := range f.Attachments() {
		content, err := a.Content()
		given += len(content)
		if err != nil && strings.Contains(err.Error(), "limit MaxAttached ") {
			told++
		}
	}
	if given != pdf.MaxAttached || told != 6 {
		t.Errorf("%d bytes, %d refused", given, told)
	}
}

// TestASCII85 reads what a PDF may be packed in as well.
func TestASCII85(t *testing.T) {
	for packed, want := range map[string]string{"87cURD]i,\"Ebo80~>": "Hello World!", "<~z87cURDZ~>": "\x00\x00\x00\x00Hello", "~>": ""} {
		f, err := pdf.Open([]byte("%PDF-1.4\n2 0 obj << /EF << /F 3 0 R >> >> endobj 3 0 obj << /Filter /ASCII85Decode /Length " + fmt.Sprint(len(packed)) + " >> stream\n" + packed + "\nendstream endobj\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.Attachments()[0].Content(); err != nil || string(got) != want {
			t.Errorf("%q: got %q, %v", packed, got, err)
		}
	}
}

// FuzzOpen: whatever a PDF holds, it is read twice alike, within the limits, and what is refused has a hint.
func FuzzOpen(f *testing.F) {
	for _, pattern := range []string{"invoices/*.pdf", "broken/invoices-*.pdf"} {
		for _, sample := range fixtures.Files(f, pattern) {
			if content := fixtures.Read(f, sample); len(content) < 8<<10 {
				f.Add(content)
			}
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		opened, err := pdf.Open(content)
		if err != nil {
			var refused *importer.Error
			if !errors.As(err, &refused) || refused.Kind == "" || refused.Hint == "" {
				t.Fatalf("a refusal that is not whole: %v", err)
			}
			return
		}
		again, err := pdf.Open(content)
		if err != nil {
			t.Fatal(err)
		}
		first, second := opened.Attachments(), again.Attachments()
		if len(first) != len(second) || len(first) > pdf.MaxAttachments {
			t.Fatalf("%d attachments, and then %d", len(first), len(second))
		}
		for i, a := range first {
			one, err := a.Content()
			two, err2 := second[i].Content()
			if !bytes.Equal(one, two) || (err == nil) != (err2 == nil) || len(one) > pdf.MaxAttachment || a.Name != second[i].Name {
				t.Fatalf("attachment %d is read otherwise the second time", i)
			}
		}
	})
}
