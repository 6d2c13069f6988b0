CREATE TABLE "audit_log" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"role" text NOT NULL,
	"request_id" text,
	"action" text NOT NULL,
	"entity" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"entity_version" integer NOT NULL,
	"changes" jsonb NOT NULL,
	"reason" text,
	CONSTRAINT "audit_log_pkey" PRIMARY KEY("province_id","id")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "departments" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published" boolean DEFAULT true NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"short_name" text,
	"kind" text NOT NULL,
	"parent_id" uuid,
	"existed_from" date,
	"existed_until" date,
	"successor_id" uuid,
	"source" text,
	"search" text GENERATED ALWAYS AS (fold(name || ' ' || coalesce(short_name, ''))) STORED,
	CONSTRAINT "departments_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "departments_kind_check" CHECK ("departments"."kind" in ('DEPARTMENT', 'OFFICE', 'PARTY_BODY', 'ARMED_FORCES', 'PRESS', 'ASSOCIATION', 'DISTRICT', 'STEERING_COMMITTEE', 'MANAGEMENT_BOARD', 'CENTRAL_BODY', 'PEOPLES_COMMITTEE', 'OTHER')),
	CONSTRAINT "departments_existed_check" CHECK ("departments"."existed_from" <= "departments"."existed_until")
);
--> statement-breakpoint
ALTER TABLE "departments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "documents" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"reference" text,
	"number" integer,
	"symbol" text,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"issued_on" date,
	"issuer" text,
	"title" text,
	"source" text,
	"search" text GENERATED ALWAYS AS (fold(coalesce(reference, '') || ' ' || coalesce(title, ''))) STORED,
	CONSTRAINT "documents_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "documents_kind_check" CHECK ("documents"."kind" in ('DECISION', 'PLAN', 'PROGRAMME', 'SCHEME', 'REGULATION', 'GUIDANCE', 'REPORT', 'NOTICE', 'DIRECTIVE', 'RESOLUTION', 'CONCLUSION', 'LAW', 'TREATY', 'OFFICIAL_LETTER', 'OTHER')),
	CONSTRAINT "documents_level_check" CHECK ("documents"."level" in ('CENTRAL', 'PROVINCIAL')),
	CONSTRAINT "documents_named" CHECK (coalesce("documents"."reference", "documents"."title") is not null)
);
--> statement-breakpoint
ALTER TABLE "documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "legal_bases" (
	"province_id" integer NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"plan_id" uuid NOT NULL,
	"ordinal" smallint NOT NULL,
	"document_id" uuid,
	"central_document_id" uuid,
	CONSTRAINT "legal_bases_pkey" PRIMARY KEY("province_id","plan_id","ordinal"),
	CONSTRAINT "legal_bases_one_document" CHECK (num_nonnulls("legal_bases"."document_id", "legal_bases"."central_document_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "legal_bases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "plans" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"period_start" date NOT NULL,
	"period_end" date NOT NULL,
	"reporting_period" text NOT NULL,
	"objectives" text[] DEFAULT '{}' NOT NULL,
	"document_id" uuid,
	"parent_id" uuid,
	"submitted_at" timestamp with time zone,
	"approved_at" timestamp with time zone,
	"source_key" text,
	"source" text,
	"search" text GENERATED ALWAYS AS (fold(title)) STORED,
	CONSTRAINT "plans_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "plans_kind_check" CHECK ("plans"."kind" in ('ANNUAL', 'MULTI_YEAR', 'THEMATIC')),
	CONSTRAINT "plans_status_check" CHECK ("plans"."status" in ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'COMPLETED', 'CANCELLED')),
	CONSTRAINT "plans_reporting_period_check" CHECK ("plans"."reporting_period" in ('MONTH', 'QUARTER', 'HALF_YEAR', 'NINE_MONTHS', 'YEAR')),
	CONSTRAINT "plans_period_check" CHECK ("plans"."period_start" <= "plans"."period_end")
);
--> statement-breakpoint
ALTER TABLE "plans" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"working" boolean NOT NULL,
	"ordinal" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "central_documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reference" text,
	"number" integer,
	"symbol" text,
	"kind" text NOT NULL,
	"level" text DEFAULT 'CENTRAL' NOT NULL,
	"issued_on" date,
	"issuer" text,
	"title" text,
	"source" text,
	"search" text GENERATED ALWAYS AS (fold(coalesce(reference, '') || ' ' || coalesce(title, ''))) STORED,
	CONSTRAINT "central_documents_kind_check" CHECK ("central_documents"."kind" in ('DECISION', 'PLAN', 'PROGRAMME', 'SCHEME', 'REGULATION', 'GUIDANCE', 'REPORT', 'NOTICE', 'DIRECTIVE', 'RESOLUTION', 'CONCLUSION', 'LAW', 'TREATY', 'OFFICIAL_LETTER', 'OTHER')),
	CONSTRAINT "central_documents_level_check" CHECK ("central_documents"."level" = 'CENTRAL'),
	CONSTRAINT "central_documents_named" CHECK (coalesce("central_documents"."reference", "central_documents"."title") is not null)
);
--> statement-breakpoint
CREATE TABLE "indicators" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"unit" text NOT NULL,
	"aggregation" text NOT NULL,
	"position" smallint NOT NULL,
	CONSTRAINT "indicators_unit_check" CHECK ("indicators"."unit" in ('COUNT', 'PERSON', 'ATTENDANCE', 'VISIT', 'DAY', 'VND', 'USD', 'PERCENT')),
	CONSTRAINT "indicators_aggregation_check" CHECK ("indicators"."aggregation" in ('SUM', 'LAST', 'MAX', 'AVERAGE'))
);
--> statement-breakpoint
CREATE TABLE "province_codes" (
	"province_id" integer NOT NULL,
	"code" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	CONSTRAINT "province_codes_pkey" PRIMARY KEY("province_id","valid_from"),
	CONSTRAINT "province_codes_code_key" UNIQUE("code","valid_from")
);
--> statement-breakpoint
CREATE TABLE "provinces" (
	"id" integer PRIMARY KEY NOT NULL,
	"uid" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"ascii_name" text NOT NULL,
	"region" text NOT NULL,
	"existed_from" date,
	"existed_until" date,
	"report_due_working_days" smallint,
	CONSTRAINT "provinces_uid_key" UNIQUE("uid"),
	CONSTRAINT "provinces_slug_key" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "reporting_periods" (
	"code" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"data_from" date NOT NULL,
	"data_to" date NOT NULL,
	"year" smallint NOT NULL,
	"quarter" smallint,
	"due_working_days" smallint NOT NULL,
	CONSTRAINT "reporting_periods_kind_check" CHECK ("reporting_periods"."kind" in ('MONTH', 'QUARTER', 'HALF_YEAR', 'NINE_MONTHS', 'YEAR'))
);
--> statement-breakpoint
CREATE TABLE "successions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"predecessor_id" integer NOT NULL,
	"successor_id" integer NOT NULL,
	"effective_on" date NOT NULL,
	"legal_basis" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "successions_distinct" CHECK ("successions"."predecessor_id" <> "successions"."successor_id")
);
--> statement-breakpoint
CREATE TABLE "indicator_values" (
	"province_id" integer NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"report_id" uuid NOT NULL,
	"indicator_code" text NOT NULL,
	"value" numeric,
	"qualifier" text NOT NULL,
	"lower" numeric GENERATED ALWAYS AS (case when qualifier in ('EXACT', 'AT_LEAST') then value end) STORED,
	"upper" numeric GENERATED ALWAYS AS (case when qualifier in ('EXACT', 'JUST_UNDER') then value end) STORED,
	"as_written" text,
	CONSTRAINT "indicator_values_pkey" PRIMARY KEY("province_id","report_id","indicator_code"),
	CONSTRAINT "indicator_values_qualifier_check" CHECK ("indicator_values"."qualifier" in ('EXACT', 'AT_LEAST', 'ABOUT', 'JUST_UNDER', 'UNKNOWN')),
	CONSTRAINT "indicator_values_value_check" CHECK ("indicator_values"."value" >= 0 and ("indicator_values"."value" is null) = ("indicator_values"."qualifier" = 'UNKNOWN'))
);
--> statement-breakpoint
ALTER TABLE "indicator_values" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "progress_reports" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"plan_id" uuid,
	"task_id" uuid,
	"department_id" uuid,
	"period_code" text NOT NULL,
	"revision" smallint NOT NULL,
	"status" text NOT NULL,
	"superseded" boolean DEFAULT false NOT NULL,
	"percent_complete" numeric,
	"achievements" text,
	"limitations" text,
	"causes" text,
	"spent_budget" bigint,
	"submitted_at" timestamp with time zone,
	"deadline" date,
	"accepted_at" timestamp with time zone,
	"return_comment" text,
	"source_key" text,
	"source" text,
	CONSTRAINT "progress_reports_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "progress_reports_status_check" CHECK ("progress_reports"."status" in ('DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED')),
	CONSTRAINT "progress_reports_percent_check" CHECK ("progress_reports"."percent_complete" between 0 and 100),
	CONSTRAINT "progress_reports_budget_check" CHECK ("progress_reports"."spent_budget" >= 0),
	CONSTRAINT "progress_reports_subject_check" CHECK (("progress_reports"."task_id" is null) = ("progress_reports"."department_id" is null) and ("progress_reports"."task_id" is null or "progress_reports"."plan_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "progress_reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "recommendations" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"report_id" uuid NOT NULL,
	"ordinal" smallint NOT NULL,
	"text" text NOT NULL,
	"status" text DEFAULT 'OPEN' NOT NULL,
	"answer" text,
	"answered_at" timestamp with time zone,
	CONSTRAINT "recommendations_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "recommendations_status_check" CHECK ("recommendations"."status" in ('OPEN', 'ANSWERED', 'DECLINED')),
	CONSTRAINT "recommendations_answer_check" CHECK (("recommendations"."status" = 'OPEN') = ("recommendations"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "recommendations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "task_departments" (
	"province_id" integer NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"task_id" uuid NOT NULL,
	"department_id" uuid NOT NULL,
	"part" text NOT NULL,
	CONSTRAINT "task_departments_pkey" PRIMARY KEY("province_id","task_id","department_id","part"),
	CONSTRAINT "task_departments_part_check" CHECK ("task_departments"."part" in ('LEAD', 'COORDINATING', 'ADVISING', 'DIRECTING', 'ASSIGNING'))
);
--> statement-breakpoint
ALTER TABLE "task_departments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "task_targets" (
	"province_id" integer NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"task_id" uuid NOT NULL,
	"indicator_code" text NOT NULL,
	"value" numeric NOT NULL,
	CONSTRAINT "task_targets_pkey" PRIMARY KEY("province_id","task_id","indicator_code"),
	CONSTRAINT "task_targets_value_check" CHECK ("task_targets"."value" >= 0)
);
--> statement-breakpoint
ALTER TABLE "task_targets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tasks" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published" boolean DEFAULT false NOT NULL,
	"plan_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"title" text NOT NULL,
	"description" text,
	"category" text NOT NULL,
	"status" text NOT NULL,
	"start_on" date,
	"due_on" date,
	"due_precision" text,
	"due_text" text,
	"completed_on" date,
	"planned_budget" bigint,
	"planned_budget_source" text,
	"source_key" text,
	"source" text,
	"search" text GENERATED ALWAYS AS (fold(title || ' ' || coalesce(description, ''))) STORED,
	CONSTRAINT "tasks_pkey" PRIMARY KEY("province_id","id"),
	CONSTRAINT "tasks_category_check" CHECK ("tasks"."category" in ('STATE_MANAGEMENT', 'TRAINING', 'PRESS_INFORMATION', 'PRESS_MEETING', 'MEDIA_PRODUCTION', 'BROADCAST', 'PUBLICATION', 'EXHIBITION', 'EVENT', 'PROMOTION', 'SEA_AND_ISLANDS', 'BORDER', 'COUNTER_MISINFORMATION', 'DELEGATION', 'COORDINATION', 'OTHER')),
	CONSTRAINT "tasks_status_check" CHECK ("tasks"."status" in ('NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
	CONSTRAINT "tasks_due_precision_check" CHECK ("tasks"."due_precision" in ('DAY', 'RANGE', 'MONTH', 'EARLY_QUARTER', 'LATE_QUARTER', 'QUARTER', 'YEAR', 'RECURRING', 'OPEN')),
	CONSTRAINT "tasks_budget_check" CHECK ("tasks"."planned_budget" >= 0),
	CONSTRAINT "tasks_dates_check" CHECK ("tasks"."start_on" <= "tasks"."due_on")
);
--> statement-breakpoint
ALTER TABLE "tasks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departments" ADD CONSTRAINT "departments_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departments" ADD CONSTRAINT "departments_parent_fkey" FOREIGN KEY ("province_id","parent_id") REFERENCES "public"."departments"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departments" ADD CONSTRAINT "departments_successor_fkey" FOREIGN KEY ("province_id","successor_id") REFERENCES "public"."departments"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_bases" ADD CONSTRAINT "legal_bases_plan_fkey" FOREIGN KEY ("province_id","plan_id") REFERENCES "public"."plans"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_bases" ADD CONSTRAINT "legal_bases_document_fkey" FOREIGN KEY ("province_id","document_id") REFERENCES "public"."documents"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_bases" ADD CONSTRAINT "legal_bases_central_document_fkey" FOREIGN KEY ("central_document_id") REFERENCES "public"."central_documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_document_fkey" FOREIGN KEY ("province_id","document_id") REFERENCES "public"."documents"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_parent_fkey" FOREIGN KEY ("province_id","parent_id") REFERENCES "public"."plans"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "province_codes" ADD CONSTRAINT "province_codes_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "successions" ADD CONSTRAINT "successions_predecessor_fkey" FOREIGN KEY ("predecessor_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "successions" ADD CONSTRAINT "successions_successor_fkey" FOREIGN KEY ("successor_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_report_fkey" FOREIGN KEY ("province_id","report_id") REFERENCES "public"."progress_reports"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_indicator_fkey" FOREIGN KEY ("indicator_code") REFERENCES "public"."indicators"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_plan_fkey" FOREIGN KEY ("province_id","plan_id") REFERENCES "public"."plans"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_task_fkey" FOREIGN KEY ("province_id","task_id") REFERENCES "public"."tasks"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_department_fkey" FOREIGN KEY ("province_id","department_id") REFERENCES "public"."departments"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_period_fkey" FOREIGN KEY ("period_code") REFERENCES "public"."reporting_periods"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_report_fkey" FOREIGN KEY ("province_id","report_id") REFERENCES "public"."progress_reports"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_departments" ADD CONSTRAINT "task_departments_task_fkey" FOREIGN KEY ("province_id","task_id") REFERENCES "public"."tasks"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_departments" ADD CONSTRAINT "task_departments_department_fkey" FOREIGN KEY ("province_id","department_id") REFERENCES "public"."departments"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_targets" ADD CONSTRAINT "task_targets_task_fkey" FOREIGN KEY ("province_id","task_id") REFERENCES "public"."tasks"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_targets" ADD CONSTRAINT "task_targets_indicator_fkey" FOREIGN KEY ("indicator_code") REFERENCES "public"."indicators"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_plan_fkey" FOREIGN KEY ("province_id","plan_id") REFERENCES "public"."plans"("province_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_entity_idx" ON "audit_log" USING btree ("province_id","entity_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "departments_name_key" ON "departments" USING btree ("province_id","name_key") WHERE "departments"."existed_until" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "plans_source_key" ON "plans" USING btree ("province_id","source_key");--> statement-breakpoint
CREATE INDEX "plans_period_idx" ON "plans" USING btree ("province_id","period_start","id");--> statement-breakpoint
CREATE INDEX "plans_updated_idx" ON "plans" USING btree ("province_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "plans_document_idx" ON "plans" USING btree ("province_id","document_id");--> statement-breakpoint
CREATE INDEX "plans_parent_idx" ON "plans" USING btree ("province_id","parent_id");--> statement-breakpoint
CREATE INDEX "calendar_days_working_idx" ON "calendar_days" USING btree ("ordinal") WHERE "calendar_days"."working";--> statement-breakpoint
CREATE INDEX "reporting_periods_year_idx" ON "reporting_periods" USING btree ("year");--> statement-breakpoint
CREATE INDEX "successions_predecessor_idx" ON "successions" USING btree ("predecessor_id");--> statement-breakpoint
CREATE INDEX "successions_successor_idx" ON "successions" USING btree ("successor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "progress_reports_source_key" ON "progress_reports" USING btree ("province_id","source_key","revision");--> statement-breakpoint
CREATE INDEX "progress_reports_task_idx" ON "progress_reports" USING btree ("province_id","task_id","period_code");--> statement-breakpoint
CREATE INDEX "progress_reports_period_idx" ON "progress_reports" USING btree ("province_id","period_code","id");--> statement-breakpoint
CREATE INDEX "progress_reports_department_idx" ON "progress_reports" USING btree ("province_id","department_id","id");--> statement-breakpoint
CREATE INDEX "recommendations_report_idx" ON "recommendations" USING btree ("province_id","report_id","ordinal");--> statement-breakpoint
CREATE UNIQUE INDEX "task_departments_lead_key" ON "task_departments" USING btree ("province_id","task_id") WHERE "task_departments"."part" = 'LEAD';--> statement-breakpoint
CREATE INDEX "task_departments_department_idx" ON "task_departments" USING btree ("province_id","department_id","task_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_source_key" ON "tasks" USING btree ("province_id","source_key");--> statement-breakpoint
CREATE INDEX "tasks_plan_idx" ON "tasks" USING btree ("province_id","plan_id","ordinal","id");--> statement-breakpoint
CREATE INDEX "tasks_due_idx" ON "tasks" USING btree ("province_id","due_on","id");--> statement-breakpoint
CREATE INDEX "tasks_updated_idx" ON "tasks" USING btree ("province_id","updated_at","id");--> statement-breakpoint
CREATE POLICY "audit_log_read" ON "audit_log" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "audit_log_insert" ON "audit_log" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "audit_log_update" ON "audit_log" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "departments_read" ON "departments" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "departments_insert" ON "departments" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "departments_update" ON "departments" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "departments_national" ON "departments" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "documents_read" ON "documents" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "documents_insert" ON "documents" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "documents_update" ON "documents" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "documents_national" ON "documents" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "legal_bases_read" ON "legal_bases" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "legal_bases_insert" ON "legal_bases" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "legal_bases_update" ON "legal_bases" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "legal_bases_delete" ON "legal_bases" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "legal_bases_national" ON "legal_bases" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "plans_read" ON "plans" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "plans_insert" ON "plans" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "plans_update" ON "plans" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "plans_national" ON "plans" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "indicator_values_read" ON "indicator_values" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "indicator_values_insert" ON "indicator_values" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "indicator_values_update" ON "indicator_values" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "indicator_values_delete" ON "indicator_values" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and not published);--> statement-breakpoint
CREATE POLICY "indicator_values_national" ON "indicator_values" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "progress_reports_read" ON "progress_reports" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "progress_reports_insert" ON "progress_reports" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "progress_reports_update" ON "progress_reports" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "progress_reports_national" ON "progress_reports" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "recommendations_read" ON "recommendations" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "recommendations_insert" ON "recommendations" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "recommendations_update" ON "recommendations" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "recommendations_national" ON "recommendations" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "task_departments_read" ON "task_departments" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "task_departments_insert" ON "task_departments" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "task_departments_update" ON "task_departments" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "task_departments_delete" ON "task_departments" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "task_departments_national" ON "task_departments" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "task_targets_read" ON "task_targets" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "task_targets_insert" ON "task_targets" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "task_targets_update" ON "task_targets" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "task_targets_delete" ON "task_targets" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "task_targets_national" ON "task_targets" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);--> statement-breakpoint
CREATE POLICY "tasks_read" ON "tasks" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "tasks_insert" ON "tasks" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "tasks_update" ON "tasks" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "tasks_national" ON "tasks" AS PERMISSIVE FOR SELECT TO "app_national" USING (published);