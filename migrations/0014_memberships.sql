-- As app_member, for whoever says in which place to act: all places where a subject is active, the one where it has been
-- longest without a break first.
CREATE FUNCTION app_memberships(who text) RETURNS SETOF members
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SET LOCAL app.subject = %L', who);
  RETURN QUERY SELECT * FROM members m WHERE m.subject = who AND m.deactivated_at IS NULL
    ORDER BY m.active_since, m.id;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app_memberships(text) FROM public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_memberships(text) TO app_serving;
