/** One model, loaded and judged, beside what Scyther says of it: every way in which the two may differ. */
import { classifyClaim } from "../../src/conformance/classify.ts";
import { DiagnosticError } from "../../src/core/diagnostic/diagnostic.ts";
import { type LoadedSpdl, loadSpdl } from "../../src/lenses/scyther/load.ts";
import { listClaims } from "../../src/core/protocol/claims/listing.ts";
import { Verifier } from "../../src/lenses/verifier/verify.ts";
import type { Verdict } from "../../src/core/verdict/verdict.ts";
import { concernsOwnMessage } from "./own-message.ts";

/** Scyther's answer: it refuses the model, or answers for each claim with a label as it prints it. */
export type Answer =
  | { readonly is: "refused"; readonly because: string }
  | {
      readonly is: "judged";
      readonly claims: readonly (readonly [
        protocol: string,
        role: string,
        printed: string,
        verdict: "Ok" | "Fail",
        status: string,
      ])[];
    };

/** How the two differ, where they do; of contradictions, whether docs/spdl.md may explain this one. */
export type Difference =
  | "contradiction"
  | "own message"
  | "missing claim"
  | "refused by Assay"
  | "accepted by Assay"
  | "error";

/** A model, compared. */
export interface Compared {
  readonly claims: number;
  readonly differences: readonly { readonly kind: Difference; readonly what: string }[];
  /** Warnings that announce a difference which docs/spdl.md explains. */
  readonly announced: readonly string[];
}

/** Reads a model; tests put mistakes into it. */
export type Load = (text: string) => LoadedSpdl;

/** The front end as it is. */
export const load: Load = (text) => loadSpdl("names.spdl", () => ({ path: "names.spdl", text }));

/** Variables outside roles, labels as names, secret agents, hash functions of roles, data of Commit: docs/deviations.md. */
const ANNOUNCING = ["SP207", "SP213", "SP215", "SP224", "SP227", "SP228", "SP230", "SP315"];

/** Refusals of Assay alone that docs/spdl.md and docs/deviations.md have. */
const KNOWN_REFUSALS = ["SP208", "SP220", "SP225", "SP226", "SP229", "SP231", "SP233", "SP310", "SP311"];

const KNOWN = [...KNOWN_REFUSALS, ...ANNOUNCING];

/** A macro with the name of a role hides its agent (SP301); Scyther then drops claims of that role without a word. */
function isOwnAgentAMacro(text: string, codes: readonly string[]): boolean {
  if (!codes.includes("SP301")) return false;
  const macros = [...text.matchAll(/\bmacro (\w+)/g)].map(([, name]) => name);
  return [...text.matchAll(/\brole (\w+)/g)].some(([, role]) => macros.includes(role));
}

/** Judges a model and compares; `isLate` ends the judging of a claim, which is then left out. */
export function compareAnswers(
  text: string,
  answer: Answer,
  maxRuns: number,
  reader: Load,
  isLate: () => () => boolean,
): Compared {
  let loaded: LoadedSpdl;
  try {
    loaded = reader(text);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) return fail("error", String(error));
    const codes = error.diagnostics.map(({ code }) => code);
    const isKnown = isOwnAgentAMacro(text, codes) || codes.some((code) => KNOWN.includes(code));
    if (answer.is === "refused" || isKnown) return { claims: 0, differences: [], announced: isKnown ? codes : [] };
    const first = error.diagnostics.find(({ severity }) => severity === "error");
    return fail("refused by Assay", `${first?.code} ${first?.message}`);
  }
  const announced = loaded.warnings.map(({ code }) => code).filter((code) => ANNOUNCING.includes(code));
  if (answer.is === "refused") {
    const differences = [{ kind: "accepted by Assay" as const, what: answer.because }];
    return { claims: 0, differences, announced };
  }
  const verifier = new Verifier(loaded.model);
  const left = listClaims(loaded.model).filter(({ claim }) => claim.implicit !== true);
  const differences: Compared["differences"][number][] = [];
  for (const [protocol, role, printed, verdict, status] of answer.claims) {
    const [type = "", label = ""] = printed.split("_");
    const labels = label === "?" ? [role, protocol] : [label];
    const index = left.findIndex(
      (one) => one.protocol === protocol && one.role === role && labels.includes(one.label) && one.claim.kind === type,
    );
    const [target] = index < 0 ? [] : left.splice(index, 1);
    const what = `${protocol},${role} ${printed}: Scyther ${verdict}, ${status}`;
    if (target === undefined) {
      differences.push({ kind: "missing claim", what });
      continue;
    }
    const isOver = isLate();
    let judged: Verdict;
    try {
      judged = judge(verifier, target, maxRuns, isOver);
    } catch (error) {
      differences.push({ kind: "error", what: `${what}: ${String(error)}` });
      continue;
    }
    if (classifyClaim(type, { verdict, status }, judged, maxRuns) !== "contradiction") continue;
    const kind = concernsOwnMessage(loaded.model, target, verdict, judged) ? "own message" : "contradiction";
    differences.push({ kind, what: `${what}; Assay ${judged.is}` });
  }
  return { claims: answer.claims.length, differences, announced };
}

function judge(
  verifier: Verifier,
  target: ReturnType<typeof listClaims>[number],
  maxRuns: number,
  isOver: () => boolean,
): Verdict {
  const search = verifier.verify(target, { maxRuns, maxStates: 3_000 });
  for (let step = search.next(); ; step = search.next(isOver() ? "timeout" : "go")) {
    if (step.done === true) return step.value;
  }
}

function fail(kind: Difference, what: string): Compared {
  return { claims: 0, differences: [{ kind, what }], announced: [] };
}
