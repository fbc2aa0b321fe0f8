import { setTimeout as wait } from 'node:timers/promises';
import { SetupError } from '@trialogue/errors';
import { type Graph, mutations } from './apply/apply';
import type { Settings } from './settings';

const patienceMs = 30_000;
/** How long services may take to come up. */
const wholeMs = 60_000;

/** Nothing answers under the address. */
export class NotRunning extends SetupError {}

/** The graph of the running product that the settings name. */
export function graphOverHttp({ target }: Settings): Graph {
  return async (query, variables) => {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(target.key && { authorization: `Bearer ${target.key}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    }).catch((error) => {
      const help = 'Start the product, or set TRIALOGUE_URL to its graph.';
      throw new NotRunning(`${target.url} does not answer.`, help, { cause: error });
    });
    const { data, errors } = (await answerOf(response, target.url)) as {
      data?: Record<string, any>;
      errors?: { message: string; extensions?: { help?: string; retryable?: boolean } }[];
    };
    if (errors?.[0]) throw refusal(errors[0]);
    return data!;
  };
}

/** Where services come up one after the other, a gateway answers from the first on, and files need all that take them. */
export async function untilWhole(graph: Graph): Promise<void> {
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

async function answerOf(response: Response, url: string): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    const help = 'Set TRIALOGUE_URL to the graph of a product, such as http://127.0.0.1:4000/graphql.';
    throw new SetupError(`${url} answers ${response.status}, and no graph.`, help, { cause: error });
  }
}

function refusal({ message, extensions }: { message: string; extensions?: { help?: string; retryable?: boolean } }) {
  const error = new SetupError(message, extensions?.help ?? 'Nothing more was applied.');
  return Object.assign(error, { extensions });
}
