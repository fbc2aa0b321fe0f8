import { contentHash } from '@trialogue/canonical-json';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { linearPattern } from '@trialogue/variant-config';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { formats } from './flow-schema';
import { limits } from './limits';

const remembered = 200;
const validators = new Map<string, ValidateFunction>();

/**
 * Why a slot's schema refuses a value, in a sentence for the user; undefined when it does not.
 *
 * @throws Error for a schema that `schemaProblem` refuses
 */
export function valueProblem(schema: JsonObject, value: Json): string | undefined {
  if (typeof value === 'string' && value.length > limits.value)
    return `Please keep it below ${limits.value} characters.`;
  if (typeof value === 'string' && schema.pattern !== undefined && value.length > limits.matched)
    return `Please keep it below ${limits.matched} characters.`;
  const validate = validatorOf(schema);
  return validate(value) ? undefined : sentence(validate.errors![0]!);
}

/** Why a slot's schema cannot be used, beside its shape; undefined when it can. */
export function schemaProblem(schema: JsonObject): string | undefined {
  if (schema.type === undefined && schema.enum === undefined) return 'needs a `type` or an `enum`';
  try {
    const validate = validatorOf(schema);
    const options = (schema.enum ?? []) as Json[];
    const refused = options.find((option) => !validate(option));
    return refused === undefined
      ? undefined
      : `the option ${JSON.stringify(refused)} is refused by the rest of the schema`;
  } catch (error) {
    return (error as Error).message;
  }
}

const ofObjects = new WeakMap<JsonObject, ValidateFunction>();

/** The schema of a flow that is played is one object. */
function validatorOf(schema: JsonObject): ValidateFunction {
  const validate = ofObjects.get(schema) ?? sharedValidator(schema);
  ofObjects.set(schema, validate);
  return validate;
}

/** One Ajv per schema, for Ajv never forgets one. */
function sharedValidator(schema: JsonObject): ValidateFunction {
  const hash = contentHash(schema);
  const validate = validators.get(hash) ?? compile(schema);
  validators.delete(hash);
  validators.set(hash, validate);
  if (validators.size > remembered) validators.delete(validators.keys().next().value!);
  return validate;
}

function compile(schema: JsonObject): ValidateFunction {
  // Its shape is judged with the flow's; Ajv's own look at a schema costs more than all else here.
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, code: { regExp: linearPattern } });
  addFormats.default(ajv, { mode: 'full', formats: [...formats] });
  return ajv.compile(schema);
}

const examples: { readonly [format: string]: string } = {
  date: 'a date, such as 2026-03-14',
  time: 'a time, such as 18:30:00Z',
  'date-time': 'a date with a time, such as 2026-03-14T18:30:00Z',
  email: 'an email address, such as name@example.com',
  hostname: 'the name of a host, such as example.com',
  ipv4: 'an IPv4 address, such as 192.0.2.1',
  ipv6: 'an IPv6 address, such as 2001:db8::1',
  uri: 'a web address, such as https://example.com',
  uuid: 'a UUID',
};

function sentence({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'minimum':
      return `It has to be at least ${params.limit}.`;
    case 'maximum':
      return `It can be at most ${params.limit}.`;
    case 'exclusiveMinimum':
      return `It has to be more than ${params.limit}.`;
    case 'exclusiveMaximum':
      return `It has to be less than ${params.limit}.`;
    case 'multipleOf':
      return `It has to be a multiple of ${params.multipleOf}.`;
    case 'minLength':
      return `It needs at least ${params.limit} characters.`;
    case 'maxLength':
      return `It can have at most ${params.limit} characters.`;
    case 'format':
      return `It has to be ${examples[params.format]}.`;
    case 'pattern':
      return 'It does not have the form that is asked for.';
    case 'type':
      return `It has to be of type ${params.type}.`;
    default:
      return 'It is none of the possible values.';
  }
}
