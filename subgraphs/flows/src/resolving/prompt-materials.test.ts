import type { ExperimentSnapshot } from '@trialogue/assignment';
import { renderVersion } from '@trialogue/templates';
import { publishExperiment, publishPrompt } from '../testing/content';
import { publishOdd } from '../testing/executing';
import { publishFlow, supper } from '../testing/flows';
import { admin } from '../testing/process';
import { tell } from '../testing/story';

const document = `query ($of: [PromptMaterialInput!]!) { promptMaterials(of: $of) {
  material { promptVersion { id } pins version model { provider name id } params responseSchema }
  error { code message help retryable } } }`;
const resolve = `mutation ($experiment: ID, $name: ID, $unit: ID!, $variables: JSONObject) {
  resolvePrompt(experiment: $experiment, name: $name, unit: $unit, variables: $variables) {
    promptVersion { id } variant { key } messages { role text } model { provider name id } params responseSchema } }`;

let story: Awaited<ReturnType<typeof tell>>;
let hashes: string[];
beforeAll(async () => {
  story = await tell();
  const variables = [{ name: 'who', required: true, default: 'all' }];
  hashes = await publishPrompt(story.store, 'dish', [
    { template: 'Cook for {{ who }}.', variables },
    { template: 'Serve {{ who }} soup.', variables },
  ]);
  await publishExperiment(story.store, 'dishes', 'dish', hashes);
});
afterAll(() => story.end());

const head = (key: string) => story.store.releases.head<ExperimentSnapshot>('experiment', key)!;
const ofVariants = (key: string) =>
  head(key).body.variants.map((variant) => ({ release: head(key).hash, variant: variant.key }));
const outcomes = async (of: object[]): Promise<any[]> => (await story.ask(document, { of })).data.promptMaterials;

async function publishWithFlow(): Promise<void> {
  const [chef] = await publishPrompt(story.store, 'chef', [{ template: 'You cook.' }]);
  const [hash] = await publishFlow(story.store, 'supper', [{ definition: supper }]);
  const flow = { reference: 'supper@1', hash: hash!, prompts: { 'chef@production': chef! } };
  await publishExperiment(story.store, 'suppers', 'dish', hashes, {}, flow);
}

test.each([
  ['of an experiment', 'dishes', async () => {}],
  ['of one with a flow, whose states name prompts of their own', 'suppers', publishWithFlow],
])('what is rendered elsewhere is what `resolvePrompt` renders: %s', async (_, experiment, publish) => {
  await publish();
  const all = await outcomes(ofVariants(experiment));
  for (const unit of ['ana', 'ben', 'carl', 'dora', 'eve', 'fay']) {
    const variables = { who: unit };
    const { variant, ...resolved } = (await story.ask(resolve, { experiment, unit, variables })).data.resolvePrompt;
    const index = head(experiment).body.variants.findIndex(({ key }) => key === variant.key);
    const { version, pins, ...material } = all[index].material;
    expect({ ...material, messages: renderVersion(version, variables) }).toEqual(resolved);
    expect(pins).toEqual([material.promptVersion.id]);
  }
});

test('a version is found by the hash of its release', async () => {
  const [{ material, error }] = await outcomes([{ version: hashes[1] }]);
  expect(error).toBeNull();
  expect(material).toMatchObject({ promptVersion: { id: 'dish@2' }, pins: ['dish@2'], params: {} });
  expect(JSON.stringify(material)).not.toContain('I am dish@2'); // its scripted reply
  const { data } = await story.ask(resolve, { name: 'dish@2', unit: 'ana' });
  expect(renderVersion(material.version, {})).toEqual(data.resolvePrompt.messages);
});

test('what is wrong with one does not keep the others', async () => {
  await publishOdd(story.store, 'book');
  const [draft] = await publishPrompt(story.store, 'draft', [{ status: 'DRAFT' }]);
  const { hash: release } = head('dishes');
  const of = [
    { version: hashes[0] },
    { version: release },
    { version: draft },
    { version: 'nothing' },
    { release, variant: 'none' },
    { release: hashes[0], variant: 'control' },
    ...ofVariants('book'),
  ];
  const codes = (await outcomes(of)).map(({ error }) => error?.code ?? 'none');
  const notFound = Array(3).fill('PROMPT_NOT_FOUND');
  expect(codes).toEqual(['none', ...notFound, 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'VARIANT_WITHOUT_PROMPT']);
});

test('an archived version is given to nobody any more, though it is pinned', async () => {
  const gone = await publishPrompt(story.store, 'gone', [{ template: 'A' }, { template: 'B' }]);
  await publishExperiment(story.store, 'going', 'gone', gone);
  expect((await outcomes(ofVariants('going'))).map(({ error }) => error)).toEqual([null, null]);
  await publishPrompt(story.store, 'gone', [{ template: 'A', status: 'ARCHIVED' }, { template: 'B' }]);
  const after = await outcomes([...ofVariants('going'), { version: gone[0] }]);
  const codes = after.map(({ error }) => error?.code ?? 'none');
  expect(codes).toEqual(['PROMPT_VERSION_ARCHIVED', 'none', 'PROMPT_VERSION_ARCHIVED']);
});

test.each([
  ['nothing', {}],
  ['a variant of no release', { variant: 'control' }],
  ['a release without a variant', { release: 'x' }],
  ['both', { release: 'x', variant: 'control', version: 'y' }],
])('%s is refused', async (_, one) => {
  expect((await story.ask(document, { of: [one] })).codes).toEqual(['BAD_USER_INPUT']);
});

test('more than a hundred are refused, and so is a key that may only assign', async () => {
  const of = Array(101).fill({ version: 'x' });
  expect((await story.ask(document, { of })).codes).toEqual(['BAD_USER_INPUT']);
  const asked = { of: [{ version: hashes[0] }] };
  expect((await story.ask(document, asked, { ...admin, scopes: ['assign', 'converse'] })).codes).toEqual(['FORBIDDEN']);
  expect((await story.ask(document, asked, { ...admin, scopes: ['prompts'] })).codes).toEqual([]);
});
