// One conversation of this visitor, over the graph to begin it and POST /chat/{conversation} to talk: no library.
const messages = document.querySelector('#messages');
const form = document.querySelector('#say');
const status = document.querySelector('#status');

localStorage.visitor ??= crypto.randomUUID();
let conversation;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = form.elements.text.value;
  form.reset();
  say(text);
});
document.querySelector('#new').addEventListener('click', () => {
  delete localStorage.conversation;
  location.reload();
});
open();

async function graph(query, variables) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

/** Goes on with the visitor's conversation, or begins one. An answer that is under way is told from its beginning. */
async function open() {
  const fields = 'id status answering messages(first: 50) { edges { node { role text } } }';
  const known = localStorage.conversation;
  const found =
    known && (await graph(`query ($id: ID!) { conversation(id: $id) { ${fields} } }`, { id: known })).conversation;
  conversation =
    found ||
    (
      await graph(
        `mutation ($unit: ID!) { startConversation(input: { experiment: "repair_desk_tone", unit: $unit }) { ${fields} } }`,
        { unit: localStorage.visitor },
      )
    ).startConversation;
  localStorage.conversation = conversation.id;
  for (const { node } of conversation.messages.edges) show(node.role.toLowerCase(), node.text);
  if (conversation.status !== 'ACTIVE') end();
  if (conversation.answering) await hear(fetch(`/chat/${conversation.id}/stream`));
}

async function say(text) {
  show('user', text);
  const message = { id: crypto.randomUUID(), role: 'user', parts: [{ type: 'text', text }] };
  const body = JSON.stringify({ id: conversation.id, messages: [message], trigger: 'submit-message' });
  const headers = { 'content-type': 'application/json' };
  await hear(fetch(`/chat/${conversation.id}`, { method: 'POST', headers, body }));
}

/** One answer at a time: until it is there, nothing can be sent. */
async function hear(answering) {
  const send = form.querySelector('[type=submit]');
  send.disabled = true;
  try {
    await showAnswer(await answering);
  } catch {
    status.textContent = 'The connection was lost. Nothing else is: reload to go on.';
  } finally {
    send.disabled = false;
  }
}

/** Shows an answer as it comes: server-sent events, each a chunk of the UI message stream. */
async function showAnswer(response) {
  if (response.status === 204) return;
  if (!response.ok) {
    status.textContent = (await response.json()).errors[0].message;
    return;
  }
  const answer = show('assistant', '');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) if (event.startsWith('data: {')) take(JSON.parse(event.slice(6)), answer);
  }
}

function take(chunk, answer) {
  if (chunk.type === 'text-delta') {
    answer.textContent += chunk.delta;
    answer.scrollIntoView({ block: 'end' });
  } else if (chunk.type === 'error') status.textContent = chunk.errorText;
  else if (chunk.type === 'data-ended') end();
}

function end() {
  form.elements.text.disabled = true;
  status.textContent = 'This conversation has ended.';
}

function show(role, text) {
  const item = document.createElement('li');
  item.dataset.role = role;
  item.textContent = text;
  messages.append(item);
  item.scrollIntoView({ block: 'end' });
  return item;
}
