ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO app_serving;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON national_idempotency_keys TO app_national;
--> statement-breakpoint

-- What was once submitted stays on record: the policies let only drafts be deleted, and this keeps anything from
-- becoming a draft again, whoever asks.
CREATE FUNCTION keep_on_record() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was submitted can''t become a draft again' USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER keep_on_record BEFORE UPDATE ON plans FOR EACH ROW
  WHEN (old.status <> 'DRAFT' AND new.status = 'DRAFT') EXECUTE FUNCTION keep_on_record();
--> statement-breakpoint
CREATE TRIGGER keep_on_record BEFORE UPDATE ON progress_reports FOR EACH ROW
  WHEN (old.status <> 'DRAFT' AND new.status = 'DRAFT') EXECUTE FUNCTION keep_on_record();
--> statement-breakpoint
CREATE TRIGGER keep_on_record BEFORE UPDATE ON tasks FOR EACH ROW
  WHEN (old.filed AND NOT new.filed) EXECUTE FUNCTION keep_on_record();
--> statement-breakpoint
CREATE TRIGGER keep_on_record BEFORE UPDATE ON recommendations FOR EACH ROW
  WHEN (old.published AND NOT new.published) EXECUTE FUNCTION keep_on_record();
--> statement-breakpoint
GRANT DELETE ON plans, tasks, progress_reports, recommendations TO app_serving;
--> statement-breakpoint

-- The ministry answers recommendations: it enters the one province, and may touch these columns of published rows only.
CREATE POLICY recommendations_answer ON recommendations FOR UPDATE TO app_national
  USING (published AND province_id = nullif(current_setting('app.own_province', true), '')::integer)
  WITH CHECK (published AND province_id = nullif(current_setting('app.own_province', true), '')::integer);
--> statement-breakpoint
GRANT UPDATE (status, answer, answered_at, version, updated_at) ON recommendations TO app_national;
--> statement-breakpoint
CREATE POLICY audit_log_answer ON audit_log FOR INSERT TO app_national
  WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);
--> statement-breakpoint
GRANT INSERT ON audit_log TO app_national;
