-- +goose Up
-- The new index comes first: history can be read while it is built.
-- create index "pastmembership_organization_id_employee_id_group_id" to table: "past_memberships"
CREATE INDEX "pastmembership_organization_id_employee_id_group_id" ON "past_memberships" ("organization_id", "employee_id", "group_id");
-- drop index "pastmembership_organization_id_employee_id" from table: "past_memberships"
DROP INDEX "pastmembership_organization_id_employee_id";
-- drop index "pastmembership_organization_id_group_id_employee_id_left_at" from table: "past_memberships"
DROP INDEX "pastmembership_organization_id_group_id_employee_id_left_at";

-- +goose Down
-- reverse: create index "pastmembership_organization_id_employee_id_group_id" to table: "past_memberships"
DROP INDEX "pastmembership_organization_id_employee_id_group_id";
-- reverse: drop index "pastmembership_organization_id_group_id_employee_id_left_at" from table: "past_memberships"
CREATE INDEX "pastmembership_organization_id_group_id_employee_id_left_at" ON "past_memberships" ("organization_id", "group_id", "employee_id", "left_at");
-- reverse: drop index "pastmembership_organization_id_employee_id" from table: "past_memberships"
CREATE INDEX "pastmembership_organization_id_employee_id" ON "past_memberships" ("organization_id", "employee_id");
