import { SetupError } from '@trialogue/errors';
import { flowChanges } from '@trialogue/flow-engine';
import type { Report } from '../subcommands';
import { playableFlow } from './playable-flow';

const pinned = 'Conversations that run stay on the version that they began with.';

/** `flows diff A B`: what changes, and what it would mean for a conversation that went over from one to the other. */
export function diff(root: string, [before, after, ...more]: readonly string[]): Report {
  if (before === undefined || after === undefined || more.length > 0)
    throw new SetupError('Name two flows.', 'npx trialogue flows diff BEFORE AFTER');
  const changes = flowChanges(playableFlow(root, before).definition, playableFlow(root, after).definition);
  const lines = changes.map(({ path, change, meaning }) => `${path.join('.')} is ${change}: ${meaning}`);
  const text = changes.length === 0 ? ['They behave alike.'] : [...lines, pinned];
  return { text: `${text.join('\n')}\n`, data: { changes }, code: 0 };
}
