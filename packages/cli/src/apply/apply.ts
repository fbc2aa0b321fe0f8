import type { Entry } from './entries';
import type { Environment } from './environment';
import { readExperiments } from './experiments';
import { readFlows } from './flows';
import type { Note, Outcome } from './outcome';
import { readHoldouts, readLayers } from './partitions';
import { readPolicies } from './policies';
import { readPrompts } from './prompts';

/** Speaks to the graph: over HTTP, or in the same process. Throws when the operation as a whole fails. */
export type Graph = (document: string, variables: object) => Promise<Record<string, any>>;

interface Applied {
  readonly subject: string;
  readonly outcome: Outcome['result'];
  readonly note?: string | null;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

export interface Application {
  readonly outcomes: readonly Outcome[];
  /** Every file that was read, relative to the project's folder: what is worth watching. */
  readonly files: readonly string[];
}

/** How many entries go into one operation, well below what the graph takes. */
const chunk = 50;
const applied = '{ subject outcome note problems { path message } }';
const steps = [
  {
    noun: 'prompt',
    list: 'prompts',
    read: readPrompts,
    document: `mutation ApplyPrompts($inputs: [ApplyPromptInput!]!) { applied: applyPrompts(prompts: $inputs) ${applied} }`,
  },
  {
    noun: 'policy',
    list: 'policies',
    read: readPolicies,
    document: `mutation ApplyPolicies($inputs: [ApplyPolicyInput!]!) { applied: applyPolicies(policies: $inputs) ${applied} }`,
  },
  {
    noun: 'flow',
    list: 'flows',
    read: readFlows,
    document: `mutation ApplyFlows($inputs: [ApplyFlowInput!]!) { applied: applyFlows(flows: $inputs) ${applied} }`,
  },
  {
    noun: 'layer',
    list: 'layers',
    read: readLayers,
    document: `mutation ApplyLayers($inputs: [LayerInput!]!) { applied: applyLayers(layers: $inputs) ${applied} }`,
  },
  {
    noun: 'holdout',
    list: 'holdouts',
    read: readHoldouts,
    document: `mutation ApplyHoldouts($inputs: [HoldoutInput!]!) { applied: applyHoldouts(holdouts: $inputs) ${applied} }`,
  },
  {
    noun: 'experiment',
    list: 'experiments',
    read: readExperiments,
    document: `mutation ApplyExperiments($inputs: [ApplyExperimentInput!]!) { applied: applyExperiments(experiments: $inputs) ${applied} }`,
  },
] as const;

/** The mutations that files are applied with. */
export const mutations = steps.map(({ document }) => /applied: (\w+)/.exec(document)![1]!);

/**
 * Brings the product to what the files of a project say: prompts and policies first, then the flows, then layers and holdouts,
 * then the experiments that use them, each list in one transaction (a long one in several, in order). An interruption leaves an older, valid
 * state; applying again completes it, and changes nothing twice.
 */
export async function apply(root: string, graph: Graph, environment: Environment): Promise<Application> {
  const outcomes: Outcome[] = [];
  const files: string[] = [];
  for (const { noun, list, read, document } of steps) {
    const { entries, inputs, refused, files: seen } = read(root, environment);
    files.push(...seen);
    outcomes.push(...refused);
    if (inputs.length === 0) continue;
    for (let from = 0; from < inputs.length; from += chunk) {
      const answer = (await graph(document, { inputs: inputs.slice(from, from + chunk) })).applied as Applied[];
      outcomes.push(...answer.map((one, index) => toOutcome(one, entries[from + index]!, noun, list)));
    }
  }
  return { outcomes, files };
}

function toOutcome(applied: Applied, entry: Entry<unknown>, noun: string, list: string): Outcome {
  const { file, line } = entry;
  const notes = applied.problems.map(({ path, message }) => noteOf(entry, list, stepsOf(path), message));
  if (applied.note) notes.push({ line, message: applied.note });
  return { file: file.name, line, subject: `${noun} ${applied.subject}`, result: applied.outcome, notes };
}

function noteOf({ file, index, elsewhere }: Entry<unknown>, list: string, path: Path, message: string): Note {
  const place = elsewhere?.(path);
  const told = (place?.path ?? path).join('.');
  return {
    ...(place && { file: place.file.name }),
    line: place ? place.file.lineOf(place.path) : file.lineOf([list, index, ...path]),
    message: told ? `${told}: ${message}` : message,
  };
}

type Path = readonly (string | number)[];

const stepsOf = (path: string) =>
  path
    .split('.')
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
