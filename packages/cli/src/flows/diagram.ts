import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '@trialogue/errors';
import { flowDiagram } from '@trialogue/flow-engine';
import type { Report } from '../subcommands';
import { playableFlow } from './playable-flow';
import { flowSvg, mostDrawn } from './svg/flow-svg';

/** `flows diagram FILE`: as Mermaid text, which GitHub and many editors draw, or drawn into an SVG file. */
export function diagram(
  root: string,
  [name, ...more]: readonly string[],
  { svg }: { readonly svg?: string } = {},
): Report {
  if (name === undefined || more.length > 0 || svg === '')
    throw new SetupError('Name one flow.', 'npx trialogue flows diagram FILE [--svg DRAWING.svg]');
  const { definition } = playableFlow(root, name);
  if (svg === undefined) {
    const text = flowDiagram(definition);
    return { text, data: { mermaid: text }, code: 0 };
  }
  const states = Object.keys(definition.states).length;
  if (states > mostDrawn)
    throw new SetupError(
      `${name} has ${states} states, and no more than ${mostDrawn} are drawn.`,
      'Leave --svg out for Mermaid text, or make sub-flows of its parts.',
    );
  const { text, width, height } = flowSvg(definition, path.basename(name));
  try {
    writeFileSync(path.resolve(root, svg), text);
  } catch (error) {
    throw new SetupError(
      `${svg} cannot be written: ${(error as Error).message}`,
      'Name a file in a folder that is there.',
      {
        cause: error,
      },
    );
  }
  return { text: `${svg} is drawn, ${width} by ${height}.\n`, data: { svg, width, height }, code: 0 };
}
