import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { ListText } from './list-text';
import { NotEditable } from './yaml-edits';

const edit = (text: string, work: (file: ListText) => void) => {
  const file = new ListText('prompts', text);
  work(file);
  return file.toString();
};
/** Lines of one that are not in the other: `- old`, `+ new`. */
const changed = (before: string, after: string) => {
  const [one, other] = [before.split('\n'), after.split('\n')];
  return [
    ...one.filter((line) => !other.includes(line)).map((line) => `- ${line.trim()}`),
    ...other.filter((line) => !one.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
};

const written = `# The team's prompts.

prompts:
  - name: soup # hot
    description: Cooks soups.   # what it does
    versions:
      - version: 1 # the first
        file: prompts/soup_v1.txt
        model_provider: scripted
        model_name: scripted
        params: &cold # shared
          temperature: 0

      # Better.
      - version: 2
        description: >-
          Asks
          first.
        file: prompts/soup_v2.txt
        model_provider: scripted
        model_name: scripted
        status: draft
        params: *cold
    labels:
      # what people get
      production: 1
      canary: 2 # a few
    # the end of soup

  - { name: tea, versions: [{ version: 1, file: prompts/tea.txt, model_provider: a, model_name: b }], labels: {} }
# the end
`;
const version = (number: number) => ({ version: number, file: 'x.txt', model_provider: 'a', model_name: 'b' });

test('a file without edits is as it was', () => expect(edit(written, () => {})).toBe(written));

test.each<[string, (file: ListText) => void, string[]]>([
  [
    'a description',
    (file) => file.setDescription('soup', 'New: "all"'),
    ['- description: Cooks soups.   # what it does', `+ description: 'New: "all"'   # what it does`],
  ],
  [
    'a description that was not there',
    (file) => file.setVersion('soup', 1, 'description', 'One'),
    ['+ description: One'],
  ],
  [
    'a description over lines',
    (file) => file.setVersion('soup', 2, 'description', 'a\nb'),
    ['- description: >-', '- Asks', '- first.', '+ description: "a\\nb"'],
  ],
  ['a status', (file) => file.setVersion('soup', 2, 'status', 'archived'), ['- status: draft', '+ status: archived']],
  ['a label', (file) => file.setLabel('soup', 'canary', 1), ['- canary: 2 # a few', '+ canary: 1 # a few']],
  ['a new label', (file) => file.setLabel('soup', 'staging', 2), ['+ staging: 2']],
  ['a label that goes', (file) => file.setLabel('soup', 'canary', null), ['- canary: 2 # a few']],
  ['the first label that goes', (file) => file.setLabel('soup', 'production', null), ['- production: 1']],
  [
    'a number',
    (file) => file.renumber('soup', 2, 5, ['canary']),
    ['- - version: 2', '- canary: 2 # a few', '+ - version: 5', '+ canary: 5 # a few'],
  ],
  [
    'a new version',
    (file) => file.addVersion('soup', version(3)),
    ['+ - version: 3', '+ file: x.txt', '+ model_provider: a', '+ model_name: b'],
  ],
  [
    'what is written on one line',
    (file) => {
      file.setDescription('tea', 'a, b');
      file.setVersion('tea', 1, 'status', 'archived');
      file.setLabel('tea', 'live', 1);
      file.setLabel('tea', 'next', 2);
      file.addVersion('tea', version(2));
    },
    [
      '- - { name: tea, versions: [{ version: 1, file: prompts/tea.txt, model_provider: a, model_name: b }], labels: {} }',
      '+ - { name: tea, description: "a, b", versions: [{ version: 1, status: archived, file: prompts/tea.txt, model_provider: a, model_name: b }, { version: 2, file: x.txt, model_provider: a, model_name: b }], labels: { live: 1, next: 2 } }',
    ],
  ],
])('%s is edited alone', (_, work, lines) => {
  expect(changed(written, edit(written, work))).toEqual(lines);
  const windows = written.replaceAll('\n', '\r\n');
  expect(edit(windows, work)).toBe(edit(written, work).replaceAll('\n', '\r\n'));
});

test('versions and prompts come at the end of their lists, apart as the others are', () => {
  const after = edit(written, (file) => {
    file.addVersion('soup', version(3));
    file.addVersion('soup', { ...version(4), variables: [{ name: 'a', default: 'x\ny' }] });
    file.addEntry({ name: 'cake', versions: [version(1)] });
    file.addEntry({ name: 'pie', description: 'Bakes.', versions: [version(1)], labels: { live: 1 } });
  });
  expect(parse(after).prompts.map(({ name, versions }: any) => [name, versions.length])).toEqual([
    ['soup', 4],
    ['tea', 1],
    ['cake', 1],
    ['pie', 1],
  ]);
  expect(after).toContain('params: *cold\n\n      - version: 3\n');
  expect(after).toContain('    # the end of soup\n');
  expect(after.endsWith('# the end\n')).toBe(true);
});

test('a version, labels and a prompt that come to the same place', () => {
  const before = 'prompts:\n  - name: a\n    versions:\n      - version: 1\n';
  const after = edit(before, (file) => {
    file.addEntry({ name: 'b', versions: [version(1)] });
    file.setLabel('a', 'live', 1);
    file.addVersion('a', version(2));
  });
  expect(parse(after)).toEqual({
    prompts: [
      { name: 'a', versions: [{ version: 1 }, version(2)], labels: { live: 1 } },
      { name: 'b', versions: [version(1)] },
    ],
  });
});

test('a new file', () => {
  const entry = { name: 'cake', description: 'Bakes.', versions: [{ ...version(1), template: 'a\n\n  b ' }] };
  expect(parse(edit('', (file) => file.addEntry(entry)))).toEqual({ prompts: [entry] });
});

test.each<[string, string, (file: ListText) => void]>([
  [
    'an alias',
    written
      .replace('status: draft', 'status: *nope')
      .replace('params: &cold', 'description: &nope x\n        params: &cold'),
    (file) => file.setVersion('soup', 2, 'status', 'active'),
  ],
  ['an anchor', written.replace('Cooks soups.', '&text Cooks.'), (file) => file.setDescription('soup', 'x')],
  ['an alias of a list', 'a: &list []\nprompts: *list\n', (file) => file.addEntry({ name: 'x', versions: [] })],
  ['no such prompt', written, (file) => file.setDescription('none', 'x')],
  ['no such version', written, (file) => file.setVersion('soup', 9, 'status', 'active')],
])('what cannot be edited alone is refused: %s', (_, text, work) =>
  expect(() => edit(text, work)).toThrow(NotEditable),
);

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const text = fc.oneof(
  word,
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'yes', '1', '- x', 'a: b', '# no', 'a\n b\n', ' x ', '{', '*a', '\ttab'),
);
const prompt = (name: string) =>
  fc.record({
    name: fc.constant(name),
    description: text,
    versions: fc.uniqueArray(
      fc.record({
        version: fc.integer({ min: 1, max: 4 }),
        template: text,
        params: fc.dictionary(
          word,
          fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.parse(JSON.stringify(value))),
        ),
      }),
      { selector: ({ version }) => version, minLength: 1 },
    ),
    labels: fc.dictionary(word, fc.integer({ min: 1, max: 4 })),
  });
const style = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('flow' as const, 'any' as const),
  lineWidth: fc.constantFrom(0, 40),
});

test('whatever a file says, in whatever style, it says what it was edited to, and no comment is lost', () => {
  fc.assert(
    fc.property(prompt('a'), prompt('b'), prompt('c'), style, text, word, (a, b, c, how, about, label) => {
      const before = `# first\n${stringify({ prompts: [a, b] }, how)}# last\n`;
      const after = edit(before, (file) => {
        file.setDescription('a', about);
        file.setVersion('b', b.versions[0]!.version, 'status', 'archived');
        file.setLabel('a', label, 7);
        file.addVersion('b', { ...c.versions[0], version: 9 } as any);
        file.addEntry(c as any);
      });
      const [first, second] = parse(before).prompts;
      first.description = about;
      first.labels[label] = 7;
      second.versions[0].status = 'archived';
      second.versions.push({ ...c.versions[0], version: 9 });
      expect(parse(after)).toEqual({ prompts: [first, second, c] });
      expect([after.startsWith('# first\n'), after.endsWith('# last\n')]).toEqual([true, true]);
    }),
  );
});
