import type { FlowDefinition } from '../definition';
import type { Expressions } from '../guard';
import type { readCorrections, rulesIn } from './correct';
import type { Step } from './step';

/** What is done for an interruption, where one is heard. */
export type Interrupting = (step: Step) => ((name: string, again: () => void) => void) | undefined;

/** What the states of one flow are built with. */
export interface Building {
  readonly flow: FlowDefinition;
  readonly expressions: Expressions;
  /** Of the flow, for every state that waits for an answer. */
  readonly interruptions: Interrupting;
  readonly rules: ReturnType<typeof rulesIn>;
  readonly correctionIn: ReturnType<typeof readCorrections>;
}
