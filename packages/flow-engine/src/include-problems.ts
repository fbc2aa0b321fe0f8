import type { Problem } from '@trialogue/errors';
import { shown, unknownName } from '@trialogue/variant-config';
import type { FlowDefinition, FlowIncludes, Interruption } from './definition';
import { limits } from './limits';

/** A flow that another one names, and where. */
export interface NamedFlow {
  readonly reference: string;
  readonly path: readonly (string | number)[];
}

/** Every flow that a flow names, with its place. */
export const namedFlows = ({ on, states }: FlowDefinition): NamedFlow[] => [
  ...interrupting(on, []),
  ...Object.entries(states).flatMap(([name, state]) => [
    ...('flow' in state ? [{ reference: state.flow, path: ['states', name, 'flow'] }] : []),
    ...('link' in state ? [{ reference: state.link, path: ['states', name, 'link'] }] : []),
    ...('on' in state ? interrupting(state.on, ['states', name]) : []),
  ]),
];

const interrupting = (interruptions: readonly Interruption[] = [], root: readonly string[]): NamedFlow[] =>
  interruptions.flatMap(({ flow }, index) =>
    flow === undefined ? [] : [{ reference: flow, path: [...root, 'on', index, 'flow'] }],
  );

/**
 * What is wrong with the flows that a flow names: those that are not there, and those that are and cannot be played.
 *
 * @param problemsOf judges the definition of one by itself
 */
export function includeProblems(flow: FlowDefinition, flows: FlowIncludes, problemsOf: ProblemsOf): Problem[] {
  const missing = missingFlows(flow, flows);
  if (missing.length > 0) return missing;
  const walk = new Walk(flow, problemsOf);
  return namedFlows(flow).flatMap(({ reference, path }): Problem[] => {
    const message = walk.problemIn(flows[reference]!, []);
    return message === undefined ? [] : [{ path: [...path], message: `${shown(reference)} ${message}` }];
  });
}

/** References to flows that are not among those that are given. */
export const missingFlows = (flow: FlowDefinition, flows: FlowIncludes): Problem[] =>
  namedFlows(flow).flatMap(({ reference, path }) =>
    Object.hasOwn(flows, reference)
      ? []
      : [unknownName([...path], `there is no flow ${shown(reference)}`, reference, Object.keys(flows))],
  );

type ProblemsOf = (definition: FlowDefinition, flows: FlowIncludes) => readonly Problem[];

class Walk {
  private characters: number;
  /** Definitions by their versions, by which they are played. */
  private readonly versions = new Map<string, string>();
  private readonly judged = new Map<FlowIncludes[string], string | undefined>();

  constructor(
    root: FlowDefinition,
    private readonly problemsOf: ProblemsOf,
  ) {
    this.characters = JSON.stringify(root).length;
  }

  problemIn(included: FlowIncludes[string], around: readonly string[]): string | undefined {
    if (this.judged.has(included)) return this.judged.get(included);
    const message = this.look(included, around);
    this.judged.set(included, message);
    return message;
  }

  private look(
    { version, definition, flows = {} }: FlowIncludes[string],
    around: readonly string[],
  ): string | undefined {
    if (around.includes(version)) return `comes back to itself: ${[...around, version].join(' → ')}`;
    if (around.length >= limits.flowDepth) return `has more than ${limits.flowDepth} flows one in another`;
    const text = JSON.stringify([definition, Object.entries(flows).map(([written, one]) => [written, one.version])]);
    if ((this.versions.get(version) ?? text) !== text) return `is included as ${version} in two forms`;
    this.versions.set(version, text);
    this.characters += text.length;
    if (this.characters > limits.included)
      return `has more than ${limits.included} characters with all that it includes`;
    const [problem] = this.problemsOf(definition, flows);
    if (problem !== undefined) return `cannot be played: ${problem.path.join('.')} ${problem.message}`;
    const [missing] = missingFlows(definition, flows);
    if (missing !== undefined) return `cannot be played: ${missing.path.join('.')} ${missing.message}`;
    for (const { reference } of namedFlows(definition)) {
      const message = this.problemIn(flows[reference]!, [...around, version]);
      if (message !== undefined) return `includes ${shown(reference)}, which ${message}`;
    }
    return undefined;
  }
}
