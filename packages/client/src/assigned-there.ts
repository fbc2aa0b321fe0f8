import type { Json } from '@trialogue/assignment';
import type { LocalAssignment } from './assigning';
import type { DefinedVariant } from './definitions/definition';
import type { KnownDefinitions } from './definitions/known-definitions';
import type { Graph } from './graph/graph';
import { unreachable } from './graph/refusal';
import type { AssignmentRequest, Outcome } from './trialogue';
import { ownError, TrialogueError } from './trialogue-error';

const document = `mutation AssignMany($requests: [AssignmentRequest!]!) {
  assignMany(requests: $requests) {
    assignment {
      release inExperiment reason allocation bucket propensity
      variant { key }
      trace { step outcome bucket }
    }
    error { code message retryable }
  }
}`;

/** What the product takes at once. */
const most = 1_000;

type Answer = { readonly assignment: Given; readonly error: null } | { readonly assignment: null; readonly error: any };
type Given = Omit<LocalAssignment, 'variant' | 'experiment' | 'unit'> & { readonly variant: { key: string } | null };

/** Where the product assigns for us. */
export interface Elsewhere {
  readonly graph: Graph;
  readonly known: KnownDefinitions;
  /** Asks for the definitions as they are now. */
  refresh(): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Lets the product assign, which knows what units were exposed to, and records what they are now. The definitions that
 * are known here say what its variants are.
 */
export async function assignedThere(there: Elsewhere, requests: readonly AssignmentRequest[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < requests.length; from += most)
    outcomes.push(...(await assignSome(there, requests.slice(from, from + most))));
  return outcomes;
}

async function assignSome(there: Elsewhere, requests: readonly AssignmentRequest[]): Promise<Outcome[]> {
  try {
    const data = await there.graph.ask({ query: document, variables: { requests } }, there.signal);
    const answers: readonly Answer[] = data.assignMany;
    const isNews = ({ assignment }: Answer, index: number) =>
      assignment && there.known.get(requests[index]!.experiment)?.release !== assignment.release;
    if (answers.some(isNews)) await there.refresh();
    return answers.map((answer, index) => outcomeOf(there.known, requests[index]!, answer));
  } catch (cause) {
    const error = unreachable(cause);
    return requests.map(() => ({ error }));
  }
}

function outcomeOf(
  known: KnownDefinitions,
  { experiment, unit }: AssignmentRequest,
  { assignment, error }: Answer,
): Outcome {
  if (error) return { error: new TrialogueError(error) };
  const { variant: given, ...rest } = assignment!;
  let variant: DefinedVariant | undefined;
  if (given) {
    variant = known.get(experiment)?.snapshot.variants.find(({ key }) => key === given.key);
    const reason = `the variant ${given.key} of ${experiment} is of a release that has not come here`;
    if (!variant) return { error: ownError('DEFINITIONS_UNKNOWN', { reason }) };
  }
  return { assignment: { ...rest, experiment, unit, variant: variant ?? null } as LocalAssignment<Json> };
}
