// Package config reads lettrage.toml, the one file of settings, and is the only
// place that reads the environment.
//
//	database = "lettrage.db"
//	inbox    = "inbox"
//
//	[night]
//	cron      = "0 5 * * *"
//	time_zone = "Europe/Paris"
//
// Paths are relative to the file's folder. LETTRAGE_DATABASE, LETTRAGE_INBOX, … override a
// key. A key that is not known is an error with its line.
package config

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"lettrage/cmd/internal/schedule"
	"lettrage/matcher/calibrate"
)

// Name is the name of the file of settings.
const Name = "lettrage.toml"

// ErrNotFound says that neither the folder nor a parent holds a lettrage.toml.
var ErrNotFound = errors.New(Name + " should be in this folder or a parent of it: run lettrage init, or name it with --config")

// Config are the settings, checked, their paths absolute.
type Config struct {
	Dir      string `toml:"-"` // the folder of lettrage.toml
	Database string `toml:"database"`
	Inbox    string `toml:"inbox"`
	Done     string `toml:"done"`
	Refused  string `toml:"refused"`
	Out      string `toml:"out"`
	Budget   string `toml:"budget"` // of wrong automatic decisions: "1/2000"
	Night    Night  `toml:"night"`
}

// Night says when serve runs the nightly job.
type Night struct {
	Cron     string `toml:"cron"`      // five fields: minute hour day month weekday
	TimeZone string `toml:"time_zone"` // IANA name
}

// Template is the commented lettrage.toml that `lettrage init` writes.
//
//go:embed lettrage.toml
var Template []byte

func defaults() Config {
	return Config{Database: "lettrage.db", Inbox: "inbox", Done: "done", Refused: "refused", Out: "out", Budget: calibrate.DefaultBudget.String(),
		Night: Night{Cron: "0 5 * * *", TimeZone: "Europe/Paris"}}
}

// Find returns the path of lettrage.toml in dir or the nearest parent that has one.
func Find(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		path := filepath.Join(dir, Name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", ErrNotFound
		}
		dir = parent
	}
}

// Load reads the file at path and the environment.
func Load(path string) (Config, error) { return load(path, os.LookupEnv) }

func load(path string, lookup func(string) (string, bool)) (Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	c := defaults()
	d := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return Config{}, placed(path, err)
	}
	c.override(lookup)
	if c.Dir, err = filepath.Abs(filepath.Dir(path)); err != nil {
		return Config{}, err
	}
	return c, c.check(path)
}

// placed adds file and line to an error of the TOML reader.
func placed(path string, err error) error {
	var strict *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		e := strict.Errors[0]
		line, _ := e.Position()
		return fmt.Errorf("%s:%d: key %q is not known", path, line, strings.Join(e.Key(), "."))
	case errors.As(err, &wrong):
		line, column := wrong.Position()
		return fmt.Errorf("%s:%d:%d: %w", path, line, column, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

func (c *Config) override(lookup func(string) (string, bool)) {
	keys := []struct {
		name  string
		value *string
	}{
		{"DATABASE", &c.Database}, {"INBOX", &c.Inbox}, {"DONE", &c.Done}, {"REFUSED", &c.Refused}, {"OUT", &c.Out}, {"BUDGET", &c.Budget},
		{"NIGHT_CRON", &c.Night.Cron}, {"NIGHT_TIME_ZONE", &c.Night.TimeZone},
	}
	for _, k := range keys {
		if v, ok := lookup("LETTRAGE_" + k.name); ok {
			*k.value = v
		}
	}
}

func (c *Config) check(path string) error {
	for _, p := range []struct {
		key  string
		path *string
	}{{"database", &c.Database}, {"inbox", &c.Inbox}, {"done", &c.Done}, {"refused", &c.Refused}, {"out", &c.Out}} {
		if *p.path == "" {
			return fmt.Errorf("%s: key %q should name a path", path, p.key)
		}
		if strings.Contains(*p.path, "://") {
			return fmt.Errorf("%s: key %q should be a path of a file; databases on a server are not supported yet", path, p.key)
		}
		if !filepath.IsAbs(*p.path) {
			*p.path = filepath.Join(c.Dir, *p.path)
		}
	}
	if _, err := calibrate.ParseBudget(c.Budget); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if _, err := schedule.Parse(c.Night.Cron, c.Night.TimeZone); err != nil {
		return fmt.Errorf("%s: [night]: %w", path, err)
	}
	return nil
}
