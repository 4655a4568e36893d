/** Folders with files in them, for tests: made in the system's place for temporary files, and removed after the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Lens } from "../lenses/lens.ts";
import { LENSES } from "../lenses/registry.ts";
import type { InstalledScyther } from "../lenses/scyther/installed/find-scyther.ts";
import { makeScyther } from "../lenses/scyther/lens.ts";
import { makeVerifier } from "../lenses/verifier/lens.ts";
import type { StartVerifier } from "../lenses/verifier/session.ts";
import { makeTypeFlaws } from "../lenses/verifier/type-flaws.ts";

/** Makes a folder with these files; gone when the test is over. */
export function makeFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "assay-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

/** The lenses that ship, with a stand-in for the embedded verifier. */
export function lensesWith(start: StartVerifier): readonly Lens[] {
  const others = [makeVerifier(start), makeTypeFlaws(start)];
  return LENSES.map((lens) => others.find(({ name }) => name === lens.name) ?? lens);
}

/** The lenses that ship, with a Scyther that was found; undefined: none was. */
export function lensesWithScyther(scyther: InstalledScyther | undefined): readonly Lens[] {
  if (scyther === undefined) return LENSES;
  const found = makeScyther(scyther, { known: scyther.version, warnOfVersion: () => undefined });
  return LENSES.map((lens) => (lens.name === found.name ? found : lens));
}

/** A model with an attack on the secrecy of `n`; its Reachable can be reached. */
export const LEAKY_MODEL = `usertype Data;
protocol leaky(A,B) {
  role A {
    fresh n: Data;
    send_1(A,B, n);
    claim_A1(A, Secret, n);
  }
  role B {
    var n: Data;
    recv_1(A,B, n);
  }
}
`;

/** A model whose only claim holds. */
export const SOUND_MODEL = `protocol sound(A,B) {
  role A {
    fresh n: Nonce;
    send_1(A,B, {n}pk(B));
    claim_A1(A, Secret, n);
  }
  role B {
    var n: Nonce;
    recv_1(A,B, {n}pk(B));
  }
}
`;

/** A description of two roles and one message; R is told a secret. */
export const SMALL_PROTOCOL = `import { aenc, nonce, pk, protocol, secret } from "assay";

export default protocol("small", { I: "initiator", R: "responder" })
  .public({ pkR: pk("R") })
  .fresh("I", { N: nonce })
  .message("M1", "I", "R", ({ N, I, pkR }) => aenc({ N, I }, pkR))
  .claims("I", ({ N }) => [secret(N)])
  .claims("R", ({ N }) => [secret(N)]);
`;

/** The expectations of the small protocol. */
export const SMALL_EXPECTATIONS = `claims:
  - claim: I Secret N
    verdict: holds
    scope: unbounded
    why: Only R can open M1.
  - claim: I Reachable
    verdict: holds
    why: I waits for nobody.
  - claim: R Secret N
    verdict: attack
    why: Anyone can make an M1 for R.
  - claim: R Reachable
    verdict: holds
    why: Any M1 will do.
`;
