// @ts-check
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { contractTests, fakeHost, memoryLedger, openPlugin, runStrategy } = require('@trialogue/plugin-api/testing');
const plugin = require('./index');
const samples = require('./samples');

test('it greets with the words of the variant, else with those of its options', async () => {
  const strategy = (await openPlugin(plugin, { greeting: 'Welcome' })).strategy('plugin_template');
  const { output, text, events } = await runStrategy(strategy, { config: {}, input: { text: 'Hi' } });
  assert.deepEqual(output, { text: 'Welcome! You said “Hi”. Visit 1.', visits: 1 });
  assert.equal(text, output.text);
  assert.deepEqual(events, [{ type: 'plugin_template_greeted', data: { visits: 1 } }]);

  const other = await runStrategy(strategy, { config: { greeting: 'Hey' }, input: { text: 'Again' } });
  assert.equal(other.text, 'Hey! You said “Again”. Visit 2.');
});

test('a call that is resumed is one visit', async () => {
  const opened = await openPlugin(plugin, {});
  const given = { config: {}, input: { text: 'Hi' }, unit: 'ana', ledger: memoryLedger() };
  await runStrategy(opened.strategy('plugin_template'), given);
  await runStrategy(opened.strategy('plugin_template'), given);
  assert.equal(await opened.resolve('Query', 'pluginTemplateVisits', { args: { unit: 'ana' } }), 1);
});

test('visits are read from the records', async () => {
  const opened = await openPlugin(plugin, {}, fakeHost({ records: { 'visits/ben': 7 } }));
  assert.equal(await opened.resolve('Query', 'pluginTemplateVisits', { args: { unit: 'ben' } }), 7);
  assert.equal(await opened.resolve('Query', 'pluginTemplateVisits', { args: { unit: 'nobody' } }), 0);
});

// What every plugin has to do, whatever it is for.
for (const { name, run } of contractTests(plugin, samples)) test(name, run);
