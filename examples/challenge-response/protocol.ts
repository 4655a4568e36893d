import { agree, alive, nonce, protocol, sgk, sign } from "assay";

/** Signed challenge and response in both directions: ISO/IEC 9798-3, mechanism MUT.CR.3, three passes. */
export default protocol("challenge-response", { A: "client", B: "server" })
  .knows("A", { sgkA: sgk("A") })
  .knows("B", { sgkB: sgk("B") })

  .fresh("A", { Na: nonce })
  .message("M1", "A", "B", ({ Na }) => ({ Na }))

  .fresh("B", { Nb: nonce })
  .message("M2", "B", "A", ({ A, Na, Nb, sgkB }) => ({ proof: sign({ Nb, Na, A }, sgkB) }))

  .message("M3", "A", "B", ({ B, Na, Nb, sgkA }) => ({ proof: sign({ Na, Nb, B }, sgkA) }))

  .claims("A", ({ Na, Nb }) => [alive("B"), agree("B", [Na, Nb])])
  .claims("B", ({ Na, Nb }) => [alive("A"), agree("A", [Na, Nb])]);
