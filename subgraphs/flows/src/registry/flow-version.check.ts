import type { Problem } from '@trialogue/errors';
import { flowReferences } from '@trialogue/flow-engine';
import {
  below,
  countProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import { type ListedHeads, lookUpReference, shown, unknownName } from '@trialogue/variant-config';
import type { ApplyFlowInput, ApplyFlowVersionInput, FlowVersionInput } from './flow.input';
import { asDefinition } from './flow-version.content';
import { definitionTooLarge, type Verdict } from './flow-version.verdict';

export const mostVersions = 100;
const most = {
  number: 10_000,
  text: 10_000,
  file: 1_000,
  commit: 64,
} as const;

/** What keeps an entry from being taken over, its definitions included. */
export function entryProblems({ key, description, versions }: ApplyFlowInput, verdicts: readonly Verdict[]): Problem[] {
  return [
    ...nameProblems(key, ['key']),
    ...textProblems(description, 0, most.text, ['description']),
    ...countProblems(versions, 1, mostVersions, ['versions']),
    ...repetitionProblems(versions, 'number', ['versions']),
    ...versions.flatMap((version, index) => versionProblems(version, verdicts[index]!).map(below('versions', index))),
  ];
}

function versionProblems({ number, source, ...content }: ApplyFlowVersionInput, verdict: Verdict): Problem[] {
  return [
    ...numberProblems(number),
    ...contentProblems(content, verdict),
    ...textProblems(source?.file ?? '', 0, most.file, ['source', 'file']),
    ...textProblems(source?.commit ?? '', 0, most.commit, ['source', 'commit']),
  ];
}

export const numberProblems = (number: number): Problem[] => rangeProblems(number, 1, most.number, ['number']);

export function contentProblems({ description, definition }: FlowVersionInput, { errors }: Verdict): Problem[] {
  return [
    ...textProblems(description, 0, most.text, ['description']),
    ...definitionTooLarge(definition),
    ...errors.map(below('definition')),
  ];
}

/** What the author of a published flow should know: what the verifier doubts, and what it names and is not there now. */
export function flowAdvice(heads: ListedHeads, entry: ApplyFlowInput, verdicts: readonly Verdict[]): Problem[] {
  const doubts = verdicts.flatMap((verdict, index) => verdict.doubts.map(below('versions', index, 'definition')));
  return [
    ...doubts,
    ...entry.versions.flatMap((version, index) => missing(heads, version).map(below('versions', index))),
  ];
}

function missing(heads: ListedHeads, { definition }: ApplyFlowVersionInput): Problem[] {
  const { prompts, strategies } = flowReferences(asDefinition(definition));
  const path = ['definition'];
  const known = heads.heads('strategy').map(({ key }) => key);
  return [
    ...prompts.flatMap((reference) => {
      const found = lookUpReference(heads, 'prompt', reference);
      return 'problem' in found ? [{ path, ...found.problem }] : [];
    }),
    ...strategies
      .filter((name) => !known.includes(name))
      .map((name) => unknownName(path, `there is no strategy ${shown(name)}`, name, known)),
  ];
}
