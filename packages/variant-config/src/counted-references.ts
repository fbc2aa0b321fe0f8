import type { Json } from '@trialogue/plugin-api';
import { _, type KeywordCxt } from 'ajv';
import type { Ajv2020 } from 'ajv/dist/2020';

/**
 * Calls `follow` with the value that is checked whenever a reference of a schema is followed. References alone make the
 * work grow with more than the sizes of value and schema: two to the next of thirty parts are a thousand million checks.
 *
 * @param follow may throw, which ends the validation
 */
export function countReferences({ RULES }: Ajv2020, follow: (value: Json) => void): void {
  for (const keyword of ['$ref', '$dynamicRef']) {
    const rule = RULES.all[keyword];
    if (typeof rule !== 'object' || !('code' in rule.definition)) throw new Error(`Ajv has no rule of ${keyword}`);
    const { code } = rule.definition;
    rule.definition.code = (context: KeywordCxt) => {
      context.gen.code(_`${context.gen.scopeValue('obj', { ref: follow })}(${context.data})`);
      code(context);
    };
  }
}
