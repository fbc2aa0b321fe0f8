import type { Tool } from './answer-with-tools';
import type { FromSchema, JSONSchema } from './json-schema';
import type { Json, JsonObject } from './message';
import type { Logger, Strategy } from './strategy';

/** The version of this API. A plugin states the one it was written for; the host refuses one it does not know. */
export const apiVersion = 1;

/** What a key may do. `admin` includes every other. */
export type Scope = 'read' | 'assign' | 'prompts' | 'converse' | 'agent' | 'track' | 'edit' | 'admin';

export interface GraphContext {
  readonly caller: { readonly subject: string; readonly scopes: readonly Scope[]; readonly unit?: string };
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Batches loads of the same name within one request. */
  load<Key extends string, Value>(
    name: string,
    key: Key,
    batch: (keys: readonly Key[]) => Promise<readonly (Value | null)[]>,
  ): Promise<Value | null>;
}

/** Answers a field. What it answers, and what it is given as `parent`, is plain data. */
export type Resolver = (parent: any, args: any, context: GraphContext) => unknown;

/** Of a field of `Subscription`: each value is one event, and the field's own answer. Ended by `context.signal`. */
export interface Subscriber {
  subscribe(args: any, context: GraphContext): AsyncIterable<unknown>;
}

/** Types and fields that a plugin adds to the graph: SDL as text, so that no second copy of graphql is loaded. */
export interface GraphModule {
  readonly typeDefs: string;
  readonly resolvers: { readonly [type: string]: { readonly [field: string]: Resolver | Subscriber } };
  /**
   * What a caller needs for a field, any of its scopes or `admin`; of root fields without an entry: `read` for a query and a
   * subscription, `edit` for a mutation. A field of another type without one is open to whoever got there.
   */
  readonly scopes?: { readonly [type: string]: { readonly [field: string]: readonly Scope[] } };
  /** Finds entities that the plugin itself declares, by their keys, all that one request wants of a type at once. */
  readonly references?: {
    readonly [entity: string]: (keys: readonly any[], context: GraphContext) => Promise<readonly unknown[]>;
  };
}

/** A JSON value that a plugin keeps, and the number of the write that it comes from. */
export interface KeptRecord {
  readonly key: string;
  readonly value: Json;
  /** From 1; each write adds one. */
  readonly version: number;
}

/** JSON that a plugin keeps in the product's database; each plugin sees its own. 64 KiB a value, 100,000 of them. */
export interface Records {
  get(key: string): Promise<KeptRecord | null>;
  /**
   * Writes a value. With `expected`, only over that version (0: only where there is none); a conflict answers null and
   * changes nothing.
   */
  put(key: string, value: Json, expected?: number): Promise<KeptRecord | null>;
  delete(key: string): Promise<void>;
  /** Those whose key begins so, in the order of their keys; 100 unless told, 1,000 at most. */
  list(prefix: string, page?: { readonly after?: string; readonly first?: number }): Promise<readonly KeptRecord[]>;
}

export interface Host {
  readonly logger: Logger;
  /** Aborted when the plugin is being removed. */
  readonly signal: AbortSignal;
  /** The value of an environment variable that the plugin's entry in `plugins.yml` lists under `secrets`. */
  secret(name: string): Promise<string>;
  /**
   * Asks the one graph, as `plugin:NAME` with the scopes that the plugin's entry grants under `scopes` (none unless told).
   * Throws an error with the graph's `code` and message. Not to be asked within `setup`.
   */
  graph<Data = any>(document: string, variables?: JsonObject): Promise<Data>;
  readonly records: Records;
}

/** A tool that a plugin brings: flows call it, and models may where a variant's config names it. */
export interface PluginTool extends Tool {
  /** Behaviour changes, version changes: it is part of the arm. */
  readonly version: string;
  /** JSON Schema of what it answers; anything unless told. */
  readonly output?: JSONSchema;
  /** May the host repeat it? `none`: freely; `idempotent`: with the same id; `external`: never. */
  readonly effects: 'none' | 'idempotent' | 'external';
  /** Milliseconds; 30,000 unless told. */
  readonly timeoutMs?: number;
}

/** What became of the units of one variant: sufficient statistics of an outcome, one value for each unit. */
export interface ArmOutcomes {
  readonly variant: string;
  /** As it is now; the weights of an experiment sum to 1. */
  readonly weight: number;
  /** Units that were exposed to it. */
  readonly units: number;
  /** Over its units, of each unit's outcome: 0 where nothing happened. */
  readonly sum: number;
  readonly sumSquares: number;
}

/**
 * Chooses the weights of an experiment's variants by what they have brought: a bandit. Assignment stays pure: new weights
 * are a new release, and each exposure keeps the propensity that it was made with.
 */
export interface Allocator<Options extends JSONSchema = any> {
  /** What `allocator` says in an experiment. */
  readonly name: string;
  readonly version: string;
  readonly options: Options;
  allocate(
    arms: readonly ArmOutcomes[],
    given: {
      readonly options: FromSchema<Options>;
      /** Uniform in [0, 1), seeded: the same run gives the same weights. */
      random(): number;
      readonly signal: AbortSignal;
    },
  ): Promise<{ readonly [variant: string]: number }>;
}

export interface Contribution {
  readonly strategies?: readonly Strategy[];
  readonly tools?: readonly PluginTool[];
  readonly allocators?: readonly Allocator[];
  readonly graph?: GraphModule;
  stop?(): Promise<void>;
}

export interface Plugin<Options extends JSONSchema = any> {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: typeof apiVersion;
  readonly options: Options;
  setup(options: FromSchema<Options>, host: Host): Promise<Contribution>;
}

/** Declares an allocator; the type of its options follows from their schema. */
export const defineAllocator = <const Options extends JSONSchema>(allocator: Allocator<Options>): Allocator<Options> =>
  allocator;

/** Declares a plugin; export it as the module's default. The type of `setup`'s options follows from their schema. */
export const definePlugin = <const Options extends JSONSchema>(plugin: Plugin<Options>): Plugin<Options> => plugin;
