import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray, type PubSub } from 'type-graphql';
import type { RequestContext, Scope } from './request-context';
import { checkScope, requireScope } from './scoped';
import type { Subgraph, SubgraphSchema } from './subgraph';

/** What a resolver gets: the request, and loaders that live as long as it. */
export type SubgraphContext<Loaders> = RequestContext & { readonly loaders: Loaders };

/** How an entity is found by its key, for other subgraphs' references to it. */
export interface EntityReference<Loaders> {
  /** What the caller must be allowed; the entity's fields beyond its key are not shown without it. */
  readonly scope: Scope;
  /** Answers null when there is no such entity; batches through a loader. */
  resolve(reference: any, context: SubgraphContext<Loaders>): unknown;
}

/** SDL and resolvers that a plugin brings to the subgraph that hosts it. */
export interface SchemaModule {
  readonly typeDefs: string;
  readonly resolvers: { readonly [type: string]: { readonly [field: string]: unknown } };
}

export interface SubgraphOptions<Loaders> {
  readonly name: string;
  /** Resolver classes; their instances are given in `instances`. */
  readonly resolvers: NonEmptyArray<Function>;
  readonly instances: readonly object[];
  /** Entity classes that no field of this subgraph returns; without this their fields would be dropped silently. */
  readonly orphanedTypes?: Function[];
  readonly references?: { readonly [type: string]: EntityReference<Loaders> };
  loaders(): Loaders;
  close(): Promise<void>;
}

export interface BuiltSubgraph extends Subgraph {
  /** The schema that it would have with this as the plugins' part, once for each list. Throws when it does not build. */
  extended(modules: readonly SchemaModule[]): SubgraphSchema;
  /** Replaces the plugins' part of the schema. Throws, and changes nothing, when it does not build. */
  extend(modules: readonly SchemaModule[]): void;
}

const federationLink = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag"])\n`;

/** A subgraph from TypeGraphQL classes. Throws when a root field declares no scope. */
export function buildSubgraph<Loaders>(options: SubgraphOptions<Loaders>): BuiltSubgraph {
  const own = fromClasses(options);
  const listeners = new Set<(next: SubgraphSchema) => void>();
  const contexts = new WeakMap<RequestContext, SubgraphContext<Loaders>>();
  const known = new WeakMap<readonly SchemaModule[], SubgraphSchema>();
  const extended = (modules: readonly SchemaModule[]) => {
    const schema = known.get(modules) ?? assemble(own, modules);
    known.set(modules, schema);
    return schema;
  };
  let current = assemble(own, []);

  return {
    name: options.name,
    get current() {
      return current;
    },
    extended,
    extend(modules) {
      current = extended(modules);
      for (const listener of listeners) listener(current);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    contextFor(request) {
      let context = contexts.get(request);
      if (!context) {
        context = contextWith(request, options.loaders());
        contexts.set(request, context);
      }
      return context;
    },
    close: options.close,
  };
}

/** The signal is left unread, for whoever reads it: the gateway makes it then. */
function contextWith<Loaders>(request: RequestContext, loaders: Loaders): SubgraphContext<Loaders> {
  const { caller, requestId, logger } = request;
  return {
    caller,
    requestId,
    logger,
    loaders,
    get signal() {
      return request.signal;
    },
  };
}

interface OwnPart {
  readonly sdl: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: Record<string, Record<string, unknown>>;
}

function fromClasses<Loaders>(options: SubgraphOptions<Loaders>): OwnPart {
  const instances = new Map(options.instances.map((instance) => [instance.constructor, instance]));
  const schema = buildSchemaSync({
    resolvers: options.resolvers,
    orphanedTypes: options.orphanedTypes ?? [],
    container: {
      get: (type) => instances.get(type) ?? fail(`${options.name}: no instance of ${type.name} was given`),
    },
    authChecker: checkScope,
    validate: false,
    skipCheck: true,
    pubSub: noPubSub,
  });
  checkRootScopes(options.name, schema);
  const sdl = federationLink + printSchemaWithDirectives(schema);
  const resolvers = createResolversMap(schema) as OwnPart['resolvers'];
  for (const [type, reference] of Object.entries(options.references ?? {}))
    resolvers[type] = { ...resolvers[type], __resolveReference: guarded(reference) };
  return { sdl, typeDefs: parse(sdl), resolvers };
}

function assemble(own: OwnPart, modules: readonly SchemaModule[]): SubgraphSchema {
  const parts = modules.map((module) => ({ typeDefs: parse(module.typeDefs), resolvers: module.resolvers as any }));
  const schema = buildSubgraphSchema([{ typeDefs: own.typeDefs, resolvers: own.resolvers as any }, ...parts]);
  return { sdl: [own.sdl, ...modules.map((module) => module.typeDefs)].join('\n'), schema };
}

const guarded =
  <Loaders>({ scope, resolve }: EntityReference<Loaders>) =>
  (reference: unknown, context: SubgraphContext<Loaders>) => {
    requireScope(context.caller, [scope]);
    return resolve(reference, context);
  };

/** TypeGraphQL asks for one wherever there is a subscription; ours bring their own iterators. */
const noPubSub: PubSub = {
  publish: () => fail('subscriptions here bring their own iterators'),
  subscribe: () => fail('subscriptions here bring their own iterators'),
};

function checkRootScopes(name: string, schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const root of roots.filter((type) => type != null))
    for (const field of Object.values(root.getFields()))
      if (!field.extensions.scopes) fail(`${name}: ${root.name}.${field.name} declares no scope; add @Scoped(…)`);
}

function fail(message: string): never {
  throw new Error(message);
}
