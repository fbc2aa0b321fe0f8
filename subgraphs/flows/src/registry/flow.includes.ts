import type { Problem } from '@trialogue/errors';
import { type Call, type FlowDefinition, namedFlows, type StateDefinition } from '@trialogue/flow-engine';
import {
  type FlowVersionBody,
  type IncludedFlows,
  parsePromptReference,
  shown,
  unknownName,
} from '@trialogue/variant-config';
import { callProblems } from './flow.calls';
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
  problems.push(...(await callProblems(lookUp, definition)));
  const tools = await lookUp.tools();
  for (const [name, state] of Object.entries(definition.states)) {
    const [call, path] = callIn(state);
    if (call && 'tool' in call && !tools.includes(call.tool))
      problems.push(toolProblem(['states', name, ...path, 'tool'], call.tool, tools));
  }
  return { ...(Object.keys(flows).length > 0 && { flows }), problems };
}

const callIn = (state: StateDefinition): [Call | undefined, readonly string[]] =>
  'call' in state ? [state.call, ['call']] : [('check' in state && state.check?.call) || undefined, ['check', 'call']];

function toolProblem(path: Problem['path'], tool: string, known: readonly string[]): Problem {
  const lead = `there is no tool ${shown(tool)}`;
  if (known.length > 0) return unknownName(path, lead, tool, known);
  return { path, message: `${lead}: no plugin that is loaded brings any` };
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
  const found = await lookUp.version(written);
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
