-- +goose Up
-- drop index "membership_organization_id_employee_id" from table: "memberships"
DROP INDEX `membership_organization_id_employee_id`;
-- create index "membership_organization_id_employee_id_group_id" to table: "memberships"
CREATE INDEX `membership_organization_id_employee_id_group_id` ON `memberships` (`organization_id`, `employee_id`, `group_id`);

-- +goose Down
-- reverse: create index "membership_organization_id_employee_id_group_id" to table: "memberships"
DROP INDEX `membership_organization_id_employee_id_group_id`;
-- reverse: drop index "membership_organization_id_employee_id" from table: "memberships"
CREATE INDEX `membership_organization_id_employee_id` ON `memberships` (`organization_id`, `employee_id`);
