/**
 * Deviations that are understood: where Scyther is wrong, why, and which recorded claims show it.
 *
 * An entry excuses nothing by itself: the verdict must be the one that it names, and carry its own evidence. An entry
 * that no longer explains a difference is reported, so that the list cannot rot.
 */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { type Section, YamlFile } from "../files/read-yaml.ts";

/** One claim that shows a deviation. */
export interface ExplainedClaim {
  readonly model: string;
  readonly protocol: string;
  readonly role: string;
  readonly label: string;
  /** The native engine's verdict. */
  readonly verdict: "attack" | "holds" | "vacuous";
}

/** One model that only one of the two reads. */
export interface ExplainedModel {
  readonly model: string;
  /** The native engine's treatment of it. */
  readonly native: "accepted" | "rejected";
}

/** One reason, and everything that it explains. */
export interface Deviation {
  readonly id: string;
  readonly reason: string;
  readonly claims: readonly ExplainedClaim[];
  readonly models: readonly ExplainedModel[];
}

const VERDICTS = ["attack", "holds", "vacuous"] as const;
const ACCEPTANCES = ["accepted", "rejected"] as const;

/** Reads the text of a list. Throws DiagnosticError (AS507, AS508) for one that is not what it should be. */
export function readExplained(path: string, text: string): readonly Deviation[] {
  const file = new YamlFile(path, text, { syntax: "AS507", content: "AS508" });
  const found = (file.root?.readList("deviations") ?? []).map((section) => readDeviation(file, section));
  file.root?.rejectOthers();
  const named = new Set<string>();
  for (const { claims, models } of found) {
    for (const name of [...claims.map(nameClaim), ...models.map(({ model }) => model)]) {
      if (named.has(name)) file.diagnostics.push(diagnose("AS508", `${path} explains ${name} twice.`));
      named.add(name);
    }
  }
  const errors: readonly Diagnostic[] = file.diagnostics;
  if (errors.length > 0) throw new DiagnosticError(errors);
  return found;
}

/** How a list names a claim. */
export function nameClaim({ model, protocol, role, label }: Omit<ExplainedClaim, "verdict">): string {
  return `${model} ${protocol},${role} ${label}`;
}

function readDeviation(file: YamlFile, section: Section): Deviation {
  const need = (key: string, of: Section = section): string => {
    const value = of.readText(key);
    if (value === undefined) file.report("AS508", `An entry needs ${key}.`, of.offset);
    return value ?? "";
  };
  const id = need("id");
  const reason = need("reason").trim();
  if (id !== "" && !/^[a-z][a-z0-9-]*$/.test(id)) {
    file.report("AS508", "Write the id as lower-case words joined by hyphens.", section.offsetOf("id"));
  }
  const claims = section.readList("claims").map((one) => {
    const verdict = one.readWord("verdict", VERDICTS);
    if (verdict === undefined) need("verdict", one);
    const place = { model: need("model", one), protocol: need("protocol", one), role: need("role", one) };
    const claim = { ...place, label: need("label", one), verdict: verdict ?? "attack" };
    one.rejectOthers();
    return claim;
  });
  const models = section.readList("models").map((one) => {
    const native = one.readWord("native", ACCEPTANCES);
    if (native === undefined) need("native", one);
    const model = { model: need("model", one), native: native ?? "rejected" };
    one.rejectOthers();
    return model;
  });
  section.rejectOthers();
  if (claims.length + models.length === 0) {
    file.report("AS508", "The entry has neither claims nor models.", section.offset);
  }
  return { id, reason, claims, models };
}
