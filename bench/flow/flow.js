/** How many questions a flow of so many states has: each has two, and four begin and end it. */
const questionsOf = (states) => (states - 4) / 2;

/** Four slots that are asked for in turn, each emptied before it is asked for again. */
const slotOf = (question) => `amount_${question % 4}`;

const texts = {
  welcome: 'Hello! A few questions.',
  ask: (question) => `How many do you want of number ${question}?`,
  invalid: (question) => `A whole number, please: how many of number ${question}?`,
  many: (question, amount) => `${amount} is a lot for number ${question}.`,
  thanks: 'Thank you.',
  lost: 'Let us stop here.',
};

/** Values above it are a lot. */
const lot = 500;
const most = 1_000;
const maxTries = 3;

/** Questions after which a conversation is left, as no real one is longer. */
const longest = 100;

/** The texts of a conversation's user: a fifth is refused at first, and half of the values are a lot. */
function answersOf(states) {
  return Array.from({ length: Math.min(questionsOf(states), longest) }, (_, question) => {
    const amount = String((question * 389 + 217) % (most + 1));
    return question % 5 === 4 ? ['some', amount] : [amount];
  }).flat();
}

module.exports = { questionsOf, slotOf, texts, lot, most, maxTries, answersOf };
