package batch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

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

// archive moves a file that was taken to done/YYYY/MM, of the command's day.
func archive(path, done string, today ledger.Date) error {
	day := today.String()
	return move(path, filepath.Join(done, day[:4], day[5:7]))
}

// refuse moves a file that was not taken to the folder refused, with the reason beside it.
func refuse(path, refused, reason string) error {
	if err := os.MkdirAll(refused, 0o700); err != nil {
		return err
	}
	to, err := free(refused, filepath.Base(path))
	if err != nil {
		return err
	}
	if err := WriteFile(to+".txt", []byte(reason)); err != nil {
		return err
	}
	return rename(path, to)
}

func move(path, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	to, err := free(dir, filepath.Base(path))
	if err != nil {
		return err
	}
	return rename(path, to)
}

// free returns a path in dir of that name, or with -2, -3, … before its ending, that nothing has.
func free(dir, name string) (string, error) {
	ext := filepath.Ext(name)
	for n := 1; n < 10_000; n++ {
		to := filepath.Join(dir, name)
		if n > 1 {
			to = filepath.Join(dir, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext))
		}
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%s holds ten thousand files of one name", dir)
}

// rename moves a file and makes both folders durable.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(to)), syncDir(filepath.Dir(from)))
}

// WriteFile writes a file whole or not at all: temporary file, sync, rename, sync of the folder.
func WriteFile(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".lettrage-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the write's own error matters more
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
