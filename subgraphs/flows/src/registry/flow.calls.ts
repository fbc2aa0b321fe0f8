import type { Problem } from '@trialogue/errors';
import { type Call, callLiterals, callOf, type FlowDefinition, flowCalls, flowTools } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import { compileSchema } from '@trialogue/plugin-api/host';
import {
  configOfCall,
  type IncludedFlows,
  referencesOf,
  type StrategyBody,
  schemaProblems,
} from '@trialogue/variant-config';
import type { FlowLookup } from './flow.lookup';
import { asIncludes } from './flow-version.content';
import { turnsBetween } from './stretches';

/** JSON Schemas of what calls give, by `nameOfCallee`. */
export type CallAnswers = { readonly [callee: string]: JsonObject };

/** Tools and strategies may have the same name. */
export const nameOfCallee = (call: Callee): string =>
  'tool' in call ? `tool ${call.tool}` : `strategy ${call.strategy}`;

type Callee = { readonly tool: string } | { readonly strategy: string };

/** What the calls of a flow and of those that it includes give, as far as what is there now says so. */
export async function answersOf(
  lookUp: FlowLookup,
  definition: FlowDefinition,
  flows: IncludedFlows = {},
): Promise<CallAnswers> {
  const tools = flowTools(definition, asIncludes(flows)).map((tool) => ({ tool }));
  const answers: Record<string, JsonObject> = {};
  for (const call of [...flowCalls(definition, asIncludes(flows)), ...tools]) {
    const output = (await lookUp.callee(call))?.output;
    if (output) answers[nameOfCallee(call)] = output;
  }
  return answers;
}

/**
 * What keeps the calls of a flow from being made in any conversation, as far as what they call is there: input and config
 * that its schemas refuse, and models that no policy serves.
 */
export async function callProblems(lookUp: FlowLookup, { states }: FlowDefinition): Promise<Problem[]> {
  const problems: Problem[] = [];
  const pause = turnsBetween();
  for (const [name, state] of Object.entries(states)) {
    await pause();
    const call = callOf(state);
    const callee = call && (await lookUp.callee(call));
    if (!callee) continue;
    const path = ['states', name, ...('call' in state ? ['call'] : ['check', 'call'])];
    problems.push(...inputProblems(callee.input, call, [...path, 'input']));
    if ('strategy' in call && 'configKey' in callee)
      problems.push(...configProblems(lookUp, callee, call.config ?? {}, [...path, 'config']));
  }
  return problems;
}

function configProblems(lookUp: FlowLookup, strategy: StrategyBody, own: JsonObject, path: Problem['path']): Problem[] {
  const problems = problemsWithDefaults(strategy.config, own, path);
  if (problems.length > 0) return problems;
  return referencesOf(configOfCall(strategy, own), strategy).flatMap(({ kind, value, path: [, ...inside] }) => {
    const problem = kind === 'model' ? lookUp.missingModel(value) : undefined;
    return problem ? [{ path: [...path, ...inside], ...problem }] : [];
  });
}

function inputProblems(schema: JsonObject, call: Call, path: Problem['path']): Problem[] {
  const { known, open } = callLiterals(call);
  const fitted = open.length === 0 ? schema : lenientOn(open, schema);
  const given = { ...known, ...Object.fromEntries(open.map((member) => [member, null])) };
  return problemsWithDefaults(fitted, given, path);
}

/** What a schema refuses of a value that has its defaults; its validator, which is kept, is asked without them first. */
function problemsWithDefaults(schema: JsonObject, value: JsonObject, path: Problem['path']): Problem[] {
  const problems = schemaProblems(schema, value, path);
  return problems.length === 0 || 'value' in compileSchema(schema).read(value) ? [] : problems;
}

/** What says something of several members at once, or of members without naming them. */
const ofSeveral = new Set(
  'allOf anyOf oneOf not if then else $ref $dynamicRef dependentSchemas dependentRequired dependencies maxProperties patternProperties unevaluatedProperties'.split(
    ' ',
  ),
);

/** The schema of an object, which takes anything for these of its members. */
function lenientOn(members: readonly string[], schema: JsonObject): JsonObject {
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !ofSeveral.has(keyword)));
  const properties = (schema.properties ?? {}) as JsonObject;
  const isClosed = schema.additionalProperties === false && schema.patternProperties === undefined;
  const open = members.filter((name) => Object.hasOwn(properties, name) || !isClosed);
  return { ...rest, properties: { ...properties, ...Object.fromEntries(open.map((name) => [name, {}])) } };
}
