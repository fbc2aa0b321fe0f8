import type { Asked } from './product';

export interface Executed {
  readonly id: string;
  readonly status: 'COMPLETED' | 'FAILED';
  readonly variant: { key: string };
  readonly arm: string;
  readonly output: any;
  readonly error: { code: string; message: string } | null;
  readonly model: string | null;
  readonly standIn: boolean;
}

export const executeDocument = `mutation($experiment: ID!, $unit: ID!, $input: JSONObject!, $attributes: JSONObject, $clientExecutionId: ID) {
  execute(experiment: $experiment, unit: $unit, input: $input, attributes: $attributes, clientExecutionId: $clientExecutionId) {
    id status variant { key } arm output error { code message } model standIn } }`;

/** One shot for a unit. */
export const execute = async (
  product: Asked,
  experiment: string,
  unit: string,
  input: object,
  attributes: object = {},
): Promise<Executed> => (await product.ask(executeDocument, { experiment, unit, input, attributes })).execute;

/** A unit of each variant of an experiment: variant → unit. */
export async function unitsOf(product: Asked, experiment: string): Promise<Record<string, string>> {
  const units: Record<string, string> = {};
  for (let count = 0; count < 40; count++) {
    const unit = `household-${count}`;
    const { assignment } = await product.ask(
      'query($experiment: ID!, $unit: ID!) { assignment(experiment: $experiment, unit: $unit) { variant { key } } }',
      { experiment, unit },
    );
    units[assignment.variant.key] ??= unit;
  }
  return units;
}

/** What analytics has counted for each variant, stand-ins and all. */
export async function countsOf(product: Asked, experiment: string): Promise<Record<string, number[]>> {
  const { experiment: found } = await product.ask(
    `query($key: ID!) { experiment(key: $key) { results(includeStandIn: true) {
       variants { variant { key } exposures completions failures } } } }`,
    { key: experiment },
  );
  return Object.fromEntries(
    found.results.variants.map(({ variant, exposures, completions, failures }: any) => [
      variant.key,
      [exposures, completions, failures],
    ]),
  );
}
