-- +goose Up
-- create "gophish_secrets" table
CREATE TABLE `gophish_secrets` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `address_hash` text NOT NULL, `half` text NOT NULL, `created_at` integer NOT NULL, `created_by` text NOT NULL, CONSTRAINT `gophish_secrets_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "gophish_secrets_address_hash_key" to table: "gophish_secrets"
CREATE UNIQUE INDEX `gophish_secrets_address_hash_key` ON `gophish_secrets` (`address_hash`);
-- create index "gophishsecret_organization_id" to table: "gophish_secrets"
CREATE UNIQUE INDEX `gophishsecret_organization_id` ON `gophish_secrets` (`organization_id`);
-- create "import_rejections" table
CREATE TABLE `import_rejections` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `import_id` integer NOT NULL, `line` integer NOT NULL, `code` text NOT NULL, `message` text NOT NULL, CONSTRAINT `import_rejections_import_id` FOREIGN KEY (`organization_id`, `import_id`) REFERENCES `imports` (`organization_id`, `id`) ON DELETE CASCADE);
-- create index "importrejection_organization_id_import_id_id" to table: "import_rejections"
CREATE INDEX `importrejection_organization_id_import_id_id` ON `import_rejections` (`organization_id`, `import_id`, `id`);
-- create "imports" table
CREATE TABLE `imports` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organization_id` integer NOT NULL, `kind` text NOT NULL, `source` text NOT NULL, `dry_run` bool NOT NULL, `status` text NOT NULL, `row_count` integer NOT NULL DEFAULT (0), `accepted` integer NOT NULL DEFAULT (0), `unchanged` integer NOT NULL DEFAULT (0), `rejected` integer NOT NULL DEFAULT (0), `size` integer NULL, `arrived` integer NOT NULL DEFAULT (0), `failure_code` text NULL, `failure_message` text NULL, `started_at` integer NOT NULL, `beat_at` integer NOT NULL, `finished_at` integer NULL, `created_by` text NOT NULL, CONSTRAINT `imports_organization_id` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE NO ACTION);
-- create index "importrun_organization_id_id" to table: "imports"
CREATE UNIQUE INDEX `importrun_organization_id_id` ON `imports` (`organization_id`, `id`);
-- create index "importrun_status_beat_at" to table: "imports"
CREATE INDEX `importrun_status_beat_at` ON `imports` (`status`, `beat_at`);
-- create index "importrun_started_at" to table: "imports"
CREATE INDEX `importrun_started_at` ON `imports` (`started_at`);

-- +goose Down
-- reverse: create index "importrun_started_at" to table: "imports"
DROP INDEX `importrun_started_at`;
-- reverse: create index "importrun_status_beat_at" to table: "imports"
DROP INDEX `importrun_status_beat_at`;
-- reverse: create index "importrun_organization_id_id" to table: "imports"
DROP INDEX `importrun_organization_id_id`;
-- reverse: create "imports" table
DROP TABLE `imports`;
-- reverse: create index "importrejection_organization_id_import_id_id" to table: "import_rejections"
DROP INDEX `importrejection_organization_id_import_id_id`;
-- reverse: create "import_rejections" table
DROP TABLE `import_rejections`;
-- reverse: create index "gophishsecret_organization_id" to table: "gophish_secrets"
DROP INDEX `gophishsecret_organization_id`;
-- reverse: create index "gophish_secrets_address_hash_key" to table: "gophish_secrets"
DROP INDEX `gophish_secrets_address_hash_key`;
-- reverse: create "gophish_secrets" table
DROP TABLE `gophish_secrets`;
