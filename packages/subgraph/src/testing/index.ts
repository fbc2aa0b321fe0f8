export { type Answer, asker } from './asker';
export { statementsOn } from './statements-on';
export { watch } from './watch';
