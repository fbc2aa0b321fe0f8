import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { say } from './support/chat';
import { rows } from './support/database';
import { type Product, repository, startProduct, testDatabase } from './support/product';
import { until } from './support/until';

/** Each with its database, its files, and what its graph answered; `releases/take.js` says how they were taken. */
const releases = path.join(__dirname, 'releases');

/** Some four hundred questions are asked after each start. */
const atOnce = 10;

interface Question {
  readonly query: string;
  readonly answered: readonly { readonly variables: object; readonly data: any }[];
}

describe.each(
  readdirSync(releases, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : [])),
)('on the database of %s', (release) => {
  const folder = path.join(releases, release);
  const questions: Question[] = JSON.parse(readFileSync(path.join(folder, 'answers.json'), 'utf8'));

  test('everything is answered as before, with nothing applied, and goes on from where it was', async () => {
    const url = await restored(folder);
    const product = await startProduct({ DATABASE_URL: url }, project(folder, 'config/plugins.yml'));
    await answersAsBefore(product, questions);

    const exposures = () => rows(url, 'select * from exp.exposures order by unit, experiment, stand_in');
    const before = await exposures();
    const assigned = before.filter(({ experiment, stand_in }) => experiment === 'forecast' && !stand_in);
    expect(assigned.length).toBeGreaterThan(10);
    for (const { unit, variant } of assigned) expect(await assign(product, unit)).toBe(variant);
    expect(await exposures()).toEqual(before);

    const conversations = dataOf(questions, 'conversation').filter(({ status }) => status === 'ACTIVE');
    expect(conversations.length).toBeGreaterThan(1);
    for (const { id, variant, arm } of conversations) {
      expect(await say(product, id, 'And tomorrow?')).toMatchObject({ status: 'COMPLETED', number: 3 });
      const { conversation } = await product.ask(
        'query ($id: ID!) { conversation(id: $id) { arm turnCount variant { experimentKey key } } }',
        { id },
      );
      expect(conversation).toEqual({ arm, variant, turnCount: 3 });
    }
  });

  test('its own files change nothing', async () => {
    const url = await restored(folder);
    const heads = await headsOf(url);
    const product = await startProduct({ DATABASE_URL: url }, project(folder, '.'));
    expect(product.output).not.toMatch(/created|updated|refused/);
    expect(await headsOf(url)).toEqual(heads);
    await answersAsBefore(product, questions);
  });

  test('its experiments are taken over in the words of today, once, and nothing of them changes', async () => {
    const url = await restored(folder);
    const root = project(folder, '.');
    const command = path.join(repository, 'packages/cli/bin/trialogue.js');
    execFileSync(process.execPath, [command, 'migrate-config', 'config/experiments.yml', '--write'], { cwd: root });
    expect(readFileSync(path.join(root, 'config/experiments.yml'), 'utf8')).not.toMatch(/config:\s+policy_version_id/);
    const heads = await headsOf(url);
    let product = await startProduct({ DATABASE_URL: url }, root);
    expect(product.output).toMatch(/updated/);
    expect(product.output).not.toMatch(/created|refused/);
    await answersAsBefore(product, questions.slice(1)); // a draft’s config is shown as it is written
    await product.end();
    product = await startProduct({ DATABASE_URL: url }, root);
    expect(product.output).not.toMatch(/created|updated|refused/);
    expect(await headsOf(url)).toEqual(heads);
  });

  test('what was paused goes on with the same arms', async () => {
    const url = await restored(folder);
    const product = await startProduct({ DATABASE_URL: url }, project(folder, 'config/plugins.yml'));
    const [{ edges }] = dataOf(questions, 'experiments');
    const before = edges.find(({ node }: any) => node.key === 'forecast_paused').node;
    const { startExperiment } = await product.ask(
      'mutation { startExperiment(key: "forecast_paused") { status variants { key arm config } } }',
    );
    expect(startExperiment).toEqual({
      status: 'RUNNING',
      variants: before.variants.map(({ key, arm, config }: any) => ({ key, arm, config })),
    });
  });
});

const dataOf = (questions: readonly Question[], field: string) =>
  questions.flatMap(({ answered }) => answered.flatMap(({ data }) => data[field] ?? []));

/** The variant that a unit gets in `forecast`, recorded. */
const assign = async (product: Product, unit: string): Promise<string> =>
  (
    await product.ask('mutation ($unit: ID!) { assign(experiment: "forecast", unit: $unit) { variant { key } } }', {
      unit,
    })
  ).assign.variant.key;

/** But for the schemas that services of their own, and plugins of their strategies, publish when they start. */
const headsOf = (url: string) =>
  rows(url, `select * from exp.heads where kind not in ('subgraph', 'strategy') order by kind, key`);

/** A database with what was in that of the release; its conversations are as young as they were then. */
async function restored(folder: string): Promise<string> {
  const { url } = await testDatabase();
  await rows(url, readFileSync(path.join(folder, 'database.sql'), 'utf8'));
  await rows(url, `update exp.conversations set expires_at = now() + interval '1 hour' where status = 'ACTIVE'`);
  return url;
}

/** A project with a part of the files that the release had. */
function project(folder: string, part: string): string {
  const root = mkdtempSync(path.join(tmpdir(), 'trialogue-e2e-'));
  mkdirSync(path.join(root, 'config'));
  cpSync(path.join(folder, 'project', part), path.join(root, part), { recursive: true });
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  return root;
}

/** Counts are made anew from the log, for a database in another cluster is read from its beginning. */
async function answersAsBefore(product: Product, questions: readonly Question[]): Promise<void> {
  const [counted] = questions;
  const { variables, data } = counted!.answered[0]!;
  const said = JSON.stringify(data);
  await until(async () => JSON.stringify(await product.ask(counted!.query, variables)) === said).catch(() => undefined);
  for (const { query, answered } of questions)
    for (let from = 0; from < answered.length; from += atOnce) {
      const some = answered.slice(from, from + atOnce);
      const answers = some.map(async ({ variables }) => ({ variables, data: await product.ask(query, variables) }));
      expect(await Promise.all(answers)).toEqual(some);
    }
}
