const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const stories = path.join(__dirname, '..', 'e2e');
/** Beside the stories, what takes longest: folders or files. */
const long = ['packages/cli/src/legacy-twin', 'packages/flow-engine/src/verify', 'packages/store/src/native-'].map(
  (name) => path.join(__dirname, '..', name),
);

/**
 * Jest sequencer: what takes long begins first, so that no worker is left alone with it at the end. Jest knows that by itself
 * of files that it has run before, and in a fresh clone it has run none.
 */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const isLong = ({ path: file }) => [stories, ...long].some((start) => file.startsWith(start));
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
