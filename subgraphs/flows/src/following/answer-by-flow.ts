import { DomainError } from '@trialogue/errors';
import type { FlowAction, FlowMachine, FlowState, FlowSurroundings, SlotValues } from '@trialogue/flow-engine';
import { storable } from '../text-input';
import type { TurnEnd } from '../turn/turn-end';
import { Speech } from './speech';

/** What a flow does with a message, as far as others must do it. */
export interface FlowTurn {
  readonly machine: FlowMachine;
  /** Where the conversation stands before the message. */
  readonly state: FlowState;
  readonly surroundings: FlowSurroundings;
  /** The user's. */
  readonly text: string;
  readonly clock: () => Date;
  /** The next text begins a new piece of the answer. */
  newPiece(): void;
  say(text: string): Promise<void>;
  enter(state: string): Promise<void>;
  /** Executes the variant's strategy, or the prompt that the state names; what it says is shown as it comes. */
  execute(prompt: string | undefined, slots: SlotValues): Promise<TurnEnd>;
}

/**
 * Answers a message as the flow says: its texts, and in a state that talks freely what the strategy says, are one answer.
 * Only a turn that completes moves the flow on; one that fails or is cancelled leaves it where it was.
 */
export async function answerByFlow(turn: FlowTurn): Promise<TurnEnd> {
  const { machine, surroundings, text } = turn;
  const at = () => turn.clock().getTime();
  const speech = new Speech();
  const asked = machine.transition(turn.state, { type: 'USER', text, at: at() }, surroundings);
  const question = await perform(turn, asked.actions, speech);
  if (!question) return { status: 'COMPLETED', text: storable(speech.text), flow: asked.state };

  turn.newPiece();
  const end = await turn.execute(question.prompt, asked.state.slots);
  if (end.status !== 'COMPLETED') return end;
  speech.add(end.text);
  try {
    const answered = machine.transition(asked.state, { type: 'ANSWERED', text: end.text, at: at() }, surroundings);
    if (await perform(turn, answered.actions, speech)) throw new Error('a flow executes once in a turn');
    return { ...end, text: storable(speech.text), flow: answered.state };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { record, executed } = end; // what it cost is not lost with the answer
    return { status: 'FAILED', error, record, executed };
  }
}

/** Does what can be done at once; answers the execution that is to follow, if one is. */
async function perform(
  turn: FlowTurn,
  actions: readonly FlowAction[],
  speech: Speech,
): Promise<Extract<FlowAction, { type: 'EXECUTE' }> | undefined> {
  for (const action of actions) {
    if (action.type === 'EXECUTE') return action;
    if (action.type === 'ENTER') await turn.enter(action.state);
    if (action.type !== 'SAY') continue; // what is collected, and the end, are in the new state
    turn.newPiece();
    await turn.say(action.text);
    speech.add(action.text);
  }
  return undefined;
}
