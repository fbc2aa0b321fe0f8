import { once } from 'node:events';
import { createServer } from 'node:http';
import { mlflowAddressIn, mlflowApi } from '@trialogue/mlflow';
import {
  startTrackingServer,
  type TrackingServer,
  trackingTest,
} from '../../../../../../plugins/mlflow-model/src/testing/real-mlflow';
import { openTestProduct, type TestProduct } from '../../../testing/test-product';
import { bringIn } from '../bring-in';
import type { Exchanged } from '../exchanged';
import { readPrompt } from '../portable-prompt';
import { readMlflow } from './mlflow-prompts';
import { sendToMlflow } from './send';

let on: TestProduct;
let started: TrackingServer | undefined;
beforeAll(async () => {
  on = await openTestProduct();
}, 60_000);
afterAll(async () => {
  await started?.close();
  await on.close();
});

/** Started for the first test that needs it. */
const mlflow = async () => (started ??= await startTrackingServer());
const patienceMs = 240_000;

const publish = (name: string, version: object) =>
  on.graph('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
    input: { name, modelProvider: 'anthropic', modelName: 'claude-sonnet-4.6', ...version },
  });
const label = (name: string, version: number, label: string) =>
  on.graph(
    'mutation ($name: ID!, $version: Int!, $label: String!) { labelPromptVersion(name: $name, version: $version, label: $label) { id } }',
    { name, version, label },
  );
const rendered = async (name: string, variables: object) => {
  const document =
    'query ($name: ID!, $variables: JSONObject) { renderPrompt(name: $name, variables: $variables) { messages { role text } } }';
  const { renderPrompt } = await on.graph(document, { name, variables });
  return renderPrompt.messages as { role: string; text: string }[];
};
const send = async (name: string, dryRun = false) => {
  const { url } = await mlflow();
  return sendToMlflow(mlflowApi({ url }), (await readPrompt(on.graph, name))!, dryRun);
};
const bring = async (name: string, fallback = {}, dryRun = false) => {
  const { url } = await mlflow();
  const { prompts, refused } = await readMlflow(mlflowApi({ url }), [name], fallback);
  const exchanged = [...refused];
  for (const prompt of prompts) exchanged.push(...(await bringIn(on.graph, prompt, dryRun)));
  return exchanged;
};
const outcomes = (all: readonly Exchanged[]) => all.map(({ subject, outcome }) => `${subject} ${outcome}`);
/** What MLflow's own client makes of a prompt. */
const loaded = async (uri: string, variables: object) => {
  const script = `
import json, sys, mlflow
prompt = mlflow.genai.load_prompt(sys.argv[1])
print(json.dumps({ "text": prompt.format(**json.loads(sys.argv[2])), "model": prompt.model_config,
  "answer": prompt.response_format, "message": prompt.commit_message, "version": prompt.version }))`;
  return JSON.parse(await (await mlflow()).run(script, uri, JSON.stringify(variables)));
};

