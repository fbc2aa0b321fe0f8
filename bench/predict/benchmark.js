const { execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { databaseOn } = require('../measure/database');
const { takingTurns, varyingLoad } = require('../measure/http-load');
const { environment, freePort, python, startMlflowServer } = require('../measure/mlflow');
const { startProduct } = require('../measure/product');
const { inTurn } = require('../measure/rounds');
const { rounded } = require('../measure/statistics');

/** In a round, by how many at the same time. */
const requests = { 1: 150, 16: 600 };
/** Asked one by one by the same load, so that the scoring server has as long a rest before each. */
const turns = '1, taking turns';
const query = `mutation ($experiment: ID!, $unit: ID!, $input: JSONObject!) {
  execute(experiment: $experiment, unit: $unit, input: $input) { status output error { message } }
}`;

exports.summary =
  'predictions through the graph, each of a new unit and recorded, and by the same MLflow server directly';

exports.measure = async function measure({ rounds, log }) {
  const { EmbeddedPostgres } = require('@trialogue/store');
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-bench-'));
  const silent = { debug() {}, info() {}, warn() {}, error: console.error };
  const postgres = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres'), logger: silent });
  let model;
  let product;
  try {
    model = await serveModel(folder);
    const root = path.join(folder, 'project');
    cpSync(path.join(__dirname, 'project'), root, { recursive: true });
    symlinkSync(path.join(__dirname, '../../node_modules'), path.join(root, 'node_modules'));
    const databaseUrl = await databaseOn(postgres.url, 'trialogue');
    product = await startProduct('one', { root, databaseUrl, env: { FOOD_BUDGET_URL: model.url } });
    const ways = [
      direct(model),
      throughGraph(product, 'trialogue', 'alone'),
      throughGraph(product, 'batched', 'together'),
    ];
    const contestants = Object.entries(requests).flatMap(([connections, howMany]) =>
      ways.map((way) => ({
        name: `${way.name} ${connections}`,
        measure: () => varyingLoad({ ...way, connections: Number(connections), requests: howMany }),
      })),
    );
    contestants.push({ name: turns, measure: () => takingTurns(ways.slice(0, 2), requests[1]) });
    const taken = await inTurn(contestants, { rounds, measure: ({ measure }) => measure(), log });
    const ratio = (one, other) => rounded(taken[one].requestsPerSecond.median / taken[other].requestsPerSecond.median);
    const added = (connections) =>
      rounded(taken[`trialogue ${connections}`].p50Ms.median - taken[`direct ${connections}`].p50Ms.median);
    return {
      ratios: { direct: ratio('trialogue 16', 'direct 16'), 'direct, batched': ratio('batched 16', 'direct 16') },
      figures: {
        ratio:
          'median predictions per second of ours divided by those of the scoring server asked directly, 16 at the same time',
        addedP50Ms: {
          ...{ 1: added(1), 16: added(16) },
          [turns]: rounded(taken[turns].trialogue.median - taken[turns].direct.median),
        },
        query,
        ...{ requests, rounds },
        contestants: taken,
      },
    };
  } finally {
    await product?.stop();
    model?.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The examples' first model, trained, registered and served as its README says. */
async function serveModel(folder) {
  const command = python();
  const registry = `sqlite:///${path.join(folder, 'mlflow.db')}`;
  const env = environment(command, registry);
  const training = path.join(__dirname, '../../training/food_budget.py');
  const out = path.join(folder, 'models');
  execFileSync(command, [training, '--out', out, '--mlflow', registry], { cwd: folder, env, stdio: ['ignore', 2, 2] });
  const words = ['models', 'serve', '-m', 'models:/food_budget/1', '--env-manager', 'local'];
  return startMlflowServer(command, words, { folder, env, port: await freePort(), sign: '/ping' });
}

let count = 0;
const income = () => 400 + (count % 4_000);
const post = (url, body) => ({
  url,
  body: JSON.stringify(body),
  method: 'POST',
  headers: { 'content-type': 'application/json' },
});

const direct = ({ url }) => ({
  name: 'direct',
  ask() {
    count += 1;
    return post(`${url}/invocations`, { dataframe_records: [{ income: income() }] });
  },
  check(answer) {
    if (JSON.parse(answer).predictions.length !== 1) throw new Error(answer);
  },
});

const throughGraph = ({ url }, name, experiment) => ({
  name,
  ask() {
    count += 1;
    const variables = { experiment, unit: `household-${count}`, input: { features: { income: income() } } };
    return post(url, { query, variables });
  },
  check(answer) {
    const { data, errors } = JSON.parse(answer);
    if (errors || data.execute.status !== 'COMPLETED') throw new Error(answer);
  },
});
