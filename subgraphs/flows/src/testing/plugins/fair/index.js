/** Brings the allocator `fair`: all variants weigh the same. */
module.exports = {
  name: 'fair',
  version: '1.0.0',
  apiVersion: 1,
  options: { type: 'object' },
  setup: async () => ({
    allocators: [
      {
        name: 'fair',
        version: '1',
        options: { type: 'object' },
        allocate: async (arms) => Object.fromEntries(arms.map(({ variant }) => [variant, 1])),
      },
    ],
  }),
};
