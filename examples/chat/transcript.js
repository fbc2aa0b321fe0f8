import { clearBesideText, endCall, settleObject, showCall, showObject } from './beside-text.js';

/** The list of messages on the page. What people and models wrote goes in as text nodes, never as markup. */
export class Transcript {
  #list;
  #template;
  #announcer;
  #bubbles = new Map();

  /** `announcer` is an aria-live region: it gets each whole answer once, where single deltas would be read as stutter. */
  constructor({ list, template, announcer }) {
    this.#list = list;
    this.#template = template;
    this.#announcer = announcer;
  }

  get isEmpty() {
    return this.#bubbles.size === 0;
  }

  /** An answer is on its way. */
  get isAnswering() {
    return [...this.#bubbles.values()].some((bubble) => bubble.state === 'running');
  }

  has(id) {
    return this.#bubbles.has(id);
  }

  clear() {
    this.#bubbles.clear();
    this.#list.replaceChildren();
  }

  remove(id) {
    this.#bubbles.get(id)?.item.remove();
    this.#bubbles.delete(id);
  }

  /** Puts a message in, or brings it up to date. An answer that has ended here does not begin again. */
  show(message) {
    const bubble = this.#bubbles.get(message.id) ?? this.#add(message);
    const state = stateOf(message);
    if (hasEnded(bubble) && !hasEnded({ state })) return;
    if (bubble.state === 'running' && state === 'completed') this.#announcer.textContent = message.text;
    bubble.state = state;
    keepingTheEndInView(() => paint(bubble, message));
  }

  /** An answer begins. One that had begun before begins again: what was shown of it is void. */
  begin(message) {
    this.show(message);
    this.#change(message.id, clearBesideText);
  }

  append(id, delta) {
    this.#change(id, (bubble) => {
      bubble.text.appendData(delta);
      bubble.part('text').hidden = false;
    });
  }

  /** The object that an answer is, as far as it has come. */
  grow(id, object) {
    this.#change(id, (bubble) => showObject(bubble, object));
  }

  /** A tool is used for an answer. */
  call(id, call) {
    this.#change(id, (bubble) => showCall(bubble, call));
  }

  /** Also when the answer has ended: how it ended may be known before how its tools did. */
  answerCall(id, answer) {
    const bubble = this.#bubbles.get(id);
    if (bubble) endCall(bubble, answer);
  }

  /** Ends a message as `failed` or `stopped`, with a note in words; with `again` it offers to send once more. */
  end(id, { state, note, again }) {
    const bubble = this.#bubbles.get(id);
    if (!bubble || (bubble.again && !again)) return;
    Object.assign(bubble, { state, again });
    keepingTheEndInView(() => {
      bubble.item.dataset.state = state;
      setNote(bubble, note);
      const button = bubble.part('again');
      button.hidden = !again;
      button.onclick = () => {
        button.hidden = true;
        again();
      };
    });
    this.#announcer.textContent = note;
  }

  /** What was shown under a provisional id has got its real one. */
  rename(from, to) {
    const bubble = this.#bubbles.get(from);
    if (!bubble || from === to) return;
    if (this.has(to)) return this.remove(from);
    this.#bubbles.delete(from);
    this.#bubbles.set(to, bubble);
    bubble.state = bubble.item.dataset.state = 'completed';
  }

  /** Changes an answer that is on its way. */
  #change(id, work) {
    if (!this.has(id)) this.show({ id, role: 'ASSISTANT', status: 'STREAMING', text: '' });
    const bubble = this.#bubbles.get(id);
    if (!hasEnded(bubble)) keepingTheEndInView(() => work(bubble));
  }

  #add(message) {
    const item = this.#template.content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-part="${name}"]`);
    const text = document.createTextNode('');
    part('text').append(text);
    item.dataset.role = isUser(message) ? 'user' : 'assistant';
    part('who').textContent = speakers[message.role];
    const bubble = { item, part, text, state: 'new' };
    this.#bubbles.set(message.id, bubble);
    keepingTheEndInView(() => this.#list.append(item));
    return bubble;
  }
}

/** Who is heard by those who do not see. */
const speakers = { USER: 'You: ', ASSISTANT: 'Assistant: ', AGENT: 'A person: ' };
const isUser = ({ role }) => role === 'USER';
const hasEnded = ({ state }) => ['completed', 'failed', 'stopped'].includes(state);

function stateOf({ role, status }) {
  if (status === 'SENDING') return 'sending';
  if (status === 'FAILED') return 'failed';
  if (status === 'CANCELLED') return 'stopped';
  return status === 'COMPLETED' || isUser({ role }) ? 'completed' : 'running';
}

function paint(bubble, message) {
  const { item, part, text, state } = bubble;
  item.dataset.state = state;
  if (text.data !== message.text) text.data = message.text;
  if (state !== 'running') settleObject(bubble, message);
  if (part('note').hidden && state in notes) setNote(bubble, notes[state]);
  if (message.createdAt) item.title = new Date(message.createdAt).toLocaleString();
  if (isUser(message)) return;
  part('standIn').hidden = !message.standIn;
  part('model').textContent = message.role === 'AGENT' ? 'a person' : (message.model ?? '');
  showHash(part('arm'), message.arm);
}

const notes = { failed: 'This answer failed.', stopped: 'Stopped.' };

function setNote({ part }, note) {
  part('note').textContent = note;
  part('note').hidden = false;
}

/** A hash as eight characters, whole on hover. */
export function showHash(element, hash) {
  element.textContent = hash?.slice(0, 8) ?? '';
  element.title = hash ?? '';
}

export function showTheEnd() {
  const page = document.scrollingElement;
  page.scrollTop = page.scrollHeight;
}

/** Scrolls along, but only for a reader who is at the end already. */
export function keepingTheEndInView(change) {
  const page = document.scrollingElement;
  const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < 80;
  change();
  if (atEnd) showTheEnd();
}
