import fc from 'fast-check';
import { diffText } from './diff-text';
import { type ComparedVersion, versionChanges } from './version-changes';
import { WordComparison } from './words';

const version = (more: Partial<ComparedVersion> = {}): ComparedVersion => ({
  description: '',
  status: 'ACTIVE',
  syntax: 'JINJA',
  template: 'You are a cook.',
  variables: [],
  modelProvider: 'anthropic',
  modelName: 'claude-sonnet-4.6',
  params: {},
  replies: [],
  ...more,
});
const variable = (name: string, more: object = {}) => ({ name, required: false, ...more });
const diff = (before: ComparedVersion, after: ComparedVersion) => diffText(versionChanges(before, after));

test.each<[string, ComparedVersion, ComparedVersion, string]>([
  ['nothing', version(), version(), ''],
  [
    'words, and those with only a space between them together',
    version({ template: 'You are a cook.\nBe brief.' }),
    version({ template: 'You are the chef here.\nBe brief.' }),
    '~ template:\n    You are [-a cook-]{+the chef here+}.\n    Be brief.\n',
  ],
  [
    'whole lines, and empty ones',
    version({ template: 'One.\nTwo.' }),
    version({ template: 'One.\n\nNew.\nTwo.' }),
    '~ template:\n    One.\n    {+↵+}\n    {+New.+}\n    Two.\n',
  ],
  [
    'a space',
    version({ template: 'Be  brief now.' }),
    version({ template: 'Be brief now.' }),
    '~ template:\n    Be[-  -]{+ +}brief now.\n',
  ],
  [
    'numbers, and names of one word',
    version({ params: { temperature: 0.7, top_p: 1 } }),
    version({ params: { temperature: 0.2, max_tokens: 50 }, modelName: 'claude-opus-4.5' }),
    '~ modelName: "claude-sonnet-4.6" → "claude-opus-4.5"\n~ params.temperature: 0.7 → 0.2\n- params.top_p: 1\n+ params.max_tokens: 50\n',
  ],
  [
    'variables, by their names',
    version({ variables: [variable('diet'), variable('name')] }),
    version({ variables: [variable('diet', { default: 'vegan' }), variable('budget', { required: true })] }),
    '+ variables.diet.default: "vegan"\n- variables.name: {"name":"name","required":false}\n+ variables.budget: {"name":"budget","required":true}\n',
  ],
  [
    'a text that became the first of several messages',
    version({ template: 'Be brief.' }),
    version({
      template: 'Be brief.\n\n{{ question }}',
      messages: [
        { role: 'system', template: 'Be brief.' },
        { role: 'user', template: '{{ question }}' },
      ],
    }),
    '+ messages.1: {"role":"user","template":"{{ question }}"}\n',
  ],
  [
    'what is included, by the reference as it is written',
    version({ includes: { 'tone@live': { version: 'tone@1', template: 'Be very kind.' } } }),
    version({ includes: { 'tone@live': { version: 'tone@2', template: 'Be very brief.' } } }),
    '~ includes.tone@live.version: "tone@1" → "tone@2"\n~ includes.tone@live.template:\n    Be very [-kind-]{+brief+}.\n',
  ],
  [
    'a message’s role and words',
    version({ messages: [{ role: 'user', template: 'Is it hot?' }] }),
    version({ messages: [{ role: 'assistant', template: 'It is hot.' }] }),
    '~ messages.0.role: "user" → "assistant"\n~ messages.0.template:\n    [-Is it-]{+It is+} hot[-?-]{+.+}\n',
  ],
])('%s', (_, before, after, text) => expect(diff(before, after)).toBe(text));

test('lines far from a change are left out', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `Line ${index}.`);
  const changed = lines.map((line) => (line === 'Line 15.' ? 'Row 15.' : line));
  expect(diff(version({ template: lines.join('\n') }), version({ template: changed.join('\n') }))).toBe(
    '~ template:\n    …\n    Line 13.\n    Line 14.\n    [-Line-]{+Row+} 15.\n    Line 16.\n    Line 17.\n    …\n',
  );
});

test('a long value is cut off, with how long it is', () => {
  const after = version({ responseSchema: { description: 'x'.repeat(1_000) } });
  expect(diff(version(), after)).toMatch(/^\+ responseSchema: \{"description":"x{140,}… \(1018 characters\)\n$/);
});

const text = fc
  .array(fc.constantFrom('a', 'bb', ' ', '  ', '\n', '.', 'é', '語'), { maxLength: 40 })
  .map((all) => all.join(''));

test('the parts make up both texts, whatever they are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = new WordComparison().between(before, after);
      const without = (left: string) =>
        parts
          .filter(({ kind }) => kind !== left)
          .map((part) => part.text)
          .join('');
      expect([without('ADDED'), without('REMOVED')]).toEqual([before, after]);
      expect(parts.every((part) => part.text !== '')).toBe(true);
    }),
  );
});

test('two large texts with nothing in common, and a hundred of them, are compared within a bound', () => {
  const large = (seed: number) =>
    Array.from({ length: 8_000 }, (_, index) => `w${(index * seed * 7919) % 100_003}`).join(' ');
  const messages = (seed: number) =>
    Array.from({ length: 100 }, (_, index) => ({
      role: 'user' as const,
      template: large(seed + index).slice(0, 2_500),
    }));
  const before = process.cpuUsage();
  const [one, other] = [large(3), large(5)];
  expect(new WordComparison().between(one, other)).toEqual([
    { kind: 'REMOVED', text: one },
    { kind: 'ADDED', text: other },
  ]);
  expect(versionChanges(version({ messages: messages(3) }), version({ messages: messages(500) }))).toHaveLength(100);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(2_000);
});
