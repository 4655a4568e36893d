/**
 * The claims that ProVerif decides and the embedded verifier does not, within its time: `ASSAY_DECIDED` names folders of SPDL
 * models, with colons between, each with ProVerif's recorded answers in `proverif.json` or `verdicts.json`.
 */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { assess } from "../src/assess/assess.ts";
import type { Finding } from "../src/core/verdict/verdict.ts";
import { nameExtent } from "../src/findings/outline-verdict.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { LENSES } from "../src/lenses/registry.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { resolveSources } from "../src/repository/resolve-sources.ts";

/** A recorded answer; `index` is the place of the claim among those of its model. */
interface RecordedClaim {
  readonly index: number;
  readonly role: string;
  readonly type: string;
  readonly proverif: string;
}

/** Result of the comparison. */
export interface Decided {
  /** Claims that ProVerif proves or refutes. */
  readonly claims: number;
  readonly models: number;
  /** Of these, what the verifier leaves open, or decides up to a bound. */
  readonly open: readonly string[];
  /** Where the two say the opposite. */
  readonly against: readonly string[];
}

const RECORDS = ["proverif.json", "verdicts.json"] as const;

/** Judges at most so many models of each folder; undefined where no folder is named. */
export async function measureDecided(most: number, timeoutSeconds: number): Promise<Decided | undefined> {
  const folders = (process.env["ASSAY_DECIDED"] ?? "").split(":").filter((folder) => folder !== "");
  if (folders.length === 0) return undefined;
  const open: string[] = [];
  const against: string[] = [];
  let [claims, models] = [0, 0];
  for (const folder of folders) {
    for (const { model, claims: recorded } of readRecorded(folder).slice(0, most)) {
      const decided = recorded.filter(({ proverif }) => proverif === "true" || proverif === "false");
      const path = join(folder, model);
      if (decided.length === 0 || !existsSync(path)) continue;
      models++;
      const findings = await judge(path, timeoutSeconds);
      for (const { index, role, type, proverif } of decided) {
        const finding = findings[index];
        if (finding === undefined) continue;
        claims++;
        const said = `${path} ${role} ${type} ${finding.label}: ProVerif says ${proverif}, Assay ${tell(finding)}`;
        const stands = compare(finding, proverif === "true");
        if (stands !== "same") (stands === "open" ? open : against).push(said);
      }
    }
  }
  return { claims, models, open, against };
}

function readRecorded(
  folder: string,
): readonly { readonly model: string; readonly claims: readonly RecordedClaim[] }[] {
  const file = RECORDS.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${folder} has none of ${RECORDS.join(", ")}`);
  const { results } = JSON.parse(readFileSync(file, "utf8")) as { results: ReturnType<typeof readRecorded> };
  return results;
}

async function judge(path: string, timeoutSeconds: number): Promise<readonly Finding[]> {
  const { findings } = await assess(
    resolveSources([path]),
    { ...DEFAULT_OPTIONS, timeoutSeconds },
    {
      version: "0",
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: new AbortController().signal,
      loadProtocol,
      lenses: LENSES,
      listen: () => undefined,
      machine: { cpus: availableParallelism() },
    },
  );
  return findings.filter(({ added }) => added !== true);
}

/** How a finding stands to a proof or a refutation. */
function compare({ verdict, claim }: Finding, isTrue: boolean): "same" | "open" | "against" {
  // For Reachable ProVerif is asked whether nobody gets there.
  const isProof = claim === "Reachable" ? !isTrue : isTrue;
  switch (verdict.is) {
    case "holds":
      if (!isProof) return verdict.scope === "unbounded" ? "against" : "open";
      return verdict.scope === "unbounded" ? "same" : "open";
    case "attack":
      return isProof ? "against" : "same";
    case "vacuous":
      return isTrue ? "same" : "against";
    default:
      return "open";
  }
}

function tell({ verdict }: Finding): string {
  return `${verdict.is}, ${nameExtent(verdict)}`;
}

/** The list, and a total. */
export function printDecided({ claims, models, open, against }: Decided): string {
  const lines = [...open, ...against.map((one) => `CONTRADICTION ${one}`)];
  const total = `ProVerif decides ${claims} claims of ${models} models; Assay leaves ${open.length} of them open, and contradicts ${against.length}.`;
  return `${[...lines, total].join("\n")}\n`;
}
