/**
 * What files brought: for each entry, its hash as it was applied last and what the database held of it then. What the
 * database holds now and did not hold then was changed by somebody else.
 */
export const appliedEntries = `
create table exp.applied_entries (
  kind text not null,
  key text not null,
  hash text not null,                          -- SHA-256 of the entry's canonical JSON
  state jsonb not null,
  applied_at timestamptz not null default now(),
  primary key (kind, key)
);
`;
