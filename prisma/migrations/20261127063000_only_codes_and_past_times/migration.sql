-- Until now a page that something else than Slack answered could stand where Slack's error code belongs, tokens in it
-- and all. What such a page said of a token is nothing: it counts as not checked.
UPDATE "installations" SET "verify_error" = NULL, "verified_at" = NULL WHERE "verify_error" !~ '^[a-z0-9_]{1,64}$';
UPDATE "user_authorizations" SET "verify_error" = NULL, "verified_at" = NULL WHERE "verify_error" !~ '^[a-z0-9_]{1,64}$';
UPDATE "installations" SET "rotation_error" = 'slack_unreachable' WHERE "rotation_error" !~ '^[a-z0-9_]{1,64}$';
UPDATE "user_authorizations" SET "rotation_error" = 'slack_unreachable' WHERE "rotation_error" !~ '^[a-z0-9_]{1,64}$';
UPDATE "notifications" SET "reason" = 'slack_unreachable' WHERE "reason" !~ '^[a-z0-9_]{1,64}$';
UPDATE "audit_entries" SET "details" = jsonb_set("details", '{slackError}', '"slack_unreachable"')
WHERE "details"->>'slackError' !~ '^[a-z0-9_]{1,64}$';

ALTER TABLE "installations" ADD CONSTRAINT "installations_verify_error_is_a_code" CHECK ("verify_error" ~ '^[a-z0-9_]{1,64}$');
ALTER TABLE "user_authorizations" ADD CONSTRAINT "user_authorizations_verify_error_is_a_code" CHECK ("verify_error" ~ '^[a-z0-9_]{1,64}$');
ALTER TABLE "installations" ADD CONSTRAINT "installations_rotation_error_is_a_code" CHECK ("rotation_error" ~ '^[a-z0-9_]{1,64}$');
ALTER TABLE "user_authorizations" ADD CONSTRAINT "user_authorizations_rotation_error_is_a_code" CHECK ("rotation_error" ~ '^[a-z0-9_]{1,64}$');
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_reason_is_a_code" CHECK ("reason" ~ '^[a-z0-9_]{1,64}$');

-- An event's time was believed, whatever it was: one dated 2100 stood here as 2100.
UPDATE "installations" SET "revoked_at" = now() WHERE "revoked_at" > now() + interval '1 day';
UPDATE "user_authorizations" SET "revoked_at" = now() WHERE "revoked_at" > now() + interval '1 day';
UPDATE "installations" SET "uninstalled_at" = now() WHERE "uninstalled_at" > now() + interval '1 day';
UPDATE "user_authorizations" SET "uninstalled_at" = now() WHERE "uninstalled_at" > now() + interval '1 day';
UPDATE "installations" SET "migration_started_at" = now() WHERE "migration_started_at" > now() + interval '1 day';
UPDATE "workspace_access" SET "changed_at" = now() WHERE "changed_at" > now() + interval '1 day';
UPDATE "retired_tokens" SET "retired_at" = now() WHERE "retired_at" > now() + interval '1 day';
UPDATE "audit_entries" SET "at" = now() WHERE "at" > now() + interval '1 day';
