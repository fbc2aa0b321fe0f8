import type { FlowDefinition, FlowIncludes, StateDefinition } from '../definition';
import type { FlowState, Standing } from '../flow-state';

/** The flows that a conversation can stand in: its own, and those that it includes, by their versions. */
export class PlayedFlows {
  private readonly included = new Map<string, FlowDefinition>();

  constructor(
    readonly root: FlowDefinition,
    flows: FlowIncludes,
  ) {
    this.include(flows);
  }

  private include(flows: FlowIncludes): void {
    for (const { version, definition, flows: more = {} } of Object.values(flows)) {
      if (this.included.has(version)) continue;
      this.included.set(version, definition);
      this.include(more);
    }
  }

  of({ flow }: Standing): FlowDefinition {
    return flow === undefined ? this.root : this.included.get(flow)!;
  }

  stateOf(standing: Standing): StateDefinition {
    return this.of(standing).states[standing.state]!;
  }
}

/** Where the conversation's own flow stands; undefined once it has gone over into another. */
export const ownStanding = (state: FlowState): Standing | undefined =>
  [...(state.callers ?? []), state].find(({ flow }) => flow === undefined);