trackingTest(
  'what is exported, MLflow’s own client loads and renders as the product does; again changes nothing',
  async () => {
    const params = { temperature: 0.5, max_tokens: 100, seed: 7 };
    const responseSchema = { type: 'object', properties: { dinner: { type: 'string' } } };
    await publish('plain', {
      template: 'Dinner for {{ name }}, é.',
      variables: [{ name: 'name', required: true }],
      description: 'First.',
      params,
    });
    await publish('plain', {
      ...{ template: 'For {{ name | upper }}: {{ user.city }}.', responseSchema },
      variables: [{ name: 'name', schema: { type: 'string' } }, { name: 'user' }],
    });
    await publish('plain', { template: 'Later.', status: 'DRAFT' });
    await label('plain', 1, 'production');
    await label('plain', 3, 'next');
    const chat = [
      { role: 'system', template: '{% for dish in dishes %}{{ dish }};{% endfor %}' },
      { role: 'user', template: 'Is {{ name }} – "quoted"\nhungry?' },
    ];
    await publish('talk', { messages: chat, variables: [{ name: 'name' }, { name: 'dishes', default: ['soup'] }] });

    expect(outcomes(await send('plain', true))).toEqual([
      'plain@1 CREATED',
      'plain@2 CREATED',
      'plain@3 LEFT_OUT',
      'plain@next LEFT_OUT',
      'plain@production CREATED',
    ]);
    expect(outcomes(await send('plain'))).toEqual([
      'plain@1 CREATED',
      'plain@2 CREATED',
      'plain@3 LEFT_OUT',
      'plain@next LEFT_OUT',
      'plain@production CREATED',
    ]);
    expect(outcomes(await send('talk'))).toEqual(['talk@1 CREATED']);
    expect(new Set((await send('plain')).map(({ outcome }) => outcome))).toEqual(new Set(['UNCHANGED', 'LEFT_OUT']));
    expect(outcomes(await send('talk'))).toEqual(['talk@1 UNCHANGED']);

    expect(await loaded('prompts:/plain@production', { name: 'Anna' })).toEqual({
      text: 'Dinner for Anna, é.',
      model: { provider: 'anthropic', model_name: 'claude-sonnet-4.6', ...params },
      answer: null,
      message: 'First.',
      version: 1,
    });
    const second = { name: 'Anna', user: { city: 'Bern' } };
    expect(await loaded('prompts:/plain/2', second)).toMatchObject({ text: 'For ANNA: Bern.', answer: responseSchema });
    const talk = await rendered('talk', { name: 'Bo', dishes: ['stew', 'rice'] });
    expect((await loaded('prompts:/talk/1', { name: 'Bo', dishes: ['stew', 'rice'] })).text).toEqual(
      talk.map(({ role, text }) => ({ role, content: text })),
    );
  },
  patienceMs,
);

trackingTest(
  'what is exported and imported elsewhere is the same prompt, its description and scripted replies as well',
  async () => {
    const replies = [
      { when: ['hot'], reply: 'Ten minutes.' },
      { when: [], reply: 'Soup,\n"soon".' },
    ];
    await publish('round', {
      template: 'Soup for {{ name }}.',
      variables: [{ name: 'name', default: 'all' }],
      replies,
    });
    await publish('round', { template: 'Stew.', syntax: 'MUSTACHE', description: 'Second.' });
    await publish('round', { template: 'Long.', replies: Array(6).fill({ when: [], reply: 'é'.repeat(19_000) }) });
    await label('round', 2, 'production');
    await on.graph('mutation { describePrompt(name: "round", description: "Of soups.") { name } }', {});
    const sent = await send('round');
    expect(sent.map(({ note }) => note)).toEqual([
      ...[undefined, undefined, expect.stringContaining('too long for MLflow'), undefined],
    ]);
    expect(outcomes(await send('round'))).toContain('round@3 UNCHANGED');

    const { url } = await mlflow();
    const { prompts } = await readMlflow(mlflowApi({ url }), ['round'], {});
    await bringIn(on.graph, { ...prompts[0]!, name: 'elsewhere' }, false);
    const { versions, ...first } = (await readPrompt(on.graph, 'round'))!;
    expect(await readPrompt(on.graph, 'elsewhere')).toEqual({
      ...{ ...first, name: 'elsewhere' },
      versions: [...versions.slice(0, 2), { ...versions[2], replies: [] }],
    });
    const changed = replies.slice(1);
    const { at: _, ...soup } = versions[0]!;
    await publish('round', { ...soup, replies: changed });
    expect(outcomes(await send('round'))).toContain('round@1 UPDATED');
    const again = await readMlflow(mlflowApi({ url }), ['round'], {});
    expect(outcomes(await bringIn(on.graph, { ...again.prompts[0]!, name: 'elsewhere' }, false))).toEqual([
      ...['elsewhere@1 UPDATED', 'elsewhere@2 UNCHANGED', 'elsewhere@3 UNCHANGED', 'elsewhere@production UNCHANGED'],
    ]);
    expect((await readPrompt(on.graph, 'elsewhere'))!.versions[0]!.replies).toEqual(changed);
  },
  patienceMs,
);

