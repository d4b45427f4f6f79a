package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lettrage": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs the command as its users do: one script a verb, and one with the README's commands.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               quiet,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": checkStatus},
	})
}

func quiet(e *testscript.Env) error {
	e.Setenv("NO_COLOR", "1")
	return nil
}

// checkStatus is the script command `status N ARGS…`: it runs lettrage and checks its exit status.
func checkStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args[0]) != 1 {
		ts.Fatalf("usage: status N ARGS…")
	}
	err := ts.Exec("lettrage", args[1:]...)
	got := 0
	if err != nil {
		got = exitCode(err)
	}
	if want := int(args[0][0] - '0'); got != want {
		ts.Fatalf("exit status is %d, want %d", got, want)
	}
}

func exitCode(err error) int {
	type coder interface{ ExitCode() int }
	if c, ok := err.(coder); ok {
		return c.ExitCode()
	}
	return -1
}
