import { type EntryList, fileOf, type ListFormat, readList } from './entries';
import type { Environment } from './environment';
import { experimentFormat } from './experiments';
import { type FlowVersionEntry, flowFormat } from './flows';
import { type WithCommits, withCommits } from './list-commits';
import { holdoutFormat, layerFormat } from './partitions';
import { policyFormat } from './policies';
import { promptFiles, promptFormat } from './prompts';

/** A list of a project's files, and the mutation that takes it. */
export interface FileList {
  readonly list: string;
  readonly noun: string;
  /** Of the graph. */
  readonly mutation: string;
  /** The type of an entry's input. */
  readonly input: string;
  /** What is said of an entry that was taken over is advice; otherwise it has to be put right before it can be used. */
  readonly advises?: true;
  /** Its entries decide who gets what: only with leave may they draw that again. */
  readonly assigns?: true;
  format(root: string, environment: Environment): ListFormat<any>;
  /** What the inputs say only once something slower than files has been asked. */
  completed?(root: string, read: EntryList): Promise<WithCommits>;
}

/** A list whose versions are of commits. */
export type CommittedList = FileList & Required<Pick<FileList, 'completed'>>;

export const promptList: CommittedList = {
  ...{ list: 'prompts', noun: 'prompt', mutation: 'applyPrompts', input: 'ApplyPromptInput', advises: true },
  format: promptFormat,
  completed: withCommits({ list: 'prompts', filesOf: promptFiles }),
};

export const flowList: CommittedList = {
  ...{ list: 'flows', noun: 'flow', mutation: 'applyFlows', input: 'ApplyFlowInput' },
  format: flowFormat,
  completed: withCommits({ list: 'flows', filesOf: ({ file }: FlowVersionEntry) => [file] }),
};

/** In the order in which they are applied: what others name comes first. */
export const fileLists: readonly FileList[] = [
  promptList,
  {
    ...{ list: 'policies', noun: 'policy', mutation: 'applyPolicies', input: 'ApplyPolicyInput' },
    format: (_, environment) => policyFormat(environment),
  },
  flowList,
  { ...{ list: 'layers', noun: 'layer', mutation: 'applyLayers', input: 'LayerInput' }, format: () => layerFormat },
  {
    ...{ list: 'holdouts', noun: 'holdout', mutation: 'applyHoldouts', input: 'HoldoutInput' },
    format: () => holdoutFormat,
  },
  {
    ...{ list: 'experiments', noun: 'experiment', mutation: 'applyExperiments', input: 'ApplyExperimentInput' },
    assigns: true,
    format: () => experimentFormat,
  },
];

/** Where a project's lists are read from. */
export interface Project {
  readonly root: string;
  readonly environment: Environment;
  /** List → file to read in place of the project's own. */
  readonly instead?: { readonly [list: string]: string };
}

export const readFileList = ({ list, format }: FileList, { root, environment, instead = {} }: Project): EntryList =>
  readList(root, instead[list] ?? fileOf(root, list), format(root, environment));
