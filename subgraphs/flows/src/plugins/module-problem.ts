import type { GraphModule } from '@trialogue/plugin-api';
import { scopes } from '@trialogue/subgraph';
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  visit,
} from 'graphql';
import { isSubscriber } from './plugin-resolvers';

export type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const roots = ['Query', 'Mutation', 'Subscription'];
/** What a plugin may say of its own. `@override` and the like would take from others what is theirs. */
const directives = [
  'key',
  'external',
  'requires',
  'provides',
  'shareable',
  'tag',
  'inaccessible',
  'deprecated',
  'specifiedBy',
  'oneOf',
];
/** Of a type that it extends, and of a field that it repeats, it says nothing but how it is found. */
const ofOthers = ['key', 'external'];

/** Why a module cannot be taken, whatever else is in the graph; undefined: it can. */
export function moduleProblem(module: GraphModule, document: DocumentNode): string | undefined {
  return definitionProblem(document) ?? directiveProblem(document) ?? memberProblem(module, document);
}

export const isObject = (node: DefinitionNode): node is ObjectNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
export const isKey = (directive: ConstDirectiveNode) => directive.name.value === 'key';
export const isExternal = (field: FieldDefinitionNode) =>
  field.directives?.some(({ name }) => name.value === 'external') ?? false;

const extensions: readonly string[] = [
  Kind.INPUT_OBJECT_TYPE_EXTENSION,
  Kind.ENUM_TYPE_EXTENSION,
  Kind.UNION_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_EXTENSION,
];

function definitionProblem({ definitions }: DocumentNode): string | undefined {
  for (const node of definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
      return 'it says something of the schema as a whole, which is not a plugin’s to say';
    if (node.kind === Kind.DIRECTIVE_DEFINITION)
      return `it declares the directive @${node.name.value}; plugins have none`;
    if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION)
      return 'its SDL has an operation in it';
    if (extensions.includes(node.kind)) return `it extends ${node.name.value}, and plugins extend object types only`;
    if (node.name.value.startsWith('_'))
      return `it declares ${node.name.value}, a name that federation keeps for itself`;
  }
  return undefined;
}

function directiveProblem(document: DocumentNode): string | undefined {
  let problem: string | undefined;
  const check = (
    node: { readonly directives?: readonly ConstDirectiveNode[] },
    allowed: readonly string[],
    where: string,
  ) => {
    const wrong = node.directives?.find(({ name }) => !allowed.includes(name.value));
    if (wrong)
      problem ??= `it says @${wrong.name.value} of ${where}; there it may say ${allowed.map((name) => `@${name}`).join(', ')}`;
  };
  visit(document, {
    ObjectTypeExtension: (node) => check(node, ofOthers, `${node.name.value}, which it extends`),
    Directive: (node) => check({ directives: [node as ConstDirectiveNode] }, directives, 'what it declares'),
    FieldDefinition(node) {
      if (isExternal(node)) check(node, ofOthers, `${node.name.value}, which is another’s`);
    },
  });
  return problem;
}

/** A plugin resolves what it declares itself, and nothing of anybody else's; and all that nobody else could. */
function memberProblem(module: GraphModule, document: DocumentNode): string | undefined {
  const objects = document.definitions.filter(isObject);
  const fieldsOf = (type: string) =>
    objects
      .filter((node) => node.name.value === type)
      .flatMap(({ fields = [] }) => fields.filter((field) => !isExternal(field)).map((field) => field.name.value));
  for (const [type, fields] of Object.entries(module.resolvers))
    for (const [name, resolver] of Object.entries(fields)) {
      if (!fieldsOf(type).includes(name))
        return `it brings a resolver of ${type}.${name}, which its SDL does not declare`;
      const subscribes = isSubscriber(resolver);
      if (subscribes && typeof (resolver as { subscribe?: unknown } | null)?.subscribe !== 'function')
        return `its resolver of ${type}.${name} is neither a function nor has it \`subscribe\``;
      if (subscribes !== (type === 'Subscription'))
        return `its resolver of ${type}.${name} ${subscribes ? 'has `subscribe`, as only fields of Subscription may' : 'needs `subscribe`'}`;
    }
  for (const root of roots)
    for (const name of fieldsOf(root))
      if (!module.resolvers[root]?.[name]) return `it declares ${root}.${name} and brings no resolver of it`;
  for (const [type, fields] of Object.entries(module.scopes ?? {}))
    for (const [name, needed] of Object.entries(fields)) {
      if (!fieldsOf(type).includes(name)) return `it says who may see ${type}.${name}, which its SDL does not declare`;
      const wrong = Array.isArray(needed) ? needed.find((scope) => !scopes.includes(scope)) : String(needed);
      if (wrong !== undefined || needed.length === 0)
        return `the scopes of ${type}.${name} are to be a list of ${scopes.join(', ')}`;
    }
  for (const type of Object.keys(module.references ?? {})) {
    const own = objects.find((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === type);
    if (!own?.directives?.some(isKey)) return `it finds references of ${type}, which it does not declare with a @key`;
  }
  return undefined;
}
