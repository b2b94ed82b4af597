// What a client of the last release would break on.
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildASTSchema, getNamedType, isInterfaceType, isObjectType, isUnionType, Kind, parse, visit } from 'graphql';

const deprecated = (node) => node.directives?.some(({ name }) => name.value === 'deprecated');

/** The names of all types that a client can come to from the roots. */
function reachable(schema) {
  const seen = new Set();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const waiting = roots.filter(Boolean);
  while (waiting.length > 0) {
    const type = getNamedType(waiting.pop());
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    for (const field of Object.values(type.getFields?.() ?? {})) {
      waiting.push(field.type, ...(field.args ?? []).map((arg) => arg.type));
    }
    if (isObjectType(type) || isInterfaceType(type)) waiting.push(...type.getInterfaces());
    if (isInterfaceType(type) || isUnionType(type)) waiting.push(...schema.getPossibleTypes(type));
  }
  return seen;
}

/** A schema without what it calls deprecated, and without the types that only that led to. */
function lasting(sdl) {
  const drop = (node) => (deprecated(node) ? null : undefined);
  const document = visit(parse(sdl), {
    [Kind.FIELD_DEFINITION]: drop,
    [Kind.INPUT_VALUE_DEFINITION]: drop,
    [Kind.ENUM_VALUE_DEFINITION]: drop,
  });
  const names = reachable(buildASTSchema(document));
  const kept = ({ kind, name }) => !kind.endsWith('TypeDefinition') || names.has(name.value);
  return buildASTSchema({ ...document, definitions: document.definitions.filter(kept) });
}

/** The changes since a release that its clients were not told of by a deprecation. */
export async function breaking(released, present) {
  const changes = await diff(lasting(released), buildASTSchema(parse(present)));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}
