export { lintCaching, type MessageProblem } from './caching';
export { checkIncludes } from './includes';
export { limits, type Variables } from './limits';
export { completeVariables, type RenderedMessage, renderVersion } from './render-version';
export { checkTemplate, includesOf, pathsOf, renderTemplate, type Template, variablesOf } from './template';
export type { TemplateInclude, TemplateProblem } from './template-analysis';
export { TemplateError, type TemplateErrorKind } from './template-error';
