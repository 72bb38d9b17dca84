-- +goose Up
-- An audit entry stays as it was written. Written by hand: the tool that compares tables does not see triggers, and rebuilding
-- the table would lose them.
-- +goose StatementBegin
CREATE TRIGGER `audit_entries_keep` BEFORE UPDATE ON `audit_entries`
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER `audit_entries_stay` BEFORE DELETE ON `audit_entries`
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
-- +goose StatementEnd
-- REPLACE deletes without the trigger above.
-- +goose StatementBegin
CREATE TRIGGER `audit_entries_new` BEFORE INSERT ON `audit_entries` WHEN EXISTS (SELECT 1 FROM `audit_entries` WHERE `id` = NEW.`id`)
BEGIN SELECT RAISE(ABORT, 'audit entries are never replaced'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER `audit_entries_new`;
DROP TRIGGER `audit_entries_stay`;
DROP TRIGGER `audit_entries_keep`;
