/** What the assistant's prompt is rendered with; the name is another each time. */
exports.valuesOf = (name) => ({
  name,
  diet: 'vegetarian, and fish on Fridays',
  servings: 4,
  avoid: ['peanuts', 'celery'],
  dishes: [
    { name: 'Lemon chickpeas', minutes: 20, liked: true },
    { name: 'Leek pie', minutes: 45, liked: false },
    { name: 'Fish stew', minutes: 35, liked: true },
  ],
});
