/**
 * The changes that make `phr-sharing-hardened` of `phr-sharing`, undone alone and in pairs: every claim of every variant by the
 * embedded verifier and by the installed ProVerif, and where the two contradict each other.
 */
import { addReachable, listClaims } from "../src/core/protocol/claims/listing.ts";
import { describe } from "../src/core/protocol/dsl/describe.ts";
import { readBuilder } from "../src/core/protocol/dsl/protocol.ts";
import { project } from "../src/core/protocol/project/project.ts";
import { type Finding, type Verdict } from "../src/core/verdict/verdict.ts";
import { findDisagreements } from "../src/findings/disagreement.ts";
import { findProgram, listPlaces } from "../src/lenses/engine/find-program.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { type InstalledProverif, PROVERIF } from "../src/lenses/proverif/installed/find-proverif.ts";
import { openProverifSession } from "../src/lenses/proverif/installed/proverif-session.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";
import { type Change, CHANGES, hardened } from "../protocol/phr-sharing-hardened/protocol.ts";

/** Milliseconds for one claim, by either. */
const MOST_MILLISECONDS = 20_000;

/** Verdicts on one variant. */
export interface JudgedVariant {
  readonly undone: readonly Change[];
  readonly claims: number;
  /** Claims that fall. */
  readonly attacks: number;
  /** Claims on which both say the same. */
  readonly agreed: number;
  /** Claims that one of them leaves open. */
  readonly open: readonly string[];
  readonly contradictions: readonly string[];
}

/** Judges all variants; undefined where there is no ProVerif. */
export async function measurePrecautions(tell: (variant: JudgedVariant) => void): Promise<number | undefined> {
  const signal = new AbortController().signal;
  const search = await findProgram(PROVERIF, listPlaces(PROVERIF, process.env, undefined), signal);
  if (search.is !== "found") return undefined;
  const pairs = CHANGES.flatMap((one, i) => CHANGES.slice(i + 1).map((other) => [one, other]));
  let contradictions = 0;
  for (const undone of [[], ...CHANGES.map((one) => [one]), ...pairs]) {
    const judged = await judgeVariant(undone, search.program);
    contradictions += judged.contradictions.length;
    tell(judged);
  }
  return contradictions;
}

async function judgeVariant(undone: readonly Change[], program: InstalledProverif): Promise<JudgedVariant> {
  const recorded = readBuilder(hardened(undone));
  const { description } = recorded === undefined ? {} : describe(recorded);
  if (description === undefined) throw new Error(`${undone.join(" and ")}: no description`);
  const model = addReachable(project(description));
  const { maxRuns, maxStates } = DEFAULT_OPTIONS;
  const source = { kind: "description", source: "phr-sharing-hardened", path: "protocol.ts" } as const;
  const session = openProverifSession(program, { model, description, source, bounds: { maxRuns, maxStates } });
  const signal = new AbortController().signal;
  const conditions = { now: () => performance.now(), pause: () => Promise.resolve(), signal };
  const verifier = new Verifier(model);
  const findings: Finding[] = [];
  let [agreed, attacks] = [0, 0];
  const open: string[] = [];
  const claims = listClaims(model);
  for (const listed of claims) {
    const native = judgeNatively(verifier, listed);
    const { verdict } = await session.judge(listed, conditions, MOST_MILLISECONDS);
    const { protocol, role, label, claim } = listed;
    const about = {
      source: protocol,
      protocol,
      role,
      claim: claim.kind,
      label,
      on: claim.on,
      lens: "symbolic",
    } as const;
    findings.push({ ...about, engine: "native", verdict: native }, { ...about, engine: "proverif", verdict });
    if (native.is === verdict.is) agreed++;
    if (native.is === "attack") attacks++;
    if (native.is === "inconclusive") open.push(`${label} by Assay`);
    if (verdict.is === "inconclusive") open.push(`${label} by ProVerif`);
  }
  session.close();
  const contradictions = findDisagreements(findings).map(({ sentence }) => sentence);
  return { undone, claims: claims.length, attacks, agreed, open, contradictions };
}

function judgeNatively(verifier: Verifier, target: Parameters<Verifier["verify"]>[0]): Verdict {
  const deadline = performance.now() + MOST_MILLISECONDS;
  const search = verifier.verify(target, DEFAULT_OPTIONS);
  for (let step = search.next(); ; step = search.next(performance.now() < deadline ? "go" : "timeout")) {
    if (step.done === true) return step.value;
  }
}

/** One line for a variant, and one for each contradiction. */
export function printVariant({ undone, claims, attacks, agreed, open, contradictions }: JudgedVariant): string {
  const name = undone.length === 0 ? "nothing undone" : `without ${undone.join(" and ")}`;
  const left = open.length === 0 ? "" : `; open: ${open.join(", ")}`;
  const against = contradictions.map((sentence) => `  CONTRADICTION ${sentence}\n`).join("");
  return `${name}: ${agreed} of ${claims} alike, ${attacks} fall${left}\n${against}`;
}
