-- +goose Up
-- Few lines are decided again, and every reading of decisions or of open amounts asks which of a line's decisions is
-- its latest: it looks among these few.
CREATE INDEX decision_again ON decision (company, line, version, intake) WHERE version > 0;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('decision', 'decision_again', '200000 10000 1 1 1');
