import type { GraphModule, Host, Json, JsonObject, PluginTool, Strategy } from '@trialogue/plugin-api';
import { compileSchema, type Schema } from '../schema';
import { PluginRefused, textOf } from './import-plugin';
import type { Running } from './running';

/** A strategy that can be executed: its schemas are compiled. */
export interface LoadedStrategy {
  readonly plugin: string;
  readonly strategy: Strategy;
  readonly config: Schema<JsonObject>;
  readonly input: Schema<JsonObject>;
  readonly output: Schema;
  /** What runs of its plugin. */
  readonly running: Running;
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

export interface LoadedPlugin {
  readonly name: string;
  readonly version: string;
  readonly strategies: readonly LoadedStrategy[];
  readonly tools: readonly LoadedTool[];
  readonly graph?: GraphModule;
  /** What runs of it: executions, uses of its tools, its resolvers. */
  readonly running: Running;
  /** Once nothing of it runs: aborts the plugin's signal and lets it clean up. Bounded in time, never throws. */
  stop(): Promise<void>;
}

/** Whose a strategy or a tool is. */
export interface Owner {
  readonly name: string;
  readonly running: Running;
  readonly secret: Host['secret'];
}

const effects = ['none', 'idempotent', 'external'];

/** Checks what a plugin says of a strategy and compiles its schemas. */
export function loadStrategy({ name: plugin, running, secret }: Owner, strategy: Strategy): LoadedStrategy {
  const { name, version, configKey } = strategy;
  for (const [member, value] of Object.entries({ name, version, configKey }))
    if (typeof value !== 'string' || value === '') throw new PluginRefused(`one of its strategies has no ${member}`);
  if (typeof strategy.execute !== 'function') throw new PluginRefused(`its strategy ${name} has no execute`);
  if (!effects.includes(strategy.effects))
    throw new PluginRefused(`its strategy ${name} must say effects: ${effects.join(' | ')}`);
  for (const member of ['uses', 'provides'] as const)
    if (!areNames(strategy[member] ?? []))
      throw new PluginRefused(`\`${member}\` of its strategy ${name} is no list of names`);
  const schema = <Value = Json>(part: 'config' | 'input' | 'output') =>
    compiled<Value>(strategy[part], `the ${part} schema of its strategy ${name}`);
  const schemas = {
    config: schema<JsonObject>('config'),
    input: schema<JsonObject>('input'),
    output: schema('output'),
  };
  return { plugin, strategy, ...schemas, running, secret };
}

/** The same of a tool, as a model can be told of it. */
export function loadTool({ name: plugin, running }: Owner, tool: PluginTool): LoadedTool {
  const { name, version, description, input, output = {} } = tool;
  if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name))
    throw new PluginRefused('one of its tools has no name of 1 to 64 letters, digits, _ and -');
  for (const [member, value] of Object.entries({ version, description }))
    if (typeof value !== 'string' || value === '') throw new PluginRefused(`its tool ${name} has no ${member}`);
  if (typeof tool.use !== 'function') throw new PluginRefused(`its tool ${name} has no use`);
  if (!effects.includes(tool.effects))
    throw new PluginRefused(`its tool ${name} must say effects: ${effects.join(' | ')}`);
  if ((input as JsonObject | undefined)?.type !== 'object')
    throw new PluginRefused(`the input schema of its tool ${name} is not that of an object`);
  return {
    ...{ plugin, tool, running },
    input: compiled<JsonObject>(input, `the input schema of its tool ${name}`),
    output: compiled(output, `the output schema of its tool ${name}`),
  };
}

const areNames = (value: unknown) => Array.isArray(value) && value.every((name) => typeof name === 'string' && name);

/** A plugin's JSON Schema, or PluginRefused. */
export function compiled<Value>(schema: unknown, what: string): Schema<Value> {
  try {
    return compileSchema<Value>(schema as object);
  } catch (cause) {
    throw new PluginRefused(`${what} is none: ${textOf(cause)}`, { cause });
  }
}
