DROP INDEX "tasks_due_idx";--> statement-breakpoint
CREATE INDEX "tasks_due_idx" ON "tasks" USING btree ("province_id","due_on");