import type { ExecutionResult } from 'graphql';
import type { Variables } from './federation/execute';
import type { Leaving } from './leaving';
import type { Pipeline, Visitor } from './pipeline';

/** Runs a query or mutation of the product's own as the visitor, through what every operation goes through. Never rejects. */
export async function ask(
  pipeline: Pipeline,
  visitor: Visitor,
  gone: Leaving,
  text: string,
  variables: Variables,
): Promise<ExecutionResult> {
  const operation = pipeline.prepare({ text }, visitor);
  return Array.isArray(operation) ? { errors: operation } : pipeline.execute(operation, variables, visitor, gone);
}
