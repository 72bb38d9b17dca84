-- +goose Up
-- An audit entry stays as it was written. Written by hand: the tool that compares tables does not see triggers.
-- +goose StatementBegin
CREATE FUNCTION "audit_entries_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER "audit_entries_keep" BEFORE UPDATE ON "audit_entries" EXECUTE FUNCTION "audit_entries_refuse"();
CREATE TRIGGER "audit_entries_stay" BEFORE DELETE OR TRUNCATE ON "audit_entries" EXECUTE FUNCTION "audit_entries_refuse"();

-- +goose Down
DROP TRIGGER "audit_entries_stay" ON "audit_entries";
DROP TRIGGER "audit_entries_keep" ON "audit_entries";
DROP FUNCTION "audit_entries_refuse"();
