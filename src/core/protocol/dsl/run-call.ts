/** Runs the author's callback of one call and reads what it gives back as a step of the description. */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { subterms, type Term } from "../../term/term.ts";
import type { Expression } from "../../theory/expression.ts";
import { fieldsOf } from "../../theory/intended.ts";
import { isPlain, isSort, isValue, makeValue, Misuse, toValue, type Value } from "../../theory/value.ts";
import { NAME } from "../check/check-description.ts";
import { reject } from "../check/rejection.ts";
import { helpWithNames } from "../../diagnostic/suggest.ts";
import type { Bindings, ClaimDescription, Given, Step } from "../ir/description.ts";
import { identify } from "../project/role-view.ts";
import type { Unfolding } from "../project/unfold.ts";
import { isClaim, type WrittenClaim } from "./claims.ts";
import { findFrame, type Spot } from "./place.ts";
import type { Callback, Shape } from "./read-call.ts";

type Locate = (spot: Spot) => Place;

/** The step of a call; undefined for `.uses`, `.identityBased`, `.learns`, `.match` and `.ban`, which are none. Throws Rejection. */
export function runCall(unfolding: Unfolding, shape: Shape, locate: Locate): Step | undefined {
  const { place } = shape;
  switch (shape.kind) {
    case "uses":
    case "ban":
    case "match":
    case "identityBased":
    case "learns":
      return undefined;
    case "public":
      return { kind: "public", place, bindings: readGivens(shape.given) };
    case "knows":
      return { kind: "knows", place, role: shape.role, bindings: readGivens(shape.given) };
    case "fresh":
      return { kind: "fresh", place, role: shape.role, names: readSorts(shape.names) };
    case "timestamp":
      checkName(shape.name);
      return { kind: "timestamp", place, role: shape.role, name: shape.name };
    case "computes": {
      const result = call(unfolding, shape.role, shape.work, shape, locate);
      return {
        kind: "computes",
        place,
        role: shape.role,
        bindings: guard(
          shape,
          () => place,
          () => readComputed(result),
        ),
      };
    }
    case "message": {
      const result = call(unfolding, shape.from, shape.say, shape, locate);
      const payload = guard(
        shape,
        () => place,
        () => readPayload(shape.label, result),
      );
      const { label, from, to, means } = shape;
      return { kind: "message", place, label, from, to, payload, ...(means === undefined ? {} : { means }) };
    }
    case "view":
      return { kind: "view", place, label: shape.label, untested: shape.untested };
    case "running": {
      const result = call(unfolding, shape.role, shape.data, shape, locate);
      const data = guard(
        shape,
        () => place,
        () => readSignalled(result),
      );
      const { with: partner, after } = shape;
      const options = {
        ...(partner === undefined ? {} : { with: partner }),
        ...(after === undefined ? {} : { after }),
      };
      return { kind: "running", place, role: shape.role, signal: { data, ...options, place } };
    }
    case "claims": {
      const result = call(unfolding, shape.role, shape.claims, shape, locate);
      return { kind: "claims", place, role: shape.role, claims: readClaims(result, locate) };
    }
    default:
      return shape satisfies never;
  }
}

/** Runs a callback with the role's view; everything it throws becomes a Rejection with the place inside it. */
function call(unfolding: Unfolding, role: string, callback: Callback, shape: Shape, locate: Locate): unknown {
  const inCallback = (error: Error): Place => {
    const frame = findFrame(error.stack ?? "");
    return frame === undefined ? shape.place : locate({ ...frame, ...nameOfMisuse(error) });
  };
  return guard(shape, inCallback, () => callback(makeView(unfolding, role)));
}

function guard<T>(shape: Shape, placeOf: (error: Error) => Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && (error.name === "Rejection" || error.name === "DiagnosticError")) throw error;
    const place = error instanceof Error ? placeOf(error) : shape.place;
    if (isMisuse(error)) rejectMisuse(error, shape, place);
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    reject("CP205", `The callback of ${nameShape(shape)} throws ${said.split("\n")[0]}`, {
      place,
      help: "A callback only builds terms: use the names that it receives and the operations of theories.",
    });
  }
}

/** Names the text to look for on the source line. */
function nameOfMisuse(error: unknown): { readonly call?: string } {
  if (!isMisuse(error)) return {};
  return { call: error.subject.split(".").at(-1) ?? "" };
}

