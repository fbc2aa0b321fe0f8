import type { PromptVersionBody } from '@trialogue/variant-config';
import { content, create } from './testing/documents';
import { type StartedPrompts, startPrompts } from './testing/started-prompts';

let on: StartedPrompts;
beforeAll(async () => {
  on = await startPrompts();
});
afterAll(() => on.close());

const model = { modelProvider: 'anthropic', modelName: 'claude-sonnet-4.5' };
const messages = [
  { role: 'system', template: 'You plan {{ meal }}.' },
  { role: 'user', template: 'For {{ people }}?' },
  { role: 'assistant', template: 'Gladly.' },
];
const people = { name: 'people', default: 2, schema: { type: 'integer', minimum: 1 } };
const variables = [{ name: 'meal', required: true, description: 'Which meal' }, people];
const responseSchema = { type: 'object', properties: { dishes: { type: 'array', items: { type: 'string' } } } };
const read = `query ($name: ID!) { prompt(name: $name) { version(number: 1) {
  template messages { role template } responseSchema variablesSchema createdBy source { file commit by }
  variables { name schema } problems { path message } } } }`;
const render = `query ($name: ID!, $variables: JSONObject) { renderPrompt(name: $name, variables: $variables) {
  messages { role text } responseSchema } }`;

test('a chat is published whole, and rendered message by message', async () => {
  await on.done(create, { input: { name: 'talk', ...model, messages, variables, responseSchema } });
  expect((await on.done(read, { name: 'talk' })).version).toEqual({
    ...{ template: 'You plan {{ meal }}.\n\nFor {{ people }}?\n\nGladly.', messages, responseSchema },
    variablesSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        meal: { description: 'Which meal' },
        people: { type: 'integer', minimum: 1, default: 2 },
      },
      required: ['meal'],
    },
    ...{ createdBy: 'someone', source: { file: null, commit: null, by: 'someone' }, problems: [] },
    variables: [
      { name: 'meal', schema: null },
      { name: 'people', schema: people.schema },
    ],
  });
  const body = on.store.releases.head<PromptVersionBody>('prompt_version', 'talk@1')!.body;
  expect(body).toMatchObject({ messages, responseSchema, variables: [{ name: 'meal' }, people] });
  expect(await on.done(render, { name: 'talk', variables: { meal: 'lunch' } })).toEqual({
    messages: [
      { role: 'system', text: 'You plan lunch.' },
      { role: 'user', text: 'For 2?' },
      { role: 'assistant', text: 'Gladly.' },
    ],
    responseSchema,
  });
});

test('a text is one message of the system, and says nothing of what it does not have', async () => {
  await on.done(create, { input: { name: 'text', ...content('Hi.') } });
  expect((await on.done(read, { name: 'text' })).version).toMatchObject({
    ...{ messages: [{ role: 'system', template: 'Hi.' }], responseSchema: null, createdBy: 'someone' },
  });
  const body = on.store.releases.head('prompt_version', 'text@1')!.body;
  for (const member of ['messages', 'responseSchema', 'includes']) expect(body).not.toHaveProperty(member);
});

test.each([
  ['both', { template: 'Hi', messages }, 'template', /give one of them/],
  ['neither', {}, 'template', /is missing/],
  ['no message', { messages: [] }, 'messages', /0 entries/],
  ['a role that is none', { messages: [{ role: 'bot', template: '' }] }, 'messages.0.role', /"bot"; expected one of/],
  ['a schema that is none', { template: 'Hi', responseSchema: { type: 'text' } }, 'responseSchema.type', /JSON Schema/],
  [
    'a schema that cannot be stored',
    { template: 'Hi', responseSchema: { const: 'a\u0000' } },
    'responseSchema',
    /cannot be stored/,
  ],
  [
    'a variable’s schema that is none',
    { template: '{{ a }}', variables: [{ name: 'a', schema: { minimum: 'x' } }] },
    'variables.0.schema.minimum',
    /number/,
  ],
])('refused with its path: %s', async (_, more, path, message) => {
  const { errors } = await on.ask(create, { input: { name: 'wrong', ...model, ...more } });
  expect(errors).toMatchObject([{ code: 'CONFIG_INVALID' }]);
  const [problem] = errors[0]!.problems!;
  expect(problem!.path.join('.')).toBe(path);
  expect(problem!.message).toMatch(message);
});

test('a message that does not parse is refused with its path', async () => {
  const broken = [messages[0], { role: 'user', template: 'A\n{% if %}' }];
  const { errors } = await on.ask(create, { input: { name: 'broken', ...model, messages: broken } });
  expect(errors).toMatchObject([{ code: 'TEMPLATE_INVALID', problems: [{ path: ['messages', 1, 'template'] }] }]);
});

test('a chat, a role and a schema of the answer are behaviour', async () => {
  const input = { name: 'fixed', number: 1, ...model, messages: messages.slice(2), responseSchema };
  await on.done(create, { input });
  for (const change of [
    { messages: [{ role: 'user', template: 'Gladly.' }] },
    { messages: null, template: 'Gladly.' },
    { responseSchema: null },
    { responseSchema: { type: 'object' } },
  ])
    expect((await on.ask(create, { input: { ...input, ...change } })).errors).toMatchObject([
      { code: 'PROMPT_VERSION_IMMUTABLE' },
    ]);
});
