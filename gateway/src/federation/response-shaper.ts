import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import type { SelectedField } from './collect-fields';
import { type Data, failed, ObjectShaper } from './object-shaper';

export interface Shaped {
  readonly data: Data | null;
  /** Nulls where the schema allows none, and values that it does not know. */
  readonly unexplained: readonly GraphQLError[];
}

/** Compiled forms that are kept while an operation's conditions vary; the bytes that a plan counts as are for these too. */
const maxForms = 4;

/** Gives one operation's client what it selected, of everything that was fetched: keys and requirements are left out. */
export class ResponseShaper {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Variables in `@skip` and `@include`, with their defaults. */
  private readonly conditions: ReadonlyMap<string, boolean | undefined>;
  private readonly forms = new Map<string, ObjectShaper>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly definition: OperationDefinitionNode,
  ) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.conditions = conditionsOf(document, definition);
  }

  /** Throws when what was fetched has another structure than the schema says. */
  shape(variables: Data, fetched: Data): Shaped {
    const errors: GraphQLError[] = [];
    const introspect = (field: SelectedField) => this.introspect(field, variables);
    const data = this.formFor(variables).shapeAsThis(fetched, { path: [], errors, introspect });
    return { data: data === failed ? null : data, unexplained: errors };
  }

  /** One compiled form for each combination of conditions. */
  private formFor(variables: Data): ObjectShaper {
    const conditions: Data = Object.create(null);
    for (const [name, byDefault] of this.conditions)
      conditions[name] = Object.hasOwn(variables, name) ? variables[name] : byDefault;
    const key = Object.values(conditions).join();
    const known = this.forms.get(key);
    if (known) return known;
    const { schema, fragments, definition } = this;
    const root = schema.getRootType(definition.operation)!;
    const selections = [{ set: definition.selectionSet, parent: root }];
    const form = new ObjectShaper({ schema, fragments, conditions }, root, selections);
    if (this.forms.size === maxForms) this.forms.clear();
    this.forms.set(key, form);
    return form;
  }

  private introspect({ key, nodes }: SelectedField, variableValues: Data): unknown {
    const query: OperationDefinitionNode = {
      kind: Kind.OPERATION_DEFINITION,
      operation: OperationTypeNode.QUERY,
      variableDefinitions: this.definition.variableDefinitions,
      selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
    };
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [query, ...this.fragments.values()] };
    const { data, errors } = executeSync({ schema: this.schema, document, rootValue: {}, variableValues });
    if (errors) throw errors[0];
    return data?.[key];
  }
}

function conditionsOf(document: DocumentNode, { variableDefinitions = [] }: OperationDefinitionNode) {
  const named = new Set<string>();
  visit(document, {
    Directive({ name, arguments: [argument] = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      if (argument?.value.kind === Kind.VARIABLE) named.add(argument.value.name.value);
    },
  });
  const conditions = new Map<string, boolean | undefined>();
  for (const { variable, defaultValue } of variableDefinitions)
    if (named.has(variable.name.value))
      conditions.set(variable.name.value, defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : undefined);
  return conditions;
}
