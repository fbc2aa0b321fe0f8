const { randomBytes } = require('node:crypto');
const { definition, lot, most, nextOf, questions, slotOf, texts } = require('./flow');

/**
 * By name, what opens an engine on a database of its own. It answers what begins a conversation, and of that what takes a
 * turn: from the user's text to what is said, when all of it is on the disk.
 */
exports.contestants = { postgres: trialogue, redis: trialogue, langgraph };

/** The flows subgraph of the product, asked for the mutation that a chat sends; HTTP and the gateway are left out. */
async function trialogue({ databaseUrl, redisUrl }) {
  const { Store } = require('@trialogue/store');
  const { openFlows } = require('@trialogue/flows-subgraph');
  const { createModels, createTokenCounter } = require('@trialogue/models');
  // The product's own, of which there may be one only.
  const { execute, parse } = require(
    require.resolve('graphql', { paths: [require.resolve('@trialogue/flows-subgraph')] }),
  );
  const logger = require('pino').pino({ level: 'warn' });
  const store = await Store.open({ url: databaseUrl, redis: redisUrl, logger });
  const flows = await openFlows({
    ...{ store, url: databaseUrl, logger, plugins: [], projectRoot: __dirname, secret: () => undefined },
    ...{ models: createModels({ logger }), countTokens: createTokenCounter({ logger }) },
    ...{ clock: () => new Date(), ids: () => randomBytes(16).toString('base64url') },
  });
  const caller = { subject: 'bench', scopes: ['admin'] };
  const ask = async (document, variableValues) => {
    const request = { caller, requestId: 'bench', signal: new AbortController().signal, logger };
    const { schema } = flows.current;
    const { data, errors } = await execute({
      schema,
      document,
      variableValues,
      contextValue: flows.contextFor(request),
    });
    if (errors) throw errors[0];
    return data;
  };
  await ask(parse('mutation ($flows: [ApplyFlowInput!]!) { applyFlows(flows: $flows) { key } }'), {
    flows: [{ key: 'amounts', versions: [{ number: 1, definition }] }],
  });
  const start = parse(`mutation ($input: StartConversationInput!) { startConversation(input: $input) {
    id messages { edges { node { text } } } } }`);
  const send = parse(`mutation ($input: SendMessageInput!) { sendMessage(input: $input) { status answer { text } } }`);
  let units = 0;
  return async () => {
    const input = { flow: 'amounts@1', unit: `unit-${units++}` };
    const { id, messages } = (await ask(start, { input })).startConversation;
    let turns = 0;
    return {
      opening: messages.edges.map(({ node }) => node.text).join('\n\n'),
      async say(text) {
        const sent = { conversation: id, text, clientMessageId: `m${turns++}` };
        const { status, answer } = (await ask(send, { input: sent })).sendMessage;
        if (status !== 'COMPLETED') throw new Error(`a turn ended as ${status}`);
        return answer.text;
      },
    };
  };
}

/** The same graph on LangGraph.js: a node for each state, an interrupt for each question, its checkpointer on Postgres. */
async function langgraph({ databaseUrl }) {
  const { Annotation, Command, END, START, StateGraph, interrupt } = require('@langchain/langgraph');
  const { PostgresSaver } = require('@langchain/langgraph-checkpoint-postgres');
  const State = Annotation.Root({ slots: Annotation(), said: Annotation() });
  const graph = new StateGraph(State)
    .addNode('welcome', ({ said }) => ({ said: [...said, texts.welcome] }))
    .addNode('done', () => ({}))
    .addEdge(START, 'welcome')
    .addEdge('welcome', 'ask_0')
    .addEdge('done', END);
  for (let question = 0; question < questions; question += 1) {
    const slot = slotOf(question);
    const next = `ask_${nextOf(question)}`;
    const ask = ({ slots, said }) => {
      const amount = Number(interrupt([...said, texts.ask(question)]));
      if (!Number.isInteger(amount) || amount < 0 || amount > most) return new Command({ goto: `ask_${question}` });
      const goto = amount === most ? 'done' : amount > lot ? `many_${question}` : next;
      return new Command({ update: { slots: { ...slots, [slot]: amount }, said: [] }, goto });
    };
    graph
      .addNode(`ask_${question}`, ask, { ends: [`ask_${question}`, `many_${question}`, next, 'done'] })
      .addNode(`many_${question}`, ({ slots, said }) => ({ said: [...said, texts.many(question, slots[slot])] }))
      .addEdge(`many_${question}`, next);
  }
  const checkpointer = PostgresSaver.fromConnString(databaseUrl);
  await checkpointer.setup();
  const compiled = graph.compile({ checkpointer });
  const saidIn = ({ __interrupt__ }) => __interrupt__[0].value.join('\n\n');
  let threads = 0;
  return async () => {
    const config = { configurable: { thread_id: String(threads++) } };
    const opening = saidIn(await compiled.invoke({ slots: {}, said: [] }, config));
    return { opening, say: async (text) => saidIn(await compiled.invoke(new Command({ resume: text }), config)) };
  };
}
