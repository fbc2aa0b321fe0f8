import { check, type Known, whatBlocks } from './checks';
import type { Demands, ExperimentFacts, Promotion } from './promotion';

const facts = (change: Partial<ExperimentFacts> = {}): ExperimentFacts => ({
  ...{ experiment: 'e', status: 'STOPPED', release: 'r', winner: 'new', asOf: '2026-01-01T00:00:00.000Z' },
  variants: [
    { variant: 'old', model: 'm/1', exposures: 10, completions: 10, failures: 0, fallbacks: 0 },
    { variant: 'new', model: 'm/2', exposures: 10, completions: 6, failures: 2, fallbacks: 0 },
    { variant: 'again', model: 'm/2', exposures: 10, completions: 2, failures: 0, fallbacks: 0 },
  ],
  ...change,
});
const known = (change: Partial<Known> = {}): Known => ({
  ...{ status: 'READY', metrics: { rmse: 2, f1: 0.8 }, current: { rmse: 3, f1: 0.8 }, experiment: facts() },
  ...change,
});
const blocked = (demands: Demands, given: Partial<Known> = {}) => {
  const promotion = { model: 'm', version: '2', experiment: 'e', demands } satisfies Partial<Promotion>;
  return whatBlocks(check(promotion, known(given)));
};

test.each<[string, Demands, Partial<Known>, string | undefined]>([
  ['nothing', {}, {}, undefined],
  [
    'nothing, of a version that is not ready',
    {},
    { status: 'PENDING_REGISTRATION' },
    'ready: MLflow says that it is PENDING_REGISTRATION',
  ],
  ['at least what there is', { metric: { name: 'f1', atLeast: 0.8 } }, {}, undefined],
  ['more', { metric: { name: 'f1', atLeast: 0.9 } }, {}, 'metric f1: 0.8 is not at least 0.9'],
  ['at most', { metric: { name: 'rmse', atMost: 2 } }, {}, undefined],
  ['less', { metric: { name: 'rmse', atMost: 1 } }, {}, 'metric rmse: 2 is not at most 1'],
  [
    'a metric that is not logged',
    { metric: { name: 'auc', atLeast: 0 } },
    {},
    'metric auc: the run of the version has no metric auc',
  ],
  ['lower than now', { metric: { name: 'rmse', betterThanCurrent: 'LOWER' } }, {}, undefined],
  ['higher than now', { metric: { name: 'rmse', betterThanCurrent: 'HIGHER' } }, {}, 'metric rmse: it is not better'],
  [
    'better, where both are the same',
    { metric: { name: 'f1', betterThanCurrent: 'HIGHER' } },
    {},
    'metric f1: it is not better',
  ],
  ['better than nothing', { metric: { name: 'f1', betterThanCurrent: 'HIGHER' } }, { current: null }, undefined],
  [
    'better than what was not measured',
    { metric: { name: 'f1', betterThanCurrent: 'HIGHER' } },
    { current: {} },
    'metric f1: the run of the current version has no metric f1',
  ],
  ['the decision', { decision: true }, {}, undefined],
  [
    'a decision that is not made',
    { decision: true },
    { experiment: facts({ status: 'RUNNING', winner: null }) },
    'decision: e is RUNNING: it is decided when it is stopped with a winner',
  ],
  [
    'a decision for none',
    { decision: true },
    { experiment: facts({ winner: null }) },
    'decision: e was stopped without a winner',
  ],
  [
    'a decision for another',
    { decision: true },
    { experiment: facts({ winner: 'old' }) },
    'decision: its winner old predicts with m/1',
  ],
  ['few failures, over both variants', { guardrails: { failureRate: 0.2, minExecutions: 10 } }, {}, undefined],
  ['fewer', { guardrails: { failureRate: 0.1, minExecutions: 10 } }, {}, 'failure rate: it fails too often'],
  [
    'fewer, and others have answered in its place',
    { guardrails: { failureRate: 0.2, minExecutions: 10 } },
    { experiment: facts({ variants: facts().variants.map((one) => ({ ...one, fallbacks: 1 })) }) },
    'failure rate: it fails too often',
  ],
  [
    'more executions',
    { guardrails: { failureRate: 1, minExecutions: 11 } },
    {},
    'failure rate: too little was executed to tell',
  ],
])('demanded is %s', (_, demands, given, expected) => {
  expect(blocked(demands, given)).toBe(expected);
});

test('each check says what was seen and what was demanded', () => {
  const demands: Demands = {
    metric: { name: 'rmse', betterThanCurrent: 'LOWER' },
    guardrails: { failureRate: 0.1, minExecutions: 5 },
  };
  expect(check({ model: 'm', version: '2', experiment: 'e', demands }, known())).toEqual([
    { name: 'ready', ok: true, observed: 'READY', required: 'READY', reason: null },
    { name: 'metric rmse', ok: true, observed: '2', required: 'below the current version’s 3', reason: null },
    {
      name: 'failure rate',
      ok: false,
      observed: '2 of 10',
      required: 'at most 0.1 of at least 5 executions',
      reason: 'it fails too often',
    },
  ]);
});
