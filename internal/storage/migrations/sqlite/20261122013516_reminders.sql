-- +goose Up
-- create "reminders" table
CREATE TABLE `reminders` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `request_id` integer NOT NULL, `employee_id` integer NOT NULL, `state` text NOT NULL, `attempts` integer NOT NULL DEFAULT (0), `wait_until` integer NOT NULL, `failure` text NULL, `settled_at` integer NULL, CONSTRAINT `reminders_request_id` FOREIGN KEY (`organization_id`, `request_id`) REFERENCES `reminder_requests` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `reminders_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "reminder_request_id_employee_id" to table: "reminders"
CREATE UNIQUE INDEX `reminder_request_id_employee_id` ON `reminders` (`request_id`, `employee_id`);
-- create index "reminder_organization_id_request_id_state_wait_until" to table: "reminders"
CREATE INDEX `reminder_organization_id_request_id_state_wait_until` ON `reminders` (`organization_id`, `request_id`, `state`, `wait_until`);
-- create index "reminder_organization_id_employee_id" to table: "reminders"
CREATE INDEX `reminder_organization_id_employee_id` ON `reminders` (`organization_id`, `employee_id`);
-- create "reminder_requests" table
CREATE TABLE `reminder_requests` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `group_name` text NOT NULL, `message` text NOT NULL DEFAULT (''), `client_mutation_id` text NULL, `fingerprint` text NOT NULL, `delivery` text NOT NULL, `queued` integer NOT NULL, `skipped_no_pending` integer NOT NULL, `skipped_recently` integer NOT NULL, `skipped_disabled` integer NOT NULL, `skipped_not_member` integer NOT NULL, `outages` integer NOT NULL DEFAULT (0), `trouble` text NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, CONSTRAINT `reminder_requests_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "reminderrequest_organization_id_id" to table: "reminder_requests"
CREATE UNIQUE INDEX `reminderrequest_organization_id_id` ON `reminder_requests` (`organization_id`, `id`);
-- create index "reminderrequest_organization_id_client_mutation_id" to table: "reminder_requests"
CREATE UNIQUE INDEX `reminderrequest_organization_id_client_mutation_id` ON `reminder_requests` (`organization_id`, `client_mutation_id`);
-- create index "reminderrequest_organization_id_group_id_id" to table: "reminder_requests"
CREATE INDEX `reminderrequest_organization_id_group_id_id` ON `reminder_requests` (`organization_id`, `group_id`, `id`);

-- +goose Down
-- reverse: create index "reminderrequest_organization_id_group_id_id" to table: "reminder_requests"
DROP INDEX `reminderrequest_organization_id_group_id_id`;
-- reverse: create index "reminderrequest_organization_id_client_mutation_id" to table: "reminder_requests"
DROP INDEX `reminderrequest_organization_id_client_mutation_id`;
-- reverse: create index "reminderrequest_organization_id_id" to table: "reminder_requests"
DROP INDEX `reminderrequest_organization_id_id`;
-- reverse: create "reminder_requests" table
DROP TABLE `reminder_requests`;
-- reverse: create index "reminder_organization_id_employee_id" to table: "reminders"
DROP INDEX `reminder_organization_id_employee_id`;
-- reverse: create index "reminder_organization_id_request_id_state_wait_until" to table: "reminders"
DROP INDEX `reminder_organization_id_request_id_state_wait_until`;
-- reverse: create index "reminder_request_id_employee_id" to table: "reminders"
DROP INDEX `reminder_request_id_employee_id`;
-- reverse: create "reminders" table
DROP TABLE `reminders`;
