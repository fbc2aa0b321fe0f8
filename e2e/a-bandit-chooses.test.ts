import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';

const experiment = {
  key: 'green_button',
  salt: 'green_button:1',
  sticky: {},
  allocator: { name: 'thompson', outcome: { event: 'bought' }, every: 'PT10S', minUnits: 60, floor: 0.05 },
  variants: [
    { key: 'grey', value: 'grey' },
    { key: 'green', value: 'green' },
  ],
};
const told = `{ experiment(key: "green_button") { allocation release { hash } variants { key weight }
  allocator { lastRunAt lastProblem failures } history(first: 5) { act by before after } } }`;
const look = async (product: Product) => (await product.ask(told)).experiment;

interface Met {
  readonly unit: string;
  readonly variant: { readonly key: string };
  readonly allocation: number;
  readonly propensity: number;
  readonly release: string;
  readonly reason: string;
}

async function assign(product: Product, units: readonly string[]): Promise<Met[]> {
  const { assignMany } = await product.ask(
    `mutation ($requests: [AssignmentRequest!]!) { assignMany(requests: $requests) {
      assignment { unit variant { key } allocation propensity release reason } } }`,
    { requests: units.map((unit) => ({ experiment: 'green_button', unit })) },
  );
  return assignMany.map(({ assignment }: { assignment: Met }) => assignment);
}

/** So many in ten of each variant. */
type Buying = Readonly<Record<'grey' | 'green', number>>;

async function buy(product: Product, met: readonly Met[], inTen: Buying): Promise<void> {
  const seen: Record<string, number> = { grey: 0, green: 0 };
  const buyers = met.filter(({ variant: { key } }) => {
    seen[key]! += 1;
    return seen[key]! % 10 < inTen[key as keyof Buying];
  });
  const events = buyers.map(({ unit }) => ({ unit, id: `bought-${unit}`, type: 'bought', at: new Date() }));
  const { trackEvents } = await product.ask(
    'mutation ($events: [EventInput!]!) { trackEvents(events: $events) { accepted } }',
    { events },
  );
  expect(trackEvents.accepted).toBe(buyers.length);
}

test('weights follow what the variants bring, and every exposure says with which probability it was made', async () => {
  const root = makeProject();
  const file = path.join(root, 'config/plugins.yml');
  const off = '# - name: "@trialogue/plugin-bandit"\n  #   options: {}';
  const listed = readFileSync(file, 'utf8');
  expect(listed).toContain(off);
  writeFileSync(file, listed.replace(off, '- name: "@trialogue/plugin-bandit"\n    options: {}'));
  const product = await startProduct({}, root);
  await product.ask('mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', {
    input: experiment,
  });
  await product.ask('mutation { startExperiment(key: "green_button") { status } }');

  const early = await assign(
    product,
    Array.from({ length: 200 }, (_, index) => `early-${index}`),
  );
  await buy(product, early, { grey: 1, green: 4 });
  await until(async () => (await look(product)).allocation > 1);

  const { release, variants, history, allocator } = await look(product);
  const weights = Object.fromEntries(variants.map(({ key, weight }: any) => [key, weight]));
  expect(weights.green).toBeGreaterThan(0.9);
  expect(weights.grey).toBeGreaterThanOrEqual(0.05);
  expect(weights.grey + weights.green).toBeCloseTo(1, 9);
  expect(allocator).toMatchObject({ lastRunAt: expect.any(String), lastProblem: null, failures: 0 });
  const { act, by, after } = history[0];
  const units = (key: string) => early.filter(({ variant }) => variant.key === key).length;
  expect([act, by, after.because.allocator]).toEqual(['ALLOCATE', 'allocator:thompson', 'thompson@1']);
  expect(after.because.outcomes).toMatchObject([
    { variant: 'grey', weight: 0.5, units: units('grey') },
    { variant: 'green', weight: 0.5, units: units('green') },
  ]);

  const late = await assign(
    product,
    Array.from({ length: 400 }, (_, index) => `late-${index}`),
  );
  for (const { variant, propensity, ...met } of late)
    expect([met.allocation, met.release, met.reason, propensity]).toEqual([
      ...[2, release.hash, 'ASSIGNED', weights[variant.key]],
    ]);
  const share = late.filter(({ variant }) => variant.key === 'green').length / late.length;
  expect(Math.abs(share - weights.green)).toBeLessThan(4 * Math.sqrt((weights.green * weights.grey) / late.length));

  // Those who came late buy the other way round, and the weights turn.
  await buy(product, late, { grey: 10, green: 0 });
  const weightOf = async (wanted: string) =>
    (await look(product)).variants.find(({ key }: any) => key === wanted).weight;
  await until(async () => (await weightOf('grey')) > 0.9);
  const turned = await look(product);
  expect(turned.allocation).toBeGreaterThan(2);
  const all = [...early, ...late].filter(({ variant }) => variant.key === 'grey').length;
  const lateGrey = late.filter(({ variant }) => variant.key === 'grey').length;
  expect(turned.history[0].after.because.outcomes[0]).toMatchObject({
    ...{ variant: 'grey', units: all },
    sum: Math.floor(units('grey') / 10) + lateGrey,
  });
  const [newcomer] = await assign(product, ['newcomer']);
  expect(newcomer).toMatchObject({ allocation: turned.allocation, release: turned.release.hash });
  expect(newcomer!.propensity).toBe(await weightOf(newcomer!.variant.key));

  // Who was there before keeps what it has, and the probability that it got it with.
  const again = await assign(
    product,
    early.map(({ unit }) => unit),
  );
  expect(
    again.map(({ variant, allocation, propensity, reason }) => [variant.key, allocation, propensity, reason]),
  ).toEqual(early.map(({ variant }) => [variant.key, 1, 0.5, 'STICKY']));
});
