import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { PluginEntry } from '@trialogue/executor';
import { createModels, createTokenCounter } from '@trialogue/models';
import { Store } from '@trialogue/store';
import { silent } from '@trialogue/store/testing';
import { type Caller, type RequestContext, toGraphQLError } from '@trialogue/subgraph';
import { execute, parse, subscribe } from 'graphql';
import { pino } from 'pino';
import { type Flows, type FlowsOptions, openFlows } from '../index';

export const root = path.join(__dirname, '../../../..');
export const admin: Caller = { subject: 'local', scopes: ['admin'] };
export const unit = (name: string): Caller => ({ subject: 'app', scopes: ['converse'], unit: name });
export const plugin = (folder: string): PluginEntry => ({
  path: path.join('subgraphs/flows/src/testing/plugins', folder),
  options: {},
  secrets: [],
  isolation: 'none',
});

const promptTemplate: PluginEntry = { name: '@trialogue/plugin-prompt-template', options: {}, secrets: [] };
const logger = pino({ level: process.env.LOG ?? 'silent' });

export interface Answer {
  readonly data: any;
  /** Codes of the errors. */
  readonly codes: readonly unknown[];
  readonly messages: readonly string[];
}

/** One process of the product, as far as this subgraph is concerned. */
export interface Process {
  readonly store: Store;
  readonly flows: Flows;
  ask(document: string, variables?: object, caller?: Caller, signal?: AbortSignal): Promise<Answer>;
  /** Subscribes; the events arrive in the list until the signal aborts. Throws the code of what refuses it. */
  watch(document: string, variables: object, signal: AbortSignal, caller?: Caller): Promise<any[]>;
  close(): Promise<void>;
}

/** What a test may give otherwise; `redis`: its URL, for the store. */
export type ProcessOptions = Partial<FlowsOptions> & { readonly redis?: string };

export async function openProcess(database: string, { redis, ...options }: ProcessOptions = {}): Promise<Process> {
  const url = options.url ?? database;
  const store = await Store.open({ url, redis, logger: silent });
  const flows = await openFlows({
    store,
    url,
    models: createModels({ logger: silent, paceMs: 0 }),
    countTokens: createTokenCounter({ logger: silent }),
    plugins: [promptTemplate, plugin('odd')],
    secret: () => undefined,
    projectRoot: root,
    logger,
    clock: () => new Date(),
    ids: () => randomBytes(16).toString('base64url'),
    ...options,
  });
  let closed: Promise<void> | undefined;
  const contextFor = (caller: Caller, signal = new AbortController().signal) => {
    const request: RequestContext = { caller, requestId: 'r', signal, logger };
    return { request, contextValue: flows.contextFor(request) };
  };
  return {
    store,
    flows,
    async ask(document, variables = {}, caller = admin, signal = new AbortController().signal) {
      const { request, contextValue } = contextFor(caller, signal);
      const { schema } = flows.current;
      const answer = await execute({
        schema,
        document: parse(document),
        variableValues: { ...variables },
        contextValue,
      });
      const errors = (answer.errors ?? []).map((error) => toGraphQLError(error, request));
      return {
        data: answer.data,
        codes: errors.map(({ extensions }) => extensions.code),
        messages: errors.map(({ message }) => message),
      };
    },
    async watch(document, variables, signal, caller = admin) {
      const { request, contextValue } = contextFor(caller, signal);
      const { schema } = flows.current;
      const source = await subscribe({
        schema,
        document: parse(document),
        variableValues: { ...variables },
        contextValue,
      });
      if (!(Symbol.asyncIterator in source)) throw toGraphQLError(source.errors![0], request).extensions.code;
      const events: any[] = [];
      void (async () => {
        for await (const { data, errors } of source) events.push(errors ? { errors } : Object.values(data!)[0]);
        events.push('end');
      })();
      return events;
    },
    close() {
      closed ??= flows.close().then(() => store.close());
      return closed;
    },
  };
}
