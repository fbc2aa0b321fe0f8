export { checkTemplate } from './check-template';
export { checkVersion, type VersionProblem } from './check-version';
export type { Declared } from './declared';
export { checkIncludes } from './includes';
export { limits, type Variables } from './limits';
export { completeVariables, type RenderedMessage, renderVersion } from './render-version';
export { includesOf, pathsOf, renderTemplate, type Template, variablesOf } from './template';
export type { TemplateInclude, TemplateProblem } from './template-analysis';
export { TemplateError, type TemplateErrorKind } from './template-error';
