import { type FoundVersion, type Heads, newestActive, numberedVersion } from './heads';
import { parsePromptReference } from './prompt-reference';
import type { FlowBody, FlowVersionBody } from './release-bodies';

/** The version of a flow that `name@number` names, or, for `name`, the newest active one. */
export function flowVersionOf(heads: Heads, text: string): FoundVersion<FlowVersionBody> | undefined {
  const { name, number, label } = parsePromptReference(text) ?? {};
  const flow = name === undefined ? undefined : heads.head<FlowBody>('flow', name)?.body;
  if (!flow || label !== undefined) return undefined;
  return number === undefined ? newestActive(heads, 'flow', flow) : numberedVersion(heads, 'flow', flow.name, number);
}
