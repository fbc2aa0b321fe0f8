// `node cached-render.js NAME`: one contestant in a process of its own renders the assistant's prompt, parsed before, again
// and again. Standard output is one JSON object: the text, and nanoseconds of CPU for a render.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { valuesOf } = require('./values');

const template = readFileSync(path.join(__dirname, 'project/prompts/assistant.txt'), 'utf8').trimEnd();
const warmUps = 2_000;
const times = 10_000;

/** By name, a function that makes a renderer. */
const contestants = {
  trialogue() {
    const { renderVersion } = require('@trialogue/templates');
    const names = Object.keys(valuesOf('')).map((name) => ({ name, required: true }));
    const version = { name: 'assistant', number: 1, syntax: 'JINJA', template, variables: names };
    return (values) => renderVersion(version, values)[0].text;
  },
  minijinja() {
    const { Environment } = require('minijinja-js');
    const environment = new Environment();
    environment.undefinedBehavior = 'strict';
    environment.addTemplate('assistant', template);
    return (values) => environment.renderTemplate('assistant', values);
  },
};

const render = contestants[process.argv[2]]();
const all = Array.from({ length: 100 }, (_, index) => valuesOf(`Anna ${index}`));
const run = (count) => {
  let length = 0;
  for (let index = 0; index < count; index += 1) length += render(all[index % all.length]).length;
  return length;
};
run(warmUps);
const before = process.cpuUsage();
run(times);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ text: render(all[0]), nsPerRender: ((user + system) * 1_000) / times }));
