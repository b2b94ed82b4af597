// What graphql-js says of a request: where it refuses it, or the arguments that its fields get.
import {
  buildSchema, execute, getNullableType, getOperationAST, getVariableValues, isAbstractType,
  isEnumType, isInterfaceType, isLeafType, isListType, isObjectType, parse, recommendedRules,
  specifiedRules, validate,
} from 'graphql';

/** The rules of the specification alone. */
const RULES = specifiedRules.filter((rule) => !recommendedRules.includes(rule));

/** A judge of requests to a schema. */
export function reference(sdl) {
  const schema = buildSchema(sdl);
  const echo = echoing(buildSchema(sdl));
  return ({ query, operationName, variables = '{}' }) => {
    const given = JSON.parse(variables);
    let document;
    try {
      document = parse(query);
    } catch ({ message }) {
      return { phase: 'syntax', errors: [{ message }] };
    }
    const invalid = errorsOf(schema, document);
    if (invalid.length > 0) return { phase: 'validation', errors: invalid };
    const operation = getOperationAST(document, operationName);
    if (!operation) return { phase: 'operation', errors: [] };
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 50 });
    if (coerced.errors) return { phase: 'variables', errors: coerced.errors };
    const heard = {};
    const { errors = [] } = execute({
      schema: echo,
      document,
      operationName,
      variableValues: given,
      fieldResolver: (source, args, context, { path, returnType }) => {
        heard[name(path)] = args;
        return some(echo, returnType);
      },
    });
    const failed = {};
    for (const { path, message } of errors) failed[name(path)] = message;
    return { phase: 'accepted', arguments: heard, failed };
  };
}

/** The rule of subscriptions throws where a condition of a field at the top is a variable. */
function errorsOf(schema, document) {
  try {
    return validate(schema, document, RULES, { hideSuggestions: true });
  } catch (error) {
    return [error];
  }
}

/** A path as names alone, whether it is a list or linked. */
function name(path) {
  const keys = [];
  if (Array.isArray(path)) keys.push(...path);
  else for (let at = path; at; at = at.prev) keys.unshift(at.key);
  return keys.filter((key) => typeof key === 'string').join('.');
}

/** A schema whose fields are all nullable, so that an error of one leaves the others alone. */
function echoing(schema) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) field.type = getNullableType(field.type);
    }
    if (isAbstractType(type)) {
      const first = schema.getPossibleTypes(type).map((it) => it.name).sort()[0];
      type.resolveType = () => first;
    }
  }
  return schema;
}

/** Some value of a type. */
function some(schema, wrapped) {
  const type = getNullableType(wrapped);
  if (isListType(type)) return [some(schema, type.ofType)];
  if (!isLeafType(type)) return {};
  if (isEnumType(type)) return type.getValues()[0].value;
  return { Int: 1, Float: 1, Boolean: true }[type.name] ?? '1';
}
