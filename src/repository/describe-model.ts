/**
 * A model in words: what each role does and tests, in order, what the intruder can do, and what is not modelled.
 *
 * This is what every lens reads; an author looks here to see what a receiver was taken to be able to check.
 */
import type { Claim, Model, RoleScript, ScriptEvent } from "../core/protocol/ir/script.ts";
import { makePrinter, type Print } from "../core/term/print.ts";
import { type Name, PAIR, type Term, untuple, type Variable } from "../core/term/term.ts";
import type { Analysis, Synthesis } from "../core/theory/theory.ts";
import { isFamily, leaveOutFamilies, nameForReaders } from "./name-rule-variables.ts";

/** Describes a model; ends in a line feed. */
export function describeModel(model: Model): string {
  const print = makePrinter(model.operations);
  // A family that may be any is left out, as a key's usual family is.
  const printKnown: Print = (term) => print(leaveOutFamilies(term));
  const helpers = model.protocols.filter(({ helper }) => helper).map(({ name }) => name);
  const roles = model.protocols
    .filter(({ helper }) => !helper)
    .flatMap((protocol) => protocol.roles.map((role) => `${protocol.name}: ${describeRole(role, printKnown)}`));
  const { analyses, syntheses } = model.deductions;
  const blocks = [
    ...roles,
    describeList(
      "The intruder opens",
      analyses.map((rule) => describeAnalysis(rule, print)),
    ),
    describeList(
      "The intruder builds",
      syntheses.filter(isRule).map((rule) => describeSynthesis(rule, print)),
    ),
    describeList(
      "The intruder knows",
      syntheses.filter((rule) => !isRule(rule)).map(({ yields }) => print(yields)),
    ),
    describeList(
      "Roles compute",
      model.rewrites.map(({ left, right }) => {
        const [before, after] = nameForReaders([left, right]).map(print);
        return `${before} -> ${after}`;
      }),
    ),
    describeList("Dishonest agents", model.untrusted.map(print)),
    describeList("Helper protocols", helpers),
    describeList("Not modelled", model.approximations),
    describeList("Assumptions", model.assumptions),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function describeRole(role: RoleScript, print: Print): string {
  const variables = role.variables.filter((leaf) => !isFamily(leaf));
  const title = role.title === undefined ? role.role : `${role.role} (${role.title})`;
  const lines = [
    ...(role.fresh.length === 0 ? [] : [`makes anew    ${role.fresh.map(describeLeaf).join(", ")}`]),
    ...(variables.length === 0 ? [] : [`is filled in  ${variables.map(describeLeaf).join(", ")}`]),
    ...role.events.map((event) => describeEvent(event, print)),
  ];
  return [`${title}${role.singular ? ", at most once" : ""}`, ...lines.map((line) => `  ${line}`)].join("\n");
}

function describeLeaf(leaf: Name | Variable): string {
  const sorts = leaf.sorts.length === 0 ? "any term" : leaf.sorts.join(" or ");
  return `${leaf.name}: ${leaf.sorts.includes("Ticket") ? "any term" : sorts}`;
}

function describeEvent(event: ScriptEvent, print: Print): string {
  switch (event.kind) {
    case "send":
      return `send ${event.label} to ${print(event.to)}: ${printMessage(event.message, print)}`;
    case "recv":
      return `recv ${event.label} from ${print(event.from)}: ${printMessage(event.message, print)}`;
    case "match":
      return `${event.equal ? "match" : "differ"} ${print(event.left)} and ${print(event.right)}`;
    case "running":
      return `running with ${event.partner ?? "whoever it is"}: ${event.data.map(print).join(", ")}`;
    case "claim":
      return `claim ${event.claim.label}: ${describeClaim(event.claim)}`;
    default:
      return event satisfies never;
  }
}

function describeClaim({ kind, on }: Claim): string {
  return on === "-" ? kind : `${kind} ${on}`;
}

function printMessage(message: Term, print: Print): string {
  const isTuple = message.kind === "application" && message.op === PAIR;
  return isTuple ? untuple(message).map(print).join(", ") : print(message);
}

function describeAnalysis(rule: Analysis, print: Print): string {
  const patterns = rule.unless.flatMap(({ term, pattern }) => [term, pattern]);
  const terms = nameForReaders([rule.from, rule.yields, ...rule.using, ...patterns]).map(print);
  const [from, yields, ...others] = terms;
  const using = others.slice(0, rule.using.length);
  const needed = using.length === 0 ? "" : ` with ${using.join(" and ")}`;
  const unless = rule.unless.map((_, i) => {
    const at = rule.using.length + 2 * i;
    return `${others[at]} is a ${others[at + 1]}`;
  });
  const except = unless.length === 0 ? "" : `, unless ${unless.join(" or ")}`;
  return `${rule.name}: ${from}${needed} gives ${yields}${except}`;
}

function isRule({ from }: Synthesis): boolean {
  return from.length > 0;
}

function describeSynthesis({ name, from, yields }: Synthesis, print: Print): string {
  const [made, ...given] = nameForReaders([yields, ...from]).map(print);
  return `${name}: ${given.join(" and ")} gives ${made}`;
}

function describeList(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [title, ...lines.map((line) => `  ${line}`)].join("\n");
}
