/**
 * Experiments whose weights a plugin chooses: when it was asked last, and what each unit has brought, which is computed
 * from the exposures and the event log and can be again.
 */
export const allocators = `
create table exp.allocator_runs (
  experiment text primary key,
  counted text not null default '',            -- how outcomes are counted; when it changes, they are counted again
  leased_until timestamptz,                    -- whoever set it runs until then
  last_at timestamptz,
  last_problem text,
  failures int not null default 0,             -- one after the other
  retry_at timestamptz                         -- after a failure
);

create table exp.allocator_units (
  experiment text not null,
  unit text not null,
  variant text not null,                       -- that it was exposed to first
  outcome double precision not null,
  primary key (experiment, unit)
);
`;
