import { type AppliedEntry, asOutcome } from './applied-entry';
import { type FileList, fileLists, type Project, readFileList } from './lists';
import type { Outcome } from './outcome';
import { mentioned, type PlannedRelease } from './planned-releases';
import { portionsOf } from './portions';

/** Speaks to the graph: over HTTP, or in the same process. Throws when the operation as a whole fails. */
export type Graph = (document: string, variables: object) => Promise<Record<string, any>>;

export interface Application {
  readonly outcomes: readonly Outcome[];
  /** Every file that was read, relative to the project's folder: what is worth watching. */
  readonly files: readonly string[];
  /** In a dry run: what would be published. */
  readonly planned: readonly PlannedRelease[];
}

/** What is done only when it is asked for. */
export interface Leave {
  /** Changes that give units of a running experiment another variant. */
  readonly rerandomise?: boolean;
}

/** The mutations that files are applied with. */
export const mutations = fileLists.map(({ mutation }) => mutation);

/**
 * Brings the product to what the files of a project say: prompts first, then policies, flows, layers and holdouts,
 * then the experiments that use them, each list in one transaction (a very long one in several, in order). An interruption
 * leaves an older, valid state; applying again completes it, and changes nothing twice.
 */
export const apply = (project: Project, graph: Graph, leave: Leave = {}): Promise<Application> =>
  run(project, graph, false, leave);

/** What `apply` would come to. Nothing of it stays. */
export const plan = (project: Project, graph: Graph, leave: Leave = {}): Promise<Application> =>
  run(project, graph, true, leave);

async function run(project: Project, graph: Graph, dryRun: boolean, leave: Leave): Promise<Application> {
  const outcomes: Outcome[] = [];
  const files: string[] = [];
  const planned: PlannedRelease[] = [];
  for (const list of fileLists) {
    const read = readFileList(list, project);
    const { entries, refused, files: seen } = read;
    files.push(...seen);
    outcomes.push(...refused);
    const { inputs } = (await list.completed?.(project.root, read)) ?? read;
    for (const { from, some } of portionsOf(inputs)) {
      const variables = { inputs: some, dryRun, assuming: mentioned(some, planned) };
      const answer = (await graph(documentOf(list, leave), variables)).applied as AppliedEntry[];
      outcomes.push(...answer.map((one, index) => asOutcome(one, entries[from + index]!, list)));
      planned.push(...answer.flatMap(({ releases = [] }) => releases));
    }
  }
  return { outcomes, files, planned };
}

const documentOf = ({ list, mutation, input, assigns }: FileList, { rerandomise }: Leave) => `
  mutation ApplyFiles($inputs: [${input}!]!, $dryRun: Boolean!, $assuming: [PlannedReleaseInput!]!) {
    applied: ${mutation}(${list}: $inputs, dryRun: $dryRun, assuming: $assuming${assigns && rerandomise ? ', rerandomise: true' : ''}) {
      subject outcome note problems { path message severity found expected nearest } conflicts { path base file database }
      ... @include(if: $dryRun) {
        changes { path before after } drift { path before after } rerandomises releases { kind key schema body }
      }
    }
  }`;
