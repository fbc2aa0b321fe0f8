import type { Problem } from '@trialogue/errors';
import { type FlowDefinition, flowPrompts } from '@trialogue/flow-engine';
import {
  below,
  countProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import { type ListedHeads, lookUpReference } from '@trialogue/variant-config';
import type { ApplyFlowInput, ApplyFlowVersionInput, FlowVersionInput } from './flow.input';
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

/** What the author of a published flow should know: what the verifier doubts, and prompts that are not there now. */
export function flowAdvice(heads: ListedHeads, entry: ApplyFlowInput, verdicts: readonly Verdict[]): Problem[] {
  const doubts = verdicts.flatMap((verdict, index) => verdict.doubts.map(below('versions', index, 'definition')));
  return [...doubts, ...promptProblems(heads, entry)];
}

function promptProblems(heads: ListedHeads, { versions }: ApplyFlowInput): Problem[] {
  return versions.flatMap(({ definition }, index) =>
    flowPrompts(definition as unknown as FlowDefinition).flatMap((reference) => {
      const found = lookUpReference(heads, 'prompt', reference);
      return 'problem' in found ? [{ path: ['versions', index, 'definition'], ...found.problem }] : [];
    }),
  );
}
