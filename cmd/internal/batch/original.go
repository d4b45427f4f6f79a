package batch

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"lettrage/importer"
	"lettrage/ledger"
)

// original is a file that a user hands in, open and hashed.
type original struct {
	importer.File
	file *os.File
	stat os.FileInfo
	hash ledger.Hash // names the file everywhere; never its path, for banks put the IBAN into it
	key  ledger.Hash // of the salts of what it brings; known to nobody who has not the file
}

// openOriginal opens the file at path and hashes it. The error is an *importer.Error
// when the file itself is at fault.
func openOriginal(path string, warn func(importer.Warning)) (*original, error) {
	st, err := os.Stat(path) // first, for a pipe that nobody writes to would be opened for ever
	if err != nil {
		return nil, unreadable(err)
	}
	if err := regular(st); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	o := &original{file: f}
	if err := o.measure(); err != nil {
		_ = f.Close() // opened for reading only
		return nil, err
	}
	o.File = importer.File{ReadSeeker: f, Name: path, Size: o.stat.Size(), Limits: importer.DefaultLimits(), Warn: warn}
	return o, nil
}

func unreadable(err error) error {
	msg := "should be a file that can be read"
	hint := "check the path and the permissions"
	if errors.Is(err, fs.ErrNotExist) {
		msg, hint = "should be a file that exists", "check the path"
	}
	return &importer.Error{Kind: Unreadable, Field: "file", Msg: msg, Hint: hint}
}

// Unreadable is the kind of refusal of a file that cannot be opened, or that changed while it was read.
const Unreadable importer.Kind = "unreadable"

func regular(st os.FileInfo) error {
	if st.Mode().IsRegular() {
		return nil
	}
	return &importer.Error{Kind: Unreadable, Field: "file", Msg: "should be a regular file, not a folder, a pipe or a device", Hint: "save what it holds as a file"}
}

func (o *original) measure() error {
	var err error
	if o.stat, err = o.file.Stat(); err != nil {
		return unreadable(err)
	}
	if err := regular(o.stat); err != nil { // it may be another one by now
		return err
	}
	if limit := importer.DefaultLimits().FileBytes; o.stat.Size() > limit {
		return &importer.Error{Kind: importer.TooLarge, Field: "file", Msg: fmt.Sprintf("should have %d bytes at most (limit FileBytes)", limit), Hint: "ask the bank for a shorter period"}
	}
	name, salt := sha256.New(), sha256.New()
	_, _ = io.WriteString(salt, "lettrage salt\n") // a hash never fails
	if _, err := io.Copy(io.MultiWriter(name, salt), o.file); err != nil {
		return fmt.Errorf("read the file: %w", err)
	}
	name.Sum(o.hash[:0])
	salt.Sum(o.key[:0])
	_, err = o.file.Seek(0, io.SeekStart)
	return err
}

// unchanged refuses a file that somebody wrote to between hashing and now: what
// was read would not be what the hash names.
func (o *original) unchanged() error {
	now, err := o.file.Stat()
	if err != nil {
		return unreadable(err)
	}
	if now.Size() != o.stat.Size() || !now.ModTime().Equal(o.stat.ModTime()) {
		return &importer.Error{Kind: Unreadable, Field: "file", Msg: "changed while it was read", Hint: "wait until it is written whole, then import it again"}
	}
	return nil
}

func (o *original) close() { _ = o.file.Close() } // opened for reading only: nothing to lose
