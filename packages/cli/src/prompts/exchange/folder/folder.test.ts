import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { openTestProduct, type TestProduct } from '../../../testing/test-product';
import { bringIn } from '../bring-in';
import type { Exchanged } from '../exchanged';
import { type PortableVersion, readPrompt } from '../portable-prompt';
import { readFolder } from './read-folder';
import { readVersionFile, versionFile } from './version-file';
import { writeFolder } from './write-folder';

const folders: string[] = [];
const newFolder = () => {
  folders.push(mkdtempSync(path.join(tmpdir(), 'trialogue-prompts-')));
  return folders.at(-1)!;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const put = (folder: string, name: string, text: string) => {
  const place = path.join(folder, name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
};
const outcomes = (all: readonly Exchanged[]) => all.map(({ subject, outcome }) => `${subject} ${outcome}`);

const text = fc
  .array(fc.constantFrom('---', '\n', 'Plan', ' ', '{{ a }}', ': ', '#', '"', '\t', '\r', 'é語', '- x'), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));
const messages = fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), template: text }), {
  minLength: 1,
  maxLength: 3,
});
const version = fc
  .record(
    {
      description: text,
      status: fc.constantFrom('DRAFT', 'ACTIVE', 'ARCHIVED'),
      syntax: fc.constantFrom('JINJA', 'MUSTACHE'),
      params: fc.dictionary(fc.constantFrom('temperature', 'stop'), fc.oneof(fc.integer(), text)),
      variables: fc.array(fc.record({ name: fc.constant('a'), required: fc.boolean(), default: text }), {
        maxLength: 1,
      }),
      modelProvider: text,
      modelName: text,
      responseSchema: fc.constant({ type: 'object' }),
      replies: fc.array(fc.record({ when: fc.array(text, { maxLength: 2 }), reply: text.map((one) => `${one}.`) }), {
        maxLength: 2,
      }),
    },
    {
      requiredKeys: ['description', 'status', 'syntax', 'params', 'variables', 'modelProvider', 'modelName', 'replies'],
    },
  )
  .chain((rest) =>
    fc.oneof(
      text.map((template) => ({ ...rest, template })),
      messages.map((all) => ({ ...rest, messages: all })),
    ),
  );

test('a version is read back from its file as it was, whatever it holds', () => {
  fc.assert(
    fc.property(version, (one) => {
      const { form, text: content } = versionFile({ at: '1', ...one } as PortableVersion);
      const { variables = [], ...read } = readVersionFile(form, content);
      expect({ ...read, variables }).toEqual(one);
    }),
    { numRuns: 1_000 },
  );
});

describe('what leads out of a folder', () => {
  const head = '---\nmodel_provider: scripted\nmodel_name: scripted\n---\n';
  const refused = (...subjects: string[]) =>
    subjects.map((subject) => ({ subject, outcome: 'REFUSED', note: 'leads out of the folder' }));

  test('is not read, for it would be published; links within it are', () => {
    const [folder, elsewhere] = [newFolder(), newFolder()];
    put(elsewhere, 'secret.txt', 'Secret.');
    put(elsewhere, 'prompts/1.txt', `${head}Secret.`);
    put(folder, 'soup/1.txt', `${head}Soup.`);
    symlinkSync(path.join(elsewhere, 'secret.txt'), path.join(folder, 'leak.txt'));
    symlinkSync(path.join(elsewhere, 'prompts'), path.join(folder, 'leaks'));
    symlinkSync(path.join(elsewhere, 'prompts/1.txt'), path.join(folder, 'soup/2.txt'));
    symlinkSync('1.txt', path.join(folder, 'soup/3.txt'));
    symlinkSync('nothing', path.join(folder, 'void.txt'));
    mkdirSync(path.join(folder, 'soup/4.txt'));
    const found = readFolder(folder, { provider: 'scripted', model: 'scripted' });
    expect(found.prompts.map(({ name, versions }) => [name, versions.map(({ at }) => at)])).toEqual([
      ['soup', ['1', '3']],
    ]);
    expect(found.refused).toMatchObject([
      ...refused('leak.txt', 'leaks', 'soup@2'),
      { subject: 'soup@4', note: 'is no file' },
      { subject: 'void.txt', note: 'is no file' },
    ]);
  });

  test('is not written, neither by the name of a prompt nor through a link', async () => {
    const [folder, elsewhere] = [newFolder(), newFolder()];
    const prompt = (name: string) => {
      const one = readVersionFile('.txt', `${head}Soup.`) as PortableVersion;
      return { name, description: '', labels: {}, versions: [{ ...one, at: '1', number: 1, variables: [] }] };
    };
    symlinkSync(elsewhere, path.join(folder, 'link'));
    for (const name of ['link', '..', '.', `../${path.basename(elsewhere)}`])
      expect(await writeFolder(folder, prompt(name), false)).toMatchObject(refused(name));
    expect(readdirSync(elsewhere)).toEqual([]);

    put(elsewhere, '1.txt', versionFile(prompt('soup').versions[0]!).text.replace('Soup.', 'Soup.\n'));
    put(elsewhere, 'prompt.yml', 'labels: {}');
    mkdirSync(path.join(folder, 'soup'));
    for (const file of ['1.txt', 'prompt.yml'])
      symlinkSync(path.join(elsewhere, file), path.join(folder, 'soup', file));
    expect(await writeFolder(folder, prompt('soup'), false)).toMatchObject(refused('soup@1', 'soup'));
    expect(readFileSync(path.join(elsewhere, 'prompt.yml'), 'utf8')).toBe('labels: {}');
  });
});

