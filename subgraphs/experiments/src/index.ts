export { type ExperimentsOptions, openExperiments } from './main';
export { type ModelRegistry, RegistryRefusal, RegistrySilent } from './model-registry';
