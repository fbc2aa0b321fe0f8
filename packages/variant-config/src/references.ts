import type { Problem } from '@trialogue/errors';
import type { JsonObject, Reference } from '@trialogue/plugin-api';
import { configSchema } from './config-members';
import { isObject } from './json-object';
import type { StrategyBody } from './release-bodies';
import { type FoundReference, replaceMarked } from './schema-walk';
import { shown, unknownName } from './wording';

/** What a reference names now. */
export interface ReferenceTarget {
  /** Its lasting name: `meal@2`, never a label. */
  readonly reference: string;
  /** Of its release. */
  readonly hash: string;
  /** What it names itself, pinned with it: reference as it has it → hash. */
  readonly pins?: { readonly [reference: string]: string };
  /** Of a flow: the names of its states. */
  readonly states?: readonly string[];
}

/** Finds what a reference names now; undefined, or the problem, when that is nothing. */
export type ReferenceLookup = (
  kind: Reference,
  value: string,
) => ReferenceTarget | { readonly problem: Omit<Problem, 'path'> } | undefined;

export interface ResolvedConfig {
  /** With each label replaced by the name of what it stood for. */
  readonly config: JsonObject;
  /** Reference → hash of its release. */
  readonly pins: { readonly [reference: string]: string };
  readonly problems: readonly Problem[];
}

/** The references in a valid config in normal form, in its order. */
export function referencesOf(
  config: JsonObject,
  strategy: StrategyBody,
  used: readonly StrategyBody[] = [],
): FoundReference[] {
  const found: FoundReference[] = [];
  replaceMarked(configSchema(strategy, used), config, [], (reference) => {
    found.push(reference);
    return reference.value;
  });
  return found;
}

/**
 * Replaces the labels in a valid config in normal form by what they stand for now, and pins that. Done when an
 * experiment starts and never again. What names nothing is a problem and stays as written.
 *
 * @param used strategies whose members the config has beside that of `strategy`
 */
export function resolveReferences(
  config: JsonObject,
  strategy: StrategyBody,
  lookup: ReferenceLookup,
  used: readonly StrategyBody[] = [],
): ResolvedConfig {
  const pins = new Map<string, string>();
  const problems: Problem[] = [];
  const resolved = replaceMarked(configSchema(strategy, used), config, [], ({ kind, value, path }) => {
    const target = lookup(kind, value) ?? {
      problem: { message: `there is no ${kind} ${shown(value)}`, found: shown(value) },
    };
    if ('problem' in target) {
      problems.push({ path, ...target.problem });
      return value;
    }
    const { reference, hash } = target;
    for (const [pinned, its] of [[reference, hash] as const, ...Object.entries(target.pins ?? {})]) {
      if ((pins.get(pinned) ?? its) !== its)
        problems.push({ path, message: `the ${kind} ${shown(pinned)} cannot be pinned beside its namesake` });
      pins.set(pinned, its);
    }
    if (kind === 'flow' && path[0] === 'flow_config') problems.push(...initialStateProblems(config, target));
    return reference;
  });
  return { config: resolved as JsonObject, pins: Object.fromEntries(pins), problems };
}

function initialStateProblems({ flow_config: flow }: JsonObject, { reference, states }: ReferenceTarget): Problem[] {
  const initial = isObject(flow) ? flow.initial_state : undefined;
  if (typeof initial !== 'string' || !states || states.includes(initial)) return [];
  const lead = `there is no state ${shown(initial)} in the flow ${shown(reference)}`;
  return [unknownName(['flow_config', 'initial_state'], lead, initial, states)];
}
