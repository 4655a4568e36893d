/**
 * Checks of a description's structure alone: roles, labels, names, values that nobody uses.
 *
 * Also used on a protocol whose callbacks have not run: those steps have no expressions yet.
 */
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";
import { type Expression, subexpressions } from "../../theory/expression.ts";
import type { Description, RoleHeader, Step } from "../ir/description.ts";
import { complain } from "./rejection.ts";
import { helpWithNames } from "../../diagnostic/suggest.ts";

/** A step as far as its structure goes. */
export type StepOutline = { readonly place: Place } & (
  | { readonly kind: "public" | "uses" | "match" | "ban" | "identityBased" }
  | { readonly kind: "knows" | "computes" | "running" | "claims"; readonly role: string }
  | { readonly kind: "fresh"; readonly role: string }
  | { readonly kind: "timestamp"; readonly role: string; readonly name: string }
  | { readonly kind: "message"; readonly label: string; readonly from: string; readonly to: string }
  | { readonly kind: "view"; readonly label: string }
  | { readonly kind: "learns"; readonly role: string; readonly partner: string; readonly in: string }
);

/** Every structural mistake and warning, in order of the steps. */
export function checkDescription(description: Description): Diagnostic[] {
  const outline = checkOutline(description.name, description.roles, description.steps);
  return [...outline, ...checkUse(description)];
}

/** The declared identity-based families in which no step has a key with an index: they are misspelt. */
export function checkIdentityBased(
  declared: readonly { readonly families: readonly string[]; readonly place: Place }[],
  expressions: readonly Expression[],
): Diagnostic[] {
  const used = new Set(
    expressions.flatMap((expression) =>
      [...subexpressions(expression)].flatMap((part) =>
        part.is === "key" && part.index !== undefined ? [part.family] : [],
      ),
    ),
  );
  return declared.flatMap(({ families, place }) =>
    families
      .filter((family) => !used.has(family))
      .map((family) =>
        complain("CP214", `No key of the family ${family} has an index.`, {
          place,
          help: helpWithNames(family, [...used], "families with keys that have an index"),
        }),
      ),
  );
}

