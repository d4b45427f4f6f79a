package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func none(string) (string, bool) { return "", false }

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), Name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTemplateIsTheDefaults(t *testing.T) {
	got, err := load(write(t, string(Template)), none)
	if err != nil {
		t.Fatal(err)
	}
	want := defaults()
	want.Dir = got.Dir
	if err := want.check("x"); err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("template reads %+v, defaults are %+v", got, want)
	}
}

func TestErrorsNameTheirPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"database = \"x\"\ninbux = \"y\"\n", Name + `:2: key "inbux" is not known`},
		{"\n[night]\ncorn = \"0 5 * * *\"\n", `:3: key "night.corn"`},
		{"database = 3\n", Name + ":1:"},
		{"database = \"postgres://host/db\"\n", "not supported yet"},
		{"inbox = \"\"\n", `"inbox" should name a path`},
		{"budget = \"1/50\"\n", "should be from 1/100 to 1/100000"},
		{"budget = \"one\"\n", "budget: should be like 1/2000"},
		{"[night]\ncron = \"at five\"\n", "five fields"},
		{"[night]\ntime_zone = \"Europe/Lutece\"\n", "Europe/Paris"},
	} {
		_, err := load(write(t, c.text), none)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error is %v, want it to say %q", c.text, err, c.want)
		}
	}
}

func TestEnvironmentOverrides(t *testing.T) {
	env := map[string]string{"LETTRAGE_DATABASE": "/elsewhere/books.db", "LETTRAGE_NIGHT_CRON": "30 2 * * *"}
	c, err := load(write(t, ""), func(k string) (string, bool) { v, ok := env[k]; return v, ok })
	if err != nil || c.Database != "/elsewhere/books.db" || c.Night.Cron != "30 2 * * *" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestFindLooksUpwards(t *testing.T) {
	path := write(t, "")
	deep := filepath.Join(filepath.Dir(path), "a", "b")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	if got, err := Find(deep); err != nil || got != path {
		t.Errorf("Find = %q, %v, want %q", got, err, path)
	}
	if _, err := Find(t.TempDir()); !errors.Is(err, ErrNotFound) {
		t.Errorf("Find in an empty folder: %v", err)
	}
}
