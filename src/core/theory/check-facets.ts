/** Checks the facets of an operation: they say no more than its declaration and its rules support. */
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import { listPlaces, type Notation } from "../term/notation.ts";
import { apply, equals, occursIn, type Term } from "../term/term.ts";
import type { BanReading, BoxKind, Execution, Facets } from "./facets.ts";
import type { Operation, Rewrite, Theory } from "./theory.ts";

/** Tags that the wire keeps for operations. */
const OPERATION_TAGS = [61450, 61471] as const;

/** Throws DiagnosticError CP511. */
export function checkFacets(theory: Theory, facets: ReadonlyMap<string, Facets>): void {
  for (const [name, said] of facets) {
    const operation = theory.operations.find((op) => op.name === name);
    const problem =
      operation === undefined
        ? (["is not one of its operations", "Declare it first."] as const)
        : findProblem(theory, operation, said);
    if (problem === undefined) continue;
    const [what, help] = problem;
    const message = `The facets of ${name} in the theory ${theory.name} do not fit: it ${what}.`;
    throw new DiagnosticError([{ code: "CP511", severity: "error", message, help }]);
  }
}

type Problem = readonly [what: string, help: string];

function findProblem(theory: Theory, operation: Operation, said: Facets): Problem | undefined {
  return (
    findWordProblem(said) ??
    findPrintProblem(operation, said.prints) ??
    findOpeningProblem(theory, operation, said) ??
    findPositionProblem(operation, said) ??
    findWireProblem(said)
  );
}

/** Facets whose value is one of a few words. */
const WORDS: Readonly<Record<"opens" | "spdl" | "runs" | "randomness", readonly string[]>> = {
  opens: ["at once", "verified"] satisfies Facets["opens"][],
  spdl: ["encryption"] satisfies Facets["spdl"][],
  randomness: ["drawn"] satisfies Facets["randomness"][],
  runs: [
    "seals",
    "unseals",
    "signs",
    "reads",
    "hashes",
    "computes on values",
    "computes on bytes",
  ] satisfies Execution[],
};
const READINGS: readonly string[] = ["box", "hash", "key", "mask", "multiple"] satisfies BanReading["is"][];
const BOX_KINDS: readonly string[] = ["public", "shared", "signature", "mac"] satisfies BoxKind[];
const FACETS: readonly string[] = [
  "prints",
  "noun",
  "opens",
  "spdl",
  "ban",
  "wire",
  "runs",
  "raw",
  "randomness",
] satisfies (keyof Facets)[];

/** Authors without types write what no type would take. */
function findWordProblem(said: Facets): Problem | undefined {
  const facets = Object.entries(said as Readonly<Record<string, unknown>>);
  for (const [facet, value] of facets) {
    if (!FACETS.includes(facet)) return [`has no facet ${facet}`, `The facets are ${FACETS.join(", ")}.`];
    const words = Object.hasOwn(WORDS, facet) ? WORDS[facet as keyof typeof WORDS] : undefined;
    if (words === undefined || words.includes(value as string)) continue;
    return [
      `has ${JSON.stringify(value)} as its facet ${facet}`,
      `Use ${words.map((word) => `"${word}"`).join(" or ")}.`,
    ];
  }
  const { prints, ban, wire, raw } = said;
  if (prints !== undefined && typeof prints.text !== "string") {
    return ["has an invalid template", 'Give a template, such as { text: "{ $0.. }$1" }.'];
  }
  if (ban !== undefined && !READINGS.includes(ban.is)) {
    return [`is read in BAN as ${JSON.stringify(ban.is)}`, `Use ${READINGS.map((word) => `"${word}"`).join(" or ")}.`];
  }
  if (ban?.is === "box" && !BOX_KINDS.includes(ban.kind)) {
    const kinds = BOX_KINDS.map((word) => `"${word}"`).join(" or ");
    return [`is read in BAN as a box of the kind ${JSON.stringify(ban.kind)}`, `Use ${kinds}.`];
  }
  if (wire !== undefined && wire.is !== "bytes" && wire.is !== "parts") {
    return [`travels as ${JSON.stringify((wire as { readonly is: unknown }).is)}`, 'Use "bytes" or "parts".'];
  }
  if (raw !== undefined && !Array.isArray(raw))
    return ["has a raw facet that is not a list", "List positions, such as [1]."];
  return undefined;
}

