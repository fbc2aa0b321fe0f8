import type { Caller } from '@trialogue/subgraph';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { admin, unit } from './testing/process';
import { tell } from './testing/story';

const secret = 'my secret soup';
const victim = 'ana-the-victim';
let story: Awaited<ReturnType<typeof tell>>;
/** Of the victim; in `handedOff` a person answers. */
let active: string;
let handedOff: string;
beforeAll(async () => {
  story = await tell();
  const start = async () => (await story.start({ unit: victim }, admin)).data.startConversation.id;
  active = await start();
  handedOff = await start();
  for (const id of [active, handedOff]) await story.send(id, secret);
  await story.ask(`mutation { handOff(conversation: "${handedOff}") { id } }`);
});
afterAll(() => story.end());

const schema = () => story.flows.current.schema;
const roots = () =>
  (['query', 'mutation', 'subscription'] as const).flatMap((operation) => {
    const type = {
      query: schema().getQueryType(),
      mutation: schema().getMutationType(),
      subscription: schema().getSubscriptionType(),
    }[operation]!;
    return Object.values(type.getFields()).map((field) => ({ operation, field }));
  });

/** What is somebody's own. */
const personal = [
  'Conversation',
  'Message',
  'Turn',
  'MessageEvent',
  'Execution',
  'SentEvent',
  'ConversationConnection',
];

function takesConversation(type: GraphQLInputType, name: string): boolean {
  if (name === 'conversation') return true;
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return false;
  return Object.values(named.getFields()).some((field) => takesConversation(field.type, field.name));
}

const concerns = (field: GraphQLField<unknown, unknown>) =>
  personal.includes(getNamedType(field.type).name) ||
  field.args.some(({ type, name }) => takesConversation(type, name));

/** A value as a stranger would give it who knows the id. */
function givenFor(type: GraphQLInputType, name: string, id: string): unknown {
  if (isNonNullType(type)) return givenFor(type.ofType, name, id);
  if (isListType(type)) return [givenFor(type.ofType, name, id)];
  if (isInputObjectType(type)) {
    const wanted = Object.values(type.getFields()).filter((field) => isRequiredInputField(field));
    return Object.fromEntries(wanted.map((field) => [field.name, givenFor(field.type, field.name, id)]));
  }
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (name === 'conversation' || name === 'id') return id;
  if (name === 'unit') return victim;
  if (name === 'experiment') return 'meals';
  return { Int: 1, Float: 1, Boolean: true, JSONObject: {}, JSON: {} }[type.name as string] ?? 'x';
}

/** All that can be asked of a type without arguments, so deep. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) {
    const parts = schema()
      .getPossibleTypes(named)
      .map((one) => `... on ${one.name} ${selectionOf(one, depth)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const alias = `${named.name}_${field.name}: ${field.name}`; // types of one union call different things the same
    const inner = getNamedType(field.type);
    if (!isObjectType(inner) && !isAbstractType(inner)) return [alias];
    return depth > 1 ? [`${alias} ${selectionOf(field.type, depth - 1)}`] : [];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

const documentOf = (operation: string, field: GraphQLField<unknown, unknown>) => {
  const args = field.args.filter((arg) => isRequiredArgument(arg) || arg.name === 'conversation');
  const declared = args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = declared ? `${operation} (${declared})` : operation;
  return `${head} { ${field.name}${given ? `(${given})` : ''} ${selectionOf(field.type, 4)} }`;
};
const variablesOf = (field: GraphQLField<unknown, unknown>, id: string) =>
  Object.fromEntries(
    field.args.filter((arg) => isRequiredArgument(arg)).map(({ name, type }) => [name, givenFor(type, name, id)]),
  );

const strangers: [string, Caller][] = [
  ['another unit', unit('kay')],
  ['who may converse as nobody', { subject: 'app', scopes: ['converse'] }],
  ['an analyst', { subject: 'analyst', scopes: ['read'] }],
  ['an editor', { subject: 'editor', scopes: ['read', 'edit'] }],
  ['who may do nothing', { subject: 'nobody', scopes: [] }],
];

async function everything() {
  const { rows } = await story.store.sql(
    `select (select json_agg(c order by id) from exp.conversations c) as conversations,
       (select json_agg(t order by conversation, number) from exp.turns t) as turns,
       (select json_agg(m order by conversation, turn, role) from exp.messages m) as messages,
       (select json_agg(e) from exp.executions e) as executions,
       (select count(*) from exp.events) as events`,
  );
  return rows[0];
}

test('these fields take or give what is somebody’s own: whoever adds one is tested here, too', () => {
  const found = roots()
    .filter(({ field }) => concerns(field))
    .map(({ field }) => field.name);
  expect(found.sort()).toEqual([
    ...['cancelMessage', 'conversation', 'conversations', 'endConversation', 'execute', 'handBack', 'handOff'],
    ...['messageStream', 'rateConversation', 'replyAsAgent', 'sendEvent', 'sendMessage', 'startConversation'],
  ]);
});

test.each(strangers)('%s neither reads, nor writes, nor subscribes, knowing the ids', async (_, caller) => {
  const before = await everything();
  for (const { operation, field } of roots().filter((root) => concerns(root.field)))
    for (const id of [active, handedOff]) {
      const document = documentOf(operation, field);
      const variables = variablesOf(field, id);
      if (operation === 'subscription') {
        const signal = new AbortController().signal;
        await expect(story.watch(document, variables, signal, caller)).rejects.toMatch(
          /CONVERSATION_NOT_FOUND|FORBIDDEN/,
        );
        continue;
      }
      const { data, codes } = await story.ask(document, variables, caller);
      const given = data?.[field.name] ?? null;
      const nothing = given === null || given.ConversationConnection_edges?.length === 0;
      expect([field.name, nothing]).toEqual([field.name, true]);
      if (operation === 'mutation')
        expect([field.name, ['CONVERSATION_NOT_FOUND', 'FORBIDDEN'].includes(codes[0] as string)]).toEqual([
          field.name,
          true,
        ]);
    }
  expect(await everything()).toEqual(before);
});

test.each(strangers)('%s gets no entity of another subgraph’s reference', async (_, caller) => {
  const entities = schema().getPossibleTypes(schema().getType('_Entity') as never);
  const representations = [active, handedOff].map((id) => ({ __typename: 'Conversation', id }));
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ${entities.map((type) => `... on ${type.name} ${selectionOf(type, 3)}`).join(' ')} } }`;
  expect(entities.map(({ name }) => name).filter((name) => personal.includes(name))).toEqual(['Conversation']);
  const answer = await story.ask(document, { representations }, caller);
  expect(JSON.stringify(answer.data ?? null)).not.toMatch(new RegExp(`${secret}|${victim}|${active}`));
});

test('the walk would find what is there: its unit and an agent see it', async () => {
  const { operation, field } = roots().find((root) => root.field.name === 'conversation')!;
  for (const caller of [unit(victim), { subject: 'desk', scopes: ['agent'] } as Caller]) {
    const { data } = await story.ask(documentOf(operation, field), variablesOf(field, active), caller);
    expect(JSON.stringify(data)).toContain(secret);
  }
});

test('a server that sends events sees where a conversation stands, and not what was said in it', async () => {
  const server: Caller = { subject: 'shop', scopes: ['assign'] };
  for (const { operation, field } of roots().filter(
    (root) => concerns(root.field) && root.operation !== 'subscription',
  )) {
    const answer = await story.ask(documentOf(operation, field), variablesOf(field, active), server);
    expect(JSON.stringify(answer.data ?? null)).not.toContain(secret);
  }
});
