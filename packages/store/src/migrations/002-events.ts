/**
 * The event log. Append only; a partition is a day on which the server took the events. No unique key without the
 * partition column and every key led by the unit, so that the tables can be distributed by unit later.
 */
export const events = `
create sequence exp.event_seq cache 64;

create table exp.events (
  unit text not null,
  received_at timestamptz not null default now(),
  seq bigint not null default nextval('exp.event_seq'),
  xid xid8 not null default pg_current_xact_id(),  -- of the whole transaction, savepoints included
  id text not null,
  type text not null,
  at timestamptz not null,
  release text,
  arm text,
  data jsonb not null default '{}',
  primary key (unit, received_at, seq)
) partition by range (received_at);
create index on exp.events (xid, seq);             -- the order in which it is read
create table exp.events_default partition of exp.events default;  -- an insert never fails because a partition is late

create table exp.event_ids (                       -- exact dedupe within a window, whatever day an event arrived on
  unit text not null,
  id text not null,
  seen_at timestamptz not null default now(),
  primary key (unit, id)
);
create index on exp.event_ids using brin (seen_at);

create table exp.exposures (
  unit text not null,
  experiment text not null,
  allocation int not null,
  variant text not null,
  stand_in boolean not null,                       -- answered by a scripted model, not by the variant's own
  release text not null,
  arm text not null,
  bucket double precision,
  propensity double precision,
  reason text not null,
  first_at timestamptz not null,
  primary key (unit, experiment, allocation, variant, stand_in)
);

create table exp.consumers (                       -- how far each reader of the log has come
  name text primary key,
  cluster text not null,                           -- xids mean nothing in another database cluster
  xid xid8 not null default '0',
  seq bigint not null default 0,
  since timestamptz not null default '-infinity'   -- newest received_at read; lets old partitions be skipped
);
`;