function findPrintProblem({ arity }: Operation, prints: Notation | undefined): Problem | undefined {
  const templates = [prints, prints?.instead].flatMap((each) => [each?.text, each?.latex]);
  for (const template of templates) {
    if (template === undefined) continue;
    const places = listPlaces(template);
    const missing = Array.from({ length: arity }, (_, i) => i).find((i) => !places.has(i));
    const extra = [...places].find((i) => i >= arity);
    if (missing !== undefined)
      return [`prints as ${template}, without its argument $${missing}`, `Put $${missing} in.`];
    if (extra !== undefined)
      return [`prints as ${template}, but has no argument $${extra}`, `Its arguments are $0 to $${arity - 1}.`];
  }
  return undefined;
}

function findOpeningProblem(
  theory: Theory,
  { name, arity, public: isPublic }: Operation,
  { opens, spdl }: Facets,
): Problem | undefined {
  const openings = theory.rewrites.filter((rule) => takesApart(rule, name));
  if (opens !== undefined && openings.length === 0) {
    return [
      "is declared to open, but no rule takes it apart",
      "Declare the rule in .rewrites, before .facets: its left side starts with an operation on the box.",
    ];
  }
  if (opens === "verified" && !openings.some((rule) => boxOf(rule).args.some((arg) => isKey(arg, "sgk")))) {
    return [
      "is declared to be verified, but no rule has a signing key in it",
      'Use sgk("A") in the rule that reads it.',
    ];
  }
  if (spdl === undefined) return undefined;
  const isPlain = isPublic && arity === 2 && openings.some(isDecryption);
  if (isPlain && opens !== undefined) return undefined;
  return [
    "is declared an SPDL encryption, but Scyther would not open it by the rules",
    'An encryption takes a message and a key, a rule gives back the message for the inverse key, and it opens "at once".',
  ];
}

/** Applications whose first argument is the box that a rule takes apart. */
function takesApart({ left, right }: Rewrite, op: string): boolean {
  const [box] = left.kind === "application" ? left.args : [];
  return box?.kind === "application" && box.op === op && occursIn(right, box);
}

function boxOf({ left }: Rewrite): Term & { kind: "application" } {
  return (left as Term & { kind: "application" }).args[0] as Term & { kind: "application" };
}

/** `d(f(m, k), k') -> m` with the inverse of k for k', or without it where everyone has it. */
function isDecryption(rule: Rewrite): boolean {
  const [message, key] = boxOf(rule).args as readonly [Term, Term];
  const needed = (rule.left as Term & { kind: "application" }).args.slice(1);
  if (message.kind !== "variable" || !equals(message, rule.right)) return false;
  if (isKey(key, "sgk")) return needed.length === 0;
  const inverse = isKey(key, "pk") ? apply("sk", ...key.args) : key;
  return (key.kind === "variable" || isKey(key, "pk")) && needed.length === 1 && equals(needed[0] as Term, inverse);
}

function isKey(term: Term, op: string): term is Term & { kind: "application" } {
  return term.kind === "application" && term.op === op;
}

function findPositionProblem({ arity }: Operation, { ban, raw = [] }: Facets): Problem | undefined {
  const positions = [...raw, ...(ban?.is === "box" ? [ban.key] : [])];
  const wrong = positions.find((at) => !Number.isInteger(at) || at < 0 || at >= arity);
  if (wrong === undefined) return undefined;
  return [`has no argument ${wrong}`, `Its arguments are 0 to ${arity - 1}.`];
}

function findWireProblem({ wire }: Facets): Problem | undefined {
  if (wire === undefined) return undefined;
  const { is, length, count, tag } = wire;
  const size = is === "bytes" ? length : count;
  if (size !== undefined && (!Number.isInteger(size) || size < 1)) {
    return [`travels as ${size} ${is}`, "Give a whole number from 1 on."];
  }
  if (is === "parts" && count === undefined)
    return ["travels in parts, and does not say in how many", "Give their count."];
  const [first, last] = OPERATION_TAGS;
  if (tag === undefined || (tag >= first && tag <= last)) return undefined;
  return [`travels with the tag ${tag}`, "Leave the tag out: the operation's name travels in its place."];
}
