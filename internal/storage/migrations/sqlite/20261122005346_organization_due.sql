-- +goose Up
-- create index "organization_next_due_at" to table: "organizations"
CREATE INDEX `organization_next_due_at` ON `organizations` (`next_due_at`);

-- +goose Down
-- reverse: create index "organization_next_due_at" to table: "organizations"
DROP INDEX `organization_next_due_at`;
