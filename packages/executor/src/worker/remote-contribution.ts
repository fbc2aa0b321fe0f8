import type { Allocator, Contribution, GraphContext, GraphModule, PluginTool, Strategy } from '@trialogue/plugin-api';
import { type CallEnd, ofField, ofPlugin, ofStrategy } from './call-end';
import type { Description } from './description';
import type { CallData } from './inside/call-inside';
import type { ContextData } from './inside/contexts';
import { lentCall } from './lent-call';
import type { AskOptions, Handlers } from './link';
import { pushedEvents } from './pushed-events';

export interface RemoteOptions extends AskOptions {
  /** What is said where the worker ends, or there is none. */
  readonly end: CallEnd;
  /** Asked when the worker has ended under an ask that it was not busy with: whether it may be asked again. */
  mayRepeat?(): boolean;
}

/** Asks the worker of a plugin. */
export type RemoteAsk = <Answer>(to: string, data: unknown, options: RemoteOptions) => Promise<Answer>;

/** A plugin's contribution whose functions are answered by its worker. */
export function remoteContribution(plugin: string, described: Description, ask: RemoteAsk): Contribution {
  const { graph } = described;
  return {
    strategies: described.strategies.map((strategy, index) => withFunction(strategy, 'execute', execute(index))),
    tools: described.tools.map((tool, index) => withFunction(tool, 'use', use(index))),
    allocators: described.allocators.map((one, index) => withFunction(one, 'allocate', allocate(index))),
    ...(graph && { graph: graphModule(graph) }),
  };

  function execute(index: number): Strategy['execute'] {
    const { name, effects } = described.strategies[index]!;
    return (call) => {
      const { id, config, input, unit, attributes, arm, conversation, now } = call;
      const data: CallData = { id, config, input, unit, attributes, arm, conversation, now };
      const lent = lentCall(call);
      return ask(
        'execute',
        { index, call: data },
        {
          ...{ signal: call.signal, handlers: lent.handlers, end: ofStrategy(name) },
          mayRepeat: () => effects !== 'external' && !lent.hasActed(),
        },
      );
    };
  }

  function use(index: number): PluginTool['use'] {
    const { name, effects } = described.tools[index]!;
    const end = ofPlugin(plugin, `the tool ${name}`);
    return (given, { id, signal }) =>
      ask('use', { index, given, id }, { signal, end, mayRepeat: () => effects !== 'external' });
  }

  function allocate(index: number): Allocator['allocate'] {
    const end = ofPlugin(plugin, `the allocator ${described.allocators[index]!.name}`);
    return (arms, { options, random, signal }) => {
      const seed = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32));
      return ask('allocate', { index, arms, options, seed }, { signal, end, mayRepeat: () => true });
    };
  }

  function graphModule({ resolvers, references, ...rest }: NonNullable<Description['graph']>): GraphModule {
    const contextOf = contexts();
    const field = (type: string, name: string) => {
      const end = ofField(plugin, `${type}.${name}`);
      return {
        resolve: (parent: unknown, args: unknown, context: GraphContext) =>
          ask(
            'resolve',
            { type, field: name, parent, args, context: contextOf(context) },
            {
              ...{ signal: context.signal, handlers: logging(context), end },
              mayRepeat: () => type !== 'Mutation',
            },
          ),
        subscribe: (args: unknown, context: GraphContext) =>
          pushedEvents(context.signal, (push, signal) =>
            ask(
              'subscribe',
              { type, field: name, args, context: contextOf(context) },
              {
                ...{ signal, handlers: { ...logging(context), event: push }, end },
              },
            ),
          ),
      };
    };
    const fieldsOf = ([type, fields]: [string, (typeof resolvers)[string]]) => {
      const listed = Object.entries(fields).map(([name, kind]) => {
        const { resolve, subscribe } = field(type, name);
        return [name, kind === 'subscriber' ? { subscribe } : resolve] as const;
      });
      return [type, Object.fromEntries(listed)] as const;
    };
    const finder = (entity: string) => (keys: readonly unknown[], context: GraphContext) =>
      ask<readonly unknown[]>(
        'find',
        { entity, keys, context: contextOf(context) },
        {
          ...{ signal: context.signal, handlers: logging(context), end: ofField(plugin, entity) },
          mayRepeat: () => true,
        },
      );
    return {
      ...rest,
      resolvers: Object.fromEntries(Object.entries(resolvers).map(fieldsOf)),
      ...(references && { references: Object.fromEntries(references.map((entity) => [entity, finder(entity)])) }),
    };
  }
}

/** What is no function where one should be stays away, for whoever checks the contribution. */
function withFunction(described: object, member: string, work: unknown): any {
  const { [member]: isThere, ...rest } = described as Record<string, unknown>;
  return isThere === true ? { ...rest, [member]: work } : rest;
}

const logging = ({ logger }: GraphContext): Handlers => ({
  log: ({ level, data, text }) => logger[level as 'info'](data, text),
});

/** What of a context is data, with a number that is the same for the same request, as its `load` is. */
function contexts(): (context: GraphContext) => ContextData {
  const numbers = new WeakMap<GraphContext['load'], number>();
  let last = 0;
  return (context) => {
    const id = numbers.get(context.load) ?? ++last;
    numbers.set(context.load, id);
    const { subject, scopes, unit } = context.caller;
    return { id, caller: { subject, scopes, ...(unit !== undefined && { unit }) }, requestId: context.requestId };
  };
}
