import { agree, alive, key, nonce, protocol, secret, senc, sdec, sgk, sign, weakagree } from "assay";

export default protocol("nessett", { A: "principal A", B: "principal B" })
  .knows("A", { sgkA: sgk("A") })

  // The key is signed and not sealed: everybody reads it.
  .fresh("A", { Na: nonce, Kab: key })
  .message("M1", "A", "B", ({ Na, Kab, sgkA }) => sign({ Na, Kab }, sgkA), { means: { Kab: "A <-Kab-> B" } })

  .fresh("B", { Nb: nonce })
  .message("M2", "B", "A", ({ Nb, Kab }) => ({ reply: senc({ Nb }, Kab) }))
  .computes("A", ({ reply, Kab }) => sdec(reply, Kab))

  .claims("A", ({ Kab }) => [secret(Kab), alive("B"), weakagree("B"), agree("B", [Kab])])
  .claims("B", ({ Kab }) => [secret(Kab), alive("A"), weakagree("A"), agree("A", [Kab])])

  .ban({
    assumptions: {
      k1: "B bel vkA |-> A",
      a1: "A bel A <-Kab-> B",
      f1: "A bel #(A <-Kab-> B)",
      f2: "B bel #(Na)",
      j1: "B bel forall K. A controls A <-K-> B",
    },
    goals: {
      g1: "B bel A <-Kab-> B",
      g2: "B bel A bel A <-Kab-> B",
      g3: "A bel B bel A <-Kab-> B",
      g4: "A bel A <-Kab-> B",
    },
  });
