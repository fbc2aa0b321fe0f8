import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { FindingKind } from '../verify/finding';

/** A flow and those that it names. */
export interface JudgedFlow {
  readonly flow: FlowDefinition;
  readonly flows?: FlowIncludes;
}

const read = (name: string) => parse(readFileSync(path.join(__dirname, name), 'utf8'), { maxAliasCount: 0 });

/** Flows without a defect, by what is particular about them. One that names no others stands there by itself. */
export const soundFlows: { readonly [what: string]: JudgedFlow } = Object.fromEntries(
  Object.entries(read('sound-flows.yml') as { [what: string]: JudgedFlow | FlowDefinition }).map(([what, one]) => [
    what,
    'flow' in one ? one : { flow: one },
  ]),
);

/** Flows with one defect each, and where it is, by what the defect is called. */
export const seededDefects: {
  readonly [kind in FindingKind]?: readonly (JudgedFlow & { readonly at: string })[];
} = read('seeded-defects.yml');
