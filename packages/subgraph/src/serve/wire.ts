/**
 * What a gateway and a subgraph's server say to each other: GraphQL over HTTP (`POST /graphql`, JSON), with the signed
 * caller as bearer, and the hash of the SDL that the operation was planned for. A subscription is asked for by accepting
 * an event stream: one `data:` line for each result, a comment now and then, and `event: complete` at its end.
 */
export const schemaHeader = 'x-trialogue-schema';
export const eventStreamType = 'text/event-stream';
export const completed = 'complete';
/** Milliseconds after which a stream shows a sign of life. Whoever reads gives it up after three of them. */
export const pulseMs = 10_000;
