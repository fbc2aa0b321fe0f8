/** What this page remembers: the unit in the browser, everything else in the tab, so that a reload loses nothing. */

const newUnit = () => `guest-${makeId().slice(0, 8)}`;

/** What can be talked to, and the example of each. */
const examples = { experiment: 'meal_planning_style', prompt: 'meal_planning_assistant', flow: 'onboarding' };

/** 128 random bits; `crypto.randomUUID` is missing where a page is not served from https or localhost. */
export function makeId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function slot(name) {
  return {
    read: () => JSON.parse(sessionStorage.getItem(name) ?? 'null'),
    write: (value) => sessionStorage.setItem(name, JSON.stringify(value)),
    clear: () => sessionStorage.removeItem(name),
  };
}

/** The conversation on the page: `{ id, subject }`. */
export const saved = slot('trialogue.conversation');

const message = slot('trialogue.pending');

/** The message that was sent and not answered yet: `{ conversation, clientMessageId, text }`. */
export const pending = {
  ...message,
  clear(clientMessageId) {
    if (message.read()?.clientMessageId === clientMessageId) message.clear();
  },
};

const secrets = slot('trialogue.access');

/** The key and the unit token, when they are needed: from the form, or from `#key=…&unitToken=…`. */
export const access = {
  read: () => secrets.read() ?? { key: '', unitToken: '' },
  write: secrets.write,
  /** Takes them out of the address, so that they are neither seen nor shared with it. */
  take() {
    const fragment = new URLSearchParams(location.hash.slice(1));
    if (fragment.has('key') || fragment.has('unitToken')) {
      access.write({ key: fragment.get('key') ?? '', unitToken: fragment.get('unitToken') ?? '' });
      history.replaceState(null, '', location.pathname + location.search);
    }
    return access.read();
  },
};

const address = new URLSearchParams(location.search);
const asked = Object.keys(examples).find((source) => address.has(source));

/** What was chosen to talk to: by the address (`?experiment=…`, `?prompt=…`, `?flow=…`, `?unit=…`), else the examples. */
export const chosen = {
  fill(form, { key, unitToken }) {
    const fields = form.elements;
    fields.unit.value = address.get('unit') ?? localStorage.getItem('trialogue.unit') ?? newUnit();
    fields.source.value = asked ?? 'experiment';
    fields.subject.value = asked ? address.get(asked) : examples.experiment;
    fields.key.value = key;
    fields.unitToken.value = unitToken;
  },
  /** An example in the field gives way to that of the source that was chosen now; what was typed stays. */
  suggest({ source, subject }) {
    if (Object.values(examples).includes(subject.value)) subject.value = examples[source.value];
  },
  subject: (form) => `${form.get('source')}:${form.get('subject')}`,
  /** The address may ask for something else than the conversation of before the reload. */
  allows: (subject) => !asked || subject === `${asked}:${address.get(asked)}`,
  remember: (form) => localStorage.setItem('trialogue.unit', form.get('unit')),
  /** The fields called `var.NAME` that were filled in. */
  variables(form) {
    const filled = [...form].filter(([name, value]) => name.startsWith('var.') && value.trim());
    return Object.fromEntries(filled.map(([name, value]) => [name.slice('var.'.length), value.trim()]));
  },
};
