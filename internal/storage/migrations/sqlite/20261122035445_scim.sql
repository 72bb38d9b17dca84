-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_groups" table
CREATE TABLE `new_groups` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `kind` text NOT NULL, `source` text NOT NULL DEFAULT ('MANUAL'), `external_id` text NULL, `status` text NOT NULL, `description` text NULL, `interpretation` json NULL, `criteria` json NULL, `pending` json NULL, `failure_code` text NULL, `failure_message` text NULL, `built_through` integer NOT NULL DEFAULT (0), `member_count` integer NOT NULL DEFAULT (0), `watched_count` integer NULL, `watched_at` integer NOT NULL DEFAULT (0), `version` integer NOT NULL DEFAULT (0), `client_mutation_id` text NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, CONSTRAINT `groups_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "groups" to new temporary table "new_groups"
INSERT INTO `new_groups` (`id`, `organization_id`, `name`, `name_key`, `kind`, `status`, `description`, `interpretation`, `criteria`, `pending`, `failure_code`, `failure_message`, `built_through`, `member_count`, `watched_count`, `watched_at`, `version`, `client_mutation_id`, `created_at`, `updated_at`) SELECT `id`, `organization_id`, `name`, `name_key`, `kind`, `status`, `description`, `interpretation`, `criteria`, `pending`, `failure_code`, `failure_message`, `built_through`, `member_count`, `watched_count`, `watched_at`, `version`, `client_mutation_id`, `created_at`, `updated_at` FROM `groups`;
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
-- create "scim_users" table
CREATE TABLE `scim_users` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `employee_id` integer NOT NULL, `user_name` text NOT NULL, `user_name_key` text NOT NULL, `external_id` text NULL, `document` json NOT NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, `deleted_at` integer NULL, CONSTRAINT `scim_users_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "scimuser_organization_id_employee_id" to table: "scim_users"
CREATE UNIQUE INDEX `scimuser_organization_id_employee_id` ON `scim_users` (`organization_id`, `employee_id`);
-- create index "scimuser_organization_id_user_name_key" to table: "scim_users"
CREATE UNIQUE INDEX `scimuser_organization_id_user_name_key` ON `scim_users` (`organization_id`, `user_name_key`);
-- create index "scimuser_organization_id_external_id" to table: "scim_users"
CREATE INDEX `scimuser_organization_id_external_id` ON `scim_users` (`organization_id`, `external_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "scimuser_organization_id_external_id" to table: "scim_users"
DROP INDEX `scimuser_organization_id_external_id`;
-- reverse: create index "scimuser_organization_id_user_name_key" to table: "scim_users"
DROP INDEX `scimuser_organization_id_user_name_key`;
-- reverse: create index "scimuser_organization_id_employee_id" to table: "scim_users"
DROP INDEX `scimuser_organization_id_employee_id`;
-- reverse: create "scim_users" table
DROP TABLE `scim_users`;
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
