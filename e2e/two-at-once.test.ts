import { type Answer, type Product, startProduct } from './support/product';
import { promptsFile, read, runPrompts, soupProject, templatesOf, versionsOf, write } from './support/prompts';
import { until } from './support/until';

const movers = 12;

interface Move {
  readonly from: number | null;
  readonly to: number | null;
}

/** Two products, each a process of its own, on one database. */
async function two(roots: readonly [string?, string?] = []) {
  const one = await startProduct({}, roots[0]);
  return [one, await startProduct({ DATABASE_URL: one.databaseUrl }, roots[1])] as const;
}

const create = (product: Product, name: string, template: string) =>
  product.ask('mutation($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { number } }', {
    input: { name, template, modelProvider: 'scripted', modelName: 'scripted' },
  });

const move = (product: Product, version: number, from?: number): Promise<Answer> =>
  product.graph(
    'mutation($version: Int!, $from: Int) { labelPromptVersion(name: "tea", version: $version, label: "production", from: $from) { number } }',
    { version, from },
  );

/** Where the label stands by what a product has in its tables and in memory, and how it came there, the last move first. */
async function stands(product: Product): Promise<{ at: number; served: string; history: Move[] }> {
  const { prompt, renderPrompt } = await product.ask(`{
    prompt(name: "tea") { version(label: "production") { number } labels { label history(first: 100) { from to } } }
    renderPrompt(name: "tea", label: "production") { messages { text } } }`);
  const [label] = prompt.labels;
  return {
    at: prompt.version.number,
    served: renderPrompt.messages[0].text,
    history: label.history.map(({ from, to }: Move) => ({ from, to })),
  };
}

/** Each move began where the one before it had ended. */
const isOneChain = (history: readonly Move[]) =>
  history.every(({ from }, index) => from === (history[index + 1]?.to ?? null));

test('two processes that move one label at once make one history in which every move is, and of those who compare one wins', async () => {
  const products = await two();
  for (let number = 1; number <= movers + 1; number++) await create(products[0], 'tea', `Tea ${number}`);
  await move(products[0], 1);
  const targets = Array.from({ length: movers }, (_, index) => index + 2);
  const byTurns = (index: number) => products[index % 2]!;

  const compared = await Promise.all(targets.map((version, index) => move(byTurns(index), version, 1)));
  const won = compared.flatMap(({ data }) => data?.labelPromptVersion?.number ?? []);
  expect(won).toHaveLength(1);
  const codes = compared.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
  expect(codes).toEqual(Array(movers - 1).fill('PROMPT_LABEL_MOVED'));

  const others = [1, ...targets].filter((version) => version !== won[0]);
  const moved = await Promise.all(others.map((version, index) => move(byTurns(index), version)));
  expect(moved.flatMap(({ errors }) => errors ?? [])).toEqual([]);

  const { at, history } = await stands(products[0]);
  expect(history.map(({ to }) => to).sort((a, b) => a! - b!)).toEqual([1, won[0], ...others].sort((a, b) => a - b));
  expect(isOneChain(history)).toBe(true);
  expect(history[0]!.to).toBe(at);
  expect(history.slice(-2)).toEqual([
    { from: 1, to: won[0] },
    { from: null, to: 1 },
  ]);
  for (const product of products) {
    await until(async () => (await stands(product)).served === `Tea ${at}`);
    expect(await stands(product)).toEqual({ at, served: `Tea ${at}`, history });
  }
});

test('two syncs at once, at two products: the same edit is one version, different ones are two, and each file says which', async () => {
  const roots = [soupProject(), soupProject()] as const;
  const products = await two([soupProject(), soupProject()]);
  const syncBoth = () =>
    Promise.all(roots.map((root, index) => runPrompts(['sync', '--on-edit', 'new-version'], root, products[index]!)));
  const numberIn = (root: string) => /version: (\d+) # hot/.exec(read(root, promptsFile))?.[1];
  const edit = (texts: readonly [string, string]) => {
    for (const [index, root] of roots.entries()) write(root, 'prompts/soup.txt', texts[index]!);
  };

  edit(['Cook hot soup.\n', 'Cook hot soup.\n']);
  for (const { code, output } of await syncBoth()) expect({ code, output }).toEqual({ code: 0, output });
  expect(roots.map(numberIn)).toEqual(['2', '2']);
  expect(await templatesOf(products[1])).toEqual(['Cook hot soup.', 'Cook soup.']);

  edit(['Cook red soup.\n', 'Cook green soup.\n']);
  for (const { code, output } of await syncBoth()) expect({ code, output }).toEqual({ code: 0, output });
  expect(roots.map(numberIn).sort()).toEqual(['3', '4']);
  const versions = await versionsOf(products[0]);
  expect(versions.map(({ number }: any) => number)).toEqual([4, 3, 2, 1]);
  for (const root of roots)
    expect(versions.find(({ number }: any) => `${number}` === numberIn(root)).template).toBe(
      read(root, 'prompts/soup.txt').trimEnd(),
    );

  // Each takes over what only the product has; then they agree.
  for (const [index, root] of roots.entries()) {
    expect(await runPrompts(['pull'], root, products[index]!)).toMatchObject({ code: 0 });
    const { output } = await runPrompts(['sync'], root, products[1 - index]!);
    expect(output).toContain('Files and product agree.');
  }
});
