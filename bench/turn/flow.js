/** Four questions that are asked in turn, for as long as one likes: every turn reads an answer, writes a slot, says a text and goes on. */
const questions = 4;
const most = 1_000;
const lot = 500;

const slotOf = (question) => `amount_${question}`;
const nextOf = (question) => (question + 1) % questions;
const texts = {
  welcome: 'Hello! A few questions.',
  ask: (question) => `How many do you want of number ${question}?`,
  many: (question, amount) => `${amount} is a lot for number ${question}.`,
};
const all = (make) => Object.fromEntries(Array.from({ length: questions }, (_, question) => make(question)).flat());

/** For the product. `done` is never reached: nobody says as much. */
const definition = {
  initial: 'welcome',
  slots: all((question) => [[slotOf(question), { schema: { type: 'integer', minimum: 0, maximum: most } }]]),
  states: {
    welcome: { say: texts.welcome, next: 'ask_0' },
    ...all((question) => {
      const slot = slotOf(question);
      const next = `ask_${nextOf(question)}`;
      const ways = [
        { when: `slots.${slot} == ${most}`, to: 'done' },
        { when: `slots.${slot} > ${lot}`, to: `many_${question}` },
      ];
      return [
        [
          `ask_${question}`,
          { entry: { set: { [slot]: null } }, collect: slot, ask: texts.ask(question), next: [...ways, { to: next }] },
        ],
        [`many_${question}`, { say: texts.many(question, `{{ slots.${slot} }}`), next }],
      ];
    }),
    done: { final: 'completed' },
  },
};

/** What its user says in a turn, from 0; half of it is a lot. */
const answerIn = (turn) => String((turn * 389 + 217) % most);

module.exports = { questions, most, lot, slotOf, nextOf, texts, definition, answerIn };
