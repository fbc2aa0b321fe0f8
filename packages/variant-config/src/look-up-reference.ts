import type { Problem } from '@trialogue/errors';
import type { Reference } from '@trialogue/plugin-api';
import { flowVersionOf } from './flow-version-of';
import type { FoundVersion, ListedHeads } from './heads';
import { missingReference } from './missing-reference';
import { policyVersionOf } from './policy-version-of';
import { parsePromptReference } from './prompt-reference';
import { promptVersionOf } from './prompt-version-of';
import type { FlowVersionBody, PolicyVersionBody, PromptVersionBody } from './release-bodies';
import { shown } from './wording';

/** Why a reference names nothing. */
export interface NoTarget {
  readonly problem: Omit<Problem, 'path'>;
}

/** What a reference names now. */
export type Target =
  | (FoundVersion<PromptVersionBody> & { readonly kind: 'prompt' })
  | (FoundVersion<PolicyVersionBody> & { readonly kind: 'model' })
  | (FoundVersion<FlowVersionBody> & {
      readonly kind: 'flow';
      readonly states: readonly string[];
      /** The prompts that its states name, by the reference as the flow has it. */
      readonly prompts: { readonly [reference: string]: FoundVersion<PromptVersionBody> };
      readonly pins: { readonly [reference: string]: string };
    });

export function lookUpReference(heads: ListedHeads, kind: Reference, value: string): Target | NoTarget {
  switch (kind) {
    case 'prompt': {
      const version = promptNamed(heads, value);
      return version ? { kind, ...version } : { problem: missingReference(heads, kind, value) };
    }
    case 'model': {
      const version = policyVersionOf(heads, value);
      return version ? { kind, ...version } : { problem: missingReference(heads, kind, value) };
    }
    case 'flow': {
      const version = flowVersionOf(heads, value);
      return version ? flowTarget(heads, version) : { problem: missingReference(heads, kind, value) };
    }
    default:
      return { problem: unregistered(kind, value) };
  }
}

/** Of a kind that nothing is published of: the schemas of strategies may mark such references all the same. */
const unregistered = (kind: Reference, value: string): NoTarget['problem'] => ({
  message: `there is no ${kind} ${shown(value)}: no ${kind}s are registered`,
  found: shown(value),
  expected: `nothing: no ${kind}s are registered`,
});

function flowTarget(heads: ListedHeads, version: FoundVersion<FlowVersionBody>): Target | NoTarget {
  const { reference, body } = version;
  const prompts: Record<string, FoundVersion<PromptVersionBody>> = {};
  for (const written of body.prompts) {
    const prompt = promptNamed(heads, written);
    if (!prompt) {
      const problem = missingReference(heads, 'prompt', written);
      const message = `the flow ${shown(reference)} cannot be followed: ${problem.message}`;
      return { problem: { ...problem, message } };
    }
    prompts[written] = prompt;
  }
  const pins = Object.fromEntries(Object.entries(prompts).map(([written, { hash }]) => [written, hash]));
  return { kind: 'flow', ...version, states: body.states, prompts, pins };
}

function promptNamed(heads: ListedHeads, text: string): FoundVersion<PromptVersionBody> | undefined {
  const reference = parsePromptReference(text);
  return reference && promptVersionOf(heads, reference);
}
