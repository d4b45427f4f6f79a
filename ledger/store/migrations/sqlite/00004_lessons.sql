-- +goose Up
-- A lesson says whose decision of which line taught it, and of which intake: what was known before an intake follows
-- from that, and not from when the lesson was written. Rules, which persons agree to, are lessons as well. Those from
-- before have no actor; persons alone taught.
CREATE TABLE lessons (
	company TEXT NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('account', 'name', 'rule')),
	key TEXT NOT NULL CHECK (key <> ''),
	customer TEXT NOT NULL CHECK ((customer = '') = (kind = 'rule')),
	account TEXT NOT NULL CHECK ((account <> '') = (kind = 'rule')),
	change INTEGER NOT NULL CHECK (change <> 0 OR removed = 1),
	actor TEXT NOT NULL CHECK (actor IN ('', 'program', 'person')),
	line TEXT NOT NULL,
	intake INTEGER NOT NULL,
	removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
	PRIMARY KEY (company, seq),
	FOREIGN KEY (company, seq) REFERENCES event (company, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
INSERT INTO lessons (company, seq, kind, key, customer, account, change, actor, line, intake, removed)
	SELECT l.company, l.seq, l.kind, l.key, l.customer, '', l.change, '', '', l.seq, CASE e.kind WHEN 'fact_removed' THEN 1 ELSE 0 END
	FROM lesson l JOIN event e ON e.company = l.company AND e.seq = l.seq;
DROP TABLE lesson;
ALTER TABLE lessons RENAME TO lesson;
-- +goose StatementBegin
CREATE TRIGGER lesson_no_update BEFORE UPDATE ON lesson
BEGIN SELECT RAISE(ABORT, 'lesson is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER lesson_no_delete BEFORE DELETE ON lesson
BEGIN SELECT RAISE(ABORT, 'lesson is append-only'); END;
-- +goose StatementEnd
