import { compileSchema, firstOf, pluginProblem, strategyProblem, withinTime } from '../host';
import type { FromSchema, JSONSchema } from '../json-schema';
import type { Allocator, Contribution, GraphContext, Plugin, PluginTool, Resolver } from '../plugin';
import type { Strategy } from '../strategy';
import { type FakeHost, fakeContext, fakeHost } from './fake-host';
import { graphProblem } from './graph-problem';
import { plain } from './plain';

/** A plugin that was set up. */
export interface Opened {
  readonly contribution: Contribution;
  readonly host: FakeHost;
  /** By their names; throws for one that it does not bring. */
  strategy(name: string): Strategy;
  tool(name: string): PluginTool;
  allocator(name: string): Allocator;
  /** Asks the resolver of a field; what it is given and answers is copied, as on its way to and from a worker. */
  resolve(type: string, field: string, asked?: Asked): Promise<any>;
  /** As when the plugin is removed. */
  stop(): Promise<void>;
}

export interface Asked {
  readonly parent?: unknown;
  readonly args?: object;
  readonly context?: GraphContext;
}

const setupMs = 10_000;
const stopMs = 1_000;

/**
 * Opens a plugin as the host does: name, versions and options, `setup` within its time, all schemas, and what it brings to
 * the graph as far as that can be told alone.
 *
 * @throws Error with the words with which the host would refuse the plugin
 */
export async function openPlugin<Options extends JSONSchema>(
  plugin: Plugin<Options>,
  options: FromSchema<Options>,
  host: FakeHost = fakeHost(),
): Promise<Opened> {
  const problem = pluginProblem(plugin);
  if (problem) throw new Error(problem);
  const read = compiled(plugin.options, 'the schema of its options').read(options);
  if ('problems' in read) throw new Error(`its options are refused: ${firstOf(read.problems)}`);
  const late = () => new Error(`its setup failed: it took longer than ${setupMs} ms`);
  const given = read.value as FromSchema<Options>;
  const contribution = await withinTime(setupMs, host.signal, late, async () => plugin.setup(given, host));
  if (typeof contribution !== 'object' || contribution === null) throw new Error('its setup answers no contribution');
  const stop = () => stopped(contribution, host);
  try {
    await checkContribution(contribution);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ contribution, host, stop },
    strategy: (name) => named(contribution.strategies, name, 'strategy'),
    tool: (name) => named(contribution.tools, name, 'tool'),
    allocator: (name) => named(contribution.allocators, name, 'allocator'),
    async resolve(type, field, { parent = {}, args = {}, context = fakeContext() } = {}) {
      const resolver = contribution.graph?.resolvers[type]?.[field];
      if (typeof resolver !== 'function') throw new Error(`it brings no resolver of ${type}.${field}`);
      const [its, given] = plain([parent, args], `what ${type}.${field} is asked with`);
      return plain(await (resolver as Resolver)(its, given, context), `what ${type}.${field} answers`);
    },
  };
}

async function checkContribution({ strategies = [], tools = [], allocators = [], graph }: Contribution): Promise<void> {
  for (const strategy of strategies) {
    const problem = strategyProblem(strategy);
    if (problem) throw new Error(problem);
    for (const part of ['config', 'input', 'output'] as const)
      compiled(strategy[part], `the ${part} schema of its strategy ${strategy.name}`);
    const { execute: _, ...described } = strategy;
    plain(described, `what it says of its strategy ${strategy.name}`);
  }
  for (const { name, use, input, output = {} } of tools) {
    if (!/^[\w-]{1,64}$/.test(name))
      throw new Error(`the name of its tool ${name} is not 1 to 64 letters, digits, _ and -`);
    if (typeof use !== 'function') throw new Error(`its tool ${name} has no use`);
    compiled(input, `the input schema of its tool ${name}`);
    compiled(output, `the output schema of its tool ${name}`);
  }
  for (const { name, options, allocate } of allocators) {
    if (typeof allocate !== 'function') throw new Error(`its allocator ${name} has no allocate`);
    compiled(options, `the options schema of its allocator ${name}`);
  }
  for (const [kind, brought] of Object.entries({ strategies, tools, allocators })) {
    const twice = brought.find(({ name }, index) => brought.findIndex((other) => other.name === name) < index);
    if (twice) throw new Error(`two of its ${kind} are called ${twice.name}`);
  }
  const problem = graph && (await graphProblem(graph));
  if (problem) throw new Error(`its part of the graph is refused: ${problem}`);
}

async function stopped(contribution: Contribution, host: FakeHost): Promise<void> {
  host.remove();
  const late = () => new Error(`it did not stop within ${stopMs} ms`);
  await withinTime(stopMs, new AbortController().signal, late, async () => contribution.stop?.());
}

function compiled(schema: unknown, what: string) {
  try {
    return compileSchema(schema as object);
  } catch (cause) {
    throw new Error(`${what} is none: ${(cause as Error).message}`, { cause });
  }
}

function named<One extends { readonly name: string }>(all: readonly One[] = [], name: string, kind: string): One {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const known = all.map((one) => one.name).join(', ') || 'none';
  throw new Error(`the plugin brings no ${kind} ${name}, only ${known}`);
}
