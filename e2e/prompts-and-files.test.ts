import { execFileSync } from 'node:child_process';
import { startProduct } from './support/product';
import {
  promptsFile as list,
  soup as prompts,
  read,
  runPrompts as run,
  soupProject,
  versionsOf as standing,
  write,
} from './support/prompts';

const git = (root: string, ...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', root, ...words])
    .toString()
    .trim();

test('syncPrompts reads the product’s own files, records their commit, and writes a new version’s number back', async () => {
  const root = soupProject();
  git(root, 'init', '-q');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'soup');
  const commit = git(root, 'rev-parse', 'HEAD');
  const product = await startProduct({}, root);
  const source = { file: 'prompts/soup.txt', commit };
  expect(await standing(product)).toEqual([{ number: 1, template: 'Cook soup.', source }]);
  const sync = (how = '') =>
    product.ask(`mutation { syncPrompts${how} { commit noCommit converged renumbered { prompt from to } databaseOnly { id }
      conflicts { path } entries { subject outcome problems { path message } } } }`);
  expect((await sync()).syncPrompts).toEqual({
    ...{ commit, noCommit: null, converged: true, renumbered: [], databaseOnly: [], conflicts: [] },
    entries: [{ subject: 'soup', outcome: 'UNCHANGED', problems: [] }],
  });

  write(root, 'prompts/soup.txt', 'Cook hot soup.\n');
  const refused = (await sync('(dryRun: true)')).syncPrompts;
  expect(refused).toMatchObject({ converged: false, commit: null, entries: [{ outcome: 'REFUSED' }] });
  expect(refused.noCommit).toBe('not committed as they are: prompts/soup.txt');
  const { renumbered } = (await sync('(onEdit: NEW_VERSION)')).syncPrompts;
  expect(renumbered).toEqual([{ prompt: 'soup', from: 1, to: 2 }]);
  expect(read(root, list)).toBe(prompts.replace('version: 1 # hot', 'version: 2 # hot'));
  expect(await standing(product)).toMatchObject([
    { number: 2, template: 'Cook hot soup.', source: { commit: null } },
    { number: 1, template: 'Cook soup.' },
  ]);
  expect((await sync()).syncPrompts).toMatchObject({ databaseOnly: [{ id: 'soup@1' }], converged: false });

  git(root, 'commit', '-aqm', 'hot');
  await sync();
  expect((await standing(product))[0].source.commit).toBe(git(root, 'rev-parse', 'HEAD'));
});

test('the commands: what was made in the product is pulled, what was edited here is synced, and then both agree', async () => {
  const root = soupProject();
  const product = await startProduct({}, root);
  await product.ask(`mutation { createPromptVersion(input: { name: "soup", template: "Cook cold soup.", description: "Cold"
    modelProvider: "scripted", modelName: "scripted" }) { id } }`);
  const drift = await run(['sync', '--dry-run'], root, product);
  expect(drift).toMatchObject({ code: 1 });
  expect(drift.output).toContain('`trialogue prompts pull` writes them:\n    soup@2\n');

  const dry = await run(['pull', '--dry-run'], root, product);
  expect(dry.output).toContain('+++ prompts/soup_v2.txt');
  expect(dry.output).toContain('+      - version: 2\n+        description: Cold\n');
  expect(read(root, list)).toBe(prompts);
  expect(await run(['pull'], root, product)).toEqual({
    code: 0,
    output: 'wrote prompts/soup_v2.txt\nwrote config/prompts.yml\nPulled 1 value; 0 left as they are.\n',
  });
  expect(read(root, 'prompts/soup_v2.txt')).toBe('Cook cold soup.\n');
  const agreed = await run(['sync', '--json'], root, product);
  expect(agreed.code).toBe(0);
  expect(JSON.parse(agreed.output)).toMatchObject({ converged: true, entries: [{ outcome: 'UNCHANGED' }] });

  write(root, 'prompts/soup_v2.txt', 'Cook iced soup.\n');
  const refused = await run(['sync'], root, product);
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(/config\/prompts\.yml:\d+:\d+: versions\.1: Version 2 of prompt soup is published/);
  const synced = await run(['sync', '--on-edit', 'new-version'], root, product);
  expect(synced).toMatchObject({ code: 0 });
  expect(synced.output).toContain(
    'soup@2 is published otherwise: what the file says of it is version 3, and config/prompts.yml says so.',
  );
  expect((await standing(product)).map(({ template }: any) => template)).toEqual([
    'Cook iced soup.',
    'Cook cold soup.',
    'Cook soup.',
  ]);
  expect(await run(['sync', '--prefer', 'me'], root, product)).toMatchObject({ code: 2 });
});
