CREATE TABLE "national_audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"role" text NOT NULL,
	"request_id" text,
	"action" text NOT NULL,
	"entity" text NOT NULL,
	"entity_id" uuid NOT NULL,
	"entity_version" integer NOT NULL,
	"changes" jsonb NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"province_id" integer,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"subject" text NOT NULL,
	"display_name" text NOT NULL,
	"role" text NOT NULL,
	"department_id" uuid,
	"active_since" timestamp with time zone DEFAULT now() NOT NULL,
	"deactivated_at" timestamp with time zone,
	CONSTRAINT "members_subject_key" UNIQUE NULLS NOT DISTINCT("province_id","subject"),
	CONSTRAINT "members_role_check" CHECK ("members"."role" in ('PROVINCE_VIEWER', 'DEPARTMENT_OFFICER', 'PROVINCE_ADMIN', 'MINISTRY_ANALYST', 'MINISTRY_ADMIN')),
	CONSTRAINT "members_owner_check" CHECK (("members"."province_id" is null) = ("members"."role" in ('MINISTRY_ANALYST', 'MINISTRY_ADMIN'))),
	CONSTRAINT "members_department_check" CHECK (("members"."department_id" is not null) = ("members"."role" = 'DEPARTMENT_OFFICER'))
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "service_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"province_id" integer,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"provinces" integer[],
	"scopes" text[] NOT NULL,
	"secret_hash" text NOT NULL,
	"secret_number" integer DEFAULT 1 NOT NULL,
	"previous_hash" text,
	"previous_until" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "service_accounts_role_check" CHECK ("service_accounts"."role" in ('IMPORTER', 'PROVINCE_VIEWER', 'MINISTRY_ANALYST')),
	CONSTRAINT "service_accounts_nation_check" CHECK (("service_accounts"."provinces" is null) = ("service_accounts"."role" = 'MINISTRY_ANALYST')),
	CONSTRAINT "service_accounts_owner_check" CHECK ("service_accounts"."province_id" is null or "service_accounts"."provinces" = array["service_accounts"."province_id"]),
	CONSTRAINT "service_accounts_provinces_check" CHECK (cardinality("service_accounts"."provinces") > 0),
	CONSTRAINT "service_accounts_scopes_check" CHECK (cardinality("service_accounts"."scopes") > 0 and "service_accounts"."scopes" <@ array['changes:read', 'exports:read', 'imports:write', 'records:read', 'rollups:read']),
	CONSTRAINT "service_accounts_previous_check" CHECK (("service_accounts"."previous_hash" is null) = ("service_accounts"."previous_until" is null))
);
--> statement-breakpoint
ALTER TABLE "service_accounts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_accounts" ADD CONSTRAINT "service_accounts_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "national_audit_log_entity_idx" ON "national_audit_log" USING btree ("entity_id","id");--> statement-breakpoint
CREATE INDEX "members_subject_idx" ON "members" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "service_accounts_province_idx" ON "service_accounts" USING btree ("province_id","id");--> statement-breakpoint
CREATE POLICY "members_read" ON "members" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "members_insert" ON "members" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "members_update" ON "members" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "members_ministry_read" ON "members" AS PERMISSIVE FOR SELECT TO "app_national" USING (province_id is null);--> statement-breakpoint
CREATE POLICY "members_ministry_insert" ON "members" AS PERMISSIVE FOR INSERT TO "app_national" WITH CHECK (province_id is null);--> statement-breakpoint
CREATE POLICY "members_ministry_update" ON "members" AS PERMISSIVE FOR UPDATE TO "app_national" USING (province_id is null) WITH CHECK (province_id is null);--> statement-breakpoint
CREATE POLICY "members_identify" ON "members" AS PERMISSIVE FOR SELECT TO "app_serving" USING (subject = nullif(current_setting('app.subject', true), ''));--> statement-breakpoint
CREATE POLICY "service_accounts_read" ON "service_accounts" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "service_accounts_insert" ON "service_accounts" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "service_accounts_update" ON "service_accounts" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "service_accounts_ministry_read" ON "service_accounts" AS PERMISSIVE FOR SELECT TO "app_national" USING (province_id is null);--> statement-breakpoint
CREATE POLICY "service_accounts_ministry_insert" ON "service_accounts" AS PERMISSIVE FOR INSERT TO "app_national" WITH CHECK (province_id is null);--> statement-breakpoint
CREATE POLICY "service_accounts_ministry_update" ON "service_accounts" AS PERMISSIVE FOR UPDATE TO "app_national" USING (province_id is null) WITH CHECK (province_id is null);--> statement-breakpoint
CREATE POLICY "service_accounts_identify" ON "service_accounts" AS PERMISSIVE FOR SELECT TO "app_serving" USING (id = nullif(current_setting('app.client', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "service_accounts_use" ON "service_accounts" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (id = nullif(current_setting('app.client', true), '')::uuid);