import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';

/** What composition takes of a subgraph: its name and its Federation 2 SDL. */
export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}

/** Why subgraphs do not compose. `subgraphs` names those that are involved, as far as composition knows. */
export interface CompositionProblem {
  readonly message: string;
  /** A code of Apollo's composition, or `COMPOSITION_FAILED` when the worker died or was too slow. */
  readonly code: string;
  readonly subgraphs: readonly string[];
}

export type Composition = { readonly supergraphSdl: string } | { readonly problems: readonly CompositionProblem[] };

const workerFile = path.join(__dirname, '../../worker/compose.cjs');

interface Known {
  readonly subgraphs: readonly SubgraphSdl[];
  readonly composition: Composition;
}

/** The last that composed: whoever tries a composition before it is to be served pays for it once. */
let last: Known | undefined;
let recalled: Known | undefined;

/**
 * Composes in a worker thread of its own, which ends with the answer: a composition is rare, takes hundreds of
 * milliseconds and must neither block requests nor be able to take the process down. Never rejects.
 */
export async function compose(given: readonly SubgraphSdl[], timeLimitMs = 30_000): Promise<Composition> {
  const subgraphs = inOrder(given);
  const known = [last, recalled].find((one) => one && isDeepStrictEqual(one.subgraphs, subgraphs));
  if (known) return known.composition;
  const composition = await composeInWorker(subgraphs, timeLimitMs);
  if ('supergraphSdl' in composition) last = { subgraphs, composition };
  return composition;
}

/** Spares a composition of these subgraphs, for as long as the process lives: they are known to compose to this. */
export function recallComposition(subgraphs: readonly SubgraphSdl[], supergraphSdl: string): void {
  recalled = { subgraphs: inOrder(subgraphs), composition: { supergraphSdl } };
}

/** They are the same graph in any order. */
const inOrder = (subgraphs: readonly SubgraphSdl[]): SubgraphSdl[] =>
  subgraphs.map(({ name, sdl }) => ({ name, sdl: sdl.trim() })).sort((one, other) => (one.name < other.name ? -1 : 1));

function composeInWorker(workerData: readonly SubgraphSdl[], timeLimitMs: number): Promise<Composition> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, { workerData });
    const settle = (composition: Composition) => {
      clearTimeout(timer);
      resolve(composition);
      void worker.terminate();
    };
    const timer = setTimeout(() => settle(failed(`Composition took more than ${timeLimitMs} ms.`)), timeLimitMs);
    worker.once('message', settle);
    worker.once('error', (error: Error) => settle(failed(`Composition failed: ${error.message}`)));
    worker.once('exit', (code) => settle(failed(`Composition ended with exit code ${code} and no answer.`)));
  });
}

const failed = (message: string): Composition => ({
  problems: [{ message, code: 'COMPOSITION_FAILED', subgraphs: [] }],
});
