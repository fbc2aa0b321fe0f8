import { createTestDatabase, until } from '@trialogue/store/testing';
import type { Caller } from '@trialogue/subgraph';
import { publishExperiment, publishPrompt } from './content';
import { publishFlow, talk } from './flows';
import { type Answer, admin, openProcess, type Process, type ProcessOptions } from './process';

const message = 'id role text structured status usage { output } arm standIn model';
const where = 'flow { id } state slots';
const startMutation = `mutation ($input: StartConversationInput!) { startConversation(input: $input) {
  id unit status arm release turnCount cursor expiresAt variant { experimentKey key } promptVersion { id } ${where} } }`;
const sendMutation = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
  number status clientMessageId failure { code message } question { ${message} } answer { ${message} }
  conversation { id turnCount } } }`;
const readQuery = `query ($id: ID!) { conversation(id: $id) { id status turnCount cursor outcome endedAt ${where}
  messages { edges { node { ${message} } } } } }`;
const streamSubscription = `subscription ($id: ID!, $after: String) { messageStream(conversation: $id, after: $after) {
  __typename cursor conversation at
  ... on MessageStarted { message { ${message} } inReplyTo { text } }
  ... on MessageDelta { messageId text }
  ... on StructuredDelta { messageId partial }
  ... on ToolCalled { messageId tool callId arguments }
  ... on ToolAnswered { messageId tool callId ok }
  ... on MessageCompleted { message { ${message} } }
  ... on MessageFailed { messageId code }
  ... on StateEntered { state flow }
  ... on ConversationEnded { status outcome }
  ... on StreamReset { messages { id text } } } }`;

/** What `hold` of the plugin `odd` shares with its test: how many wait, and how to let the last one go on. */
export const held = (): { waiting: number; release(): void } => (globalThis as any).heldStrategy;

/** A database with the experiment `meals` of the prompt `meal`, and `talks` of the same with the flow `talk`, one process on it, and what a chat page does. */
export interface Story extends Process {
  readonly url: string;
  /** Another process on the same database. */
  another(options?: ProcessOptions): Promise<Process & Acts>;
  end(): Promise<void>;
}

export interface Acts {
  start(input?: object, caller?: Caller): Promise<Answer>;
  /** The id of a new conversation that runs a strategy of the plugin `odd`. */
  startWith(strategy: string, experiment?: string): Promise<string>;
  send(conversation: string, text: string, clientMessageId?: string, caller?: Caller): Promise<Answer>;
  read(conversation: string, caller?: Caller): Promise<any>;
  follow(conversation: string, after?: string | null, caller?: Caller): Promise<Followed>;
  /** The conversation's facts, in the order in which they were written. */
  facts(conversation: string): Promise<{ type: string; id: string; unit: string; data: any; arm: string | null }[]>;
  exposures(unit: string): Promise<any[]>;
}

export interface Followed {
  readonly events: any[];
  /** The deltas so far, joined. */
  text(): string;
  /** Resolves once an event of this type has come. */
  until(type: string): Promise<any>;
  stop(): void;
}

export async function tell(options: ProcessOptions = {}): Promise<Story & Acts> {
  const database = await createTestDatabase();
  const others: Process[] = [];
  const open = async (more: ProcessOptions = {}) => {
    const opened = await openProcess(database.url, { ...options, ...more });
    others.push(opened);
    return { ...opened, ...actsOf(opened) };
  };
  const first = await open();
  const hashes = await publishPrompt(first.store, 'meal', [
    { template: 'You plan meals.' },
    { template: 'You plan meals for {{ diet }}s.', variables: [{ name: 'diet', required: false, default: 'vegan' }] },
  ]);
  await publishExperiment(first.store, 'meals', 'meal', hashes);
  const [flow] = await publishFlow(first.store, 'talk', [{ definition: talk }]);
  await publishExperiment(first.store, 'talks', 'meal', hashes, {}, { reference: 'talk@1', hash: flow! });
  return {
    ...first,
    url: database.url,
    another: open,
    async end() {
      for (const opened of others) await opened.close();
      await database.drop();
    },
  };
}

let count = 0;

function actsOf({ ask, watch, store }: Process): Acts {
  const acts: Acts = {
    start: (input = {}, caller = admin) =>
      ask(startMutation, { input: { experiment: 'meals', unit: 'ana', ...input } }, caller),
    async startWith(strategy, experiment = 'meals') {
      const { data } = await acts.start({ experiment });
      const id = data.startConversation.id;
      const plan = JSON.stringify({ strategy, config: { execution_strategy: strategy } });
      await store.sql('update exp.conversations set plan = plan::jsonb || $2 where id = $1', [id, plan]);
      return id;
    },
    send(conversation, text, clientMessageId = `c${++count}`, caller = admin) {
      return ask(sendMutation, { input: { conversation, text, clientMessageId } }, caller);
    },
    async read(id, caller = admin) {
      return (await ask(readQuery, { id }, caller)).data.conversation;
    },
    async follow(id, after = null, caller = admin) {
      const controller = new AbortController();
      const events = await watch(streamSubscription, { id, after }, controller.signal, caller);
      const find = (type: string) => events.find((event) => event.__typename === type || event === type);
      return {
        events,
        text: () => events.map((event) => (event.__typename === 'MessageDelta' ? event.text : '')).join(''),
        async until(type) {
          await until(() => find(type) !== undefined);
          return find(type);
        },
        stop: () => controller.abort(),
      };
    },
    async facts(conversation) {
      const { rows } = await store.sql(
        `select type, id, unit, data, arm from exp.events
         where data->>'conversation' = $1 order by xid, seq`,
        [conversation],
      );
      return rows as any;
    },
    async exposures(unit) {
      const { rows } = await store.sql('select * from exp.exposures where unit = $1', [unit]);
      return rows;
    },
  };
  return acts;
}
