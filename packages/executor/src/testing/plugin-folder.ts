import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PluginEntry } from '../index';

/** A project's root with plugins that a test writes. */
export interface PluginFolder {
  readonly root: string;
  /** Writes a CommonJS module; what it leaves out is as a good plugin has it. */
  write(name: string, body: string): PluginEntry;
  remove(): void;
}

export function pluginFolder(): PluginFolder {
  const root = mkdtempSync(path.join(tmpdir(), 'plugins-'));
  return {
    root,
    write(name, body) {
      mkdirSync(path.join(root, name), { recursive: true });
      const good = `{ name: '${name}', version: '1', apiVersion: 1, options: { type: 'object', properties: {} },
        setup: async () => ({}), ...{ ${body} } }`;
      writeFileSync(path.join(root, name, 'index.js'), `module.exports = ${good};\n`);
      return { path: name, options: {}, secrets: [], isolation: 'none' };
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** The source of a strategy, for `write`. */
export const strategy = (name: string, execute = '() => ({})', more = ''): string =>
  `{ name: '${name}', version: '1', configKey: '${name}', effects: 'none',
     config: { type: 'object', properties: {} }, input: { type: 'object', properties: {} },
     output: { type: 'object', properties: {} }, execute: async ${execute}, ${more} }`;
