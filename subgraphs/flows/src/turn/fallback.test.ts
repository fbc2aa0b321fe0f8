import { createModels } from '@trialogue/models';
import { type FakeProviders, startFakeProviders } from '@trialogue/models/testing';
import { silent } from '@trialogue/store/testing';
import { tell } from '../testing/story';

let providers: FakeProviders;
let story: Awaited<ReturnType<typeof tell>>;
beforeAll(async () => {
  providers = await startFakeProviders();
  const { anthropic, openai } = providers;
  story = await tell({ models: createModels({ anthropic, openai, logger: silent, limits: { retries: 0 } }) });
});
afterAll(async () => {
  await story.end();
  await providers.close();
});

/** A conversation whose model is Claude, with or without a fallback. */
async function begin(more: object = { fallback_model: { provider: 'openai', name: 'gpt-4.1' } }) {
  const { id } = (await story.start()).data.startConversation;
  const model = { model_provider: 'anthropic', model_name: 'claude-sonnet-4.6' };
  const { rows } = await story.store.sql<{ plan: any }>('select plan from exp.conversations where id = $1', [id]);
  const { config, ...plan } = rows[0]!.plan;
  const changed = { ...plan, config: { ...config, ...more, prompt_config: { ...config.prompt_config, ...model } } };
  await story.store.sql('update exp.conversations set plan = $2 where id = $1', [id, JSON.stringify(changed)]);
  return { id, arm: plan.arm.hash };
}
const answer = { tokens: ['Soup.'], model: 'gpt-4.1-2026' };
const endOf = async (id: string) => (await story.facts(id)).find(({ type }) => type.startsWith('execution_'))!;

test('the fallback answers where the model cannot begin; message and event say so, and the arm is the same', async () => {
  const { id, arm } = await begin();
  providers.script({ status: 529 }, answer);
  const turn = (await story.send(id, 'Dinner?')).data.sendMessage;
  expect(turn).toMatchObject({
    status: 'COMPLETED',
    answer: { text: 'Soup.', model: 'gpt-4.1-2026', standIn: false, arm },
  });
  expect(await endOf(id)).toMatchObject({
    ...{ type: 'execution_completed', arm },
    data: { model: 'gpt-4.1-2026', fallback: true },
  });
  expect(providers.requests.slice(-2).map(({ provider }) => provider)).toEqual(['anthropic', 'openai']);
});

test('it is not asked where the model answers, and nothing is said of it', async () => {
  const { id } = await begin();
  providers.script({ tokens: ['Bread.'] });
  expect((await story.send(id, 'Dinner?')).data.sendMessage).toMatchObject({ answer: { text: 'Bread.' } });
  expect((await endOf(id)).data).not.toHaveProperty('fallback');
});

test('after the first token there is no fallback: the turn fails', async () => {
  const { id } = await begin();
  const before = providers.requests.length;
  providers.script({ tokens: ['So', 'up'], ending: 'cut' });
  expect((await story.send(id, 'Dinner?')).data.sendMessage).toMatchObject({ status: 'FAILED', answer: null });
  expect(providers.requests.length - before).toBe(1);
});

test.each([
  ['without one', {}, [{ status: 529 }]],
  ['where it cannot begin either', undefined, [{ status: 529 }, { status: 503 }]],
])('%s the turn fails as its model did', async (_, more, answers) => {
  const { id } = await begin(more);
  providers.script(...answers);
  const turn = (await story.send(id, 'Dinner?')).data.sendMessage;
  expect(turn).toMatchObject({ status: 'FAILED', failure: { code: 'MODEL_UNAVAILABLE' } });
  expect(turn.failure.message).toContain('anthropic');
  expect((await endOf(id)).data).not.toHaveProperty('fallback');
});