function isMisuse(error: unknown): error is Misuse {
  return error instanceof Error && error.name === "Misuse" && "problem" in error;
}

function rejectMisuse(error: Misuse, shape: Shape, place: Place): never {
  const end = /[.?!]$/.test(error.message) ? "" : ".";
  const message = `${error.message[0]?.toUpperCase()}${error.message.slice(1)}${end}`;
  switch (error.problem) {
    case "unknown-name":
      return reject(shape.kind === "claims" ? "CP404" : "CP201", message, {
        place,
        ...(error instanceof UnknownName ? error.more : {}),
      });
    case "not-a-term":
      return reject("CP206", message, { place, help: "Use a name of the role's view, or an operation on such names." });
    case "arity":
      return reject("CP211", message, { place });
    default:
      return error.problem satisfies never;
  }
}

function nameShape(shape: Shape): string {
  if (shape.kind === "message") return `.message("${shape.label}")`;
  return "role" in shape ? `.${shape.kind}("${shape.role}")` : `.${shape.kind}`;
}

/** Makes the view of a role, by name; asking for anything that it does not know is a mistake. */
function makeView(unfolding: Unfolding, role: string): object {
  const view = unfolding.viewOf(role);
  const values = new Map<string, Value>();
  for (const [name, intended] of view.names) values.set(name, makeName(unfolding, name, intended));
  return new Proxy(Object.freeze(Object.create(null)), {
    get(_, property) {
      if (typeof property === "symbol") return undefined;
      const value = values.get(property);
      if (value !== undefined) return value;
      throw unknownName(unfolding, role, property, [...values.keys()]);
    },
    has: (_, property) => typeof property === "string" && values.has(property),
  });
}

function makeName(unfolding: Unfolding, name: string, intended: Term): Value {
  const expression: Expression = unfolding.world.roles.includes(name)
    ? { is: "agent", role: name }
    : { is: "name", name };
  return makeValue(expression, intended);
}

function unknownName(unfolding: Unfolding, role: string, name: string, known: readonly string[]): Misuse {
  const holders = [...unfolding.views.values()].filter((view) => view.names.has(name)).map((view) => view.role);
  const note = holders.length === 0 ? undefined : `${holders.join(" and ")} ${holders.length > 1 ? "have" : "has"} it.`;
  const values = known.filter((each) => !unfolding.world.roles.includes(each));
  const alias = findAlias(unfolding, role, name);
  if (alias !== undefined) {
    const more = { note, help: `${role} has it as ${alias}.` };
    return new UnknownName(name, more, `${role} does not know ${name} at this point`);
  }
  const help =
    holders.length === 0
      ? helpWithNames(name, values, `names that ${role} knows`)
      : `Send it to ${role} in a part that ${role} can read, or leave it out.`;
  return new UnknownName(name, { note, help }, `${role} does not know ${name} at this point`);
}

/** The role's own name for what another role calls so, and the message that brought it. */
function findAlias(unfolding: Unfolding, role: string, name: string): string | undefined {
  const view = unfolding.viewOf(role);
  for (const other of unfolding.views.values()) {
    const meant = other.names.get(name);
    if (meant === undefined || meant.kind === "variable") continue;
    const own = [...view.names].find(([, intended]) => identify(intended) === identify(meant))?.[0];
    if (own === undefined) continue;
    const brought = view.received.find(({ payload }) =>
      [...subterms(payload)].some((part) =>
        fieldsOf(part)?.some(([field, value]) => field === own && identify(value) === identify(meant)),
      ),
    );
    return brought === undefined ? own : `${own}, since ${brought.label}`;
  }
  return undefined;
}

/** A Misuse with what to say about it. */
class UnknownName extends Misuse {
  readonly more: { readonly note: string | undefined; readonly help: string };

  constructor(name: string, more: UnknownName["more"], message: string) {
    super("unknown-name", name, message);
    this.more = more;
  }
}

function checkName(name: string): void {
  if (NAME.test(name) && name !== "__proto__") return;
  reject("CP104", `A part cannot be called ${JSON.stringify(name)}.`, {
    help: "Use letters and digits, a letter first.",
  });
}

/** `__proto__: x` in braces sets what the object is made from, and no property: it would be gone without a word. */
function checkPrototype(names: object): void {
  if (!isPlain(names)) checkName("__proto__");
}

