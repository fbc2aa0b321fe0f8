import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildClientSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { parse as parseYaml, stringify } from 'yaml';
import { makeProject, repository, startProduct } from './support/product';

const pages = [
  'README.md',
  'training/README.md',
  ...readdirSync(path.join(repository, 'docs')).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));
const textOf = (page: string) => readFileSync(path.join(repository, page), 'utf8');
const snippets = (language: string, page: string) =>
  [...textOf(page).matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!);

test('every GraphQL example in the docs, and what the explorer opens with, is valid against the graph', async () => {
  const product = await startProduct();
  const schema = buildClientSchema((await product.ask(getIntrospectionQuery())) as any);
  const examples = pages.flatMap((page) => snippets('graphql', page).map((text) => ({ page, text })));
  expect(examples.length).toBeGreaterThan(0);
  for (const { page, text } of examples)
    for (const definition of parse(text).definitions)
      expect({ page, errors: validate(schema, { ...parse(text), definitions: [definition] }) }).toEqual({
        page,
        errors: [],
      });

  const source = readFileSync(path.join(repository, 'gateway/pages/explorer/tabs.js'), 'utf8');
  const queries = [...source.matchAll(/query: `([\s\S]*?)`/g)].map(([, text]) => text!);
  expect(queries).toHaveLength(4);
  for (const query of queries) expect(validate(schema, parse(query))).toEqual([]);
});

test.each(pages.filter((page) => snippets('yaml', page).length > 0))(
  'what %s writes in YAML is applied as it stands',
  async (page) => {
    const project = makeProject();
    const examples = snippets('yaml', page).map((text) => parseYaml(text));
    const lists: Record<string, unknown[]> = {};
    for (const { config, ...files } of examples)
      for (const [file, entries] of Object.entries(files))
        if (Array.isArray(entries)) lists[file] = [...(lists[file] ?? []), ...entries];
    for (const [file, entries] of Object.entries(lists))
      writeFileSync(path.join(project, 'config', `${file}.yml`), stringify({ [file]: entries }));
    const product = await startProduct({}, project);
    expect(product.output).not.toContain('refused');
    for (const { config } of examples)
      if (config) {
        const query =
          'query($config: JSONObject!) { validateVariantConfig(config: $config) { problems { path message } } }';
        expect((await product.ask(query, { config })).validateVariantConfig).toEqual({ problems: [] });
      }
  },
);

test('every command in the docs is there', () => {
  const { scripts } = JSON.parse(textOf('package.json'));
  const usage = execFileSync(process.execPath, [path.join(repository, 'packages/cli/bin/trialogue.js'), '--help'], {
    encoding: 'utf8',
  });
  const project = makeProject();
  for (const page of pages)
    for (const line of snippets('sh', page).flatMap((text) => text.split(/\n|&&/)))
      expect({ page, line, known: isCommand(line, scripts, usage, project) }).toEqual({ page, line, known: true });
});

/** Where the commands for backups are run with their options. */
const triedBackup = 'e2e/backup-and-restore.test.ts';

/** What can be tried is tried in a project of its own; servers and downloads are told by their names. */
function isCommand(line: string, scripts: object, usage: string, project: string): boolean {
  const [, command = ''] = /^\s*(?:[A-Z_0-9]+=\S+ )*(.*?)(?: #.*| &)?\s*$/.exec(line) ?? [];
  const [program = '', ...words] = command.split(/\s+/);
  switch (path.basename(program)) {
    case '':
    case 'export':
    case 'curl':
      return true;
    case 'npm':
      return words[0] === 'install' || Object.hasOwn(scripts, words[0] === 'run' ? words[1]! : words[0]!);
    case 'node':
      return existsSync(path.join(repository, words[0]!));
    case 'npx':
      return words[0] === 'trialogue' && usage.includes(`npx trialogue ${words[1]}`);
    case 'cp':
      execFileSync(program, words, { cwd: project });
      return true;
    case 'docker':
      return words[0] === 'compose' && words[1] === 'up';
    case 'pg_dump':
    case 'pg_restore':
      return words.every((word) => !word.startsWith('--') || textOf(triedBackup).includes(word.split('=')[0]!));
    case 'mlflow':
      return words.slice(0, 2).join(' ') === 'models serve';
    case 'python':
    case 'python3':
    case 'pip':
      return words
        .filter((word) => word.startsWith('training'))
        .every((word) => existsSync(path.join(repository, word)));
    default:
      return false;
  }
}

test('a Kubernetes manifest in the docs starts a service with settings that there are', () => {
  const manifests = snippets('yml', 'docs/deployment.md').map((text) => parseYaml(text));
  expect(manifests).toHaveLength(1);
  const [{ spec, metadata }] = manifests;
  const [{ args, env, readinessProbe, livenessProbe }] = spec.template.spec.containers;
  expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
  expect(args).toEqual(['start', metadata.name]);
  const port = env.find(({ name }: any) => name === 'PORT').value;
  for (const { httpGet } of [readinessProbe, livenessProbe]) expect(String(httpGet.port)).toBe(port);
  const own = env.map(({ name }: any) => name).filter((name: string) => name !== 'POD_IP');
  expect(own.filter((name: string) => !textOf('docs/settings.md').includes(`\`${name}\``))).toEqual([]);
});

test('every YAML example about flows is cut from a file of the project', () => {
  const files = ['flows', 'config'].flatMap((folder) =>
    readdirSync(path.join(repository, folder))
      .filter((name) => name.endsWith('.yml'))
      .map((name) => textOf(`${folder}/${name}`)),
  );
  const examples = snippets('yaml', 'docs/conversation-flows.md');
  expect(examples.length).toBeGreaterThan(5);
  expect(examples.filter((text) => !files.some((file) => file.includes(text)))).toEqual([]);
});

test('every file that the docs point at is there', () => {
  const broken = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, target]) => path.join(path.dirname(page), target!))
      .filter((target) => !existsInRepository(target)),
  );
  expect(broken).toEqual([]);
});

test('every setting is documented, and nothing else', () => {
  const source = ['cli/src/settings.ts', 'mlflow/src/address.ts'].map((name) => textOf(`packages/${name}`)).join();
  const read = new Set([...source.matchAll(/(?:text|list|whole|variable)\('([A-Z_]+)'/g)].map(([, name]) => name));
  read.delete('TRIALOGUE_CRASH_AT');
  for (const [, name] of textOf('config/policies.example.yml').matchAll(/endpoint: \$\{(\w+)/g)) read.add(name);
  const documented = new Set([...textOf('docs/settings.md').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name));
  expect([...documented].sort()).toEqual([...read].sort());
});

function existsInRepository(target: string): boolean {
  const folder = path.join(repository, path.dirname(target));
  return readdirSync(folder).includes(path.basename(target)) || path.basename(target) === '.';
}
