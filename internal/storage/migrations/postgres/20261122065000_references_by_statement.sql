-- +goose Up
-- What many rows are written to at once has its references checked for all rows of a statement together: row by row, foreign keys
-- took more than a third of what an event costs. Written by hand: the tool that compares tables does not see triggers.
ALTER TABLE "simulation_events" DROP CONSTRAINT "simulation_events_employee_id", DROP CONSTRAINT "simulation_events_campaign_id";
ALTER TABLE "training_events" DROP CONSTRAINT "training_events_employee_id", DROP CONSTRAINT "training_events_course_id";
ALTER TABLE "memberships" DROP CONSTRAINT "memberships_group_id", DROP CONSTRAINT "memberships_employee_id";
ALTER TABLE "past_memberships" DROP CONSTRAINT "past_memberships_group_id", DROP CONSTRAINT "past_memberships_employee_id";

-- A plan is kept for all later statements of a connection, of few rows or of a million: looking up each row in the index does for all.
-- +goose StatementBegin
CREATE FUNCTION "simulation_events_refer"() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM "written" w WHERE NOT EXISTS (
            SELECT FROM "employees" e WHERE e."organization_id" = w."organization_id" AND e."id" = w."employee_id"))
        OR EXISTS (SELECT FROM (SELECT DISTINCT "organization_id", "campaign_id" FROM "written") w WHERE NOT EXISTS (
            SELECT FROM "campaigns" c WHERE c."organization_id" = w."organization_id" AND c."id" = w."campaign_id")) THEN
        RAISE EXCEPTION 'a row of % violates foreign key constraint: it points at a row that its organization does not have', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION "training_events_refer"() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM "written" w WHERE NOT EXISTS (
            SELECT FROM "employees" e WHERE e."organization_id" = w."organization_id" AND e."id" = w."employee_id"))
        OR EXISTS (SELECT FROM (SELECT DISTINCT "organization_id", "course_id" FROM "written") w WHERE NOT EXISTS (
            SELECT FROM "courses" c WHERE c."organization_id" = w."organization_id" AND c."id" = w."course_id")) THEN
        RAISE EXCEPTION 'a row of % violates foreign key constraint: it points at a row that its organization does not have', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION "memberships_refer"() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT "organization_id", "employee_id" FROM "written") w WHERE NOT EXISTS (
            SELECT FROM "employees" e WHERE e."organization_id" = w."organization_id" AND e."id" = w."employee_id"))
        OR EXISTS (SELECT FROM (SELECT DISTINCT "organization_id", "group_id" FROM "written") w WHERE NOT EXISTS (
            SELECT FROM "groups" g WHERE g."organization_id" = w."organization_id" AND g."id" = w."group_id")) THEN
        RAISE EXCEPTION 'a row of % violates foreign key constraint: it points at a row that its organization does not have', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
-- What belongs to a group goes with it.
CREATE FUNCTION "groups_take_along"() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM "memberships" m USING "gone" g WHERE m."organization_id" = g."organization_id" AND m."group_id" = g."id";
    DELETE FROM "past_memberships" m USING "gone" g WHERE m."organization_id" = g."organization_id" AND m."group_id" = g."id";
    RETURN NULL;
