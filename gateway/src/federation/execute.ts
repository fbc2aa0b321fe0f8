import { DomainError } from '@trialogue/errors';
import type { MaskError, RequestContext } from '@trialogue/subgraph';
import { type ExecutionResult, GraphQLError, getVariableValues } from 'graphql';
import { largestFound } from './operation-size';
import type { PreparedOperation } from './snapshot';

/** Variables as they came over the wire. */
export type Variables = Record<string, unknown>;

/** Runs a query or a mutation on the snapshot that it was prepared for. Never rejects; every error is masked. */
export async function executeOperation(
  operation: PreparedOperation,
  variables: Variables,
  request: RequestContext,
  mask: MaskError,
): Promise<ExecutionResult> {
  const errors = refusal(operation, variables);
  if (errors) return masked({ errors }, request, mask);
  try {
    return masked(await operation.snapshot.execute(operation, variables, request), request, mask);
  } catch (error) {
    return { errors: [mask(error, request)], data: null };
  }
}

/** Why an operation is not begun with these variables: they are not what it declares, or make it too costly. */
export function refusal(operation: PreparedOperation, variables: Variables): readonly GraphQLError[] | undefined {
  return invalidVariables(operation, variables) ?? tooCostly(operation, variables);
}

function tooCostly(
  { cost, snapshot, definition }: PreparedOperation,
  variables: Variables,
): GraphQLError[] | undefined {
  const most = snapshot.limits.cost;
  const found = cost(variables);
  if (found <= most) return undefined; // not for NaN, which infinite sizes make
  const error = new DomainError('OPERATION_TOO_COSTLY', { cost: Math.min(found, largestFound), most });
  return [new GraphQLError(error.message, { nodes: definition, originalError: error })];
}

/** What the graph's own types refuse in the variables; custom scalars are left to their subgraphs. */
function invalidVariables(
  { definition, snapshot }: PreparedOperation,
  variables: Variables,
): readonly GraphQLError[] | undefined {
  if (!definition.variableDefinitions?.length) return undefined;
  const { errors } = getVariableValues(snapshot.schema, definition.variableDefinitions, variables);
  return errors?.map(
    ({ message, nodes }) => new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } }),
  );
}

/** Subgraphs' errors are masked already, and masking leaves those alone; what failed between them is not. */
export function masked(result: ExecutionResult, request: RequestContext, mask: MaskError): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map((error) => mask(error, request)) } : result;
}
