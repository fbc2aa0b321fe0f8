import { Followed } from '../following/followed';
import { Kept } from '../following/kept';
import type { Graph } from '../graph/graph';
import type { Host } from '../host';
import type { Listeners } from '../listeners';
import type { TrialogueEvents } from '../trialogue';
import type { TrialogueError } from '../trialogue-error';
import type { Tuning } from '../tuning';
import { type DefinitionsUpdate, isDefinitionsUpdate } from './definition';
import type { KnownDefinitions } from './known-definitions';

const fields = '{ version complete stale experiments { key release snapshot } removed }';
const read = `query Definitions($experiments: [ID!]) { definitions(experiments: $experiments) ${fields} }`;
const follow = `subscription DefinitionsChanged($experiments: [ID!], $after: String) {
  definitionsChanged(experiments: $experiments, after: $after) ${fields}
}`;

export interface DefinitionsOptions {
  readonly url: string;
  /** Undefined: all. */
  readonly experiments?: readonly string[];
  readonly keep?: string;
  readonly graph: Graph;
  readonly host: Host;
  readonly tuning: Tuning;
  readonly known: KnownDefinitions;
  readonly listeners: Listeners<TrialogueEvents>;
}

export interface FollowedDefinitions extends Followed<DefinitionsUpdate> {
  /** Resolves when what is to be kept is. */
  settled(): Promise<void>;
}

/** The definitions that are assigned by, and the last known good ones while the product is away. */
export function followDefinitions(options: DefinitionsOptions): FollowedDefinitions {
  const { url, experiments, keep, graph, host, tuning, known, listeners } = options;
  const failed = (error: TrialogueError) => listeners.tell('problem', error);
  const open = (problem: (error: unknown) => void) => host.keep(keep, problem);
  const kept = new Kept<{ update?: DefinitionsUpdate }>({ url, experiments }, open, failed);
  const last = kept.read()?.update;
  const followed = new Followed<DefinitionsUpdate>({
    ...{ graph, host, tuning, known, failed },
    pushed: { what: 'definitions', read, follow, variables: { experiments }, check: isDefinitionsUpdate },
    last: isDefinitionsUpdate(last) ? last : undefined,
    keep: () => kept.write({ update: known.asUpdate() }),
    changed: (keys) => listeners.tell('changed', keys),
    sourceChanged: (source) => listeners.tell('source', source),
  });
  return Object.assign(followed, { settled: () => kept.settled() });
}
