import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { SetupError } from '@trialogue/errors';
import { compileFlow, type FlowStep } from '@trialogue/flow-engine';
import type { Report } from '../subcommands';
import { flowOf } from './diagram';
import { readFlowFile } from './flow-file';

const nothing = { variables: {}, attributes: {} };

/** `flows run FILE`: plays a flow with whoever sits there, a line a message, until it or they come to an end. */
export async function run(
  root: string,
  [name, ...more]: readonly string[],
  input: Readable = process.stdin,
  output: Writable = process.stderr,
): Promise<Report> {
  if (name === undefined || more.length > 0) throw new SetupError('Name one flow.', 'npx trialogue flows run FILE');
  const machine = compileFlow(flowOf(readFlowFile(root, name)));
  const tell = ({ actions }: FlowStep) => {
    for (const action of actions) if (action.type === 'SAY') output.write(`${action.text}\n`);
  };
  let step = machine.start(nothing, { at: Date.now() });
  tell(step);
  if (step.state.outcome === undefined) {
    for await (const text of createInterface({ input })) {
      step = machine.transition(step.state, { type: 'USER', text, at: Date.now() }, nothing);
      tell(step);
      const last = step.actions.at(-1);
      if (last?.type === 'EXECUTE') {
        const answer = `[${last.prompt ?? 'the prompt of the variant'} answers]`;
        output.write(`${answer}\n`);
        step = machine.transition(step.state, { type: 'ANSWERED', text: answer, at: Date.now() }, nothing);
        tell(step);
      }
      if (step.state.outcome !== undefined) break;
    }
  }
  const { state } = step;
  const end = state.outcome === undefined ? `left in ${state.state}` : `ended: ${state.outcome}`;
  return { text: `${end}, slots ${JSON.stringify(state.slots)}\n`, data: state, code: 0 };
}
