/**
 * The part of `expected.yaml` on claims: the verdict that every claim of a protocol should get, each with one sentence of why.
 *
 * A file and its protocol belong together: an entry without its claim is an error, and so is a claim without its entry,
 * so that neither can drift from the other unseen.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Matching } from "../core/term/sorts.ts";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import { nameClaim, nameOf, normaliseName } from "../core/protocol/claims/names.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { type Expected, type ExpectationSection, WHY } from "./expected.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Section, YamlFile } from "../files/read-yaml.ts";
import { readKeys, readShape, type Shape, type Values } from "../files/yaml-shape.ts";
import { suggestNearest } from "../core/diagnostic/suggest.ts";

const EXECUTED = {
  is: "word",
  words: ["refused"],
  about: "For an attack: the implementation refuses it, as a check of its own is not in the model.",
} as const;

const CLAIM = {
  claim: { is: "text", about: "The claim as reports print it, such as R Secret Nr, or its label.", required: true },
  verdict: {
    is: "word",
    words: ["holds", "attack", "vacuous", "inconclusive"],
    about: "The verdict that the claim should get.",
    required: true,
  },
  scope: { is: "word", words: ["unbounded"], about: "For a claim that holds: for any number of runs." },
  executed: EXECUTED,
  why: WHY,
} as const satisfies Shape;

const FLAW = {
  claim: { is: "text", about: "A claim that is expected to hold typed.", required: true },
  verdict: {
    is: "word",
    words: ["attack", "inconclusive"],
    about: "Its verdict under the protocol's own matching.",
    required: true,
  },
  executed: EXECUTED,
  why: WHY,
} as const satisfies Shape;

const FLAW_RULE = { dependencies: { executed: { properties: { verdict: { const: "attack" } } } } };

/** Only a verdict that holds has a scope, and only an attack is executed. */
const SCOPE_RULE = {
  dependencies: { ...FLAW_RULE.dependencies, scope: { properties: { verdict: { const: "holds" } } } },
};

const KEYS = {
  claims: { is: "list", of: CLAIM, rules: SCOPE_RULE, about: "Every claim of the protocol." },
  "type-flaws": { is: "list", of: FLAW, rules: FLAW_RULE, about: "Claims that hold only while types are told apart." },
} as const satisfies Shape;

/** The expectations of claims, by label. */
export interface ClaimExpectations {
  readonly byLabel: ReadonlyMap<string, Expected>;
  /** Of claims that hold typed and are judged under another matching. */
  readonly byFlaw: ReadonlyMap<string, Expected>;
}

/** The expectations of claims, whichever engine judges them. */
export const CLAIM_EXPECTATIONS: ExpectationSection<ClaimExpectations> = {
  keys: KEYS,
  read: (file, { claims, flawsUnder, matching: { judged, listed } }) =>
    loosenFlaws(readClaimExpectations(file, claims, flawsUnder), judged, listed),
  sketch: {
    key: "claims",
    nameEntry: (finding, all) => {
      const name = nameFinding(finding);
      return { claim: all.filter((other) => nameFinding(other) === name).length === 1 ? name : finding.label };
    },
  },
};

function nameFinding({ role, claim, on }: Finding): string {
  return nameOf(role, claim, on);
}

/** Reads the entries below `claims` and `type-flaws`, and links them to the claims of the protocol. */
export function readClaimExpectations(
  file: YamlFile,
  claims: readonly ListedClaim[],
  flawsUnder?: Matching,
): ClaimExpectations {
  const root = file.root === undefined ? undefined : readKeys(file.root, KEYS);
  const byLabel = new Map<string, Expected>();
  const named = new Set<string>();
  for (const section of root?.claims ?? []) {
    const entry = readShape(section, CLAIM);
    const name = entry.claim;
    const expected = readEntry(file, section, entry);
    if (name === undefined) {
      file.report("AS202", "An entry names its claim.", section.offset, "Add claim: <role> <kind> <what>.");
      continue;
    }
    const label = linkClaim(file, section.offsetOf("claim"), name, claims);
    if (label === undefined) continue;
    if (named.has(label)) {
      file.report("AS203", `The claim ${oneLine(name)} is expected twice.`, section.offsetOf("claim"));
      continue;
    }
    named.add(label);
    if (expected !== undefined) byLabel.set(label, expected);
  }
  const byFlaw = readFlawExpectations(file, root?.["type-flaws"] ?? [], claims, byLabel, flawsUnder);
  if (file.root !== undefined) file.diagnostics.push(...findUnexpected(file, claims, named));
  return { byLabel, byFlaw };
}

