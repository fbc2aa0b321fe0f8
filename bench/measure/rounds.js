const { spread } = require('./statistics');

/** Rounds that do not count: until the compilers of all processes have settled. */
const warmUps = 4;

/**
 * Measures every contestant once in each round, one after the other, so that whatever slows the machine meets all of them.
 * `measure(contestant)` answers figures by name; here come `{ [contestant]: { [figure]: { median, min, max } } }`.
 */
exports.inTurn = async function inTurn(contestants, { rounds, measure, log }) {
  const measured = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    for (const contestant of contestants) {
      const figures = await measure(contestant);
      log(`${round <= 0 ? 'warm-up' : `round ${round}/${rounds}`}  ${contestant.name}  ${inWords(figures)}`);
      if (round > 0) measured.get(contestant.name).push(figures);
    }
  }
  return Object.fromEntries([...measured].map(([name, taken]) => [name, summaryOf(taken)]));
};

const summaryOf = (taken) =>
  Object.fromEntries(Object.keys(taken[0]).map((figure) => [figure, spread(taken.map((one) => one[figure]))]));

const inWords = (figures) =>
  Object.entries(figures)
    .map(([figure, value]) => `${figure} ${value.toPrecision(3)}`)
    .join('  ');