END
$$;
-- Everything else that is pointed at stays, and stays where it is.
CREATE FUNCTION "references_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% violates foreign key constraint: its rows are pointed at, and never deleted nor given another id or organization', TG_TABLE_NAME USING ERRCODE = 'foreign_key_violation';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER "simulation_events_insert" AFTER INSERT ON "simulation_events" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "simulation_events_refer"();
CREATE TRIGGER "simulation_events_update" AFTER UPDATE ON "simulation_events" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "simulation_events_refer"();
CREATE TRIGGER "training_events_insert" AFTER INSERT ON "training_events" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "training_events_refer"();
CREATE TRIGGER "training_events_update" AFTER UPDATE ON "training_events" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "training_events_refer"();
CREATE TRIGGER "memberships_insert" AFTER INSERT ON "memberships" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "memberships_refer"();
CREATE TRIGGER "memberships_update" AFTER UPDATE ON "memberships" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "memberships_refer"();
CREATE TRIGGER "past_memberships_insert" AFTER INSERT ON "past_memberships" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "memberships_refer"();
CREATE TRIGGER "past_memberships_update" AFTER UPDATE ON "past_memberships" REFERENCING NEW TABLE AS "written" EXECUTE FUNCTION "memberships_refer"();
CREATE TRIGGER "groups_delete" AFTER DELETE ON "groups" REFERENCING OLD TABLE AS "gone" EXECUTE FUNCTION "groups_take_along"();
CREATE TRIGGER "groups_stay" BEFORE TRUNCATE OR UPDATE OF "organization_id", "id" ON "groups" EXECUTE FUNCTION "references_stay"();
CREATE TRIGGER "employees_stay" BEFORE DELETE OR TRUNCATE OR UPDATE OF "organization_id", "id" ON "employees" EXECUTE FUNCTION "references_stay"();
CREATE TRIGGER "campaigns_stay" BEFORE DELETE OR TRUNCATE OR UPDATE OF "organization_id", "id" ON "campaigns" EXECUTE FUNCTION "references_stay"();
CREATE TRIGGER "courses_stay" BEFORE DELETE OR TRUNCATE OR UPDATE OF "organization_id", "id" ON "courses" EXECUTE FUNCTION "references_stay"();

-- +goose Down
DROP TRIGGER "courses_stay" ON "courses";
DROP TRIGGER "campaigns_stay" ON "campaigns";
DROP TRIGGER "employees_stay" ON "employees";
DROP TRIGGER "groups_stay" ON "groups";
DROP TRIGGER "groups_delete" ON "groups";
DROP TRIGGER "past_memberships_update" ON "past_memberships";
DROP TRIGGER "past_memberships_insert" ON "past_memberships";
DROP TRIGGER "memberships_update" ON "memberships";
DROP TRIGGER "memberships_insert" ON "memberships";
DROP TRIGGER "training_events_update" ON "training_events";
DROP TRIGGER "training_events_insert" ON "training_events";
DROP TRIGGER "simulation_events_update" ON "simulation_events";
DROP TRIGGER "simulation_events_insert" ON "simulation_events";
DROP FUNCTION "references_stay"();
DROP FUNCTION "groups_take_along"();
DROP FUNCTION "memberships_refer"();
DROP FUNCTION "training_events_refer"();
DROP FUNCTION "simulation_events_refer"();
ALTER TABLE "past_memberships" ADD CONSTRAINT "past_memberships_group_id" FOREIGN KEY ("organization_id", "group_id") REFERENCES "groups" ("organization_id", "id") ON DELETE CASCADE, ADD CONSTRAINT "past_memberships_employee_id" FOREIGN KEY ("organization_id", "employee_id") REFERENCES "employees" ("organization_id", "id");
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_group_id" FOREIGN KEY ("organization_id", "group_id") REFERENCES "groups" ("organization_id", "id") ON DELETE CASCADE, ADD CONSTRAINT "memberships_employee_id" FOREIGN KEY ("organization_id", "employee_id") REFERENCES "employees" ("organization_id", "id");
ALTER TABLE "training_events" ADD CONSTRAINT "training_events_employee_id" FOREIGN KEY ("organization_id", "employee_id") REFERENCES "employees" ("organization_id", "id"), ADD CONSTRAINT "training_events_course_id" FOREIGN KEY ("organization_id", "course_id") REFERENCES "courses" ("organization_id", "id");
ALTER TABLE "simulation_events" ADD CONSTRAINT "simulation_events_employee_id" FOREIGN KEY ("organization_id", "employee_id") REFERENCES "employees" ("organization_id", "id"), ADD CONSTRAINT "simulation_events_campaign_id" FOREIGN KEY ("organization_id", "campaign_id") REFERENCES "campaigns" ("organization_id", "id");
