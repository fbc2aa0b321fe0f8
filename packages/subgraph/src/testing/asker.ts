import { execute, type GraphQLError, parse } from 'graphql';
import { pino } from 'pino';
import type { RequestContext, Scope } from '../request-context';
import type { Subgraph } from '../subgraph';

export interface Answer {
  readonly data: Record<string, any>;
  readonly errors: readonly {
    readonly code?: string;
    readonly message: string;
    readonly problems?: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  }[];
}

/** Asks a subgraph as the gateway would, each time as one request of a caller with these scopes unless told. */
export function asker(subgraph: Subgraph, usual: readonly Scope[]) {
  async function ask(document: string, variables: object = {}, scopes: readonly Scope[] = usual): Promise<Answer> {
    const request: RequestContext = {
      caller: { subject: 'someone', scopes },
      requestId: 'r1',
      signal: new AbortController().signal,
      logger: pino({ level: 'silent' }),
    };
    const { data, errors = [] } = await execute({
      schema: subgraph.current.schema,
      document: parse(document),
      variableValues: { ...variables },
      contextValue: subgraph.contextFor(request),
    });
    return { data: data ?? {}, errors: errors.map(told) };
  }

  /** One request that must go well; answers its only field. */
  async function done(document: string, variables: object = {}): Promise<any> {
    const { data, errors } = await ask(document, variables);
    if (errors.length > 0) throw new Error(`${document}: ${JSON.stringify(errors)}`);
    return Object.values(data)[0];
  }

  return { ask, done };
}

function told({ message, originalError }: GraphQLError): Answer['errors'][number] {
  const { code, problems } = (originalError ?? {}) as Partial<Answer['errors'][number]>;
  return { code, message, problems };
}
