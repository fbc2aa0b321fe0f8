import { SetupError } from '@trialogue/errors';
import { isName } from '@trialogue/subgraph';

/**
 * Names and numbers of prompts become names of files here: those that the product would never give are refused, whoever
 * answers in its place. Throws a SetupError.
 */
export function checkAnswer(name: unknown, numbers: readonly unknown[]): void {
  const isFine = typeof name === 'string' && isName(name) && numbers.every(Number.isSafeInteger);
  if (isFine) return;
  const told = JSON.stringify({ name, numbers }).slice(0, 200);
  throw new SetupError(`Something answers that is no Trialogue: ${told}.`, 'See where TRIALOGUE_URL leads.');
}
