import { contentHash } from '@trialogue/canonical-json';
import type { Problem } from '@trialogue/errors';
import type { JsonObject } from '@trialogue/plugin-api';
import type { ListedHeads } from './heads';
import { schemaProblems } from './schema-problems';
import { storageProblems } from './storable';
import { shown, unknownName } from './wording';

/** A release that is not published yet. */
export interface UnpublishedRelease {
  readonly kind: string;
  readonly key: string;
  /** Version of the body's shape. */
  readonly schema: number;
  readonly body: JsonObject;
}

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 1 } as const;
const mapOf = (values: JsonObject) => ({ type: 'object', additionalProperties: values }) as const;
const named = (members: JsonObject) => ({
  type: 'object',
  properties: { name: text, description: text, ...members },
  required: ['name', 'description', ...Object.keys(members)],
});
const version = (members: JsonObject) =>
  named({ number: count, status: { enum: ['DRAFT', 'ACTIVE', 'ARCHIVED'] }, checksum: text, ...members });
const keyed = (members: JsonObject) => ({
  type: 'object',
  properties: { key: text, salt: text, ...members },
  required: ['key', 'salt', ...Object.keys(members)],
});
const listOf = (items: JsonObject) => ({ type: 'array', items }) as const;

/** As much of the shapes in `release-bodies.ts` as is relied on here. */
const bodies: { readonly [kind: string]: JsonObject } = {
  prompt: named({ labels: mapOf(count), versions: mapOf(text) }),
  prompt_version: version({
    syntax: { enum: ['JINJA', 'MUSTACHE'] },
    template: text,
    variables: listOf({ type: 'object', properties: { name: text }, required: ['name'] }),
    modelProvider: text,
    modelName: text,
    params: { type: 'object' },
  }),
  policy: named({ versions: mapOf(text), aliases: mapOf(count), endpoints: mapOf(text) }),
  policy_version: version({ modelName: text, modelVersion: text, params: { type: 'object' } }),
  model_aliases: {
    type: 'object',
    properties: { name: text, aliases: mapOf(text) },
    required: ['name', 'aliases'],
  },
  layer: keyed({ bucketer: { enum: ['NATIVE', 'GROWTHBOOK'] } }),
  holdout: keyed({ share: { type: 'number', minimum: 0, maximum: 1 } }),
  flow: named({ versions: mapOf(text) }),
  flow_version: version({
    status: { enum: ['DRAFT', 'ACTIVE', 'DRAINING', 'ARCHIVED'] },
    definition: { type: 'object' },
    prompts: listOf(text),
    states: listOf(text),
  }),
};

/** What keeps a release from being taken for published. Paths begin at the release. */
export function releaseProblems({ kind, body }: UnpublishedRelease): Problem[] {
  const schema = Object.hasOwn(bodies, kind) ? bodies[kind] : undefined;
  if (schema) return [...storageProblems(body, ['body']), ...schemaProblems(schema, body, ['body'])];
  const kinds = Object.keys(bodies);
  return [unknownName(['kind'], `found ${shown(kind)}`, kind, kinds)];
}

/** Heads as they would be with these releases published. */
export function headsWith(heads: ListedHeads, releases: readonly UnpublishedRelease[]): ListedHeads {
  const planned = new Map<
    string,
    Map<string, { readonly key: string; readonly hash: string; readonly body: unknown }>
  >();
  for (const { kind, key, schema, body } of releases) {
    const ofKind = planned.get(kind) ?? new Map();
    planned.set(kind, ofKind.set(key, { key, hash: contentHash({ kind, schema, body }), body }));
  }
  return {
    head<Body>(kind: string, key: string) {
      const release = planned.get(kind)?.get(key);
      return release ? { hash: release.hash, body: release.body as Body } : heads.head<Body>(kind, key);
    },
    heads<Body>(kind: string) {
      const ofKind = planned.get(kind);
      if (!ofKind) return heads.heads<Body>(kind);
      const others = heads.heads<Body>(kind).filter(({ key }) => !ofKind.has(key));
      return [...others, ...[...ofKind.values()].map(({ key, body }) => ({ key, body: body as Body }))];
    },
  };
}
