-- +goose Up
-- create "api_keys" table
CREATE TABLE `api_keys` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `name` text NOT NULL, `role` text NOT NULL, `token_hash` text NOT NULL, `hint` text NOT NULL, `created_at` integer NOT NULL, `expires_at` integer NULL, `revoked_at` integer NULL, `last_used_at` integer NULL, CONSTRAINT `api_keys_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "api_keys_token_hash_key" to table: "api_keys"
CREATE UNIQUE INDEX `api_keys_token_hash_key` ON `api_keys` (`token_hash`);
-- create index "apikey_organization_id_id" to table: "api_keys"
CREATE UNIQUE INDEX `apikey_organization_id_id` ON `api_keys` (`organization_id`, `id`);
-- create index "apikey_organization_id_created_at" to table: "api_keys"
CREATE INDEX `apikey_organization_id_created_at` ON `api_keys` (`organization_id`, `created_at`);
-- create "campaigns" table
CREATE TABLE `campaigns` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `created_at` integer NOT NULL, CONSTRAINT `campaigns_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "campaign_organization_id_id" to table: "campaigns"
CREATE UNIQUE INDEX `campaign_organization_id_id` ON `campaigns` (`organization_id`, `id`);
-- create index "campaign_organization_id_name_key" to table: "campaigns"
CREATE UNIQUE INDEX `campaign_organization_id_name_key` ON `campaigns` (`organization_id`, `name_key`);
-- create "courses" table
CREATE TABLE `courses` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `created_at` integer NOT NULL, CONSTRAINT `courses_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "course_organization_id_id" to table: "courses"
CREATE UNIQUE INDEX `course_organization_id_id` ON `courses` (`organization_id`, `id`);
-- create index "course_organization_id_name_key" to table: "courses"
CREATE UNIQUE INDEX `course_organization_id_name_key` ON `courses` (`organization_id`, `name_key`);
-- create "departments" table
CREATE TABLE `departments` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `parent_id` integer NULL, `name` text NOT NULL, `name_key` text NOT NULL, `path` text NOT NULL, `path_key` text NOT NULL, `lineage` text NOT NULL DEFAULT (''), `source` text NOT NULL DEFAULT ('IMPORT'), `created_at` integer NOT NULL, CONSTRAINT `departments_parent_id` FOREIGN KEY (`organization_id`, `parent_id`) REFERENCES `departments` (`organization_id`, `id`) ON DELETE NO ACTION, CONSTRAINT `departments_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "department_organization_id_id" to table: "departments"
CREATE UNIQUE INDEX `department_organization_id_id` ON `departments` (`organization_id`, `id`);
-- create index "department_organization_id_path_key" to table: "departments"
CREATE UNIQUE INDEX `department_organization_id_path_key` ON `departments` (`organization_id`, `path_key`);
-- create index "department_organization_id_parent_id" to table: "departments"
CREATE INDEX `department_organization_id_parent_id` ON `departments` (`organization_id`, `parent_id`);
-- create "employees" table
CREATE TABLE `employees` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `email` text NOT NULL, `email_key` text NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `external_id` text NULL, `external_id_key` text NOT NULL DEFAULT (''), `title` text NULL, `title_key` text NOT NULL DEFAULT (''), `department_id` integer NULL, `manager_key` text NOT NULL DEFAULT (''), `location` text NULL, `location_key` text NOT NULL DEFAULT (''), `country` text NOT NULL DEFAULT (''), `language` text NOT NULL DEFAULT (''), `employee_type` text NOT NULL DEFAULT (''), `hired_on` integer NULL, `status` text NOT NULL DEFAULT ('ACTIVE'), `last_login_at` integer NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, `attributes` json NOT NULL, `attributes_key` json NOT NULL, CONSTRAINT `employees_department_id` FOREIGN KEY (`organization_id`, `department_id`) REFERENCES `departments` (`organization_id`, `id`) ON DELETE NO ACTION, CONSTRAINT `employees_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "employee_organization_id_id" to table: "employees"
CREATE UNIQUE INDEX `employee_organization_id_id` ON `employees` (`organization_id`, `id`);
-- create index "employee_organization_id_email_key" to table: "employees"
CREATE UNIQUE INDEX `employee_organization_id_email_key` ON `employees` (`organization_id`, `email_key`);
-- create index "employee_organization_id_name_key_id" to table: "employees"
CREATE INDEX `employee_organization_id_name_key_id` ON `employees` (`organization_id`, `name_key`, `id`);
-- create index "employee_organization_id_department_id" to table: "employees"
CREATE INDEX `employee_organization_id_department_id` ON `employees` (`organization_id`, `department_id`);
-- create index "employee_organization_id_manager_key" to table: "employees"
CREATE INDEX `employee_organization_id_manager_key` ON `employees` (`organization_id`, `manager_key`);
-- create index "employee_organization_id_hired_on" to table: "employees"
CREATE INDEX `employee_organization_id_hired_on` ON `employees` (`organization_id`, `hired_on`);
-- create index "employee_organization_id_last_login_at" to table: "employees"
CREATE INDEX `employee_organization_id_last_login_at` ON `employees` (`organization_id`, `last_login_at`);
-- create index "employee_organization_id_created_at" to table: "employees"
CREATE INDEX `employee_organization_id_created_at` ON `employees` (`organization_id`, `created_at`);
-- create "exclusions" table
CREATE TABLE `exclusions` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `reason` text NOT NULL, `note` text NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, CONSTRAINT `exclusions_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `exclusions_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "exclusion_organization_id_id" to table: "exclusions"
CREATE UNIQUE INDEX `exclusion_organization_id_id` ON `exclusions` (`organization_id`, `id`);
-- create index "exclusion_group_id_employee_id" to table: "exclusions"
CREATE UNIQUE INDEX `exclusion_group_id_employee_id` ON `exclusions` (`group_id`, `employee_id`);
-- create index "exclusion_organization_id_employee_id" to table: "exclusions"
CREATE INDEX `exclusion_organization_id_employee_id` ON `exclusions` (`organization_id`, `employee_id`);
-- create "groups" table
CREATE TABLE `groups` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `name` text NOT NULL, `name_key` text NOT NULL, `kind` text NOT NULL, `status` text NOT NULL, `description` text NULL, `interpretation` json NULL, `criteria` json NULL, `pending` json NULL, `failure_code` text NULL, `failure_message` text NULL, `built_through` integer NOT NULL DEFAULT (0), `member_count` integer NOT NULL DEFAULT (0), `version` integer NOT NULL DEFAULT (0), `client_mutation_id` text NULL, `created_at` integer NOT NULL, `updated_at` integer NOT NULL, CONSTRAINT `groups_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "group_organization_id_id" to table: "groups"
CREATE UNIQUE INDEX `group_organization_id_id` ON `groups` (`organization_id`, `id`);
-- create index "group_organization_id_status_id" to table: "groups"
CREATE INDEX `group_organization_id_status_id` ON `groups` (`organization_id`, `status`, `id`);
-- create index "group_organization_id_name_key_id" to table: "groups"
CREATE INDEX `group_organization_id_name_key_id` ON `groups` (`organization_id`, `name_key`, `id`);
-- create index "group_organization_id_client_mutation_id" to table: "groups"
CREATE UNIQUE INDEX `group_organization_id_client_mutation_id` ON `groups` (`organization_id`, `client_mutation_id`);
-- create "known_values" table
CREATE TABLE `known_values` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `field` text NOT NULL, `name` text NOT NULL DEFAULT (''), `value_key` text NOT NULL, `value` text NOT NULL, `type` text NOT NULL DEFAULT ('STRING'), CONSTRAINT `known_values_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "knownvalue_organization_id_field_name_type_value_key" to table: "known_values"
CREATE UNIQUE INDEX `knownvalue_organization_id_field_name_type_value_key` ON `known_values` (`organization_id`, `field`, `name`, `type`, `value_key`);
-- create "memberships" table
CREATE TABLE `memberships` (`organization_id` integer NOT NULL, `joined_at` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, PRIMARY KEY (`group_id`, `employee_id`), CONSTRAINT `memberships_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `memberships_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "membership_organization_id_employee_id" to table: "memberships"
CREATE INDEX `membership_organization_id_employee_id` ON `memberships` (`organization_id`, `employee_id`);
-- create "notifications" table
CREATE TABLE `notifications` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `kind` text NOT NULL, `group_id` integer NULL, `message` text NOT NULL, `created_at` integer NOT NULL, CONSTRAINT `notifications_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `notifications_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "notification_organization_id_id" to table: "notifications"
CREATE UNIQUE INDEX `notification_organization_id_id` ON `notifications` (`organization_id`, `id`);
-- create index "notification_organization_id_created_at" to table: "notifications"
CREATE INDEX `notification_organization_id_created_at` ON `notifications` (`organization_id`, `created_at`);
-- create "organizations" table
CREATE TABLE `organizations` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name` text NOT NULL, `timezone` text NOT NULL DEFAULT ('UTC'), `language` text NOT NULL DEFAULT ('en'), `retention_months` integer NOT NULL DEFAULT (0), `evaluated_at` integer NOT NULL, `next_due_at` integer NULL, `criteria_version` integer NOT NULL DEFAULT (1), `created_at` integer NOT NULL);
-- create "simulation_events" table
CREATE TABLE `simulation_events` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `event_id` text NOT NULL, `employee_id` integer NOT NULL, `type` text NOT NULL, `occurred_at` integer NOT NULL, `recorded_at` integer NOT NULL, `campaign_id` integer NOT NULL, `channel` text NOT NULL DEFAULT (''), `template` text NOT NULL DEFAULT (''), `template_key` text NOT NULL DEFAULT (''), `automated` bool NOT NULL DEFAULT (false), CONSTRAINT `simulation_events_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION, CONSTRAINT `simulation_events_campaign_id` FOREIGN KEY (`organization_id`, `campaign_id`) REFERENCES `campaigns` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "simulationevent_organization_id_event_id" to table: "simulation_events"
CREATE UNIQUE INDEX `simulationevent_organization_id_event_id` ON `simulation_events` (`organization_id`, `event_id`);
-- create index "simulationevent_organization_id_employee_id_occurred_at" to table: "simulation_events"
CREATE INDEX `simulationevent_organization_id_employee_id_occurred_at` ON `simulation_events` (`organization_id`, `employee_id`, `occurred_at`);
-- create index "simulationevent_organization_id_occurred_at" to table: "simulation_events"
CREATE INDEX `simulationevent_organization_id_occurred_at` ON `simulation_events` (`organization_id`, `occurred_at`);
-- create index "simulationevent_organization_id_campaign_id" to table: "simulation_events"
CREATE INDEX `simulationevent_organization_id_campaign_id` ON `simulation_events` (`organization_id`, `campaign_id`);
-- create "training_events" table
CREATE TABLE `training_events` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `event_id` text NOT NULL, `employee_id` integer NOT NULL, `type` text NOT NULL, `occurred_at` integer NOT NULL, `recorded_at` integer NOT NULL, `course_id` integer NOT NULL, `due_at` integer NULL, `score` real NULL, CONSTRAINT `training_events_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION, CONSTRAINT `training_events_course_id` FOREIGN KEY (`organization_id`, `course_id`) REFERENCES `courses` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "trainingevent_organization_id_event_id" to table: "training_events"
CREATE UNIQUE INDEX `trainingevent_organization_id_event_id` ON `training_events` (`organization_id`, `event_id`);
-- create index "trainingevent_organization_id_employee_id_occurred_at" to table: "training_events"
CREATE INDEX `trainingevent_organization_id_employee_id_occurred_at` ON `training_events` (`organization_id`, `employee_id`, `occurred_at`);
-- create index "trainingevent_organization_id_occurred_at" to table: "training_events"
CREATE INDEX `trainingevent_organization_id_occurred_at` ON `training_events` (`organization_id`, `occurred_at`);
-- create index "trainingevent_organization_id_due_at" to table: "training_events"
CREATE INDEX `trainingevent_organization_id_due_at` ON `training_events` (`organization_id`, `due_at`);
-- create index "trainingevent_organization_id_course_id" to table: "training_events"
CREATE INDEX `trainingevent_organization_id_course_id` ON `training_events` (`organization_id`, `course_id`);

