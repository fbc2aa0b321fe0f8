import type { FlowDefinition, Next, StateDefinition } from '../definition';
import type { FlowEvent } from '../flow-state';
import type { Expressions } from '../guard';
import type { readCorrections, rulesIn } from './correct';
import type { Step } from './step';

export type EventOf<Type extends FlowEvent['type']> = Extract<FlowEvent, { type: Type }>;

/** What a state does. It tells by the step's `way` that the state is done: the machine then goes on from it. */
export interface Behaviour {
  /** When the state is entered. */
  enter(step: Step): void;
  /** When something happens; what it does not hear changes nothing. */
  readonly hears?: { readonly [Type in FlowEvent['type']]?: (step: Step, event: EventOf<Type>) => void };
  readonly next?: Next;
  readonly failed?: string;
}

/** What the states of one flow are built with. */
export interface Building {
  readonly flow: FlowDefinition;
  readonly expressions: Expressions;
  readonly rules: ReturnType<typeof rulesIn>;
  readonly correctionIn: ReturnType<typeof readCorrections>;
}

/** What the states of a kind do. */
export type BehaviourOf<State extends StateDefinition> = (name: string, state: State, building: Building) => Behaviour;
