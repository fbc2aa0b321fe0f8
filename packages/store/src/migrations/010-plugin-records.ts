/** What plugins keep, each its own. Keys in the order of their code points, whatever the database's language. */
export const pluginRecords = `
create table exp.plugin_records (
  plugin text not null,
  key text collate "C" not null,
  value jsonb not null,
  version bigint not null,
  primary key (plugin, key)
);
`;
