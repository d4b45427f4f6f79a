package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"lettrage/cmd/internal/batch"
	"lettrage/cmd/internal/config"
	"lettrage/cmd/internal/schedule"
	"lettrage/cmd/internal/watch"
	"lettrage/ledger"
)

// lookEvery is how often serve looks at the inbox: a file is taken when two looks saw it alike.
const lookEvery = 5 * time.Second

func (a *app) serveCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Take what is dropped into inbox/, and run the night on its schedule",
		Long: `Take what is dropped into inbox/ as soon as it has stopped growing, which takes some
ten seconds, and run the night on the schedule of lettrage.toml. Other commands can be
used meanwhile. It ends on an interrupt (Ctrl-C) or SIGTERM; a file that was not taken
whole by then stays in inbox/.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.settings()
			if err != nil {
				return err
			}
			night, err := schedule.Parse(c.Night.Cron, c.Night.TimeZone)
			if err != nil {
				return err
			}
			s := &server{app: a, config: c, night: night, log: slog.New(slog.NewTextHandler(a.errs, nil)), folders: map[ledger.CompanyID]*watch.Folder{}}
			if err := s.once(cmd.Context(), a.now(), func(ctx context.Context, b *batch.Batch) error {
				if _, err := b.Companies(ctx); err != nil {
					return err
				}
				return b.Store.Sweep(ctx)
			}); err != nil {
				return err // a book that cannot be opened now is told at once
			}
			fmt.Fprintf(a.errs, "serving %s; next night %s\n", c.Dir, night.Next(a.now()).Format(time.RFC3339))
			ticker := time.NewTicker(lookEvery)
			defer ticker.Stop()
			schedule.Loop{Night: night, Start: a.now(), Ticks: ticker.C, Look: s.look, Run: s.run}.Serve(cmd.Context())
			return nil
		},
	}
}

// server is what serve keeps between two looks. The book is opened for each piece
// of work, so that other commands can write in between.
type server struct {
	app     *app
	config  config.Config
	night   schedule.Night
	log     *slog.Logger
	folders map[ledger.CompanyID]*watch.Folder
	astray  int // files in inbox/ of a book of several companies, at the last look
}

// once opens the book, taking for today the day in the night's time zone.
func (s *server) once(ctx context.Context, now time.Time, f func(context.Context, *batch.Batch) error) error {
	b, err := batch.Open(ctx, s.config, ledger.DateOf(now.In(s.night.Zone())), s.log)
	if err != nil {
		return err
	}
	err = f(ctx, b)
	if cerr := b.Close(); err == nil {
		err = cerr
	}
	return err
}

// look takes the files that have stopped growing.
func (s *server) look(ctx context.Context, now time.Time) {
	err := s.once(ctx, now, func(ctx context.Context, b *batch.Batch) error {
		companies, err := b.Companies(ctx)
		if err != nil {
			return err
		}
		if err := s.warnAstray(b, len(companies) > 1); err != nil {
			return err
		}
		for _, c := range companies {
			if err := s.lookAt(ctx, b, c, len(companies) > 1); err != nil {
				return err
			}
		}
		return nil
	})
	s.report("inbox", err)
}

// warnAstray says once of each number of files that no company's night takes.
func (s *server) warnAstray(b *batch.Batch, several bool) error {
	files, err := b.Astray(several)
	if len(files) != s.astray && len(files) > 0 {
		s.log.Warn("files in inbox/ are not taken: the book has several companies, each with its own folder", "files", len(files), "folder", "inbox/COMPANY/")
	}
	s.astray = len(files)
	return err
}

func (s *server) lookAt(ctx context.Context, b *batch.Batch, c ledger.Company, several bool) error {
	paths, err := b.Waiting(ctx, c, several)
	if err != nil {
		return err
	}
	folder := s.folders[c.ID]
	if folder == nil {
		folder = &watch.Folder{}
		s.folders[c.ID] = folder
	}
	ready := folder.Ready(paths)
	if len(ready) == 0 {
		return nil
	}
	_, err = b.TakeIn(ctx, c, ready)
	return err
}

// run runs the night of every company.
func (s *server) run(ctx context.Context, now time.Time) {
	err := s.once(ctx, now, func(ctx context.Context, b *batch.Batch) error {
		companies, err := b.Companies(ctx)
		if err != nil {
			return err
		}
		for _, c := range companies {
			n, err := b.Night(ctx, c)
			if err != nil {
				return err
			}
			s.log.Info("night", "company", c.ID, "taken", n.Taken, "refused", n.Refused, "new", n.New, "matched", n.Outcome.Auto, "review", n.Review)
		}
		return nil
	})
	s.report("night", err)
}

// report logs a failure: the next tick tries again.
func (s *server) report(what string, err error) {
	if err != nil {
		s.log.Error(what+" failed; it is tried again", "error", err)
	}
}
