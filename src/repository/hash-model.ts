/** The digest of a model, by which jobs name it. */
import type { Model } from "../core/protocol/ir/script.ts";
import { KEY_OPERATIONS } from "../core/theory/keys.ts";
import { THEORIES } from "../core/theory/registry.ts";
import { hashText } from "../files/hash-text.ts";
import { ENCRYPTION } from "../lenses/scyther/compile/resolve-term.ts";

/**
 * Operations of the built-in theories are left out: they are part of the build. Those of an author's theory are not, as
 * their facets decide how a model is encoded and told.
 */
export function hashModel({ operations, ...model }: Model): string {
  const own = operations.map((operation) => JSON.stringify(operation)).filter((text) => !BUILT_IN.has(text));
  const all = own.length === 0 ? model : { ...model, operations: own };
  return hashText(JSON.stringify(all, (key, value: unknown) => (key === "place" ? undefined : value)));
}

const BUILT_IN: ReadonlySet<string> = new Set(
  [...THEORIES.flatMap((theory) => theory.operations), ...KEY_OPERATIONS, ENCRYPTION].map((operation) =>
    JSON.stringify(operation),
  ),
);
