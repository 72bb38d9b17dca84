-- +goose Up
-- modify "groups" table
ALTER TABLE "groups" ADD COLUMN "watched_count" bigint NULL, ADD COLUMN "watched_at" bigint NOT NULL DEFAULT 0;

-- +goose Down
-- reverse: modify "groups" table
ALTER TABLE "groups" DROP COLUMN "watched_at", DROP COLUMN "watched_count";
