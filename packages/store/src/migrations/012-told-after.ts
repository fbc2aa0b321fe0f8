/**
 * `exp.append_entries` without its word to listeners: whoever calls it tells them once it has committed
 * (`MessageStreams.appended`), for Postgres lets one notifying transaction commit at a time. The one with word stays for
 * processes of the release before, and can go a release later.
 */
export const toldAfter = `
create function exp.append_entries_untold(of text, fences bigint[], ns int[], entries text[]) returns void
language plpgsql as $$
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
end $$;
`;
