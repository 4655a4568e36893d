/**
 * Reads a proof from a file of anybody's: JSON as in the reports, `{"goal": "...", "steps": [...]}`. It is bounded in size and
 * nesting before anything looks at it, and every mistake has a place.
 */
import { type Diagnostic, DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { readText } from "../../../files/read-text.ts";
import { readSexpr } from "../formula/read-sexpr.ts";
import type { Proof, ProofStep } from "../proof.ts";
import type { RuleId } from "../rules/rule.ts";
import { RULES } from "../rules/table.ts";
import { JsonFile, type JsonObject } from "./json-file.ts";

/** A proof, and how to complain of one of its steps, or of all of it. */
export interface ReadProof {
  readonly proof: Proof;
  readonly complain: (step: number | undefined, message: string, help?: string) => Diagnostic;
}

const MOST = { characters: 5_000_000, steps: 20_000, premises: 1000, formula: 20_000 } as const;

/** Reads a file. Throws DiagnosticError for what is no proof. */
export function loadProof(path: string): ReadProof {
  return readProof(path, readText(path));
}

/** The proof in a text. Throws DiagnosticError with what is wrong with it. */
export function readProof(path: string, text: string): ReadProof {
  const file = new JsonFile(path, text.slice(0, MOST.characters), { notJson: "BN205", invalid: "BN206" });
  const { root } = file;
  if (text.length > MOST.characters) {
    throw new DiagnosticError([file.complain("BN205", `A proof has at most ${MOST.characters} characters.`, 0)]);
  }
  const objects = root.readObjects("steps", "required");
  if (objects.length > MOST.steps) {
    throw new DiagnosticError([
      file.complain("BN206", `A proof has at most ${MOST.steps} steps.`, root.offsetOf("steps")),
    ]);
  }
  const read = (formula: string): string => {
    // The checker reads formulas anew; this is for the place of a mistake, and for a bound on nesting.
    readSexpr(formula);
    return formula;
  };
  const goal = readBounded(root, "goal", read, file) ?? "";
  const steps = objects.flatMap((object) => readStep(object, read, file));
  if (file.diagnostics.length > 0) throw new DiagnosticError(file.diagnostics);
  const offsets = new Map(objects.map((object, i) => [i, object.at]));
  return {
    proof: { profile: root.readText("profile", "optional") ?? "BAN", goal, steps },
    complain: (step, message, help) =>
      file.complain("BN403", message, step === undefined ? root.offsetOf("goal") : (offsets.get(step) ?? 0), help),
  };
}

function readBounded(
  object: JsonObject,
  key: string,
  read: (text: string) => string,
  file: JsonFile,
): string | undefined {
  const length = object.readText(key, "optional")?.length ?? 0;
  if (length <= MOST.formula) return object.readFormula(key, read);
  file.report("BN206", `A formula has at most ${MOST.formula} characters.`, object.offsetOf(key));
  return undefined;
}

function readStep(object: JsonObject, read: (text: string) => string, file: JsonFile): ProofStep[] {
  const id = object.readNumber("id");
  const rule = object.readText("rule", "required");
  const conclusion = readBounded(object, "conclusion", read, file);
  if (id === undefined || rule === undefined || conclusion === undefined) return [];
  if (rule === "assume") {
    const assumption = object.readName("assumption");
    return assumption === undefined ? [] : [{ id, rule, assumption, conclusion }];
  }
  if (rule === "message") {
    const message = object.readName("message");
    return message === undefined ? [] : [{ id, rule, message, conclusion }];
  }
  if (!RULES.has(rule as RuleId)) {
    const help = `Rules: ${[...RULES.keys()].join(", ")}.`;
    file.report("BN206", `There is no rule ${JSON.stringify(rule.slice(0, 60))}.`, object.offsetOf("rule"), help);
    return [];
  }
  const premises = object.readNumbers("premises");
  if (premises.length > MOST.premises) {
    file.report("BN206", `A step has at most ${MOST.premises} premises.`, object.offsetOf("premises"));
    return [];
  }
  const sides = object.readNames("sides").map(({ name }) => name);
  const instance = object.keys().includes("instance") ? { instance: object.readFormulas("instance", read) } : {};
  return [{ id, rule: rule as RuleId, premises, conclusion, sides, ...instance }];
}
