import { type ExecutionResult, parse, subscribe } from 'graphql';
import { pino } from 'pino';
import type { Scope } from '../request-context';
import type { Subgraph } from '../subgraph';

/** Subscribes as the gateway would; `next` answers the next event of the only field, and nothing is asked for before. */
export async function watch(
  { current, contextFor }: Subgraph,
  document: string,
  variables: object = {},
  scopes: readonly Scope[] = ['assign'],
) {
  const leaving = new AbortController();
  const results = await subscribe({
    schema: current.schema,
    document: parse(document),
    variableValues: { ...variables },
    contextValue: contextFor({
      caller: { subject: 'web', scopes },
      requestId: 'r1',
      signal: leaving.signal,
      logger: pino({ level: 'silent' }),
    }),
  });
  if (!('next' in results)) throw (results as ExecutionResult).errors![0]!.originalError;
  return {
    async next(): Promise<any> {
      const { done, value } = await results.next();
      return done ? 'over' : Object.values((value as ExecutionResult).data!)[0];
    },
    leave: () => leaving.abort(),
    end: () => results.return(undefined),
  };
}
