// GraphiQL against this product's own graph: queries and mutations over HTTP, subscriptions over WebSocket.
import { createClient } from '/explorer/assets/graphql-ws/client.js';
import { example, tabs } from '/explorer/assets/tabs.js';

const { GraphiQL, React, ReactDOM } = window;
const graph = new URL('/graphql', location.href);
const overHttp = GraphiQL.createFetcher({ url: graph.href });

/** The headers editor's credentials, in the form in which the WebSocket takes them. */
function connectionParams(headers) {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const key = /^Bearer +(\S+)$/i.exec(named.authorization ?? '')?.[1];
  return { key, unitToken: named['x-trialogue-unit'] };
}

/** A connection of its own for each subscription, so that each has the headers it was started with. */
function overWebSocket(operation, headers) {
  const url = new URL(graph);
  url.protocol = graph.protocol === 'https:' ? 'wss:' : 'ws:';
  return createClient({ url: url.href, connectionParams: connectionParams(headers) }).iterate(operation);
}

function isSubscription({ operationName }, document) {
  const operations = (document?.definitions ?? []).filter(({ kind }) => kind === 'OperationDefinition');
  const chosen = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
  return chosen?.operation === 'subscription';
}

function fetcher(operation, { headers = {}, documentAST } = {}) {
  if (!isSubscription(operation, documentAST)) return overHttp(operation, { headers, documentAST });
  return overWebSocket(operation, headers);
}

/** GraphiQL shows the default tabs on a first visit, but looks for what is in the first one's editors where it saves them. */
function fillFirstVisit([first]) {
  if (localStorage.getItem('graphiql:tabState')) return;
  localStorage.setItem('graphiql:query', first.query);
  localStorage.setItem('graphiql:variables', first.variables);
}

/** The tabs with an experiment that this product has: one that runs, where the example is not there and it may be seen. */
async function tabsHere() {
  const query = `query Here($key: ID!) { experiment(key: $key) { key } experiments(status: RUNNING, first: 1) { edges { node { key } } } }`;
  const body = JSON.stringify({ query, variables: { key: example } });
  const asked = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(2000),
  };
  // Late, or no JSON, as from a proxy in front of this product: then with the example.
  const answer = await fetch(graph, asked)
    .then((response) => response.json())
    .catch(() => undefined);
  const key = answer?.data?.experiment?.key ?? answer?.data?.experiments?.edges?.[0]?.node?.key ?? example;
  return tabs.map(({ variables, ...tab }) => ({ ...tab, variables: variables.replace(example, key) }));
}

const defaultTabs = await tabsHere();
fillFirstVisit(defaultTabs);
ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs,
    defaultEditorToolsVisibility: 'variables',
    shouldPersistHeaders: false,
  }),
);
