import { SetupError } from '@trialogue/errors';
import type { Json, JsonObject } from '@trialogue/plugin-api';
import { schemaProblems } from '@trialogue/variant-config';
import { lineOf, readFlowFile } from '../flow-file';

/** What comes of a call. */
export type CallResult = { readonly result: Json } | { readonly fails: string };

/** What is to come of the next call of a strategy or a tool; undefined: nobody has written it. */
export type CallResults = (name: string) => CallResult | undefined;

const help = 'Write `calls:`, each with a `strategy` and its `result`, or `fails`.';
const name = { type: 'string', minLength: 1, maxLength: 200 };
const schema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['calls'],
  properties: {
    calls: {
      type: 'array',
      maxItems: 1_000,
      items: {
        type: 'object',
        additionalProperties: false,
        properties: { strategy: name, tool: name, result: {}, fails: name },
        oneOf: [{ required: ['strategy'] }, { required: ['tool'] }],
        anyOf: [{ required: ['result'] }, { required: ['fails'] }],
      },
    },
  },
};

/**
 * A file's `calls`, a list of `strategy` or `tool` with a `result` or the code with which it `fails`: each name's one
 * after the other, the last again and again. Throws a SetupError that says what is wrong with the file.
 */
export function writtenResults(root: string, fileName: string): CallResults {
  const file = readFlowFile(root, fileName, help);
  const lines = [
    ...file.faults.map(({ line, column, message }) => `${file.name}:${line}:${column}: ${message}`),
    ...schemaProblems(schema, (file.content ?? null) as Json).map((problem) => lineOf(file, problem, 'error')),
  ];
  if (lines.length > 0) throw new SetupError(lines.join('\n'), help);
  const { calls } = file.content as { readonly calls: readonly WrittenCall[] };
  const left = new Map<string, CallResult[]>();
  for (const { strategy, tool, result, fails } of calls) {
    const callee = (strategy ?? tool)!;
    const one = fails === undefined ? { result: result! } : { fails };
    left.set(callee, [...(left.get(callee) ?? []), one]);
  }
  return (callee) => {
    const results = left.get(callee) ?? [];
    return results.length > 1 ? results.shift() : results[0];
  };
}

interface WrittenCall {
  readonly strategy?: string;
  readonly tool?: string;
  readonly result?: Json;
  readonly fails?: string;
}
