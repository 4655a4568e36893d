/** Every diagnostic code of Assay with what it is about: what `assay explain` and the documentation are made from. */
import { BAN_DIAGNOSTICS } from "../lenses/ban/diagnostics.ts";
import { CODES } from "../core/protocol/check/codes.ts";
import { SPDL_DIAGNOSTICS } from "../lenses/scyther/diagnostics.ts";
import { ASSESS_DIAGNOSTICS, type DiagnosticEntry } from "../files/diagnostics.ts";
import { LENSES } from "../lenses/registry.ts";

/** The entry of a code. */
export interface CodeEntry {
  readonly code: string;
  readonly title: string;
  readonly help?: string;
}

/** All codes: AS, CP, BN, SP, each in order. */
export function listCodes(): CodeEntry[] {
  const entries: CodeEntry[] = [];
  const own = Object.entries<DiagnosticEntry>(ASSESS_DIAGNOSTICS);
  const programs = LENSES.flatMap(({ diagnostics }) => Object.entries(diagnostics ?? {}));
  for (const [code, { title, help }] of [...own, ...programs].sort(byCode)) entries.push({ code, title, help });
  for (const [code, title] of Object.entries(CODES)) entries.push({ code, title });
  for (const [code, { title, help }] of Object.entries(BAN_DIAGNOSTICS)) entries.push({ code, title, help });
  for (const [code, { title, help }] of Object.entries(SPDL_DIAGNOSTICS)) entries.push({ code, title, help });
  return entries;
}

function byCode([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

const FAMILIES: Readonly<Record<string, string>> = {
  AS: "The command line, expected.yaml, assay.config.yaml",
  CP: "Descriptions: protocol.ts",
  BN: "BAN logic",
  SP: "Models: SPDL",
};

/** `docs/diagnostics.md`: every code under an anchor of its own. */
export function renderCatalogue(): string {
  const lines = [
    "# Diagnostics",
    "",
    "Every diagnostic has a code, which is never used for anything else. `assay explain <code>` prints the same. This page",
    "is made by `assay explain --format markdown`.",
  ];
  let family = "";
  for (const { code, title, help } of listCodes()) {
    const next = code.slice(0, 2);
    if (next !== family) lines.push("", `## ${FAMILIES[next] ?? next}`);
    family = next;
    lines.push("", `### ${code}`, "", `${escapeText(title)}.`);
    if (help !== undefined) lines.push("", escapeText(help));
  }
  return `${lines.join("\n")}\n`;
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~&#!]/g, "\\$&");
}
