/**
 * What judges the claims of one source, by engine; and the same with a memory.
 *
 * With a memory, all verdicts of a source are recalled or none is, and they are kept once the last one is there: the
 * search for one claim helps the others, so a verdict found alone might be told by another trace.
 */
import type { Engine } from "../verdict/verdict.ts";
import type { ListedClaim } from "../verifier/claims/listing.ts";
import type { ClaimInWork } from "./events.ts";
import type { Driven } from "./drive.ts";
import type { ResultCache, StoredVerdict } from "./result-cache.ts";

/** How a claim was judged; recalled: not now. */
export interface Judged extends Driven {
  readonly recalled?: true;
}

/** What judges the claims of one source, by engine. */
export interface Judges
  extends Record<Engine, (listed: ListedClaim, claim: ClaimInWork) => Promise<Judged | undefined>> {
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

function recallJudges(stored: ReadonlyMap<string, StoredVerdict>): Judges {
  const recall = (engine: Engine): Judges[Engine] => {
    return (listed) => {
      const verdict = stored.get(nameVerdict({ ...describe(listed), engine }))?.verdict;
      return Promise.resolve(verdict && { verdict, milliseconds: 0, states: 0, recalled: true });
    };
  };
  return { native: recall("native"), scyther: recall("scyther"), close: () => undefined };
}

function keepVerdicts(cache: ResultCache, key: string, all: number, judges: Judges): Judges {
  const found: StoredVerdict[] = [];
  const note = (engine: Engine): Judges[Engine] => {
    return async (listed, claim) => {
      const judged = await judges[engine](listed, claim);
      if (judged !== undefined) found.push({ ...describe(listed), engine, verdict: judged.verdict });
      if (found.length === all) cache.keep(key, found);
      return judged;
    };
  };
  return { native: note("native"), scyther: note("scyther"), close: judges.close };
}

function describe({ protocol, role, claim }: ListedClaim): Pick<StoredVerdict, "protocol" | "role" | "label"> {
  return { protocol, role, label: claim.label };
}

function nameVerdict({ protocol, role, label, engine }: Omit<StoredVerdict, "verdict">): string {
  return JSON.stringify([protocol, role, label, engine]);
}
