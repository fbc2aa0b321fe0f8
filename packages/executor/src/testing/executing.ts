import { createModels } from '@trialogue/models';
import type { Part } from '@trialogue/plugin-api';
import { memoryLedger } from '@trialogue/plugin-api/testing';
import type { PolicyBody, PolicyVersionBody, PromptVersionBody } from '@trialogue/variant-config';
import { type ExecutionRequest, Executor, type PluginEntry, Plugins, type Surroundings } from '../index';
import { pluginFolder } from './plugin-folder';

export { memoryLedger };

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export const promptVersion = (change: Partial<PromptVersionBody> = {}): PromptVersionBody => ({
  name: 'meal',
  number: 1,
  description: '',
  status: 'ACTIVE',
  syntax: 'JINJA',
  template: 'Be {{ tone }}.',
  variables: [{ name: 'tone', required: false, default: 'kind' }],
  modelProvider: 'scripted',
  modelName: 'scripted',
  params: { temperature: 1 },
  replies: [{ when: [], reply: 'Good day.' }],
  checksum: '',
  ...change,
});

export const policyVersion = (change: Partial<PolicyVersionBody> = {}): PolicyVersionBody => ({
  name: 'food',
  number: 1,
  description: '',
  status: 'ACTIVE',
  modelName: 'food_budget',
  modelVersion: '2',
  inputs: [{ name: 'income', type: 'number', required: true, description: 'A year' }],
  params: { a: 1, b: 1 },
  timeoutMs: 500,
  checksum: '',
  ...change,
});

/** How plugins are loaded of which a test says nothing: in its own thread. Whoever changes it closes what was opened. */
export const unlessTold: { entry?: Partial<PluginEntry>; readonly opened: { close(): Promise<void> }[] } = {
  opened: [],
};

/**
 * An executor over strategies that a test writes as JavaScript, one prompt, `meal@1` with the hash `h`, and one policy,
 * `food@1` with the hash `p`, of which `current` was published last.
 */
export async function executing(
  strategies: string,
  prompt = promptVersion(),
  serving: {
    readonly endpoints?: PolicyBody['endpoints'];
    readonly standInUrl?: string;
    /** What is published of the policy version now. */
    readonly current?: PolicyVersionBody;
    /** Beside the strategies, as JavaScript. */
    readonly tools?: string;
    /** How the plugin of the strategies is loaded. */
    readonly entry?: Partial<PluginEntry>;
    readonly workerLimits?: Surroundings['workerLimits'];
  } = {},
) {
  const { endpoints = { 1: 'http://models:5001' }, standInUrl, current, tools = '', workerLimits } = serving;
  const { entry: loaded = unlessTold.entry } = serving;
  const folder = pluginFolder();
  const plugins = new Plugins(
    { projectRoot: folder.root, secret: () => undefined, logger: quiet, workerLimits },
    { mountable: async () => new Map(), mount: () => {}, users: async () => [], publish: async () => {} },
  );
  const entry = folder.write('tested', `setup: async () => ({ strategies: [${strategies}], tools: [${tools}] })`);
  const states = await plugins.load([{ ...entry, ...loaded }]);
  const close = async () => {
    await plugins.close();
    folder.remove();
  };
  if (loaded) unlessTold.opened.push({ close });
  else folder.remove();
  if (states[0]!.problem) throw new Error(states[0]!.problem);
  const releases: Record<string, { hash: string; kind: string; key: string; body: unknown; refs: string[] }> = {
    h: { hash: 'h', kind: 'prompt_version', key: 'meal@1', body: prompt, refs: [] },
    p: { hash: 'p', kind: 'policy_version', key: 'food@1', body: policyVersion(), refs: [] },
  };
  const policy = { hash: 'q', kind: 'policy', key: 'food', body: { name: 'food', endpoints }, refs: ['p'] };
  const heads: Record<string, unknown> = {
    'policy food': policy,
    ...(current && { 'policy_version food@1': { hash: 'c', body: current } }),
  };
  const executor = new Executor({
    plugins,
    releases: {
      get: async (hash: string) => releases[hash] as any,
      head: (kind: string, key: string) => heads[`${kind} ${key}`] as any,
      fresh: async () => undefined,
    },
    standInUrl,
    events: { check: () => undefined },
    models: createModels({ logger: quiet, paceMs: 0 }),
    clock: () => new Date('2026-11-23T10:00:00Z'),
  });
  const parts: Part[] = [];
  const execute = (strategy: string, change: Partial<ExecutionRequest> = {}) =>
    executor.execute({
      id: 'c:1',
      plan: { strategy, config: {}, pins: { 'meal@1': 'h', 'food@1': 'p' } },
      input: {},
      unit: 'ana',
      attributes: {},
      signal: new AbortController().signal,
      ledger: memoryLedger(),
      logger: quiet,
      emit: async (part) => {
        parts.push(part);
      },
      ...change,
    });
  return { executor, execute, parts, plugins, close };
}
