import type { Problem } from '@trialogue/errors';
import type { Reference } from '@trialogue/plugin-api';
import { type FlowCalls, flowCalls } from './flow-calls';
import { flowVersionOf } from './flow-version-of';
import type { FoundVersion, ListedHeads } from './heads';
import { missingReference } from './missing-reference';
import { policyVersionOf } from './policy-version-of';
import { parsePromptReference } from './prompt-reference';
import { promptVersionOf } from './prompt-version-of';
import type { FlowVersionBody, PolicyVersionBody, PromptVersionBody, StrategyBody, ToolBody } from './release-bodies';
import { shown, unknownName } from './wording';

/** Why a reference names nothing. */
export interface NoTarget {
  readonly problem: Omit<Problem, 'path'>;
}

/** What a reference names now. */
export type Target =
  | (FoundVersion<PromptVersionBody> & { readonly kind: 'prompt' })
  | (FoundVersion<PolicyVersionBody> & { readonly kind: 'model' })
  | (FoundVersion<ToolBody> & { readonly kind: 'tool' })
  | (FoundVersion<FlowVersionBody> & {
      readonly kind: 'flow';
      readonly states: readonly string[];
      /** The prompts that its states name, by the reference as the flow has it. */
      readonly prompts: { readonly [reference: string]: FoundVersion<PromptVersionBody> };
      /** What its calls run, and the policies that they name. */
      readonly strategies: FlowCalls['strategies'];
      readonly policies: { readonly [reference: string]: FoundVersion<PolicyVersionBody> };
      readonly tools: { readonly [name: string]: FoundVersion<ToolBody> };
      readonly pins: { readonly [reference: string]: string };
    });

export function lookUpReference(heads: ListedHeads, kind: Reference, value: string): Target | NoTarget {
  switch (kind) {
    case 'prompt': {
      const version = servedPrompt(heads, value);
      return 'problem' in version ? version : { kind, ...version };
    }
    case 'model': {
      const version = policyVersionOf(heads, value);
      return version ? { kind, ...version } : { problem: missingReference(heads, kind, value) };
    }
    case 'flow': {
      const version = flowVersionOf(heads, value);
      return version ? flowTarget(heads, version) : { problem: missingReference(heads, kind, value) };
    }
    case 'tool':
      return toolTarget(heads, value);
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

/** A tool has no versions of its own to be named: what is loaded is what there is. */
function toolTarget(heads: ListedHeads, name: string): Target | NoTarget {
  const found = heads.head<ToolBody>('tool', name);
  if (found) return { kind: 'tool', reference: name, ...found };
  const known = heads.heads<ToolBody>('tool').map(({ key }) => key);
  if (known.length === 0) return { problem: unregistered('tool', name) };
  const { path: _, ...problem } = unknownName([], `there is no tool ${shown(name)}`, name, known);
  return { problem };
}

function flowTarget(heads: ListedHeads, version: FoundVersion<FlowVersionBody>): Target | NoTarget {
  const { reference, body } = version;
  if (body.status === 'DRAINING')
    return { problem: { message: `the flow ${shown(reference)} is drained and takes no new conversations` } };
  const prompts: Record<string, FoundVersion<PromptVersionBody>> = {};
  const policies: Record<string, FoundVersion<PolicyVersionBody>> = {};
  const tools: Record<string, FoundVersion<ToolBody>> = {};
  const refused = ({ problem }: NoTarget): NoTarget => ({
    problem: { ...problem, message: `the flow ${shown(reference)} cannot be followed: ${problem.message}` },
  });
  const { strategies, absent, references } = flowCalls(
    body,
    (name) => heads.head<StrategyBody>('strategy', name)?.body,
  );
  const [missing] = absent;
  if (missing !== undefined)
    return refused({ problem: { message: `no plugin brings the strategy ${shown(missing)}` } });
  const inStates = body.prompts.map((value) => ({ kind: 'prompt', value }) as const);
  const called = (body.tools ?? []).map((value) => ({ kind: 'tool', value }) as const);
  for (const { kind, value } of [...inStates, ...called, ...references]) {
    if (kind === 'flow') return refused({ problem: { message: `a call names the flow ${shown(value)}` } });
    const target = lookUpReference(heads, kind, value);
    if ('problem' in target) return refused(target);
    if (target.kind === 'prompt') prompts[value] = target;
    if (target.kind === 'model') policies[value] = target;
    if (target.kind === 'tool') tools[value] = target;
  }
  const named = Object.entries({ ...prompts, ...policies, ...tools });
  const pins = Object.fromEntries(named.map(([written, { hash }]) => [written, hash]));
  return { kind: 'flow', ...version, states: body.states, prompts, strategies, policies, tools, pins };
}

function servedPrompt(heads: ListedHeads, text: string): FoundVersion<PromptVersionBody> | NoTarget {
  const reference = parsePromptReference(text);
  const version = reference && promptVersionOf(heads, reference);
  if (!version) return { problem: missingReference(heads, 'prompt', text) };
  return version.body.status === 'ARCHIVED'
    ? { problem: { message: `the prompt ${shown(version.reference)} is archived`, found: shown(text) } }
    : version;
}
