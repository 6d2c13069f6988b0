-- Row security holds for the owner too. The policies themselves stand beside each table, made from one template.
DO $$
DECLARE tenant regclass;
BEGIN
  FOR tenant IN
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
  LOOP
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant);
  END LOOP;
END
$$;
--> statement-breakpoint
-- Unique keys in which two nulls are the same: a document without a date, a report without a task.
CREATE UNIQUE INDEX documents_number_key ON documents (province_id, issuer, reference, issued_on)
  NULLS NOT DISTINCT WHERE number IS NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX documents_title_key ON documents (province_id, issuer, title, issued_on)
  NULLS NOT DISTINCT WHERE number IS NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX central_documents_number_key ON central_documents (issuer, reference, issued_on)
  NULLS NOT DISTINCT WHERE number IS NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX central_documents_title_key ON central_documents (issuer, title, issued_on)
  NULLS NOT DISTINCT WHERE number IS NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX progress_reports_subject_key
  ON progress_reports (province_id, plan_id, task_id, department_id, period_code, revision) NULLS NOT DISTINCT;
--> statement-breakpoint
-- Names sort in Vietnamese order.
CREATE INDEX departments_sort_idx ON departments (province_id, name COLLATE "vi-x-icu", id);
--> statement-breakpoint
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION fold(text) TO app_serving, app_national;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_enter(integer, integer[]) TO app_serving, app_national;
--> statement-breakpoint
GRANT SELECT ON provinces, province_codes, successions, indicators, reporting_periods, calendar_days, central_documents
  TO app_serving, app_national;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON departments, documents, plans, tasks, progress_reports, recommendations TO app_serving;
--> statement-breakpoint
-- Parts of a whole are replaced with it; what they were is in the audit log.
GRANT SELECT, INSERT, UPDATE, DELETE ON legal_bases, task_departments, task_targets, indicator_values TO app_serving;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit_log TO app_serving;
--> statement-breakpoint
-- Central documents are kept by the ministry.
GRANT INSERT ON central_documents TO app_national;
--> statement-breakpoint
GRANT SELECT ON departments, documents, plans, legal_bases, tasks, task_departments, task_targets, progress_reports,
  indicator_values, recommendations TO app_national;
