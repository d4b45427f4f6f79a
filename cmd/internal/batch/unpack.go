package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lettrage/importer"
	"lettrage/importer/archive"
	"lettrage/importer/invoice"
)

// Handed is a file as a user handed it in: by itself, or in an archive.
type Handed struct {
	Path string // where it lies, unpacked
	Name string // for reports: its path, or ARCHIVE/NAME
}

// Unpacked is what a user hands in under a path: the files of an archive, of which banks
// make one for each download, or the file itself. Each is taken or refused by itself.
type Unpacked struct {
	Files []Handed
	dir   string
}

// Unpack unpacks the file at path. The error is an *importer.Error when the archive is at fault.
func Unpack(ctx context.Context, path string) (u *Unpacked, err error) {
	u = &Unpacked{}
	packed, done, err := openArchive(path)
	if err != nil {
		return u, err
	}
	defer done()
	if len(packed) == 0 {
		u.Files = []Handed{{path, path}}
		return u, nil
	}
	if u.dir, err = os.MkdirTemp("", "lettrage-*"); err != nil {
		return u, err
	}
	for n, f := range packed {
		to := filepath.Join(u.dir, fmt.Sprint(n)) // whatever its name: it may be none of this system
		if err := unpack(ctx, f, to); err != nil {
			return u, errors.Join(err, u.Close())
		}
		u.Files = append(u.Files, Handed{to, path + "/" + f.Name})
	}
	return u, nil
}

// Close takes away what was unpacked.
func (u *Unpacked) Close() error {
	if u.dir == "" {
		return nil
	}
	return os.RemoveAll(u.dir)
}

func unpack(ctx context.Context, f archive.File, to string) error {
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Copy(ctx, w), w.Close())
}

// openArchive returns what is packed in the file at path: nothing when it is no archive, or
// cannot be opened, which importing it tells. Done is to be called when they were read.
func openArchive(path string) (files []archive.File, done func(), err error) {
	none := func() {}
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() {
		return nil, none, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, none, nil
	}
	done = func() { _ = f.Close() } // opened for reading only
	if files, err = archive.Files(f, st.Size(), filepath.Base(path), importer.DefaultLimits()); err != nil {
		done()
		return nil, none, err
	}
	return files, done, nil
}

// isList reports whether a file is a list of customers or open items, or an archive that has one.
func isList(ctx context.Context, path string) (bool, error) {
	packed, done, err := openArchive(path)
	if err != nil {
		return false, nil // a broken archive is refused as a statement, with the reason
	}
	defer done()
	for _, f := range packed {
		head, err := f.Head()
		if _, ok := invoice.Detect(head); ok && err == nil {
			return true, nil
		}
	}
	if len(packed) > 0 {
		return false, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }() // opened for reading only
	table, err := asList(ctx, &importer.File{ReadSeeker: f, Limits: importer.DefaultLimits(), Warn: func(importer.Warning) {}})
	if err != nil {
		return false, nil // refused as a statement, with the reason
	}
	head, err := io.ReadAll(io.LimitReader(table, importer.HeadBytes))
	_, ok := invoice.Detect(head)
	return ok && err == nil, nil
}
