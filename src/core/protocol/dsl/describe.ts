/**
 * From a builder to a description: runs the author's callbacks, each with what its role knows by then and nothing else.
 *
 * Types have said most of this already where the author has them; this is the authority. Every mistake is reported that is
 * no consequence of another: structural ones all, and of callbacks all up to one that leaves names undefined; after that
 * only those that no name explains.
 */
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";
import { type Expression, subexpressions } from "../../theory/expression.ts";
import { ALWAYS_AVAILABLE } from "../../theory/registry.ts";
import type { Theory } from "../../theory/theory.ts";
import { checkDescription, checkIdentityBased, checkOutline } from "../check/check-description.ts";
import type { Code } from "../check/codes.ts";
import { Rejection } from "../check/rejection.ts";
import type { Description, Step } from "../ir/description.ts";
import { headerOf } from "../project/project.ts";
import { Unfolding } from "../project/unfold.ts";
import { mergeBan } from "./ban-options.ts";
import type { Spot } from "./place.ts";
import type { Recorded } from "./protocol.ts";
import { readRoles, readShape, type Shape } from "./read-call.ts";
import { runCall } from "./run-call.ts";
import { findTheories } from "./uses.ts";

/** Calls that give no role a name: what follows does not depend on them. */
const DEFINES_NOTHING: ReadonlySet<Shape["kind"]> = new Set(["claims", "view", "running"]);

/** Mistakes in what is written, whatever the names stand for. */
const FORMAL: ReadonlySet<string> = new Set<Code>(["CP104", "CP204", "CP406"]);

export interface Described {
  /** Undefined when there are errors. */
  readonly description: Description | undefined;
  /** Errors and warnings, with their places. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The description of a built protocol; `locate` may sharpen the places of calls with the source at hand. */
export function describe(builder: Recorded, locate: (spot: Spot) => Place = forgetCall): Described {
  const calls = builder.calls.map((call) => ({ ...call, spot: locate(call.spot) }));
  const first = calls[0]?.spot;
  const roles = readRoles(builder, first);
  const shapes: Shape[] = [];
  const found: Diagnostic[] = [...roles.diagnostics];
  for (const call of calls.slice(1)) {
    const shape = readShape(call);
    if ("code" in shape) found.push(shape);
    else shapes.push(shape);
  }
  const uses = findTheories(shapes);
  found.push(...uses.diagnostics);
  // With a call left out, what follows from the others would mislead.
  if (shapes.length === calls.length - 1) {
    found.push(...checkOutline(String(builder.name), roles.roles, shapes).map((each) => place(each, first)));
  }
  if (found.some(isError)) return { description: undefined, diagnostics: found };
  const families = shapes.flatMap((shape) => (shape.kind === "identityBased" ? shape.families : []));
  const learns = shapes.flatMap((shape) =>
    shape.kind === "learns" ? [{ role: shape.role, partner: shape.partner, in: shape.in, place: shape.place }] : [],
  );
  const unfolding = new Unfolding(
    headerOf({
      roles: roles.roles,
      theories: [...ALWAYS_AVAILABLE, ...uses.theories],
      identityBased: families,
      learns,
      steps: shapes.flatMap((shape) => (shape.kind === "view" ? [shape] : [])),
    }),
  );
  const steps: Step[] = [];
  let isIncomplete = false;
  for (const shape of shapes) {
    const outcome = runShape(unfolding, shape, locate);
    if (outcome === undefined) continue;
    if (!("code" in outcome)) steps.push(outcome);
    else {
      if (!isIncomplete || FORMAL.has(outcome.code)) found.push(outcome);
      isIncomplete ||= !DEFINES_NOTHING.has(shape.kind);
    }
  }
  if (found.some(isError)) return { description: undefined, diagnostics: found };
  const match = shapes.findLast((shape) => shape.kind === "match");
  const ban = mergeBan(shapes.filter((shape) => shape.kind === "ban"));
  const description: Description = {
    schema: "assay/description-1",
    name: builder.name,
    roles: roles.roles,
    theories: [...ALWAYS_AVAILABLE.filter((theory) => isUsed(theory, steps)), ...uses.theories],
    weaknesses: uses.weaknesses,
    ...(match === undefined ? {} : { match: match.mode }),
    ...(families.length === 0 ? {} : { identityBased: [...new Set(families)] }),
    ...(learns.length === 0 ? {} : { learns }),
    steps,
    ...(ban === undefined ? {} : { ban }),
  };
  const declared = shapes.flatMap((shape) => (shape.kind === "identityBased" ? [shape] : []));
  const late = [
    ...checkDescription(description).filter(isError),
    ...checkIdentityBased(declared, steps.flatMap(expressionsIn)),
  ];
  return { description: late.length > 0 ? undefined : description, diagnostics: [...found, ...late] };
}

function runShape(unfolding: Unfolding, shape: Shape, locate: (spot: Spot) => Place): Step | Diagnostic | undefined {
  try {
    const step = runCall(unfolding, shape, locate);
    return step === undefined ? undefined : (unfolding.take(step) ?? step);
  } catch (error) {
    if (error instanceof Rejection) return { ...error.diagnostic, place: error.diagnostic.place ?? shape.place };
    throw error;
  }
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

function place(diagnostic: Diagnostic, fallback: Place | undefined): Diagnostic {
  return { ...diagnostic, place: diagnostic.place ?? fallback };
}

function forgetCall({ file, line, column }: Spot): Place {
  return { file, line, column };
}

function isUsed(theory: Theory, steps: readonly Step[]): boolean {
  const names = new Set(theory.operations.map((op) => op.name));
  return steps.some((step) =>
    expressionsIn(step).some((expression) =>
      [...subexpressions(expression)].some((part) => part.is === "apply" && names.has(part.op)),
    ),
  );
}

function expressionsIn(step: Step): readonly Expression[] {
  switch (step.kind) {
    case "message":
      return [step.payload];
    case "computes":
      return step.bindings.map(([, value]) => value);
    case "public":
    case "knows":
      return step.bindings.flatMap(([, given]) => (given.is === "term" ? [given.term] : []));
    case "running":
      return step.signal.data;
    case "claims":
      return step.claims.flatMap(({ term, data }) => [...(term === undefined ? [] : [term]), ...(data ?? [])]);
    case "fresh":
    case "timestamp":
    case "view":
      return [];
    default:
      return step satisfies never;
  }
}