trackingTest(
  'what MLflow’s client registered is imported, with its aliases, and rendered as MLflow does; again changes nothing',
  async () => {
    await (await mlflow()).run(`
import mlflow
model = { "provider": "openai", "model_name": "gpt-5", "temperature": 0.2, "seed": 3 }
mlflow.genai.register_prompt("greet", "Hello {{ name }}!", commit_message="A greeting.", model_config=model, tags={ "team": "a" })
mlflow.genai.register_prompt("greet", [{ "role": "system", "content": "{% if loud %}Loud.{% else %}Quiet.{% endif %}" },
  { "role": "user", "content": "{{ question }}é" }], model_config=model, response_format={ "type": "object" })
mlflow.genai.register_prompt("greet", "{{#each}}A {{ name }}{{/each}}", model_config=model)
mlflow.genai.register_prompt("greet", "No model.")
mlflow.genai.set_prompt_alias("greet", "production", 2)
mlflow.genai.set_prompt_alias("greet", "first", 1)`);
    const all = [
      'greet@1 CREATED',
      'greet@2 CREATED',
      'greet@3 CREATED',
      'greet@first CREATED',
      'greet@production CREATED',
    ];
    const unnamed = 'greet, MLflow’s version 4 REFUSED';
    // Its client describes a prompt by the first message, too.
    const first = [unnamed, ...all.toSpliced(3, 0, 'greet CREATED')];
    expect(outcomes(await bring('greet', {}, true))).toEqual(first);
    expect(outcomes(await bring('greet'))).toEqual(first);
    expect(outcomes(await bring('greet', { provider: 'openai', model: 'gpt-5' }))).toEqual([
      ...all.slice(0, 3).map((one) => one.replace('CREATED', 'UNCHANGED')),
      'greet@4 CREATED',
      ...all.slice(3).map((one) => one.replace('CREATED', 'UNCHANGED')),
    ]);

    const { description, versions, labels } = (await readPrompt(on.graph, 'greet'))!;
    expect(description).toBe('A greeting.');
    expect(labels).toEqual({ first: '1', production: '2' });
    expect(versions[0]).toEqual({
      ...{ at: '1', number: 1, description: 'A greeting.', status: 'ACTIVE', syntax: 'JINJA' },
      template: 'Hello {{ name }}!',
      variables: [{ name: 'name', required: true }],
      ...{ modelProvider: 'openai', modelName: 'gpt-5', params: { temperature: 0.2, seed: 3 }, replies: [] },
    });
    expect(versions[1]).toMatchObject({ responseSchema: { type: 'object' }, syntax: 'JINJA' });
    expect(versions[2]).toMatchObject({ syntax: 'MUSTACHE' });
    const given = { loud: true, question: 'Who?' };
    expect((await loaded('prompts:/greet@production', given)).text).toEqual(
      (await rendered('greet', given)).map(({ role, text }) => ({ role, content: text })),
    );

    // Sent back, they are the versions that are there; and what is added there afterwards is the next one here.
    expect((await send('greet')).map(({ subject, other }) => `${subject} ${other}`).slice(0, 4)).toEqual([
      'greet@1 1',
      'greet@2 2',
      'greet@3 3',
      'greet@4 4',
    ]);
    expect(new Set((await send('greet')).map(({ outcome }) => outcome))).toEqual(new Set(['UNCHANGED']));
    await publish('greet', { template: 'Here alone.' });
    await (await mlflow()).run(
      'import mlflow; mlflow.genai.register_prompt("greet", "There alone.", model_config={ "provider": "openai", "model_name": "gpt-5" })',
    );
    expect(outcomes(await bring('greet'))).toContain('greet@6 CREATED');
    expect(new Set((await bring('greet')).map(({ outcome }) => outcome))).toEqual(new Set(['UNCHANGED']));
  },
  patienceMs,
);

