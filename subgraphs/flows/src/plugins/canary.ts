import type { PluginModule } from '@trialogue/executor';
import type { BuiltSubgraph } from '@trialogue/subgraph';
import {
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isRequiredArgument,
  Kind,
  parse,
} from 'graphql';
import type { Logger } from 'pino';
import type { Canary } from './mount';

const patienceMs = 2_000;

/**
 * Asks a schema, before it is served, what the host itself brings, and every field of `Query` of the new plugins that needs
 * no argument. A plugin is refused for a field that throws what no caller could be told, or answers what the field is not;
 * an error with a code is an answer, and one that takes longer than 2 s is not waited for, for what it asks may be away.
 */
export function canaryOn(subgraph: Pick<BuiltSubgraph, 'contextFor'>, logger: Logger): Canary {
  return async (schema, fresh) => {
    const owners = ownersOf(schema, fresh);
    const fields = schema.getQueryType()!.getFields();
    /** Alone, so that one that is slow hides nothing of the others. */
    const ask = async (selected: string) => {
      const leaving = new AbortController();
      const contextValue = subgraph.contextFor({ ...canary, signal: leaving.signal, logger });
      const asking = execute({ schema, document: parse(`{ ${selected} }`), contextValue });
      const result = await answerOf(asking, leaving);
      if (!result) logger.warn({ fields: selected }, 'It answers slowly.');
      return result?.errors ?? [];
    };
    const asked = [...owners].map(async ([name, owner]) => [owner, await ask(selection(fields[name]!))] as const);
    const [own, answers] = await Promise.all([
      ask('__typename plugins { name } strategies { name }'),
      Promise.all(asked),
    ]);
    if (own[0]) throw own[0];
    const refused = new Map<string, string>();
    for (const [owner, errors] of answers)
      for (const error of errors)
        if (!isTold(error))
          refused.set(owner, `Query.${error.path!.join('.')} answers with an error: ${error.message}`);
    return refused;
  };
}

const canary = { caller: { subject: 'canary', scopes: ['admin'] as const }, requestId: 'canary' };

/** Field of `Query` that needs no argument → the new plugin that declares it. */
function ownersOf(schema: GraphQLSchema, fresh: readonly PluginModule[]): Map<string, string> {
  const fields = schema.getQueryType()?.getFields() ?? {};
  const owners = new Map<string, string>();
  for (const { plugin, module } of fresh)
    for (const node of parse(module.typeDefs).definitions) {
      const isRoot = node.kind === Kind.OBJECT_TYPE_EXTENSION || node.kind === Kind.OBJECT_TYPE_DEFINITION;
      if (!isRoot || node.name.value !== 'Query') continue;
      for (const { name } of node.fields ?? [])
        if (fields[name.value]?.args.some(isRequiredArgument) === false) owners.set(name.value, plugin);
    }
  return owners;
}

const selection = ({ name, type }: GraphQLField<unknown, unknown>): string =>
  isLeafType(getNamedType(type)) ? name : `${name} { __typename }`;

async function answerOf(
  asking: Promise<ExecutionResult> | ExecutionResult,
  leaving: AbortController,
): Promise<ExecutionResult | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    return await Promise.race([asking, over]);
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
}

/** Whether it says what has failed, by a code that callers read. */
function isTold({ extensions, originalError }: GraphQLError): boolean {
  const code = extensions.code ?? (originalError as { code?: unknown } | undefined)?.code;
  return code !== undefined && code !== 'INTERNAL_SERVER_ERROR';
}
