import type { FromSchema, JSONSchema } from './json-schema';
import type { Logger, Strategy } from './strategy';

/** The version of this API. A plugin states the one it was written for; the host refuses one it does not know. */
export const apiVersion = 1;

export interface GraphContext {
  readonly caller: { readonly subject: string; readonly scopes: readonly string[] };
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

export type Resolver = (parent: any, args: any, context: GraphContext) => unknown;

/** Types and fields that a plugin adds to the graph: SDL as text, so that no second copy of graphql is loaded. */
export interface GraphModule {
  readonly typeDefs: string;
  readonly resolvers: { readonly [type: string]: { readonly [field: string]: Resolver } };
}

export interface Host {
  readonly logger: Logger;
  /** Aborted when the plugin is being removed. */
  readonly signal: AbortSignal;
  /** The value of an environment variable that the plugin's entry in `plugins.yml` lists under `secrets`. */
  secret(name: string): Promise<string>;
}

export interface Contribution {
  readonly strategies?: readonly Strategy[];
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

/** Declares a plugin; export it as the module's default. The type of `setup`'s options follows from their schema. */
export const definePlugin = <const Options extends JSONSchema>(plugin: Plugin<Options>): Plugin<Options> => plugin;
