import type { Json } from '@trialogue/canonical-json';
import type { JsonObject } from '@trialogue/plugin-api';
import { type Fields, versionPath } from '@trialogue/subgraph';

/** What may be said of a flow otherwise later, by a file, by the database, or by what a file said last. */
export interface Said {
  readonly description: string;
  readonly versions: readonly SaidOfVersion[];
}

interface SaidOfVersion {
  readonly number: number;
  readonly description: string;
  readonly status: string;
  readonly definition: JsonObject;
}

/** The members of a version that may change: of the definition of one that is published, what makes no difference. */
export const changeable = ['description', 'status', 'definition'] as const;

/** By path: `description`, `versions.2.status`. */
export const fieldsOf = ({ description, versions }: Said): Fields =>
  new Map<string, Json>([
    ['description', description],
    ...versions.flatMap((version) =>
      changeable.map((member): [string, Json] => [`${versionPath(version.number)}.${member}`, version[member]]),
    ),
  ]);

/** What is remembered of a flow that was applied: of what the file names, how it said it; what else there is stays out. */
export function rememberedOf({ description, versions }: Said, state: JsonObject): JsonObject {
  const there = (state as unknown as Said).versions;
  const remembered = versions.map((version) => ({
    ...there.find(({ number }) => number === version.number),
    ...version,
  }));
  return JSON.parse(JSON.stringify({ description, versions: remembered }));
}

/** Why something of a flow stays as it is although its file says otherwise. */
export function driftNote(key: string, path: string, database: unknown): string {
  const [list, number, member] = path.split('.');
  const id = `${key}@${number}`;
  if (list === 'versions' && database === null) return `${id} was deleted here and stays so; take it out of the file.`;
  const what = list === 'versions' ? `The ${member} of ${id}` : `The ${path} of ${key}`;
  return `${what} was changed here and stays so; the file says otherwise: \`trialogue flows pull\` writes it there.`;
}
