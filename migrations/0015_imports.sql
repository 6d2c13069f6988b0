CREATE TABLE "import_changes" (
	"province_id" integer NOT NULL,
	"job_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"line" integer NOT NULL,
	"entity" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "import_changes_pkey" PRIMARY KEY("province_id","job_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "import_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_chunks" (
	"province_id" integer NOT NULL,
	"job_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "import_chunks_pkey" PRIMARY KEY("province_id","job_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "import_chunks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_jobs" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"role" text NOT NULL,
	"kind" text NOT NULL,
	"mode" text NOT NULL,
	"dry_run" boolean NOT NULL,
	"name" text NOT NULL,
	"format" text NOT NULL,
	"file_province_id" integer NOT NULL,
	"province_ids" integer[] DEFAULT '{}' NOT NULL,
	"state" text NOT NULL,
	"cancelled" boolean DEFAULT false NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_created" integer DEFAULT 0 NOT NULL,
	"rows_changed" integer DEFAULT 0 NOT NULL,
	"rows_unchanged" integer DEFAULT 0 NOT NULL,
	"rows_refused" integer DEFAULT 0 NOT NULL,
	"problems" integer DEFAULT 0 NOT NULL,
	"changes" integer DEFAULT 0 NOT NULL,
	"departments_made" jsonb DEFAULT '[]' NOT NULL,
	"waiting" jsonb DEFAULT '[]' NOT NULL,
	"xacts" text[] DEFAULT '{}' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp with time zone,
	"crashes" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "import_jobs_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "import_jobs_state_check" CHECK ("import_jobs"."state" in ('RECEIVING', 'CHECKING', 'APPLYING', 'APPLIED', 'REFUSED', 'FAILED', 'CANCELLED', 'UNDONE')),
	CONSTRAINT "import_jobs_mode_check" CHECK ("import_jobs"."mode" in ('atomic', 'partial'))
);
--> statement-breakpoint
ALTER TABLE "import_jobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_problems" (
	"province_id" integer NOT NULL,
	"job_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"problem" text NOT NULL,
	CONSTRAINT "import_problems_pkey" PRIMARY KEY("province_id","job_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "import_problems" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "departments_name_key";--> statement-breakpoint
DROP INDEX "plans_source_key";--> statement-breakpoint
DROP INDEX "progress_reports_source_key";--> statement-breakpoint
DROP INDEX "tasks_source_key";--> statement-breakpoint
ALTER TABLE "departments" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "plans" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "recommendations" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_job_fkey" FOREIGN KEY ("province_id","job_id") REFERENCES "public"."import_jobs"("province_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_job_fkey" FOREIGN KEY ("province_id","job_id") REFERENCES "public"."import_jobs"("province_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_jobs" ADD CONSTRAINT "import_jobs_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_problems" ADD CONSTRAINT "import_problems_job_fkey" FOREIGN KEY ("province_id","job_id") REFERENCES "public"."import_jobs"("province_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_jobs_open_idx" ON "import_jobs" USING btree ("province_id","id") WHERE "import_jobs"."finished_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "departments_name_key" ON "departments" USING btree ("province_id","name_key") WHERE "departments"."existed_until" is null and "departments"."withdrawn_by" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "plans_source_key" ON "plans" USING btree ("province_id","source_key") WHERE "plans"."withdrawn_by" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "progress_reports_source_key" ON "progress_reports" USING btree ("province_id","source_key","revision") WHERE "progress_reports"."withdrawn_by" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_source_key" ON "tasks" USING btree ("province_id","source_key") WHERE "tasks"."withdrawn_by" is null;--> statement-breakpoint
CREATE POLICY "import_changes_read" ON "import_changes" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "import_changes_insert" ON "import_changes" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_changes_update" ON "import_changes" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_changes_delete" ON "import_changes" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "import_chunks_read" ON "import_chunks" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "import_chunks_insert" ON "import_chunks" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_chunks_update" ON "import_chunks" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_chunks_delete" ON "import_chunks" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "import_jobs_read" ON "import_jobs" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "import_jobs_insert" ON "import_jobs" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_jobs_update" ON "import_jobs" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_jobs_delete" ON "import_jobs" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and state = 'RECEIVING');--> statement-breakpoint
CREATE POLICY "import_problems_read" ON "import_problems" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "import_problems_insert" ON "import_problems" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_problems_update" ON "import_problems" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "import_problems_delete" ON "import_problems" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
ALTER POLICY "departments_read" ON "departments" TO app_serving USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]) and case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end);--> statement-breakpoint
ALTER POLICY "departments_national" ON "departments" TO app_national USING (published and withdrawn_by is null);--> statement-breakpoint
ALTER POLICY "documents_read" ON "documents" TO app_serving USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]) and case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end);--> statement-breakpoint
ALTER POLICY "documents_national" ON "documents" TO app_national USING (published and withdrawn_by is null);--> statement-breakpoint
ALTER POLICY "plans_read" ON "plans" TO app_serving USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]) and case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end);--> statement-breakpoint
ALTER POLICY "plans_national" ON "plans" TO app_national USING (published and withdrawn_by is null);--> statement-breakpoint
ALTER POLICY "progress_reports_read" ON "progress_reports" TO app_serving USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]) and case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end);--> statement-breakpoint
ALTER POLICY "progress_reports_national" ON "progress_reports" TO app_national USING (published and withdrawn_by is null);--> statement-breakpoint
ALTER POLICY "recommendations_read" ON "recommendations" TO app_serving USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]) and case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end);--> statement-breakpoint
ALTER POLICY "recommendations_national" ON "recommendations" TO app_national USING (published and withdrawn_by is null);--> statement-breakpoint
ALTER POLICY "tasks_read" ON "tasks" TO app_serving USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]) and case when withdrawn_by is null then true
  else withdrawn_by = nullif(current_setting('app.undoing', true), '')::uuid end);--> statement-breakpoint
ALTER POLICY "tasks_national" ON "tasks" TO app_national USING (published and withdrawn_by is null);