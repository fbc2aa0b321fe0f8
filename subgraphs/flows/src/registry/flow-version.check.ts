import type { Problem } from '@trialogue/errors';
import { type FlowDefinition, flowPrompts } from '@trialogue/flow-engine';
import {
  below,
  countProblems,
  jsonProblems,
  nameProblems,
  rangeProblems,
  repetitionProblems,
  textProblems,
} from '@trialogue/subgraph';
import { type ListedHeads, lookUpReference } from '@trialogue/variant-config';
import type { ApplyFlowInput, ApplyFlowVersionInput } from './flow.input';
import { verdictOn } from './flow-version.verdict';

const most = {
  versions: 100,
  number: 10_000,
  text: 10_000,
  /** Characters of JSON. */
  definition: 131_072,
} as const;

/** What keeps an entry from being taken over, its definitions included. */
export async function entryProblems({ key, description, versions }: ApplyFlowInput): Promise<Problem[]> {
  const own: Problem[] = [];
  for (const [index, version] of versions.entries())
    own.push(...(await versionProblems(version)).map(below('versions', index)));
  return [
    ...nameProblems(key, ['key']),
    ...textProblems(description, 0, most.text, ['description']),
    ...countProblems(versions, 1, most.versions, ['versions']),
    ...repetitionProblems(versions, 'number', ['versions']),
    ...own,
  ];
}

async function versionProblems({ number, description, definition }: ApplyFlowVersionInput): Promise<Problem[]> {
  const tooLarge = jsonProblems(definition, most.definition, ['definition']);
  return [
    ...rangeProblems(number, 1, most.number, ['number']),
    ...textProblems(description, 0, most.text, ['description']),
    ...(tooLarge.length > 0 ? tooLarge : (await verdictOn(definition)).errors.map(below('definition'))),
  ];
}

/** What the author of a published flow should know: what the verifier doubts, and prompts that are not there now. */
export async function flowAdvice(heads: ListedHeads, entry: ApplyFlowInput): Promise<Problem[]> {
  const doubts: Problem[] = [];
  for (const [index, { definition }] of entry.versions.entries())
    doubts.push(...(await verdictOn(definition)).doubts.map(below('versions', index, 'definition')));
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
