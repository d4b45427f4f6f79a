package batch

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"

	"lettrage/ledger"
)

// waiting returns the files of a folder that may be taken, by name. Hidden ones,
// folders, and what is being written under a temporary name are left alone.
func waiting(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		if e.Type().IsRegular() && !temporary(e.Name()) {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	sort.Strings(files)
	return files, nil
}

func temporary(name string) bool {
	lower := strings.ToLower(name)
	for _, end := range []string{".tmp", ".part", ".partial", ".crdownload", ".filepart", "~"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

// putAway moves a file that was taken to done/YYYY/MM, of the command's day.
func putAway(path, done string, today ledger.Date) error {
	day := today.String()
	return move(path, filepath.Join(done, day[:4], day[5:7]))
}

// reasonEnding is what the name of the reason has behind that of its file.
const reasonEnding = ".txt"

// refuse moves a file that was not taken to the folder refused, with the reason beside it.
// The error is fs.ErrNotExist when the file is gone; no reason is written then.
func refuse(path, refused, reason string) error {
	if _, err := os.Lstat(path); err != nil {
		return err
	}
	if err := makeDir(refused); err != nil {
		return err
	}
	to, err := free(refused, filepath.Base(path), reasonEnding)
	if err != nil {
		return err
	}
	if err := writeFile(to+reasonEnding, []byte(reason)); err != nil {
		return err
	}
	err = rename(path, to)
	if moved, _ := exists(to); err != nil && !moved {
		_ = os.Remove(to + reasonEnding) // else each night would leave one more
	}
	return err
}

func move(path, dir string) error {
	if err := makeDir(dir); err != nil {
		return err
	}
	to, err := free(dir, filepath.Base(path), "")
	if err != nil {
		return err
	}
	return rename(path, to)
}

// maxName is how many bytes a name may have: beneath the 255 that file systems take
// by what may have to stand behind it, a number and the ending of the reason.
const maxName = 240

// free returns a path in dir of that name, or with -2, -3, … before its ending, that
// nothing has: neither the path itself nor, when it is given, the one with beside
// behind it. A name that is too long for that is shortened.
func free(dir, name, beside string) (string, error) {
	stem, ext := split(name)
	for n := 1; n < 10_000; n++ {
		to := filepath.Join(dir, stem+ext)
		if n > 1 {
			to = filepath.Join(dir, fmt.Sprintf("%s-%d%s", stem, n, ext))
		}
		taken, err := exists(to)
		if !taken && err == nil && beside != "" {
			taken, err = exists(to + beside)
		}
		if err != nil {
			return "", err
		}
		if !taken {
			return to, nil
		}
	}
	return "", fmt.Errorf("%s holds ten thousand files of one name", dir)
}

// split cuts a name before its ending, and within a character never. Both parts
// have maxName bytes together at most.
func split(name string) (stem, ext string) {
	ext = filepath.Ext(name)
	if len(ext) > maxName/2 {
		ext = ""
	}
	stem = strings.TrimSuffix(name, ext)
	end := min(len(stem), maxName-len(ext))
	for end < len(stem) && end > 0 && !utf8.RuneStart(stem[end]) {
		end--
	}
	return stem[:end], ext
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// rename moves a file and makes both folders durable.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(filepath.Dir(from)))
}

// WriteTo writes a file whole or not at all, its owner's alone: temporary file, sync,
// rename, sync of the folder.
func WriteTo(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".lettrage-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the write's own error matters more
		}
	}()
	out := bufio.NewWriterSize(f, 1<<16)
	if err = write(out); err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func writeFile(path string, data []byte) error {
	return WriteTo(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// makeDir makes a folder and those above it that are missing, all of them durable.
func makeDir(dir string) error {
	var parents []string
	for d := filepath.Clean(dir); d != filepath.Dir(d); d = filepath.Dir(d) {
		there, err := exists(d)
		if err != nil {
			return err
		}
		if there {
			break
		}
		parents = append(parents, filepath.Dir(d))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, d := range parents {
		if err := syncDir(d); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
