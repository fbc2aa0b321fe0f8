import { styleText } from 'node:util';
import type { Paint } from '@trialogue/prompts-subgraph/diff';

/** Colours for a terminal that has them. */
export const paintOf = (coloured: boolean): Paint => ({
  added: (text) => (coloured ? styleText('green', text) : text),
  removed: (text) => (coloured ? styleText('red', text) : text),
  heading: (text) => (coloured ? styleText('bold', text) : text),
});