trackingTest(
  'what cannot be, is refused with a reason, and the rest goes on',
  async () => {
    await (await mlflow()).run(`
import mlflow
from mlflow import MlflowClient
MlflowClient().create_registered_model("forecast")
model = { "provider": "openai", "model_name": "gpt-5" }
mlflow.genai.register_prompt("odd.name", "Text.", model_config=model)
mlflow.genai.register_prompt("odd", [{ "role": "tool", "content": "Text." }], model_config=model)
mlflow.genai.register_prompt("odd", "{% broken", model_config=model)
mlflow.genai.register_prompt("odd", "Fine.", model_config=model)`);
    await publish('forecast', { template: 'Mine.' });
    expect(await send('forecast')).toMatchObject([{ outcome: 'REFUSED', note: expect.stringContaining('no prompt') }]);
    expect(await bring('odd.name')).toMatchObject([{ outcome: 'REFUSED', note: expect.stringContaining('name: ') }]);
    expect(outcomes(await bring('odd'))).toEqual(['odd, MLflow’s version 2 REFUSED', 'odd@1 REFUSED', 'odd@3 CREATED']);
    await expect(bring('nobody')).rejects.toThrow('MLflow has no prompt nobody.');

    await publish('other', { template: 'Tone.' });
    await publish('user', { template: '{% include "other@1" %} Go on.' });
    await publish('user', { template: 'Plain.', params: { provider: 'x' } });
    await label('user', 2, 'latest');
    expect(await send('user')).toMatchObject([
      { outcome: 'REFUSED', note: expect.stringContaining('includes other prompts') },
      { outcome: 'REFUSED', note: expect.stringContaining('`provider`') },
      { subject: 'user@latest', outcome: 'LEFT_OUT' },
    ]);
    await send('other');
    await label('other', 1, 'latest');
    expect(await send('other')).toMatchObject([
      { outcome: 'UNCHANGED' },
      { subject: 'other@latest', outcome: 'REFUSED', note: expect.stringContaining('reserved') },
    ]);
  },
  patienceMs,
);

trackingTest(
  'more prompts than fit on a page, and a server that wants to know who asks',
  async () => {
    const { url } = await mlflow();
    const tags = [{ key: 'mlflow.prompt.is_prompt', value: 'true' }];
    for (let number = 0; number < 120; number += 1)
      await mlflowApi({ url }).post('registered-models/create', { name: `many${number}`, tags });
    const asked: (string | undefined)[] = [];
    const door = createServer(async (request, response) => {
      asked.push(request.headers.authorization);
      if (request.headers.authorization === undefined) return response.writeHead(401).end('<html>Who are you?</html>');
      const answer = await fetch(`${url}${request.url}`);
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const { port } = door.address() as { port: number };
    const as = (more: Record<string, string>) => {
      const variables: Record<string, string> = { MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}/`, ...more };
      return mlflowApi(mlflowAddressIn((name) => variables[name])!);
    };
    try {
      const { prompts } = await readMlflow(as({ MLFLOW_TRACKING_TOKEN: 'secret' }), [], {});
      expect(prompts.filter(({ name }) => name.startsWith('many'))).toHaveLength(120);
      expect(new Set(asked)).toEqual(new Set(['Bearer secret']));
      const user = { MLFLOW_TRACKING_USERNAME: 'me', MLFLOW_TRACKING_PASSWORD: 'pass' };
      await as(user).find('registered-models/get', { name: 'nobody' });
      expect(asked.at(-1)).toBe(`Basic ${Buffer.from('me:pass').toString('base64')}`);
      await expect(as({}).get('registered-models/search', {})).rejects.toThrow('it answers 401');
    } finally {
      door.close();
      door.closeAllConnections();
    }
  },
  patienceMs,
);
