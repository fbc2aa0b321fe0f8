import type { Contribution, Host, JsonObject, Plugin, Subscriber } from '@trialogue/plugin-api';
import type { PluginEntry } from '../../plugins/entries';
import { importPlugin, PluginRefused } from '../../plugins/import-plugin';
import { seeded } from '../../seeded';
import { describe, type Imported } from '../description';
import type { Asked, Handlers } from '../link';
import type { BoundedLog } from './bounded-log';
import { type CallData, callInside } from './call-inside';
import { type ContextData, Contexts } from './contexts';

export interface ImportData {
  readonly entry: PluginEntry;
  readonly projectRoot: string;
}

export interface FieldData {
  readonly type: string;
  readonly field: string;
  readonly parent?: unknown;
  readonly args: unknown;
  readonly context: ContextData;
}

/** Answers what the host asks of the one plugin of this worker. */
export function hostedPlugin(log: BoundedLog, ask: (to: string, data: unknown) => Promise<any>): Handlers {
  const removed = new AbortController();
  const contexts = new Contexts(log);
  let plugin: Plugin;
  let brought: Contribution;

  const host: Host = {
    logger: log.logger(),
    signal: removed.signal,
    secret: (name) => ask('host.secret', [name]),
    graph: (document, variables) => ask('host.graph', [document, variables]),
    records: {
      get: (key) => ask('host.records.get', [key]),
      put: (key, value, expected) => ask('host.records.put', [key, value, expected]),
      delete: (key) => ask('host.records.delete', [key]),
      list: (prefix, page) => ask('host.records.list', [prefix, page]),
    },
  };
  const graph = () => brought.graph!;
  const fieldOf = ({ type, field }: FieldData) => graph().resolvers[type]![field]!;

  return {
    import({ entry, projectRoot }: ImportData): Imported | { readonly refused: string } {
      try {
        plugin = importPlugin(entry, projectRoot).plugin;
      } catch (error) {
        if (error instanceof PluginRefused) return { refused: error.message };
        throw error;
      }
      return { name: plugin.name, version: plugin.version, options: plugin.options as JsonObject };
    },
    async setup(options: unknown) {
      brought = await plugin.setup(options, host);
      return typeof brought === 'object' && brought !== null ? describe(brought) : null;
    },
    async stop() {
      removed.abort();
      await brought?.stop?.();
    },
    async execute({ index, call: data }: { readonly index: number; readonly call: CallData }, asked) {
      const { call, emitted } = callInside(data, asked, log);
      try {
        return await brought.strategies![index]!.execute(call);
      } finally {
        await emitted(); // what comes after the answer is not taken any more
      }
    },
    use: ({ index, given, id }: { readonly index: number; readonly given: JsonObject; readonly id: string }, asked) =>
      brought.tools![index]!.use(given, { id, signal: asked.signal }),
    allocate: ({ index, arms, options, seed }, asked) =>
      brought.allocators![index]!.allocate(arms, { options, random: seeded(seed), signal: asked.signal }),
    resolve: (data: FieldData, asked) =>
      contexts.during(data.context, asked, (context) => {
        const resolve = fieldOf(data);
        return typeof resolve === 'function' ? resolve(data.parent, data.args, context) : undefined;
      }),
    find: ({ entity, keys, context }, asked) =>
      contexts.during(context, asked, (given) => graph().references![entity]!(keys, given)),
    subscribe: (data: FieldData, asked) =>
      contexts.during(data.context, asked, (context) =>
        passOn((fieldOf(data) as Subscriber).subscribe(data.args, context), asked),
      ),
  };
}

/** Hands over one event after another, each when the one before is taken. */
async function passOn(events: AsyncIterable<unknown>, asked: Asked): Promise<void> {
  const { signal } = asked;
  const iterator = events[Symbol.asyncIterator]();
  const aborted = new Promise<'aborted'>((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === 'aborted' || next.done) return;
      await Promise.race([asked.ask('event', next.value), aborted]);
    }
  } finally {
    // One that awaits its next event answers this only after it: nobody waits for that.
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
