import { publishExperiment, publishPrompt } from '../testing/content';
import { execute, publishOdd, written } from '../testing/executing';
import { type Answer, admin, unit } from '../testing/process';
import { tell } from '../testing/story';

const document = `mutation ($experiment: ID, $name: ID, $unit: ID!, $attributes: JSONObject, $variables: JSONObject) {
  resolvePrompt(experiment: $experiment, name: $name, unit: $unit, attributes: $attributes, variables: $variables) {
    promptVersion { id } experiment { key } variant { experimentKey key } arm release reason inExperiment
    messages { role text } model { provider name id } params responseSchema tokens { count method } } }`;

let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  story = await tell();
  const variables = [{ name: 'who', required: true }];
  const hashes = await publishPrompt(story.store, 'dish', [
    { template: 'Cook for {{ who }}.', variables },
    { template: 'Serve {{ who }} soup.', variables },
  ]);
  await publishExperiment(story.store, 'dishes', 'dish', hashes);
});
afterAll(() => story.end());

const resolve = (asked: object, caller = admin): Promise<Answer> => story.ask(document, asked, caller);
const resolved = async (asked: object) => {
  const { data, codes, messages } = await resolve(asked);
  expect([codes, messages]).toEqual([[], []]);
  return data.resolvePrompt;
};

test('a unit gets the prompt of its variant, rendered, and is exposed to it once', async () => {
  const asked = { experiment: 'dishes', unit: 'ana', variables: { who: 'Ana' } };
  const first = await resolved(asked);
  const number = first.variant.key === 'control' ? 1 : 2;
  expect(first).toMatchObject({
    promptVersion: { id: `dish@${number}` },
    experiment: { key: 'dishes' },
    variant: { experimentKey: 'dishes' },
    arm: `arm-of-dish@${number}`,
    ...{ reason: 'ASSIGNED', inExperiment: true, responseSchema: null },
    messages: [{ role: 'system', text: number === 1 ? 'Cook for Ana.' : 'Serve Ana soup.' }],
    tokens: { count: expect.any(Number) },
  });
  expect(await resolved(asked)).toEqual(first);
  const { exposures } = await written(story.store, 'dishes');
  expect(exposures.filter((row) => row.unit === 'ana')).toMatchObject([
    { variant: first.variant.key, arm: first.arm, release: first.release, stand_in: false },
  ]);
});

test('it is the variant that `execute` gives, for every unit', async () => {
  for (let number = 0; number < 20; number++) {
    const asked = { experiment: 'dishes', unit: `unit-${number}` };
    const { variant, arm } = await resolved({ ...asked, variables: { who: 'x' } });
    const { data } = await execute(story, { ...asked, input: { text: 'Go', variables: { who: 'x' } } });
    expect(data.execute).toMatchObject({ variant, arm, status: 'COMPLETED' });
  }
  const { exposures } = await written(story.store, 'dishes');
  const own = exposures.filter((row) => row.unit.startsWith('unit-') && !row.stand_in); // a stand-in executed
  expect(own).toHaveLength(20);
  expect(new Set(exposures.map((row) => row.variant)).size).toBe(2);
});

test('a variable that is missing is said, and the unit is exposed all the same', async () => {
  const { codes, messages } = await resolve({ experiment: 'dishes', unit: 'ben' });
  expect(codes).toEqual(['PROMPT_VARIABLE_MISSING']);
  expect(messages[0]).toContain('who');
  const { exposures } = await written(story.store, 'dishes');
  expect(exposures.filter((row) => row.unit === 'ben')).toHaveLength(1);
});

test.each([
  ['name', 'dish', 'dish@1'],
  ['number', 'dish@2', 'dish@2'],
  ['label', 'dish@production', 'dish@1'],
])('a prompt by its %s, outside of any experiment', async (_, name, id) => {
  const answer = await resolved({ name, unit: 'ana', variables: { who: 'you' } });
  expect(answer).toMatchObject({ promptVersion: { id }, experiment: null, variant: null, arm: null, reason: null });
});

test.each([
  ['neither', {}, 'BAD_USER_INPUT'],
  ['both', { experiment: 'dishes', name: 'dish' }, 'BAD_USER_INPUT'],
  ['an experiment that is not there', { experiment: 'none' }, 'EXPERIMENT_NOT_FOUND'],
  ['a prompt that is not there', { name: 'none' }, 'PROMPT_NOT_FOUND'],
  ['a label that is not there', { name: 'dish@none' }, 'PROMPT_NOT_FOUND'],
  ['a unit that is too long', { experiment: 'dishes', unit: 'x'.repeat(300) }, 'BAD_USER_INPUT'],
  ['a unit that is too long once composed', { experiment: 'dishes', unit: '\u{1d160}'.repeat(64) }, 'BAD_USER_INPUT'],
  ['variables that are too large', { experiment: 'dishes', variables: { who: 'x'.repeat(70_000) } }, 'BAD_USER_INPUT'],
])('%s is refused', async (_, asked, code) => {
  const { length } = (await written(story.store, 'dishes')).exposures;
  expect((await resolve({ unit: 'carl', ...asked })).codes).toEqual([code]);
  expect((await written(story.store, 'dishes')).exposures).toHaveLength(length);
});

test('a variant that names no prompt has none to resolve, and exposes nobody', async () => {
  await publishOdd(story.store, 'book');
  expect((await resolve({ experiment: 'book', unit: 'ana' })).codes).toEqual(['VARIANT_WITHOUT_PROMPT']);
  expect((await written(story.store, 'book')).exposures).toEqual([]);
});

test('an archived version is resolved no more, though it is pinned', async () => {
  const hashes = await publishPrompt(story.store, 'gone', [{ template: 'A' }, { template: 'B' }]);
  await publishExperiment(story.store, 'going', 'gone', hashes);
  await resolved({ experiment: 'going', unit: 'ana' });
  await publishPrompt(story.store, 'gone', [
    { template: 'A', status: 'ARCHIVED' },
    { template: 'B', status: 'ARCHIVED' },
  ]);
  expect((await resolve({ experiment: 'going', unit: 'ben' })).codes).toEqual(['PROMPT_VERSION_ARCHIVED']);
  expect((await resolve({ name: 'gone@1', unit: 'ben' })).codes).toEqual(['PROMPT_NOT_FOUND']);
  const { exposures } = await written(story.store, 'going');
  expect(exposures.map((row) => row.unit)).toEqual(['ana']);
});

test('whoever converses resolves for their own unit only', async () => {
  const asked = { experiment: 'dishes', unit: 'dora', variables: { who: 'Dora' } };
  expect((await resolve(asked, unit('dora'))).codes).toEqual([]);
  expect((await resolve(asked, unit('eve'))).codes).toEqual(['FORBIDDEN']);
});
