ALTER TABLE "plans" ADD COLUMN "completed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD COLUMN "by_lead" boolean;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD COLUMN "first_submitted_at" timestamp with time zone;