import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { verdictOn } from './flow-version.verdict';

const definition = parse(
  readFileSync(path.join(__dirname, '../../../../flows/data_collection_flow.yml'), 'utf8'),
) as Parameters<typeof verdictOn>[0];

test('while a flow is judged, the event loop turns', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  const verdict = await verdictOn(definition);
  clearImmediate(next);
  expect(verdict).toEqual({ errors: [], doubts: [] });
  expect(turns).toBeGreaterThan(5);
});
