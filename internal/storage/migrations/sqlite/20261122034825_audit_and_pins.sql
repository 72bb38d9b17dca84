-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_exclusions" table
CREATE TABLE `new_exclusions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, `expires_at` integer NULL, `renewed_at` integer NULL, `renewed_by` text NULL, `reason` text NOT NULL, `note` text NULL, CONSTRAINT `exclusions_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `exclusions_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- copy rows from old table "exclusions" to new temporary table "new_exclusions"
INSERT INTO `new_exclusions` (`id`, `organization_id`, `group_id`, `employee_id`, `created_at`, `created_by`, `reason`, `note`) SELECT `id`, `organization_id`, `group_id`, `employee_id`, `created_at`, `created_by`, `reason`, `note` FROM `exclusions`;
-- drop "exclusions" table after copying rows
DROP TABLE `exclusions`;
-- rename temporary table "new_exclusions" to "exclusions"
ALTER TABLE `new_exclusions` RENAME TO `exclusions`;
-- create index "exclusion_organization_id_id" to table: "exclusions"
CREATE UNIQUE INDEX `exclusion_organization_id_id` ON `exclusions` (`organization_id`, `id`);
-- create index "exclusion_group_id_employee_id" to table: "exclusions"
CREATE UNIQUE INDEX `exclusion_group_id_employee_id` ON `exclusions` (`group_id`, `employee_id`);
-- create index "exclusion_organization_id_employee_id" to table: "exclusions"
CREATE INDEX `exclusion_organization_id_employee_id` ON `exclusions` (`organization_id`, `employee_id`);
-- create index "exclusion_organization_id_expires_at" to table: "exclusions"
CREATE INDEX `exclusion_organization_id_expires_at` ON `exclusions` (`organization_id`, `expires_at`);
-- add column "follow_up_course" to table: "organizations"
ALTER TABLE `organizations` ADD COLUMN `follow_up_course` text NULL;
-- create "audit_entries" table
CREATE TABLE `audit_entries` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `at` integer NOT NULL, `actor_id` integer NULL, `actor` text NOT NULL, `source` text NOT NULL, `action` text NOT NULL, `subject_kind` text NOT NULL, `subject_id` integer NULL, `subject_name` text NOT NULL DEFAULT (''), `details` json NOT NULL, CONSTRAINT `audit_entries_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "auditentry_organization_id_at_id" to table: "audit_entries"
CREATE INDEX `auditentry_organization_id_at_id` ON `audit_entries` (`organization_id`, `at`, `id`);
-- create index "auditentry_organization_id_actor_id_at_id" to table: "audit_entries"
CREATE INDEX `auditentry_organization_id_actor_id_at_id` ON `audit_entries` (`organization_id`, `actor_id`, `at`, `id`);
-- create index "auditentry_organization_id_action_at_id" to table: "audit_entries"
CREATE INDEX `auditentry_organization_id_action_at_id` ON `audit_entries` (`organization_id`, `action`, `at`, `id`);
-- create index "auditentry_organization_id_subject_kind_subject_id_at_id" to table: "audit_entries"
CREATE INDEX `auditentry_organization_id_subject_kind_subject_id_at_id` ON `audit_entries` (`organization_id`, `subject_kind`, `subject_id`, `at`, `id`);
-- create "pins" table
CREATE TABLE `pins` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, `expires_at` integer NULL, `renewed_at` integer NULL, `renewed_by` text NULL, `note` text NOT NULL, CONSTRAINT `pins_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `pins_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "pin_organization_id_id" to table: "pins"
CREATE UNIQUE INDEX `pin_organization_id_id` ON `pins` (`organization_id`, `id`);
-- create index "pin_group_id_employee_id" to table: "pins"
CREATE UNIQUE INDEX `pin_group_id_employee_id` ON `pins` (`group_id`, `employee_id`);
-- create index "pin_organization_id_employee_id" to table: "pins"
CREATE INDEX `pin_organization_id_employee_id` ON `pins` (`organization_id`, `employee_id`);
-- create index "pin_organization_id_expires_at" to table: "pins"
CREATE INDEX `pin_organization_id_expires_at` ON `pins` (`organization_id`, `expires_at`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "pin_organization_id_expires_at" to table: "pins"
DROP INDEX `pin_organization_id_expires_at`;
-- reverse: create index "pin_organization_id_employee_id" to table: "pins"
DROP INDEX `pin_organization_id_employee_id`;
-- reverse: create index "pin_group_id_employee_id" to table: "pins"
DROP INDEX `pin_group_id_employee_id`;
-- reverse: create index "pin_organization_id_id" to table: "pins"
DROP INDEX `pin_organization_id_id`;
-- reverse: create "pins" table
DROP TABLE `pins`;
-- reverse: create index "auditentry_organization_id_subject_kind_subject_id_at_id" to table: "audit_entries"
DROP INDEX `auditentry_organization_id_subject_kind_subject_id_at_id`;
-- reverse: create index "auditentry_organization_id_action_at_id" to table: "audit_entries"
DROP INDEX `auditentry_organization_id_action_at_id`;
-- reverse: create index "auditentry_organization_id_actor_id_at_id" to table: "audit_entries"
DROP INDEX `auditentry_organization_id_actor_id_at_id`;
-- reverse: create index "auditentry_organization_id_at_id" to table: "audit_entries"
DROP INDEX `auditentry_organization_id_at_id`;
-- reverse: create "audit_entries" table
DROP TABLE `audit_entries`;
-- reverse: add column "follow_up_course" to table: "organizations"
ALTER TABLE `organizations` DROP COLUMN `follow_up_course`;
-- reverse: create index "exclusion_organization_id_expires_at" to table: "exclusions"
DROP INDEX `exclusion_organization_id_expires_at`;
-- reverse: create index "exclusion_organization_id_employee_id" to table: "exclusions"
DROP INDEX `exclusion_organization_id_employee_id`;
-- reverse: create index "exclusion_group_id_employee_id" to table: "exclusions"
DROP INDEX `exclusion_group_id_employee_id`;
-- reverse: create index "exclusion_organization_id_id" to table: "exclusions"
DROP INDEX `exclusion_organization_id_id`;
-- reverse: create "new_exclusions" table
DROP TABLE `new_exclusions`;
