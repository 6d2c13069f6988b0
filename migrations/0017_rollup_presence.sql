ALTER TABLE "rollup_cells" ADD COLUMN "facts" bigint;--> statement-breakpoint
ALTER TABLE "rollup_deltas" ADD COLUMN "facts" bigint;--> statement-breakpoint
ALTER TABLE "rollup_departments" ADD COLUMN "facts" bigint;--> statement-breakpoint
ALTER TABLE "rollup_years" ADD COLUMN "facts" bigint;