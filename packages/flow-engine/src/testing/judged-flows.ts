import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { FlowDefinition } from '../definition';
import type { FindingKind } from '../verify/finding';

const read = (name: string) => parse(readFileSync(path.join(__dirname, name), 'utf8'), { maxAliasCount: 0 });

/** Flows without a defect, by what is particular about them. */
export const soundFlows: { readonly [what: string]: FlowDefinition } = read('sound-flows.yml');

/** Flows with one defect each, and where it is, by what the defect is called. */
export const seededDefects: {
  readonly [kind in FindingKind]?: readonly { readonly at: string; readonly flow: FlowDefinition }[];
} = read('seeded-defects.yml');
