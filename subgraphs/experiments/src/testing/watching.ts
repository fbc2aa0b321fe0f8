import type { Subgraph } from '@trialogue/subgraph';
import { type ExecutionResult, parse, subscribe } from 'graphql';
import { pino } from 'pino';

const document = `subscription ($experiments: [ID!], $after: String) {
  definitionsChanged(experiments: $experiments, after: $after) {
    version complete stale removed experiments { key release isFlag snapshot } } }`;

/** Subscribes to definitions as the gateway would; `next` answers the next ones, and nothing is asked for before. */
export async function watchDefinitions({ current, contextFor }: Subgraph, variables: object = {}) {
  const leaving = new AbortController();
  const results = await subscribe({
    schema: current.schema,
    document: parse(document),
    variableValues: { ...variables },
    contextValue: contextFor({
      caller: { subject: 'web', scopes: ['assign'] },
      requestId: 'r1',
      signal: leaving.signal,
      logger: pino({ level: 'silent' }),
    }),
  });
  if (!('next' in results)) throw (results as ExecutionResult).errors![0]!.originalError;
  return {
    async next(): Promise<any> {
      const { done, value } = await results.next();
      return done ? 'over' : (value as any).data.definitionsChanged;
    },
    leave: () => leaving.abort(),
    end: () => results.return(undefined),
  };
}
