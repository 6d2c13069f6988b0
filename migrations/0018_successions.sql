-- The ministry records that a province merges into another, and withdraws what it has recorded; nothing of it is ever changed
-- or removed. The last day of the predecessor goes with it.
GRANT INSERT ON successions TO app_national;
--> statement-breakpoint
GRANT UPDATE (withdrawn_at) ON successions TO app_national;
--> statement-breakpoint
GRANT UPDATE (existed_until) ON provinces TO app_national;
--> statement-breakpoint

-- Enters the scope of a province (the first of `readable`) that others have merged into: of those, the ones whose succession
-- stands at this moment, whatever the process that asks has heard of it. So a withdrawal counts from its commit on.
CREATE FUNCTION app_enter_merged(own integer, readable integer[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  standing integer[];
BEGIN
  WITH RECURSIVE merged (id) AS (
    SELECT readable[1]
    UNION
    SELECT s.predecessor_id FROM merged m
    JOIN successions s ON s.successor_id = m.id AND s.predecessor_id = ANY (readable)
      AND s.withdrawn_at IS NULL AND s.effective_on <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
  SELECT array_agg(m.id) INTO standing FROM merged m;
  PERFORM app_enter(CASE WHEN own = ANY (standing) THEN own END, standing);
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app_enter_merged(integer, integer[]) FROM public;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app_enter_merged(integer, integer[]) TO app_serving;
