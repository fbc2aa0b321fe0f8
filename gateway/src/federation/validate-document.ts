import { DomainError } from '@trialogue/errors';
import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';
import type { OperationLimits } from './operation-limits';
import { sizeProblem } from './operation-size';

/**
 * Everything wrong with a document. Three rules come before the specification's: its size is bounded, incremental delivery is refused by its
 * own code, and a subscription's root has no condition (GraphQL, September 2025, §5.2.4.1), which graphql-js 16 fails on.
 */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  limits: OperationLimits,
): readonly GraphQLError[] {
  const tooLarge = sizeProblem(document, limits);
  if (tooLarge) return [tooLarge];
  const incremental = incrementalDirectives(document);
  if (incremental.length > 0) return incremental;
  const conditional = conditionalRoots(document);
  return (conditional.length > 0 ? conditional : validate(schema, document)).map(asValidationError);
}

const asValidationError = ({ message, nodes, source, positions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes, source, positions, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

function incrementalDirectives(document: DocumentNode): GraphQLError[] {
  const errors: GraphQLError[] = [];
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'defer' && node.name.value !== 'stream') return;
      const cause = new DomainError('DEFER_UNSUPPORTED', { directive: node.name.value });
      errors.push(new GraphQLError(cause.message, { nodes: node, originalError: cause }));
    },
  });
  return errors;
}

function conditionalRoots(document: DocumentNode): GraphQLError[] {
  return document.definitions
    .flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION && node.operation === 'subscription' ? [node] : []))
    .flatMap((node) => conditionsOf(node.selectionSet, document, new Set()))
    .map(
      (node) =>
        new GraphQLError(`The root of a subscription must not use @${node.name.value}.`, {
          nodes: node satisfies ASTNode,
        }),
    );
}

function conditionsOf(set: SelectionSetNode, document: DocumentNode, seen: Set<string>): DirectiveNode[] {
  return set.selections.flatMap((selection) => {
    const own = (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include');
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [...own, ...conditionsOf(selection.selectionSet, document, seen)];
    if (selection.kind === Kind.FIELD || seen.has(selection.name.value)) return own;
    seen.add(selection.name.value);
    const fragment = document.definitions.find(
      (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION
      ? [...own, ...conditionsOf(fragment.selectionSet, document, seen)]
      : own;
  });
}
