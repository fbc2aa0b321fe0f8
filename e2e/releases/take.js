/**
 * Takes the database of a release, for `a-database-of-an-older-release.test.ts`: starts the product of a built checkout on
 * an empty Postgres with the files of `RELEASE/project`, lets people use it, and writes what is then in the database, and
 * what the product of that release says of it, beside the project. Both are committed once and never changed.
 *
 *     node e2e/releases/take.js CHECKOUT RELEASE DATABASE_URL PG_DUMP
 */
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

const [checkout, release, databaseUrl, pgDump] = process.argv.slice(2);
const folder = path.join(__dirname, release);
const households = Array.from({ length: 100 }, (_, index) => `household-${index}`);
const forecasts = ['forecast', 'forecast_paused', 'forecast_stopped'];
const patienceMs = 60_000;

let url;
async function ask(query, variables = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(patienceMs),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function until(what, condition) {
  for (const end = Date.now() + patienceMs; !(await condition()); await wait(100))
    if (Date.now() > end) throw new Error(`${what} did not come about`);
}

async function started() {
  const root = mkdtempSync(path.join(tmpdir(), 'trialogue-release-'));
  cpSync(path.join(folder, 'project'), root, { recursive: true });
  symlinkSync(path.join(checkout, 'node_modules'), path.join(root, 'node_modules'));
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, PORT: '0', TRIALOGUE_SCRIPTED_PACE_MS: '0' };
  const command = path.join(checkout, 'packages/cli/bin/trialogue.js');
  const product = spawn(process.execPath, [command, 'start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  product.stdout.on('data', (text) => (output += text));
  await until('a start', () => {
    if (product.exitCode !== null) throw new Error(output);
    url = /(http:\/\/[^\s/]+\/graphql)/.exec(output)?.[1];
    return url;
  });
  await until('readiness', async () => (await fetch(url.replace('graphql', 'health/ready'))).ok);
  if (/refused/.test(output)) throw new Error(output);
  return {
    async end() {
      product.kill('SIGTERM');
      await once(product, 'exit');
      rmSync(root, { recursive: true });
    },
  };
}

async function use() {
  const input = (index) => ({ features: { income: 700 + index } });
  let exposures = 0;
  const execute = `mutation ($experiment: ID!, $unit: ID!, $input: JSONObject!) {
    execute(experiment: $experiment, unit: $unit, input: $input) { status } }`;
  for (const experiment of forecasts)
    for (const [index, unit] of households.slice(0, 20).entries()) {
      const looked = await ask(
        'query ($experiment: ID!, $unit: ID!) { assignment(experiment: $experiment, unit: $unit) { inExperiment } }',
        { experiment, unit },
      );
      if (!looked.assignment.inExperiment) continue;
      await ask(execute, { experiment, unit, input: input(index) });
      exposures++;
    }
  for (const unit of households.slice(20, 40)) {
    const { assign } = await ask(
      'mutation ($unit: ID!) { assign(experiment: "forecast", unit: $unit) { inExperiment } }',
      { unit },
    );
    if (assign.inExperiment) exposures++;
  }
  await ask('mutation { pauseExperiment(key: "forecast_paused") { status } }');
  await ask('mutation { stopExperiment(key: "forecast_stopped", winner: "median") { status } }');

  const conversations = [];
  for (const unit of ['vera', 'otto', 'Zoë']) {
    const { startConversation } = await ask(
      'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }',
      { input: { experiment: 'cooking', unit } },
    );
    const { id } = startConversation;
    for (const text of ['Hello!', 'What shall we have for dinner?'])
      await ask('mutation ($input: SendMessageInput!) { sendMessage(input: $input) { status } }', {
        input: { conversation: id, text, clientMessageId: text },
      });
    conversations.push(id);
    exposures++;
  }
  const [, ended] = conversations;
  await ask('mutation ($id: ID!) { endConversation(conversation: $id, outcome: "satisfied") { status } }', {
    id: ended,
  });
  return { conversations, exposures };
}

const experimentsQuery = `{ experiments { edges { node {
  key name status traffic unitType winner { key } release { hash }
  variants { key weight isControl executionStrategy config arm }
  results(includeStandIn: true) { variants { variant { key } exposures completions failures } } } } } }`;
const assignmentQuery = `query ($experiment: ID!, $unit: ID!) { assignment(experiment: $experiment, unit: $unit) {
  reason inExperiment bucket propensity variant { key arm } } }`;
const conversationQuery = `query ($id: ID!) { conversation(id: $id) {
  id unit status outcome arm turnCount variant { experimentKey key } messages { edges { node { role text status arm } } } } }`;

/** What the graph of the release says: queries, and what each answers to some variables. */
async function answers(conversations) {
  const asked = async (query, all) => {
    const answered = [];
    for (const variables of all) answered.push({ variables, data: await ask(query, variables) });
    return { query, answered };
  };
  const units = [...forecasts, 'cooking'].flatMap((experiment) => households.map((unit) => ({ experiment, unit })));
  return [
    await asked(experimentsQuery, [{}]),
    await asked(assignmentQuery, units),
    await asked(
      conversationQuery,
      conversations.map((id) => ({ id })),
    ),
  ];
}

/** As one statement after the other, so that any client can restore it: `\restrict` and the like are for psql. */
const dump = () =>
  execFileSync(pgDump, ['--no-owner', '--no-privileges', '--rows-per-insert=100', `--dbname=${databaseUrl}`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  }).replace(/^\\.*\n/gm, '');

async function main() {
  const product = await started();
  const { conversations, exposures } = await use();
  await until('counting', async () => {
    const { experiments } = await ask(experimentsQuery);
    const totals = experiments.edges.flatMap(({ node }) => node.results.variants);
    return totals.reduce((sum, { exposures }) => sum + exposures, 0) === exposures;
  });
  const expected = await answers(conversations);
  await product.end();
  writeFileSync(path.join(folder, 'database.sql'), dump());
  writeFileSync(path.join(folder, 'answers.json'), `${JSON.stringify(expected)}\n`);
}

main().catch((error) => {
  process.exitCode = 1;
  process.stderr.write(`${error.stack}\n`);
});
