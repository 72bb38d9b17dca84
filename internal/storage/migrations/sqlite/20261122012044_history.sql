-- +goose Up
-- rebuild "memberships" with "join_cause": why earlier members joined was not kept, and follows from the kind of their group
CREATE TABLE `new_memberships` (`organization_id` integer NOT NULL, `joined_at` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `join_cause` text NOT NULL, PRIMARY KEY (`group_id`, `employee_id`), CONSTRAINT `memberships_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `memberships_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
INSERT INTO `new_memberships` (`organization_id`, `joined_at`, `group_id`, `employee_id`, `join_cause`) SELECT `memberships`.`organization_id`, `joined_at`, `group_id`, `employee_id`, CASE `kind` WHEN 'MANUAL' THEN 'HAND' ELSE 'CRITERIA' END FROM `memberships` JOIN `groups` ON `groups`.`id` = `group_id`;
DROP TABLE `memberships`;
ALTER TABLE `new_memberships` RENAME TO `memberships`;
CREATE INDEX `membership_organization_id_employee_id` ON `memberships` (`organization_id`, `employee_id`);
-- create "criteria_versions" table
CREATE TABLE `criteria_versions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `description` text NOT NULL, `criteria` json NOT NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, CONSTRAINT `criteria_versions_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE);
-- create index "criteriaversion_organization_id_id" to table: "criteria_versions"
CREATE UNIQUE INDEX `criteriaversion_organization_id_id` ON `criteria_versions` (`organization_id`, `id`);
-- create index "criteriaversion_organization_id_group_id_created_at" to table: "criteria_versions"
CREATE INDEX `criteriaversion_organization_id_group_id_created_at` ON `criteria_versions` (`organization_id`, `group_id`, `created_at`);
-- create "past_memberships" table
CREATE TABLE `past_memberships` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `joined_at` integer NOT NULL, `join_cause` text NOT NULL, `left_at` integer NOT NULL, `leave_cause` text NOT NULL, CONSTRAINT `past_memberships_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `past_memberships_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "pastmembership_organization_id_group_id_employee_id_left_at" to table: "past_memberships"
CREATE INDEX `pastmembership_organization_id_group_id_employee_id_left_at` ON `past_memberships` (`organization_id`, `group_id`, `employee_id`, `left_at`);
-- create index "pastmembership_organization_id_group_id_left_at" to table: "past_memberships"
CREATE INDEX `pastmembership_organization_id_group_id_left_at` ON `past_memberships` (`organization_id`, `group_id`, `left_at`);
-- create index "pastmembership_organization_id_employee_id" to table: "past_memberships"
CREATE INDEX `pastmembership_organization_id_employee_id` ON `past_memberships` (`organization_id`, `employee_id`);

-- +goose Down
-- reverse: create index "pastmembership_organization_id_employee_id" to table: "past_memberships"
DROP INDEX `pastmembership_organization_id_employee_id`;
-- reverse: create index "pastmembership_organization_id_group_id_left_at" to table: "past_memberships"
DROP INDEX `pastmembership_organization_id_group_id_left_at`;
-- reverse: create index "pastmembership_organization_id_group_id_employee_id_left_at" to table: "past_memberships"
DROP INDEX `pastmembership_organization_id_group_id_employee_id_left_at`;
-- reverse: create "past_memberships" table
DROP TABLE `past_memberships`;
-- reverse: create index "criteriaversion_organization_id_group_id_created_at" to table: "criteria_versions"
DROP INDEX `criteriaversion_organization_id_group_id_created_at`;
-- reverse: create index "criteriaversion_organization_id_id" to table: "criteria_versions"
DROP INDEX `criteriaversion_organization_id_id`;
-- reverse: create "criteria_versions" table
DROP TABLE `criteria_versions`;
-- reverse: add column "join_cause" to table: "memberships"
ALTER TABLE `memberships` DROP COLUMN `join_cause`;
