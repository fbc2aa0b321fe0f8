import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { FlowDefinition } from '../definition';

const folder = path.join(__dirname, '../../../../flows');

/** The flows that the project ships, by the names of their files. */
export const exampleFlows: { readonly [file: string]: FlowDefinition } = Object.fromEntries(
  ['onboarding_flow.yml', 'data_collection_flow.yml'].map((file) => [
    file,
    parse(readFileSync(path.join(folder, file), 'utf8')) as FlowDefinition,
  ]),
);

/** A flow with one state of interest, which everything leads to and from. */
export const flowWith = (state: object, more: object = {}): FlowDefinition =>
  ({
    initial: 'here',
    slots: {
      age: { schema: { type: 'integer', minimum: 0, maximum: 120 } },
      price: { schema: { type: 'number' } },
      name: { schema: { type: 'string', minLength: 2 } },
      sure: { schema: { type: 'boolean' } },
      size: { schema: { enum: ['small', 'large'] } },
    },
    states: { here: state, end: { final: 'completed' } },
    ...more,
  }) as FlowDefinition;
