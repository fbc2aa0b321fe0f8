import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import type { Logger } from 'pino';

/** A model that can be served without Python: `intercept + coefficient × input`, summed over its inputs. */
export interface LinearModel {
  readonly name: string;
  readonly version: string;
  readonly intercept: number;
  /** Input → coefficient; every input must be given. */
  readonly coefficients: { readonly [input: string]: number };
}

const schema = {
  type: 'object',
  required: ['name', 'version', 'intercept', 'coefficients'],
  properties: {
    name: { type: 'string', minLength: 1 },
    version: { type: 'string', minLength: 1 },
    intercept: { type: 'number' },
    coefficients: { type: 'object', minProperties: 1, additionalProperties: { type: 'number' } },
  },
};

/**
 * The models in a folder's JSON files, by file name without its ending (`food_budget_1`). What is no linear model is
 * logged with what is wrong and left out. A folder that does not exist holds none.
 */
export function readModels(folder: string, logger: Logger): ReadonlyMap<string, LinearModel> {
  const isLinear = new Ajv({ allErrors: true }).compile<LinearModel>(schema);
  const models = new Map<string, LinearModel>();
  for (const file of jsonFilesIn(folder)) {
    try {
      const model: unknown = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
      if (isLinear(model)) models.set(path.basename(file, '.json'), model);
      else throw new Error((isLinear.errors ?? []).map((error) => `${error.instancePath} ${error.message}`).join('; '));
    } catch (error) {
      const { message } = error as Error;
      logger.error({ file: path.join(folder, file) }, `The stand-in for MLflow leaves a model out: ${message.trim()}`);
    }
  }
  return models;
}

function jsonFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** One number for each row. All columns have the same length. */
export function predict(model: LinearModel, columns: ReadonlyMap<string, readonly number[]>, rows: number): number[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.entries(model.coefficients).reduce(
      (sum, [input, coefficient]) => sum + coefficient * columns.get(input)![row]!,
      model.intercept,
    ),
  );
}
