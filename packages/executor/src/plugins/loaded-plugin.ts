import type { GraphModule, JsonObject, Strategy } from '@trialogue/plugin-api';
import { compileSchema, type Schema, strategyProblem } from '@trialogue/plugin-api/host';
import { PluginRefused, textOf } from './import-plugin';
import type { Running } from './running';

/** A strategy that can be executed: its schemas are compiled. */
export interface LoadedStrategy {
  readonly plugin: string;
  readonly strategy: Strategy;
  readonly config: Schema<JsonObject>;
  readonly input: Schema<JsonObject>;
  readonly output: Schema;
  /** The executions of its plugin. */
  readonly running: Running;
}

export interface LoadedPlugin {
  readonly name: string;
  readonly version: string;
  readonly strategies: readonly LoadedStrategy[];
  readonly graph?: GraphModule;
  /** Once none of its strategies runs: aborts the plugin's signal and lets it clean up. Bounded in time, never throws. */
  stop(): Promise<void>;
}

/** Checks what a plugin says of a strategy and compiles its schemas. */
export function loadStrategy(plugin: string, strategy: Strategy, running: Running): LoadedStrategy {
  const problem = strategyProblem(strategy);
  if (problem) throw new PluginRefused(problem);
  const schema = <Value>(part: 'config' | 'input' | 'output') =>
    compiled<Value>(strategy[part], `the ${part} schema of its strategy ${strategy.name}`);
  return { plugin, strategy, config: schema('config'), input: schema('input'), output: schema('output'), running };
}

/** A plugin's JSON Schema, or PluginRefused. */
export function compiled<Value>(schema: unknown, what: string): Schema<Value> {
  try {
    return compileSchema<Value>(schema as object);
  } catch (cause) {
    throw new PluginRefused(`${what} is none: ${textOf(cause)}`, { cause });
  }
}
