import type { Json, JsonObject } from '../message';
import type { GraphContext, Host, Scope } from '../plugin';
import type { Logged } from './given';
import { loggerInto } from './logged';
import { memoryRecords } from './memory-records';
import { plain } from './plain';

export interface FakeHost extends Host {
  readonly logged: readonly Logged[];
  /** As when the plugin is removed: aborts `signal`. */
  remove(): void;
}

export interface HostGiven {
  readonly secrets?: { readonly [name: string]: string };
  /** Answers operations; without, the plugin may ask none. */
  readonly graph?: (document: string, variables: JsonObject) => unknown;
  /** What the plugin has kept before. */
  readonly records?: { readonly [key: string]: Json };
}

/** A host for `setup`, with records that work, in memory. */
export function fakeHost({ secrets = {}, graph, records }: HostGiven = {}): FakeHost {
  const logged: Logged[] = [];
  const removed = new AbortController();
  return {
    ...{ logged, logger: loggerInto(logged), signal: removed.signal, records: memoryRecords(records) },
    remove: () => removed.abort(new Error('the plugin is removed')),
    async secret(name) {
      if (!Object.hasOwn(secrets, name))
        throw new Error(`list ${name} under \`secrets\` of the plugin to let it read it`);
      return secrets[name]!;
    },
    async graph(document, variables = {}) {
      if (!graph) throw new Error('this host was given nothing that answers operations');
      return plain(await graph(document, plain(variables, 'what it gives to graph')), 'what graph answers') as any;
    },
  };
}

export interface ContextGiven {
  readonly scopes?: readonly Scope[];
  readonly subject?: string;
  readonly unit?: string;
  readonly signal?: AbortSignal;
}

/** The context of one request, for resolvers; its loads of the same name are batched, as the host's are. */
export function fakeContext({ scopes = ['admin'], subject = 'test', unit, signal }: ContextGiven = {}): GraphContext {
  const batches = new Map<string, { keys: string[]; answers: Promise<readonly unknown[]> }>();
  return {
    caller: { subject, scopes, ...(unit !== undefined && { unit }) },
    requestId: 'test-request',
    signal: signal ?? new AbortController().signal,
    logger: loggerInto([]),
    async load(name, key, batch) {
      let gathered = batches.get(name);
      if (!gathered) {
        const keys: string[] = [];
        const answers = new Promise((resolve) => setImmediate(resolve)).then(() => {
          batches.delete(name);
          return batch(keys as any);
        });
        gathered = { keys, answers };
        batches.set(name, gathered);
      }
      const { keys, answers } = gathered;
      if (!keys.includes(key)) keys.push(key);
      const place = keys.indexOf(key);
      return ((await answers)[place] ?? null) as any;
    },
  };
}
