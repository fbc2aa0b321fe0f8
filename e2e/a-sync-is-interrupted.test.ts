import { hold } from './support/hold';
import { dieWhileSyncing } from './support/interrupted-sync';
import { startProduct } from './support/product';
import { beginPrompts, promptsFile, read, runPrompts, soup, soupProject, templatesOf, write } from './support/prompts';
import { until } from './support/until';

// At the points between these it dies by night.
test('a process that dies while it syncs leaves the old state or the new one, and the next sync completes it', () =>
  dieWhileSyncing(['a version in the middle', 'the last head', 'the commit']));

test('a command that dies before the number of its new version is in the file is completed by the next, whatever that one makes of edits', async () => {
  const root = soupProject();
  const product = await startProduct({}, soupProject());
  expect(await runPrompts(['sync'], root, product)).toMatchObject({ code: 0 });
  write(root, 'prompts/soup.txt', 'Cook hot soup.\n');
  expect(await runPrompts(['sync'], root, product)).toMatchObject({ code: 1 });

  const held = await hold(product.databaseUrl, {
    table: 'applied_entries',
    where: `new.kind = 'prompt' and new.key = 'soup'`,
    deferred: true,
  });
  const command = beginPrompts(['sync', '--on-edit', 'new-version'], root, product);
  await held.reached();
  await command.end('SIGKILL');
  await held.letGo();
  await until(async () => (await templatesOf(product)).length === 2);
  expect(read(root, promptsFile)).toBe(soup);

  const asked = await runPrompts(['sync', '--dry-run'], root, product);
  expect(asked).toMatchObject({ code: 1 });
  expect(asked.output).toContain('Files and product do not agree yet.');
  expect(await runPrompts(['sync', '--on-edit', 'error'], root, product)).toMatchObject({ code: 0 });
  expect(read(root, promptsFile)).toBe(soup.replace('version: 1 # hot', 'version: 2 # hot'));
  expect(await runPrompts(['sync', '--on-edit', 'new-version'], root, product)).toMatchObject({ code: 0 });
  expect(await templatesOf(product)).toEqual(['Cook hot soup.', 'Cook soup.']);
});
