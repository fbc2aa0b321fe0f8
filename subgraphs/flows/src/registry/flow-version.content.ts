import { type FlowDefinition, flowCalls, flowChecksum, flowPrompts, flowTools } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import type { FlowVersionBody, IncludedFlows } from '@trialogue/variant-config';
import type { FlowVersionInput } from './flow.input';
import type { FlowVersion } from './flow-version.entity';

/** What a version says, as plain JSON; what it includes is found when it is published. */
export type VersionContent = Pick<FlowVersion, 'description' | 'status' | 'definition'>;

export const contentOf = ({ description, status, definition }: FlowVersionInput): VersionContent => ({
  ...{ description, status, definition },
});

/** The JSON of a registry as the flow engine takes it; it must be without problems. */
export const asDefinition = (definition: JsonObject) => definition as unknown as FlowDefinition;
export const asIncludes = (flows: IncludedFlows | null | undefined) =>
  (flows ?? {}) as unknown as NonNullable<Parameters<typeof flowChecksum>[1]>;

export const checksumOf = (definition: JsonObject, flows: IncludedFlows | null | undefined): string =>
  flowChecksum(asDefinition(definition), asIncludes(flows));

/** Whether a version behaves as a definition says; what it includes stays as it was when it was published. */
export const doesTheSame = (definition: JsonObject, version: FlowVersion): boolean =>
  checksumOf(definition, version.includes) === version.checksum;

/** The body of the version's release. */
export function bodyOf(version: FlowVersion): FlowVersionBody {
  const [definition, flows] = [asDefinition(version.definition), asIncludes(version.includes)];
  const calls = flowCalls(definition, flows);
  const tools = flowTools(definition, flows);
  return {
    name: version.flowKey,
    number: version.number,
    description: version.description,
    status: version.status,
    definition: version.definition,
    ...(version.includes && { flows: version.includes }),
    prompts: flowPrompts(definition, flows),
    states: version.states,
    checksum: version.checksum,
    ...(calls.length > 0 && { calls }),
    ...(tools.length > 0 && { tools }),
  };
}