const ROLE_NAME = /^[A-Za-z][A-Za-z0-9]*$/;
/** Field and value names: what a destructuring pattern can bind. */
export const NAME = /^[A-Za-z_$][\w$]*$/;
const LABEL = /^[^\s!,()"]{1,40}$/;

/** The mistakes that need no callback to have run. */
export function checkOutline(
  name: string,
  headers: readonly RoleHeader[],
  steps: readonly StepOutline[],
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const roles = headers.map((header) => header.name);
  const labels = new Set<string>();
  const role = (name_: string, place: Place): void => {
    if (roles.includes(name_)) return;
    const help = helpWithNames(String(name_), roles, "roles");
    found.push(complain("CP101", `There is no role ${String(name_)}.`, { place, about: String(name_), help }));
  };
  if (roles.length < 2) {
    const help =
      "Name every role with a title: protocol(name, { A: ..., B: ... }). One called __proto__ does not reach Assay: JavaScript keeps that name for itself.";
    found.push(
      complain("CP105", `${name} has ${roles.length} ${roles.length === 1 ? "role" : "roles"}; two is the least.`, {
        place: steps[0]?.place,
        help,
      }),
    );
  }
  for (const bad of roles.filter((each) => !ROLE_NAME.test(each))) {
    const help = "Use letters and digits, a letter first.";
    const more = { place: steps[0]?.place, about: bad, help };
    found.push(complain("CP104", `A role cannot be called ${JSON.stringify(bad)}.`, more));
  }
  for (const step of steps) {
    const { place } = step;
    switch (step.kind) {
      case "message":
        role(step.from, place);
        role(step.to, place);
        if (step.from === step.to) {
          const help = "Use .computes for what a role does by itself.";
          found.push(complain("CP102", `${step.from} sends ${step.label} to itself.`, { place, about: step.to, help }));
        }
        if (labels.has(step.label)) {
          const help = "Give every message a different label.";
          found.push(complain("CP103", `Two messages are labelled ${step.label}.`, { place, about: step.label, help }));
        }
        if (typeof step.label !== "string" || !LABEL.test(step.label)) {
          const help = "Use up to 40 characters, without spaces, commas, quotes, brackets or exclamation marks.";
          const about = String(step.label);
          found.push(
            complain("CP104", `A message cannot be labelled ${JSON.stringify(step.label)}.`, { place, about, help }),
          );
        }
        labels.add(step.label);
        break;
      case "view":
        if (!labels.has(step.label)) {
          const help = helpWithNames(step.label, [...labels], "messages so far");
          found.push(
            complain("CP403", `There is no message ${step.label} before this .view.`, {
              place,
              about: step.label,
              help,
            }),
          );
        }
        break;
      case "knows":
      case "computes":
      case "running":
      case "claims":
      case "fresh":
      case "timestamp":
        role(step.role, place);
        break;
      case "learns":
        role(step.role, place);
        role(step.partner, place);
        break;
      case "public":
      case "uses":
      case "match":
      case "ban":
      case "identityBased":
        break;
      default:
        step satisfies never;
    }
  }
  for (const step of steps) if (step.kind === "learns") found.push(...checkLearning(step, steps));
  if (labels.size === 0) {
    const help = 'Add at least one message: .message("M1", "A", "B", ({ N }) => ({ N })).';
    found.push(complain("CP003", `${name} has no messages.`, { place: steps[0]?.place, help }));
  } else found.push(...checkIdle(headers, steps));
  return found;
}

/** The message has to reach the role that learns from it. */
function checkLearning(
  { role, partner, in: label, place }: Extract<StepOutline, { kind: "learns" }>,
  steps: readonly StepOutline[],
): Diagnostic[] {
  if (role === partner) {
    return [complain("CP216", `${role} cannot learn its own name.`, { place, help: "Name another role." })];
  }
  const received = steps.flatMap((step) => (step.kind === "message" && step.to === role ? [step.label] : []));
  if (received.includes(label)) return [];
  const help = helpWithNames(label, received, `messages that ${role} receives`);
  return [
    complain("CP216", `${role} receives no message ${label}, so it does not learn from it who ${partner} is.`, {
      place,
      help,
    }),
  ];
}

function checkIdle(roles: readonly RoleHeader[], steps: readonly StepOutline[]): Diagnostic[] {
  const busy = new Set(steps.flatMap((step) => (step.kind === "message" ? [step.from, step.to] : [])));
  return roles
    .filter(({ name }) => !busy.has(name))
    .map(({ name, trusted }) => {
      const help = "Leave the role out, or give it a message.";
      if (trusted === true) {
        const message = `${name} is trusted and takes part in no message, so nobody plays it.`;
        return complain("CP107", message, { help });
      }
      return { code: "CP601", severity: "warning", message: `${name} takes part in no message.`, help };
    });
}

function checkUse(description: Description): Diagnostic[] {
  const used = new Map<string, Set<string>>(description.roles.map(({ name }) => [name, new Set()]));
  for (const step of description.steps) {
    const [role, expressions] = expressionsOf(step);
    for (const expression of expressions) {
      for (const part of subexpressions(expression)) if (part.is === "name") used.get(role)?.add(part.name);
    }
  }
  return description.steps.flatMap((step) => {
    if (step.kind !== "fresh") return [];
    const idle = step.names.filter(([name]) => !used.get(step.role)?.has(name));
    return idle.map(([name]) =>
      complain("CP203", `${step.role} makes ${name} and never uses it.`, {
        place: step.place,
        help: `Use it in a message, or remove it.`,
      }),
    );
  });
}

function expressionsOf(step: Step): readonly [role: string, expressions: readonly Expression[]] {
  switch (step.kind) {
    case "message":
      return [step.from, [step.payload]];
    case "computes":
      return [step.role, step.bindings.map(([, value]) => value)];
    case "knows":
      return [step.role, step.bindings.flatMap(([, given]) => (given.is === "term" ? [given.term] : []))];
    case "public":
    case "fresh":
    case "timestamp":
    case "view":
    case "running":
    case "claims":
      return ["", []];
    default:
      return step satisfies never;
  }
}
