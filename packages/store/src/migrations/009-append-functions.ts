/**
 * What appends to the log and to a stream, as functions, so that whoever changes a row of its own does it in the same
 * statement. Their plans are kept by each connection.
 */
export const appendFunctions = `
create function exp.append_events(given jsonb) returns int language plpgsql as $$
declare
  appended int;
begin
  with given as (
    select distinct on (unit, id) event.*
    from rows from (jsonb_to_recordset($1) as
      (unit text, id text, type text, at timestamptz, release text, arm text, data jsonb)) with ordinality
      as event (unit, id, type, at, release, arm, data, place)
    order by unit, id, place),
  fresh as (
    insert into exp.event_ids (unit, id) select unit, id from given order by unit, id
    on conflict do nothing returning unit, id)
  insert into exp.events (unit, id, type, at, release, arm, data)
  select unit, id, type, at, release, arm, coalesce(data, '{}')
  from given join fresh using (unit, id) order by place;
  get diagnostics appended = row_count;
  return appended;
end $$;

-- Entries at each (fence, n), in their order; listeners hear of them when the transaction commits. Raises TR001 for a
-- writer that is fenced off: the stream has an id at or above the first.
create function exp.append_entries(of text, fences bigint[], ns int[], entries text[]) returns void language plpgsql as $$
declare
  last int := cardinality(ns);
begin
  insert into exp.streams as s (conversation, fence, n) values (of, fences[last], ns[last])
  on conflict (conversation) do update set fence = excluded.fence, n = excluded.n
  where (s.fence, s.n) < (fences[1], ns[1]);
  if not found then
    raise exception 'the writer of % at %-% is fenced off', of, fences[1], ns[1] using errcode = 'TR001';
  end if;
  insert into exp.stream_entries (conversation, fence, n, entry, at)
  select of, e.fence, e.n, e.entry, statement_timestamp() from unnest(fences, ns, entries) as e (fence, n, entry);
  perform pg_notify('exp_streams', '-:' || of);
end $$;
`;
