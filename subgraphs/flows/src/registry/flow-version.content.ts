import { type FlowDefinition, flowCalls, flowChecksum, flowPrompts } from '@trialogue/flow-engine';
import type { FlowVersionBody } from '@trialogue/variant-config';
import type { ApplyFlowVersionInput } from './flow.input';
import type { FlowVersion } from './flow-version.entity';

/** What a version says, as plain JSON. */
export type VersionContent = Pick<FlowVersion, 'description' | 'status' | 'definition' | 'checksum'>;

/** The definition must be without problems. */
export function contentOf({ description, status, definition }: ApplyFlowVersionInput): VersionContent {
  return { description, status, definition, checksum: flowChecksum(definition as unknown as FlowDefinition) };
}

/** The body of the version's release. */
export function bodyOf(version: FlowVersion): FlowVersionBody {
  const calls = flowCalls(version.definition as unknown as FlowDefinition);
  return {
    name: version.flowKey,
    number: version.number,
    description: version.description,
    status: version.status,
    definition: version.definition,
    prompts: flowPrompts(version.definition as unknown as FlowDefinition),
    states: version.states,
    checksum: version.checksum,
    ...(calls.length > 0 && { calls }),
  };
}
