import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startTrackingServer, trackingTest } from '../plugins/mlflow-model/src/testing/real-mlflow';
import { makeProject, type Product, repository, startProduct } from './support/product';
import { read, runPrompts, write } from './support/prompts';

const guide = readFileSync(path.join(repository, 'docs/prompts-guide.md'), 'utf8');

/** The text below a heading, as far as the next one of its level or above. */
function section(title: string): string {
  const [, level, text] = new RegExp(`^(#+) ${title}\n([\\s\\S]*)`, 'm').exec(guide)!;
  return text!.split(new RegExp(`^#{1,${level!.length}} `, 'm'))[0]!;
}
const blocks = (language: string, text: string) =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].flatMap(([, of, block]) => (of === language ? [block!] : []));
/** The words of each `npx trialogue prompts …` of a shell's block. */
const commandsIn = (block: string) =>
  [...block.matchAll(/^npx trialogue prompts (.*)$/gm)].map(([, words]) => words!.split(' '));

/** Runs what has to end well; answers what it printed. */
async function ran(words: readonly string[], product: Product, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, output } = await runPrompts(words, product.root, product, env);
  expect({ words, code, output }).toEqual({ words, code: 0, output });
  return output;
}

const create = (product: Product, input: object) =>
  product.ask('mutation($input: CreatePromptVersionInput!) { createPromptVersion(input: $input) { id } }', {
    input: { name: 'meal', modelProvider: 'scripted', modelName: 'scripted', ...input },
  });

test('the commands of the table do what they say, and a comparison looks as it is shown', async () => {
  const product = await startProduct();
  await create(product, { template: 'You are a cook.', params: { max_tokens: 2048 } });
  await create(product, { template: 'Plan.' });
  const currency = { name: 'currency', default: 'euros', description: 'Of the budget.' };
  await create(product, { template: 'You are the chef here.', params: { max_tokens: 1024 }, variables: [currency] });
  await product.ask('mutation { labelPromptVersion(name: "meal", version: 1, label: "production") { id } }');
  write(product.root, 'values.yml', 'diet: vegan\n');

  const text = section('Commands');
  const commands = [...text.matchAll(/^\| `([^`]+)`(?:, `([^`]+)`)? \|/gm)]
    .flatMap(([, one, other]) => [one!, other ?? []].flat())
    .map((command) => command.replace(/ \[.*\]/, ''));
  expect(commands).toHaveLength(9);
  const printed: Record<string, string> = {};
  for (const command of commands.filter((one) => one !== 'import' && one !== 'export'))
    printed[command] = await ran(command.split(' '), product);
  expect(printed.list).toContain('meal');
  expect(printed['show meal@2']).toContain('Plan.');
  expect(printed['render meal --var servings=4 --vars values.yml']).toContain('You are a cook.');
  const [shown] = blocks('', section('What differs between two versions'));
  expect(printed['diff meal@production meal@3']).toContain(shown);

  const [query] = blocks('graphql', section('What differs between two versions'));
  const { prompt } = await product.ask(query!);
  expect(prompt.version.changes.length).toBeGreaterThan(0);
  expect(JSON.parse(await ran(['render', 'meal', '--var', 'code="0123"', '--json'], product)).messages).toHaveLength(1);
});

test('a folder that was exported is imported again, and the file that is shown is one', async () => {
  const product = await startProduct();
  const text = section('A folder of files');
  const [there, back] = commandsIn(blocks('sh', text)[0]!);
  await ran(there!, product);
  expect(await ran(back!, product)).toMatch(/^0 created, 0 updated, [1-9]\d* unchanged, 0 left out, 0 refused/m);

  const [shown] = blocks('', text);
  mkdirSync(path.join(product.root, 'kitchen/guided'), { recursive: true });
  write(product.root, 'kitchen/guided/1.txt', shown!);
  expect(await ran(['import', '--from', 'kitchen'], product)).toContain('1 created');
  await ran(['export', '--to', 'pantry', 'guided'], product);
  expect(read(product.root, 'pantry/guided/1.txt')).toBe(shown);
});

trackingTest(
  'the prompt that the guide begins with goes to MLflow and back by its commands',
  async () => {
    const [start] = blocks('graphql', section('Start'));
    const mlflow = await startTrackingServer();
    try {
      const product = await startProduct({}, makeProject());
      for (const definition of start!.split(/^(?=mutation|query)/m)) await product.ask(definition);
      const [settings, ...commands] = blocks('sh', section('MLflow'))[0]!.trim().split('\n');
      const [, name] = /^export (\w+)=/.exec(settings!)!;
      for (const [, words] of commands.map((line) => /^npx trialogue prompts (.*)$/.exec(line)!))
        await ran(words!.split(' '), product, { [name!]: mlflow.url });
    } finally {
      await mlflow.close();
    }
  },
  240_000,
);
