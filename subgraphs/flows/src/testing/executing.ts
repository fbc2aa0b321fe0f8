import type { ExperimentSnapshot } from '@trialogue/assignment';
import type { Store } from '@trialogue/store';
import type { Caller } from '@trialogue/subgraph';
import { publishExperiment } from './content';
import { type Answer, admin, type Process } from './process';

const document = `mutation ($experiment: ID!, $unit: ID!, $input: JSONObject!, $attributes: JSONObject, $id: ID) {
  execute(experiment: $experiment, unit: $unit, input: $input, attributes: $attributes, clientExecutionId: $id) {
    id unit experiment arm release status output error { code message } latencyMs usage { output } model standIn
    createdAt variant { experimentKey key } } }`;

export interface Asked {
  readonly experiment?: string;
  readonly unit?: string;
  readonly input?: object;
  readonly attributes?: object;
  /** The client's. */
  readonly id?: string;
}

/** Executes for a unit in the experiment `meals`, unless told otherwise. */
export const execute = ({ ask }: Pick<Process, 'ask'>, asked: Asked = {}, caller: Caller = admin): Promise<Answer> =>
  ask(document, { experiment: 'meals', unit: 'ana', input: { text: 'Soup' }, ...asked }, caller);

/** Publishes an experiment of the same name whose one variant runs a strategy of the plugin `odd`. */
export function publishOdd(store: Store, strategy: string): Promise<void> {
  const variant = {
    key: 'control',
    weight: 1,
    isControl: true,
    executionStrategy: strategy,
    arm: `arm-of-${strategy}`,
  };
  const variants = [{ ...variant, config: { execution_strategy: strategy }, pins: {} }];
  return publishExperiment(store, strategy, '', [], { variants } as Partial<ExperimentSnapshot>);
}

/** What is in the tables of an experiment, the oldest first. */
export async function written(store: Store, experiment: string) {
  const rowsOf = async (text: string): Promise<any[]> => (await store.sql(text, [experiment])).rows;
  return {
    executions: await rowsOf('select * from exp.executions where experiment = $1 order by created_at, id'),
    exposures: await rowsOf('select * from exp.exposures where experiment = $1'),
    ends: await rowsOf(
      `select type, id, unit, arm, release, data from exp.events
       where data->>'experiment' = $1 and data ? 'execution' order by xid, seq`,
    ),
  };
}
