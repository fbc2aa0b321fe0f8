/**
 * Message streams. The head row decides: an entry is taken only if its id (fence, n) is above the last one's, like XADD
 * in Redis. Entries are text because they are opaque here and jsonb refuses what a model may say (\\u0000).
 */
export const streams = `
create table exp.streams (
  conversation text primary key,
  fence bigint not null,
  n int not null,
  trimmed_fence bigint not null default 0,         -- id of the last entry that was removed
  trimmed_n int not null default 0
) with (fillfactor = 70);                          -- updated for each append, in place

create table exp.stream_entries (
  conversation text not null,
  fence bigint not null,
  n int not null,
  entry text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (conversation, fence, n)
);
create index on exp.stream_entries using brin (at);
`;
