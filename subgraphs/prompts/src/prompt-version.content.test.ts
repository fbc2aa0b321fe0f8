import { createHash } from 'node:crypto';
import { checksumOf, contentOf, type VersionContent } from './prompt-version.content';

const input = {
  ...{ description: 'Asks back', status: 'ACTIVE', syntax: 'JINJA', template: 'A {{ diet }} plan for {{ people }}.' },
  variables: [
    { name: 'people', required: false, default: 2, description: 'How many eat' },
    { name: 'diet', required: true },
  ],
  ...{ modelProvider: 'anthropic', modelName: 'claude-sonnet-4.5', params: { temperature: 0.5 }, replies: [] },
};
const content = (more: object = {}) => contentOf({ ...input, ...more } as any);
const text = '"syntax":"JINJA","template":"A {{ diet }} plan for {{ people }}."';
const model = '"modelName":"claude-sonnet-4.5","modelProvider":"anthropic"';
const variables = '"variables":{"diet":{"required":true},"people":{"default":2,"required":false}}';

// Checksums are in databases and files: a change here makes published versions look edited.
test.each<[string, VersionContent, object | undefined, string]>([
  ['a text', content(), undefined, `{${model},"params":{"temperature":0.5},${text},${variables}}`],
  [
    'a chat, its answer by a schema',
    content({
      template: undefined,
      messages: [
        { role: 'system', template: 'Plan.' },
        { role: 'user', template: '{{ diet }}?' },
      ],
      responseSchema: { type: 'object' },
    }),
    undefined,
    `{"messages":[{"role":"system","template":"Plan."},{"role":"user","template":"{{ diet }}?"}],${model},"params":{"temperature":0.5},"responseSchema":{"type":"object"},"syntax":"JINJA","template":"Plan.\\n\\n{{ diet }}?",${variables}}`,
  ],
  [
    'what is included, and a variable with a schema',
    content({ variables: [{ name: 'diet', required: true, schema: { enum: ['vegan'] } }] }),
    { tone: { version: 'tone@1', template: 'Be kind.' } },
    `{"includes":{"tone":{"template":"Be kind.","version":"tone@1"}},${model},"params":{"temperature":0.5},${text},"variables":{"diet":{"required":true,"schema":{"enum":["vegan"]}}}}`,
  ],
])('golden: %s', (_, said, includes, canonical) => {
  expect(checksumOf(said, includes as any)).toBe(createHash('sha256').update(canonical).digest('hex'));
});

test('what is not given, and null, is left out', () => {
  const absent = { messages: null, responseSchema: null, variables: [{ name: 'diet', required: true, schema: null }] };
  const said = content(absent);
  expect(said).not.toHaveProperty('messages');
  expect(said).not.toHaveProperty('responseSchema');
  expect(said.variables).toEqual([{ name: 'diet', required: true }]);
});
