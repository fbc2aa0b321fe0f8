import { SetupError } from '@trialogue/errors';
import { flowChanges, proposeStateMap, type StateImage } from '@trialogue/flow-engine';
import type { Report } from '../subcommands';
import { playableFlow } from './playable-flow';

const pinned = 'Conversations that run stay on the version that they began with, unless they are migrated. Then:';

/**
 * `flows diff A B`: what changes, and what it would mean for a conversation that went over from one to the other, with
 * where it would stand then.
 */
export function diff(root: string, [before, after, ...more]: readonly string[]): Report {
  if (before === undefined || after === undefined || more.length > 0)
    throw new SetupError('Name two flows.', 'npx trialogue flows diff BEFORE AFTER');
  const [old, now] = [playableFlow(root, before).definition, playableFlow(root, after).definition];
  const changes = flowChanges(old, now);
  const states = proposeStateMap(old, now);
  const lines = changes.map(({ path, change, meaning }) => `${path.join('.')} is ${change}: ${meaning}`);
  const text = changes.length === 0 ? ['They behave alike.'] : [...lines, pinned, ...imageLines(states)];
  return { text: `${text.join('\n')}\n`, data: { changes, states }, code: 0 };
}

function imageLines(images: readonly StateImage[]): string[] {
  const same = images.filter(({ from, to }) => from === to).map(({ from }) => from);
  const moved = images.filter(({ from, to }) => to !== null && from !== to);
  const lost = images.filter(({ to }) => to === null);
  return [
    ...(same.length > 0 ? [`  ${same.join(', ')}: where ${same.length === 1 ? 'it is' : 'they are'}`] : []),
    ...moved.map(({ from, to }) => `  ${from} → ${to}`),
    ...lost.map(
      ({ from }) => `  ${from} → ? (nothing like it is left; name a state, or no conversation may stand in it)`,
    ),
  ];
}