describe('a folder and a product', () => {
  let on: TestProduct;
  beforeAll(async () => {
    on = await openTestProduct();
  }, 60_000);
  afterAll(() => on.close());

  const bring = async (folder: string, fallback = {}, dryRun = false) => {
    const { prompts, refused } = readFolder(folder, fallback);
    const exchanged = [...refused];
    for (const prompt of prompts) exchanged.push(...(await bringIn(on.graph, prompt, dryRun)));
    return exchanged;
  };
  const written = async (folder: string, name: string, dryRun = false) =>
    writeFolder(folder, (await readPrompt(on.graph, name))!, dryRun);

  test('what a folder holds is published, written back byte for byte, and published once', async () => {
    const from = newFolder();
    put(from, 'soup/prompt.yml', 'description: Of soups.\nlabels:\n  production: 2\n');
    const head = 'status: active\nsyntax: jinja\nmodel_provider: anthropic\nmodel_name: claude-sonnet-4.6\n';
    put(
      from,
      'soup/1.txt',
      `---\ndescription: First.\n${head}variables:\n  - name: diet\n    required: true\n---\nSoup, {{ diet }}.\n`,
    );
    put(
      from,
      'soup/2.yml',
      `${head}params:\n  temperature: 0.2\nreplies:\n  - when:\n      - hot\n    reply: Ten minutes.\n  - when: []\n    reply: |\n      Soup.\n      Soon.\nmessages:\n  - role: system\n    content: |\n      Soup.\n  - role: user\n    content: Now?\n`,
    );
    const created = ['soup@1 CREATED', 'soup@2 CREATED', 'soup@production CREATED'];
    expect(outcomes(await bring(from))).toEqual(created.toSpliced(2, 0, 'soup CREATED'));
    expect(outcomes(await bring(from))).toEqual(created.map((one) => one.replace('CREATED', 'UNCHANGED')));

    const to = newFolder();
    expect(outcomes(await written(to, 'soup', true))).toEqual(['soup@1 CREATED', 'soup@2 CREATED', 'soup CREATED']);
    expect(readdirSync(to)).toEqual([]);
    await written(to, 'soup');
    for (const file of ['prompt.yml', '1.txt', '2.yml'])
      expect(readFileSync(path.join(to, 'soup', file), 'utf8')).toBe(
        readFileSync(path.join(from, 'soup', file), 'utf8'),
      );
    expect(readdirSync(path.join(to, 'soup'))).toHaveLength(3);
    expect(outcomes(await written(to, 'soup'))).toEqual(['soup@1 UNCHANGED', 'soup@2 UNCHANGED', 'soup UNCHANGED']);
  });

  test('a description and scripted replies come to what is there, and only those', async () => {
    const folder = newFolder();
    const head = '---\ndescription: Not taken.\nmodel_provider: scripted\nmodel_name: scripted\n';
    await on.graph('mutation ($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
      input: {
        name: 'rice',
        template: 'Rice.',
        description: 'Kept.',
        modelProvider: 'scripted',
        modelName: 'scripted',
      },
    });
    put(folder, 'rice/1.txt', `${head}replies: [{ when: [], reply: Yes. }]\n---\nRice.\n`);
    put(folder, 'rice/prompt.yml', 'description: Of rice.\n');
    const updated = ['rice@1 UPDATED', 'rice CREATED'];
    expect(outcomes(await bring(folder, {}, true))).toEqual(updated);
    expect(outcomes(await bring(folder))).toEqual(updated);
    expect(outcomes(await bring(folder))).toEqual(['rice@1 UNCHANGED']);
    expect(await readPrompt(on.graph, 'rice')).toMatchObject({
      description: 'Of rice.',
      versions: [{ description: 'Kept.', replies: [{ when: [], reply: 'Yes.' }] }],
    });
    put(folder, 'rice/1.txt', `${head}---\nRice.\n`);
    put(folder, 'rice/prompt.yml', 'labels: {}\n');
    expect(outcomes(await bring(folder))).toEqual(['rice@1 UNCHANGED']);
    put(folder, 'gruel/1.txt', `${head}---\n{{ broken\n`);
    put(folder, 'gruel/prompt.yml', 'description: Of gruel.\n');
    expect(outcomes(await bring(folder))).toEqual(['gruel@1 REFUSED', 'rice@1 UNCHANGED']);
  });

  test('a file that was edited stays, and is refused by the product: a published version never changes', async () => {
    const folder = newFolder();
    put(folder, 'stew.txt', 'Stew for {{ name }}.\n');
    await bring(folder, { provider: 'scripted', model: 'scripted' });
    await written(folder, 'stew');
    const place = path.join(folder, 'stew/1.txt');
    const edited = readFileSync(place, 'utf8').replace('Stew', 'Pie');
    writeFileSync(place, edited);
    expect(await written(folder, 'stew')).toMatchObject([
      { outcome: 'REFUSED', other: '1.txt' },
      { outcome: 'UNCHANGED' },
    ]);
    expect(readFileSync(place, 'utf8')).toBe(edited);
    expect(await bring(folder)).toContainEqual(expect.objectContaining({ subject: 'stew@1', outcome: 'REFUSED' }));
  });

  test('plain texts become the next version when they say something new', async () => {
    const folder = newFolder();
    const model = { provider: 'scripted', model: 'scripted' };
    put(folder, 'pie.md', '# Pie\n\n{{ name }}\n');
    put(folder, 'tart.mustache', '{{#each}}{{ name }}{{/each}}');
    put(folder, 'notes.pdf', 'no text');
    expect(outcomes(await bring(folder, {}))).toEqual(['pie.md REFUSED', 'tart.mustache REFUSED']);
    expect(outcomes(await bring(folder, model))).toEqual(['pie@1 CREATED', 'tart@1 CREATED']);
    expect(outcomes(await bring(folder, model))).toEqual(['pie@1 UNCHANGED', 'tart@1 UNCHANGED']);
    put(folder, 'pie.md', '# Apple pie\n\n{{ name }}\n');
    expect(outcomes(await bring(folder, model))).toEqual(['pie@2 CREATED', 'tart@1 UNCHANGED']);
    expect((await readPrompt(on.graph, 'pie'))!.versions[1]).toMatchObject({
      template: '# Apple pie\n\n{{ name }}',
      variables: [{ name: 'name', required: true }],
    });
    expect((await readPrompt(on.graph, 'tart'))!.versions[0]).toMatchObject({ syntax: 'MUSTACHE' });
  });

  test('what is wrong is said of its file, and the rest goes on', async () => {
    const folder = newFolder();
    const head = 'model_provider: scripted\nmodel_name: scripted\n';
    put(folder, 'roast/1.txt', `---\n${head}temperature: 1\n---\nRoast.\n`);
    put(folder, 'roast/2.txt', `---\n${head}  : broken\n---\nRoast.\n`);
    put(folder, 'roast/3.yml', head);
    put(folder, 'roast/4.txt', `---\n${head}---\n{{ broken\n`);
    put(folder, 'roast/5.txt', `---\n${head}---\nFine.\n`);
    put(folder, '2roast/1.txt', `---\n${head}---\nFine.\n`);
    const refused = (subject: string, note: string) => ({
      subject,
      outcome: 'REFUSED',
      note: expect.stringContaining(note),
    });
    expect(await bring(folder)).toMatchObject([
      refused('roast@1', 'temperature'),
      refused('roast@2', ''),
      refused('roast@3', '`messages`'),
      refused('roast@4', ''),
      refused('2roast@1', 'name: '),
      { subject: 'roast@5', outcome: 'CREATED' },
    ]);
    expect(readFolder(folder, {}, ['2roast'])).toMatchObject({ refused: [], prompts: [{ name: '2roast' }] });
    put(folder, 'hail.txt', 'Hail {{ who }}.');
    expect(readFolder(folder, {}, ['hail'])).toMatchObject({
      refused: [refused('hail.txt', 'names no model')],
      prompts: [],
    });
    expect(() => readFolder(folder, {}, ['hall'])).toThrow('has no prompt hall.');
    expect(() => readFolder(path.join(folder, 'nowhere'), {})).toThrow('There is no folder');
  });
});
