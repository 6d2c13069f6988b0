CREATE TABLE "rollup_builds" (
	"province_id" integer NOT NULL,
	"basis" text NOT NULL,
	CONSTRAINT "rollup_builds_pkey" PRIMARY KEY("province_id")
);
--> statement-breakpoint
ALTER TABLE "rollup_builds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_cell_figures" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"quarter" integer DEFAULT 0 NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"department_kind" text DEFAULT '' NOT NULL,
	"indicator_code" text NOT NULL,
	"exact" bigint,
	"at_least" bigint,
	"about" bigint,
	"just_under" bigint,
	"unknown" bigint,
	"value" numeric,
	"lower" numeric,
	CONSTRAINT "rollup_cell_figures_pkey" PRIMARY KEY("province_id","year","quarter","category","department_kind","indicator_code")
);
--> statement-breakpoint
ALTER TABLE "rollup_cell_figures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_cells" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"quarter" integer DEFAULT 0 NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"department_kind" text DEFAULT '' NOT NULL,
	"counts_from" date DEFAULT '-infinity' NOT NULL,
	"plans_draft" bigint,
	"plans_submitted" bigint,
	"plans_returned" bigint,
	"plans_approved" bigint,
	"plans_completed" bigint,
	"plans_cancelled" bigint,
	"tasks_not_started" bigint,
	"tasks_in_progress" bigint,
	"tasks_completed" bigint,
	"tasks_cancelled" bigint,
	"overdue" bigint,
	"completed_on_time" bigint,
	"due" bigint,
	"submitted" bigint,
	"on_time" bigint,
	"recommendations_open" bigint,
	"recommendations_answered" bigint,
	"reporting" bigint,
	"progress_tasks" bigint,
	"progress" numeric,
	"planned_tasks" bigint,
	"planned_budget" numeric,
	"spent_reports" bigint,
	"spent_budget" numeric,
	CONSTRAINT "rollup_cells_pkey" PRIMARY KEY("province_id","year","quarter","category","department_kind","counts_from")
);
--> statement-breakpoint
ALTER TABLE "rollup_cells" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_deltas" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"year" integer NOT NULL,
	"quarter" integer DEFAULT 0 NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"department_kind" text DEFAULT '' NOT NULL,
	"department_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL,
	"counts_from" date DEFAULT '-infinity' NOT NULL,
	"plans_draft" bigint,
	"plans_submitted" bigint,
	"plans_returned" bigint,
	"plans_approved" bigint,
	"plans_completed" bigint,
	"plans_cancelled" bigint,
	"tasks_not_started" bigint,
	"tasks_in_progress" bigint,
	"tasks_completed" bigint,
	"tasks_cancelled" bigint,
	"overdue" bigint,
	"completed_on_time" bigint,
	"due" bigint,
	"submitted" bigint,
	"on_time" bigint,
	"recommendations_open" bigint,
	"recommendations_answered" bigint,
	"reporting" bigint,
	"progress_tasks" bigint,
	"progress" numeric,
	"planned_tasks" bigint,
	"planned_budget" numeric,
	"spent_reports" bigint,
	"spent_budget" numeric,
	CONSTRAINT "rollup_deltas_pkey" PRIMARY KEY("province_id","id")
);
--> statement-breakpoint
ALTER TABLE "rollup_deltas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_department_figures" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"quarter" integer DEFAULT 0 NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"department_kind" text DEFAULT '' NOT NULL,
	"department_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL,
	"indicator_code" text NOT NULL,
	"exact" bigint,
	"at_least" bigint,
	"about" bigint,
	"just_under" bigint,
	"unknown" bigint,
	"value" numeric,
	"lower" numeric,
	CONSTRAINT "rollup_department_figures_pkey" PRIMARY KEY("province_id","year","quarter","category","department_kind","department_id","indicator_code")
);
--> statement-breakpoint
ALTER TABLE "rollup_department_figures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_departments" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"quarter" integer DEFAULT 0 NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"department_kind" text DEFAULT '' NOT NULL,
	"department_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL,
	"counts_from" date DEFAULT '-infinity' NOT NULL,
	"plans_draft" bigint,
	"plans_submitted" bigint,
	"plans_returned" bigint,
	"plans_approved" bigint,
	"plans_completed" bigint,
	"plans_cancelled" bigint,
	"tasks_not_started" bigint,
	"tasks_in_progress" bigint,
	"tasks_completed" bigint,
	"tasks_cancelled" bigint,
	"overdue" bigint,
	"completed_on_time" bigint,
	"due" bigint,
	"submitted" bigint,
	"on_time" bigint,
	"recommendations_open" bigint,
	"recommendations_answered" bigint,
	"reporting" bigint,
	"progress_tasks" bigint,
	"progress" numeric,
	"planned_tasks" bigint,
	"planned_budget" numeric,
	"spent_reports" bigint,
	"spent_budget" numeric,
	CONSTRAINT "rollup_departments_pkey" PRIMARY KEY("province_id","year","quarter","category","department_kind","department_id","counts_from")
);
--> statement-breakpoint
ALTER TABLE "rollup_departments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_figure_deltas" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"year" integer NOT NULL,
	"quarter" integer DEFAULT 0 NOT NULL,
	"category" text DEFAULT '' NOT NULL,
	"department_kind" text DEFAULT '' NOT NULL,
	"department_id" uuid DEFAULT '00000000-0000-0000-0000-000000000000' NOT NULL,
	"indicator_code" text NOT NULL,
	"exact" bigint,
	"at_least" bigint,
	"about" bigint,
	"just_under" bigint,
	"unknown" bigint,
	"value" numeric,
	"lower" numeric,
	CONSTRAINT "rollup_figure_deltas_pkey" PRIMARY KEY("province_id","id")
);
--> statement-breakpoint
ALTER TABLE "rollup_figure_deltas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_plan_deltas" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"year" integer NOT NULL,
	"first_year" integer NOT NULL,
	"plans_draft" bigint,
	"plans_submitted" bigint,
	"plans_returned" bigint,
	"plans_approved" bigint,
	"plans_completed" bigint,
	"plans_cancelled" bigint,
	CONSTRAINT "rollup_plan_deltas_pkey" PRIMARY KEY("province_id","id")
);
--> statement-breakpoint
ALTER TABLE "rollup_plan_deltas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_plan_years" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"first_year" integer NOT NULL,
	"plans_draft" bigint,
	"plans_submitted" bigint,
	"plans_returned" bigint,
	"plans_approved" bigint,
	"plans_completed" bigint,
	"plans_cancelled" bigint,
	CONSTRAINT "rollup_plan_years_pkey" PRIMARY KEY("province_id","year","first_year")
);
--> statement-breakpoint
ALTER TABLE "rollup_plan_years" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_units" (
	"province_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"measures" jsonb DEFAULT '[]' NOT NULL,
	"figures" jsonb DEFAULT '[]' NOT NULL,
	"plan_years" jsonb DEFAULT '[]' NOT NULL,
	CONSTRAINT "rollup_units_pkey" PRIMARY KEY("province_id","id")
);
--> statement-breakpoint
ALTER TABLE "rollup_units" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_year_figures" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"indicator_code" text NOT NULL,
	"exact" bigint,
	"at_least" bigint,
	"about" bigint,
	"just_under" bigint,
	"unknown" bigint,
	"value" numeric,
	"lower" numeric,
	CONSTRAINT "rollup_year_figures_pkey" PRIMARY KEY("province_id","year","indicator_code")
);
--> statement-breakpoint
ALTER TABLE "rollup_year_figures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rollup_years" (
	"province_id" integer NOT NULL,
	"year" integer NOT NULL,
	"counts_from" date DEFAULT '-infinity' NOT NULL,
	"plans_draft" bigint,
	"plans_submitted" bigint,
	"plans_returned" bigint,
	"plans_approved" bigint,
	"plans_completed" bigint,
	"plans_cancelled" bigint,
	"tasks_not_started" bigint,
	"tasks_in_progress" bigint,
	"tasks_completed" bigint,
	"tasks_cancelled" bigint,
	"overdue" bigint,
	"completed_on_time" bigint,
	"due" bigint,
	"submitted" bigint,
	"on_time" bigint,
	"recommendations_open" bigint,
	"recommendations_answered" bigint,
	"reporting" bigint,
	"progress_tasks" bigint,
	"progress" numeric,
	"planned_tasks" bigint,
	"planned_budget" numeric,
	"spent_reports" bigint,
	"spent_budget" numeric,
	CONSTRAINT "rollup_years_pkey" PRIMARY KEY("province_id","year","counts_from")
);
--> statement-breakpoint
ALTER TABLE "rollup_years" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "rollup_builds_read" ON "rollup_builds" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_builds_insert" ON "rollup_builds" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_builds_update" ON "rollup_builds" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_builds_national" ON "rollup_builds" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_cell_figures_read" ON "rollup_cell_figures" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_cell_figures_insert" ON "rollup_cell_figures" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_cell_figures_update" ON "rollup_cell_figures" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_cell_figures_delete" ON "rollup_cell_figures" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_cell_figures_national" ON "rollup_cell_figures" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_cells_read" ON "rollup_cells" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_cells_insert" ON "rollup_cells" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_cells_update" ON "rollup_cells" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_cells_delete" ON "rollup_cells" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_cells_national" ON "rollup_cells" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_deltas_read" ON "rollup_deltas" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_deltas_insert" ON "rollup_deltas" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_deltas_update" ON "rollup_deltas" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_deltas_delete" ON "rollup_deltas" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_deltas_national" ON "rollup_deltas" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_department_figures_read" ON "rollup_department_figures" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_department_figures_insert" ON "rollup_department_figures" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_department_figures_update" ON "rollup_department_figures" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_department_figures_delete" ON "rollup_department_figures" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_department_figures_national" ON "rollup_department_figures" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_departments_read" ON "rollup_departments" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_departments_insert" ON "rollup_departments" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_departments_update" ON "rollup_departments" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_departments_delete" ON "rollup_departments" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_departments_national" ON "rollup_departments" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_figure_deltas_read" ON "rollup_figure_deltas" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_figure_deltas_insert" ON "rollup_figure_deltas" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_figure_deltas_update" ON "rollup_figure_deltas" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_figure_deltas_delete" ON "rollup_figure_deltas" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_figure_deltas_national" ON "rollup_figure_deltas" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_plan_deltas_read" ON "rollup_plan_deltas" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_plan_deltas_insert" ON "rollup_plan_deltas" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_plan_deltas_update" ON "rollup_plan_deltas" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_plan_deltas_delete" ON "rollup_plan_deltas" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_plan_deltas_national" ON "rollup_plan_deltas" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_plan_years_read" ON "rollup_plan_years" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_plan_years_insert" ON "rollup_plan_years" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_plan_years_update" ON "rollup_plan_years" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_plan_years_delete" ON "rollup_plan_years" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_plan_years_national" ON "rollup_plan_years" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_units_read" ON "rollup_units" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_units_insert" ON "rollup_units" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_units_update" ON "rollup_units" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_units_delete" ON "rollup_units" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_units_national" ON "rollup_units" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_year_figures_read" ON "rollup_year_figures" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_year_figures_insert" ON "rollup_year_figures" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_year_figures_update" ON "rollup_year_figures" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_year_figures_delete" ON "rollup_year_figures" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_year_figures_national" ON "rollup_year_figures" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);--> statement-breakpoint
CREATE POLICY "rollup_years_read" ON "rollup_years" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "rollup_years_insert" ON "rollup_years" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_years_update" ON "rollup_years" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "rollup_years_delete" ON "rollup_years" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and true);--> statement-breakpoint
CREATE POLICY "rollup_years_national" ON "rollup_years" AS PERMISSIVE FOR SELECT TO "app_national" USING (true);