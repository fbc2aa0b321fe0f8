import { rows } from './support/database';
import { hold, type Point } from './support/hold';
import { makeProject, type Product, startProduct, testDatabase } from './support/product';
import { beginPrompts, promptsFile, read, runPrompts, soup, soupProject, templatesOf, write } from './support/prompts';
import { until } from './support/until';

const count = 60;
const names = Array.from({ length: count }, (_, index) => `prompt_${String(index).padStart(3, '0')}`);

/** Every prompt with one version more than in the round before, and its label on the newest. */
const promptsOf = (round: number) =>
  names.map((name) => ({
    name,
    versions: Array.from({ length: round }, (_, index) => ({
      number: index + 1,
      template: `${name}, ${index + 1}`,
      modelProvider: 'scripted',
      modelName: 'scripted',
    })),
    labels: [{ label: 'production', version: round }],
  }));

const syncDocument = `mutation ($prompts: [ApplyPromptInput!]!) { syncPrompts(prompts: $prompts) {
  converged entries { outcome } } }`;

const sync = async (product: Product, round: number) => {
  const { syncPrompts } = await product.ask(syncDocument, { prompts: promptsOf(round) });
  return [...new Set(syncPrompts.entries.map(({ outcome }: any) => outcome))];
};

/** How far the prompts are, by everything that says so: one number, unless they are torn. */
async function rounds(url: string): Promise<number[]> {
  const mine = [names];
  const found = await rows(
    url,
    `select distinct r from (
       select max(number) as r from exp.prompt_versions where prompt = any($1) group by prompt
       union all select version from exp.prompt_labels where prompt = any($1)
       union all select (body::json #>> '{labels,production}')::int
         from exp.heads h join exp.releases on releases.hash = h.hash where h.kind = 'prompt' and h.key = any($1)
       union all select jsonb_array_length(state -> 'versions') from exp.applied_entries where kind = 'prompt' and key = any($1)
     ) as said`,
    mine,
  );
  return found.map(({ r }) => Number(r));
}

const points: Record<string, Point> = {
  'the first version': { table: 'prompt_versions', where: `new.prompt = '${names[0]}'` },
  'a version in the middle': { table: 'prompt_versions', where: `new.prompt = '${names[count / 2]}'` },
  'the last label': { table: 'prompt_labels', where: `new.prompt = '${names.at(-1)}'` },
  'the last head': { table: 'heads', where: `new.kind = 'prompt' and new.key = '${names.at(-1)}'` },
  'what is remembered last': { table: 'applied_entries', where: `new.key = '${names.at(-1)}'` },
  'the commit': { table: 'applied_entries', where: `new.key = '${names.at(-1)}'`, deferred: true },
};

test('a process that dies while it syncs leaves the old state or the new one, and the next sync completes it', async () => {
  const { url } = await testDatabase();
  const root = makeProject();
  let product = await startProduct({ DATABASE_URL: url }, root);
  expect(await sync(product, 1)).toEqual(['CREATED']);
  expect(await rounds(url)).toEqual([1]);

  for (const [index, point] of Object.values(points).entries()) {
    const round = index + 2;
    const held = await hold(url, point);
    const asked = sync(product, round).catch(() => undefined);
    await held.reached();
    await product.end('SIGKILL');
    await asked;
    expect(await rounds(url)).toEqual([round - 1]);
    await held.letGo();
    const [left, ...more] = await rounds(url);
    expect(more).toEqual([]);
    expect([round - 1, round]).toContain(left);

    product = await startProduct({ DATABASE_URL: url }, root);
    expect(await sync(product, round)).toEqual([left === round ? 'UNCHANGED' : 'UPDATED']);
    expect(await rounds(url)).toEqual([round]);
    expect(await sync(product, round)).toEqual(['UNCHANGED']);
  }
});

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
