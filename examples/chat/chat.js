/** The page: a start form, one conversation at a time, and what survives a reload. */
import { fact, showFacts, showState } from './facts.js';
import { GraphError, openGraph } from './graph.js';
import { access, chosen, makeId, pending, saved } from './kept.js';
import { keepingTheEndInView, showTheEnd, Transcript } from './transcript.js';
import { connectionInWords, endInWords, endingInWords, sentence } from './words.js';

const $ = (id) => document.getElementById(id);
const transcript = new Transcript({ list: $('messages'), template: $('message'), announcer: $('announcer') });

let graph = null;
/**
 * The conversation on the page: `{ id, status, outcome, flow, state, stop, answers }`. `state` is where its flow stood after
 * the last whole answer; `answers` are answers' ids by their questions'.
 */
let current = null;

// ---------------------------------------------------------------- conversation

/** Shows a conversation as it was at its cursor and follows what has happened since. */
function enter(conversation, messages) {
  leave();
  const { id, status, outcome, flow, state } = conversation;
  current = { id, status, outcome, flow, state, stop: () => {}, answers: new Map() };
  showFacts(conversation);
  messages.forEach(show);
  current.stop = graph.stream(conversation.id, conversation.cursor, onEvent, report);
  refresh();
  showTheEnd();
  $('text').focus();
}

function leave() {
  current?.stop();
  current = null;
  transcript.clear();
  report(null);
}

function onEvent(event) {
  handlers[event.__typename]?.(event);
  keepingTheEndInView(refresh);
}

const handlers = {
  MessageStarted({ message, inReplyTo }) {
    if (inReplyTo) settlePending(inReplyTo);
    if (inReplyTo && !transcript.has(inReplyTo.id)) show({ ...inReplyTo, role: 'USER', status: 'COMPLETED' });
    if (inReplyTo) current.answers.set(inReplyTo.id, message.id);
    transcript.begin({ ...message, role: 'ASSISTANT', status: 'STREAMING', text: '' });
  },
  MessageDelta: ({ messageId, text }) => transcript.append(messageId, text),
  StructuredDelta: ({ messageId, partial }) => transcript.grow(messageId, partial),
  ToolCalled: ({ messageId, ...call }) => transcript.call(messageId, call),
  ToolAnswered: ({ messageId, ...answer }) => transcript.answerCall(messageId, answer),
  StateEntered: ({ state }) => showState(state),
  MessageCompleted({ message }) {
    if (message.role === 'USER') settlePending(message); // kept for a person, who may answer
    show(message);
    current.state = fact('state').textContent;
  },
  MessageFailed({ messageId, code }) {
    transcript.end(messageId, endInWords(code));
    showState(current.state); // an answer that failed leaves the flow where it was
  },
  ConversationEnded: ({ status, outcome }) => Object.assign(current, { status, outcome }),
  StreamReset({ messages }) {
    transcript.clear();
    messages.forEach(show);
    if (current.flow) attempt(lookUpState);
  },
};

/** What the stream tells of a message is what is shown of the one that is being sent. */
function settlePending({ id, text }) {
  const waiting = pending.read();
  if (waiting?.text === text) transcript.rename(waiting.clientMessageId, id);
}

/** What a stream that was cut does not tell: where the flow stands by now. */
async function lookUpState() {
  const { id } = current;
  const conversation = await graph.open(id);
  if (!conversation || current?.id !== id) return;
  current.state = conversation.state;
  showState(conversation.state);
}

function show(message) {
  transcript.show(message);
  if (message.role === 'USER' || !message.model) return;
  fact('model').textContent = message.model;
  fact('standIn').hidden = !message.standIn;
}

/** Sends once: the id is made before, kept until there is an answer, and sent again after a reload. */
async function send(text, clientMessageId = makeId()) {
  const conversation = current.id;
  pending.write({ conversation, clientMessageId, text });
  transcript.show({ id: clientMessageId, role: 'USER', status: 'SENDING', text });
  refresh();
  try {
    const turn = await graph.send({ conversation, text, clientMessageId });
    if (current?.id === conversation) settle(turn, clientMessageId, text);
  } catch (error) {
    if (current?.id !== conversation) return;
    if (!transcript.has(clientMessageId)) return report(error);
    const again = () => {
      transcript.remove(clientMessageId);
      send(text, clientMessageId);
    };
    transcript.end(clientMessageId, { state: 'failed', note: sentence(error), again });
  } finally {
    pending.clear(clientMessageId);
    refresh();
  }
}

