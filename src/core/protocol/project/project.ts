/** From a description to the model that every symbolic lens reads: one script per role, and the intruder's rules. */
import { DiagnosticError, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Matching } from "../../term/sorts.ts";
import { AGENT, subterms, variablesOf, type Term } from "../../term/term.ts";
import { findOpenEnd } from "../../theory/check-closed.ts";
import { BOUNDS } from "../../theory/closure.ts";
import { agentOf, FAMILY, KEY_OPERATIONS } from "../../theory/keys.ts";
import { IDENTITY_BASED } from "../../theory/registry.ts";
import type { Theory } from "../../theory/theory.ts";
import { checkDescription } from "../check/check-description.ts";
import type { Description, RoleHeader } from "../ir/description.ts";
import { termsOf } from "../ir/event.ts";
import { type Model, type RoleScript, sayHonestRoles, type ScriptEvent } from "../ir/script.ts";
import { type Insertions, placeClaims } from "./claims.ts";
import { sayWhoMakesKeys } from "./indexed-keys.ts";
import { EVE, makeDeductions, type Surroundings } from "./intruder.ts";
import type { RoleView } from "./role-view.ts";
import { type Mistakes, NO_MISTAKES } from "./mistakes.ts";
import { type Header, Unfolding } from "./unfold.ts";
import { opensSomething, rootOf } from "./world.ts";

/** The model of a description; throws DiagnosticError with every mistake found. Only tests ask for `mistakes`. */
export function project(description: Description, mistakes: Mistakes = NO_MISTAKES): Model {
  const diagnostics: Diagnostic[] = checkDescription(description).filter(({ severity }) => severity === "error");
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  const open = findOpenEnd(description.theories, description.weaknesses);
  if (open !== undefined) throw new DiagnosticError([open]);
  const unfolding = new Unfolding(headerOf(description), mistakes);
  for (const step of description.steps) {
    const problem = unfolding.take(step);
    if (problem !== undefined) throw new DiagnosticError([problem]);
  }
  const placed = placeClaims(unfolding, mistakes);
  if (placed.diagnostics.length > 0) throw new DiagnosticError(placed.diagnostics);
  return makeModel(description, unfolding, placed.insertions, mistakes);
}

/** Makes the header from which a description's steps are unfolded. */
export function headerOf(description: Omit<Description, "schema" | "name" | "ban" | "weaknesses">): Header {
  return {
    roles: description.roles.map(({ name }) => name),
    theories: description.theories,
    identityBased: new Set([
      ...IDENTITY_BASED,
      ...description.theories.flatMap((theory) => theory.identityBased ?? []),
      ...(description.identityBased ?? []),
    ]),
    learns: description.learns ?? [],
    untested: findUntested(description.steps.filter((step) => step.kind === "view")),
  };
}

/** The fields that `.view` takes out of a receiver's tests, by message. */
export function findUntested(
  views: readonly { readonly label: string; readonly untested: readonly string[] }[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const { label, untested } of views) found.set(label, new Set([...(found.get(label) ?? []), ...untested]));
  return found;
}

function makeModel(
  description: Description,
  unfolding: Unfolding,
  insertions: ReadonlyMap<string, Insertions>,
  mistakes: Mistakes,
): Model {
  const trusted = description.roles.flatMap((role) => (role.trusted === true ? [role.name] : []));
  const roles = description.roles.map(({ name, title }): RoleScript => {
    const view = unfolding.viewOf(name);
    const events = mergeEvents(view, insertions.get(name) as Insertions);
    const agents = new Set(description.roles.map((role) => agentOf(role.name).key));
    return {
      protocol: description.name,
      role: name,
      roles: description.roles.map((role) => role.name),
      ...(trusted.length === 0 ? {} : { trusted }),
      singular: false,
      fresh: view.fresh,
      variables: variablesOf(...events.flatMap(termsOf)).filter((v) => !agents.has(v.key)),
      events,
      ...(title === "" ? {} : { title }),
    };
  });
  const terms = roles.flatMap((role) => role.events.flatMap(termsOf));
  const around: Surroundings = {
    theories: description.theories,
    weaknesses: description.weaknesses,
    terms,
    publicConstants: unfolding.publicConstants,
    privateOperations: [...unfolding.privateOperations.keys()],
    identityBased: unfolding.world.identityBased,
    given: unfolding.given,
  };
  const deductions = makeDeductions(around, mistakes.has("carries back once") ? { ...BOUNDS, rounds: 1 } : BOUNDS);
  return {
    name: description.name,
    protocols: [{ name: description.name, helper: false, roles }],
    deductions,
    operations: [...description.theories.flatMap((theory) => theory.operations), ...KEY_OPERATIONS],
    rewrites: description.theories.flatMap((theory) => theory.rewrites),
    commutative: [...unfolding.world.commutative],
    untrusted: [EVE],
    match: description.match ?? 0,
    approximations: listApproximations(description),
    assumptions: [...listAssumptions(description, roles), ...sayWhoMakesKeys(terms, unfolding.world.identityBased)],
  };
}

function mergeEvents(view: RoleView, { before, behind }: Insertions): ScriptEvent[] {
  const start = behind.get(-1) ?? [];
  return [
    ...start,
    ...view.events.flatMap(({ event }, at) => [...(before.get(at) ?? []), event, ...(behind.get(at) ?? [])]),
  ];
}

