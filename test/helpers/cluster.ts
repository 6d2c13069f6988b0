// What of Citus the statements of `npm run distribute` touch, in words of plain Postgres: it refuses what Citus refuses by
// its documentation, and moves nothing. The cluster itself is tried by an operator; nothing here stands for that.
export const clusterInWords = `
  create schema citus;
  create table citus.pg_dist_node (nodename text, nodeport integer, isactive boolean default true, shouldhaveshards boolean,
    primary key (nodename, nodeport));
  create table citus.pg_dist_partition (logicalrelid regclass primary key, partmethod "char", partkey text, colocationid integer);
  do $$ begin execute format('alter database %I set search_path = public, citus', current_database()); end $$;

  create function citus_set_coordinator_host(host text, port integer default 5432) returns void language sql as $$
    insert into citus.pg_dist_node values (host, port, true, false) on conflict do nothing $$;
  create function citus_add_node(host text, port integer) returns integer language sql as $$
    insert into citus.pg_dist_node values (host, port, true, true) on conflict do nothing; select 1 $$;
  create function column_to_column_name(t regclass, k text) returns text language sql as 'select k';

  create function refuse_for(t regclass, copied boolean) returns void language plpgsql as $$
  declare k pg_constraint; p citus.pg_dist_partition;
  begin
    if exists (select from pg_trigger where tgrelid = t and not tgisinternal)
      and current_setting('citus.enable_unsafe_triggers', true) is distinct from 'on' then
      raise 'cannot distribute relation "%" because it has triggers', t;
    end if;
    for k in select * from pg_constraint where conrelid = t and contype = 'f' and confrelid <> t loop
      select * into p from citus.pg_dist_partition where logicalrelid = k.confrelid;
      if not found then raise 'referenced table "%" must be a distributed table or a reference table', k.confrelid::regclass; end if;
      if copied and p.partmethod <> 'n' then raise 'foreign keys from reference tables to distributed tables are not supported'; end if;
    end loop;
  end $$;
  create function create_reference_table(t regclass) returns void language plpgsql as $$
  begin
    perform refuse_for(t, true);
    insert into citus.pg_dist_partition values (t, 'n', null, 1);
  end $$;
  create function create_distributed_table(t regclass, key text, kind text default 'hash', colocate_with text default 'default',
    shard_count integer default null) returns void language plpgsql as $$
  begin
    if exists (select from pg_index i where i.indrelid = t and i.indisunique and not exists (
      select from pg_attribute a where a.attrelid = t and a.attname = key and a.attnum = any (i.indkey::smallint[]))) then
      raise 'cannot create constraint on "%"', t;
    end if;
    perform refuse_for(t, false);
    insert into citus.pg_dist_partition values (t, 'h', key, case when colocate_with = 'none' then 2 else
      (select colocationid from citus.pg_dist_partition where logicalrelid = colocate_with::regclass) end);
  end $$;
  create function truncate_local_data_after_distributing_table(t regclass) returns void language plpgsql as $$
  begin
    if not exists (select from citus.pg_dist_partition where logicalrelid = t) then
      raise 'supplied parameter is not a distributed relation';
    end if;
  end $$;`
