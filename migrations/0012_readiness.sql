-- A process compares what a database has with what it needs, also after it has started: another's restore may have taken
-- something away.
GRANT USAGE ON SCHEMA drizzle TO app_serving;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO app_serving;
