import { readFileSync } from 'node:fs';
import path from 'node:path';
import { assignMany, create, experiment, start } from './testing/documents';
import { type StartedExperiments, startExperiments } from './testing/started-experiments';

let on: StartedExperiments;
beforeAll(async () => {
  on = await startExperiments();
});
afterAll(() => on.close());

test('every exposure that was drawn is derived again by the documented query', async () => {
  await on.done('mutation { createLayer(input: { key: "answers" }) { key } }');
  await on.done('mutation { createHoldout(input: { key: "nothing_new", share: 0.1 }) { key } }');
  const rules = {
    layers: [{ layer: 'answers', from: 0.2, to: 0.9 }],
    holdouts: ['nothing_new'],
    overrides: [{ variant: 'b', units: ['u1'] }],
  };
  await on.done(create, { input: experiment('checkout_button', rules) });
  await on.done(start, { key: 'checkout_button' });
  const requests = Array.from({ length: 300 }, (_, index) => ({ experiment: 'checkout_button', unit: `u${index}` }));
  await on.done(assignMany, { requests });
  const page = readFileSync(path.join(__dirname, '../../../docs/experiments.md'), 'utf8');
  const [, query] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, text]) => text!);
  const { rows } = await on.sql(query!);
  expect(rows.length).toBeGreaterThan(120);
  expect(rows.length).toBeLessThan(250);
  for (const { variant, derived } of rows) expect(derived).toBe(variant);
  expect(new Set(rows.map(({ variant }) => variant)).size).toBe(2);
});