-- +goose Down
-- reverse: create index "trainingevent_organization_id_course_id" to table: "training_events"
DROP INDEX `trainingevent_organization_id_course_id`;
-- reverse: create index "trainingevent_organization_id_due_at" to table: "training_events"
DROP INDEX `trainingevent_organization_id_due_at`;
-- reverse: create index "trainingevent_organization_id_occurred_at" to table: "training_events"
DROP INDEX `trainingevent_organization_id_occurred_at`;
-- reverse: create index "trainingevent_organization_id_employee_id_occurred_at" to table: "training_events"
DROP INDEX `trainingevent_organization_id_employee_id_occurred_at`;
-- reverse: create index "trainingevent_organization_id_event_id" to table: "training_events"
DROP INDEX `trainingevent_organization_id_event_id`;
-- reverse: create "training_events" table
DROP TABLE `training_events`;
-- reverse: create index "simulationevent_organization_id_campaign_id" to table: "simulation_events"
DROP INDEX `simulationevent_organization_id_campaign_id`;
-- reverse: create index "simulationevent_organization_id_occurred_at" to table: "simulation_events"
DROP INDEX `simulationevent_organization_id_occurred_at`;
-- reverse: create index "simulationevent_organization_id_employee_id_occurred_at" to table: "simulation_events"
DROP INDEX `simulationevent_organization_id_employee_id_occurred_at`;
-- reverse: create index "simulationevent_organization_id_event_id" to table: "simulation_events"
DROP INDEX `simulationevent_organization_id_event_id`;
-- reverse: create "simulation_events" table
DROP TABLE `simulation_events`;
-- reverse: create "organizations" table
DROP TABLE `organizations`;
-- reverse: create index "notification_organization_id_created_at" to table: "notifications"
DROP INDEX `notification_organization_id_created_at`;
-- reverse: create index "notification_organization_id_id" to table: "notifications"
DROP INDEX `notification_organization_id_id`;
-- reverse: create "notifications" table
DROP TABLE `notifications`;
-- reverse: create index "membership_organization_id_employee_id" to table: "memberships"
DROP INDEX `membership_organization_id_employee_id`;
-- reverse: create "memberships" table
DROP TABLE `memberships`;
-- reverse: create index "knownvalue_organization_id_field_name_type_value_key" to table: "known_values"
DROP INDEX `knownvalue_organization_id_field_name_type_value_key`;
-- reverse: create "known_values" table
DROP TABLE `known_values`;
-- reverse: create index "group_organization_id_client_mutation_id" to table: "groups"
DROP INDEX `group_organization_id_client_mutation_id`;
-- reverse: create index "group_organization_id_name_key_id" to table: "groups"
DROP INDEX `group_organization_id_name_key_id`;
-- reverse: create index "group_organization_id_status_id" to table: "groups"
DROP INDEX `group_organization_id_status_id`;
-- reverse: create index "group_organization_id_id" to table: "groups"
DROP INDEX `group_organization_id_id`;
-- reverse: create "groups" table
DROP TABLE `groups`;
-- reverse: create index "exclusion_organization_id_employee_id" to table: "exclusions"
DROP INDEX `exclusion_organization_id_employee_id`;
-- reverse: create index "exclusion_group_id_employee_id" to table: "exclusions"
DROP INDEX `exclusion_group_id_employee_id`;
-- reverse: create index "exclusion_organization_id_id" to table: "exclusions"
DROP INDEX `exclusion_organization_id_id`;
-- reverse: create "exclusions" table
DROP TABLE `exclusions`;
-- reverse: create index "employee_organization_id_created_at" to table: "employees"
DROP INDEX `employee_organization_id_created_at`;
-- reverse: create index "employee_organization_id_last_login_at" to table: "employees"
DROP INDEX `employee_organization_id_last_login_at`;
-- reverse: create index "employee_organization_id_hired_on" to table: "employees"
DROP INDEX `employee_organization_id_hired_on`;
-- reverse: create index "employee_organization_id_manager_key" to table: "employees"
DROP INDEX `employee_organization_id_manager_key`;
-- reverse: create index "employee_organization_id_department_id" to table: "employees"
DROP INDEX `employee_organization_id_department_id`;
-- reverse: create index "employee_organization_id_name_key_id" to table: "employees"
DROP INDEX `employee_organization_id_name_key_id`;
-- reverse: create index "employee_organization_id_email_key" to table: "employees"
DROP INDEX `employee_organization_id_email_key`;
-- reverse: create index "employee_organization_id_id" to table: "employees"
DROP INDEX `employee_organization_id_id`;
-- reverse: create "employees" table
DROP TABLE `employees`;
-- reverse: create index "department_organization_id_parent_id" to table: "departments"
DROP INDEX `department_organization_id_parent_id`;
-- reverse: create index "department_organization_id_path_key" to table: "departments"
DROP INDEX `department_organization_id_path_key`;
-- reverse: create index "department_organization_id_id" to table: "departments"
DROP INDEX `department_organization_id_id`;
-- reverse: create "departments" table
DROP TABLE `departments`;
-- reverse: create index "course_organization_id_name_key" to table: "courses"
DROP INDEX `course_organization_id_name_key`;
-- reverse: create index "course_organization_id_id" to table: "courses"
DROP INDEX `course_organization_id_id`;
-- reverse: create "courses" table
DROP TABLE `courses`;
-- reverse: create index "campaign_organization_id_name_key" to table: "campaigns"
DROP INDEX `campaign_organization_id_name_key`;
-- reverse: create index "campaign_organization_id_id" to table: "campaigns"
DROP INDEX `campaign_organization_id_id`;
-- reverse: create "campaigns" table
DROP TABLE `campaigns`;
-- reverse: create index "apikey_organization_id_created_at" to table: "api_keys"
DROP INDEX `apikey_organization_id_created_at`;
-- reverse: create index "apikey_organization_id_id" to table: "api_keys"
DROP INDEX `apikey_organization_id_id`;
-- reverse: create index "api_keys_token_hash_key" to table: "api_keys"
DROP INDEX `api_keys_token_hash_key`;
-- reverse: create "api_keys" table
DROP TABLE `api_keys`;
