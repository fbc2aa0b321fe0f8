/**
 * What a consumer reads next: one event after the other until there are enough of them or enough bytes of data, so
 * that nothing large is looked at in vain. `bytes` adds up; there is always at least one event, if any.
 */
export const nextEvents = `
create function exp.next_events(consumer text, most int, most_bytes bigint)
returns table (event exp.events, bytes bigint) language plpgsql stable as $$
begin
  bytes := 0;
  for event in
    select e.* from exp.consumers c, lateral (
      select * from exp.events
      where (xid, seq) > (c.xid, c.seq) and xid < pg_snapshot_xmin(pg_current_snapshot())
        and received_at >= least(c.since, now()) - interval '1 day'
      order by xid, seq limit most) e
    where c.name = consumer order by e.xid, e.seq
  loop
    bytes := bytes + octet_length((event).data::text);
    return next;
    exit when bytes >= most_bytes;
  end loop;
end $$;
`;
