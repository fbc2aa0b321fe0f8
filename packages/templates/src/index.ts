export { limits, type Variables } from './limits';
export { completeVariables, renderVersion } from './render-version';
export { checkTemplate, pathsOf, renderTemplate, type Template, variablesOf } from './template';
export type { TemplateProblem } from './template-analysis';
export { TemplateError, type TemplateErrorKind } from './template-error';
