// @ts-check

/**
 * What `trialogue plugins verify` and the contract tests try the plugin with: of each strategy, one call that succeeds.
 *
 * @type {import('@trialogue/plugin-api/testing').Samples}
 */
module.exports = {
  options: {},
  strategies: {
    plugin_template: { config: { greeting: 'Good day' }, input: { text: 'Hi' } },
  },
};
