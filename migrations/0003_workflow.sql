CREATE TABLE "idempotency_keys" (
	"province_id" integer NOT NULL,
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"request" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("province_id","subject","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "national_idempotency_keys" (
	"subject" text NOT NULL,
	"key" text NOT NULL,
	"request" text NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "national_idempotency_keys_pkey" PRIMARY KEY("subject","key")
);
--> statement-breakpoint
DROP INDEX "successions_predecessor_idx";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "published" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "xact" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "filed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_idx" ON "idempotency_keys" USING btree ("province_id","created_at");--> statement-breakpoint
CREATE INDEX "audit_log_xact_idx" ON "audit_log" USING btree ("province_id","xact","id");--> statement-breakpoint
CREATE UNIQUE INDEX "successions_active_key" ON "successions" USING btree ("predecessor_id") WHERE "successions"."withdrawn_at" is null;--> statement-breakpoint
CREATE POLICY "plans_delete" ON "plans" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and status = 'DRAFT');--> statement-breakpoint
CREATE POLICY "progress_reports_delete" ON "progress_reports" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and status = 'DRAFT');--> statement-breakpoint
CREATE POLICY "recommendations_delete" ON "recommendations" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and not published);--> statement-breakpoint
CREATE POLICY "tasks_delete" ON "tasks" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and not filed);--> statement-breakpoint
CREATE POLICY "idempotency_keys_read" ON "idempotency_keys" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "idempotency_keys_insert" ON "idempotency_keys" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "idempotency_keys_update" ON "idempotency_keys" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "idempotency_keys_delete" ON "idempotency_keys" AS PERMISSIVE FOR DELETE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and created_at < now() - interval '24 hours');--> statement-breakpoint
ALTER POLICY "indicator_values_update" ON "indicator_values" TO app_serving USING (province_id = nullif(current_setting('app.own_province', true), '')::integer and not published) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);