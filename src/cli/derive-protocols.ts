/**
 * The BAN analyses of some protocols, one after the other; one that is wrong does not stop the others.
 *
 * Verdicts are compared with `expected.yaml` where it speaks of goals.
 */
import { type Analysis, analyse, type BanResult } from "../lenses/ban/analyse.ts";
import { complainOf } from "../lenses/ban/diagnostics.ts";
import type { Profile } from "../lenses/ban/profile.ts";
import { findAnonymous } from "../lenses/ban/formula/boxes.ts";
import { printAscii } from "../lenses/ban/print/ascii.ts";
import { type Diagnostic, DiagnosticError, type Place } from "../core/diagnostic/diagnostic.ts";
import { explainError } from "../files/explain-error.ts";
import { diagnose } from "../files/diagnostics.ts";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { GOAL_EXPECTATIONS } from "../lenses/ban/expectations.ts";
import { findExpectations } from "../repository/expectations.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import type { Resolution, Source } from "../repository/resolve-sources.ts";
import { suggestNearest } from "../core/diagnostic/suggest.ts";
import { loadAnalysis } from "../lenses/ban/load-analysis.ts";

export interface DerivedProtocol {
  readonly source: Source;
  readonly analysis: Analysis;
  readonly result: BanResult;
  /** Goals whose verdict is not what was expected, and what was; where nothing is said, that they are derived. */
  readonly unexpected: readonly { readonly goal: string; readonly verdict: string; readonly why: string | undefined }[];
}

/** Analyses every source; `only` limits the goals by name, none: all. */
export async function deriveProtocols(
  resolution: Resolution,
  only: readonly string[],
  originators: Profile["originators"],
  loadProtocol: LoadProtocol,
): Promise<{ readonly derived: readonly DerivedProtocol[]; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics = resolution.diagnostics.map(({ diagnostic }) => diagnostic);
  const derived: DerivedProtocol[] = [];
  for (const source of resolution.sources) {
    try {
      if (source.kind !== "description") {
        const help = "BAN logic needs a description: a model does not state the meaning of its messages.";
        throw new DiagnosticError([diagnose("AS107", `${source.source} is an SPDL model.`, { help })]);
      }
      const { description, model } = await loadProtocol(source.path);
      const loaded = loadAnalysis(description);
      if (loaded === undefined) {
        throw new DiagnosticError([complainOf("BN401", `${source.source} has no BAN annotations.`)]);
      }
      const { warnings } = loaded;
      const analysis = { ...loaded.analysis, profile: { ...loaded.analysis.profile, originators } };
      diagnostics.push(...warnings, ...findUnknown(only, analysis));
      if (originators === "required") diagnostics.push(...rejectAnonymous(analysis, description.ban?.place));
      const result = analyse(analysis, only);
      const expectations = findExpectations(source, "optional", {
        claims: listClaims(model),
        description,
        matching: { judged: model.match, listed: model.match },
      });
      diagnostics.push(...(expectations?.diagnostics ?? []));
      const unexpected = result.goals.flatMap(({ id, outcome }) => {
        const { verdict = "derived", why } = expectations?.of(GOAL_EXPECTATIONS)?.get(id) ?? {};
        return outcome.is === verdict ? [] : [{ goal: id, verdict, why }];
      });
      derived.push({ source, analysis, result, unexpected });
    } catch (error) {
      diagnostics.push(...explainError(error));
    }
  }
  return { derived, diagnostics };
}

function rejectAnonymous({ messages, symbols }: Analysis, place: Place | undefined): Diagnostic[] {
  return messages.flatMap(({ id, formula }) =>
    findAnonymous(formula, symbols).map((box) =>
      complainOf("BN106", `${printAscii(box)} in ${id} has no stated maker.`, { place }),
    ),
  );
}

function findUnknown(only: readonly string[], { name, goals }: Analysis): Diagnostic[] {
  const known = goals.map(({ id }) => id);
  return only
    .filter((wanted) => !known.includes(wanted))
    .map((wanted) => {
      const nearest = suggestNearest(wanted, known);
      const help = nearest === undefined ? `Its goals: ${known.join(", ")}.` : `Did you mean ${nearest}?`;
      return complainOf("BN402", `${name} has no goal ${wanted}.`, { help });
    });
}
