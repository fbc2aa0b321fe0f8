import type { Graph } from '../apply/apply';
import { NotRunning } from '../graph-over-http';
import { tableText } from '../prompts/table-text';

/** A plugin of the running product. */
export interface RunningPlugin {
  readonly name: string;
  readonly place: string;
  readonly version: string | null;
  readonly state: 'LOADED' | 'REFUSED' | 'FAILED';
  readonly problem: string | null;
  readonly isolation: string;
  readonly restarts: number;
  readonly calls: number;
  readonly failures: number;
  readonly p99Ms: number | null;
}

const fields = 'name place version state problem isolation restarts calls failures p99Ms';

/** What the running product has; undefined when none answers. */
export const runningPlugins = (graph: Graph): Promise<RunningPlugin[] | undefined> =>
  ifRunning(async () => (await graph(`{ plugins { ${fields} } }`, {})).plugins);

/** Loads what has changed in it, and the named one in any case; undefined when none answers. */
export const reloadRunning = (graph: Graph, name?: string): Promise<RunningPlugin[] | undefined> =>
  ifRunning(async () => {
    const document = `mutation($name: ID) { reloadPlugins(name: $name) { ${fields} } }`;
    return (await graph(document, { name })).reloadPlugins;
  });

/** Removes one from it and from its own file; undefined when none answers. */
export const removeRunning = (graph: Graph, name: string, force: boolean): Promise<RunningPlugin[] | undefined> =>
  ifRunning(async () => {
    const document = `mutation($name: ID!, $force: Boolean!) { removePlugin(name: $name, force: $force) { ${fields} } }`;
    return (await graph(document, { name, force })).removePlugin;
  });

export const codeOf = (error: unknown): unknown =>
  (error as { extensions?: { code?: unknown } } | null)?.extensions?.code;

async function ifRunning<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotRunning) return undefined;
    throw error;
  }
}

/** A table, and under it what is wrong with whom. */
export function pluginsText(plugins: readonly RunningPlugin[]): string {
  const rows = plugins.map(({ name, version, state, isolation, calls, failures, p99Ms }) => [
    ...[name, version ?? '–', state, isolation],
    ...[String(calls), String(failures), p99Ms === null ? '–' : `${p99Ms} ms`],
  ]);
  const table = tableText(['PLUGIN', 'VERSION', 'STATE', 'ISOLATION', 'CALLS', 'FAILURES', 'P99'], rows);
  const problems = plugins.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`]));
  return [table, ...problems].map((line) => `${line}\n`).join('');
}
