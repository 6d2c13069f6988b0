ALTER TABLE members FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE service_accounts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON members, service_accounts TO app_serving, app_national;
--> statement-breakpoint
GRANT SELECT, INSERT ON national_audit_log TO app_national;
--> statement-breakpoint

-- The one way to a member whose province isn't known yet: by the whole subject. It enters the subject, so that row security
-- shows its rows and no others, and answers for whom it acts: where it has been active longest without a break.
CREATE FUNCTION app_member(who text) RETURNS SETOF members
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.subject = %L', who);
  RETURN QUERY SELECT * FROM members m WHERE m.subject = who AND m.deactivated_at IS NULL
    ORDER BY m.active_since, m.id LIMIT 1;
END
$$;
--> statement-breakpoint
-- The one way to a service account before it is known who keeps it: by its id. Revoked ones are found too.
CREATE FUNCTION app_account(who uuid) RETURNS SETOF service_accounts
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.client = %L', who);
  RETURN QUERY SELECT * FROM service_accounts a WHERE a.id = who;
END
$$;
--> statement-breakpoint
-- Notes that an account was used, at most once a minute however many processes call this.
CREATE FUNCTION app_account_used(who uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.client = %L', who);
  UPDATE service_accounts a SET last_used_at = now()
    WHERE a.id = who AND (a.last_used_at IS NULL OR a.last_used_at < now() - interval '1 minute');
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app_member(text), app_account(uuid), app_account_used(uuid) FROM public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_member(text), app_account(uuid), app_account_used(uuid) TO app_serving;
