// Uses the API on a protocol's text, as a program would: checks, judges and renders it.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { check, decide, DiagnosticError, play, render, renderFiles, verify } from "assay/api";

mkdirSync("models", { recursive: true });
writeFileSync(
  "models/leak.spdl",
  "protocol leak(A,B){role A{fresh n:Nonce;send_1(A,B,n);claim(A,Secret,n);}role B{var n:Nonce;recv_1(A,B,n);}}",
);
assert.deepEqual(await check("models/leak.spdl"), []);
const assessment = await verify("models/leak.spdl", { claims: ["A Secret"] });
assert.equal(assessment.findings[0]?.verdict.is, "attack");
assert.equal(decide(assessment), 1);
for (const format of ["text", "json", "markdown", "sarif", "junit", "latex"])
  assert.ok((await render(assessment, format)).length > 100);
assert.ok((await renderFiles(assessment)).some(({ name }) => name === "index.html"));
await assert.rejects(play("nothing-of-that-name"), DiagnosticError);
