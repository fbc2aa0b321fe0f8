export { type ExperimentsOptions, openExperiments } from './main';
export { type ModelRegistry, RegistrySilent } from './model-registry';
