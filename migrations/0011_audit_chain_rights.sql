ALTER TABLE audit_chain FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit_seals FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Links and seals are only ever added.
GRANT SELECT, INSERT ON audit_chain, audit_seals TO app_serving;
--> statement-breakpoint
GRANT SELECT, INSERT ON national_audit_chain, national_audit_seals TO app_national;
