export { type ExperimentsOptions, openExperiments } from './main';
