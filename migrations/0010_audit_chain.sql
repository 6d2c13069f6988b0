CREATE TABLE "audit_chain" (
	"province_id" integer NOT NULL,
	"seq" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"key" text NOT NULL,
	"mac" text NOT NULL,
	"settled" "xid8" NOT NULL,
	CONSTRAINT "audit_chain_pkey" PRIMARY KEY("province_id","seq"),
	CONSTRAINT "audit_chain_entry_key" UNIQUE("province_id","entry_id")
);
--> statement-breakpoint
ALTER TABLE "audit_chain" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_seals" (
	"province_id" integer NOT NULL,
	"day" date NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"key" text NOT NULL,
	"mac" text NOT NULL,
	CONSTRAINT "audit_seals_pkey" PRIMARY KEY("province_id","day")
);
--> statement-breakpoint
ALTER TABLE "audit_seals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "national_audit_chain" (
	"seq" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"key" text NOT NULL,
	"mac" text NOT NULL,
	"settled" "xid8" NOT NULL,
	CONSTRAINT "national_audit_chain_pkey" PRIMARY KEY("seq"),
	CONSTRAINT "national_audit_chain_entry_key" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "national_audit_seals" (
	"day" date NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"key" text NOT NULL,
	"mac" text NOT NULL,
	CONSTRAINT "national_audit_seals_pkey" PRIMARY KEY("day")
);
--> statement-breakpoint
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_seals" ADD CONSTRAINT "audit_seals_province_fkey" FOREIGN KEY ("province_id") REFERENCES "public"."provinces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "audit_chain_read" ON "audit_chain" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "audit_chain_insert" ON "audit_chain" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "audit_chain_update" ON "audit_chain" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "audit_seals_read" ON "audit_seals" AS PERMISSIVE FOR SELECT TO "app_serving" USING (province_id = any (nullif(current_setting('app.readable_provinces', true), '')::integer[]));--> statement-breakpoint
CREATE POLICY "audit_seals_insert" ON "audit_seals" AS PERMISSIVE FOR INSERT TO "app_serving" WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);--> statement-breakpoint
CREATE POLICY "audit_seals_update" ON "audit_seals" AS PERMISSIVE FOR UPDATE TO "app_serving" USING (province_id = nullif(current_setting('app.own_province', true), '')::integer) WITH CHECK (province_id = nullif(current_setting('app.own_province', true), '')::integer);