/** The entries below `type-flaws`: of claims that are expected to hold typed. */
function readFlawExpectations(
  file: YamlFile,
  sections: readonly Section[],
  claims: readonly ListedClaim[],
  typed: ReadonlyMap<string, Expected>,
  matching: Matching | undefined,
): ReadonlyMap<string, Expected> {
  const byFlaw = new Map<string, Expected>();
  for (const section of sections) {
    const entry = readShape(section, FLAW);
    const name = entry.claim;
    const expected = readEntry(file, section, { ...entry, scope: undefined });
    if (name === undefined) {
      file.report("AS202", "An entry names its claim.", section.offset, "Add claim: <role> <kind> <what>.");
      continue;
    }
    const offset = section.offsetOf("claim");
    const label = linkClaim(file, offset, name, claims);
    if (label === undefined) continue;
    if (byFlaw.has(label)) file.report("AS203", `The type flaw of ${oneLine(name)} is expected twice.`, offset);
    if (matching === 0)
      file.report("AS209", "Nobody asks for a matching under which there could be type flaws.", offset);
    const verdict = typed.get(label)?.verdict;
    if (verdict !== undefined && verdict !== "holds") {
      const message = `${oneLine(name)} is not expected to hold typed, but ${verdict}: that is no type flaw.`;
      file.report("AS209", message, offset);
    }
    if (expected !== undefined) byFlaw.set(label, expected);
  }
  return byFlaw;
}

function readEntry(
  file: YamlFile,
  section: Section,
  { verdict, scope, executed, ...rest }: Omit<Values<typeof CLAIM>, "claim">,
): Expected | undefined {
  const why = rest.why?.trim();
  if (why === undefined || why === "") {
    file.report("AS206", "The entry does not say why.", section.offset);
    return undefined;
  }
  if (verdict === undefined) {
    if (!section.has("verdict")) {
      file.report("AS202", "The entry does not say what verdict is expected.", section.offset);
    }
    return undefined;
  }
  if (scope !== undefined && verdict !== "holds") {
    file.report("AS202", "Only a verdict that holds has a scope.", section.offsetOf("scope"));
  }
  if (executed !== undefined && verdict !== "attack") {
    file.report("AS202", "Only an attack is executed.", section.offsetOf("executed"));
  }
  return {
    verdict,
    why,
    ...(scope === undefined ? {} : { scope }),
    ...(executed === undefined ? {} : { executed }),
  };
}

/** The label of the claim that a name stands for. */
function linkClaim(file: YamlFile, offset: number, name: string, claims: readonly ListedClaim[]): string | undefined {
  const wanted = oneLine(name);
  const labelled = claims.find(({ claim }) => claim.label === wanted);
  if (labelled !== undefined) return labelled.claim.label;
  const matching = claims.filter((claim) => normaliseName(nameClaim(claim)) === normaliseName(wanted));
  if (matching.length === 1) return matching[0]?.claim.label;
  if (matching.length > 1) {
    const labels = matching.map(({ claim }) => claim.label).join(", ");
    file.report("AS207", `${wanted} stands for the claims ${labels}.`, offset);
    return undefined;
  }
  const nearest = suggestNearest(wanted, claims.map(nameClaim));
  const help = nearest === undefined ? undefined : `Did you mean ${nearest}?`;
  file.report("AS204", `The protocol has no claim ${wanted}.`, offset, help);
  return undefined;
}

function findUnexpected(file: YamlFile, claims: readonly ListedClaim[], named: ReadonlySet<string>): Diagnostic[] {
  return claims
    .filter(({ claim }) => !named.has(claim.label))
    .map((claim) => {
      const implicit = claim.claim.implicit === true ? " (every role has one)" : "";
      const name = distinctName(claim, claims);
      return diagnose("AS205", `The claim ${name}${implicit} has no entry in ${file.path}.`, {
        place: { file: file.path, line: 1, column: 1 },
        help: `Add - claim: ${name} with its verdict and one sentence of why.`,
      });
    });
}

function distinctName(claim: ListedClaim, claims: readonly ListedClaim[]): string {
  const name = nameClaim(claim);
  return claims.filter((other) => nameClaim(other) === name).length > 1 ? claim.claim.label : name;
}

/** Finds the expectation of a claim under a matching: what holds typed is said of types, and what falls falls anyway. */
export function findExpected(
  { byLabel, byFlaw }: ClaimExpectations,
  label: string,
  matching: Matching,
): Expected | undefined {
  const typed = byLabel.get(label);
  if (matching === 0 || typed?.verdict !== "holds") return typed;
  return byFlaw.get(label) ?? { verdict: typed.verdict, why: typed.why };
}

/**
 * Reads expectations under a matching that is stricter than the one whose type flaws are listed: an attack is the flaw, as
 * it is one under the freer matching too; a claim with a flaw that holds is neither expected nor a surprise.
 */
function loosenFlaws(expectations: ClaimExpectations, judged: Matching, listed: Matching): ClaimExpectations {
  if (judged === 0 || judged >= listed) return expectations;
  const isSaid = (label: string): boolean => expectations.byFlaw.get(label)?.verdict === "attack";
  const flaws = [...expectations.byFlaw].map(([label, flaw]): [string, Expected] => [
    label,
    { ...flaw, orHolds: true },
  ]);
  const byLabel = [...expectations.byLabel].filter(([label]) => !expectations.byFlaw.has(label) || isSaid(label));
  return { byLabel: new Map(byLabel), byFlaw: new Map(flaws.filter(([label]) => isSaid(label))) };
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}
