-- The ministry catches up on changes that it missed: which published thing was changed, and where in the log that stands.
-- Who changed it, why, and from what to what stays the province's own.
CREATE POLICY audit_log_national ON audit_log FOR SELECT TO app_national USING (published);
--> statement-breakpoint
GRANT SELECT (province_id, id, entity, entity_id, entity_version, action, published, xact, at)
  ON audit_log TO app_national;
