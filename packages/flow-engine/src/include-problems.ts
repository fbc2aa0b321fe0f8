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
  const found = new Map<string, string | undefined>();
  return namedFlows(flow).flatMap(({ reference, path }): Problem[] => {
    if (!found.has(reference)) found.set(reference, walk.problemIn(flows[reference]!, []));
    const message = found.get(reference);
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

/** What was found of a flow and all that it includes. */
interface Looked {
  readonly message?: string;
  /** Flows that are one in another, itself included. */
  readonly depth: number;
  /** UTF-16 units. */
  readonly characters: number;
}

class Walk {
  private characters: number;
  /** Definitions by their versions, by which they are played. */
  private readonly versions = new Map<string, string>();
  private readonly looked = new Map<FlowIncludes[string], Looked>();

  constructor(
    root: FlowDefinition,
    private readonly problemsOf: ProblemsOf,
  ) {
    this.characters = JSON.stringify(root).length;
  }

  problemIn(included: FlowIncludes[string], around: readonly string[]): string | undefined {
    return this.look(included, around).message;
  }

  /** One that is met again is judged already, but counts again: it is pinned in each place, and may be deeper there. */
  private look(included: FlowIncludes[string], around: readonly string[]): Looked {
    const known = this.looked.get(included);
    if (known === undefined) {
      const looked = this.lookInto(included, around);
      this.looked.set(included, looked);
      return looked;
    }
    if (known.message !== undefined) return known;
    this.characters += known.characters;
    const message = around.length + known.depth > limits.flowDepth ? tooDeep : this.tooLarge();
    return message === undefined ? known : { ...known, message };
  }

  private lookInto({ version, definition, flows = {} }: FlowIncludes[string], around: readonly string[]): Looked {
    const before = this.characters;
    let depth = 1;
    const told = (message?: string): Looked => ({
      ...(message !== undefined && { message }),
      ...{ depth, characters: this.characters - before },
    });
    if (around.includes(version)) return told(`comes back to itself: ${[...around, version].join(' → ')}`);
    if (around.length >= limits.flowDepth) return told(tooDeep);
    const text = JSON.stringify([definition, Object.entries(flows).map(([written, one]) => [written, one.version])]);
    if ((this.versions.get(version) ?? text) !== text) return told(`is included as ${version} in two forms`);
    this.versions.set(version, text);
    this.characters += text.length;
    const large = this.tooLarge();
    if (large !== undefined) return told(large);
    const [problem] = this.problemsOf(definition, flows);
    if (problem !== undefined) return told(`cannot be played: ${problem.path.join('.')} ${problem.message}`);
    const [missing] = missingFlows(definition, flows);
    if (missing !== undefined) return told(`cannot be played: ${missing.path.join('.')} ${missing.message}`);
    for (const reference of new Set(namedFlows(definition).map((named) => named.reference))) {
      const inner = this.look(flows[reference]!, [...around, version]);
      if (inner.message !== undefined) return told(`includes ${shown(reference)}, which ${inner.message}`);
      depth = Math.max(depth, 1 + inner.depth);
    }
    return told();
  }

  private tooLarge(): string | undefined {
    if (this.characters <= limits.included) return undefined;
    return `has more than ${limits.included} characters with all that it includes`;
  }
}

const tooDeep = `has more than ${limits.flowDepth} flows one in another`;
