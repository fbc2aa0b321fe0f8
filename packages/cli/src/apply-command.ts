import { setTimeout as wait } from 'node:timers/promises';
import { SetupError } from '@trialogue/errors';
import { type Application, apply, type Graph, mutations } from './apply/apply';
import { describe } from './apply/outcome';
import { ProjectFiles } from './project-files';
import type { Settings } from './settings';
import { untilStopped } from './until-stopped';

const patienceMs = 30_000;
/** How long services may take to come up. */
const wholeMs = 60_000;

/** `trialogue apply`: the same as at start, against a running product. `TRIALOGUE_URL` and `TRIALOGUE_KEY` say which. */
export async function applyCommand(settings: Settings): Promise<void> {
  const { outcomes } = await applyTo(settings);
  for (const outcome of outcomes) process.stdout.write(`${describe(outcome)}\n`);
  const refused = outcomes.filter(({ result }) => result === 'REFUSED').length;
  process.stdout.write(`${outcomes.length} entries, ${refused} refused.\n`);
  if (refused > 0) process.exitCode = 1;
}

/** `trialogue apply --watch`: and again whenever a file changes. */
export function watchCommand(settings: Settings): Promise<void> {
  return untilStopped(settings, 'to apply the files', async (logger) => {
    const product = { apply: () => applyTo(settings), reloadPlugins: async () => {} };
    const files = new ProjectFiles(product, settings.root, logger);
    await files.apply();
    return { banner: 'Watching the files. Ctrl-C stops it.\n', close: () => files.close() };
  });
}

async function applyTo(settings: Settings): Promise<Application> {
  const graph = overHttp(settings);
  await untilWhole(graph);
  return apply(settings.root, graph, settings.secret);
}

/** Where services come up one after the other, a gateway answers from the first on, and files need all that take them. */
async function untilWhole(graph: Graph): Promise<void> {
  for (const end = Date.now() + wholeMs; ; await wait(500)) {
    const { __type } = await graph('{ __type(name: "Mutation") { fields { name } } }', {});
    const there = new Set((__type?.fields ?? []).map(({ name }: { name: string }) => name));
    const missing = mutations.filter((name) => !there.has(name));
    if (missing.length === 0) return;
    if (Date.now() > end)
      throw new SetupError(
        `The graph has no ${missing.join(', ')}.`,
        'Start the services that bring it, then apply again.',
      );
  }
}

function overHttp({ target }: Settings): Graph {
  return async (query, variables) => {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(target.key && { authorization: `Bearer ${target.key}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch((error) => {
      throw new SetupError(`${target.url} does not answer.`, 'Start the product, or set TRIALOGUE_URL to its graph.', {
        cause: error,
      });
    });
    const { data, errors } = (await response.json()) as {
      data?: Record<string, any>;
      errors?: { message: string; extensions?: { help?: string; retryable?: boolean } }[];
    };
    if (errors?.[0]) throw refusal(errors[0]);
    return data!;
  };
}

function refusal({ message, extensions }: { message: string; extensions?: { help?: string; retryable?: boolean } }) {
  const error = new SetupError(message, extensions?.help ?? 'Nothing more was applied.');
  return Object.assign(error, { extensions });
}