/** What the mutation returns is the truth; the stream may have shown it before. */
function settle(turn, clientMessageId, text) {
  transcript.rename(clientMessageId, turn.question.id);
  if (turn.answer) show(turn.answer);
  if (turn.status !== 'FAILED') return;
  const failed = { state: 'failed', note: sentence(turn.failure), again: () => send(text) };
  transcript.end(current.answers.get(turn.question.id) ?? turn.question.id, failed);
}

/** After a reload: a message that was on its way goes again, under its old id. */
function resend(messages) {
  const waiting = pending.read();
  if (waiting?.conversation !== current.id) return;
  const last = messages.findLast((message) => message.role === 'USER');
  const answered = messages.at(-1)?.status === 'COMPLETED' && messages.at(-1) !== last;
  send(waiting.text, waiting.clientMessageId);
  if (last?.text === waiting.text && !answered) transcript.rename(waiting.clientMessageId, last.id);
}

// ------------------------------------------------------------------------ page

function connect() {
  graph?.close();
  const url = new URL(document.querySelector('meta[name="trialogue-graph"]').content, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  graph = openGraph({ url: url.href, ...access.read(), onState: showConnection });
}

async function start(form) {
  chosen.remember(form);
  access.write({ key: form.get('key'), unitToken: form.get('unitToken') });
  connect();
  const conversation = await graph.start({
    [form.get('source')]: form.get('subject'),
    unit: form.get('unit'),
    variables: chosen.variables(form),
  });
  saved.write({ id: conversation.id, subject: chosen.subject(form) });
  enter(conversation, conversation.messages);
}

/** Goes on with the conversation of before the reload, when there is one. */
async function resume() {
  const before = saved.read();
  if (!before || !chosen.allows(before.subject)) return refresh();
  connect();
  const conversation = await graph.open(before.id);
  if (!conversation) saved.clear();
  if (!conversation) throw new GraphError({ code: 'CONVERSATION_NOT_FOUND', message: 'That conversation is gone.' });
  enter(conversation, conversation.messages);
  resend(conversation.messages);
}

function refresh() {
  const talking = current !== null;
  const ended = talking && current.status !== 'ACTIVE';
  const answering = talking && (transcript.isAnswering || pending.read()?.conversation === current.id);
  document.body.dataset.view = talking ? 'talk' : 'start';
  $('start').hidden = talking;
  for (const id of ['talk', 'facts', 'composer', 'new']) $(id).hidden = !talking;
  $('starters').hidden = !transcript.isEmpty || ended || Boolean(current?.flow);
  $('ending').hidden = !ended;
  $('ending').textContent = ended ? endingInWords(current) : '';
  $('messages').ariaBusy = String(answering);
  $('text').disabled = ended;
  $('text').placeholder = ended ? 'This conversation has ended.' : 'Write a message';
  $('send').hidden = answering;
  $('send').disabled = ended;
  $('cancel').hidden = !answering;
}

function showConnection(state) {
  $('connection').textContent = connectionInWords[state];
  $('connection').dataset.state = state;
}

/** Shows an error below the conversation; null takes it away. */
function report(error) {
  $('problem').hidden = !error;
  $('problem').textContent = error ? sentence(error) : '';
  if (error?.code === 'UNAUTHENTICATED' || error?.code === 'FORBIDDEN') $('access').open = true;
}

/** Runs what the reader asked for, and shows what went wrong with it. */
async function attempt(work) {
  report(null);
  try {
    await work();
  } catch (error) {
    report(error);
    refresh();
  }
}

$('start').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(() => start(new FormData(event.target)));
});
$('start').elements.source.addEventListener('change', () => chosen.suggest($('start').elements));
$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text || $('send').hidden) return;
  $('text').value = '';
  $('text').focus();
  attempt(() => send(text));
});
$('text').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('composer').requestSubmit();
});
$('starters').addEventListener('click', (event) => {
  if (!(event.target instanceof HTMLButtonElement)) return;
  if (event.detail === 0) $('text').focus(); // pressed by keyboard; a tap would only bring up the screen's one
  attempt(() => send(event.target.textContent));
});
fact('arm').addEventListener('click', ({ target }) => {
  target.textContent = target.textContent === target.title ? target.title.slice(0, 8) : target.title;
});
$('cancel').addEventListener('click', () => {
  $('text').focus();
  attempt(() => graph.cancel(current.id));
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !$('cancel').hidden) $('cancel').click();
});
$('new').addEventListener('click', () => {
  saved.clear();
  leave();
  refresh();
  $('start').elements.unit.focus();
});

chosen.fill($('start'), access.take());
attempt(resume);
