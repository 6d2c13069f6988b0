-- What the tables need: text folded for search, and the one way to enter a scope. The roles app_serving and
-- app_national exist before the first migration; the migrator makes them.

-- Case, Vietnamese tone and vowel marks, đ and no-break spaces are ignored by search. Decomposing first leaves only
-- ASCII letters to lower, so the result is the same under any collation and the function is truly immutable.
CREATE FUNCTION fold(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(translate(
    normalize(input, NFD),
    U&'đĐ\00A0\0300\0301\0302\0303\0304\0306\0307\0308\0309\030A\030B\030C\031B\0323\0326\0327\0328\0331',
    'dd '))
$$;
--> statement-breakpoint

-- Enters a scope until the transaction ends: which provinces' rows may be read, and in which one rows may be written
-- (null: in none). SET LOCAL by EXECUTE, and not set_config, because a distributed Postgres passes only the former on
-- to its nodes; citus.propagate_set_commands is a harmless placeholder elsewhere.
CREATE FUNCTION app_enter(own integer, readable integer[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('citus.propagate_set_commands', 'local', true);
  EXECUTE format('SET LOCAL app.own_province = %L', coalesce(own::text, ''));
  EXECUTE format('SET LOCAL app.readable_provinces = %L', coalesce(readable::text, ''));
END
$$;
