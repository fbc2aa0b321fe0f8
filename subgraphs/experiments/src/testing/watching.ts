import type { Subgraph } from '@trialogue/subgraph';
import { watch } from '@trialogue/subgraph/testing';

const document = `subscription ($experiments: [ID!], $after: String) {
  definitionsChanged(experiments: $experiments, after: $after) {
    version complete stale removed experiments { key release isFlag snapshot } } }`;

/** Subscribes to definitions, of which `next` answers the next ones. */
export const watchDefinitions = (subgraph: Subgraph, variables: object = {}) => watch(subgraph, document, variables);
