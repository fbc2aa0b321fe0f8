const { lot, maxTries, most, questionsOf, slotOf, texts } = require('./flow');

/**
 * By name, a function that compiles the flow of so many states and answers what plays a conversation: from the texts of
 * its user to what is said at the start and after each of them. Between two steps the state is JSON text.
 */
exports.contestants = { trialogue, xstate, langgraph };

const slotsOf = (states) => [...new Set(Array.from({ length: questionsOf(states) }, (_, index) => slotOf(index)))];
/** The state behind question number `index` − 1. */
const questionOr = (states, index) => (index < questionsOf(states) ? `ask_${index}` : 'thanks');
const each = (states, make) =>
  Object.fromEntries(Array.from({ length: questionsOf(states) }, (_, index) => make(index)).flat());

function trialogue(states) {
  const { compileFlow } = require('@trialogue/flow-engine');
  const schema = { type: 'integer', minimum: 0, maximum: most };
  const machine = compileFlow({
    initial: 'welcome',
    slots: Object.fromEntries(slotsOf(states).map((slot) => [slot, { schema }])),
    states: {
      welcome: { say: texts.welcome, next: questionOr(states, 0) },
      ...each(states, (index) => {
        const [slot, next] = [slotOf(index), questionOr(states, index + 1)];
        const ask = {
          ...{ entry: { set: { [slot]: null } }, collect: slot, ask: texts.ask(index), invalid: texts.invalid(index) },
          ...{ max_tries: maxTries, next: [{ when: `slots.${slot} > ${lot}`, to: `many_${index}` }, { to: next }] },
          failed: 'lost',
        };
        const many = { say: texts.many(index, `{{ slots.${slot} }}`), next };
        return [
          [`ask_${index}`, ask],
          [`many_${index}`, many],
        ];
      }),
      thanks: { say: texts.thanks, next: 'done' },
      done: { final: 'completed' },
      lost: { final: 'given_up', say: texts.lost },
    },
  });
  const surroundings = { variables: {}, attributes: {} };
  const saidIn = ({ actions }) => actions.flatMap((action) => (action.type === 'SAY' ? [action.text] : []));
  return (answers) => {
    const first = machine.start(surroundings, { at: 0 });
    const said = [saidIn(first)];
    let stored = JSON.stringify(first.state);
    for (const [index, text] of answers.entries()) {
      const step = machine.transition(JSON.parse(stored), { type: 'USER', text, at: index }, surroundings);
      stored = JSON.stringify(step.state);
      said.push(saidIn(step));
    }
    return said;
  };
}

/** `transition` of XState on its own, over its persisted snapshot; what is said are the actions that it answers. */
function xstate(states) {
  const { assign, initialTransition, setup, transition } = require('xstate');
  const amountIn = ({ event }) => (/^\d+$/.test(event.text) ? Number(event.text) : Number.NaN);
  const isValid = (args) => amountIn(args) <= most;
  const isLot = (args) => isValid(args) && amountIn(args) > lot;
  const say = (text) => ({ type: 'say', params: typeof text === 'string' ? { text } : text });
  const withSlot = (slot, value) =>
    assign({ slots: (args) => ({ ...args.context.slots, [slot]: value(args) }), tries: () => 0 });
  const machine = setup({ actions: { say: () => {} } }).createMachine({
    context: { slots: {}, tries: 0 },
    initial: 'welcome',
    states: {
      welcome: { entry: say(texts.welcome), always: questionOr(states, 0) },
      ...each(states, (index) => {
        const [slot, next] = [slotOf(index), questionOr(states, index + 1)];
        const collect = withSlot(slot, amountIn);
        const ask = {
          entry: [
            assign({
              slots: ({
                context: {
                  slots: { [slot]: _, ...others },
                },
              }) => others,
              tries: () => 0,
            }),
            say(texts.ask(index)),
          ],
          on: {
            USER: [
              { guard: isLot, target: `many_${index}`, actions: collect },
              { guard: isValid, target: next, actions: collect },
              { guard: ({ context }) => context.tries + 1 >= maxTries, target: 'lost' },
              { actions: [assign({ tries: ({ context }) => context.tries + 1 }), say(texts.invalid(index))] },
            ],
          },
        };
        const text = ({ context }) => ({ text: texts.many(index, context.slots[slot]) });
        return [
          [`ask_${index}`, ask],
          [`many_${index}`, { entry: say(text), always: next }],
        ];
      }),
      thanks: { entry: say(texts.thanks), always: 'done' },
      done: { type: 'final' },
      lost: { type: 'final', entry: say(texts.lost) },
    },
  });
  const saidIn = (actions) => actions.flatMap(({ type, params }) => (type === 'say' ? [params.text] : []));
  return (answers) => {
    const [first, begun] = initialTransition(machine);
    const said = [saidIn(begun)];
    let stored = JSON.stringify(machine.getPersistedSnapshot(first));
    for (const text of answers) {
      const [next, actions] = transition(machine, machine.restoreSnapshot(JSON.parse(stored)), { type: 'USER', text });
      stored = JSON.stringify(machine.getPersistedSnapshot(next));
      said.push(saidIn(actions));
    }
    return said;
  };
}

/** A node for each state, an interrupt for each question, and the in-memory checkpointer, which serialises the state itself. */
function langgraph(states) {
  const { Annotation, Command, END, MemorySaver, START, StateGraph, interrupt } = require('@langchain/langgraph');
  const State = Annotation.Root({ slots: Annotation(), tries: Annotation(), said: Annotation() });
  const saying = (text) => (state) => ({ said: [...state.said, text(state)] });
  const graph = new StateGraph(State)
    .addNode(
      'welcome',
      saying(() => texts.welcome),
    )
    .addNode(
      'thanks',
      saying(() => texts.thanks),
    )
    .addNode(
      'lost',
      saying(() => texts.lost),
    )
    .addEdge(START, 'welcome')
    .addEdge('welcome', questionOr(states, 0))
    .addEdge('thanks', END)
    .addEdge('lost', END);
  for (let index = 0; index < questionsOf(states); index += 1) {
    const [slot, next] = [slotOf(index), questionOr(states, index + 1)];
    const ask = ({ slots, tries, said }) => {
      const text = interrupt([...said, tries === 0 ? texts.ask(index) : texts.invalid(index)]);
      const amount = /^\d+$/.test(text) ? Number(text) : Number.NaN;
      if (amount <= most)
        return new Command({
          update: { slots: { ...slots, [slot]: amount }, tries: 0, said: [] },
          goto: amount > lot ? `many_${index}` : next,
        });
      const goto = tries + 1 >= maxTries ? 'lost' : `ask_${index}`;
      return new Command({ update: { tries: tries + 1, said: [] }, goto });
    };
    graph
      .addNode(`ask_${index}`, ask, { ends: [`ask_${index}`, `many_${index}`, next, 'lost'] })
      .addNode(
        `many_${index}`,
        saying(({ slots }) => texts.many(index, slots[slot])),
      )
      .addEdge(`many_${index}`, next);
  }
  const checkpointer = new MemorySaver();
  const compiled = graph.compile({ checkpointer });
  let threads = 0;
  return async (answers) => {
    const thread_id = String(threads++);
    const config = { configurable: { thread_id } };
    const saidIn = ({ __interrupt__, said }) => __interrupt__?.[0].value ?? said;
    const said = [saidIn(await compiled.invoke({ slots: {}, tries: 0, said: [] }, config))];
    for (const text of answers) said.push(saidIn(await compiled.invoke(new Command({ resume: text }), config)));
    await checkpointer.deleteThread(thread_id);
    return said;
  };
}
