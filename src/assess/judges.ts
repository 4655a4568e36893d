/**
 * What judges the claims of one source, by engine; and the same with a memory.
 *
 * With a memory, all verdicts of a source are recalled or none is, and they are kept once the last one is there: the
 * search for one claim helps the others, so a verdict found alone might be told by another trace.
 */
import type { Engine } from "../core/verdict/verdict.ts";
import type { ListedClaim } from "../lenses/verifier/claims/listing.ts";
import type { Stop } from "../lenses/verifier/verify.ts";
import type { ClaimInWork } from "./events.ts";
import type { AfterTurn, Driven } from "./drive.ts";
import type { ResultCache, StoredVerdict } from "./result-cache.ts";

/** How a claim was judged; recalled: not now. */
export interface Judged extends Driven {
  readonly recalled?: true;
}

/** How long a claim may take now, and what becomes of it then. */
export interface Turn {
  readonly milliseconds: number;
  readonly after: AfterTurn;
  /** Work that does not yield is broken off after so many. */
  readonly most: number;
}

/** Judges a claim, or goes on with it; undefined where there is nothing to be said of it. */
export type Judge = (listed: ListedClaim, claim: ClaimInWork, turn: Turn) => Promise<Judged | "parked" | undefined>;

/** What judges the claims of one source, by engine. */
export interface Judges extends Record<Engine, Judge> {
  /** The verdict of a claim that gets no more time. */
  readonly giveUp: (listed: ListedClaim, engine: Engine, why: Stop) => Judged;
  readonly close: () => void;
}

/** Judges that recall what the cache has of these claims by these engines, and else keep there what they find. */
export function cacheJudges(
  cache: ResultCache,
  key: string,
  claims: readonly ListedClaim[],
  engines: readonly Engine[],
  open: () => Judges,
): Judges {
  const stored = new Map((cache.find(key) ?? []).map((one) => [nameVerdict(one), one]));
  const wanted = claims.flatMap((claim) => engines.map((engine) => nameVerdict({ ...describe(claim), engine })));
  return wanted.every((name) => stored.has(name))
    ? recallJudges(stored)
    : keepVerdicts(cache, key, wanted.length, open());
}

/** The verdict of a claim that got no time at all. */
export function giveUpUnseen(why: Stop): Judged {
  return { verdict: { is: "inconclusive", why, reached: { runs: 0 } }, milliseconds: 0, states: 0 };
}

function recallJudges(stored: ReadonlyMap<string, StoredVerdict>): Judges {
  const recall = (engine: Engine): Judges[Engine] => {
    return (listed) => {
      const verdict = stored.get(nameVerdict({ ...describe(listed), engine }))?.verdict;
      return Promise.resolve(verdict && { verdict, milliseconds: 0, states: 0, recalled: true });
    };
  };
  const giveUp: Judges["giveUp"] = (_listed, _engine, why) => giveUpUnseen(why);
  return { native: recall("native"), scyther: recall("scyther"), giveUp, close: () => undefined };
}

function keepVerdicts(cache: ResultCache, key: string, all: number, judges: Judges): Judges {
  const found: StoredVerdict[] = [];
  const note = (engine: Engine): Judges[Engine] => {
    return async (listed, claim, turn) => {
      const judged = await judges[engine](listed, claim, turn);
      if (judged === "parked") return judged;
      if (judged !== undefined) found.push({ ...describe(listed), engine, verdict: judged.verdict });
      if (found.length === all) cache.keep(key, found);
      return judged;
    };
  };
  return { ...judges, native: note("native"), scyther: note("scyther") };
}

function describe({ protocol, role, claim }: ListedClaim): Pick<StoredVerdict, "protocol" | "role" | "label"> {
  return { protocol, role, label: claim.label };
}

function nameVerdict({ protocol, role, label, engine }: Omit<StoredVerdict, "verdict">): string {
  return JSON.stringify([protocol, role, label, engine]);
}
