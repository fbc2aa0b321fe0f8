import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Process } from './processes';
import { type Asked, makeProject, type Product } from './product';
import { until } from './until';

export const promptsFile = 'config/prompts.yml';
export const soup = `# Ours.
prompts:
  - name: soup
    versions:
      - version: 1 # hot
        file: prompts/soup.txt
        model_provider: scripted
        model_name: scripted
`;

/** A project with one prompt, of one version. */
export function soupProject(): string {
  const root = makeProject();
  renameSync(path.join(root, 'config/experiments.example.yml'), path.join(root, 'config/none.yml'));
  write(root, promptsFile, soup);
  write(root, 'prompts/soup.txt', 'Cook soup.\n');
  return root;
}

export const read = (root: string, file: string): string => readFileSync(path.join(root, file), 'utf8');
export const write = (root: string, file: string, text: string): void => writeFileSync(path.join(root, file), text);

/** Begins `trialogue prompts …` in a project, for a product. */
export function beginPrompts(
  words: readonly string[],
  root: string,
  { url }: Pick<Product, 'url'>,
  env: NodeJS.ProcessEnv = {},
): Process {
  const { PATH, HOME, TMPDIR } = process.env;
  return new Process(['prompts', ...words], root, { PATH, HOME, TMPDIR, TRIALOGUE_URL: `${url}/graphql`, ...env });
}

/** `trialogue prompts …`, to its end. */
export async function runPrompts(...begun: Parameters<typeof beginPrompts>) {
  const command = beginPrompts(...begun);
  await until(
    () => command.exit !== null,
    () => command.output,
  );
  return { code: command.exit, output: command.output };
}

/** What versions there are of a prompt, the newest first. */
export async function versionsOf(product: Asked, name = 'soup') {
  const { prompt } = await product.ask(
    'query($name: ID!) { prompt(name: $name) { versions(first: 100) { edges { node { number template source { file commit } } } } } }',
    { name },
  );
  return prompt.versions.edges.map(({ node }: any) => node);
}

export const templatesOf = async (product: Asked, name?: string): Promise<string[]> =>
  (await versionsOf(product, name)).map(({ template }: { template: string }) => template);
