import type { Next, StateDefinition } from '../definition';
import type { FlowEvent } from '../flow-state';
import type { Sight } from '../guard';
import type { Building } from './building';
import type { Step } from './step';

/** What a state hears: what happens outside, and that a sub-flow has ended. */
export type Heard = FlowEvent | { readonly type: 'RETURNED' };

/** What a state does. It tells by the step's `way` that the state is done: the machine then goes on from it. */
export interface Behaviour {
  /** When the state is entered, after its `entry`. */
  enter(step: Step): void;
  /** When a flow that interrupted it has ended; `enter` unless given. */
  resume?(step: Step): void;
  /** When something happens; what it does not hear changes nothing. */
  readonly hears?: { readonly [Type in Heard['type']]?: (step: Step, event: Extract<Heard, { type: Type }>) => void };
  readonly next?: Next;
  /** What the guards of `next` see; `usual` unless given. */
  readonly sight?: Sight;
  readonly failed?: string | undefined;
}

/** What the states of a kind do. */
export type BehaviourOf<State extends StateDefinition> = (name: string, state: State, building: Building) => Behaviour;
