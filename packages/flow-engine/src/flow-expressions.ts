import type { Assignments, Call, Interruption, StateDefinition, Writer } from './definition';
import type { Sight } from './guard';
import { choicesOf, rulesOf } from './routes';

type Path = readonly (string | number)[];

/** A guard of a flow and where it stands. */
export interface PlacedGuard {
  readonly guard: string;
  readonly path: Path;
  readonly sight: Sight;
}

/** Values that a flow assigns, and where. */
export interface PlacedValues {
  readonly values: Assignments;
  readonly path: Path;
  readonly sight: Sight;
  /** Whose slots they are written to: the flow's own, those of another flow, or of nobody: a call's input. */
  readonly into: 'own' | 'call' | { readonly flow: string };
  readonly writer: Writer;
}

/** What has come when a state looks at its `next`. */
export function sightAfter(state: StateDefinition): Sight {
  if ('flow' in state) return 'outcome';
  const came = 'call' in state || 'await' in state || 'handoff' in state || ('prompt' in state && state.prompt.output);
  return came ? 'result' : 'usual';
}

/** Every guard of a state, with its place below it. */
export function guardsIn(state: StateDefinition): PlacedGuard[] {
  const { member, transitions } = choicesOf(state);
  return [
    ...rulesOf(state).map(({ when, path }) => ({ guard: when, path: [...path, 'when'], sight: 'usual' as const })),
    ...('collect' in state && state.check
      ? [{ guard: state.check.valid, path: ['check', 'valid'], sight: 'result' as const }]
      : []),
    ...('on' in state ? interruptionGuards(state.on) : []),
    ...('until' in state ? [{ guard: state.until, path: ['until'], sight: sightAfter(state) }] : []),
    ...transitions.flatMap(({ when }, index) =>
      when === undefined ? [] : [{ guard: when, path: [member, index, 'when'], sight: sightAfter(state) }],
    ),
  ];
}

export const interruptionGuards = (interruptions: readonly Interruption[] = []): PlacedGuard[] =>
  interruptions.map(({ when }, index) => ({ guard: when, path: ['on', index, 'when'], sight: 'usual' }));

/** All values that a state assigns, with their places below it. */
export function valuesIn(state: StateDefinition): PlacedValues[] {
  const own = (values: Assignments | undefined, path: Path, sight: Sight = 'usual', writer: Writer = 'action') =>
    values === undefined ? [] : [{ values, path, sight, writer, into: 'own' as const }];
  return [
    ...own(state.entry?.set, ['entry', 'set']),
    ...('exit' in state ? own(state.exit?.set, ['exit', 'set']) : []),
    ...('prompt' in state ? own(state.prompt.output?.save, ['prompt', 'output', 'save'], 'result', 'llm') : []),
    ...('save' in state ? own(state.save, ['save'], sightAfter(state)) : []),
    ...('call' in state ? inputOf(state.call, ['call']) : []),
    ...('collect' in state && state.check ? inputOf(state.check.call, ['check', 'call']) : []),
    ...('flow' in state ? slotsFor(state.flow, state.slots, ['slots']) : []),
    ...('link' in state ? slotsFor(state.link, state.slots, ['slots']) : []),
    ...('on' in state ? interruptionValues(state.on) : []),
  ];
}

export const interruptionValues = (interruptions: readonly Interruption[] = []): PlacedValues[] =>
  interruptions.flatMap(({ flow, slots }, index) =>
    flow === undefined ? [] : slotsFor(flow, slots, ['on', index, 'slots']),
  );

const inputOf = ({ input }: Call, path: Path): PlacedValues[] =>
  input === undefined
    ? []
    : [{ values: input, path: [...path, 'input'], sight: 'usual', writer: 'action', into: 'call' }];

const slotsFor = (flow: string, values: Assignments | undefined, path: Path): PlacedValues[] =>
  values === undefined ? [] : [{ values, path, sight: 'usual', writer: 'action', into: { flow } }];
