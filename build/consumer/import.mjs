// Every door that needs no peer, imported as it is and while the program runs; one instance behind them.
import assert from "node:assert/strict";
import * as assay from "assay";
import { verify } from "assay/api";

assert.equal((await import("assay")).protocol, assay.protocol);
const { aenc, nonce, pk, protocol, secret } = assay;
const description = protocol("p", { A: "sender", B: "receiver" })
  .public({ pkB: pk("B") })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N, pkB }) => aenc({ N }, pkB))
  .claims("A", ({ N }) => [secret(N)]);
const { findings, errors } = await verify(description);
assert.deepEqual(errors, []);
assert.equal(findings.find(({ claim }) => claim === "Secret")?.verdict.is, "holds");
