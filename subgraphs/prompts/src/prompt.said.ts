import type { Json } from '@trialogue/canonical-json';
import type { JsonObject } from '@trialogue/plugin-api';
import { type Fields, versionPath } from '@trialogue/subgraph';
import type { PromptLabel } from './prompt.entity';
import type { PromptVersion } from './prompt-version.entity';

/** What may be said of a prompt otherwise later, by a file, by the database, or by what a file said last. */
export interface Said {
  readonly description: string;
  readonly versions: readonly SaidOfVersion[];
  readonly labels: readonly { readonly label: string; readonly version: number }[];
}

interface SaidOfVersion {
  readonly number: number;
  readonly description: string;
  readonly status: string;
  readonly replies: unknown;
}

/** The members of a version that may change once it is published. */
export const changeable = ['description', 'status', 'replies'] as const;

export const labelPath = (label: string): string => `labels.${label}.version`;

/** By path: `description`, `versions.2.status`, `labels.production.version`. */
export function fieldsOf(said: Said): Map<string, Json> {
  return new Map<string, Json>([
    ['description', said.description],
    ...said.versions.flatMap((version) =>
      changeable.map((member): [string, Json] => [`${versionPath(version.number)}.${member}`, version[member] as Json]),
    ),
    ...said.labels.map(({ label, version }): [string, Json] => [labelPath(label), version]),
  ]);
}

/** What the database holds of a prompt beside its state: what files said last of labels and status. */
export interface Declared {
  readonly versions: readonly PromptVersion[];
  readonly labels: readonly PromptLabel[];
}

/** What a file said when it was applied last. */
export interface Base {
  readonly fields: Fields;
  /** Whether the file had the version then, or may have. */
  knows(number: number): boolean;
}

/**
 * @param applied the state that was remembered; undefined: none was
 * @param database what is there now
 */
export function baseOf(applied: JsonObject | undefined, database: Said | undefined, declared: Declared): Base {
  const fields = new Map(remembered(applied, database, declared));
  for (const { number, declaredStatus } of declared.versions)
    if (declaredStatus !== null) fields.set(`${versionPath(number)}.status`, declaredStatus);
  for (const { label, declared: version } of declared.labels)
    if (version !== null) fields.set(labelPath(label), version);
  return { fields, knows: (number) => fields.has(`${versionPath(number)}.status`) };
}

/** A file that was applied before anything was remembered of files is believed: as if it had said what is there. */
function remembered(applied: JsonObject | undefined, database: Said | undefined, { versions }: Declared): Fields {
  if (applied) return fieldsOf(applied as unknown as Said);
  const isFromFile = versions.some(({ sourceFile, declaredStatus }) => sourceFile !== null || declaredStatus !== null);
  return database && isFromFile ? fieldsOf(database) : new Map();
}

/** What is remembered of a prompt that was applied: of what the file names, how it said it; what else there is stays out. */
export function rememberedOf(said: Said, state: JsonObject): JsonObject {
  const versions = (state as unknown as Said).versions;
  const remembered = {
    ...said,
    versions: said.versions.map((version) => ({
      ...versions.find((one) => one.number === version.number),
      ...version,
    })),
  };
  return JSON.parse(JSON.stringify(remembered));
}
