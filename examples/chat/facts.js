/** What the conversation runs on, beside it. */
import { showHash } from './transcript.js';

export const fact = (name) => document.querySelector(`[data-fact="${name}"]`);

/** What has no value has no place either. */
export function showFacts({ unit, variant, arm, promptVersion, flow, state }) {
  const known = { unit, experiment: variant?.experimentKey, variant: variant?.key, arm, flow: flow?.id, state };
  for (const [name, value] of Object.entries({ ...known, prompt: promptVersion?.id })) {
    fact(name).closest('div').hidden = !value;
    fact(name).textContent = value ?? '';
  }
  showHash(fact('arm'), arm);
  fact('model').textContent = '–';
  fact('standIn').hidden = true;
}

export function showState(state) {
  fact('state').textContent = state ?? '';
}
