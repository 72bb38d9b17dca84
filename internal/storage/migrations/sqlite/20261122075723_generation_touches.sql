-- +goose Up
-- Written by hand: the tool would make the table of groups anew.
ALTER TABLE `groups` DROP COLUMN `built_through`;
-- create "generation_touches" table
CREATE TABLE `generation_touches` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `group_id` integer NOT NULL, `employee_id` integer NOT NULL, `touched_at` integer NOT NULL, CONSTRAINT `generation_touches_group_id` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `groups` (`organization_id`, `id`) ON DELETE CASCADE, CONSTRAINT `generation_touches_employee_id` FOREIGN KEY (`organization_id`, `employee_id`) REFERENCES `employees` (`organization_id`, `id`) ON DELETE NO ACTION);
-- create index "generationtouch_group_id_employee_id" to table: "generation_touches"
CREATE UNIQUE INDEX `generationtouch_group_id_employee_id` ON `generation_touches` (`group_id`, `employee_id`);

-- +goose Down
DROP TABLE `generation_touches`;
ALTER TABLE `groups` ADD COLUMN `built_through` integer NOT NULL DEFAULT (0);
