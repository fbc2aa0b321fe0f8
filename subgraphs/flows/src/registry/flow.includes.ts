import type { Problem } from '@trialogue/errors';
import { type FlowDefinition, namedFlows, type StateDefinition } from '@trialogue/flow-engine';
import { type FlowVersionBody, type IncludedFlows, parsePromptReference, shown } from '@trialogue/variant-config';
import type { FlowLookup } from './flow.lookup';

/** What a definition includes, whole. */
export interface Pinned {
  /** Undefined: nothing. */
  readonly flows?: IncludedFlows;
  /** Of references that cannot be pinned. Paths begin in the definition. */
  readonly problems: readonly Problem[];
}

/**
 * The flows that a definition names, in the versions that they mean now; what else it names and cannot have is a problem.
 *
 * @param key of the flow, which may not be in what it includes
 */
export async function pinFlows(lookUp: FlowLookup, key: string, definition: FlowDefinition): Promise<Pinned> {
  const flows: Record<string, IncludedFlows[string]> = {};
  const problems: Problem[] = [];
  const found = new Map<string, IncludedFlows[string] | string>();
  for (const { reference, path } of namedFlows(definition)) {
    if (!found.has(reference)) found.set(reference, await included(lookUp, key, reference));
    const one = found.get(reference)!;
    if (typeof one === 'string') problems.push({ path: [...path], message: one });
    else flows[reference] = one;
  }
  for (const [name, state] of Object.entries(definition.states))
    problems.push(...toolProblems(state).map(({ path, message }) => ({ path: ['states', name, ...path], message })));
  return { ...(Object.keys(flows).length > 0 && { flows }), problems };
}

/** Tools are part of the language, and none can be registered yet. */
function toolProblems(state: StateDefinition): Problem[] {
  const [call, path] =
    'call' in state
      ? [state.call, ['call']]
      : [('check' in state && state.check?.call) || undefined, ['check', 'call']];
  if (!call || !('tool' in call)) return [];
  return [
    {
      path: [...path, 'tool'],
      message: `there is no tool ${shown(call.tool)}: no tools are registered; call a strategy`,
    },
  ];
}

/** The version that a reference means, or why it cannot be included. */
async function included(
  lookUp: FlowLookup,
  includer: string,
  written: string,
): Promise<IncludedFlows[string] | string> {
  const { name, label } = parsePromptReference(written) ?? {};
  if (name === undefined || label !== undefined)
    return `${shown(written)} names no flow: it is "name" or "name@number"`;
  if (name === includer) return `the flow ${includer} includes itself`;
  const found = await lookUp(written);
  if (!found) return `there is no flow ${shown(written)} to be included`;
  const { reference, body } = found;
  if (body.status === 'ARCHIVED') return `${shown(written)} is ${reference}, which is archived`;
  const way = wayTo(includer, body.flows ?? {});
  if (way) return `the flow ${includer} includes itself: ${[includer, reference, ...way].join(' → ')}`;
  return includedVersion(reference, body);
}

const includedVersion = (version: string, { definition, flows }: FlowVersionBody): IncludedFlows[string] => ({
  ...{ version, definition },
  ...(flows && { flows }),
});

/** The versions through which one of the flow is reached, itself at the end. */
function wayTo(key: string, flows: IncludedFlows): readonly string[] | undefined {
  for (const { version, flows: inner = {} } of Object.values(flows)) {
    if (parsePromptReference(version)?.name === key) return [version];
    const way = wayTo(key, inner);
    if (way) return [version, ...way];
  }
  return undefined;
}
