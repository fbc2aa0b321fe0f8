import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeKey } from '@trialogue/gateway';
import { type CuttableLine, cuttableLine } from '@trialogue/store/testing';
import {
  startTrackingServer,
  type TrackingServer,
  trackingTest,
} from '../plugins/mlflow-model/src/testing/real-mlflow';
import { type ScoringServer, scoringServer } from '../plugins/mlflow-model/src/testing/scoring-server';
import { rows } from './support/database';
import { type Answer, makeProject, type Product, repository, startProduct } from './support/product';
import { until } from './support/until';

const made = {
  ann: makeKey('ann', ['edit', 'read', 'assign']),
  ben: makeKey('ben', ['admin']),
  cyd: makeKey('cyd', ['admin']),
};
const as = (who: keyof typeof made) => ({ authorization: `Bearer ${made[who].key}` });
const code = ({ errors }: Answer) => errors?.[0]?.extensions.code;

const closing: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(closing.map((one) => one.close())));
const closed = <One extends { close(): Promise<void> }>(one: One): One => {
  closing.push(one);
  return one;
};

/** Trains and registers both versions of `food_budget`, and says that the first is the champion. */
const trained = (mlflow: TrackingServer) =>
  mlflow.run(
    `import runpy, sys
folder, url = sys.argv[1:]
sys.path.insert(0, folder)
sys.argv = ['food_budget.py', '--out', 'models', '--mlflow', url]
runpy.run_path(folder + '/food_budget.py', run_name='__main__')
import mlflow
mlflow.MlflowClient(url).set_registered_model_alias('food_budget', 'champion', '1')`,
    path.join(repository, 'training'),
    mlflow.url,
  );

/** What MLflow says itself of the champion, of its tags and of what its run was told online. */
async function championIn({ url }: TrackingServer): Promise<any> {
  const api = async (words: string) => (await (await fetch(`${url}/api/2.0/mlflow/${words}`)).json()) as any;
  const { model_version: found } = await api('registered-models/alias?name=food_budget&alias=champion');
  const { run } = await api(`runs/get?run_id=${found.run_id}`);
  const values = (list: { key: string; value: unknown }[] = []) =>
    Object.fromEntries(list.map(({ key, value }) => [key, value]));
  return { version: found.version, tags: values(found.tags), metrics: values(run.data.metrics), runId: found.run_id };
}

const fields = `id status reason from approvedBy checks { name ok reason observed required } history { act by comment }
  snapshot { metrics experiment { status winner variants { variant model completions failures } } }`;
const mutate = (name: string) =>
  `mutation($id: ID!, $comment: String) { ${name}Promotion(id: $id, comment: $comment) { ${fields} } }`;
const proposing = `mutation($input: ProposePromotionInput!) { proposePromotion(input: $input) { ${fields} } }`;

class Story {
  constructor(
    readonly product: Product & { databaseUrl: string },
    readonly mlflow: TrackingServer,
    readonly line: CuttableLine,
    readonly servers: readonly ScoringServer[],
  ) {}

  ask = (document: string, variables: object = {}) => this.product.ask(document, variables, as('ben'));

  async find(id: string): Promise<any> {
    return (await this.ask(`query($id: ID!) { promotion(id: $id) { ${fields} } }`, { id })).promotion;
  }

  propose = (input: object): Promise<any> =>
    this.product.graph(proposing, { input: { model: 'food_budget', version: '2', ...input } }, as('ann'));

