ALTER TABLE import_jobs FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE import_chunks FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE import_problems FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE import_changes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON import_jobs TO app_serving;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON import_chunks, import_problems, import_changes TO app_serving;
--> statement-breakpoint
-- Files are compressed as they come, or soon gone: not worth another compression.
ALTER TABLE import_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
--> statement-breakpoint

-- What was withdrawn holds no key any more, so that the same file can be imported again.
DROP INDEX documents_number_key;
--> statement-breakpoint
CREATE UNIQUE INDEX documents_number_key ON documents (province_id, issuer, reference, issued_on)
  NULLS NOT DISTINCT WHERE number IS NOT NULL AND withdrawn_by IS NULL;
--> statement-breakpoint
DROP INDEX documents_title_key;
--> statement-breakpoint
CREATE UNIQUE INDEX documents_title_key ON documents (province_id, issuer, title, issued_on)
  NULLS NOT DISTINCT WHERE number IS NULL AND withdrawn_by IS NULL;
--> statement-breakpoint
DROP INDEX progress_reports_subject_key;
--> statement-breakpoint
CREATE UNIQUE INDEX progress_reports_subject_key
  ON progress_reports (province_id, plan_id, task_id, department_id, period_code, revision)
  NULLS NOT DISTINCT WHERE withdrawn_by IS NULL;
--> statement-breakpoint

-- Says which import this transaction undoes, so that it can still see the rows that it withdraws.
CREATE FUNCTION app_undo(job uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.undoing = %L', job);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app_undo(uuid) FROM public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_undo(uuid) TO app_serving;
