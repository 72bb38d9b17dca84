-- +goose Up
-- drop index "membership_organization_id_employee_id" from table: "memberships"
DROP INDEX "membership_organization_id_employee_id";
-- create index "membership_organization_id_employee_id_group_id" to table: "memberships"
CREATE INDEX "membership_organization_id_employee_id_group_id" ON "memberships" ("organization_id", "employee_id", "group_id");
-- drop index "simulationevent_organization_id_employee_id_occurred_at" from table: "simulation_events"
DROP INDEX "simulationevent_organization_id_employee_id_occurred_at";
-- create index "simulationevent_organization_id_employee_id_occurred_at" to table: "simulation_events"
CREATE INDEX "simulationevent_organization_id_employee_id_occurred_at" ON "simulation_events" ("organization_id", "employee_id", "occurred_at") INCLUDE ("type", "campaign_id", "channel", "template_key", "automated");
-- drop index "trainingevent_organization_id_employee_id_occurred_at" from table: "training_events"
DROP INDEX "trainingevent_organization_id_employee_id_occurred_at";
-- create index "trainingevent_organization_id_employee_id_occurred_at" to table: "training_events"
CREATE INDEX "trainingevent_organization_id_employee_id_occurred_at" ON "training_events" ("organization_id", "employee_id", "occurred_at") INCLUDE ("type", "course_id", "due_at");

-- +goose Down
-- reverse: create index "trainingevent_organization_id_employee_id_occurred_at" to table: "training_events"
DROP INDEX "trainingevent_organization_id_employee_id_occurred_at";
-- reverse: drop index "trainingevent_organization_id_employee_id_occurred_at" from table: "training_events"
CREATE INDEX "trainingevent_organization_id_employee_id_occurred_at" ON "training_events" ("organization_id", "employee_id", "occurred_at");
-- reverse: create index "simulationevent_organization_id_employee_id_occurred_at" to table: "simulation_events"
DROP INDEX "simulationevent_organization_id_employee_id_occurred_at";
-- reverse: drop index "simulationevent_organization_id_employee_id_occurred_at" from table: "simulation_events"
CREATE INDEX "simulationevent_organization_id_employee_id_occurred_at" ON "simulation_events" ("organization_id", "employee_id", "occurred_at");
-- reverse: create index "membership_organization_id_employee_id_group_id" to table: "memberships"
DROP INDEX "membership_organization_id_employee_id_group_id";
-- reverse: drop index "membership_organization_id_employee_id" from table: "memberships"
CREATE INDEX "membership_organization_id_employee_id" ON "memberships" ("organization_id", "employee_id");