  /** Executes it for so many units; answers how many of each status of each variant there were. */
  async execute(experiment: string, units: number): Promise<Record<string, number>> {
    const document = `mutation($experiment: ID!, $unit: ID!, $input: JSONObject!) {
      execute(experiment: $experiment, unit: $unit, input: $input) { status variant { key } } }`;
    const counts: Record<string, number> = {};
    for (let unit = 0; unit < units; unit += 1) {
      const input = { features: { income: 1000 + unit } };
      const { execute } = await this.ask(document, { experiment, unit: `u${unit}`, input });
      const key = `${execute.variant.key} ${execute.status}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  /** Waits until the graph counts so many executions. */
  counted = (experiment: string, executions: number) =>
    until(async () => {
      const document = 'query($key: ID!) { experiment(key: $key) { results { variants { completions failures } } } }';
      const { results } = (await this.ask(document, { key: experiment })).experiment;
      const sum = results.variants.reduce((all: number, one: any) => all + one.completions + one.failures, 0);
      return sum === executions;
    });
}

async function begin(): Promise<Story> {
  const mlflow = closed(await startTrackingServer());
  const line = closed(await cuttableLine(mlflow.url));
  const servers = await Promise.all([scoringServer(), scoringServer()]);
  for (const { stop } of servers) closed({ close: stop });
  const root = makeProject();
  const file = path.join(root, 'config/plugins.yml');
  const options = `options: { tracking_uri: "${line.url}", look_every_seconds: 1 }`;
  const entry = /(mlflow-model"\n\s*)options: \{\}/;
  expect(readFileSync(file, 'utf8')).toMatch(entry);
  writeFileSync(file, readFileSync(file, 'utf8').replace(entry, `$1${options}`));
  await trained(mlflow);
  const product = await startProduct(
    {
      TRIALOGUE_KEYS: Object.values(made)
        .map(({ entry }) => entry)
        .join(','),
      MLFLOW_TRACKING_URI: line.url,
      FOOD_BUDGET_1_URL: servers[0]!.url,
      FOOD_BUDGET_2_URL: servers[1]!.url,
    },
    root,
  );
  const { plugins } = await product.ask('{ plugins { name problem } }', {}, as('ben'));
  expect(plugins).toContainEqual({ name: 'mlflow-model', problem: null });
  return new Story(product, mlflow, line, servers);
}

trackingTest(
  'a model version is proposed, checked, approved, promoted in MLflow, watched, and rolled back by itself',
  async () => {
    const story = await begin();
    const { product, mlflow, line, ask } = story;
    const experiment = 'food_budget_forecast';

    await readRegistry(story);

    // What is not decided yet blocks it.
    const executed = await story.execute(experiment, 16);
    const [means, medians] = [executed['mean COMPLETED']!, executed['median COMPLETED']!];
    expect(means + medians).toBe(16);
    await story.counted(experiment, 16);
    const checks = {
      metric: { name: 'income', betterThanCurrent: 'HIGHER' },
      decision: true,
      guardrails: { failureRate: 0.1, minExecutions: 2 },
    };
    const watch = { experiment: 'after', failureRate: 0.4, minExecutions: 4, forMinutes: 60 };
    const { data } = await story.propose({ experiment, checks, watch, comment: 'the median fits better' });
    expect(data.proposePromotion).toMatchObject({ status: 'BLOCKED', from: '1' });
    expect(data.proposePromotion.checks.map(({ name, ok }: any) => [name, ok])).toEqual([
      ['ready', true],
      ['metric income', true],
      ['decision', false],
      ['failure rate', true],
    ]);
    const { id } = data.proposePromotion;
    expect(await product.graph(mutate('approve'), { id }, as('ben'))).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('food_budget_forecast is RUNNING'),
          extensions: { code: 'PROMOTION_BLOCKED' },
        },
      ],
    });

    // Decided, two approve at once, and one of them is who does it.
    await ask('mutation { stopExperiment(key: "food_budget_forecast", winner: "median") { status } }');
    await draftAfter(story);
    expect(code(await product.graph(mutate('approve'), { id }, as('ann')))).toBe('FORBIDDEN');
    const both = await Promise.all([
      product.graph(mutate('approve'), { id, comment: 'go' }, as('ben')),
      product.graph(mutate('approve'), { id, comment: 'go' }, as('cyd')),
    ]);
    expect(both.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(['PROMOTION_BUSY', 'PROMOTION_STATE', 'PROMOTION_ALIAS_MOVED']).toContain(both.map(code).find(Boolean));
    expect(await story.find(id)).toMatchObject({
      status: 'PROMOTED',
      snapshot: { experiment: { status: 'STOPPED', winner: 'median' } },
    });
    const promoted = await championIn(mlflow);
    expect(promoted).toMatchObject({
      version: '2',
      tags: { 'trialogue.promotion': id, 'trialogue.status': 'PROMOTED', 'trialogue.alias': 'champion' },
      metrics: {
        [`trialogue/${experiment}/exposures`]: medians,
        [`trialogue/${experiment}/completions`]: medians,
        [`trialogue/${experiment}/failures`]: 0,
      },
    });
    expect(JSON.parse(promoted.tags['trialogue.snapshot']).experiment.winner).toBe('median');

    await startAfter(story);
    expect(await story.execute('after', 4)).toEqual({
      'one COMPLETED': expect.any(Number),
      'other COMPLETED': expect.any(Number),
    });

    // The same numbers are one point of the run.
    const log = `mutation { logOnlineResults(experiment: "${experiment}") { modelVersion { id } exposures } }`;
    for (let time = 0; time < 2; time += 1)
      expect((await ask(log)).logOnlineResults).toEqual([
        { modelVersion: { id: 'food_budget/1' }, exposures: means },
        { modelVersion: { id: 'food_budget/2' }, exposures: medians },
      ]);
    const history = `${mlflow.url}/api/2.0/mlflow/metrics/get-history?run_id=${promoted.runId}&metric_key=trialogue/${experiment}/exposures`;
    expect(((await (await fetch(history)).json()) as any).metrics).toHaveLength(1);

    // MLflow is away: what was seen is told on, what has to be asked is refused, and nothing else fails.
    const model = '{ experiment(key: "food_budget_forecast") { variants { key model { id aliases stale } } } }';
    const seen = (await ask(model)).experiment.variants[1];
    expect(seen).toEqual({ key: 'median', model: { id: 'food_budget/2', aliases: ['champion'], stale: false } });
    line.cut();
    expect((await ask(model)).experiment.variants[1]).toEqual({ ...seen, model: { ...seen.model, stale: true } });
    expect(code(await story.propose({ version: '1' }))).toBe('MLFLOW_UNAVAILABLE');
    const list = await product.graph(
      '{ registeredModels { edges { node { name } } } experiments { edges { node { key } } } }',
      {},
      as('ben'),
    );
    expect([list.data.registeredModels, code(list)]).toEqual([null, 'MLFLOW_UNAVAILABLE']);
    expect(list.data.experiments.edges.length).toBeGreaterThan(0);

    // It fails where it is watched: rolled back as soon as MLflow can be asked again.
    story.servers[1]!.answerWith((response) => response.writeHead(500).end('{}'));
    await story.execute('after', 6);
    await story.counted('after', 10);
    line.mend();
    await until(
      async () => (await story.find(id)).status === 'ROLLED_BACK',
      () => product.output.slice(-8000),
    );
    const rolled = await story.find(id);
    expect(rolled.reason).toMatch(/^6 of 10 executions in after have failed since the promotion/);
    expect(rolled.history.map(({ act, by }: any) => `${act} ${by}`)).toEqual([
      'PROPOSE ann',
      expect.stringMatching(/^APPROVE (ben|cyd)$/),
      'PROMOTE plugin:mlflow-model',
      'ROLL_BACK plugin:mlflow-model',
      'ROLLED_BACK plugin:mlflow-model',
    ]);
    expect((await championIn(mlflow)).version).toBe('1');

    const page = await ask(
      '{ promotions(model: "food_budget", first: 5) { edges { node { id modelVersion { aliases } } } pageInfo { hasNextPage } } }',
    );
    expect(page.promotions).toEqual({
      edges: [{ node: { id, modelVersion: { aliases: [] } } }],
      pageInfo: { hasNextPage: false },
    });
    await followDocs(story);
  },
);

/** The examples of the registry and of promotions in docs/mlflow-guide.md, as they stand. */
async function followDocs({ product, ask }: Story): Promise<void> {
  const page = readFileSync(path.join(repository, 'docs/mlflow-guide.md'), 'utf8');
  const sections = page.slice(page.indexOf("\n## MLflow's registry in the graph\n"));
  const [registry, proposal, promotions, ...more] = [...sections.matchAll(/```graphql\n([\s\S]*?)```/g)].map(
    ([, text]) => text!,
  );
  expect(more).toEqual([]);
  const { modelVersion, experiment } = await ask(registry!);
  expect(modelVersion).toMatchObject({ id: 'food_budget/1', status: 'READY' });
  expect(experiment.variants[1]).toMatchObject({ key: 'median', model: { id: 'food_budget/2' } });
  const { data, errors } = await product.graph(proposal!, {}, as('ann'));
  expect(errors).toBeUndefined();
  const { id, checks, ...proposed } = data.proposePromotion;
  expect(proposed).toEqual({ status: 'BLOCKED', from: '1' }); // 500 executions are a lot to wait for
  expect(checks.map(({ name, ok }: any) => [name, ok])).toEqual([
    ['ready', true],
    ['metric income', true],
    ['decision', true],
    ['failure rate', false],
  ]);
  const { edges } = (await ask(promotions!)).promotions;
  expect(edges.map(({ node }: any) => [node.version, node.status])).toEqual([
    ['2', 'BLOCKED'],
    ['2', 'ROLLED_BACK'],
  ]);
  expect(edges[0].node).toMatchObject({ id, proposedBy: 'ann' });
}

/** What MLflow has, in the graph. */
async function readRegistry({ ask }: Story): Promise<void> {
  const { registeredModels, modelVersion } = await ask(`{
    registeredModels(first: 1, filter: "name LIKE 'food%'") {
      edges { node { name aliases { alias version { id } } versions(first: 1) { edges { node { id } cursor } pageInfo { hasNextPage } } } }
      pageInfo { hasNextPage }
    }
    modelVersion(name: "food_budget", alias: "champion") {
      id version aliases status tags metrics params createdAt source stale
      run { id experimentId status startedAt endedAt metrics url } signature { inputs { name type required } outputs { type } }
    }
  }`);
  expect(registeredModels.pageInfo.hasNextPage).toBe(false);
  const { node } = registeredModels.edges[0];
  expect(node).toMatchObject({
    name: 'food_budget',
    aliases: [{ alias: 'champion', version: { id: 'food_budget/1' } }],
    versions: { edges: [{ node: { id: 'food_budget/2' } }], pageInfo: { hasNextPage: true } },
  });
  const rest = await ask(
    'query($after: String) { registeredModel(name: "food_budget") { versions(after: $after) { edges { node { id } } } } }',
    { after: node.versions.edges[0].cursor },
  );
  expect(rest.registeredModel.versions.edges).toEqual([{ node: { id: 'food_budget/1' } }]);
  expect(modelVersion).toMatchObject({
    ...{ id: 'food_budget/1', version: '1', aliases: ['champion'], status: 'READY', stale: false },
    tags: { method: 'Ordinary least squares: the mean.' },
    metrics: { income: expect.closeTo(0.4852, 3), intercept: expect.closeTo(147.4754, 2) },
    params: { rows: '235' },
    createdAt: expect.stringMatching(/^20/),
    run: {
      status: 'FINISHED',
      startedAt: expect.stringMatching(/^20/),
      url: expect.stringContaining('/#/experiments/'),
    },
    signature: { inputs: [{ name: 'income', type: 'double', required: true }], outputs: [{ type: 'double' }] },
  });
}

const champion = 'models:/food_budget@champion';
const followed = { execution_strategy: 'mlflow_model', mlflow_model: { policy_version_id: champion } };

/** A draft whose variants predict with whatever is the champion when it starts. */
async function draftAfter({ ask }: Story): Promise<void> {
  const variants = ['one', 'other'].map((key) => ({ key, config: followed }));
  const input = {
    key: 'after',
    salt: 'after',
    unitType: 'household',
    primaryMetric: 'error',
    sampleSize: 100,
    variants,
  };
  await ask('mutation($input: CreateExperimentInput!) { createExperiment(input: $input) { key } }', { input });
}

/** Starts it as soon as the product has heard of the new champion, which predicts from then on. */
async function startAfter({ ask, product }: Story): Promise<void> {
  const heard = `select 1 from exp.heads join exp.releases using (hash) where heads.kind = 'model_aliases' and body like '%"champion":"2"%'`;
  await until(async () => (await rows(product.databaseUrl, heard)).length > 0);
  const { startExperiment } = await ask(
    'mutation { startExperiment(key: "after") { variants { model { id reference } } } }',
  );
  const model = { id: 'food_budget/2', reference: 'food_budget@2' };
  expect(startExperiment.variants).toEqual([{ model }, { model }]);
}
