/** The conclusion of an injective claim's attack: which other run has accepted the same, and from whom. */
import { makePrinter } from "../../../core/term/print.ts";
import type { Term } from "../../../core/term/term.ts";
import { isInjective } from "../claims/injective.ts";
import type { Claimed } from "../replay/casts.ts";
import type { Execution } from "../replay/execute.ts";
import { listClaimed, listPartners } from "../replay/injectivity.ts";
import type { GroundRun } from "../replay/trace.ts";

/** Says what is claimed and who shares a partner; undefined for other claims, and when the claimant has no partner at all. */
export function concludeSharing(execution: Execution): string | undefined {
  if (!isInjective(execution.claim)) return undefined;
  const claims = listClaimed(execution).map((claimed) => ({ claimed, partners: listPartners(execution, claimed) }));
  const own = claims.at(-1);
  if (own === undefined || own.partners.length === 0) return undefined;
  const rivals = claims
    .slice(0, -1)
    .filter(({ partners }) => partners.flat().some((run) => own.partners.flat().includes(run)));
  const shared = [...new Set(own.partners.flat())].filter((run) =>
    rivals.some(({ partners }) => partners.flat().includes(run)),
  );
  const others = rivals.map(({ claimed }) => nameRun(execution, claimed.run)).join(" and ");
  const partners = shared.map((run) => nameRun(execution, run)).join(" and ");
  const often = rivals.length === 1 ? "twice" : `${rivals.length + 1} times`;
  const said =
    execution.claim.kind === "InjectiveSynch"
      ? "sent them once, and they were accepted"
      : "said so once, and it was accepted";
  return `${sayClaimed(execution, own.claimed)}, but ${others} ${rivals.length === 1 ? "has" : "have"} accepted the same already: ${partners} ${said} ${often}`;
}

function sayClaimed({ trace, model }: Execution, { run, claim }: Claimed): string {
  if (claim.kind === "InjectiveSynch") return "claims that its partners sent these messages to this run alone";
  const partner = (trace.runs[run] as GroundRun).agents.get(claim.partner ?? "") as Term;
  const printTerm = makePrinter(model.operations);
  const data = (claim.data ?? []).map(printTerm).join(", ");
  return `claims agreement with ${printTerm(partner)} on (${data}) that no other run has from the same run of it`;
}

function nameRun({ trace }: Execution, id: number): string {
  const run = trace.runs[id] as GroundRun;
  return `${makePrinter([])(run.agents.get(run.role) as Term)} (${run.role}, run ${id})`;
}
