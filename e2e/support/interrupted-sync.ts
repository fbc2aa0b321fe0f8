import { rows } from './database';
import { hold, type Point } from './hold';
import { makeProject, type Product, startProduct, testDatabase } from './product';

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

/** Where a sync can be held, in the order in which it comes there. */
export const points = {
  'the first version': { table: 'prompt_versions', where: `new.prompt = '${names[0]}'` },
  'a version in the middle': { table: 'prompt_versions', where: `new.prompt = '${names[count / 2]}'` },
  'the last label': { table: 'prompt_labels', where: `new.prompt = '${names.at(-1)}'` },
  'the last head': { table: 'heads', where: `new.kind = 'prompt' and new.key = '${names.at(-1)}'` },
  'what is remembered last': { table: 'applied_entries', where: `new.key = '${names.at(-1)}'` },
  'the commit': { table: 'applied_entries', where: `new.key = '${names.at(-1)}'`, deferred: true },
} satisfies Record<string, Point>;

/** Kills a process at each point of a sync, and sees that the old state or the new one is left, and the next sync completes it. */
export async function dieWhileSyncing(at: readonly (keyof typeof points)[]): Promise<void> {
  const { url } = await testDatabase();
  const root = makeProject();
  let product = await startProduct({ DATABASE_URL: url }, root);
  expect(await sync(product, 1)).toEqual(['CREATED']);
  expect(await rounds(url)).toEqual([1]);

  for (const [index, name] of at.entries()) {
    const round = index + 2;
    const held = await hold(url, points[name]);
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
}
