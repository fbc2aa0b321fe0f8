import type { Call, FromSchema, Policy, Strategy } from '@trialogue/plugin-api';
import { type ModelServices, mlflowModel } from '../mlflow-model';
import { Scoring, type ScoringOptions } from '../scoring/scoring';

type CallOf<S> = S extends Strategy<infer Config, infer Input> ? Call<FromSchema<Config>, FromSchema<Input>> : never;
type ModelStrategy = ReturnType<typeof mlflowModel>;
export type ModelCall = CallOf<ModelStrategy>;

/** The strategy with connections of its own, a registry that tells nothing and no shadows, unless given. */
export function openModel(options: ScoringOptions = {}, services: Partial<ModelServices> = {}) {
  const scoring = new Scoring(options);
  const strategy = mlflowModel({
    scoring,
    signatures: { of: async () => undefined },
    shadows: { takes: () => false, score: () => {} },
    ...services,
  });
  return { strategy, scoring, close: () => scoring.close() };
}

/** A version of the examples' model, served there. */
export const foodBudget = (urls: readonly string[], change: Partial<Policy> = {}): Policy => ({
  reference: 'food_budget@1',
  model: { name: 'food_budget', version: '1' },
  inputs: [
    { name: 'income', type: 'number', required: true },
    { name: 'region', type: 'string', required: false },
    { name: 'urban', type: 'boolean', required: false },
  ],
  params: {},
  urls,
  timeoutMs: 5_000,
  standIn: false,
  ...change,
});

/** A call as a host would make it, whose references all mean what `policies` says. */
export const callWith = (
  policies: (reference: string) => Policy,
  input: ModelCall['input'],
  change: Partial<ModelCall> = {},
): ModelCall =>
  ({
    id: 'call-1',
    unit: 'household-1',
    now: '2026-11-23T10:00:00.000Z',
    config: { policy_version_id: 'food_budget@1' },
    input,
    policies: {
      get: async (reference: string) => policies(reference),
      call: (_policy: Policy, ask: () => Promise<any>) => ask(),
    },
    signal: new AbortController().signal,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    ...change,
  }) as unknown as ModelCall;
