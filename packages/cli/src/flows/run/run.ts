import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { SetupError } from '@trialogue/errors';
import type { Report } from '../../subcommands';
import { playableFlow } from '../playable-flow';
import { answering } from './answering';
import { writtenResults } from './call-results';
import { PlayedFlow } from './played-flow';
import { hints } from './typed';

const usage = 'npx trialogue flows run FILE [--model PROVIDER/MODEL] [--calls FILE]';

/**
 * `flows run FILE`: plays a flow with whoever sits there, a line a message, until it or they come to an end. Prompts are
 * answered by the replies that are written beside them, or by the model that is named.
 */
export async function run(
  root: string,
  [name, ...more]: readonly string[],
  { model, calls }: { readonly model?: string; readonly calls?: string } = {},
  { input = process.stdin, output = process.stderr }: { readonly input?: Readable; readonly output?: Writable } = {},
): Promise<Report> {
  if (name === undefined || more.length > 0) throw new SetupError('Name one flow.', usage);
  const { machine } = playableFlow(root, name);
  const tell = (line: string) => void output.write(`${line}\n`);
  const results = calls === undefined ? undefined : writtenResults(root, calls);
  const played = new PlayedFlow(machine, answering(root, model), tell, results);
  if (input === process.stdin && process.stdin.isTTY) tell(hints);
  await played.begin();
  if (!played.isOver)
    for await (const line of createInterface({ input })) {
      if (line.trim() === '/quit') break;
      await played.hear(line);
      if (played.isOver) break;
    }
  const { state } = played;
  const end = state.outcome === undefined ? `left in ${state.state}` : `ended: ${state.outcome}`;
  return { text: `${end}, slots ${JSON.stringify(state.slots)}\n`, data: state, code: 0 };
}
