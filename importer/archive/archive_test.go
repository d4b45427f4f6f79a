package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"lettrage/importer"
)

// packed makes a ZIP archive of names and contents.
func packed(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func files(t testing.TB, data []byte, limits importer.Limits) ([]File, error) {
	t.Helper()
	return Files(bytes.NewReader(data), int64(len(data)), "C53.xml.gz", limits)
}

func TestFiles(t *testing.T) {
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	_, _ = io.WriteString(w, "<Document/>")
	_ = w.Close()
	for _, x := range []struct {
		name string
		data []byte
		want string // name=content of each
	}{
		{"two, by name", packed(t, "b.xml", "B", "a.xml", "A"), "a.xml=A b.xml=B"},
		{"folders and hidden files", packed(t, "x/", "", "x/a.xml", "A", `y\c.xml`, "C", "__MACOSX/x/._a.xml", "?", "x/.DS_Store", "?"), "a.xml=A c.xml=C"},
		{"gzip", gz.Bytes(), "C53.xml=<Document/>"},
		{"a workbook", packed(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>"), ""},
		{"an OpenDocument", packed(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ""},
		{"no archive", []byte("Date;Libellé"), ""},
	} {
		found, err := files(t, x.data, importer.Limits{})
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
		var got []string
		for _, f := range found {
			var b strings.Builder
			head, errHead := f.Head()
			if err := errors.Join(errHead, f.Copy(t.Context(), &b)); err != nil || string(head) != b.String() {
				t.Errorf("%s: %s has the head %q and holds %q, %v", x.name, f.Name, head, b.String(), err)
			}
			got = append(got, f.Name+"="+b.String())
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %q, want %q", x.name, s, x.want)
		}
	}
}

// Each fault is told, and what an archive may unpack to is bounded.
func TestFaults(t *testing.T) {
	whole := packed(t, "a.xml", strings.Repeat("A", 1<<20))
	encrypted := packed(t, "a.xml", "A")
	for _, at := range []string{"PK\x03\x04", "PK\x01\x02"} {
		i := bytes.Index(encrypted, []byte(at))
		encrypted[i+map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[at]] |= 1
	}
	many := make([]string, 2*(maxFiles+1))
	for i := range many {
		many[i] = "a"
	}
	bomb := packed(t, "a", strings.Repeat("\x00", 8<<20), "b", strings.Repeat("\x00", 8<<20))
	for _, x := range []struct {
		name   string
		data   []byte
		limits importer.Limits
		want   importer.Kind
	}{
		{"cut", whole[:len(whole)/2], importer.Limits{}, importer.Malformed},
		{"empty", packed(t), importer.Limits{}, importer.Empty},
		{"encrypted", encrypted, importer.Limits{}, importer.Unsupported},
		{"many", packed(t, many...), importer.Limits{}, importer.TooLarge},
		{"large", whole, importer.Limits{FileBytes: 1 << 19}, importer.TooLarge},
		{"bomb", bomb, importer.Limits{}, importer.TooLarge},
		{"cut gzip", []byte("\x1f\x8b\x08\x00"), importer.Limits{}, importer.Malformed},
	} {
		found, err := files(t, x.data, x.limits)
		for _, f := range found {
			if err == nil {
				err = f.Copy(t.Context(), io.Discard)
			}
		}
		var is *importer.Error
		if !errors.As(err, &is) || is.Kind != x.want || is.Msg == "" {
			t.Errorf("%s: %v, want %s", x.name, err, x.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	found, err := Files(bytes.NewReader(whole), int64(len(whole)), "", importer.Limits{})
	if cancel(); err != nil || !errors.Is(found[0].Copy(ctx, io.Discard), context.Canceled) {
		t.Errorf("a context that is done: %v", err)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add(packed(f, "a.xml", "A", "b/c.csv", "C"))
	f.Add([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := files(t, data, importer.Limits{FileBytes: 1 << 20})
		for _, x := range found {
			if err == nil {
				err = x.Copy(t.Context(), io.Discard)
			}
			if strings.Contains(x.Name, "/") {
				t.Errorf("the name %q leads elsewhere", x.Name)
			}
		}
		var is *importer.Error
		if err != nil && !errors.As(err, &is) {
			t.Errorf("%v is no error of the importer", err)
		}
	})
}
