-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_groups" table
CREATE TABLE `new_groups` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `kind` text NOT NULL, `source` text NOT NULL DEFAULT ('MANUAL'), `external_id` text NULL, `status` text NOT NULL, `description` text NULL, `interpretation` json NULL, `criteria` json NULL, `pending` json NULL, `failure_code` text NULL, `failure_message` text NULL, `member_count` integer NOT NULL DEFAULT (0), `watched_count` integer NULL, `watched_at` integer NOT NULL DEFAULT (0), `version` integer NOT NULL DEFAULT (0), `client_mutation_id` text NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, CONSTRAINT `groups_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "groups" to new temporary table "new_groups"
INSERT INTO `new_groups` (`id`, `organization_id`, `name`, `name_key`, `kind`, `source`, `external_id`, `status`, `description`, `interpretation`, `criteria`, `pending`, `failure_code`, `failure_message`, `member_count`, `watched_count`, `watched_at`, `version`, `client_mutation_id`, `created_at`, `updated_at`) SELECT `id`, `organization_id`, `name`, `name_key`, `kind`, `source`, `external_id`, `status`, `description`, `interpretation`, `criteria`, `pending`, `failure_code`, `failure_message`, `member_count`, `watched_count`, `watched_at`, `version`, `client_mutation_id`, `created_at`, `updated_at` FROM `groups`;
-- drop "groups" table after copying rows
DROP TABLE `groups`;
-- rename temporary table "new_groups" to "groups"
ALTER TABLE `new_groups` RENAME TO `groups`;
-- create index "group_organization_id_id" to table: "groups"
CREATE UNIQUE INDEX `group_organization_id_id` ON `groups` (`organization_id`, `id`);
-- create index "group_organization_id_status_id" to table: "groups"
CREATE INDEX `group_organization_id_status_id` ON `groups` (`organization_id`, `status`, `id`);
-- create index "group_organization_id_name_key_id" to table: "groups"
CREATE INDEX `group_organization_id_name_key_id` ON `groups` (`organization_id`, `name_key`, `id`);
-- create index "group_organization_id_client_mutation_id" to table: "groups"
CREATE UNIQUE INDEX `group_organization_id_client_mutation_id` ON `groups` (`organization_id`, `client_mutation_id`);
-- create index "group_organization_id_external_id" to table: "groups"
CREATE INDEX `group_organization_id_external_id` ON `groups` (`organization_id`, `external_id`);
-- create "generation_touches" table
CREATE TABLE `generation_touches` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `touched_at` integer NOT NULL, CONSTRAINT `generation_touches_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `generation_touches_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "generationtouch_group_id_employee_id" to table: "generation_touches"
CREATE UNIQUE INDEX `generationtouch_group_id_employee_id` ON `generation_touches` (`group_id`, `employee_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "generationtouch_group_id_employee_id" to table: "generation_touches"
DROP INDEX `generationtouch_group_id_employee_id`;
-- reverse: create "generation_touches" table
DROP TABLE `generation_touches`;
-- reverse: create index "group_organization_id_external_id" to table: "groups"
DROP INDEX `group_organization_id_external_id`;
-- reverse: create index "group_organization_id_client_mutation_id" to table: "groups"
DROP INDEX `group_organization_id_client_mutation_id`;
-- reverse: create index "group_organization_id_name_key_id" to table: "groups"
DROP INDEX `group_organization_id_name_key_id`;
-- reverse: create index "group_organization_id_status_id" to table: "groups"
DROP INDEX `group_organization_id_status_id`;
-- reverse: create index "group_organization_id_id" to table: "groups"
DROP INDEX `group_organization_id_id`;
-- reverse: create "new_groups" table
DROP TABLE `new_groups`;
