import type { PolicyVersionBody } from '../release-bodies';

/** A version of the policy `food`. */
export const food = (number: number, change: Partial<PolicyVersionBody> = {}): PolicyVersionBody => ({
  name: 'food',
  number,
  description: 'What a household spends on food',
  status: 'ACTIVE',
  modelName: 'food_budget',
  modelVersion: String(number),
  inputs: [{ name: 'income', type: 'number', required: true }],
  params: { quantile: 0.5 },
  timeoutMs: 2000,
  checksum: `checksum ${number}`,
  ...change,
});
