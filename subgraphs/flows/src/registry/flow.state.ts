import type { JsonObject } from '@trialogue/plugin-api';
import { type EntityManager, In } from 'typeorm';
import { Flow } from './flow.entity';
import { FlowVersion } from './flow-version.entity';

/** Flows as they stand, in the shape of what files say of them, by key. */
export async function flowStates(
  manager: EntityManager,
  keys: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  const flows = await manager.findBy(Flow, { key: In([...keys]) });
  const versions = await manager.find(FlowVersion, { where: { flowKey: In([...keys]) }, order: { number: 'ASC' } });
  return new Map(
    flows.map(({ key, description }) => {
      const own = versions.filter(({ flowKey }) => flowKey === key);
      return [key, { description, versions: own.map(versionState) } as unknown as JsonObject];
    }),
  );
}

const versionState = ({ number, description, status, definition, sourceFile }: FlowVersion) => ({
  ...{ number, description, status, definition },
  source: sourceFile === null ? null : { file: sourceFile },
});
