/** For tests of the projection: builders to models, role scripts to lines, models to verdicts. */
import { DiagnosticError } from "../../diagnostic/diagnostic.ts";
import { listClaims } from "../claims/listing.ts";
import { runToEnd } from "../../../lenses/verifier/run-to-end.ts";
import { Verifier } from "../../../lenses/verifier/verify.ts";
import { describe } from "../dsl/describe.ts";
import { readBuilder } from "../dsl/protocol.ts";
import type { Description } from "../ir/description.ts";
import type { Model } from "../ir/script.ts";
import type { Mistakes } from "./mistakes.ts";
import { printScript } from "./print-script.ts";
import { project } from "./project.ts";

/** The description of a builder; throws DiagnosticError. */
export function descriptionOf(builder: object): Description {
  const recorded = readBuilder(builder);
  if (recorded === undefined) throw new TypeError("descriptionOf: expected a protocol");
  const { description, diagnostics } = describe(recorded);
  if (description === undefined) throw new DiagnosticError(diagnostics);
  return description;
}

/** The model of a builder, with mistakes put back where a test wants that; throws DiagnosticError. */
export function modelOf(builder: object, mistakes?: Mistakes): Model {
  return project(descriptionOf(builder), mistakes);
}

/** The lines of a role's script, claims left out. */
export function scriptOf(model: Model, role: string): string[] {
  const script = model.protocols[0]?.roles.find((each) => each.role === role);
  if (script === undefined) throw new RangeError(`scriptOf: no role ${role}`);
  return printScript(script).filter((line) => !line.startsWith("claim"));
}

/** The verdict of every claim, by its label. */
export function judge(model: Model): Record<string, string> {
  return Object.fromEntries(
    listClaims(model).map((claim) => {
      const { verdict } = runToEnd(new Verifier(model), claim, { maxRuns: 4, maxStates: 50_000 });
      return [claim.label, verdict.is];
    }),
  );
}
