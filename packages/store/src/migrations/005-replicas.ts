/**
 * Which processes serve a part of the graph, and where. Unlogged: each says it again every few seconds.
 */
export const replicas = `
create unlogged table exp.replicas (
  service text not null,
  id text not null,
  url text not null,
  schema text not null,                            -- hash of the SDL that it wants to be served
  holds text[] not null,                           -- hashes of all SDLs that it can execute
  seen_at timestamptz not null default clock_timestamp(),
  primary key (service, id)
);
`;
