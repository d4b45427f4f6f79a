// Package archive reads the files in which banks pack several others: ZIP archives,
// as downloads and EBICS orders give them, and single files under gzip.
//
//	files, err := archive.Files(from, size, name, limits)   // none: it is no archive
//	err = files[0].Copy(ctx, to)
//
// A document that is an archive inside, such as a workbook, is none here. What an archive
// holds beside the bank's files (folders, hidden files, what macOS adds) is left out, and
// an archive within an archive is a file like another, which nothing reads.
//
// Limits, so that no archive fills a disk: maxFiles files, each importer.Limits.FileBytes
// at most, and maxRatio times the archive's own size for all of them together.
//
// Sources: APPNOTE.TXT 6.3.10 of PKWARE (ZIP), RFC 1952 (gzip).
package archive

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"lettrage/importer"
)

const (
	maxFiles = 1000    // of an archive
	maxRatio = 200     // of what is in it to its own size; statements in XML reach fifty
	small    = 4 << 20 // bytes that any archive may hold
)

// File is one of the files of an archive.
type File struct {
	Name string // its own, without folders
	open func() (io.ReadCloser, error)
	all  *budget
}

// budget is what the files of one archive may still unpack to, and what each may.
type budget struct{ left, file int64 }

// Files returns what an archive holds, by name, and nothing when it is none: its name is
// for the one file under gzip, which has it without its ending. The error is that of
// reading, or an *importer.Error when the archive is at fault.
func Files(from io.ReaderAt, size int64, name string, limits importer.Limits) ([]File, error) {
	head := make([]byte, importer.HeadBytes)
	n, err := from.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	most := limits.OrDefaults().FileBytes
	all := &budget{left: min(max(size, small/maxRatio)*maxRatio, most), file: most}
	switch head = head[:n]; {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		open := func() (io.ReadCloser, error) { return gzip.NewReader(io.NewSectionReader(from, 0, size)) }
		return []File{{strings.TrimSuffix(path.Base(name), ".gz"), open, all}}, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")): // of a file, of none
		z, err := zip.NewReader(from, size)
		if err == nil && !isDocument(z) {
			return zipped(z, all)
		}
		if err != nil && !bytes.Contains(head, []byte(contents)) {
			return nil, broken(err)
		}
	}
	return nil, nil
}

// contents is a file that Office documents have, mimetype one of OpenDocuments.
const contents, mimetype = "[Content_Types].xml", "mimetype"

func isDocument(z *zip.Reader) bool {
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == contents || f.Name == mimetype })
}

func zipped(z *zip.Reader, all *budget) ([]File, error) {
	var files []File
	for _, f := range z.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		switch {
		case f.FileInfo().IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(f.Name, "__MACOSX/"):
			continue
		case f.Flags&1 != 0:
			return nil, &importer.Error{Kind: importer.Unsupported, Field: name, Msg: "is encrypted in the archive", Hint: "unpack it with its password, and import the files that are in it"}
		case len(files) == maxFiles:
			return nil, &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: fmt.Sprintf("should hold %d files at most (limit maxFiles)", maxFiles), Hint: "unpack it and import the files in parts"}
		}
		files = append(files, File{name, f.Open, all})
	}
	if len(files) == 0 {
		return nil, &importer.Error{Kind: importer.Empty, Field: "file", Msg: "should hold a statement, and is an archive without a file", Hint: "download it again"}
	}
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

func broken(err error) *importer.Error {
	return &importer.Error{Kind: importer.Malformed, Field: "file", Msg: "should be a whole archive", Hint: "download it again", Err: err}
}

// Head returns the first bytes of the file, importer.HeadBytes at most.
func (f File) Head() ([]byte, error) {
	from, err := f.open()
	if err != nil {
		return nil, broken(err)
	}
	defer func() { _ = from.Close() }()
	head, err := io.ReadAll(io.LimitReader(from, importer.HeadBytes))
	if err != nil {
		return nil, broken(err)
	}
	return head, nil
}

// Copy unpacks the file. What is wrong with it, and what is over a limit, is an *importer.Error.
func (f File) Copy(ctx context.Context, to io.Writer) error {
	from, err := f.open()
	if err != nil {
		return broken(err)
	}
	defer func() { _ = from.Close() }()
	most := min(f.all.left, f.all.file)
	w := writer{Writer: to}
	n, err := io.Copy(&w, io.LimitReader(reader{ctx, from}, most+1))
	f.all.left -= n
	switch {
	case w.failed != nil || ctx.Err() != nil:
		return errors.Join(w.failed, ctx.Err())
	case err != nil:
		return broken(err)
	case n > most:
		return &importer.Error{Kind: importer.TooLarge, Field: f.Name, Msg: fmt.Sprintf("should unpack to %d bytes at most, with the files before it (limit maxRatio, FileBytes)", most), Hint: "unpack it and import the files that are in it"}
	}
	return nil
}

// writer remembers that it failed, which is no fault of the archive.
type writer struct {
	io.Writer
	failed error
}

func (w *writer) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.failed = err
	return n, err
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
