import { Registry } from 'prom-client';
import { createModels } from './models';
import { watchedModels } from './watched-models';

const logger = { info: () => {}, warn: () => {}, error: () => {} };
const request = (signal: AbortSignal, provider = 'scripted') => ({
  model: { provider, name: 'any' },
  messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hello there' }] }],
  params: {},
  replies: [{ when: [], reply: 'One two' }],
  signal,
});

function watched() {
  const registry = new Registry();
  const models = watchedModels(createModels({ logger, paceMs: 0 }), { registry });
  const lines = async () => (await registry.metrics()).split('\n');
  return { models, lines };
}

test('an answer counts once, with its tokens', async () => {
  const { models, lines } = watched();
  const events = [];
  for await (const event of models.stream(request(new AbortController().signal))) events.push(event);
  expect(events.at(-1)).toMatchObject({ type: 'end', standIn: true });
  const { usage } = events.at(-1) as any;
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'trialogue_model_calls_total{provider="scripted",outcome="completed"} 1',
      'trialogue_model_call_duration_seconds_count{provider="scripted"} 1',
      `trialogue_model_tokens_total{provider="scripted",kind="input"} ${usage.input}`,
      `trialogue_model_tokens_total{provider="scripted",kind="output"} ${usage.output}`,
    ]),
  );
});

test('one that nobody wants the rest of is left, one that throws has failed', async () => {
  const { models, lines } = watched();
  for await (const event of models.stream(request(new AbortController().signal))) if (event.type === 'text') break;
  const aborted = (async () => {
    for await (const _ of models.stream(request(AbortSignal.abort())));
  })();
  await expect(aborted).rejects.toThrow();
  const failing = (async () => {
    for await (const _ of models.stream({ ...request(new AbortController().signal), replies: [] }));
  })();
  await expect(failing).rejects.toMatchObject({ code: 'MODEL_NOT_CONFIGURED' });
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'trialogue_model_calls_total{provider="scripted",outcome="left"} 2',
      'trialogue_model_calls_total{provider="scripted",outcome="failed"} 1',
    ]),
  );
});
