import { randomBytes } from 'node:crypto';
import { SetupError } from '@trialogue/errors';
import type { Settings } from '../settings';
import type { Act } from './act';
import { converse } from './converse';
import { execute } from './execute';
import { type GraphClient, GraphError, openGraphClient } from './graph-client';
import { inParallel } from './in-parallel';
import { Progress } from './progress';
import { report, say } from './report';
import { readResults, resultsAfter, table } from './results';
import { pickUnits } from './units';

const width = 4;
const texts = ['Dinner for two this week, on a small budget, please.', 'We have an oven, and nobody eats nuts. Go on!'];
const incomes = (count: number) => Array.from({ length: count }, (_, place) => 400 + place * 200);
const question = 'How can we spend less on food, and still eat well?';

interface Experiment {
  readonly key: string;
  readonly variants: readonly { readonly executionStrategy: string }[];
}

/**
 * `trialogue demo`: what users would do, against a running product: 20 conversations, 20 predictions and 10 answers that
 * rest on a prediction. Shows what was counted. The exit code is 1 when anything failed.
 */
export async function demo({ target }: Settings): Promise<void> {
  const graph = openGraphClient(target);
  try {
    const failures = await run(graph, target.url);
    if (failures > 0) process.exitCode = 1;
  } catch (error) {
    throw error instanceof GraphError ? cannotGoOn(error) : error;
  } finally {
    await graph.close();
  }
}

/** Refused where nothing was tried yet, or where no refusal can be counted. */
function cannotGoOn(error: GraphError): SetupError {
  const help = ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code)
    ? 'Set TRIALOGUE_KEY to a key with the scope `admin`.'
    : 'docs/errors.md says what the code means.';
  return new SetupError(`${error.code}: ${error.message}`, help, { cause: error });
}

async function run(graph: GraphClient, url: string): Promise<number> {
  const running = await runningExperiments(graph);
  const talks = byStrategy(running, 'prompt_template');
  const [forecast] = byStrategy(running, 'mlflow_model');
  const [advice] = byStrategy(running, 'hybrid');
  if (talks.length === 0 || !forecast || !advice)
    throw new SetupError(
      `${url} does not run what the demo needs: experiments of conversations, of predictions (mlflow_model) and of both (hybrid).`,
      'Those of config/experiments.example.yml do: start the product in a folder without config/experiments.yml.',
    );
  const experiments = [...talks, forecast, advice].map(({ key }) => key);
  const name = `demo-${randomBytes(4).toString('hex')}`;
  const before = await readResults(graph, experiments);

  const acts = [
    ...(await conversations(graph, talks, name)),
    ...(await predictions(graph, forecast, name)),
    ...(await answers(graph, advice, name)),
  ];
  const executed = acts.filter(({ variant }) => variant !== undefined).length;
  const after = await resultsAfter(graph, experiments, before, executed);
  const rows = after.map(({ experiment, variant, exposures, completions, failures }) => {
    const here = acts.filter((act) => act.experiment === experiment && act.variant === variant).length;
    return [experiment, variant, here, exposures, completions, failures];
  });
  say('\nWhat the graph has counted so far (this run made the executions under “here”):\n');
  say(table(['experiment', 'variant', 'here', 'exposures', 'completions', 'failures'], rows));
  return report(acts, url);
}

async function runningExperiments(graph: GraphClient): Promise<Experiment[]> {
  const { experiments } = await graph.ask(
    '{ experiments(status: RUNNING, first: 100) { edges { node { key variants { executionStrategy } } } } }',
  );
  return experiments.edges.map(({ node }: { node: Experiment }) => node);
}

const byStrategy = (experiments: readonly Experiment[], strategy: string) =>
  experiments.filter(({ variants }) => variants.every(({ executionStrategy }) => executionStrategy === strategy));

/** 20, over all experiments of conversations; the first one is shown as it streams in. */
async function conversations(graph: GraphClient, experiments: readonly Experiment[], name: string): Promise<Act[]> {
  const share = Math.ceil(20 / experiments.length);
  const units = await inParallel(experiments, width, (experiment) => pickUnits(graph, experiment, share, name));
  const [first, ...rest] = experiments
    .flatMap(({ key }, place) => units[place]!.map((unit) => ({ key, unit })))
    .slice(0, 20);
  if (!first) return [];
  say(`${first.unit} says: ${texts[0]}\n`);
  const shown = await converse(graph, first.key, first.unit, texts, (text) => process.stdout.write(text));
  say('\n');
  const progress = new Progress('conversations', rest.length + 1, process.stdout);
  progress.step();
  const others = await inParallel(rest, width, async ({ key, unit }) => {
    const acts = await converse(graph, key, unit, texts);
    progress.step();
    return acts;
  });
  return [...shown, ...others.flat()];
}

async function predictions(graph: GraphClient, experiment: Experiment, name: string): Promise<Act[]> {
  const inputs = incomes(20).map((income) => ({ features: { income } }));
  const describe = (output: any) => `predicts ${money(output.prediction)}`;
  return executions(graph, experiment, name, { title: 'predictions', inputs, describe });
}

async function answers(graph: GraphClient, experiment: Experiment, name: string): Promise<Act[]> {
  const inputs = incomes(10).map((income) => ({ text: question, features: { income } }));
  const describe = (output: any) => `given ${money(output.prediction)}, says “${shortened(output.text)}”`;
  return executions(graph, experiment, name, { title: 'hybrid answers', inputs, describe });
}

interface Batch {
  readonly title: string;
  readonly inputs: readonly { readonly features: { readonly income: number } }[];
  readonly describe: (output: any) => string;
}

/** One execution for each input, then what each variant made of one of them. */
async function executions(graph: GraphClient, experiment: Experiment, name: string, batch: Batch): Promise<Act[]> {
  const units = await pickUnits(graph, experiment, batch.inputs.length, name);
  const progress = new Progress(batch.title, units.length, process.stdout);
  const acts = await inParallel([...units.entries()], width, async ([place, unit]) => {
    const input = batch.inputs[place]!;
    const act = await execute(graph, experiment.key, unit, input, batch.describe);
    progress.step();
    return { ...act, income: input.features.income };
  });
  const variants = new Set(acts.map(({ variant }) => variant));
  for (const variant of variants) {
    const { income, said } = acts.find((act) => act.variant === variant && act.said) ?? {};
    if (said) say(`  ${variant}: for an income of ${income} ${said}`);
  }
  return acts;
}

const money = (prediction: unknown) => (typeof prediction === 'number' ? prediction.toFixed(2) : String(prediction));

const shortened = (text: string) => {
  const [line = ''] = text.trim().split('\n');
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
};
