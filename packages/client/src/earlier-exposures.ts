import { type EarlierExposure, stickyExperiments } from '@trialogue/assignment';
import type { KnownDefinitions } from './definitions/known-definitions';
import type { Graph } from './graph/graph';
import type { EarlierExposures, Subject } from './subject';
import { TrialogueError } from './trialogue-error';

interface Seen {
  readonly reason: string;
  readonly allocation: number;
  readonly bucket: number | null;
  readonly propensity: number | null;
  readonly variant: { readonly key: string } | null;
  readonly stale: boolean;
}

/** The graph takes 50 fields at the root of one operation. */
const most = 40;

/** What a unit was exposed to first, in every experiment in which that has a say. Looks, and records nothing. */
export async function earlierExposures(
  graph: Graph,
  known: KnownDefinitions,
  { unit, attributes }: Subject,
  signal: AbortSignal,
): Promise<EarlierExposures> {
  const keys = experimentsWithAPast(known);
  const found: Record<string, EarlierExposure | null> = {};
  for (let from = 0; from < keys.length; from += most) {
    const some = keys.slice(from, from + most);
    const data = await graph.ask({ query: documentFor(some), variables: variablesFor(some, unit, attributes) }, signal);
    for (const [index, key] of some.entries()) found[key] = exposureIn(data[`e${index}`]);
  }
  return found;
}

/** Keys of experiments for which it must be known what units were exposed to. */
export function experimentsWithAPast(known: KnownDefinitions): string[] {
  const keys = known.keys().flatMap((key) => stickyOf(known, key));
  return [...new Set(keys)];
}

/** None of a snapshot that nothing can be assigned by. */
function stickyOf(known: KnownDefinitions, key: string): readonly string[] {
  try {
    return stickyExperiments(known.get(key)!.snapshot);
  } catch {
    return []; // whoever asks for it is told
  }
}

function documentFor(keys: readonly string[]): string {
  const fields = keys.map(
    (_, index) => `e${index}: assignment(experiment: $e${index}, unit: $unit, attributes: $attributes) { ...Seen }`,
  );
  return `query EarlierExposures($unit: ID!, $attributes: JSONObject, ${keys.map((_, index) => `$e${index}: ID!`).join(', ')}) {
    ${fields.join('\n    ')}
  }
  fragment Seen on Assignment { reason allocation bucket propensity stale variant { key } }`;
}

const variablesFor = (keys: readonly string[], unit: string, attributes: Subject['attributes']): object => ({
  ...Object.fromEntries(keys.map((key, index) => [`e${index}`, key])),
  ...{ unit, attributes },
});

function exposureIn({ reason, allocation, bucket, propensity, variant, stale }: Seen): EarlierExposure | null {
  if (stale)
    throw new TrialogueError({
      code: 'STORE_UNAVAILABLE',
      message: 'The database does not answer at the moment.',
      help: 'Try again in a few seconds; nothing was written.',
      retryable: true,
    });
  if (reason === 'STICKY') return { variant: variant!.key, allocation, bucket, propensity };
  // To which variant is not told, and has no say: it is one of an allocation from before all that may stay.
  if (reason === 'STICKY_BLOCKED') return { variant: '', allocation: Number.MIN_SAFE_INTEGER, bucket, propensity };
  return null;
}
