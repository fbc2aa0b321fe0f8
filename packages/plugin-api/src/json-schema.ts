interface Described {
  readonly title?: string;
  readonly description?: string;
}

/** What a string in a config names. The host resolves it when an experiment starts and pins what it found in the arm. */
export type Reference = 'prompt' | 'flow' | 'model' | 'tool' | 'strategy';

/** A JSON Schema (2020-12) of objects some of whose members have exactly these values. */
export interface Condition {
  readonly properties: { readonly [member: string]: { readonly const: string | number | boolean } };
  /** One that is left out has its default, which an object need not say. */
  readonly required?: readonly string[];
}

/**
 * The part of JSON Schema (2020-12) that strategies use. Small on purpose: the TypeScript types of config, input and
 * output follow from it (`FromSchema`).
 */
export type JSONSchema =
  | (Described & { readonly enum: readonly (string | number)[]; readonly default?: string | number })
  | (Described & {
      readonly type: 'string';
      readonly ref?: Reference;
      readonly default?: string;
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
    })
  | (Described & {
      readonly type: 'number' | 'integer';
      readonly default?: number;
      readonly minimum?: number;
      readonly maximum?: number;
    })
  | (Described & { readonly type: 'boolean'; readonly default?: boolean })
  | (Described & { readonly type: 'array'; readonly items: JSONSchema; readonly maxItems?: number })
  | (Described & {
      readonly type: 'object';
      readonly properties: { readonly [name: string]: JSONSchema };
      readonly required?: readonly string[];
      readonly additionalProperties?: boolean;
      /** What else is required where the condition holds. The types do not follow it. */
      readonly if?: Condition;
      readonly then?: {
        readonly required: readonly string[];
        readonly properties?: { readonly [name: string]: JSONSchema };
      };
    })
  /** Anything: `unknown` in TypeScript, any JSON at run time. */
  | (Described & { readonly type?: undefined; readonly enum?: undefined });

/** The TypeScript type of the values that a schema admits. */
export type FromSchema<Schema> = Schema extends { enum: readonly (infer Value)[] }
  ? Value
  : Schema extends { type: 'string' }
    ? string
    : Schema extends { type: 'number' | 'integer' }
      ? number
      : Schema extends { type: 'boolean' }
        ? boolean
        : Schema extends { type: 'array'; items: infer Item }
          ? FromSchema<Item>[]
          : Schema extends { type: 'object'; properties: infer Properties }
            ? {
                [Name in keyof Properties as Name extends RequiredNames<Schema> ? Name : never]: FromSchema<
                  Properties[Name]
                >;
              } & {
                [Name in keyof Properties as Name extends RequiredNames<Schema> ? never : Name]?: FromSchema<
                  Properties[Name]
                >;
              }
            : unknown;

type RequiredNames<Schema> = Schema extends { required: readonly (infer Name)[] } ? Name : never;
