import { Ajv2020 } from 'ajv/dist/2020';
import type { Json } from '../message';
import type { StrategyProblem } from '../strategy-failure';

/** A compiled JSON Schema (2020-12). */
export interface Schema<Value = Json> {
  /** A copy of the value with the schema's defaults filled in, or what the schema refuses in it. */
  read(value: unknown): { readonly value: Value } | { readonly problems: readonly StrategyProblem[] };
}

/** Of the whole process: to compile what schemas are checked by takes longer than most schemas do. */
const metaSchema = new Ajv2020({ logger: false });

/** @throws Error when the schema is none. */
export function compileSchema<Value = Json>(schema: object): Schema<Value> {
  metaSchema.validateSchema(schema, true);
  const options = {
    allErrors: true,
    useDefaults: true,
    strictTypes: false,
    validateSchema: false,
    logger: false,
  } as const;
  const ajv = new Ajv2020(options);
  ajv.addKeyword({ keyword: 'ref', schemaType: 'string' });
  const validate = ajv.compile(schema);
  return {
    read(value) {
      const copy = structuredClone(value);
      if (validate(copy)) return { value: copy as Value };
      const problems = validate.errors!.map(({ instancePath, message, params }) => ({
        path: instancePath.split('/').slice(1).map(unescapePointer),
        message: `${message}${'additionalProperty' in params ? ` (${params.additionalProperty})` : ''}`,
      }));
      return { problems };
    },
  };
}

/** One sentence from the first problem, for messages. */
export function firstOf(problems: readonly StrategyProblem[]): string {
  const { path, message } = problems[0]!;
  return `${path.length > 0 ? `${path.join('.')} ` : ''}${message}.`;
}

/** RFC 6901 §4. */
const unescapePointer = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~');
