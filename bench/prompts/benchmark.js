const { execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { databaseOn } = require('../measure/database');
const { varyingLoad } = require('../measure/http-load');
const { startProduct } = require('../measure/product');
const { inTurn } = require('../measure/rounds');
const { percentile, rounded } = require('../measure/statistics');
const { startMlflow } = require('./mlflow');
const { valuesOf } = require('./values');

/** Calls in a round, one after the other. */
const calls = 200;
const query = `query ($variables: JSONObject!) {
  renderPrompt(name: "assistant", label: "production", variables: $variables) { messages { text } }
}`;

exports.summary = 'a prompt of 2 kB, looked up by its label and rendered: over the network, and from memory';

exports.measure = async function measure({ rounds, log }) {
  const { EmbeddedPostgres } = require('@trialogue/store');
  const folder = mkdtempSync(path.join(tmpdir(), 'trialogue-bench-'));
  const silent = { debug() {}, info() {}, warn() {}, error: console.error };
  const postgres = await EmbeddedPostgres.start({ dataDir: path.join(folder, 'postgres'), logger: silent });
  const root = path.join(folder, 'project');
  cpSync(path.join(__dirname, 'project'), root, { recursive: true });
  symlinkSync(path.join(__dirname, '../../node_modules'), path.join(root, 'node_modules'));
  const product = await startProduct('one', { root, databaseUrl: await databaseOn(postgres.url, 'trialogue') });
  let mlflow;
  try {
    mlflow = await startMlflow(folder, path.join(root, 'prompts/assistant.txt'));
    const uncached = [ourCalls(product), mlflowCalls(mlflow)];
    const expected = await Promise.all(uncached.map(({ text }) => text()));
    if (expected[0] !== expected[1]) throw new Error(`MLflow renders otherwise:\n${expected.join('\n---\n')}`);
    const overNetwork = await inTurn(uncached, { rounds, log, measure: ({ measure }) => measure() });
    mlflow.stop();
    const here = await inTurn([{ name: 'name' }, { name: 'experiment' }], {
      rounds,
      log,
      measure: ({ name }) => {
        const { text, ...figures } = outputOf('resolved-here.js', product.url, name);
        if (text !== expected[0]) throw new Error(`The client renders otherwise:\n${text}\n---\n${expected[0]}`);
        return figures;
      },
    });
    await product.stop(); // What is measured next has the machine for itself.
    const cached = await inTurn([{ name: 'trialogue' }, { name: 'minijinja' }], {
      rounds,
      log,
      measure: ({ name }) => ({ nsPerRender: renderedFromMemory(name, expected[0]) }),
    });
    const nsOf = (name) => cached[name].nsPerRender.median;
    return {
      ratios: {
        mlflow: rounded(overNetwork.mlflow.p50Ms.median / overNetwork.trialogue.p50Ms.median),
        minijinja: rounded(nsOf('minijinja') / nsOf('trialogue')),
      },
      figures: {
        ratio:
          'mlflow: median milliseconds of its uncached call divided by ours; minijinja: median CPU of its render from memory divided by ours',
        uncached:
          'renderPrompt through the gateway; load_prompt with cache_ttl_seconds=0 and format, over a tracking server on SQLite. One call at a time',
        client:
          'resolvePrompt of @trialogue/client/prompts, in a process that has the prompt: by its label, and for units that are each assigned and recorded. One call at a time, 10,000 in a round, while what units met is sent',
        cached: 'CPU of a render of the template, parsed before; ours checks the variables too',
        ...{ query, calls, rounds },
        contestants: { uncached: overNetwork, client: here, cached },
      },
    };
  } finally {
    mlflow?.stop();
    await product.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

function ourCalls({ url }) {
  let count = 0;
  const ask = () => {
    const body = JSON.stringify({ query, variables: { variables: valuesOf(`Anna ${count++ % calls}`) } });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return { url, body, method: 'POST', headers };
  };
  const textIn = (answer) => {
    const { data, errors } = JSON.parse(answer);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.renderPrompt.messages[0].text;
  };
  return {
    name: 'trialogue',
    async text() {
      let text;
      const check = (answer) => {
        text = textIn(answer);
      };
      await varyingLoad({ ask, check, requests: 1, connections: 1 });
      return text;
    },
    async measure() {
      const { p50Ms, p99Ms } = await varyingLoad({ ask, check: textIn, requests: calls, connections: 1 });
      return { p50Ms, p99Ms };
    },
  };
}

const mlflowCalls = ({ load }) => ({
  name: 'mlflow',
  text: async () => (await load(valuesOf('Anna'), 1)).text,
  async measure() {
    const { latencies } = await load(valuesOf('Anna'), calls);
    return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) };
  },
});

function renderedFromMemory(name, expected) {
  const { text, nsPerRender } = outputOf('cached-render.js', name);
  if (text !== expected) throw new Error(`${name} renders otherwise:\n${text}\n---\n${expected}`);
  return nsPerRender;
}

/** What a script beside this one prints, in a process of its own. */
function outputOf(script, ...words) {
  const output = execFileSync(process.execPath, [path.join(__dirname, script), ...words], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 2],
    timeout: 120_000,
  });
  return JSON.parse(output);
}
