import { Ajv2020 } from 'ajv/dist/2020';

/**
 * Checks JSON Schemas (2020-12) themselves, for the whole process: to compile what they are checked by takes longer than most
 * of them do.
 */
export const metaSchema = new Ajv2020({ allErrors: true, strict: false, logger: false });
