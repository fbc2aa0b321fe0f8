import type { Allocator, GraphModule, Host, Json, JsonObject, PluginTool, Strategy } from '@trialogue/plugin-api';
import { compileSchema, type Schema, strategyProblem, toolProblem } from '@trialogue/plugin-api/host';
import type { StrategyCalls } from '../calls/strategy-calls';
import { PluginRefused, textOf } from './import-plugin';
import type { Running } from './running';

/** A strategy that can be executed: its schemas are compiled. */
export interface LoadedStrategy {
  readonly plugin: string;
  readonly strategy: Strategy;
  readonly config: Schema<JsonObject>;
  readonly input: Schema<JsonObject>;
  readonly output: Schema;
  /** Variables that it gives to prompts where its own member of the config is this. */
  readonly provides: (own: JsonObject) => string[];
  readonly calls: StrategyCalls;
  /** As its plugin reads them. */
  readonly secret: Host['secret'];
}

/** A tool that can be used: its schemas are compiled. */
export interface LoadedTool {
  readonly plugin: string;
  readonly tool: PluginTool;
  readonly input: Schema<JsonObject>;
  readonly output: Schema;
  readonly running: Running;
}

/** An allocator that can be asked: the schema of its options is compiled. */
export interface LoadedAllocator {
  readonly plugin: string;
  readonly allocator: Allocator;
  readonly options: Schema<JsonObject>;
  /** What runs of its plugin. */
  readonly running: Running;
}

export interface LoadedPlugin {
  readonly name: string;
  readonly version: string;
  readonly strategies: readonly LoadedStrategy[];
  readonly tools: readonly LoadedTool[];
  readonly allocators: readonly LoadedAllocator[];
  readonly graph?: GraphModule;
  /** Where its code runs. */
  readonly isolation: 'worker' | 'none';
  /** What runs with it: executions, uses of its tools, its resolvers and subscriptions. */
  readonly running: Running;
  /** Resolves with the reason when its worker is given up. */
  readonly ended?: Promise<string>;
  /** How often its worker was started again. */
  restarts(): number;
  /** For who does not serve it after all, before it is stopped. */
  restore(): void;
  /** Aborts the plugin's signal and lets it clean up, whatever runs. Bounded in time, never throws. */
  stop(): Promise<void>;
}

/** Whose a strategy or a tool is. */
export interface Owner {
  readonly name: string;
  readonly running: Running;
  readonly secret: Host['secret'];
  readonly callsOf: (strategy: string) => StrategyCalls;
}

/** Checks what a plugin says of a strategy and compiles its schemas. */
export function loadStrategy({ name: plugin, secret, callsOf }: Owner, strategy: Strategy): LoadedStrategy {
  const problem = strategyProblem(strategy);
  if (problem) throw new PluginRefused(problem);
  const schema = <Value = Json>(part: 'config' | 'input' | 'output') =>
    compiled<Value>(strategy[part], `the ${part} schema of its strategy ${strategy.name}`);
  const schemas = {
    config: schema<JsonObject>('config'),
    input: schema<JsonObject>('input'),
    output: schema('output'),
  };
  const provides = providing(strategy, schemas.config);
  return { plugin, strategy, ...schemas, provides, calls: callsOf(strategy.name), secret };
}

function providing({ name, provides = [] }: Strategy, config: Schema<JsonObject>): LoadedStrategy['provides'] {
  const listed = provides.map((one) => {
    if (typeof one === 'string') return { variable: one, isGiven: () => true };
    const where = compiled(one.where, `where its strategy ${name} gives ${one.variable}`);
    return { variable: one.variable, isGiven: (own: JsonObject) => 'value' in where.read(own) };
  });
  return (own) => {
    const read = config.read(own);
    const filled = 'value' in read ? read.value : own;
    return listed.filter(({ isGiven }) => isGiven(filled)).map(({ variable }) => variable);
  };
}

/** The same of a tool. */
export function loadTool({ name: plugin, running }: Pick<Owner, 'name' | 'running'>, tool: PluginTool): LoadedTool {
  const problem = toolProblem(tool);
  if (problem) throw new PluginRefused(problem);
  return {
    ...{ plugin, tool, running },
    input: compiled<JsonObject>(tool.input, `the input schema of its tool ${tool.name}`),
    output: compiled(tool.output ?? {}, `the output schema of its tool ${tool.name}`),
  };
}
/** Checks what a plugin says of an allocator and compiles the schema of its options. */
export function loadAllocator({ name: plugin, running }: Owner, allocator: Allocator): LoadedAllocator {
  const { name, version } = allocator;
  for (const [member, value] of Object.entries({ name, version }))
    if (typeof value !== 'string' || value === '') throw new PluginRefused(`one of its allocators has no ${member}`);
  if (typeof allocator.allocate !== 'function') throw new PluginRefused(`its allocator ${name} has no allocate`);
  const options = compiled<JsonObject>(allocator.options, `the schema of the options of its allocator ${name}`);
  return { plugin, allocator, options, running };
}

/** A plugin's JSON Schema, or PluginRefused. */
export function compiled<Value>(schema: unknown, what: string): Schema<Value> {
  try {
    return compileSchema<Value>(schema as object);
  } catch (cause) {
    throw new PluginRefused(`${what} is none: ${textOf(cause)}`, { cause });
  }
}
