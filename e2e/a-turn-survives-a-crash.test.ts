import { type TurnStep, turnSteps } from '@trialogue/flows-subgraph';
import { deaths } from './support/deaths';

const { survives } = deaths();
const ofEffects: readonly TurnStep[] = ['effectBegun', 'effectDone'];

test.each(turnSteps.filter((step) => !ofEffects.includes(step)))(
  'kill -9 after `%s` of a turn with a prompt: the turn ends, and nothing is lost or doubled',
  (step) => survives(step, 'prompt'),
);

test.each(ofEffects)(
  'kill -9 after `%s` of a turn with a strategy: the turn ends, and nothing is lost or doubled',
  (step) => survives(step, 'strategy'),
);

// Flows and hybrids die at every step by night.
test('kill -9 after `effectDone` of a turn with a flow: the turn ends, and nothing is lost or doubled', () =>
  survives('effectDone', 'flow'));
