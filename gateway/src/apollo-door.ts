import { ApolloServer, type ApolloServerOptions, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { DomainError } from '@trialogue/errors';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { tooLargeToParse } from './federation/parse-document';
import { retryAfter } from './http-exchange';
import type { Leaving } from './leaving';
import type { Pipeline, Visitor } from './pipeline';

/** What Apollo Server carries from the request to the pipeline. */
export interface DoorContext {
  readonly visitor: Visitor;
  /** Aborted when the client has gone before its answer was complete. */
  readonly gone: Leaving;
}

type ApolloGateway = NonNullable<ApolloServerOptions<DoorContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<ApolloGateway['load']>>['executor']>;
type Result = Awaited<ReturnType<Executor>>;

export interface ApolloDoorOptions {
  readonly pipeline: Pipeline;
  readonly logger: Logger;
  readonly newRequestId: () => string;
}

/**
 * GraphQL over HTTP by Apollo Server: it reads and writes HTTP and refuses cross-site forgery; everything between is the
 * pipeline's, entered through Apollo's own gateway interface.
 */
export function apolloDoor({ pipeline, logger, newRequestId }: ApolloDoorOptions): ApolloServer<DoorContext> {
  return new ApolloServer<DoorContext>({
    gateway: asApolloGateway(pipeline),
    // The pipeline validates, by one set of rules for every door, once for each document.
    dangerouslyDisableValidation: true,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    parseOptions: { maxTokens: pipeline.limits.tokens },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    // What the pipeline answers is masked; Apollo's own refusals pass here for the first time.
    formatError(formatted, error) {
      const unparsed = formatted.extensions?.code === 'GRAPHQL_PARSE_FAILED';
      const tooLarge = unparsed ? tooLargeToParse(formatted.message, pipeline.limits) : undefined;
      if (unparsed) pipeline.unparsed('http');
      if (unparsed && !tooLarge) return formatted;
      const masked = pipeline.mask(tooLarge ?? error, { requestId: newRequestId(), logger });
      return masked === error ? formatted : masked.toJSON();
    },
  });
}

function asApolloGateway(pipeline: Pipeline): ApolloGateway {
  const executor: Executor = async ({ schema, source, document, request, context }) => {
    const { visitor, gone } = context as DoorContext;
    const snapshot = pipeline.graph.snapshotOf(schema);
    const operation = pipeline.prepare(
      { text: source, operationName: request.operationName, snapshot, document },
      visitor,
    );
    if (Array.isArray(operation)) return { errors: operation.map(withStatus) };
    const result = await pipeline.execute(operation, request.variables ?? {}, visitor, gone);
    return (result.data === undefined ? { errors: result.errors?.map(withStatus) } : result) as Result;
  };
  return {
    onSchemaLoadOrUpdate: (callback) =>
      pipeline.graph.onSnapshot(({ schema, supergraphSdl }) =>
        callback({ apiSchema: schema, coreSupergraphSdl: supergraphSdl }),
      ),
    load: async () => ({ executor }),
    stop: async () => {},
  };
}

/** An error that ends a whole request, with its HTTP status in the place where Apollo Server looks for it. */
export function withStatus(error: GraphQLError): GraphQLError {
  const cause = error.originalError;
  if (!(cause instanceof DomainError)) return error;
  const { message, nodes, source, positions, extensions } = error;
  const seconds = retryAfter(cause);
  const headers = new HeaderMap(seconds === undefined ? [] : [['retry-after', seconds]]);
  return new GraphQLError(message, {
    ...{ nodes, source, positions, originalError: cause },
    extensions: { ...extensions, http: { status: cause.status, headers } },
  });
}
