/** What checks the values of variables: of this package, the part that runs in a web page too. */
export { type ValueValidator, valueSchemaProblem, valueValidator } from './value-schema';
export { variablesSchemaOf } from './variables-schema';
