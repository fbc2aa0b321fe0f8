import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a plugin into a project that brings one field, of an experiment or of the root, which answers the plugin's name. */
export function writePlugin(
  root: string,
  name: string,
  field: string,
  type: 'Experiment' | 'Query' = 'Experiment',
): void {
  const folder = path.join(root, 'own', name);
  mkdirSync(folder, { recursive: true });
  const key = type === 'Experiment' ? ['@key(fields: "key")', 'key: ID! @external'] : ['', ''];
  const typeDefs = `extend type ${type} ${key[0]} { ${key[1]} ${field}: String }`;
  const graph = `{ typeDefs: ${JSON.stringify(typeDefs)}, resolvers: { ${type}: { ${field}: () => '${name}' } } }`;
  writeFileSync(
    path.join(folder, 'index.js'),
    `module.exports = { name: '${name}', version: '1.0.0', apiVersion: 1, options: { type: 'object', properties: {} },
      setup: async () => ({ graph: ${graph} }) };`,
  );
}

export const pluginsFile = (root: string) => path.join(root, 'config/plugins.yml');

/** The entries of `plugins.yml` for plugins that were written so. */
export const entriesOf = (...names: string[]) => names.map((name) => `\n  - path: ./own/${name}`).join('');
