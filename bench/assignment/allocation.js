/** What every contestant is asked for: adults of four countries, four fifths of them, 20 : 30 : 50. */
exports.allocation = {
  key: 'checkout',
  seed: 'checkout-2026',
  countries: ['DE', 'FR', 'AT', 'CH'],
  minAge: 18,
  traffic: 0.8,
  variants: ['control', 'short', 'guided'],
  weights: [0.2, 0.3, 0.5],
};

const countries = ['DE', 'US', 'FR', 'CH'];

/** Three of four fit by their country, and most by their age. */
exports.subjectOf = (index) => ({
  unit: `user-${index}`,
  attributes: { country: countries[index % 4], age: 10 + (index % 50) },
});