function readGivens(given: object): Bindings<Given> {
  checkPrototype(given);
  return Object.entries(given).map(([name, value]: [string, unknown]) => {
    checkName(name);
    if (isSort(value)) return [name, { is: "sort", sort: value.sort }] as const;
    return [name, { is: "term", term: readTerm(value, name) }] as const;
  });
}

function readTerm(value: unknown, name: string): Expression {
  if (isValue(value)) return value.expression;
  reject("CP206", `${name} is neither a sort nor a term.`, {
    help: `Give it a sort such as nonce or data, or a key such as pk("A").`,
  });
}

function readSorts(names: object): Bindings<string> {
  checkPrototype(names);
  return Object.entries(names).map(([name, value]: [string, unknown]) => {
    checkName(name);
    if (isSort(value)) return [name, value.sort] as const;
    reject("CP206", `The fresh ${name} has no sort.`, { help: "Give it one: text, nonce, data, id, scalar or key." });
  });
}

function readPayload(label: string, result: unknown): Expression {
  if (result === undefined) {
    reject("CP206", `The callback of ${label} returns nothing.`, {
      help: "Put the braces in brackets: ({ N }) => ({ N }).",
    });
  }
  const { expression } = toValue(result, `what ${label} says`);
  checkFieldNames(expression);
  return expression;
}

function checkFieldNames(expression: Expression): void {
  if (expression.is === "apply") for (const arg of expression.args) checkFieldNames(arg);
  if (expression.is !== "record") return;
  if (expression.fields.length === 0) {
    reject("CP204", "The braces are empty.", { help: "Name at least one part." });
  }
  for (const [name, value] of expression.fields) {
    checkName(name);
    checkFieldNames(value);
  }
}

function readComputed(result: unknown): Bindings<Expression> {
  const value = toValue(result, "what is computed");
  const { expression } = value;
  if (expression.is === "record") {
    checkFieldNames(expression);
    return expression.fields;
  }
  const fields = fieldsOf(value.intended);
  if (fields !== undefined) return fields.map(([name]) => [name, { is: "field", of: expression, name }] as const);
  if (expression.is === "apply") return [["opened", expression]];
  reject("CP206", "The computed value has no name.", { help: "Give it one: ({ C, k }) => ({ M: open(C, k) })." });
}

function readSignalled(result: unknown): readonly Expression[] {
  if (Array.isArray(result) && result.length > 0) {
    return result.map((term) => toValue(term, "what is signalled").expression);
  }
  return reject("CP206", "The callback of .running does not return a list of terms.", {
    help: 'Return the data of the claim: .running("B", ({ N }) => [N], { after: "M1" }).',
  });
}

function readClaims(result: unknown, locate: Locate): readonly ClaimDescription[] {
  const claims: readonly unknown[] = Array.isArray(result) ? result : [result];
  return claims.map((claim) => {
    if (isClaim(claim)) return readClaim(claim, locate(claim.spot));
    reject("CP406", "The callback returns something that is not a claim.", {
      help: 'Return a list: [secret(N), agree("B", [N]), nisynch()].',
    });
  });
}

function readClaim(
  { claim, partner, term, data, unnamed, options }: WrittenClaim<string>,
  place: Place,
): ClaimDescription {
  const { label, after, honest } = options ?? {};
  for (const [name, value] of [
    ["label", label],
    ["after", after],
    ["partner", partner],
  ] as const) {
    if (value === undefined || (typeof value === "string" && value !== "")) continue;
    reject("CP406", `The ${name} of a claim is not a name.`, { place });
  }
  if (honest !== undefined && !isListOfNames(honest)) {
    reject("CP406", "The honest of a claim is not a list of role names.", { place, help: 'Write honest: ["A", "B"].' });
  }
  return {
    claim,
    ...(term === undefined ? {} : { term }),
    ...(partner === undefined ? {} : { partner }),
    ...(data === undefined ? {} : { data }),
    ...(unnamed === undefined ? {} : { unnamed }),
    ...(honest === undefined ? {} : { honest: [...honest] }),
    ...(label === undefined ? {} : { label }),
    ...(after === undefined ? {} : { after }),
    place,
  };
}

function isListOfNames(thing: unknown): thing is readonly string[] {
  return Array.isArray(thing) && thing.every((name) => typeof name === "string" && name !== "");
}
