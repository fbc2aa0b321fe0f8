import type { GraphModule, JsonObject, Strategy } from '@trialogue/plugin-api';
import type { StrategyCalls } from '../calls/strategy-calls';
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
  readonly calls: StrategyCalls;
}

export interface LoadedPlugin {
  readonly name: string;
  readonly version: string;
  readonly strategies: readonly LoadedStrategy[];
  readonly graph?: GraphModule;
  /** Where its code runs. */
  readonly isolation: 'worker' | 'none';
  /** What runs with it: executions, resolvers, subscriptions. */
  readonly running: Running;
  /** Resolves with the reason when its worker is given up. */
  readonly ended?: Promise<string>;
  /** How often its worker was started again. */
  restarts(): number;
  /** Aborts the plugin's signal and lets it clean up, whatever runs. Bounded in time, never throws. */
  stop(): Promise<void>;
}

const effects = ['none', 'idempotent', 'external'];

/** Checks what a plugin says of a strategy and compiles its schemas. */
export function loadStrategy(plugin: string, strategy: Strategy, calls: StrategyCalls): LoadedStrategy {
  const { name, version, configKey } = strategy;
  for (const [member, value] of Object.entries({ name, version, configKey }))
    if (typeof value !== 'string' || value === '') throw new PluginRefused(`one of its strategies has no ${member}`);
  if (typeof strategy.execute !== 'function') throw new PluginRefused(`its strategy ${name} has no execute`);
  if (!effects.includes(strategy.effects))
    throw new PluginRefused(`its strategy ${name} must say effects: ${effects.join(' | ')}`);
  for (const member of ['uses', 'provides'] as const)
    if (!areNames(strategy[member] ?? []))
      throw new PluginRefused(`\`${member}\` of its strategy ${name} is no list of names`);
  const schema = <Value>(part: 'config' | 'input' | 'output') =>
    compiled<Value>(strategy[part], `the ${part} schema of its strategy ${name}`);
  return { plugin, strategy, config: schema('config'), input: schema('input'), output: schema('output'), calls };
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