/** The times that the network may choose, by mode of matching. */
const CLOCKS: Readonly<Record<Matching, readonly string[]>> = {
  0: [],
  1: ["A time that a role reads off its own clock may be any atom, such as a name."],
  2: ["A time that a role reads off its own clock may be anything, such as a name."],
};

function listApproximations(description: Description): string[] {
  const hasTime = description.steps.some((step) => step.kind === "timestamp");
  return [
    ...(hasTime ? ["Timestamps are chosen by the network and may be equal in two runs; expiry is not modelled."] : []),
    ...(hasTime ? CLOCKS[description.match ?? 0] : []),
    ...description.theories.flatMap((theory) => theory.approximations ?? sayWithoutEquation(theory)),
  ];
}

/** That operations have no rule, where nobody has said that they need none. */
function sayWithoutEquation({ name, operations, rewrites, constructors = [] }: Theory): string[] {
  const settled = new Set([...constructors, ...rewrites.map(({ left }) => rootOf(left))]);
  const open = operations.flatMap((op) => (settled.has(op.name) ? [] : [op.name]));
  if (open.length === 0) return [];
  const [subject, verbs] =
    open.length === 1
      ? [`operation ${open[0]}`, "has no equation and is not declared a constructor"]
      : [
          `operations ${open.slice(0, -1).join(", ")} and ${open.at(-1)}`,
          "have no equation and are not declared constructors",
        ];
  return [
    `In the theory ${name} the ${subject} ${verbs}: terms made in another way count as different, even where the primitive makes them equal.`,
  ];
}

/** The assumption about parts, by mode of matching. */
const TYPING: Readonly<Record<Matching, readonly string[]>> = {
  0: [
    "Parts are well-typed: where a role expects a nonce, a time or another atom, it accepts only values of that sort.",
  ],
  1: [
    "Receivers tell atoms from compound parts: where a role expects a nonce, a time or another atom, it accepts any atom and nothing else.",
  ],
  2: [],
};

function listAssumptions(description: Description, roles: readonly RoleScript[]): string[] {
  const { match = 0 } = description;
  const sentences = [
    ...TYPING[match],
    `Agents know the genuine public keys of others; Eve is the only dishonest agent, and has her own keys.`,
    ...sayHonesty(description.roles),
    ...sayAcquaintance(description),
  ];
  const parts = roles.flatMap((role) => role.events.flatMap(termsOf)).flatMap((term) => [...subterms(term)]);
  if (parts.some((part) => rootOf(part) === "shk.directed")) {
    sentences.push(
      "Keys of shk.directed have a direction: two agents that swap roles have a different key, so a message under one key " +
        "is never accepted under the other.",
    );
  }
  sentences.push(...sayDeterminism(description, parts));
  for (const theory of description.theories) {
    const rules = theory.rewrites.length;
    const ideal = !theory.rewrites.some(opensSomething)
      ? "nobody inverts it"
      : `only its ${rules === 1 ? "rule opens" : `${rules} rules open`} it`;
    const flaws = theory.weaknesses.filter(({ name }) => description.weaknesses.includes(name));
    const flawed = flaws.map((flaw) => `; its weakness "${flaw.name}" is switched on: ${flaw.because}`).join("");
    sentences.push(`The theory ${theory.name} is ideal: ${ideal}${flawed}.`);
    // Rules take more than atoms where nothing is typed.
    const atoms = match === 0 ? listAtomic(theory) : [];
    if (atoms.length > 0) {
      sentences.push(
        `The rules of the theory ${theory.name} accept only atoms for ${atoms.join(" and ")}: a term over a tuple, a private key or another ciphertext never opens.`,
      );
    }
  }
  return sentences;
}

/** Whom a role knows: everybody in its run from the start, but for those whom it learns from a message. */
function sayAcquaintance({ learns = [] }: Description): string[] {
  const later = learns.map(({ role, partner, in: label }) => `${role} learns who ${partner} is from ${label}`);
  return [
    `A role knows the agents of its run from the start, and accepts no others${later.length === 0 ? "" : `; ${later.join(", ")}`}.`,
  ];
}

/** Which operations of the description draw randomness that the model does not have. */
function sayDeterminism({ theories }: Description, parts: readonly Term[]): string[] {
  const used = new Set(parts.map(rootOf));
  const drawn = theories.flatMap(({ operations }) =>
    operations.filter(({ randomness }) => randomness === "drawn").map(({ name }) => name),
  );
  const named = drawn.filter((name) => used.has(name));
  if (named.length === 0) return [];
  return [
    `Encryption is deterministic: ${named.join(" and ")} ${named.length === 1 ? "draws" : "draw"} no randomness, so equal contents under equal keys give equal ciphertexts.`,
  ];
}

/** Who is honest by assumption: in the run that claims, and in every run. */
function sayHonesty(roles: readonly RoleHeader[]): string[] {
  const trusted = roles.flatMap((role) => (role.trusted === true ? [role.name] : []));
  return [
    sayHonestRoles(roles.map(({ name }) => name)),
    ...trusted.map(
      (role) => `The role ${role} is trusted: an honest agent plays it in every run, and plays no other role.`,
    ),
  ];
}

/** The variables of a theory's rules that stand for atoms only, by name; key families are atoms anyway. */
function listAtomic(theory: Theory): string[] {
  const variables = variablesOf(...theory.rewrites.map(({ left }) => left));
  const typed = variables.filter(({ sorts }) => sorts.length > 0 && !sorts.includes(FAMILY) && !sorts.includes(AGENT));
  return typed.map(({ name }) => name);
}
