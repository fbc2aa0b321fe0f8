/** What an answer has beside its text: tools that were called for it, and the object that it is, which grows. */

/** Shows a call of a tool, as it runs. */
export function showCall({ part }, { tool, callId, arguments: given }) {
  const item = document.createElement('li');
  item.dataset.call = callId;
  item.dataset.state = 'running';
  const name = document.createElement('code');
  name.textContent = tool;
  item.append(name, given ? ` ${inShort(given)}` : '');
  part('tools').append(item);
  part('tools').hidden = false;
}

export function endCall({ part }, { callId, ok }) {
  const item = [...part('tools').children].find(({ dataset }) => dataset.call === callId);
  if (item) item.dataset.state = ok ? 'completed' : 'failed';
}

export function showObject({ part, text }, object) {
  part('text').hidden = text.data === '';
  part('object').textContent = JSON.stringify(object, null, 2);
  part('object').hidden = false;
}

/** A whole answer: what is an object and nothing else is shown as such, and of any other the text. */
export function settleObject(bubble, { text, structured }) {
  const isObject = structured != null && text === JSON.stringify(structured);
  bubble.part('object').hidden = true;
  if (isObject) showObject(bubble, structured);
  bubble.part('text').hidden = isObject;
}

/** The answer begins, perhaps for the second time. */
export function clearBesideText({ part }) {
  part('tools').replaceChildren();
  for (const name of ['tools', 'object']) part(name).hidden = true;
  part('text').hidden = false;
}

const longest = 120;

function inShort(given) {
  const json = JSON.stringify(given);
  return json.length > longest ? `${json.slice(0, longest)}…` : json;
}
