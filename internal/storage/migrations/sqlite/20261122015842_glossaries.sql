-- +goose Up
-- create "glossaries" table
CREATE TABLE `glossaries` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `content` json NOT NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, CONSTRAINT `glossaries_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "glossary_organization_id_id" to table: "glossaries"
CREATE UNIQUE INDEX `glossary_organization_id_id` ON `glossaries` (`organization_id`, `id`);
-- create index "glossary_organization_id_created_at" to table: "glossaries"
CREATE INDEX `glossary_organization_id_created_at` ON `glossaries` (`organization_id`, `created_at`);

-- +goose Down
-- reverse: create index "glossary_organization_id_created_at" to table: "glossaries"
DROP INDEX `glossary_organization_id_created_at`;
-- reverse: create index "glossary_organization_id_id" to table: "glossaries"
DROP INDEX `glossary_organization_id_id`;
-- reverse: create "glossaries" table
DROP TABLE `glossaries`;
