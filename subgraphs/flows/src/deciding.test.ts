import type { ExperimentSnapshot, Targeting } from '@trialogue/assignment';
import { publishExperiment, publishPrompt } from './testing/content';
import { execute, written } from './testing/executing';
import { tell } from './testing/story';

let story: Awaited<ReturnType<typeof tell>>;
let hashes: string[];
beforeAll(async () => {
  story = await tell();
  hashes = await publishPrompt(story.store, 'dish', [{}, {}]);
});
afterAll(() => story.end());

const publish = (key: string, more: Partial<ExperimentSnapshot>) =>
  publishExperiment(story.store, key, 'dish', hashes, more);
const vips: Targeting = { source: 'vip', expression: ['attribute', 'vip', 'bool'] };
const start = (experiment: string, unit: string, attributes?: object) => story.start({ experiment, unit, attributes });

test('what is known of the unit decides what is executed and whom is talked to', async () => {
  await publish('vips', { targeting: vips });
  for (const attributes of [undefined, { vip: false }]) {
    const asked = { experiment: 'vips', unit: 'ana', attributes };
    expect((await execute(story, asked)).codes).toEqual(['UNIT_NOT_IN_EXPERIMENT']);
    expect((await start('vips', 'ana', attributes)).codes).toEqual(['UNIT_NOT_IN_EXPERIMENT']);
  }
  const asked = { experiment: 'vips', unit: 'ana', attributes: { vip: true } };
  expect((await execute(story, asked)).data.execute.status).toBe('COMPLETED');
  expect((await start('vips', 'ana', { vip: true })).codes).toEqual([]);
  expect((await written(story.store, 'vips')).exposures).toHaveLength(1);
});

test('a unit that is kept executes what it met first, and its exposure is the first one', async () => {
  await publish('kept', { sticky: {} });
  const first = (await execute(story, { experiment: 'kept', unit: 'ben' })).data.execute;
  const { body } = story.store.releases.head<ExperimentSnapshot>('experiment', 'kept')!;
  const weighing = (variant: (typeof body.variants)[number]) => ({
    ...variant,
    weight: variant.key === first.variant.key ? 0 : 1,
  });
  await publish('kept', { sticky: {}, allocation: 2, variants: body.variants.map(weighing) });
  const again = (await execute(story, { experiment: 'kept', unit: 'ben' })).data.execute;
  expect(again.variant).toEqual(first.variant);
  const { data } = await start('kept', 'ben');
  expect(data.startConversation.variant).toMatchObject({ key: first.variant.key });
  const { exposures, ends } = await written(story.store, 'kept');
  expect(exposures).toMatchObject([{ unit: 'ben', allocation: 1, variant: first.variant.key, release: first.release }]);
  expect(ends.map(({ data: { propensity } }) => propensity)).toEqual([0.5, 0.5]);
});

test('a variant that is a plain value cannot be executed, and exposes nobody', async () => {
  const variants = [
    { key: 'on', weight: 1, isControl: true, executionStrategy: 'none', config: {}, pins: {}, arm: '', value: true },
  ];
  await publish('flag', { variants });
  expect((await execute(story, { experiment: 'flag', unit: 'ana' })).codes).toEqual(['NOTHING_TO_EXECUTE']);
  expect((await start('flag', 'ana')).codes).toEqual(['NOTHING_TO_EXECUTE']);
  expect((await written(story.store, 'flag')).exposures).toEqual([]);
});

test('attributes that are too deep are refused before anything looks into them', async () => {
  const attributes = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
  expect((await start('vips', 'ana', attributes)).codes).toEqual(['BAD_USER_INPUT']);
  expect((await execute(story, { experiment: 'vips', attributes })).codes).toEqual(['BAD_USER_INPUT']);
});
