ALTER TABLE "task_departments" DROP CONSTRAINT "task_departments_pkey";
--> statement-breakpoint
ALTER TABLE "task_departments" ADD CONSTRAINT "task_departments_pkey" PRIMARY KEY("province_id","task_id","part","department_id");