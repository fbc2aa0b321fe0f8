import type { ObjectTypeDefinitionNode, ObjectTypeExtensionNode } from 'graphql';
import type { GraphModule, Subscriber } from '../plugin';

const roots = ['Query', 'Mutation', 'Subscription'];

/**
 * What is wrong with a plugin's part of the graph as far as it can be told alone: SDL that does not parse, resolvers of what
 * it does not declare, root fields that nothing answers. Needs `graphql`; whether the whole composes, the product says.
 */
export async function graphProblem({ typeDefs, resolvers, scopes = {}, references = {} }: GraphModule) {
  const { parse } = await graphqlOrHelp();
  const declared = new Map<string, Map<string, boolean>>();
  try {
    for (const node of parse(typeDefs).definitions) if (isObject(node)) declare(declared, node);
  } catch (error) {
    return `its SDL does not parse: ${(error as Error).message}`;
  }
  const isOwn = (type: string, field: string) => declared.get(type)?.get(field) === true;
  for (const [what, fieldsOf] of Object.entries({ resolver: resolvers, scope: scopes }))
    for (const [type, fields] of Object.entries(fieldsOf))
      for (const field of Object.keys(fields))
        if (!isOwn(type, field)) return `it brings a ${what} of ${type}.${field}, which its SDL does not declare`;
  for (const type of Object.keys(references))
    if (!declared.has(type)) return `it finds entities of ${type}, which its SDL does not declare`;
  for (const type of roots)
    for (const [field] of declared.get(type) ?? [])
      if (!answers(resolvers[type]?.[field], type)) return `nothing answers its field ${type}.${field}`;
  return undefined;
}

function answers(resolver: unknown, type: string): boolean {
  if (type !== 'Subscription') return typeof resolver === 'function';
  return typeof (resolver as Partial<Subscriber> | undefined)?.subscribe === 'function';
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const isObject = (node: { readonly kind: string }): node is ObjectNode =>
  node.kind === 'ObjectTypeDefinition' || node.kind === 'ObjectTypeExtension';

/** Type → field → whether it is the plugin's own, and not another's that it only names. */
function declare(declared: Map<string, Map<string, boolean>>, { name, fields = [] }: ObjectNode): void {
  const its = declared.get(name.value) ?? new Map<string, boolean>();
  declared.set(name.value, its);
  for (const field of fields)
    its.set(field.name.value, !field.directives?.some((directive) => directive.name.value === 'external'));
}

async function graphqlOrHelp() {
  try {
    return await import('graphql');
  } catch (cause) {
    const help = 'npm install --save-dev graphql@16';
    throw new Error(`the SDL of a plugin is read with the package graphql, which is not installed: ${help}`, { cause });
  }
}
