import { randomUUID } from 'node:crypto';
import { type Act, refused } from './act';
import type { GraphClient } from './graph-client';

const document = `mutation($experiment: ID!, $unit: ID!, $input: JSONObject!, $id: ID!) {
  execute(experiment: $experiment, unit: $unit, input: $input, clientExecutionId: $id) {
    variant { key } status output error { code message } latencyMs standIn
  }
}`;

/** One execution for a unit: the experiment decides which variant, and its strategy answers. */
export async function execute(
  graph: GraphClient,
  experiment: string,
  unit: string,
  input: object,
  describe: (output: any) => string,
): Promise<Act> {
  try {
    const { execute: execution } = await graph.ask(document, { experiment, unit, input, id: randomUUID() });
    const { variant, status, output, error, standIn } = execution;
    if (status !== 'COMPLETED')
      return { experiment, variant: variant?.key, failure: error ?? { code: status, message: 'It did not complete.' } };
    return { experiment, variant: variant?.key, standIn, said: describe(output) };
  } catch (error) {
    return refused(experiment, error);
  }
}
