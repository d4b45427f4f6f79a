-- +goose Up
-- A setting is a rare event, and each intake asks for the one that was in force.
CREATE INDEX event_setting ON event (company, ref, seq) WHERE kind = 'setting';
