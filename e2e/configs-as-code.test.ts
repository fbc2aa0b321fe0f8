import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { Client } from 'pg';
import { rows } from './support/database';
import { Process } from './support/processes';
import { makeProject, type Product, startProduct } from './support/product';
import { until } from './support/until';

/** The command in a project, against a graph. */
function begin(words: readonly string[], root: string, url: string, env: NodeJS.ProcessEnv = {}): Process {
  const { PATH, HOME, TMPDIR } = process.env;
  return new Process(words, root, { PATH, HOME, TMPDIR, TRIALOGUE_URL: url, ...env });
}

async function ended(command: Process) {
  const said = () => command.output;
  await until(() => command.exit !== null, said);
  return { code: command.exit, output: command.output };
}

const run = (words: readonly string[], root: string, { url }: Pick<Product, 'url'>, env: NodeJS.ProcessEnv = {}) =>
  ended(begin(words, root, `${url}/graphql`, env));

/** A project with a new prompt, and a new experiment that runs on it. */
function extended(): string {
  const root = makeProject();
  writeFileSync(path.join(root, 'prompts/soup_v1.txt'), 'You cook soups.');
  appendFileSync(
    path.join(root, 'config/prompts.example.yml'),
    `
  - name: soup_cook
    versions:
      - { version: 1, file: prompts/soup_v1.txt, model_provider: scripted, model_name: scripted }
`,
  );
  writeFileSync(
    path.join(root, 'config/experiments.yml'),
    `experiments:
  - key: soups
    status: running
    primary_metric: rating
    sample_size: 1000
    variants:
      - key: hot
        config: { execution_strategy: prompt_template, prompt_config: { prompt_version_id: soup_cook@1 } }
      - key: cold
        config:
          execution_strategy: prompt_template
          prompt_config: { prompt_version_id: soup_cook }
          params: { temperature: 0 }
`,
  );
  return root;
}

const standing = async (product: Pick<Product, 'ask'>) => {
  const { prompt, experiment } = await product.ask(
    '{ prompt(name: "soup_cook") { name } experiment(key: "soups") { status variants { key arm } } }',
  );
  return { prompt: prompt !== null, experiment: experiment?.status ?? null };
};

test('files are validated, planned and applied, and then there is nothing left to do', async () => {
  const product = await startProduct();
  const root = extended();
  expect(await run(['validate'], root, product)).toMatchObject({ code: 0 });
  const planned = await run(['plan', '--json'], root, product);
  expect(planned.code).toBe(2);
  const { summary, entries } = JSON.parse(planned.output);
  expect(summary).toMatchObject({ create: 2, update: 0, refused: 0 });
  expect(entries.filter(({ action }: any) => action === 'create').map(({ subject }: any) => subject)).toEqual([
    'prompt soup_cook',
    'experiment soups',
  ]);
  expect(await standing(product)).toEqual({ prompt: false, experiment: null });

  expect(await run(['apply'], root, product)).toMatchObject({ code: 0 });
  expect(await standing(product)).toEqual({ prompt: true, experiment: 'RUNNING' });
  expect(await run(['plan'], root, product)).toMatchObject({
    code: 0,
    output: expect.stringContaining('0 to create, 0 to update'),
  });
  const again = await run(['apply'], root, product);
  expect(again.output).not.toMatch(/created|updated|refused\n/);
});

test('validate ends with 1 for files that are wrong, with 2 when it cannot tell, and needs no running product', async () => {
  const root = extended();
  const nobody = { url: 'http://127.0.0.1:9' };
  const file = path.join(root, 'config/experiments.yml');
  expect(await run(['validate'], root, nobody)).toMatchObject({
    code: 0,
    output: expect.stringContaining('an empty product'),
  });
  writeFileSync(file, readFileSync(file, 'utf8').replace('soup_cook@1', 'soup_cock@1'));
  const wrong = await run(['validate', '--json', 'config/experiments.yml'], root, nobody);
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.output)).toMatchObject({
    valid: false,
    findings: [
      {
        ...{ severity: 'error', file: 'config/experiments.yml', line: 8, subject: 'experiment soups' },
        ...{ path: 'variants.0.config.prompt_config.prompt_version_id' },
        message: 'there is no prompt "soup_cock@1"; did you mean "soup_cook"?',
      },
    ],
  });
  expect(await run(['validate', 'nowhere.yml'], root, nobody)).toMatchObject({ code: 2 });
  expect(await run(['plan'], root, nobody)).toMatchObject({ code: 1 });
});

test('without a running product, a budget in US dollars is judged by the prices that the environment gives', async () => {
  const root = extended();
  const nobody = { url: 'http://127.0.0.1:9' };
  const change = (file: string, from: string, to: string) => {
    const place = path.join(root, file);
    writeFileSync(place, readFileSync(place, 'utf8').replace(from, to));
  };
  const prompt = 'file: prompts/soup_v1.txt, model_provider: ';
  change('config/prompts.example.yml', `${prompt}scripted, model_name: scripted`, `${prompt}openai, model_name: house`);
  change('config/experiments.yml', 'params: { temperature: 0 }', 'budget: { usd: 1 }');
  expect(await run(['validate', '--offline'], root, nobody)).toMatchObject({
    code: 1,
    output: expect.stringContaining('there is no price for house'),
  });
  expect(await run(['validate', '--offline'], root, nobody, { TRIALOGUE_PRICES: 'house=1/5' })).toMatchObject({
    code: 0,
  });
});

/** Passes operations on to a graph, and calls back before one of a name is. */
async function door(product: Product, name: string, before: () => void) {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (body.includes(name) && body.includes('mutation')) return before();
    const answer = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };
  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => server.close().closeAllConnections() };
}

test('whoever is killed while it applies leaves an older valid state, and the next one completes it', async () => {
  const product = await startProduct();
  const root = extended();
  let applying: Process | undefined;
  const way = await door(product, 'applyExperiments', () => applying!.child.kill('SIGKILL'));
  applying = begin(['apply'], root, way.url);
  expect((await ended(applying)).code).toBe('SIGKILL');
  way.close();
  expect(await standing(product)).toEqual({ prompt: true, experiment: null });
  expect(await run(['plan'], root, product)).toMatchObject({
    code: 2,
    output: expect.stringContaining('1 to create, 0 to update'),
  });
  expect(await run(['apply'], root, product)).toMatchObject({ code: 0 });
  expect(await standing(product)).toEqual({ prompt: true, experiment: 'RUNNING' });
  expect(await run(['plan'], root, product)).toMatchObject({ code: 0 });
});

test('a product that is killed in the middle of a list has nothing of the list, and completes it when it is back', async () => {
  const product = await startProduct();
  const { databaseUrl } = product;
  const root = extended();
  const holder = new Client({ connectionString: databaseUrl });
  await holder.connect();
  // The experiment is written, and its variants have to wait.
  await holder.query('begin');
  await holder.query('lock table exp.variants in exclusive mode');
  const applying = run(['apply'], root, product);
  await until(async () => {
    const waiting = await rows(
      databaseUrl,
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    return waiting.length > 0;
  });
  await product.end('SIGKILL');
  expect(await applying).toMatchObject({ code: 1 });
  await holder.query('rollback');
  await holder.end();

  const back = await startProduct({ DATABASE_URL: databaseUrl });
  expect(await standing(back)).toEqual({ prompt: true, experiment: null });
  expect(await run(['apply'], root, back)).toMatchObject({ code: 0 });
  expect(await standing(back)).toEqual({ prompt: true, experiment: 'RUNNING' });
  expect(await run(['plan'], root, back)).toMatchObject({ code: 0 });
});
