DROP INDEX "task_departments_department_idx";--> statement-breakpoint
ALTER TABLE "rollup_builds" ADD COLUMN "due_dates_copied" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "task_departments_due_idx" ON "task_departments" USING btree ("province_id","department_id","due_on","task_id");