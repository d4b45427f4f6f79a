-- +goose Up
-- What a customer trades under besides his name, and the references of the mandates by which he is debited.
ALTER TABLE customer ADD COLUMN trade TEXT NOT NULL DEFAULT 'null';
ALTER TABLE customer ADD COLUMN mandates TEXT NOT NULL DEFAULT 'null';
-- Whose a mandate is can be learned.
CREATE TABLE lessons (
	company TEXT NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('account', 'name', 'mandate', 'rule')),
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
	SELECT company, seq, kind, key, customer, account, change, actor, line, intake, removed FROM lesson;
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
