/**
 * Releases: immutable bodies by hash, and heads that point at them. The counter's row is locked until its transaction
 * ends, so heads become visible in the order of `rev`; a sequence would not promise that.
 */
export const releases = `
create table exp.releases (
  hash text primary key,
  kind text not null,
  key text not null,
  schema int not null,
  body text not null,                          -- canonical JSON, the very bytes that were hashed (jsonb would rewrite them)
  refs text[] not null default '{}',           -- hashes of the releases that the body refers to
  created_at timestamptz not null default now()
);

create table exp.heads (
  kind text not null,
  key text not null,
  hash text references exp.releases,           -- null: withdrawn
  rev bigint not null unique,
  moved_at timestamptz not null default now(),
  primary key (kind, key)
);

create table exp.head_counter (only_row boolean primary key default true check (only_row), rev bigint not null);
insert into exp.head_counter (rev) values (0);

create function exp.move_head(the_kind text, the_key text, next_hash text, compare boolean, expected text)
returns table (outcome text, rev bigint) language plpgsql as $$
declare
  head exp.heads;
begin
  select * into head from exp.heads h where h.kind = the_kind and h.key = the_key;
  if head.hash is not distinct from next_hash then
    return query select 'unchanged', coalesce(head.rev, 0);
    return;
  end if;
  perform 1 from exp.head_counter for update;  -- everybody's first lock here, so nobody deadlocks
  select * into head from exp.heads h where h.kind = the_kind and h.key = the_key;
  if head.hash is not distinct from next_hash then
    return query select 'unchanged', coalesce(head.rev, 0);
  elsif compare and head.hash is distinct from expected then
    return query select 'conflict', coalesce(head.rev, 0);
  else
    update exp.head_counter c set rev = c.rev + 1 returning c.rev into head.rev;
    insert into exp.heads (kind, key, hash, rev) values (the_kind, the_key, next_hash, head.rev)
      on conflict (kind, key) do update set hash = excluded.hash, rev = excluded.rev, moved_at = now();
    perform pg_notify('exp_heads', '-');
    return query select 'moved', head.rev;
  end if;
end $$;
`;
